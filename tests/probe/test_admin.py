"""The operators' page in the admin."""

import re
from datetime import timedelta
from html import escape

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from probe.models import Sample
from tests.conftest import make_user

PAGE = "/admin/probe/sample/"
REFUSED = "The gateway's handshake was answered with 502."


@pytest.fixture
def operator(client: Client, db: None) -> Client:
    """One of the staff, who has no other right."""
    user = make_user("olga")
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client.force_login(user)
    return client


@pytest.fixture
def samples(db: None) -> None:
    """An hour ago it was refused twice; since then it went well."""
    now = timezone.now()
    for minute in (60, 61):
        Sample.objects.create(failure=REFUSED, measured_at=now - timedelta(minutes=minute))
    for number in range(1, 101):
        Sample.objects.create(milliseconds=number, measured_at=now - timedelta(seconds=number))


def shown(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_is_for_staff_alone(client: Client, alice: User) -> None:
    """Anybody else is asked to sign in as such."""
    client.force_login(alice)
    assert client.get(PAGE).status_code == 302


def test_index_leads_to_the_page(operator: Client) -> None:
    """Of each of the staff."""
    assert f'href="{PAGE}"' in shown(operator, "/admin/")


def test_page_plots_and_tells_the_newest(operator: Client, samples: None) -> None:
    """The lines, both figures, the failures' reason, and a table with the newest first."""
    page = shown(operator)
    assert re.search(r'<polyline class="p50" points="[\d.,]+ [\d., ]+"/>', page)
    assert re.search(r'<polyline class="p99" points="[\d.,]+ [\d., ]+"/>', page)
    assert "<dd>50.0 ms</dd>" in page
    assert "<dd>99.0 ms</dd>" in page
    assert page.count('<rect class="failed"') in (1, 2)  # two minutes, in one part or in two
    assert f"2 \N{MULTIPLICATION SIGN} {escape(REFUSED)} <span>Last at" in page
    assert re.findall(r'class="field-took">([^<]+)<', page)[:3] == ["1.0 ms", "2.0 ms", "3.0 ms"]


def test_page_runs_no_script_of_its_own(operator: Client, samples: None) -> None:
    """The plot is drawn here; the admin's own scripts come as files."""
    page = shown(operator)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "script-src 'self'" in operator.get(PAGE).headers["Content-Security-Policy"]


@pytest.mark.parametrize(("hours", "failures"), [("1", "0"), ("24", "2"), ("168", "2")])
def test_period_governs_plot_and_table(
    operator: Client, samples: None, hours: str, failures: str
) -> None:
    """And is marked as chosen."""
    Sample.objects.filter(failure=REFUSED).update(measured_at=timezone.now() - timedelta(hours=2))
    page = shown(operator, f"{PAGE}?hours={hours}")
    assert f"<dt>failures</dt><dd>{failures}</dd>" in page
    assert page.count("field-failure") == 50  # a page of the table
    assert f'<a href="?hours={hours}" aria-current="page">' in page


def test_unknown_period_is_the_usual_one(operator: Client, samples: None) -> None:
    """An address that somebody mistyped is no error of ours."""
    assert 'aria-current="page">Last 6 hours</a>' in shown(operator, f"{PAGE}?hours=x")
    assert operator.get(f"{PAGE}?nonsense=1").status_code == 302


def test_nothing_measured_is_said(operator: Client) -> None:
    """Nothing is wrong in the first minute."""
    assert "Nothing was measured." in shown(operator)


def test_samples_are_not_changed_by_hand(operator: Client, samples: None) -> None:
    """Nor deleted."""
    assert operator.get(f"{PAGE}add/").status_code == 403
    sample = Sample.objects.latest("pk")
    assert operator.post(f"{PAGE}{sample.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in shown(operator)
