"""What the database itself refuses: to change the past, and to sell in the wrong order.

A constraint sees a row as it is to be; what it was before, only a trigger sees. The refusal is
an IntegrityError on both databases.

SQLite alters a table by making it anew, and the new one has no triggers: a migration that
changes one of these tables ends with :func:`create`.
"""

from dataclasses import dataclass

from django.db.backends.base.schema import BaseDatabaseSchemaEditor


@dataclass(frozen=True, slots=True)
class Trigger:
    """Refuse ``what`` (UPDATE, UPDATE OF columns, DELETE) on ``table``, where ``when`` holds."""

    name: str
    what: str
    table: str
    sentence: str
    when: str = ""

    def sql(self, vendor: str) -> str:
        """Return the statement that makes it."""
        when = f" WHEN ({self.when})" if self.when else ""
        head = f"CREATE TRIGGER {self.name} BEFORE {self.what} ON {self.table} FOR EACH ROW{when}"
        if vendor == "sqlite":
            return f"{head} BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END"
        return f"{head} EXECUTE FUNCTION economy_refuse('{self.sentence}')"


# Old state > new state, and no other pair.
_MAY_FOLLOW = (
    "offered>asked",
    "offered>withdrawn",
    "asked>offered",
    "asked>withdrawn",
    "asked>approved",
    "approved>done",
)
_ALLOWED = ", ".join(f"'{pair}'" for pair in _MAY_FOLLOW)

_CLOSED = (
    "number, chain_id, position, period, ends_at, entrant_count, entrants_hash, prize, closed_at"
)
_SETTLED = "seed, winner_pseudonym, winner_id, payout_id, settled_at"

TRIGGERS = (
    Trigger("entry_stays", "UPDATE", "economy_entry", "an entry is never changed"),
    Trigger("entry_is_kept", "DELETE", "economy_entry", "an entry is never deleted"),
    Trigger("transfer_stays", "UPDATE", "economy_transfer", "a transfer is never changed"),
    Trigger("transfer_is_kept", "DELETE", "economy_transfer", "a transfer is never deleted"),
    Trigger("draw_is_kept", "DELETE", "economy_draw", "a draw is never deleted"),
    Trigger("draw_stays_closed", f"UPDATE OF {_CLOSED}", "economy_draw", "a draw stays as closed"),
    Trigger(
        "draw_stays_settled",
        f"UPDATE OF {_SETTLED}",
        "economy_draw",
        "a draw is settled once",
        when="OLD.settled_at IS NOT NULL",
    ),
    Trigger("sale_is_kept", "DELETE", "economy_sale", "a sale is never deleted"),
    Trigger(
        "sale_stays",
        "UPDATE OF item_id, seller_id, price",
        "economy_sale",
        "an offer stands as it was made",
    ),
    Trigger(
        "sale_goes_on",
        "UPDATE",
        "economy_sale",
        "this state does not follow that one",
        when=f"(OLD.state || '>' || NEW.state) NOT IN ({_ALLOWED})",
    ),
)

_FUNCTION = """
    CREATE OR REPLACE FUNCTION economy_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
    END $$
"""


def create(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers, and those that are there anew."""
    drop(schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_FUNCTION, params=None)
    for trigger in TRIGGERS:
        schema_editor.execute(trigger.sql(schema_editor.connection.vendor), params=None)


def drop(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away: what they refuse is possible again."""
    for trigger in TRIGGERS:
        where = f" ON {trigger.table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{where}", params=None)
