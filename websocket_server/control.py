"""What comes to the worker's control queue: joins, user events and revocations."""

import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from chatire.protocol.close_codes import CloseCode
from chatire.protocol.events import UserType, decode, encode, user_event
from chatire.protocol.revocations import Revocation, RevocationType
from chatire.protocol.topology import CONTROL, USERS, is_session_uri
from websocket_server.client import Client
from websocket_server.hub import Hub
from websocket_server.queues import ClientQueues
from websocket_server.revocations import RecentRevocations

logger = logging.getLogger(__name__)


class Control:
    """Applies to this worker's clients what the application says of users and rights."""

    def __init__(self, hub: Hub[Client], queues: ClientQueues, recent: RecentRevocations) -> None:
        self._hub = hub
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
        except ValueError as error:
            logger.warning("control message not understood exchange=%s error=%s", exchange, error)

    def _on_user_event(self, user_id: int, type: str, body: bytes) -> None:
        uri = _added_session(body) if type == UserType.SESSION_ADDED else None
        for client in self._hub.of_user(user_id):
            if uri is None or uri in client.connection.sessions or not client.may_hear(uri):
                client.send_event(body)
            else:
                self._hub.add_session(client, uri)
                self._queues.bind(client, [uri], partial(_tell_added, client, body))

    def _on_revocation(self, revocation: Revocation) -> None:
        self._recent.remember(revocation, now=time.time())
        for client in self._hub.of_user(revocation.user):
            match revocation.type:
                case RevocationType.ACCOUNT:
                    client.close(CloseCode.DISABLED, revocation.reason)
                case RevocationType.DEVICE:
                    if client.admission.claims.device == revocation.device:
                        client.close(CloseCode.SIGNED_OUT, revocation.reason)
                case RevocationType.MEMBERSHIP:
                    self._remove(client, revocation.session or "", revocation.reason)

    def _remove(self, client: Client, uri: str, reason: str) -> None:
        if uri in client.wanted:
            self._hub.remove_session(client, uri, now=time.monotonic())
            self._queues.unbind(client, uri)
        data = {"uri": uri, "reason": reason}
        client.send_event(
            encode(user_event(UserType.SESSION_REMOVED, at=datetime.now(UTC), data=data))
        )
        if client.admission.only == uri:
            client.close(CloseCode.REMOVED, reason)


def _tell_added(client: Client, body: bytes, confirmed: bool) -> None:  # noqa: FBT001
    """Pass a join on once its binding is confirmed: the client takes it as a welcome."""
    if confirmed:
        client.send_event(body)
    else:
        client.close(CloseCode.NOT_RENEWED, "a binding failed")


def _added_session(body: bytes) -> str:
    """Return the uri in a `session.added`; ValueError where there is none."""
    match decode(body):
        case {"data": {"uri": str(uri)}} if is_session_uri(uri):
            return uri
    raise ValueError("a session.added without a uri")
