"""Reads one environment variable, or stops the start with one sentence.

Only settings.py calls these, so that the environment is read once and in one
place. A value that is not understood is never replaced by a guess.
"""

import os
from collections.abc import Callable
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

import environ

from chatire.protocol import origins

T = TypeVar("T")


class Rate(NamedTuple):
    """At most ``limit`` things in ``seconds``; a limit of 0 means no limit."""

    limit: int
    seconds: int


def _read(name: str, default: str | None, parse: Callable[[str], T], wanted: str) -> T:
    raw = os.environ.get(name, default)
    if raw is None:
        raise SystemExit(f"{name} is not set: it must be {wanted}.")
    try:
        return parse(raw)
    except ValueError:
        # The value itself is not repeated: it may be a secret.
        raise SystemExit(f"{name} is not understood: it must be {wanted}.") from None


def secret(name: str) -> str:
    """Return a secret of at least 32 characters; it has no default."""
    return _read(name, None, _secret, "a secret of at least 32 characters")


def choice(name: str, default: str, *, among: tuple[str, ...]) -> str:
    """Return one of the words ``among``."""

    def parse(raw: str) -> str:
        if raw not in among:
            raise ValueError
        return raw

    return _read(name, default, parse, "one of " + ", ".join(among))


def positive(name: str, default: int) -> int:
    """Return a whole number from 1 on."""

    def parse(raw: str) -> int:
        if (number := int(raw)) < 1:
            raise ValueError
        return number

    return _read(name, str(default), parse, "a whole number from 1 on")


def between(name: str, default: int, *, least: int, most: int) -> int:
    """Return a whole number from ``least`` to ``most``."""

    def parse(raw: str) -> int:
        if not least <= (number := int(raw)) <= most:
            raise ValueError
        return number

    return _read(name, str(default), parse, f"a whole number from {least} to {most}")


def rate(name: str, default: Rate) -> Rate:
    """Return a :class:`Rate` written ``count/seconds``, or ``count`` per the default's seconds."""

    def parse(raw: str) -> Rate:
        count, slash, seconds = raw.partition("/")
        parsed = Rate(int(count), int(seconds) if slash else default.seconds)
        if parsed.limit < 0 or parsed.seconds < 1:
            raise ValueError
        return parsed

    return _read(name, f"{default.limit}/{default.seconds}", parse, "count/seconds, or 0 for none")


def public_url(name: str, default: str) -> str:
    """Return the address under which people reach the program, without a final slash."""

    def parse(raw: str) -> str:
        origins.allowed_origins(raw)
        return raw.rstrip("/")

    return _read(name, default, parse, "an address of the form http(s)://host[:port]")


def amqp_url(name: str) -> str:
    """Return the broker's address."""

    def parse(raw: str) -> str:
        parts = urlsplit(raw)
        if parts.scheme not in ("amqp", "amqps") or not parts.hostname or parts.port == 0:
            raise ValueError
        return raw

    return _read(name, None, parse, "an address of the form amqp://user:password@host:port/vhost")


def database(name: str, default: str) -> dict[str, object]:
    """Return Django's dictionary for a ``sqlite:///path`` or ``postgres://`` address."""

    def parse(raw: str) -> dict[str, object]:
        if urlsplit(raw).scheme not in ("sqlite", "postgres", "postgresql"):
            raise ValueError
        return dict(environ.Env.db_url_config(raw))

    return _read(name, default, parse, "sqlite:///path or postgres://user:password@host:port/name")


def email(name: str, default: str) -> dict[str, object]:
    """Return Django's EMAIL_* settings for ``consolemail://``, ``smtp+tls://...`` and the like."""

    def parse(raw: str) -> dict[str, object]:
        if urlsplit(raw).scheme not in environ.Env.EMAIL_SCHEMES:
            raise ValueError
        return dict(environ.Env.email_url_config(raw))

    return _read(name, default, parse, "consolemail:// or smtp+tls://user:password@host:port")


def _secret(raw: str) -> str:
    if len(raw) < 32:
        raise ValueError
    return raw
