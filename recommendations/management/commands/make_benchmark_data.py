"""`manage.py make_benchmark_data`: fill a separate database with a large invented register, for benchmarks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommendations.demonstration.benchmark import UPDATES_AN_ACTION, make_benchmark_data
from recommendations.demonstration.services import SEED, RealRegisterError
from soteria_tracker.web.today import today


class Command(BaseCommand):
    help = (
        "Fill a database that is empty or has only the fixtures with an invented register for measuring: the same "
        f"number of actions for every territorial force, {UPDATES_AN_ACTION} updates for each, and the demonstration's "
        "accounts. Exit codes: 0 done; 1 refused, because this is a real register; 2 wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--actions-per-force",
            type=int,
            default=500,
            metavar="N",
            help="how many actions each force gets (default: 500)",
        )
        parser.add_argument(
            "--seed",
            type=int,
            default=SEED,
            help=f"the same seed on the same day gives the same content (default: {SEED})",
        )

    def handle(self, *, actions_per_force: int, seed: int, **options: Any) -> None:
        if actions_per_force < 1:
            raise CommandError("A force needs at least one action.")
        try:
            make_benchmark_data(actions_per_force=actions_per_force, seed=seed, day=today(), progress=self._progress)
        except RealRegisterError:
            raise CommandError(
                "This database has people or updates of its own. Use a separate database for benchmark data. "
                "Nothing was changed."
            ) from None

    def _progress(self, step: str) -> None:
        self.stdout.write(f"  {step}")
        self.stdout.flush()
