"""The contract's limits, one try after another."""

import random
import time
from itertools import cycle

import pytest
from pytest_django import Settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient, APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from accounts import tasks
from accounts.actions import places
from accounts.actions.places import Claim, FullError
from accounts.models import ThrottleWindow, User
from accounts.throttles import PostThrottle, TicketThrottle, UserThrottle
from accounts.windows import SlidingWindow
from tests.accounts.conftest import PASSWORD

DOORS = ("/auth/token/login/", "/auth/jwt/create/", "/auth/session/")


@pytest.mark.parametrize("username", ["alice", "nobody", "x" * 200])
def test_five_wrong_passwords_a_minute(page: APIClient, alice: User, username: str) -> None:
    """Over all doors together, and whether the account exists or not."""
    for door in (*DOORS, *DOORS[:2]):
        assert login(page, username, "wrong", door=door) in (400, 401)
    for door in DOORS:
        assert login(page, username, "wrong", door=door) == 429


def test_a_locked_account_refuses_the_right_password_too(page: APIClient, alice: User) -> None:
    """Otherwise the guess that hits would still be told apart."""
    for _ in range(5):
        login(page, "alice", "wrong")
    answer = page.post(DOORS[0], {"username": "alice", "password": PASSWORD})
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_letter_case_is_no_other_account(page: APIClient, alice: User) -> None:
    """ALICE and alice share their five."""
    names = cycle(["alice", "ALICE", "Alice"])
    assert [login(page, next(names), "wrong") for _ in range(6)] == [400] * 5 + [429]


def test_another_account_still_signs_in(page: APIClient, alice: User, bob: User) -> None:
    """The lock is the account's."""
    for _ in range(6):
        login(page, "alice", "wrong")
    assert login(page, "bob", PASSWORD) == 200


def test_twenty_wrong_passwords_an_address(page: APIClient) -> None:
    """Trying one password on many names ends as well; another address goes on."""
    statuses = [login(page, f"user{number}", "wrong") for number in range(21)]
    assert statuses == [400] * 20 + [429]
    assert login(page, "user21", "wrong", address="192.0.2.7") == 400


def test_success_gives_the_place_back(page: APIClient, alice: User) -> None:
    """Signing in often is no failure."""
    for _ in range(4):
        login(page, "alice", "wrong")
    for _ in range(10):
        assert login(page, "alice", PASSWORD) == 200
    assert login(page, "alice", "wrong") == 400
    assert login(page, "alice", "wrong") == 429


def test_logins_an_address(page: APIClient, alice: User, settings: Settings) -> None:
    """Right passwords count here, too."""
    settings.THROTTLE_LOGINS = (3, 60)
    assert [login(page, "alice", PASSWORD) for _ in range(4)] == [200, 200, 200, 429]


def test_a_refused_try_takes_no_place(page: APIClient, alice: User, settings: Settings) -> None:
    """All windows or none: who waits does not push his turn away."""
    settings.THROTTLE_LOGINS = (1, 60)
    for _ in range(3):
        login(page, "alice", PASSWORD)
    assert len(ThrottleWindow.objects.get(scope="logins").taken) == 1


def test_a_malformed_login_is_no_try(page: APIClient, alice: User) -> None:
    """Nothing was guessed."""
    for _ in range(10):
        assert page.post(DOORS[0], {"username": "alice"}).status_code == 400
    assert login(page, "alice", PASSWORD) == 200


def test_no_typed_name_is_stored(page: APIClient) -> None:
    """People type passwords into the wrong field."""
    login(page, "my-secret-password", "wrong")
    assert "my-secret" not in str(ThrottleWindow.objects.values())


@pytest.mark.parametrize(
    ("throttle", "setting"),
    [(PostThrottle, "THROTTLE_POSTS"), (TicketThrottle, "THROTTLE_TICKETS")],
)
def test_user_throttle_counts_each_user(
    alice: User, bob: User, settings: Settings, throttle: type[UserThrottle], setting: str
) -> None:
    """429 with Retry-After for the one, and nothing for the other."""
    setattr(settings, setting, (2, 10))
    assert [call(throttle, alice)[0] for _ in range(3)] == [204, 204, 429]
    assert 1 <= int(call(throttle, alice)[1] or "") <= 10
    assert call(throttle, bob)[0] == 204


@pytest.mark.django_db
def test_place_is_free_again_after_the_window() -> None:
    """Exactly then."""
    claim = Claim(SlidingWindow("x", 1, 60), "key")
    places.take([claim], clock=lambda: 1000.0)
    with pytest.raises(FullError) as full:
        places.take([claim], clock=lambda: 1059.5)
    assert full.value.wait == pytest.approx(0.5)
    places.take([claim], clock=lambda: 1060.0)


@pytest.mark.django_db
def test_places_are_taken_as_the_window_says() -> None:
    """By the database what SlidingWindow decides, clocks that are set back included."""
    window = SlidingWindow("x", 3, 10)
    clock = random.Random(7)
    now = 1_795_000_000.25
    living: list[float] = []
    free: list[bool] = []
    passed: list[bool] = []
    for _ in range(200):
        now += clock.choice([0.125, 0.5, 2.0, 9.75, 10.0, -0.5, -30.0])
        free.append(window.wait(living, now=now) == 0)
        passed.append(taken(window, now=now))
        if passed[-1]:
            living = [*window.living(living, now=now), now]
        assert sorted(ThrottleWindow.objects.get().taken) == sorted(living)
    assert passed == free
    assert {True, False} <= set(passed)


@pytest.mark.django_db
def test_give_back_frees_one_place() -> None:
    """Also when two were taken at the same moment."""
    claim = Claim(SlidingWindow("x", 2, 60), "key", provisional=True)
    first, second = (places.take([claim], clock=lambda: 1000.0) for _ in range(2))
    places.give_back(first)
    assert ThrottleWindow.objects.get().taken == [1000.0]
    places.give_back(second)
    places.give_back(second)
    assert ThrottleWindow.objects.get().taken == []


@pytest.mark.django_db
def test_undecided_place_is_waited_for() -> None:
    """Whoever comes meanwhile gets the place that is given back."""
    claim = Claim(SlidingWindow("x", 1, 60), "key", provisional=True)
    held = places.take([claim])
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        places.give_back(held)

    assert places.take([claim], pause=pause)
    assert len(pauses) == 1


@pytest.mark.django_db
def test_kept_place_is_not_waited_for() -> None:
    """It is certain that it stays taken."""
    claim = Claim(SlidingWindow("x", 1, 60), "key", provisional=True)
    places.keep(places.take([claim]))
    with pytest.raises(FullError):
        places.take([claim], pause=never)


@pytest.mark.django_db
def test_place_that_nobody_decides_counts_after_a_request_s_longest_time() -> None:
    """A process that was killed meanwhile makes nobody wait."""
    claim = Claim(SlidingWindow("x", 1, 60), "key", provisional=True)
    places.take([claim], clock=lambda: 1000.0)
    with pytest.raises(FullError):
        places.take([claim], clock=lambda: 1031.0, pause=never)


@pytest.mark.django_db
def test_stale_windows_are_deleted() -> None:
    """And only those."""
    places.take([Claim(SlidingWindow("x", 1, 60), "old")], clock=lambda: time.time() - 61)
    places.take([Claim(SlidingWindow("x", 1, 60), "new")])
    tasks.delete_stale_throttles()
    assert [window.key for window in ThrottleWindow.objects.all()] == ["new"]


def taken(window: SlidingWindow, *, now: float) -> bool:
    """Try to take a place; tell whether there was one."""
    try:
        places.take([Claim(window, "key")], clock=lambda: now)
    except FullError:
        return False
    return True


def never(seconds: float) -> None:
    pytest.fail("somebody waits")


def login(
    page: APIClient, username: str, password: str, *, door: str = DOORS[0], address: str = "::1"
) -> int:
    body = {"username": username, "password": password}
    return page.post(door, body, REMOTE_ADDR=address).status_code


def call(throttle: type[UserThrottle], user: User) -> tuple[int, str | None]:
    """Call a view that has ``throttle``; return its status and Retry-After."""

    class View(APIView):
        throttle_classes = (throttle,)

        def get(self, request: Request) -> Response:
            return Response(status=204)

    request = APIRequestFactory().get("/")
    force_authenticate(request, user)
    response = View.as_view()(request)
    return response.status_code, response.get("Retry-After")
