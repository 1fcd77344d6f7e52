"""A worker that is replaced: new clients go elsewhere, old ones are sent away one by one."""

import os
import select
import signal
import time
from pathlib import Path

import pytest

from ops.rabbitmq import RabbitMQ
from tests.websocket_server.publisher import Publisher
from tests.websocket_server.server import Server, wait_until
from tests.websocket_server.wire import PATIENCE, Wire

pytestmark = pytest.mark.broker


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended."""
    return not Path(f"/proc/{pid}").exists()


def spoken_to(wires: list[Wire], *, first: int) -> list[float]:
    """Return at which moments (monotonic) something came to the ``first`` of silent ``wires``."""
    moments: dict[int, float] = {}
    waiting = [wire.sock for wire in wires]
    until = time.monotonic() + PATIENCE
    while len(moments) < first and time.monotonic() < until:
        for sock in select.select(waiting, [], [], 1.0)[0]:
            moments[sock.fileno()] = time.monotonic()
            waiting.remove(sock)
    assert len(moments) == first
    return sorted(moments.values())


def delays(wires: list[Wire]) -> list[float]:
    """Return how long each was told to wait, of those that are sent away."""
    ends = [wire.closed() for wire in wires]
    assert {code for code, _ in ends} == {1012}
    return [float(reason) for _, reason in ends]


def test_clients_of_a_replaced_worker_leave_one_by_one(
    broker: RabbitMQ, scope: dict[str, str], user: int
) -> None:
    """Evenly over the time that the application needs for them; the other worker's stay."""
    environment = scope | {"WS_RETURNS_PER_SECOND": "5"}
    with Server(broker.url, environment=environment) as server:
        wires = [server.open(user + number) for number in range(40)]
        os.kill(min(server.pids()), signal.SIGHUP)
        [line] = server.wait_for("leaving connections=")
        count = int(line.partition("connections=")[2].split()[0])
        moments = spoken_to(wires, first=count)
        ready = set(select.select([wire.sock for wire in wires], [], [], 0)[0])
        away = [wire for wire in wires if wire.sock in ready]
        assert max(delays(away)) <= 2
        assert all(wire.is_alive() for wire in wires if wire not in away)
        took = moments[-1] - moments[0]
        assert took >= (count - 1) / 5 * 0.8
        # In any second its share, which is 5, and as many again where the machine is busy.
        assert max(sum(at <= each < at + 1 for each in moments) for at in moments) <= 10


def test_a_client_hears_everything_until_its_turn(
    broker: RabbitMQ, scope: dict[str, str], publisher: Publisher, uri: str, user: int
) -> None:
    """The worker goes on relaying, and lets nobody in: the other takes all who come."""
    environment = scope | {"WS_RETURNS_PER_SECOND": "1"}
    with Server(broker.url, environment=environment) as server:
        wires = [server.open(user + number, uri) for number in range(16)]
        leaving = min(server.pids())
        os.kill(leaving, signal.SIGHUP)
        server.wait_for("leaving connections=")
        body = publisher.post(uri, 1)
        heard = [wire.hear_body() for wire in wires]
        assert heard == [body] * 16
        newcomers = [server.open(user + 100 + number, uri) for number in range(10)]
        assert all(wire.is_alive() for wire in newcomers)
        assert not is_gone(leaving)


def test_a_chain_reload_replaces_the_workers_one_by_one(
    broker: RabbitMQ, scope: dict[str, str], publisher: Publisher, uri: str, user: int
) -> None:
    """Each client is told when to come back, and there is always somebody to come to."""
    with Server(broker.url, environment=scope) as server:
        old = server.pids()
        wires = [server.open(user + number, uri) for number in range(10)]
        (server.run / "ws.reload").touch()
        assert max(delays(wires)) <= 2
        wait_until(lambda: len(server.pids() - old) == 2, "two new workers", patience=40)
        server.wait_for("broker up", count=4)
        with server.open(user, uri) as alice:
            body = publisher.post(uri, 2)
            assert alice.hear_body() == body
        assert not server.lines("NO MERCY")


def test_where_all_workers_leave_nobody_waits_for_his_turn(
    broker: RabbitMQ, scope: dict[str, str], user: int
) -> None:
    """SIGHUP to the master replaces everything: clients are sent away at once, to come spread."""
    environment = scope | {"WS_RETURNS_PER_SECOND": "2"}
    with Server(broker.url, environment=environment) as server:
        old = server.pids()
        wires = [server.open(user + number) for number in range(20)]
        server.process.send_signal(signal.SIGHUP)
        moments = spoken_to(wires, first=20)
        assert moments[-1] - moments[0] < 2
        waits = delays(wires)
        assert min(waits) >= 2
        assert 2 + 5 < max(waits) <= 2 + 10
        wait_until(lambda: len(server.pids() - old) == 2, "two new workers", patience=40)
        server.wait_for("broker up", count=4)
        assert server.open(user).is_alive()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_gateway_that_ends_spreads_those_who_come_back(
    broker: RabbitMQ, scope: dict[str, str], user: int, number: int
) -> None:
    """They are told at once, and to come at different moments; within seconds it is gone."""
    environment = scope | {"WS_RETURNS_PER_SECOND": "2"}
    with Server(broker.url, environment=environment) as server:
        wires = [server.open(user + each) for each in range(20)]
        began = time.monotonic()
        server.process.send_signal(number)
        waits = delays(wires)
        assert min(waits) >= 2
        assert 2 + 5 < max(waits) <= 2 + 10
        server.process.wait(8)
        assert time.monotonic() - began < 8


def test_a_client_that_does_not_go_holds_up_its_worker_for_seconds(
    broker: RabbitMQ, scope: dict[str, str], user: int
) -> None:
    """It reads no Close and closes nothing, and the worker is gone before uWSGI would kill it."""
    environment = scope | {"WS_DRAIN_WITHIN": "1"}
    flags = ("--worker-reload-mercy", "12")
    with Server(broker.url, *flags, environment=environment, workers=1) as server:
        server.open(user)
        [pid] = server.pids()
        os.kill(pid, signal.SIGHUP)
        wait_until(lambda: is_gone(pid), "the worker's end")
        assert not server.lines("NO MERCY")
        server.wait_for("broker up", count=2)


def test_a_drain_that_uwsgi_would_cut_short_stops_the_start(broker: RabbitMQ) -> None:
    """The two numbers stand in two files: one sentence names both."""
    environment = {"WS_DRAIN_WITHIN": "40"}
    with Server(broker.url, environment=environment).launched() as server:
        assert server.process.wait(10) != 0
        [line, *_] = server.lines("WS_DRAIN_WITHIN")
        assert line.endswith(
            "WS_DRAIN_WITHIN must be 10 s below uWSGI's worker-reload-mercy, which is 45 s."
        )
