"""The publisher against a real RabbitMQ that is there, away, stopped, blocked or restarted."""

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from chat import broker
from chat.broker import DEADLINE, Publisher
from chat.publications import Publication
from chatire.protocol.topology import session_exchange
from ops.ports import free_ports
from ops.rabbitmq import RabbitMQ
from tests.broker_node import DEFAULT_MEMORY, close_connections, exchanges, limit_memory
from tests.chat.listening import listening

pytestmark = [pytest.mark.broker, pytest.mark.timeout(120)]

URI = "0123456789abcde"
PATIENT = 20.0


def publication(number: int = 0, uri: str = URI) -> Publication:
    return Publication(
        exchange=uri,
        type="message.posted",
        message_id=f"{uri}:{number}",
        timestamp=1_795_000_000,
        body=b'{"seq":%d}' % number,
    )


@contextmanager
def publishing(url: str) -> Iterator[Publisher]:
    publisher = Publisher(url)
    # The first one connects, which may take long on a busy machine.
    publisher.publish([publication()], deadline=PATIENT)
    try:
        yield publisher
    finally:
        publisher.close()


@contextmanager
def stopped(node: RabbitMQ) -> Iterator[None]:
    assert node.server is not None
    os.killpg(node.server.pid, signal.SIGSTOP)
    wait_until_stopped(node.server.pid)
    try:
        yield
    finally:
        os.killpg(node.server.pid, signal.SIGCONT)


def wait_until_stopped(pid: int) -> None:
    """Return once no thread runs any more: one must get a core first, to stop the others."""
    deadline = time.monotonic() + PATIENT
    pause = threading.Event()
    while any(state != "T" for state in states(pid)):
        assert time.monotonic() < deadline, "the broker did not stop"
        pause.wait(0.001)


def states(pid: int) -> list[str]:
    """Return a letter for each thread, see proc_pid_stat(5)."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [(task / "stat").read_text().rpartition(")")[2].split()[0] for task in tasks]


def wait_until_published(publisher: Publisher, *, within: float = PATIENT) -> None:
    deadline = time.monotonic() + within
    pause = threading.Event()
    while publisher.publish([publication()]) != [True]:
        assert time.monotonic() < deadline, "the publisher did not come back"
        pause.wait(0.1)


def timed(publisher: Publisher) -> tuple[list[bool], float]:
    start = time.monotonic()
    return publisher.publish([publication()]), time.monotonic() - start


def test_publication_arrives_with_its_properties(node: RabbitMQ) -> None:
    """The body untouched; what a gateway must know, in the properties."""
    with publishing(node.url) as publisher, listening(node.url, session_exchange(URI)) as listener:
        assert publisher.publish([publication(7)], deadline=PATIENT) == [True]
        delivery = listener.next()
    assert delivery.event == {"seq": 7}
    properties = delivery.properties
    assert (properties.type, properties.message_id) == ("message.posted", f"{URI}:7")
    assert (properties.timestamp, properties.delivery_mode) == (1_795_000_000, 1)
    assert properties.content_type == "application/json"


def test_nobody_listening_is_success(node: RabbitMQ) -> None:
    """The publisher declares nothing; what has no exchange has no listener."""
    with publishing(node.url) as publisher:
        missing = [publication(number, f"{number:015x}") for number in range(20)]
        assert publisher.publish(missing, deadline=PATIENT) == [True] * 20
    assert f"{3:015x}" not in exchanges(node)


def test_missing_exchanges_lose_nothing_of_the_others(node: RabbitMQ) -> None:
    """RabbitMQ closes the channel at each; what else was under way arrives, in order."""
    mixed = [
        publication(number, URI if number % 2 else f"{number:015x}") for number in range(1, 101)
    ]
    with publishing(node.url) as publisher, listening(node.url, session_exchange(URI)) as listener:
        assert all(publisher.publish(mixed, deadline=PATIENT))
        seen: list[int] = []
        while 99 not in seen:
            seen += [seq for seq in listener.seqs(1) if seq not in seen]
    assert seen == list(range(1, 101, 2))


def test_many_threads_share_one_connection(node: RabbitMQ) -> None:
    """Requests of all threads go out by the one owner."""
    with publishing(node.url) as publisher, listening(node.url, session_exchange(URI)) as listener:
        with ThreadPoolExecutor(8) as threads:
            done = list(
                threads.map(
                    lambda number: publisher.publish([publication(number)], deadline=PATIENT),
                    range(200),
                )
            )
        assert done == [[True]] * 200
        assert sorted(listener.seqs(200)) == list(range(200))


def test_absent_broker_costs_no_time_and_one_warning(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody listens on the port: every publication fails within the deadline."""
    caplog.set_level(logging.INFO)
    publisher = Publisher(f"amqp://guest:guest@127.0.0.1:{free_ports(1)[0]}/")
    try:
        for _ in range(5):
            published, seconds = timed(publisher)
            assert published == [False]
            assert seconds < DEADLINE + 0.5
    finally:
        publisher.close()
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_stopped_broker_costs_the_deadline_once(
    node: RabbitMQ, caplog: pytest.LogCaptureFixture
) -> None:
    """The first caller waits for the deadline, the others not at all; then all goes on."""
    caplog.set_level(logging.INFO, "chat.broker")
    with publishing(node.url) as publisher:
        with stopped(node):
            assert timed(publisher)[0] == [False]
            waited = [timed(publisher) for _ in range(20)]
        assert all(published == [False] for published, _ in waited)
        assert sum(seconds for _, seconds in waited) < DEADLINE
        wait_until_published(publisher)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_publisher_that_starts_while_the_broker_is_stopped_comes_back(node: RabbitMQ) -> None:
    """A connection that hangs half-way is given up and tried again."""
    with stopped(node):
        publisher = Publisher(node.url)
        published, seconds = timed(publisher)
        assert published == [False]
        assert seconds < DEADLINE + 0.5
    try:
        wait_until_published(publisher)
    finally:
        publisher.close()


def test_blocked_broker_is_waited_for(node: RabbitMQ) -> None:
    """Under a memory alarm RabbitMQ reads nothing; afterwards the same connection goes on."""
    with publishing(node.url) as publisher:
        limit_memory(node, 0.00001)
        try:
            deadline = time.monotonic() + PATIENT
            while publisher.publish([publication()]) == [True]:
                assert time.monotonic() < deadline, "the alarm did not block"
            assert timed(publisher) < ([False], DEADLINE)
        finally:
            limit_memory(node, DEFAULT_MEMORY)
        wait_until_published(publisher)


def test_a_row_that_a_slow_broker_has_is_not_sent_again(node: RabbitMQ) -> None:
    """Else each try would be a copy more for everybody, and the broker slower still."""
    event = replace(publication(7), event=7)
    with publishing(node.url) as publisher, listening(node.url, session_exchange(URI)) as listener:
        with stopped(node):
            assert publisher.publish([event]) == [False]
        wait_until_published(publisher)
        assert publisher.publish([event], deadline=PATIENT) == [True]
        publisher.publish([publication(8)], deadline=PATIENT)
        seqs = [listener.next().event["seq"]]
        while seqs[-1] != 8:
            seqs.append(listener.next().event["seq"])
    assert seqs.count(7) == 1


def test_connection_that_the_broker_closed_is_made_again(
    node: RabbitMQ, caplog: pytest.LogCaptureFixture
) -> None:
    """Idle or not: the next publication finds a fresh one."""
    with publishing(node.url) as publisher:
        close_connections(node, "test")
        assert publisher.publish([publication()], deadline=PATIENT) == [True]
    assert not caplog.records


def test_restarted_broker_is_found_again(node: RabbitMQ) -> None:
    """While it is away publishing fails; when it is back, nothing has to be done."""
    with publishing(node.url) as publisher:
        node.stop()
        assert timed(publisher)[0] == [False]
        node.start()
        wait_until_published(publisher)


def test_unused_exchanges_are_deleted_and_used_ones_are_not(amqp: RabbitMQ) -> None:
    """What a gateway left behind goes; what a queue is bound to stays."""
    used, unused = f"{1:015x}", f"{2:015x}"
    with listening(amqp.url, session_exchange(used)) as listener:
        listener.channel.exchange_declare(unused, "fanout")
        assert broker.delete_unused([unused, used, f"{3:015x}"]) == 1
        names = exchanges(amqp)
    assert used in names
    assert unused not in names


# That the fork has threads beside it is what this is about.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_forked_child_gets_a_publisher_of_its_own(amqp: RabbitMQ) -> None:
    """A connection that two processes write to is broken for both."""
    broker.publisher().publish([publication()], deadline=PATIENT)
    if (pid := os.fork()) == 0:
        done = broker.publisher().publish([publication()], deadline=PATIENT)
        os._exit(0 if done == [True] else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert broker.publisher().publish([publication()], deadline=PATIENT) == [True]


def test_an_idle_connection_that_is_closed_is_opened_by_the_next_publication(
    node: RabbitMQ,
) -> None:
    """Not at once: a broker that closes each as it comes would be asked without a pause."""
    with publishing(node.url) as publisher:
        close_connections(node, "a test")
        deadline = time.monotonic() + PATIENT
        pause = threading.Event()
        while publisher._connection is not None:
            assert time.monotonic() < deadline, "the publisher does not hear of it"
            pause.wait(0.02)
        assert publisher.publish([publication()], deadline=PATIENT) == [True]
