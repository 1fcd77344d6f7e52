"""The numbers of all workers together, as Prometheus reads them.

Format: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from collections.abc import Iterator, Sequence

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from websocket_server.metrics import BUCKETS, Meter

_COUNTERS = {
    "deliveries": "Events that came from the broker.",
    "frames": "Frames with an event that were handed to a client.",
    "bytes": "Bytes of those frames.",
    "dropped": "Events that a full queue has dropped.",
    "resyncs": "Times a client was told that it may have missed something.",
    "broker_connections": "Times a worker has connected to the broker.",
}
_GAUGES = {
    "connections": "Sockets that are open.",
    "places": "Sockets more that there is room for.",
    "broker_up": "Workers that the broker answers.",
}


def text(rows: Sequence[Sequence[int]]) -> bytes:
    """Return the sum of ``rows``, each of them of :meth:`Meter.row`."""
    meters = []
    for row in rows:
        meter = Meter()
        meter.show(row)
        meters.append(meter)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Workers(meters))
    return generate_latest(registry)


class _Workers(Collector):
    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = meters

    def collect(self) -> Iterator[Metric]:
        """Return each metric once."""
        for name, told in _COUNTERS.items():
            yield CounterMetricFamily(_named(name), told, value=self._sum(name))
        for name, told in _GAUGES.items():
            yield GaugeMetricFamily(_named(name), told, value=self._sum(name))
        yield GaugeMetricFamily(
            _named("outbox_high_water_bytes"),
            "The most that has waited for one client in the last minute or two.",
            value=max((meter.outbox_high_water for meter in self._meters), default=0),
        )
        yield self._handshakes()
        yield self._closes()
        yield self._relay()

    def _sum(self, name: str) -> int:
        return sum(getattr(meter, name) for meter in self._meters)

    def _handshakes(self) -> Metric:
        family = CounterMetricFamily(
            _named("handshakes"), "Handshakes, by the answer's status.", labels=["status"]
        )
        for status in Meter().handshakes:
            family.add_metric([str(status)], sum(each.handshakes[status] for each in self._meters))
        return family

    def _closes(self) -> Metric:
        family = CounterMetricFamily(
            _named("closes"),
            "Connections that ended, by close code; 1006 without one, 0 any other.",
            labels=["code"],
        )
        for code in Meter().closes:
            family.add_metric([str(code)], sum(each.closes[code] for each in self._meters))
        return family

    def _relay(self) -> Metric:
        total, buckets = 0, []
        for number, bound in enumerate(BUCKETS):
            total += sum(meter.relayed[number] for meter in self._meters)
            buckets.append((str(bound).replace("inf", "+Inf"), float(total)))
        seconds = sum(meter.relay_microseconds for meter in self._meters) / 1_000_000
        return HistogramMetricFamily(
            _named("relay_seconds"),
            "From an event's commit until it is relayed.",
            buckets=buckets,
            sum_value=seconds,
        )


def _named(name: str) -> str:
    return f"chatire_gateway_{name}"
