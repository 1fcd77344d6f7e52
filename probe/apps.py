from django.apps import AppConfig


class ProbeConfig(AppConfig):
    """How long a message takes, measured from outside. The chat knows nothing of it."""

    name = "probe"
    verbose_name = "Probe: from POST to receipt"
