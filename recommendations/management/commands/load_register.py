"""`manage.py load_register`: load the register's files, or say what is wrong with them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from recommendations.imports.fixtures.services import fixture_paths, load_files

DONE, FAULTS, LEFT_ALONE = 0, 1, 3


class Command(BaseCommand):
    """Loads the files named, or all of fixtures/."""

    help = (
        "Load forces, bodies, inspections and documents from files. Everything is checked first; with a single fault "
        "nothing is written. Loading again changes nothing, nothing is deleted, and what a person changed here since "
        "is left alone and reported. Exit codes: 0 done; 1 faults, nothing written; 2 wrong use of the command; "
        "3 done, but some records were left alone for a person to decide."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILES",
            help="Files to load, in any order. Without any: all of fixtures/, except the template.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Do everything, show the result, take it back.")

    def handle(self, *args: Any, **options: Any) -> None:
        watched = options["verbosity"] > 1 or self.stderr.isatty()
        report = load_files(
            options["files"] or fixture_paths(),
            dry_run=options["dry_run"],
            progress=(lambda step: self.stderr.write(f"{step} …")) if watched else None,
        )
        for line in report.lines():
            self.stdout.write(line)
        code = FAULTS if report.faults else LEFT_ALONE if report.conflicts else DONE
        if code:
            sys.exit(code)
