"""The callable that uWSGI loads in the place of `websocket_server.application`."""

from conformance.echo import Echo
from websocket_server import transport

application = transport.application(Echo(), transport.SharedTally(places=transport.slots()))
