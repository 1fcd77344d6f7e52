"""A run of the probe, its failures, and what is kept."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.actions import users
from chat.actions.messages import post_message
from chat.models import ChatSession, Event, Message
from ops.ports import free_ports
from probe import actions, tasks
from probe.identity import own_session
from probe.models import REASON_LENGTH, Sample


@pytest.fixture
def nobody(db: None, settings: Settings) -> None:
    """Nobody listens where the probe expects nginx."""
    settings.PROBE_URL = f"http://127.0.0.1:{free_ports(1)[0]}"


def test_without_nginx_a_run_is_a_failure_in_words(nobody: None) -> None:
    """It is kept like any other sample."""
    [sample] = actions.run()
    assert sample.failure == "A request was not answered: Connection refused."
    assert (sample.milliseconds, Sample.objects.get().failure) == (None, sample.failure)


def test_refused_handshake_is_a_failure_in_words(
    live_server: LiveServer, settings: Settings
) -> None:
    """There is no gateway here; and before it welcomes nothing is posted."""
    settings.PROBE_URL = live_server.url
    [sample] = actions.run()
    assert sample.failure == "The gateway's handshake was answered with 404."
    assert not Message.objects.exists()


def test_refused_request_is_a_failure_in_words(live_server: LiveServer, settings: Settings) -> None:
    """It says what was asked, and what the answer was."""
    settings.PROBE_URL, settings.THROTTLE_TICKETS = live_server.url, (1, 60)
    actions.run()
    [sample] = actions.run()
    assert sample.failure == "POST /api/tickets/ was answered with 429."


def test_disabled_probe_is_a_failure_in_words(nobody: None) -> None:
    """The same, though nothing was asked of nginx."""
    users.disable(own_session().owner)
    [sample] = actions.run()
    assert sample.failure.endswith("is disabled.")


@pytest.mark.parametrize(("switch", "count"), [("on", 1), ("off", 0)])
def test_task_measures_unless_it_is_switched_off(
    nobody: None, settings: Settings, switch: str, count: int
) -> None:
    """PROBE says which; a failure is no error of the task's."""
    settings.PROBE = switch
    tasks.measure()
    assert Sample.objects.count() == ChatSession.objects.count() == count


def test_command_measures_and_says_what_came_of_it(
    nobody: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Switched off or not."""
    call_command("probe")
    assert capsys.readouterr().out == "A request was not answered: Connection refused.\n"


def test_sample_is_measured_or_failed(db: None) -> None:
    """The database holds that; a reason is never longer than its column."""
    for wrong in (Sample(), Sample(milliseconds=1, failure="both")):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()
    assert Sample._meta.get_field("failure").max_length == REASON_LENGTH


def test_samples_are_kept_for_as_many_days_as_the_setting_says(
    db: None, settings: Settings
) -> None:
    """Also where the probe is off by now."""
    settings.PROBE_RETENTION, now = timedelta(days=2), timezone.now()
    kept = Sample.objects.create(milliseconds=1, measured_at=now - timedelta(hours=47))
    Sample.objects.create(milliseconds=1, measured_at=now - timedelta(hours=49))
    actions.forget(now=now)
    assert Sample.objects.get() == kept


def test_what_the_probe_posts_is_forgotten_after_an_hour(db: None) -> None:
    """Messages and events, of its own session alone, from the beginning of the log."""
    session = own_session()
    for text in ("old", "older than it looks", "new"):
        post_message(session, session.owner, text=text)
    log = Event.objects.filter(session=session)
    log.update(published_at=timezone.now())
    log.filter(seq__lte=2).update(at=timezone.now() - timedelta(minutes=61))
    actions.forget(now=timezone.now())
    assert list(log.values_list("seq", flat=True)) == [3]
    assert [message.message for message in session.messages.all()] == ["new"]
