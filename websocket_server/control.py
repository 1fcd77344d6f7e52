"""What comes to the worker's control queue: joins, user events and revocations."""

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from chatire.protocol import removals
from chatire.protocol.close_codes import CloseCode
from chatire.protocol.events import UserType, decode, encode, user_event
from chatire.protocol.revocations import Revocation, RevocationType
from chatire.protocol.topology import CONTROL, PRESENCE, USERS, is_session_uri
from websocket_server import codec
from websocket_server.client import Client
from websocket_server.connection import Settle
from websocket_server.hub import Hub
from websocket_server.lookout import Lookout
from websocket_server.queues import Queues
from websocket_server.revocations import REMEMBERED, RecentRevocations

logger = logging.getLogger(__name__)


class Control:
    """Applies to this worker's clients what the application says of users and rights."""

    def __init__(
        self,
        hub: Hub[Client],
        lookout: Lookout,
        queues: Queues,
        recent: RecentRevocations,
    ) -> None:
        self._hub = hub
        self._lookout = lookout
        self._queues = queues
        self._recent = recent

    def on_message(
        self, exchange: str, routing_key: str, type: str, headers: Mapping[str, Any], body: bytes
    ) -> None:
        """Take one delivery of the control queue."""
        try:
            if exchange == USERS.name:
                self._on_user_event(int(routing_key), type, body)
            elif exchange == CONTROL.name:
                self._on_revocation(Revocation.decode(body))
            elif exchange == PRESENCE.name:
                self._lookout.hear(body)
        except (ValueError, TypeError) as error:  # it would end the connection to the broker
            logger.warning("control message not understood exchange=%s error=%s", exchange, error)

    def on_headers(self, uri: str, headers: Mapping[str, Any]) -> None:
        """Remove those whom an event says to be out, before it is delivered.

        Its revocation may come late, by its own way: whoever was to publish it may
        have died right after the commit.
        """
        try:
            removed = removals.read(headers)
        except ValueError as error:
            logger.warning("headers not understood session=%s error=%s", uri, error)
            return
        for user, at in removed:
            if any(uri in client.wanted for client in self._hub.of_user(user)):
                self._on_revocation(
                    Revocation(RevocationType.MEMBERSHIP, user, at, session=uri, reason="removed")
                )

    def _on_user_event(self, user_id: int, type: str, body: bytes) -> None:
        if type == UserType.SESSION_ADDED:
            self._on_added(user_id, *_added_session(body), body)
            return
        for client in self._hub.of_user(user_id):
            client.send_event(body)

    def _on_added(self, user_id: int, uri: str, at: float, body: bytes) -> None:
        """Bind a session, unless the user has been removed from it since.

        What is published again, or by another process, may come behind what
        followed it; then it must not undo a removal.
        """
        if self._recent.removed_since(user_id, uri, at, now=time.time()):
            logger.info("join was overtaken by a removal user=%s", user_id)
            return
        for client in self._hub.of_user(user_id):
            client.joined[uri] = at
            if client.is_unproven:
                continue  # its fresh ticket will name the session, or `sync` does
            if uri in client.connection.sessions or not client.may_hear(uri):
                client.send_event(body)
            else:
                self._hub.add_session(client, uri)
                self._queues.bind(client, [uri], partial(self._tell_added, client, uri, body))

    def _tell_added(self, client: Client, uri: str, body: bytes, confirmed: bool) -> None:  # noqa: FBT001
        """Pass a join on once its binding is confirmed: the client takes it as a welcome."""
        if confirmed:
            frames = [codec.text_frame(body), *self._lookout.welcome(client, [uri])]
            client.relay_together(frames, b"".join(frames), "")
        else:
            client.close(CloseCode.NOT_RENEWED, "a binding failed")

    def _on_revocation(self, revocation: Revocation) -> None:
        if self._recent.knows(revocation):
            return  # an event has brought it, or it was published twice
        self._recent.remember(revocation, now=time.time())
        for client in self._hub.of_user(revocation.user):
            match revocation.type:
                case RevocationType.ACCOUNT:
                    client.close(CloseCode.DISABLED, revocation.reason)
                case RevocationType.DEVICE:
                    if client.admission.claims.device == revocation.device:
                        client.close(CloseCode.SIGNED_OUT, revocation.reason)
                case RevocationType.MEMBERSHIP:
                    if client.joined.get(revocation.session or "", 0.0) <= revocation.at:
                        self._remove(client, revocation.session or "", revocation.reason)

    def settle(self, client: Client, settle: Settle) -> None:
        """Remove what none of the tickets named that were shown, unless it is newer than they.

        The removal was lost on its way: nothing else can explain it, but a ticket
        that was refused. Then the client comes back with others.
        """
        issued_at = client.admission.claims.issued_at
        missing = client.wanted - settle.shown
        missing -= {uri for uri, at in client.joined.items() if at > issued_at}
        if missing and settle.in_doubt:
            client.close(CloseCode.NOT_RENEWED, "a ticket was refused")
            return
        for uri in missing:
            self._remove(client, uri, "not renewed")
        # What is older can meet no removal any more that was told late.
        joined = client.joined.items()
        client.joined = {uri: at for uri, at in joined if at > issued_at - REMEMBERED}

    def _remove(self, client: Client, uri: str, reason: str) -> None:
        client.joined.pop(uri, None)
        if uri in client.wanted:
            self._hub.remove_session(client, uri, now=time.monotonic())
            self._queues.unbind(client, uri)
            client.outbox.forget(uri)
            self._lookout.look(client)
        data = {"uri": uri, "reason": reason}
        client.send_event(
            encode(user_event(UserType.SESSION_REMOVED, at=datetime.now(UTC), data=data))
        )
        if client.admission.only == uri:
            client.close(CloseCode.REMOVED, reason)


def end(revocations: Sequence[Revocation], client: Client) -> tuple[CloseCode, str]:
    """Return how to close ``client``, whose ticket all ``revocations`` are against."""
    revocation = max(revocations, key=lambda each: list(RevocationType).index(each.type))
    match revocation.type:
        case RevocationType.ACCOUNT:
            return CloseCode.DISABLED, revocation.reason
        case RevocationType.DEVICE:
            return CloseCode.SIGNED_OUT, revocation.reason
        case RevocationType.MEMBERSHIP if client.admission.only is not None:
            return CloseCode.REMOVED, revocation.reason
    return CloseCode.NOT_RENEWED, "a fresh ticket opens the sessions that are left"


def _added_session(body: bytes) -> tuple[str, float]:
    """Return uri and moment (epoch) of a `session.added`; ValueError where it is none."""
    match decode(body):
        case {"at": str(at), "data": {"uri": str(uri)}} if is_session_uri(uri):
            return uri, datetime.fromisoformat(at).timestamp()
    raise ValueError("a session.added without a uri or a time")
