"""`manage.py import_tracker`: read an office's tracker and show what importing it would change, or import it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from forces.bodies.models import Force
from forces.people.access import Reader, reader_of_today
from forces.people.models import Person
from recommendations.imports.trackers.confirming import ImportRefused, confirm_import
from recommendations.imports.trackers.plain_words import plan_lines
from recommendations.imports.trackers.services import TrackerPreview, preview_of, save_answers, upload_tracker
from recommendations.reading.errors import UnreadableFile
from recommendations.reading.trackers.as_json import tracker_as_json

DONE, UNREADABLE, REFUSED, DECISIONS = 0, 1, 3, 4
_ANSWERS = ("answers", "columns", "publication_dates")


class Command(BaseCommand):
    """Shows what a tracker would change at a force. With --confirm it is imported."""

    help = (
        "Read the tracker of an office (.xlsx, .ods, .csv, .html) for one force, and print row by row what importing "
        "it would change. Nothing is saved without --confirm. Exit codes: 0 read, or imported; 1 it cannot be read, "
        "and the sentence says why; 2 wrong usage; 3 the import was refused, nothing saved; 4 read, and questions have "
        "to be answered first. With --json, 4 is 0."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="The tracker.")
        parser.add_argument("--force", required=True, metavar="SLUG", help="The force that it is about.")
        parser.add_argument("--by", metavar="EMAIL", help="The member of the force's office who imports it.")
        parser.add_argument(
            "--answers",
            type=Path,
            metavar="FILE",
            help="A JSON file with “answers” by the key of a question, “columns” by the key of a column, and "
            "“publication_dates” of reports that the register does not know.",
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--json", action="store_true", help="Print what was read as JSON.")
        what.add_argument("--confirm", action="store_true", help="Import it. This needs --by.")

    def handle(self, *args: Any, **options: Any) -> None:
        force = Force.objects.filter(slug=options["force"]).first()
        if force is None:
            raise CommandError(f"There is no force called “{options['force']}”.", returncode=2)
        if options["confirm"] and not options["by"]:
            raise CommandError("Say with --by who imports it: a member of the force's office.", returncode=2)
        reader = _reader(force, options["by"])
        contents, answers = _contents(options["file"]), _answers(options["answers"])
        try:
            # rolled back without --confirm
            with transaction.atomic():
                tracker = upload_tracker(force=force, contents=contents, name=options["file"].name, by=reader)
                tracker = save_answers(tracker=tracker, by=reader, **answers)
                preview = preview_of(tracker, reader)
                if options["confirm"]:
                    confirm_import(tracker=tracker, preview=preview, by=reader)
                else:
                    tracker.file.delete(save=False)
                    transaction.set_rollback(True)
        except UnreadableFile as error:
            self.stdout.write(json.dumps({"refused": error.sentence}) if options["json"] else error.sentence)
            sys.exit(UNREADABLE)
        except ImportRefused as error:
            self.stdout.write("\n".join(error.reasons))
            sys.exit(REFUSED)
        self._print(preview, as_json=options["json"])
        if preview.unanswered and not options["json"]:
            sys.exit(DECISIONS)

    def _print(self, preview: TrackerPreview, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(tracker_as_json(preview.reading), ensure_ascii=False, indent=1))
            return
        for line in plan_lines(preview.plan):
            self.stdout.write(line)
        if preview.reading.questions:
            self.stdout.write("\nQuestions:")
        for question in preview.reading.questions:
            suggestion = f"Suggested: {question.suggest}" if question.suggest else "It needs an answer"
            self.stdout.write(f"- {question.ask} {suggestion}. Key: {question.key}")


def _reader(force: Force, email: str | None) -> Reader:
    """Return who imports: the person named, or for a preview anyone of the force's office. Raises CommandError."""
    people = Person.objects.filter(email__iexact=email) if email else Person.objects.filter(memberships__isnull=False)
    for person in people.distinct().order_by("pk"):
        reader = reader_of_today(person)
        if reader.may_follow(force):
            return reader
    who = f"{email} does not work" if email else "No one here works"
    raise CommandError(f"{who} in the office of {force.name}. Name someone who does with --by.", returncode=2)


def _contents(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error


def _answers(path: Path | None) -> dict[str, dict[str, str]]:
    """Return the answers of a file, each kind under its name. Raises CommandError."""
    if path is None:
        return {name: {} for name in _ANSWERS}
    try:
        values = json.loads(_contents(path))
    except ValueError as error:
        raise CommandError(f"{path}: this is not JSON ({error}).", returncode=2) from error
    if not isinstance(values, dict) or not all(isinstance(values.get(name, {}), dict) for name in _ANSWERS):
        raise CommandError(f"{path}: it needs one object with {', '.join(_ANSWERS)}.", returncode=2)
    return {name: values.get(name, {}) for name in _ANSWERS}
