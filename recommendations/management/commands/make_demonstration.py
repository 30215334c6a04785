"""`manage.py make_demonstration`: invented content, in a database of its own."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommendations.demonstration.accounts import table_of_accounts
from recommendations.demonstration.making import SEED, RealRegister, demonstration, make_demonstration
from soteria_tracker.web.today import today


class Command(BaseCommand):
    help = (
        "Fill a database that holds the fixtures, or nothing, with invented positions, histories and accounts. "
        "Run again it changes nothing. On a real register it refuses and exits with 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seed", type=int, default=SEED, help=f"one seed and one day give the same content ({SEED})"
        )
        parser.add_argument("--accounts", action="store_true", help="only list the accounts of the demonstration")

    def handle(self, *, seed: int, accounts: bool, **options: Any) -> None:
        made = demonstration()
        if accounts:
            if made is None:
                raise CommandError("This database holds no demonstration, so it has none of its accounts.")
            self.stdout.write(table_of_accounts())
        elif made:
            self.stdout.write(
                f"The demonstration was made on {made.made_on:%d %B %Y} from seed {made.seed}. Nothing was changed."
            )
        else:
            self._make(seed)

    def _make(self, seed: int) -> None:
        try:
            make_demonstration(seed=seed, day=today(), say=self._say)
        except RealRegister:
            raise CommandError(
                "This is a real register: it has people or updates of its own. The demonstration is made in a "
                "database of its own, so nothing was done."
            ) from None
        self.stdout.write("The demonstration is made. All of it is invented.")

    def _say(self, step: str) -> None:
        self.stdout.write(f"  {step}")
        self.stdout.flush()
