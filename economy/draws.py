"""Finds draws as one user sees them, in a number of queries that does not grow with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from economy.entrants import own_pseudonym
from economy.models import Draw, Preference


@dataclass(frozen=True, slots=True)
class ShownDraw:
    """A draw, and what of it differs from user to user."""

    draw: Draw
    mine: str | None
    winner: dict[str, Any] | None

    @property
    def state(self) -> str:
        return "closed" if self.draw.settled_at is None else "settled"

    @property
    def seed(self) -> str | None:
        return self.draw.seed or None

    @property
    def previous_seed(self) -> str | None:
        """Return the seed of the draw before, revealed with it; of the first, the anchor."""
        if self.draw.position == 1:
            return self.draw.chain.anchor
        revealed: str = self.draw.before  # type: ignore[attr-defined]
        return revealed or None

    @property
    def entrants(self) -> list[str] | None:
        return None if self.draw.entrants is None else self.draw.pseudonyms


def found() -> QuerySet[Draw]:
    """Return the draws with all that showing them needs, but for their lists."""
    previous = Draw.objects.filter(chain=OuterRef("chain"), position=OuterRef("position") - 1)
    return (
        Draw.objects.select_related("chain", "winner")
        .defer("entrants", "chain__root", "chain__checkpoints")
        .annotate(before=Subquery(previous.values("seed")[:1]))
    )


def shown_to(user: User, draws: Iterable[Draw]) -> list[ShownDraw]:
    """Return each of ``draws`` (see :func:`found`) as ``user`` may see it."""
    draws = list(draws)
    winners = {draw.winner_id for draw in draws if draw.winner_id is not None}
    consenting = Preference.objects.filter(user__in=winners, show_name=True)
    named = {*consenting.values_list("user", flat=True), user.pk}
    mine = _own_pseudonyms(user, draws)
    return [
        ShownDraw(draw, mine.get(draw.number), winner=_winner(draw, named=named)) for draw in draws
    ]


def _own_pseudonyms(user: User, draws: list[Draw]) -> dict[int, str]:
    """Return the pseudonym of ``user`` in each draw in whose list he is, by its number.

    The database looks into the lists, so that none of them, however long, is read.
    """
    if not draws:
        return {}
    names = {draw.number: own_pseudonym(draw, user) for draw in draws}
    in_it = [Q(number=number, entrants__contains=name) for number, name in names.items()]
    taken = Draw.objects.filter(reduce(or_, in_it)).values_list("number", flat=True)
    return {number: names[number] for number in taken}


def _winner(draw: Draw, *, named: set[int]) -> dict[str, Any] | None:
    if not draw.winner_pseudonym:
        return None
    user = draw.winner if draw.winner_id in named else None
    return {"pseudonym": draw.winner_pseudonym, "user": user}
