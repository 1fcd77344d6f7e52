"""What the probe has measured, asked anew whenever Prometheus asks."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import DatabaseError
from django.db.models import Max
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from probe.models import Sample
from probe.statistics import quantile

WINDOW = timedelta(minutes=15)

QUANTILES = (0.5, 0.99)


class ProbeCollector(Collector):
    """Tells of the last WINDOW; nothing where no database answers."""

    def collect(self) -> Iterator[Metric]:
        """Return each number once; no quantiles where nothing has arrived."""
        try:
            recent = Sample.objects.filter(measured_at__gt=timezone.now() - WINDOW)
            milliseconds = list(recent.filter(failure="").values_list("milliseconds", flat=True))
            failures = recent.exclude(failure="").count()
            arrived = Sample.objects.filter(failure="").aggregate(last=Max("measured_at"))
        except DatabaseError:
            return
        yield _quantiles([each / 1000 for each in milliseconds if each is not None])
        yield GaugeMetricFamily(
            "chatire_probe_failures",
            "Times in the last 15 minutes that the probe's messages did not arrive.",
            value=failures,
        )
        last = arrived["last"]
        yield GaugeMetricFamily(
            "chatire_probe_last_success_timestamp_seconds",
            "When a message of the probe's has last arrived; 0 is never.",
            value=last.timestamp() if last else 0,
        )


def _quantiles(seconds: list[float]) -> Metric:
    family = GaugeMetricFamily(
        "chatire_probe_seconds",
        "From POST to receipt, as the probe has measured it in the last 15 minutes.",
        labels=["quantile"],
    )
    for share in QUANTILES if seconds else ():
        family.add_metric([str(share)], quantile(seconds, share))
    return family
