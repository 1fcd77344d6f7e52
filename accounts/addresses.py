"""The address that a request came from, as throttles count it.

REMOTE_ADDR alone: nginx passes the peer's address there (uwsgi_param). A
header such as X-Forwarded-For is whatever the client wrote into it.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the throttle key of the address of ``request``.

    One IPv6 subscriber holds 2^64 addresses, so the network of 64 bits is what
    counts there (RFC 6177: a site gets that or more).
    """
    remote = request.META.get("REMOTE_ADDR", "")
    try:
        address: IPv4Address | IPv6Address = ip_address(remote)
    except ValueError:
        # A unix socket without its uwsgi_param: one window for all of them
        # errs on the safe side.
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(ip_network((address, 64), strict=False))
        address = address.ipv4_mapped
    return str(address)
