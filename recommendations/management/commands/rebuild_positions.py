"""`manage.py rebuild_positions [--check]`: positions anew from the history, or the proof that they equal it."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from recommendations.positions.rebuilding import ACTIONS_AT_ONCE, differing, rebuild
from recommendations.register.models import Action


class Command(BaseCommand):
    help = (
        "Make the positions of every action anew from its updates. With --check, change nothing and list the actions "
        "whose positions differ from their history. Exit code: 0 all is well, 1 some differ."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only; exit with 1 if any action differs")

    def handle(self, *, check: bool, **options: Any) -> None:
        action_ids = list(Action.objects.order_by("pk").values_list("pk", flat=True))
        if check:
            self._check(action_ids)
        else:
            self._rebuild(action_ids)

    def _rebuild(self, action_ids: list[int]) -> None:
        made = 0
        for done in range(0, len(action_ids), ACTIONS_AT_ONCE):
            batch = action_ids[done : done + ACTIONS_AT_ONCE]
            made += rebuild(batch)
            self.stdout.write(f"  {done + len(batch)} of {len(action_ids)} actions")
        self.stdout.write(f"{made} positions of {len(action_ids)} actions.")

    def _check(self, action_ids: list[int]) -> None:
        wrong = Action.objects.filter(pk__in=differing(action_ids)).select_related(
            "holder", "recommendation__inspection"
        )
        for action in wrong.order_by("pk"):
            self.stderr.write("/".join(action.address_parts))
        if wrong:
            self.stderr.write(
                f"{len(wrong)} of {len(action_ids)} actions differ from their history. "
                "`manage.py rebuild_positions` puts them right."
            )
            sys.exit(1)
        self.stdout.write(f"The positions of {len(action_ids)} actions equal their history.")
