"""What a ticket admits its user to: his chat sessions, and which of them are quiet.

Quiet are those with so many members that neither presence nor typing is told of
them: among a thousand, somebody always comes, goes or types. It would cost each
of them a frame, and say nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from accounts.models import User

# Everybody takes a ticket at the same time after a restart. Django takes longer to
# write this than the database to answer; and it reads no more members of a
# session than it takes to know that they are many.
_ADMISSIONS = """
    SELECT session.uri,
           EXISTS (SELECT 1 FROM chat_member other WHERE other.session_id = session.id
                   LIMIT 1 OFFSET %s)
    FROM chat_member mine JOIN chat_chatsession session ON session.id = mine.session_id
    WHERE mine.user_id = %s
    ORDER BY session.active_at DESC, session.id DESC
"""


class Admissions(NamedTuple):
    """The ``uris`` that a user is admitted to, and those among them that are quiet."""

    uris: Sequence[str]
    quiet: frozenset[str]

    def only(self, uri: str) -> "Admissions":
        """Return what is left of these where no more is asked for than ``uri``."""
        return Admissions([each for each in self.uris if each == uri], self.quiet & {uri})


def admissions(user: User) -> Admissions:
    """Return all that ``user`` is admitted to, the most recently active first, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ADMISSIONS, [settings.PRESENCE_MAX_MEMBERS, user.pk])
        rows: list[tuple[str, bool]] = cursor.fetchall()
    return Admissions([uri for uri, _ in rows], frozenset(uri for uri, quiet in rows if quiet))
