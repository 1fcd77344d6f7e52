"""Queue scopes: which queues a worker's clients hear their sessions through.

Nobody else knows the scope, `WS_QUEUE_SCOPE` chooses it:

- `client`: an exclusive queue a client, so that the broker isolates a slow one: what
  it does not take waits in its bounded queue and in nobody else's.
- `worker`: one exclusive queue a worker, bound once to each session that any of its
  clients wants. A frame is encoded once and written to all of them, and frames that
  are ready together go out in one send.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from gevent import get_hub

from chatire.protocol.close_codes import CloseCode
from websocket_server import codec
from websocket_server.broker import Broker
from websocket_server.client import Client
from websocket_server.config import Config, QueueScope
from websocket_server.metrics import Meter

Done = Callable[[bool], None]
"""Told whether what was asked for is confirmed; not called where the broker is lost."""


class Queues(Protocol):
    """What a scope does. Before the broker is there, and after its loss, these do nothing."""

    def bind(self, client: Client, uris: Sequence[str], done: Done) -> None:
        """Let ``client`` hear of its user, and of sessions more, from the moment of ``done`` on."""

    def start(self, client: Client) -> None:
        """Deliver to ``client``: it has its welcome. To start twice is nothing."""

    def unbind(self, client: Client, uri: str) -> None:
        """Let ``client`` hear no more of a session, from this moment on."""

    def close(self, client: Client) -> None:
        """Let ``client`` hear of nothing any more."""

    def forget_user(self, user_id: int) -> None:
        """Hear no more of a user, whose last client has left."""

    def acknowledge(self, tag: int) -> None:
        """An event's last byte went to the kernel, or it is of no use any more."""

    def losers(self, queue: str, uri: str) -> Iterable[Client]:
        """Return who has lost an event of ``uri`` that the full ``queue`` dropped."""

    def lost(self) -> None:
        """The broker is gone, and every queue and binding with it."""


def queues(config: Config, broker: Broker, meter: Meter) -> Queues:
    """Return the scope that the operator has chosen."""
    if config.queue_scope is QueueScope.WORKER:
        return WorkerQueues(
            broker,
            meter,
            max_messages=config.worker_queue_messages,
            max_bytes=config.worker_queue_bytes,
        )
    return ClientQueues(
        broker, meter, max_messages=config.queue_messages, max_bytes=config.queue_bytes
    )


class _Queue:
    """An exclusive queue: what is asked of it before it has a name waits until it has."""

    def __init__(self, broker: Broker, *, max_messages: int, max_bytes: int) -> None:
        self._broker = broker
        self._limits = {"x-max-length": max_messages, "x-max-length-bytes": max_bytes}
        self._waiting: list[tuple[Callable[[str], None], Done]] | None = []
        self.name = ""
        self.is_consumed = False

    def declare(self, *, owner: int) -> None:
        """Ask the broker for it."""
        self._broker.orders.declare_queue(self._arguments(), self._declared, owner=owner)

    def when_declared(self, use: Callable[[str], None], done: Done) -> None:
        """Call ``use(name)`` once the queue is there, ``done(False)`` where it never will."""
        if self._waiting is not None:
            self._waiting.append((use, done))
        elif self.name:
            use(self.name)
        else:  # to the broker an empty name is the last queue that was declared: another's
            done(False)  # noqa: FBT003

    def delete(self) -> None:
        """Take it away, now or once it is there."""
        self.when_declared(self._broker.delete_queue, _ignore)

    def _arguments(self) -> Mapping[str, object]:
        return {
            **self._limits,
            # Not reject-publish: that would refuse the publisher for one slow reader.
            "x-overflow": "drop-head",
            # An overflow is silent to the consumer; a dead letter tells the worker.
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": self._broker.control_queue,
        }

    def _declared(self, name: str | None) -> None:
        waiting, self._waiting = self._waiting or [], None
        self.name = name or ""
        for use, done in waiting:
            if name is None:
                done(False)  # noqa: FBT003
            else:
                use(name)


class ClientQueues:
    """The scope `client`."""

    def __init__(self, broker: Broker, meter: Meter, *, max_messages: int, max_bytes: int) -> None:
        self._broker = broker
        self._meter = meter
        self._new_queue = partial(_Queue, broker, max_messages=max_messages, max_bytes=max_bytes)
        self._queues: dict[Client, _Queue] = {}
        self._clients: dict[str, Client] = {}

    def bind(self, client: Client, uris: Sequence[str], done: Done) -> None:
        """Bind its queue, which the first of these declares."""
        if not self._broker.is_up:
            return
        queue = self._queues.get(client)
        if queue is None:
            queue = self._queues[client] = self._new_queue()
            queue.declare(owner=client.user_id)
        queue.when_declared(partial(self._bind, client, uris, done), done)

    def start(self, client: Client) -> None:
        """Consume its queue."""
        queue = self._queues.get(client)
        if queue is not None and queue.name and not queue.is_consumed:
            queue.is_consumed = True
            self._broker.consume(queue.name, partial(self._deliver, client))

    def unbind(self, client: Client, uri: str) -> None:
        """Unbind its queue; what of the session is in it already is dropped on its way out."""
        client.connection.sessions.discard(uri)
        queue = self._queues.get(client)
        if queue is not None:
            unbind = partial(self._broker.orders.unbind, uri=uri, owner=client.user_id)
            queue.when_declared(unbind, _ignore)

    def close(self, client: Client) -> None:
        """Delete its queue."""
        queue = self._queues.pop(client, None)
        if queue is not None:
            self._clients.pop(queue.name, None)
            queue.delete()

    def forget_user(self, user_id: int) -> None:
        """Unbind the control queue from the user."""
        self._broker.orders.unbind_user(user_id, owner=user_id)

    def acknowledge(self, tag: int) -> None:
        """Let the broker send one more."""
        self._broker.ack(tag)

    def losers(self, queue: str, uri: str) -> Iterable[Client]:
        """Return the one whose queue it is."""
        client = self._clients.get(queue)
        return (client,) if client is not None and uri in client.connection.sessions else ()

    def lost(self) -> None:
        """Every client needs a queue anew."""
        self._queues.clear()
        self._clients.clear()

    def _bind(self, client: Client, uris: Sequence[str], done: Done, name: str) -> None:
        if client in self._queues:  # else it left, and the queue is deleted behind this
            self._clients[name] = client
            bound = partial(_bound, client, uris, done)
            self._broker.orders.bind(
                name, uris, user_id=client.user_id, owner=client.user_id, done=bound
            )

    def _deliver(self, client: Client, uri: str, tag: int, body: bytes) -> None:
        meter = self._meter
        meter.deliveries += 1
        # What was queued before a removal is not for the removed.
        if uri in client.connection.sessions:
            frame = codec.text_frame(body)
            meter.frames += 1
            meter.bytes += len(frame)
            client.relay(frame, tag, uri)
            meter.relay(body)
        else:
            self._broker.ack(tag)


class WorkerQueues:
    """The scope `worker`. Sessions are bound and unbound in the order in which it is asked for."""

    OWNER = 0

    def __init__(self, broker: Broker, meter: Meter, *, max_messages: int, max_bytes: int) -> None:
        self._broker = broker
        self._meter = meter
        self._new_queue = partial(_Queue, broker, max_messages=max_messages, max_bytes=max_bytes)
        self._queue: _Queue | None = None
        self._wanting: dict[str, set[Client]] = {}
        """Who needs a session's binding: the reference count."""
        self._hearing: dict[str, set[Client]] = {}
        """Whose binding is confirmed: to whom its frames go."""
        self._ready: dict[str, list[bytes]] = {}
        """Frames that came in this turn of the loop."""

    def bind(self, client: Client, uris: Sequence[str], done: Done) -> None:
        """Bind the worker's queue to what it is not bound to yet.

        Behind all bindings that were asked for before, so that those of this
        client which another has asked for are confirmed with its own.
        """
        if not self._broker.is_up:
            return
        if self._queue is None:
            self._queue = self._new_queue()
            self._queue.declare(owner=self.OWNER)
            self._queue.when_declared(self._consume, self._refused)
        new = [uri for uri in uris if uri not in self._wanting]
        for uri in uris:
            self._wanting.setdefault(uri, set()).add(client)
        self._queue.when_declared(partial(self._bind, client, uris, new, done), done)

    def start(self, client: Client) -> None:
        """The worker's queue is consumed already."""

    def unbind(self, client: Client, uri: str) -> None:
        """Send it no more; unbind the session where it was the last that wanted it."""
        client.connection.sessions.discard(uri)
        self._release(client, uri)

    def close(self, client: Client) -> None:
        """Release all that it wanted."""
        for uri in client.wanted:
            self._release(client, uri)

    def forget_user(self, user_id: int) -> None:
        """Unbind the control queue from the user."""
        self._broker.orders.unbind_user(user_id, owner=self.OWNER)

    def acknowledge(self, tag: int) -> None:
        """Nothing: deliveries of this scope have no tags."""

    def losers(self, queue: str, uri: str) -> Iterable[Client]:
        """Return all who hear of the session."""
        return tuple(self._hearing.get(uri, ()))

    def lost(self) -> None:
        """Everybody needs everything anew."""
        self._queue = None
        self._wanting.clear()
        self._hearing.clear()
        self._ready.clear()

    def _consume(self, name: str) -> None:
        self._broker.consume(name, self._deliver, auto_ack=True)

    def _refused(self, _: bool) -> None:  # noqa: FBT001
        self._queue = None  # the next client tries again; those that wait are closed

    def _bind(
        self, client: Client, uris: Sequence[str], new: Sequence[str], done: Done, name: str
    ) -> None:
        bound = partial(self._bound, client, uris, new, done)
        self._broker.orders.bind(name, new, user_id=client.user_id, owner=self.OWNER, done=bound)

    def _bound(
        self,
        client: Client,
        uris: Sequence[str],
        new: Sequence[str],
        done: Done,
        confirmed: bool,  # noqa: FBT001
    ) -> None:
        if not confirmed:  # others, who came later, have relied on it
            for each in {each for uri in new for each in self._wanting.get(uri, ())} - {client}:
                each.close(CloseCode.NOT_RENEWED, "a binding failed")
        elif not client.has_left:
            for uri in client.wanted.intersection(uris):
                self._hearing.setdefault(uri, set()).add(client)
        _bound(client, uris, done, confirmed)

    def _release(self, client: Client, uri: str) -> None:
        _discard(self._hearing, uri, client)
        if _discard(self._wanting, uri, client) and self._queue is not None:
            unbind = partial(self._broker.orders.unbind, uri=uri, owner=self.OWNER)
            self._queue.when_declared(unbind, _ignore)

    def _deliver(self, uri: str, _: int, body: bytes) -> None:
        self._meter.deliveries += 1
        self._meter.relay(body)
        if uri not in self._hearing:
            return
        if not self._ready:
            get_hub().loop.run_callback(self._flush)
        self._ready.setdefault(uri, []).append(codec.text_frame(body))

    def _flush(self) -> None:
        ready, self._ready = self._ready, {}
        for uri, frames in ready.items():
            joined = b"".join(frames)
            # A copy: one whose peer is gone leaves the set on the way.
            clients = tuple(self._hearing.get(uri, ()))
            self._meter.frames += len(frames) * len(clients)
            self._meter.bytes += len(joined) * len(clients)
            for client in clients:
                client.relay_together(frames, joined, uri)


def _bound(client: Client, uris: Sequence[str], done: Done, confirmed: bool) -> None:  # noqa: FBT001
    if confirmed:
        # What was revoked in the meantime is unbound already, behind this binding.
        client.connection.sessions |= client.wanted.intersection(uris)
    done(confirmed)


def _discard(sets: dict[str, set[Client]], uri: str, client: Client) -> bool:
    """Take ``client`` out of a session's set; True where that made it empty."""
    clients = sets.get(uri)
    if clients is None or client not in clients:
        return False
    clients.discard(client)
    if not clients:
        del sets[uri]
    return not clients


def _ignore(_: Any) -> None:
    """Nobody waits for this answer."""
