"""The room in Django Channels: `application` is what Daphne and uvicorn are given."""

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter

from bench.peers.django_channels.layer import ROOM, configure

configure()


class Listener(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One client: joins the room's group, and is told so."""

    async def connect(self) -> None:
        await self.channel_layer.group_add(ROOM, self.channel_name)
        await self.accept()
        await self.send("welcome")

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(ROOM, self.channel_name)

    async def room_event(self, event: dict[str, Any]) -> None:
        """Relay what was sent to the group."""
        await self.send(event["body"])


application = ProtocolTypeRouter({"websocket": Listener.as_asgi()})
