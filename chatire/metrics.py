"""What the application counts, summed over its processes.

prometheus_client keeps each process' numbers in files of PROMETHEUS_MULTIPROC_DIR, which
uwsgi-app.ini names; without one (tests, development) this process alone is told.
https://prometheus.github.io/client_python/multiprocess/
"""

import os
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from chatire.waiting import Waiting
from probe.metrics import ProbeCollector

METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS")
"""Anything else is one word: else whoever likes could make as many series as he likes."""

REQUESTS = Histogram(
    "chatire_http_seconds",
    "Requests, from their first middleware until their answer.",
    ["view", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
)


class MetricsMiddleware:
    """Measures each request. It counts no user, address or session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self._get_response(request)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(_view(request), method, str(response.status_code)).observe(
            time.perf_counter() - began
        )
        return response


def text() -> bytes:
    """Return everything, as Prometheus reads it."""
    return _requests() + generate_latest(_of(Waiting(), ProbeCollector()))


def _requests() -> bytes:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _of(*collectors: Collector) -> CollectorRegistry:
    registry = CollectorRegistry()
    for collector in collectors:
        registry.register(collector)
    return registry


def _view(request: HttpRequest) -> str:
    """Return the path's pattern, which holds no uri; nothing where there is no such path."""
    return request.resolver_match.route if request.resolver_match else ""
