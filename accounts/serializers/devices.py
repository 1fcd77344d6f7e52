"""A device, as its owner sees it. The context holds the one that asks."""

from rest_framework import serializers

from accounts.models import Device


class DeviceSerializer(serializers.ModelSerializer[Device]):
    """A place where one is signed in; ``current`` is the one that asks."""

    current = serializers.SerializerMethodField()

    class Meta:
        model = Device
        fields = ("id", "kind", "label", "created_at", "last_used_at", "current")
        read_only_fields = fields

    def get_current(self, device: Device) -> bool:
        current: Device = self.context["current"]
        return device.pk == current.pk
