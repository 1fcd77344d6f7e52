"""What SQLite and PostgreSQL each need to serve many processes at once."""

from typing import Any


def tuned(config: dict[str, object]) -> dict[str, Any]:
    """Return ``config``, a Django database, with the options that its engine needs."""
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Kept, too: to open the file and read its schema takes longer than all else in a ticket.
        return {**config, "OPTIONS": dict(_SQLITE), "CONN_MAX_AGE": None}
    # A connection a thread, kept, and asked whether it lives before a request gets it. Not
    # psycopg's pool: after PostgreSQL was away it waits before it connects again, longer each time,
    # and a restart of a fifth of a second left requests without a connection for 10 s.
    return {**config, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


_SQLITE = {
    # WAL: readers and the writer do not wait for each other. synchronous=NORMAL
    # is safe with it (https://sqlite.org/pragma.html#pragma_synchronous).
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    # A transaction that begins as a reader cannot wait for the writer's lock
    # later on: it would fail at once with "database is locked".
    "transaction_mode": "IMMEDIATE",
    # Seconds to wait for the writer's lock.
    "timeout": 20,
}
