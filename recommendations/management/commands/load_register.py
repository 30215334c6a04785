"""`manage.py load_register`: load the register's files, or report what is wrong with them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from recommendations.imports.fixtures.services import fixture_paths, load_files

DONE, ERRORS, CONFLICTS, QUESTIONS = 0, 1, 3, 4


class Command(BaseCommand):
    """Loads the files named, or all of fixtures/."""

    help = (
        "Load forces, bodies, inspections and documents from files. Everything is checked first. If there is a single "
        "error, nothing is saved. If a file contradicts itself or the register, questions are printed, and nothing is "
        "saved until you correct the file, answer them in it, or load with --accept. Loading the same files again "
        "changes nothing. Nothing is deleted. Records that someone has changed since they were loaded are left as they "
        "are and reported. Exit codes: 0 done; 1 errors, nothing saved; 2 wrong usage; 3 done, but some records were "
        "left as they are for someone to decide; 4 questions to answer, nothing saved."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILES",
            help="Files to load, in any order. By default: all of fixtures/, except the template.",
        )
        parser.add_argument("--accept", action="store_true", help="Accept all questions, and load.")
        parser.add_argument("--dry-run", action="store_true", help="Show what loading would do, and save nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        shows_progress = options["verbosity"] > 1 or self.stderr.isatty()
        report = load_files(
            options["files"] or fixture_paths(),
            dry_run=options["dry_run"],
            accept=options["accept"],
            progress=(lambda step: self.stderr.write(f"{step} …")) if shows_progress else None,
        )
        for line in report.lines():
            self.stdout.write(line)
        code = DONE
        if report.errors:
            code = ERRORS
        elif report.must_be_answered:
            code = QUESTIONS
        elif report.conflicts:
            code = CONFLICTS
        if code:
            sys.exit(code)
