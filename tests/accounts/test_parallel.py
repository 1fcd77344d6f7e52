"""What must hold however many processes serve: counted with real ones."""

from collections import Counter

import pytest
from pytest_django import Settings

from accounts.actions import setup
from accounts.models import Device, ThrottleWindow, User
from accounts.views.session import COOKIE
from chatire.env import Rate
from tests.accounts.calls import Answer, Call, post_from_processes
from tests.accounts.conftest import ORIGIN, PASSWORD, account

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES = 4


def test_parallel_guesses_pass_five(transactional_db: None) -> None:
    """200 tries from 4 processes check as many passwords as 200 in a row: five."""
    account("alice")
    answers = post_from_processes([[login("wrong")] * 50] * PROCESSES)
    assert statuses(answers) == {400: 5, 429: 195}


def test_parallel_guesses_at_an_unknown_name_pass_five(transactional_db: None) -> None:
    """The count does not tell who exists."""
    answers = post_from_processes([[login("wrong")] * 10] * PROCESSES)
    assert statuses(answers) == {400: 5, 429: 35}


def test_parallel_guesses_through_three_doors_pass_five(transactional_db: None) -> None:
    """They share one count."""
    account("alice")
    doors = ("/auth/token/login/", "/auth/jwt/create/", "/auth/session/")
    batch = [login("wrong", path=path) for path in doors] * 5
    answers = post_from_processes([batch] * PROCESSES)
    assert statuses(answers)[429] == len(answers) - 5


def test_parallel_sign_ins_give_their_places_back(transactional_db: None) -> None:
    """What is right is no failure, however many are under way at once."""
    account("alice")
    answers = post_from_processes([[login(PASSWORD)] * 10] * PROCESSES)
    assert statuses(answers) == {200: 40}
    failures = ThrottleWindow.objects.filter(scope__startswith="failures")
    assert [window.taken for window in failures] == [[], []]
    assert len(ThrottleWindow.objects.get(scope="logins").taken) == 40


def test_parallel_sign_ins_pass_however_few_may_fail(
    transactional_db: None, settings: Settings
) -> None:
    """As one after another: a password that is being checked is no wrong one."""
    settings.THROTTLE_LOGIN_FAILURES_ACCOUNT = Rate(1, 60)
    account("alice")
    answers = post_from_processes([[login(PASSWORD)] * 2] * PROCESSES)
    assert statuses(answers) == {200: 8}


def test_parallel_sign_ins_stop_at_the_limit_of_an_address(transactional_db: None) -> None:
    """60 logins a minute, of however many accounts."""
    names = [f"user{number}" for number in range(PROCESSES)]
    for name in names:
        account(name)
    answers = post_from_processes([[login(PASSWORD, username=name)] * 20 for name in names])
    assert statuses(answers) == {200: 60, 429: 20}


def test_parallel_sign_ups_take_a_name_once(transactional_db: None) -> None:
    """And answer the others with a sentence, not with a database's error."""
    body = {"username": "carol", "email": "carol@example.org", "password": PASSWORD}
    answers = post_from_processes([[Call("/auth/users/", body)]] * PROCESSES)
    assert statuses(answers) == {201: 1, 400: PROCESSES - 1}


def test_parallel_refreshes_get_one_successor(transactional_db: None) -> None:
    """Tabs that wake up at once: all signed in, with the same cookie."""
    account("alice")
    [signed_in] = post_from_processes([[login(PASSWORD, path="/auth/session/")]])
    refresh = Call("/auth/session/refresh/", headers={"origin": ORIGIN}, cookies=signed_in.cookies)
    answers = post_from_processes([[refresh]] * PROCESSES)
    assert statuses(answers) == {200: PROCESSES}
    assert len({answer.cookies[COOKIE] for answer in answers}) == 1
    device = Device.objects.get()
    assert (device.generation, device.ended_at) == (1, None)


def test_parallel_setups_make_one_administrator(transactional_db: None) -> None:
    """Also with two links that are both good."""
    links = [setup.make_link(), setup.make_link()]
    batches = [
        [
            Call(
                f"/setup/{links[number % 2]}/",
                f"username=chief{number}&email=c{number}@x.org&password={PASSWORD}",
                content_type="application/x-www-form-urlencoded",
            )
        ]
        for number in range(PROCESSES)
    ]
    answers = post_from_processes(batches)
    assert statuses(answers) == {200: 1, 404: PROCESSES - 1}
    assert User.objects.filter(is_superuser=True).count() == 1


def login(password: str, *, username: str = "alice", path: str = "/auth/token/login/") -> Call:
    body = {"username": username, "password": password}
    return Call(path, body, headers={"origin": ORIGIN})


def statuses(answers: list[Answer]) -> Counter[int]:
    return Counter(answer.status for answer in answers)
