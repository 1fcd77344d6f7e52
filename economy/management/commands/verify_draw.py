"""Recomputes a draw: exit code 1, and sentences, where something does not follow."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from economy.draws import ShownDraw, found
from economy.verification import Published, faults


class Command(BaseCommand):
    help = "Recomputes the list's hash, the seed's place in its chain and the winner of a draw."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["number"]
        draw = found().defer(None).filter(number=number).first()
        if draw is None:
            raise CommandError(f"There is no draw {number}.")
        shown = ShownDraw(draw, mine=None, winner=None)
        if shown.seed is None or shown.previous_seed is None:
            raise CommandError(f"Draw {number} is not settled yet.")
        if shown.entrants is None:
            raise CommandError(f"The list of draw {number} is forgotten: it was settled long ago.")
        published = Published(
            entrants=shown.entrants,
            entrants_hash=draw.entrants_hash,
            previous_seed=shown.previous_seed,
            seed=shown.seed,
            winner=draw.winner_pseudonym or None,
        )
        wrong = faults(published)
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(self._in_order(draw.number, published))

    @staticmethod
    def _in_order(number: int, draw: Published) -> str:
        return (
            f"Draw {number} is in order.\n"
            f"  list of {len(draw.entrants)}, hash {draw.entrants_hash}\n"
            f"  seed {draw.seed}\n"
            f"  its hash is the seed before, {draw.previous_seed}\n"
            f"  winner {draw.winner or 'nobody: the list is empty'}"
        )
