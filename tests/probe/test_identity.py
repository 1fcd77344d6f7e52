"""Who the probe is: nobody can be it, see it, or join it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.actions import devices, users
from accounts.models import Device, User
from accounts.tasks import send_password_reset
from chat.models import ChatSession, ControlMessage, Kind
from probe.errors import NoWayError
from probe.identity import access_token, own_session
from probe.models import ProbeSession


@pytest.fixture
def session(db: None) -> ChatSession:
    """Return the probe's session, made."""
    return own_session()


def test_session_is_made_once(session: ChatSession) -> None:
    """With its account; the second use finds both."""
    assert own_session() == session
    assert (User.objects.count(), ChatSession.objects.count()) == (1, 1)
    assert ProbeSession.objects.get().session == session


def test_outsider_neither_finds_nor_joins_it(
    session: ChatSession, mallory: User, api: Callable[[User], APIClient]
) -> None:
    """Not even with its address; the answer is that of a session that does not exist."""
    client = api(mallory)
    joining = client.patch(f"/api/chats/{session.uri}/", {"username": "mallory"})
    assert (session.kind, joining.status_code) == (Kind.PRIVATE, 404)
    assert client.get(f"/api/chats/{session.uri}/messages/").status_code == 404
    assert list(session.members.values_list("user", flat=True)) == [session.owner_id]


@pytest.mark.parametrize("password", ["", "probe", "!"])
def test_nobody_signs_in_as_the_probe(
    session: ChatSession, anonymous: APIClient, password: str
) -> None:
    """There is no password that would be right."""
    body = {"username": session.owner.username, "password": password}
    assert anonymous.post("/auth/token/login/", body).status_code == 400
    assert not session.owner.has_usable_password()


def test_nobody_is_mailed_a_new_password_for_it(
    session: ChatSession, alice: User, mailoutbox: list[EmailMessage]
) -> None:
    """Its address leads to no mailbox, and is not written to; others' are."""
    for user in (session.owner, alice):
        send_password_reset(user.email)
    assert session.owner.email.endswith(".invalid")
    assert [message.to for message in mailoutbox] == [[alice.email]]


def test_token_acts_for_the_probe_on_one_device(session: ChatSession, anonymous: APIClient) -> None:
    """However often it is asked for: no sign-in a minute, and no key anywhere."""
    now = timezone.now()
    for token in (access_token(session.owner, now=now), access_token(session.owner, now=now)):
        anonymous.credentials(HTTP_AUTHORIZATION=f"JWT {token}")
        assert anonymous.get("/auth/users/me/").json()["username"] == session.owner.username
    assert Device.objects.get().token_hash is None


def test_device_that_ends_soon_is_followed_by_another(session: ChatSession) -> None:
    """Before a token of it could outlive it."""
    access_token(session.owner, now=timezone.now())
    access_token(session.owner, now=timezone.now() + timedelta(days=14))
    assert Device.objects.count() == 2


def test_disabled_probe_says_so(session: ChatSession) -> None:
    """An administrator has signed it out; that is no error of the program."""
    access_token(session.owner, now=timezone.now())
    users.disable(session.owner)
    with pytest.raises(NoWayError, match=f"account {session.owner.username} is disabled"):
        access_token(session.owner, now=timezone.now())


def test_signing_the_probe_out_lasts_until_its_next_run(session: ChatSession) -> None:
    """It starts another device then; no revocation is sent each minute."""
    access_token(session.owner, now=timezone.now())
    told = ControlMessage.objects.count()
    devices.end_all(session.owner)
    access_token(session.owner, now=timezone.now())
    assert ControlMessage.objects.count() == told + 1
