"""The numbers of a running stack: what the probe measures, and a dashboard that shows them all."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape

import pytest
import requests
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from tests.contract.dashboard import OF_PROMETHEUS, queries
from tests.live.stack import Stack

PASSWORD = "nine green herons whistle"
# In one process: half of what such a command takes is its start.
MEASURE_AND_MAKE_OPERATOR = f"""
from accounts.models import User
from django.core.management import call_command
User.objects.create_superuser("olga", "olga@example.org", "{PASSWORD}")
call_command("probe")
"""


@pytest.fixture(scope="module")
def took(stack: Stack) -> list[str]:
    """Return what a run of the probe has printed, word by word."""
    return stack.manage("shell", "-v0", "-c", MEASURE_AND_MAKE_OPERATOR).split()


def exported(stack: Stack, path: str = "/metrics") -> Iterable[Metric]:
    """Return what Prometheus would read at ``path``."""
    text = requests.get(f"http://127.0.0.1:{stack.port}{path}", timeout=20).text
    return text_string_to_metric_families(text)


def of_probe(stack: Stack) -> dict[str, float]:
    """Return what is told of the probe: a quantile by itself, anything else by its name."""
    return {
        sample.labels.get("quantile", sample.name.removeprefix("chatire_probe_")): sample.value
        for metric in exported(stack)
        for sample in metric.samples
        if metric.name.startswith("chatire_probe_")
    }


def operators_page(stack: Stack) -> str:
    """Return the page in the admin, as one of the staff sees it."""
    page = f"{stack.base_url}/admin/probe/sample/"
    with requests.Session() as browser:
        browser.get(page, timeout=20)
        form = {
            "username": "olga",
            "password": PASSWORD,
            "csrfmiddlewaretoken": browser.cookies["csrftoken"],
        }
        login = f"{stack.base_url}/admin/login/?next=/admin/probe/sample/"
        answer = browser.post(login, form, headers={"Referer": login}, timeout=20)
        assert answer.url == page
        return answer.text


@contextmanager
def without_gateway(stack: Stack) -> Iterator[None]:
    """Stop the gateway for the block."""
    stack.parts["ws"].stop()
    try:
        yield
    finally:
        stack.parts["ws"].start()
        stack.wait_until_ready()


def test_run_and_failed_run_are_told_and_shown(stack: Stack, took: list[str]) -> None:
    """Five messages go the whole way; without a gateway none does, and the reason is told."""
    assert took[1::2] == ["ms"] * 5
    with without_gateway(stack):
        reason = stack.manage("probe").strip()
    assert reason == "The gateway's handshake was answered with 502."
    told = of_probe(stack)
    assert 0 < told["0.5"] <= told["0.99"] < 5
    assert told["failures"] == 1
    page = operators_page(stack)
    assert '<polyline class="p50"' in page
    assert "<dt>messages</dt><dd>5</dd>" in page
    assert f"1 \N{MULTIPLICATION SIGN} {escape(reason)} <span>Last at" in page


def test_every_number_is_on_the_dashboard(stack: Stack, took: list[str]) -> None:
    """And nothing else is: neither a metric nor a label that nobody exports."""
    metrics = [*exported(stack), *exported(stack, "/ws/metrics")]
    labels = {
        sample.name: {name for each in metric.samples for name in each.labels} | OF_PROMETHEUS
        for metric in metrics
        for sample in metric.samples
    }
    shown = {name for query in queries() for name in query.metrics}
    assert shown <= labels.keys()
    hidden = [m.name for m in metrics if not shown & {sample.name for sample in m.samples}]
    assert hidden == []
    for query in queries():
        assert query.labels <= set.union(*(labels[name] for name in query.metrics)), query
