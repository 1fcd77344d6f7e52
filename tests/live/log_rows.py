"""What stands in a stack's event log: read from the database, past the application."""

import sqlite3
from contextlib import closing

from tests.live.stack import Stack


def published(stack: Stack, uri: str) -> list[bool]:
    """Return for each message event of the session whether it is marked as published."""
    with closing(sqlite3.connect(stack.directory / "chatire.sqlite3")) as database:
        rows = database.execute(
            "SELECT published_at FROM chat_event JOIN chat_chatsession s ON s.id = session_id"
            " WHERE s.uri = ? AND type = 'message.posted' ORDER BY chat_event.seq",
            [uri],
        ).fetchall()
    return [published_at is not None for (published_at,) in rows]
