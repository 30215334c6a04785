"""`manage.py rebuild_search [--check]`: rebuild the search index from the register, or check that they agree."""

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
        "Rebuild the search index from the register. With --check, change nothing and list the texts that differ. "
        "Exit codes: 0 done, or all agree; 1 some differ; 2 wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only, and exit with 1 if any text differs")

    def handle(self, *, check: bool, **options: Any) -> None:
        if check:
            self._check()
        else:
            count = index_all(lambda step: self.stdout.write(f"  {step}"))
            full_text.rebuild()
            self.stdout.write(f"{count} texts in the search index.")

    def _check(self) -> None:
        differing_keys = differing()
        for key in differing_keys[:SHOWN]:
            self.stderr.write(key)
        is_in_step = full_text.is_in_step()
        if not is_in_step:
            self.stderr.write("The full-text index does not match the texts.")
        if differing_keys or not is_in_step:
            self.stderr.write(f"{len(differing_keys)} texts differ. Run `manage.py rebuild_search` to correct them.")
            sys.exit(1)
        self.stdout.write(f"The {SearchText.objects.count()} texts in the search index agree with the register.")
