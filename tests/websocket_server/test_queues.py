"""Queue scopes without a broker: who is bound to what, and whom a frame reaches."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import gevent
import pytest

from chatire.protocol.close_codes import CloseCode
from websocket_server.broker import Broker
from websocket_server.client import Client
from websocket_server.codec import text_frame
from websocket_server.connection import Connection, Pulse
from websocket_server.metrics import Meter
from websocket_server.queues import ClientQueues, Queues, WorkerQueues
from websocket_server.renewal import Schedule


class Orders:
    """Writes down what is asked, and answers it when the test says so."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: list[Callable[[bool], None]] = []

    def declare_queue(
        self, arguments: Mapping[str, Any], done: Callable[[str | None], None], *, owner: int
    ) -> None:
        name = f"queue{len(self.answers)}"
        self.asked.append(f"declare {name}")
        self.answers.append(lambda good: done(name if good else None))

    def bind(
        self,
        queue: str,
        uris: Sequence[str],
        *,
        user_id: int,
        owner: int,
        done: Callable[[bool], None],
    ) -> None:
        self.asked.append(f"bind {queue} {' '.join(uris)}".rstrip())
        self.answers.append(done)

    def unbind(self, queue: str, uri: str, *, owner: int) -> None:
        self.asked.append(f"unbind {queue} {uri}")

    def answer(self, *, good: bool = True) -> None:
        """Answer the oldest question."""
        self.answers.pop(0)(good)


@dataclass
class FakeBroker:
    """A broker that is up."""

    orders: Orders = field(default_factory=Orders)
    is_up: bool = True
    control_queue: str = "control"
    consumed: dict[str, Callable[[str, int, bytes], None]] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    acked: list[int] = field(default_factory=list)

    def consume(
        self, queue: str, deliver: Callable[[str, int, bytes], None], *, auto_ack: bool = False
    ) -> None:
        self.consumed[queue] = deliver

    def delete_queue(self, queue: str) -> None:
        self.deleted.append(queue)

    def ack(self, tag: int) -> None:
        self.acked.append(tag)


class FakeClient:
    """Somebody who wants some sessions."""

    has_left = False

    def __init__(self, user_id: int, *uris: str) -> None:
        self.user_id = user_id
        self.wanted = set(uris)
        self.connection = Connection(pulse=Pulse(25, 10), renewal=Schedule(600, 20), now=0.0)
        self.got: list[bytes] = []
        self.closed: list[CloseCode] = []
        self.bound: list[bool] = []

    def relay(self, frame: bytes, tag: int, origin: str) -> None:
        self.got.append(frame)

    def relay_together(self, frames: Sequence[bytes], joined: bytes, origin: str) -> None:
        self.got.append(joined)

    def close(self, code: CloseCode, reason: str) -> None:
        self.closed.append(code)


@pytest.fixture
def broker() -> FakeBroker:
    """Return a broker that answers nothing by itself."""
    return FakeBroker()


@pytest.fixture
def worker(broker: FakeBroker) -> WorkerQueues:
    """Return the scope `worker`, whose queue is declared."""
    return WorkerQueues(cast(Broker, broker), Meter(), max_messages=10, max_bytes=10_000)


@pytest.fixture
def client(broker: FakeBroker) -> ClientQueues:
    """Return the scope `client`."""
    return ClientQueues(cast(Broker, broker), Meter(), max_messages=10, max_bytes=10_000)


def bind(queues: Queues, who: FakeClient, *uris: str) -> None:
    """Ask for what ``who`` wants, or for some sessions more."""
    who.wanted.update(uris)
    queues.bind(cast(Client, who), list(uris) or sorted(who.wanted), who.bound.append)


def deliver(broker: FakeBroker, *uris: str) -> None:
    """Deliver an event of each session to the first queue, in one turn of the loop."""
    for uri in uris:
        broker.consumed["queue0"](uri, 7, uri.encode())
    gevent.sleep(0)


def test_a_worker_binds_a_session_once_for_all_its_clients(
    broker: FakeBroker, worker: WorkerQueues
) -> None:
    """The second asks for its user alone, behind the first, and both hear."""
    alice, bob = FakeClient(1, "tea"), FakeClient(2, "tea")
    bind(worker, alice)
    bind(worker, bob)
    for _ in range(3):
        broker.orders.answer()
    assert broker.orders.asked == ["declare queue0", "bind queue0 tea", "bind queue0"]
    assert alice.bound == bob.bound == [True]
    deliver(broker, "tea")
    assert alice.got == bob.got == [text_frame(b"tea")]


def test_frames_that_are_ready_together_are_sent_together(
    broker: FakeBroker, worker: WorkerQueues
) -> None:
    """In one send a session."""
    alice = FakeClient(1, "tea", "coffee")
    bind(worker, alice)
    broker.orders.answer()
    broker.orders.answer()
    deliver(broker, "tea", "coffee", "tea")
    assert alice.got == [text_frame(b"tea") * 2, text_frame(b"coffee")]


def test_a_worker_unbinds_a_session_with_the_last_that_wanted_it(
    broker: FakeBroker, worker: WorkerQueues
) -> None:
    """And binds it again for the next."""
    alice, bob = FakeClient(1, "tea"), FakeClient(2, "tea")
    for who in (alice, bob):
        bind(worker, who)
    for _ in range(3):
        broker.orders.answer()
    worker.unbind(cast(Client, alice), "tea")
    deliver(broker, "tea")
    assert (alice.got, bob.got) == ([], [text_frame(b"tea")])
    worker.close(cast(Client, bob))
    bind(worker, FakeClient(3, "tea"))
    assert broker.orders.asked[3:] == ["unbind queue0 tea", "bind queue0 tea"]


def test_a_binding_that_fails_fails_all_who_relied_on_it(
    broker: FakeBroker, worker: WorkerQueues
) -> None:
    """Nobody is welcomed to a session that is not bound."""
    alice, bob = FakeClient(1, "tea"), FakeClient(2, "tea")
    bind(worker, alice)
    bind(worker, bob)
    broker.orders.answer()
    broker.orders.answer(good=False)
    assert alice.bound == [False]
    assert bob.closed == [CloseCode.NOT_RENEWED]


def test_a_queue_that_is_refused_is_asked_for_again(
    broker: FakeBroker, worker: WorkerQueues
) -> None:
    """By the next client; the first is told."""
    alice = FakeClient(1, "tea")
    bind(worker, alice)
    broker.orders.answer(good=False)
    assert alice.bound == [False]
    worker.close(cast(Client, alice))
    bind(worker, FakeClient(2, "tea"))
    assert broker.orders.asked == ["declare queue0", "declare queue0"]


def test_after_a_loss_everything_is_asked_for_anew(
    broker: FakeBroker, worker: WorkerQueues
) -> None:
    """What came before it reaches nobody."""
    alice = FakeClient(1, "tea")
    bind(worker, alice)
    broker.orders.answer()
    broker.orders.answer()
    broker.consumed["queue0"]("tea", 0, b"tea")
    worker.lost()
    gevent.sleep(0)
    assert alice.got == []
    bind(worker, alice)
    assert broker.orders.asked[2:] == ["declare queue0"]


def test_a_client_has_a_queue_of_its_own(broker: FakeBroker, client: ClientQueues) -> None:
    """It is consumed once its owner is welcomed, and deleted when he leaves."""
    alice = FakeClient(1, "tea")
    bind(client, alice)
    broker.orders.answer()
    broker.orders.answer()
    assert (alice.bound, broker.consumed) == ([True], {})
    client.start(cast(Client, alice))
    client.start(cast(Client, alice))
    deliver(broker, "tea")
    assert alice.got == [text_frame(b"tea")]
    client.close(cast(Client, alice))
    assert broker.deleted == ["queue0"]


def test_what_was_queued_before_a_removal_is_dropped(
    broker: FakeBroker, client: ClientQueues
) -> None:
    """And acknowledged, so that the next can come."""
    bob = FakeClient(2, "tea")
    bind(client, bob)
    broker.orders.answer()
    broker.orders.answer()
    client.start(cast(Client, bob))
    client.unbind(cast(Client, bob), "tea")
    deliver(broker, "tea")
    assert (bob.got, broker.acked) == ([], [7])


def test_who_leaves_before_his_queue_is_there_leaves_none(
    broker: FakeBroker, client: ClientQueues
) -> None:
    """Nor a binding; and where it is refused, nobody else's is deleted."""
    alice, bob = FakeClient(1, "tea"), FakeClient(2, "tea")
    for who in (alice, bob):
        bind(client, who)
        client.close(cast(Client, who))
    broker.orders.answer()
    broker.orders.answer(good=False)
    assert broker.orders.asked == ["declare queue0", "declare queue1"]
    assert broker.deleted == ["queue0"]


def test_an_overflow_is_told_to_whose_queue_it_is(broker: FakeBroker, client: ClientQueues) -> None:
    """Unless the event was of a session that he has left."""
    alice, bob = FakeClient(1, "tea"), FakeClient(2, "tea")
    for who in (alice, bob):
        bind(client, who)
    for _ in range(4):
        broker.orders.answer()
    assert [each.user_id for each in client.losers("queue1", "tea")] == [bob.user_id]
    assert list(client.losers("queue1", "coffee")) == []
    client.close(cast(Client, bob))
    assert list(client.losers("queue1", "tea")) == []
