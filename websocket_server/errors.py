"""What can go wrong in the gateway.

GatewayError
+-- ConfigError          a value of the environment is not understood
+-- HandshakeError       it is refused, with an HTTP status
+-- ProtocolError        a client broke RFC 6455 or a limit; carries the close code
"""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from chatire.protocol.close_codes import CloseCode


class GatewayError(Exception):
    """The root of everything that the gateway raises by itself."""


class ConfigError(GatewayError):
    """A value of the environment is not understood; the text is for the operator."""


class HandshakeError(GatewayError):
    """A handshake ends here, before any upgrade, with ``status`` and ``headers``."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers


class ProtocolError(GatewayError):
    """The peer's bytes cannot be accepted; close with ``code`` and ``reason``."""

    def __init__(self, code: CloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
