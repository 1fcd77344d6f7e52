"""What SQLite and PostgreSQL each need to serve many processes at once."""

from typing import Any


def tuned(config: dict[str, object]) -> dict[str, Any]:
    """Return ``config``, a Django database, with the options that its engine needs."""
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return {**config, "OPTIONS": dict(_SQLITE)}
    return {
        **config,
        "CONN_MAX_AGE": 0,
        # Ask a connection of the pool whether it lives before a request gets it: after a restart of
        # PostgreSQL each dead one would else cost a request its answer.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": dict(_POOL)},
    }


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

_POOL = {
    # psycopg's own pool keeps the connections: Django's CONN_MAX_AGE must be 0.
    "min_size": 1,
    "max_size": 16,
    "timeout": 10,
}
