"""`manage.py verify_history`: prove that no one altered the history."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forces.proof.anchors import AnchorError, present_anchors, read_anchors, write_anchors
from forces.proof.verifying import record_verification, verify_history
from recommendations.redactions.queries import removed_records
from recommendations.releases.proof import wrong_audiences

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Prove that no one altered the history: that every record is as it was recorded, that none is missing and none "
        "was added from outside, and that every stored file is the one that was recorded. Names what is wrong, the "
        "first fault first. The auditor's page shows the result. Run it once a day with --anchor. Exit codes: 0 the "
        "history is proved; 1 it was altered; 2 wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor",
            metavar="FILE|ADDRESS",
            help="add where each chain ends to this file, or send it to this web address; keep it where the "
            "people who run the database cannot change it",
        )
        parser.add_argument(
            "--anchors", metavar="FILE", help="compare with the anchors in this file: finds records cut from the end"
        )
        parser.add_argument("--without-files", action="store_true", help="do not read the stored files")

    def handle(self, *, anchor: str | None, anchors: str | None, without_files: bool, **options: Any) -> None:
        try:
            found = verify_history(
                read_anchors(anchors) if anchors else (), removed=removed_records(), with_files=not without_files
            )
        except AnchorError as error:
            raise CommandError(str(error), returncode=2) from None
        found.faults += wrong_audiences()
        record_verification(found)
        if found.faults:
            for fault in found.faults[:SHOWN]:
                self.stderr.write(fault)
            if len(found.faults) > SHOWN:
                self.stderr.write(f"and {len(found.faults) - SHOWN} more.")
            self.stderr.write(f"The history was altered: {len(found.faults)} faults in {found.records} records.")
            sys.exit(1)
        self.stdout.write(
            f"The history is proved: {found.records} records in {found.chains} chains, none altered since it was made."
        )
        if anchor:
            try:
                write_anchors(anchor, present_anchors())
            except AnchorError as error:
                raise CommandError(str(error), returncode=2) from None
