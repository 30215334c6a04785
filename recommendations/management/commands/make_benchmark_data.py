"""`manage.py make_benchmark_data`: a large invented register for measuring, in a database of its own."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommendations.demonstration.benchmark import UPDATES_AN_ACTION, make_benchmark_data
from recommendations.demonstration.making import SEED, RealRegister
from soteria_tracker.web.today import today


class Command(BaseCommand):
    help = (
        "Fill a database that holds the fixtures, or nothing, with an invented register for measuring: every "
        f"territorial force with so many actions, {UPDATES_AN_ACTION} updates each, and the demonstration's accounts. "
        "On a real register it refuses and exits with 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--actions-per-force", type=int, default=500, metavar="N", help="50, 500 or 2000, say (500)"
        )
        parser.add_argument(
            "--seed", type=int, default=SEED, help=f"one seed and one day give the same content ({SEED})"
        )

    def handle(self, *, actions_per_force: int, seed: int, **options: Any) -> None:
        if actions_per_force < 1:
            raise CommandError("A force needs at least one action.")
        try:
            make_benchmark_data(actions_per_force=actions_per_force, seed=seed, day=today(), say=self._say)
        except RealRegister:
            raise CommandError(
                "This database has people or updates of its own. Data for measuring is made in a database of its own, "
                "so nothing was done."
            ) from None

    def _say(self, step: str) -> None:
        self.stdout.write(f"  {step}")
        self.stdout.flush()
