"""The gateway, but that a ticket has three seconds more than was said, not ten."""

from websocket_server import renewal

renewal.GRACE = 3.0  # before the application reads it; the ten have tests without a clock

from websocket_server.application import application  # noqa: E402, F401 - for uWSGI
