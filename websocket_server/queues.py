"""Queue scopes: which queues a worker's clients hear their sessions through.

Nobody else knows the scope. Here it is `client`: an exclusive queue a client,
all on the worker's one AMQP connection, so that the broker isolates a slow
client: what he does not take waits in his bounded queue and in nobody else's.
"""

from collections.abc import Callable, Sequence
from functools import partial

from websocket_server import codec
from websocket_server.broker import Broker
from websocket_server.client import Client


class ClientQueues:
    """The scope `client`."""

    def __init__(self, broker: Broker, *, max_messages: int, max_bytes: int) -> None:
        self._broker = broker
        self._max_messages = max_messages
        self._max_bytes = max_bytes

    def open(self, client: Client, done: Callable[[bool], None]) -> None:
        """Give ``client`` a queue, bound to all it wants; ``done`` tells whether that worked.

        Nothing is delivered before :meth:`start`.
        """
        self._broker.declare_queue(self._arguments(), partial(self._declared, client, done))

    def start(self, client: Client) -> None:
        """Begin to deliver: the client has its welcome, if it was still there to take it."""
        if not client.has_left:
            self._broker.consume(client.queue, partial(self._deliver, client))

    def bind(self, client: Client, uris: Sequence[str], done: Callable[[bool], None]) -> None:
        """Let ``client`` hear of more sessions; ``done`` tells whether that worked.

        Before its queue is declared there is nothing to do or to tell: then all
        that it wants is bound, and its welcome says so.
        """
        if not client.queue:
            return
        self._broker.bind(
            client.queue,
            uris,
            user_id=client.user_id,
            done=partial(self._bound, client, uris, done),
        )

    def unbind(self, client: Client, uri: str) -> None:
        """Let ``client`` hear no more of a session, from this moment on."""
        client.connection.sessions.discard(uri)
        if client.queue:
            self._broker.unbind(client.queue, uri, user_id=client.user_id)

    def close(self, client: Client) -> None:
        """Take the client's queue away."""
        if client.queue:
            self._broker.delete_queue(client.queue)

    def acknowledge(self, tag: int) -> None:
        """An event's last byte went to the kernel, or it is of no use any more."""
        self._broker.ack(tag)

    def _arguments(self) -> dict[str, object]:
        return {
            "x-max-length": self._max_messages,
            "x-max-length-bytes": self._max_bytes,
            # Not reject-publish: that would refuse the publisher for one slow reader.
            "x-overflow": "drop-head",
            # An overflow is silent to the consumer; a dead letter tells the worker.
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": self._broker.control_queue,
        }

    def _declared(self, client: Client, done: Callable[[bool], None], name: str | None) -> None:
        if name is None:
            done(False)  # noqa: FBT003
            return
        client.queue = name
        if client.has_left:
            self._broker.delete_queue(name)
        else:
            self.bind(client, sorted(client.wanted), done)

    def _bound(
        self,
        client: Client,
        uris: Sequence[str],
        done: Callable[[bool], None],
        confirmed: bool,  # noqa: FBT001
    ) -> None:
        if confirmed:
            # What was revoked in the meantime is unbound already, behind this binding.
            client.connection.sessions |= client.wanted.intersection(uris)
        done(confirmed)

    def _deliver(self, client: Client, uri: str, tag: int, body: bytes) -> None:
        # What was queued before a removal is not for the removed.
        if uri in client.connection.sessions:
            client.relay(codec.text_frame(body), tag)
        else:
            self._broker.ack(tag)
