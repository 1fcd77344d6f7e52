"""Every endpoint against bodies that nobody means well with: 4xx, never 500."""

import json

import pytest
from django.urls import URLPattern, reverse
from rest_framework.test import APIClient

from accounts import urls
from accounts.models import User
from tests.accounts.conftest import SignIn

NESTED = "[" * 5000

BODIES = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"7",
    b"\xff\xfe",
    NESTED.encode(),
    json.dumps(dict.fromkeys(("username", "password", "email"), "\x00")).encode(),
    json.dumps(dict.fromkeys(("username", "password", "email"), "\ud800")).encode(),
    json.dumps(dict.fromkeys(("uid", "token", "new_password"), "\ud800")).encode(),
    json.dumps(dict.fromkeys(("refresh", "token", "current_password"), "\x00")).encode(),
    json.dumps({name: [1] for name in ("refresh", "token", "uid", "username")}).encode(),
    json.dumps({name: {} for name in ("refresh", "token", "username")}).encode(),
    json.dumps(dict.fromkeys(("username", "password", "email"), "x" * 10**5)).encode(),
    b'{"username": NaN, "password": 1e999}',
]

PATHS = [
    reverse(str(pattern.name))
    for pattern in urls.urlpatterns
    if isinstance(pattern, URLPattern) and pattern.name not in ("device", "user", "setup")
]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
@pytest.mark.parametrize("path", PATHS)
def test_hostile_body_is_refused(page: APIClient, db: None, path: str, body: bytes) -> None:
    """By a stranger, who learns nothing but that it is wrong."""
    assert refused(page, "post", path, body)


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_hostile_body_of_a_user_is_refused(sign_in: SignIn, mallory: User, body: bytes) -> None:
    """By somebody who is signed in, on what is his own."""
    program = sign_in(mallory)
    for method, path in (("post", "set_password/"), ("patch", "me/"), ("delete", "me/")):
        assert refused(program, method, f"/auth/users/{path}", body)
    mallory.refresh_from_db()
    assert mallory.is_active


@pytest.mark.parametrize("path", PATHS)
def test_form_is_415(page: APIClient, alice: User, path: str) -> None:
    """JSON alone is read: a foreign page's form cannot pass for it."""
    answer = page.post(path, "username=a", content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (204, 401, 405, 415)
    assert not alice.devices.exists()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["put", "trace"])
def test_other_method_is_refused(page: APIClient, path: str, method: str) -> None:
    """405, or 401 where one must sign in to hear that."""
    assert getattr(page, method)(path).status_code in (401, 405)


@pytest.mark.parametrize("path", PATHS)
def test_options_is_answered(page: APIClient, sign_in: SignIn, mallory: User, path: str) -> None:
    """Also where there is no body to tell about."""
    assert page.options(path).status_code in (200, 401)
    assert sign_in(mallory).options(path).status_code in (200, 403)


def refused(client: APIClient, method: str, path: str, body: bytes) -> bool:
    """Tell whether the answer is a 4xx, or a change that named nothing to change."""
    answer = getattr(client, method)(path, body, content_type="application/json")
    status: int = answer.status_code
    return 400 <= status < 500 or (status == 200 and method == "patch")
