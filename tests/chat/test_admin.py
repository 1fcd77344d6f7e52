import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import get_user_model
from django.test import Client

from accounts.models import User
from chat import models
from chat.models import ChatSession, Event, Member

MODELS = [
    models.ChatSession,
    models.Member,
    models.Message,
    models.Event,
    models.ControlMessage,
    models.Notification,
]


@pytest.fixture
def administrator(client: Client, db: None) -> Client:
    user = get_user_model().objects.create_superuser("root", "root@example.org", "x" * 12)
    client.force_login(user)
    return client


@pytest.mark.parametrize("model", MODELS)
def test_admin_shows_every_model(
    administrator: Client, session: ChatSession, model: type[models.ChatSession]
) -> None:
    """The list, and one row where there is one."""
    path = f"/admin/chat/{model._meta.model_name}/"
    assert administrator.get(path).status_code == 200
    row = model.objects.first()
    if row is not None:
        assert administrator.get(f"{path}{row.pk}/change/").status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_admin_changes_no_row_by_itself(
    administrator: Client, session: ChatSession, model: type[models.ChatSession]
) -> None:
    """No form adds, changes or deletes: that would leave no event."""
    path = f"/admin/chat/{model._meta.model_name}/"
    assert administrator.get(f"{path}add/").status_code == 403
    assert "delete_selected" not in administrator.get(path).content.decode()
    row = model.objects.first()
    if row is not None:
        assert administrator.post(f"{path}{row.pk}/delete/", {"post": "yes"}).status_code == 403
        assert administrator.post(f"{path}{row.pk}/change/", {}).status_code == 403


def act(administrator: Client, model: str, action: str, pk: int) -> None:
    body = {"action": action, ACTION_CHECKBOX_NAME: [str(pk)]}
    assert administrator.post(f"/admin/chat/{model}/", body).status_code == 302


def test_admin_makes_a_session_private_through_the_action(
    administrator: Client, session: ChatSession
) -> None:
    """Every client is told, as if the owner had done it."""
    act(administrator, "chatsession", "make_private", session.pk)
    session.refresh_from_db()
    assert session.kind == "private"
    assert Event.objects.filter(session=session, type="session.updated").exists()


def test_admin_removes_a_member_through_the_action(
    administrator: Client, session: ChatSession, bob: User
) -> None:
    """The event names the administrator."""
    act(administrator, "member", "remove", Member.objects.get(user=bob).pk)
    event = Event.objects.get(session=session, type="member.left")
    assert event.data is not None
    assert event.data["by"]["username"] == "root"


def test_admin_does_not_remove_an_owner(
    administrator: Client, session: ChatSession, alice: User
) -> None:
    """A session always has an owner; the administrator is told so."""
    act(administrator, "member", "remove", Member.objects.get(user=alice).pk)
    assert Member.objects.filter(session=session, user=alice).exists()
