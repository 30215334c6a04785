"""`manage.py reorganise plan.yaml`: merge, split or replace forces and local policing bodies from a day."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from forces.bodies.reorganisation import Reorganisation
from forces.people.models import Person
from recommendations.reorganisations import services

DONE, REFUSED = 0, 1


class Command(BaseCommand):
    """Carries out the plan in a file, or undoes a reorganisation."""

    help = (
        "Carry out a reorganisation from a plan in YAML: which forces become which on a day, and who oversees them. "
        "The day may be in the future: everything takes effect then by itself. All errors are printed with their "
        "lines, and nothing is saved if there is one. --undo restores everything until someone records later work. "
        "Exit codes: 0 done; 1 refused, nothing saved; 2 wrong usage."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("plan", nargs="?", type=Path, help="The plan, a file in YAML.")
        what.add_argument("--undo", type=int, metavar="NUMBER", help="Undo the reorganisation with this number.")
        parser.add_argument("--dry-run", action="store_true", help="Show what the plan would do, and save nothing.")
        parser.add_argument("--by", metavar="EMAIL", help="The administrator who does this, for the record.")

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._person(options["by"])
        if options["undo"] is not None:
            self._undo(options["undo"], by)
            return
        path = options["plan"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from error
        found = services.preview(path.name, content)
        for finding in (*found.findings.errors, *found.findings.questions):
            self.stdout.write(str(finding))
        if not found.can_be_done:
            self.stdout.write("Nothing was saved.")
            sys.exit(REFUSED)
        for line in lines_of(found):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was saved.")
            return
        record = services.reorganise(path.name, content, by=by, shown=found.fingerprint)
        self.stdout.write(f"Done: reorganisation {record.pk}. To undo it: manage.py reorganise --undo {record.pk}")

    def _person(self, email: str | None) -> Person | None:
        if not email:
            return None
        person = Person.objects.filter(email=email.lower()).first()
        if person is None or not person.is_superuser:
            raise CommandError(f"“{email}” is not the email address of an administrator.")
        return person

    def _undo(self, number: int, by: Person | None) -> None:
        reorganisation = Reorganisation.objects.filter(pk=number).first()
        if reorganisation is None:
            raise CommandError(f"There is no reorganisation {number}.")
        try:
            services.undo(reorganisation, by=by)
        except ValidationError as error:
            for message in error.messages:
                self.stdout.write(message)
            sys.exit(REFUSED)
        self.stdout.write(f"Reorganisation {number} was undone.")


def lines_of(found: services.Preview) -> list[str]:
    """Return what a plan would do, as lines of text."""
    lines = [*found.changes, *found.warnings]
    for row in found.handover.rows:
        counts = (
            f"open actions {row.open_actions}, finished actions {row.finished_actions}",
            f"responses in draft {row.drafts}",
            f"open commitments and duties {row.commitments}",
            f"open rounds of requests {row.requests}",
            f"private calendar addresses {row.calendars}",
        )
        lines.append(f"{row.predecessor} to {row.successor}: {', '.join(counts)}.")
    handover = found.handover
    lines.append("Open and finished actions are counted as the public sees them.")
    lines.append(f"Roles that continue at a successor: {handover.continued}. Roles that end: {handover.ended}.")
    if handover.data_addresses:
        lines.append(f"Private data addresses that stop until their owners reset them: {handover.data_addresses}.")
    return lines
