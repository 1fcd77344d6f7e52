"""Which web origins are ours, derived from the one public address.

Source: RFC 6454 (an origin is scheme, host and port).
"""

from urllib.parse import urlsplit

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")

_DEFAULT_PORTS = {"http": 80, "https": 443}


def allowed_hosts(public_url: str) -> tuple[str, ...]:
    """Return the Host names under which ``public_url`` is served, without ports.

    A loopback address is one place under three spellings: all are allowed.
    Raises ValueError where ``public_url`` is not an http(s) address.
    """
    host = _host(public_url)
    return LOOPBACK_HOSTS if host in LOOPBACK_HOSTS else (host,)


def allowed_origins(public_url: str) -> frozenset[str]:
    """Return the origins from which the page of ``public_url`` may call.

    Raises ValueError where ``public_url`` is not an http(s) address.
    """
    hosts = allowed_hosts(public_url)
    parts = urlsplit(public_url)
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    return frozenset(f"{parts.scheme}://{host}{port}" for host in hosts)


def _host(public_url: str) -> str:
    parts = urlsplit(public_url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(f"not an address of the form http(s)://host[:port]: {public_url!r}")
    return f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
