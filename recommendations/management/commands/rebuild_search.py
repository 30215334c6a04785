"""`manage.py rebuild_search [--check]`: the search's index anew from the register, or the proof that it equals it."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from recommendations.maintenance.search_index import differing, index_all
from recommendations.search import full_text
from recommendations.search.models import SearchText

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Bring the search's index to what the register says. With --check, change nothing and list the texts that "
        "differ. Exit code: 0 all is well, 1 some differ."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only; exit with 1 if any text differs")

    def handle(self, *, check: bool, **options: Any) -> None:
        if check:
            self._check()
        else:
            made = index_all(lambda step: self.stdout.write(f"  {step}"))
            full_text.rebuild()
            self.stdout.write(f"{made} texts in the search.")

    def _check(self) -> None:
        wrong = differing()
        for key in wrong[:SHOWN]:
            self.stderr.write(key)
        in_step = full_text.is_in_step()
        if not in_step:
            self.stderr.write("The full-text index is not in step with the texts.")
        if wrong or not in_step:
            self.stderr.write(f"{len(wrong)} texts differ. `manage.py rebuild_search` puts them right.")
            sys.exit(1)
        self.stdout.write(f"The search's {SearchText.objects.count()} texts equal the register.")
