"""What Prometheus is told of the probe."""

from datetime import timedelta

import pytest
from django.utils import timezone

from probe.metrics import ProbeCollector
from probe.models import Sample

pytestmark = pytest.mark.django_db

FAILED = "The gateway is away."


def numbers() -> dict[str, float]:
    """Return what is told: a quantile by itself, anything else by its name."""
    return {
        sample.labels.get("quantile", sample.name.removeprefix("chatire_probe_")): sample.value
        for family in ProbeCollector().collect()
        for sample in family.samples
    }


def test_quantiles_are_of_the_last_quarter_of_an_hour() -> None:
    """In seconds, as Prometheus wants them; what failed is counted, and is in no quantile."""
    now = timezone.now()
    for number in range(1, 101):
        Sample.objects.create(milliseconds=number, measured_at=now - timedelta(minutes=14))
    Sample.objects.create(milliseconds=5000, measured_at=now - timedelta(minutes=16))
    Sample.objects.create(failure=FAILED, measured_at=now - timedelta(minutes=2))
    Sample.objects.create(failure=FAILED, measured_at=now - timedelta(minutes=16))
    told = numbers()
    assert told["0.5"] == 0.05
    assert told["0.99"] == 0.099
    assert told["failures"] == 1


def test_last_success_is_told_however_long_ago() -> None:
    """A failure since then does not change it."""
    then = timezone.now() - timedelta(hours=3)
    Sample.objects.create(milliseconds=5, measured_at=then)
    Sample.objects.create(failure=FAILED)
    told = numbers()
    assert told["last_success_timestamp_seconds"] == pytest.approx(then.timestamp())
    assert not {"0.5", "0.99"} & told.keys()


def test_before_the_first_sample_no_time_is_made_up() -> None:
    """Zero milliseconds would look like a fast system, and zero since 1970 like none."""
    told = numbers()
    assert (told["failures"], told["last_success_timestamp_seconds"]) == (0, 0)
    assert not {"0.5", "0.99"} & told.keys()
