"""Activation by e-mail, where the operator asks for it; off by default."""

import re
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from djoser.utils import encode_uid
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.actions import users
from accounts.models import User
from tests.accounts.conftest import PASSWORD

ACTIVATION = "/auth/users/activation/"
RESEND = "/auth/users/resend_activation/"


@pytest.fixture
def by_mail(settings: Settings, worker: None) -> None:
    """Accounts wait for their activation."""
    settings.DJOSER = {**settings.DJOSER, "SEND_ACTIVATION_EMAIL": True}


def test_account_waits_for_its_mail(api: APIClient, by_mail: None) -> None:
    """Until then its password opens nothing; the link is one of ours."""
    assert sign_up(api).status_code == 201
    assert login(api) == 400
    assert api.post(ACTIVATION, link_in_mail()).status_code == 204
    assert login(api) == 200


def test_resend_mails_again(api: APIClient, by_mail: None) -> None:
    """And says nothing about unknown addresses."""
    sign_up(api)
    assert api.post(RESEND, {"email": "carol@example.org"}).status_code == 204
    assert api.post(RESEND, {"email": "nobody@example.org"}).status_code == 204
    assert [message.to for message in mail.outbox] == [["carol@example.org"]] * 2


def test_resend_where_nobody_waits_is_400(api: APIClient, alice: User) -> None:
    """The default: there is no activation."""
    assert api.post(RESEND, {"email": "alice@example.org"}).status_code == 400


def test_link_activates_once(api: APIClient, by_mail: None) -> None:
    """djoser's answer to the second."""
    sign_up(api)
    link = link_in_mail()
    api.post(ACTIVATION, link)
    assert api.post(ACTIVATION, link).status_code == 403


@pytest.mark.parametrize("end", [users.disable, users.delete])
def test_link_undoes_no_end(api: APIClient, alice: User, end: Any) -> None:
    """Who was shut out does not let himself in with a link from before, or a reset's."""
    end(alice)
    alice.refresh_from_db()
    token = default_token_generator.make_token(alice)
    body = {"uid": encode_uid(alice.pk), "token": token}
    assert api.post(ACTIVATION, body).status_code == 400
    alice.refresh_from_db()
    assert not alice.is_active


def sign_up(api: APIClient) -> Any:
    body = {"username": "carol", "email": "carol@example.org", "password": PASSWORD}
    return api.post("/auth/users/", body)


def login(api: APIClient) -> int:
    return api.post("/auth/token/login/", {"username": "carol", "password": PASSWORD}).status_code


def link_in_mail() -> dict[str, str]:
    body = str(mail.outbox[0].body)
    found = re.search(r"http://localhost:8000/activate/([^/\s]+)/([^/\s]+)", body)
    assert found is not None
    return {"uid": found[1], "token": found[2]}
