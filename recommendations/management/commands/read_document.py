"""`manage.py read_document`: read a report, a response, a letter or a tracker, and print it. Nothing is saved."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommendations.imports.documents.known import known_register
from recommendations.imports.documents.plain_words import decisions_in, lines_of
from recommendations.imports.documents.response_draft import response_drafts
from recommendations.imports.documents.services import read_upload
from recommendations.imports.documents.yaml_draft import inspection_yaml
from recommendations.imports.trackers.plain_words import tracker_lines
from recommendations.imports.trackers.reading import known_without_force, tracker_in
from recommendations.reading.documents import as_json
from recommendations.reading.errors import UnreadableFile
from recommendations.reading.reports.reading import ReportReading
from recommendations.reading.responses.reading import ResponseReading
from recommendations.reading.trackers.as_json import tracker_as_json
from recommendations.reading.trackers.results import TrackerReading
from soteria_tracker.web.today import today

DONE, UNREADABLE, NOT_A_DOCUMENT, DECISIONS = 0, 1, 3, 4


class Command(BaseCommand):
    """Prints what a document says, as sentences, JSON or a draft of an inspection."""

    help = (
        "Read a report, a response or a letter (.html, .docx, .odt, .pdf, .txt), or a tracker (.xlsx, .ods, .csv, "
        ".html), and print what it says. Nothing is saved. Exit codes: 0 read; 1 it cannot be read, and the sentence "
        "says why; 2 wrong usage; 3 it is none of these; 4 read, and something has to be decided by a person. With "
        "--json, 3 and 4 are 0: the JSON says so."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="The document to read.")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="Print JSON. What has to be decided is marked in it.")
        form.add_argument("--yaml", action="store_true", help="Print a report or response as a draft to load.")
        parser.add_argument(
            "--report",
            action="append",
            type=Path,
            default=[],
            metavar="FILE",
            help="A report that the response or letter is about and the register does not hold. May be repeated.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            contents = options["file"].read_bytes()
            reports = [path.read_bytes() for path in options["report"]]
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from error
        try:
            if tracker := tracker_in(contents, known_without_force(known_register(today()))):
                self._print_tracker(tracker, as_values=options["json"])
                return
            reading, register, _file = read_upload(contents, day=today(), reports=reports)
        except UnreadableFile as error:
            self.stdout.write(
                json.dumps({"refused": error.sentence}, ensure_ascii=False) if options["json"] else error.sentence
            )
            sys.exit(UNREADABLE)
        decisions = decisions_in(reading)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading), ensure_ascii=False, indent=1))
        elif options["yaml"] and isinstance(reading, ResponseReading):
            drafts = response_drafts(reading, options["file"].name)
            heads = [f"# File: {name}\n" if len(drafts) > 1 else "" for name in drafts]
            self.stdout.write("---\n".join(map(str.__add__, heads, drafts.values())), ending="")
        elif options["yaml"] and isinstance(reading, ReportReading):
            self.stdout.write(inspection_yaml(reading, register, options["file"].name), ending="")
        else:
            self._print(list(lines_of(reading)), decisions)
        if options["json"]:
            return
        if code := NOT_A_DOCUMENT if reading is None else DECISIONS if decisions else DONE:
            sys.exit(code)

    def _print_tracker(self, tracker: TrackerReading, *, as_values: bool) -> None:
        if as_values:
            self.stdout.write(json.dumps(tracker_as_json(tracker), ensure_ascii=False, indent=1))
            return
        self._print(list(tracker_lines(tracker)), [question.ask for question in tracker.questions])
        if tracker.questions:
            sys.exit(DECISIONS)

    def _print(self, lines: list[str], decisions: list[str]) -> None:
        for line in lines:
            self.stdout.write(line)
        if decisions:
            self.stdout.write("\nTo decide:")
            for decision in decisions:
                self.stdout.write(f"- {decision}")
