from collections.abc import Callable

import pytest

from chatire import env
from chatire.env import Rate

SHORT = Rate(5, 60)


@pytest.mark.parametrize(
    ("raw", "rate"),
    [("7", (7, 60)), ("7/10", (7, 10)), ("0", (0, 60)), ("0/5", (0, 5))],
)
def test_rate_is_count_and_seconds(
    monkeypatch: pytest.MonkeyPatch, raw: str, rate: tuple[int, int]
) -> None:
    """A bare number counts in the default's seconds; 0 is off."""
    monkeypatch.setenv("SOME", raw)
    assert env.rate("SOME", SHORT) == rate


def test_variable_that_is_not_set_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most need not be set."""
    monkeypatch.delenv("SOME", raising=False)
    assert env.rate("SOME", SHORT) == SHORT
    assert env.positive("SOME", 90) == 90
    assert env.between("SOME", 7, least=0, most=10) == 7
    assert env.public_url("SOME", "http://localhost:8000") == "http://localhost:8000"
    assert env.choice("SOME", "open", among=("open", "closed")) == "open"


READERS: dict[str, Callable[[], object]] = {
    "rate": lambda: env.rate("SOME", SHORT),
    "positive": lambda: env.positive("SOME", 1),
    "between": lambda: env.between("SOME", 7, least=0, most=10),
    "choice": lambda: env.choice("SOME", "open", among=("open", "closed")),
    "secret": lambda: env.secret("SOME"),
    "public_url": lambda: env.public_url("SOME", "http://localhost:8000"),
    "amqp_url": lambda: env.amqp_url("SOME"),
    "database": lambda: env.database("SOME", "sqlite:///x"),
    "email": lambda: env.email("SOME", "consolemail://"),
}


@pytest.mark.parametrize(
    ("reader", "raw"),
    [
        ("rate", "many"),
        ("rate", "-1/60"),
        ("rate", "5/0"),
        ("rate", "5/60/7"),
        ("rate", ""),
        ("positive", "0"),
        ("positive", "ninety"),
        ("between", "-1"),
        ("between", "11"),
        ("between", "2.5"),
        ("choice", "ajar"),
        ("secret", "too short"),
        ("public_url", "localhost:8000"),
        ("public_url", "ftp://localhost"),
        ("public_url", "http://localhost/path"),
        ("amqp_url", "redis://localhost"),
        ("amqp_url", "amqp://"),
        ("amqp_url", "amqp://localhost:x/"),
        ("database", "mysql://localhost/x"),
        ("email", "pigeon://"),
    ],
)
def test_value_that_is_not_understood_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, reader: str, raw: str
) -> None:
    """One sentence that names the variable, and never repeats the value."""
    monkeypatch.setenv("SOME", raw)
    with pytest.raises(SystemExit, match=r"^SOME is not understood: it must be .*\.$"):
        READERS[reader]()


@pytest.mark.parametrize("reader", ["secret", "amqp_url"])
def test_missing_secret_stops_the_start(monkeypatch: pytest.MonkeyPatch, reader: str) -> None:
    """What has no default must be given."""
    monkeypatch.delenv("SOME", raising=False)
    with pytest.raises(SystemExit, match=r"^SOME is not set"):
        READERS[reader]()
