"""The probe of a running stack: what it measures, and who is shown it."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import requests

from tests.live.stack import Stack

PASSWORD = "nine green herons whistle"
# In one process: half of what such a command takes is its start.
MEASURE_AND_MAKE_OPERATOR = f"""
from accounts.models import User
from django.core.management import call_command
User.objects.create_superuser("olga", "olga@example.org", "{PASSWORD}")
call_command("probe")
"""


def metrics(stack: Stack) -> dict[str, float]:
    """Return what the application tells of the probe, without the prefix."""
    told = requests.get(f"http://127.0.0.1:{stack.port}/metrics", timeout=20).text
    lines = (line.rsplit(" ", 1) for line in told.splitlines() if line.startswith("chatire_probe_"))
    return {name.removeprefix("chatire_probe_"): float(value) for name, value in lines}


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


def test_run_and_failed_run_are_told_and_shown(stack: Stack) -> None:
    """Five messages go the whole way; without a gateway none does, and the reason is told."""
    took = stack.manage("shell", "-v0", "-c", MEASURE_AND_MAKE_OPERATOR).split()
    assert took[1::2] == ["ms"] * 5
    with without_gateway(stack):
        reason = stack.manage("probe").strip()
    assert reason == "The gateway's handshake was answered with 502."
    told = metrics(stack)
    assert 0 < told['seconds{quantile="0.5"}'] <= told['seconds{quantile="0.99"}'] < 5
    assert told["failures"] == 1
    page = operators_page(stack)
    assert '<polyline class="p50"' in page
    assert "<dt>messages</dt><dd>5</dd>" in page
    assert f"1 \N{MULTIPLICATION SIGN} {escape(reason)} <span>Last at" in page
