"""`manage.py make_demonstration`: fill a separate database with invented content."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommendations.demonstration.accounts import table_of_accounts
from recommendations.demonstration.services import SEED, RealRegisterError, demonstration, make_demonstration
from soteria_tracker.web.today import today


class Command(BaseCommand):
    help = (
        "Fill a database that is empty or has only the fixtures with invented histories and accounts. Running it again "
        "changes nothing. Exit codes: 0 done, or nothing to do; 1 refused, because this is a real register; 2 wrong "
        "usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seed",
            type=int,
            default=SEED,
            help=f"the same seed on the same day gives the same content (default: {SEED})",
        )
        parser.add_argument("--accounts", action="store_true", help="only list the accounts of the demonstration")

    def handle(self, *, seed: int, accounts: bool, **options: Any) -> None:
        existing = demonstration()
        if accounts:
            if existing is None:
                raise CommandError("This database is not a demonstration, so it has none of its accounts.")
            self.stdout.write(table_of_accounts())
        elif existing:
            self.stdout.write(
                f"The demonstration was made on {existing.made_on:%d %B %Y} from seed {existing.seed}. "
                "Nothing was changed."
            )
        else:
            self._make(seed)

    def _make(self, seed: int) -> None:
        try:
            make_demonstration(seed=seed, day=today(), progress=self._progress)
        except RealRegisterError:
            raise CommandError(
                "This is a real register: it has people or updates of its own. Use a separate database for the "
                "demonstration. Nothing was changed."
            ) from None
        self.stdout.write("The demonstration is ready. Everything in it is invented.")

    def _progress(self, step: str) -> None:
        self.stdout.write(f"  {step}")
        self.stdout.flush()
