import logging

import pytest

from chat.circuit import RETRY, Circuit


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def circuit(clock: Clock) -> Circuit:
    return Circuit("The thing", logger=logging.getLogger("test"), clock=clock)


def test_closed_circuit_lets_everybody_try(circuit: Circuit) -> None:
    """Nothing is known against it."""
    assert not circuit.is_open
    assert [circuit.may_try(), circuit.may_try()] == [True, True]


def test_open_circuit_lets_one_try_in_a_while(circuit: Circuit, clock: Clock) -> None:
    """The others are spared the waiting."""
    circuit.open("gone")
    assert not circuit.may_try()
    clock.now += RETRY
    assert [circuit.may_try(), circuit.may_try()] == [True, False]


def test_opening_and_closing_is_logged_once(
    circuit: Circuit, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """One warning, one line, however often it fails in between."""
    caplog.set_level(logging.INFO, "test")
    for reason in ("gone", "still gone"):
        circuit.open(reason)
    clock.now += 7
    circuit.close()
    circuit.close()
    warning, line = caplog.records
    assert (warning.levelname, line.levelname) == ("WARNING", "INFO")
    assert "gone" in warning.getMessage()
    assert "7.0 s" in line.getMessage()
