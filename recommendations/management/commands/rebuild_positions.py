"""`manage.py rebuild_positions [--check]`: rebuild positions from the updates, or check that they agree."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from recommendations.positions.rebuilding import ACTIONS_AT_ONCE, differing, rebuild
from recommendations.register.models import Action


class Command(BaseCommand):
    help = (
        "Rebuild the positions of every action from its updates. With --check, change nothing and list the actions "
        "whose positions differ from their updates. Exit codes: 0 done, or all agree; 1 some differ; 2 wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only, and exit with 1 if any action differs")

    def handle(self, *, check: bool, **options: Any) -> None:
        action_ids = list(Action.objects.order_by("pk").values_list("pk", flat=True))
        if check:
            self._check(action_ids)
        else:
            self._rebuild(action_ids)

    def _rebuild(self, action_ids: list[int]) -> None:
        count = 0
        for done in range(0, len(action_ids), ACTIONS_AT_ONCE):
            batch = action_ids[done : done + ACTIONS_AT_ONCE]
            count += rebuild(batch)
            self.stdout.write(f"  {done + len(batch)} of {len(action_ids)} actions")
        self.stdout.write(f"Rebuilt {count} positions of {len(action_ids)} actions.")

    def _check(self, action_ids: list[int]) -> None:
        differing_actions = Action.objects.filter(pk__in=differing(action_ids)).select_related(
            "holder", "recommendation__inspection"
        )
        for action in differing_actions.order_by("pk"):
            self.stderr.write("/".join(action.address_parts))
        if differing_actions:
            self.stderr.write(
                f"The positions of {len(differing_actions)} of {len(action_ids)} actions differ from their updates. "
                "Run `manage.py rebuild_positions` to correct them."
            )
            sys.exit(1)
        self.stdout.write(f"The positions of {len(action_ids)} actions agree with their updates.")
