"""Devices: ended once, told inside the transaction, cleaned up by the clock."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import tasks
from accounts.actions import devices
from accounts.models import Device, DeviceKind, User
from accounts.signals import device_ended


@pytest.fixture
def told() -> list[Device]:
    """The devices whose end is told, with a transaction open each time."""
    ended: list[Device] = []

    def on_end(device: Device, **kwargs: object) -> None:
        assert connection.in_atomic_block
        ended.append(device)

    device_ended.connect(on_end, weak=False, dispatch_uid="told")
    return ended


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    device_ended.disconnect(dispatch_uid="told")


@pytest.mark.django_db(transaction=True)
def test_end_is_told_inside_the_transaction(told: list[Device]) -> None:
    """So that what must follow is written with it, or neither."""
    device = devices.start(someone(), DeviceKind.JWT).device
    assert devices.end(device)
    assert told == [device]
    assert told[0].ended_at is not None


@pytest.mark.django_db(transaction=True)
def test_end_comes_to_nothing_with_its_receiver() -> None:
    """A revocation that cannot be written must not be forgotten: the device stays."""

    def fail(**kwargs: object) -> None:
        raise IntegrityError

    device = devices.start(someone(), DeviceKind.JWT).device
    device_ended.connect(fail, dispatch_uid="told", weak=False)
    with pytest.raises(IntegrityError):
        devices.end(device)
    assert Device.objects.get().ended_at is None


def test_end_is_told_once(alice: User, told: list[Device]) -> None:
    """However often it is asked for."""
    device = devices.start(alice, DeviceKind.TOKEN).device
    assert devices.end(device)
    assert not devices.end(device)
    assert len(told) == 1


def test_end_all_spares_one_and_others_devices(alice: User, bob: User, told: list[Device]) -> None:
    """The one that asks, and whatever is not the user's."""
    kept, other = (devices.start(alice, DeviceKind.TOKEN).device for _ in range(2))
    bobs = devices.start(bob, DeviceKind.TOKEN).device
    devices.end_all(alice, except_device=kept)
    assert told == [other]
    assert set(Device.objects.filter(ended_at=None)) == {kept, bobs}


def test_expired_devices_are_ended_and_told(alice: User, told: list[Device]) -> None:
    """Their sockets hear of it like of a sign-out."""
    expired, alive = (devices.start(alice, DeviceKind.PAGE).device for _ in range(2))
    Device.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    tasks.delete_expired_devices()
    assert told == [expired]
    assert Device.objects.get(ended_at=None) == alive


def test_ended_devices_are_forgotten_after_a_month(alice: User) -> None:
    """Not before: an administrator may want to look."""
    old, young = (devices.start(alice, DeviceKind.PAGE).device for _ in range(2))
    Device.objects.filter(pk=old.pk).update(ended_at=timezone.now() - timedelta(days=31))
    devices.end(young)
    tasks.delete_expired_devices()
    assert Device.objects.get() == young


def test_long_user_agent_is_cut(alice: User) -> None:
    """It is a label, and comes from outside."""
    assert len(devices.start(alice, DeviceKind.PAGE, label="x" * 5000).device.label) == 200


@pytest.mark.parametrize(
    ("kind", "token_hash"), [(DeviceKind.TOKEN, None), (DeviceKind.PAGE, "x" * 64)]
)
def test_database_holds_who_has_a_key(
    alice: User, kind: DeviceKind, token_hash: str | None
) -> None:
    """A program's device has one, no other has."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Device.objects.create(user=alice, kind=kind, token_hash=token_hash)


def someone() -> User:
    return User.objects.create_user("carol", "carol@example.org")
