"""TCP ports: which are free, and picking some that stay so."""

import random
import socket

# Below Linux' ephemeral range (32768 and up): no outgoing connection can take one of ours while
# its owner restarts.
PRIVATE = range(20_000, 32_000)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Say whether a server could listen on `port` of `host` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Pick `count` different private ports of 127.0.0.1 on which nobody listens."""
    found: list[int] = []
    while len(found) < count:
        port = random.choice(PRIVATE)  # noqa: S311 - avoids others, hides nothing
        if port not in found and is_free(port):
            found.append(port)
    return found


def has_ipv6_loopback() -> bool:
    """Say whether `::1` can be listened on: not so where IPv6 is off."""
    return socket.has_ipv6 and is_free(0, "::1")
