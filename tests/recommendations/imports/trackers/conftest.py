"""A small tracker of Cleveland's, and the reader who imports it."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from openpyxl import Workbook

from forces.people.access import Reader
from recommendations.imports.trackers import services
from recommendations.imports.trackers.models import TrackerImport
from tests.cast import Register

HEADINGS = ["Report", "Ref", "Recommendation", "Lead", "Deadline", "Status", "Update", "Comment of the office"]
SEVEN = [
    "Operation Soteria",
    "Rec 7",
    "By 31 January 2025, forces should improve matter 7.",
    "Head of Crime",
    "31/01/2025",
    "Complete",
    "12/02/2025: Weekly checks are in place.",
    "Ask for the figures.",
]
CUSTODY = [
    "Custody visit 2024",
    "Rec 2",
    "The force should check cells every hour.",
    "Head of Custody",
    "30/06/2025",
    "In progress",
    "15/01/2025: A rota has been written.",
    "",
]


def workbook(*rows: list[str], link: tuple[str, str] = ("", "")) -> bytes:
    """A tracker with these rows: the same file for the same rows. `link` is the evidence of the first row."""
    return _written(tuple(map(tuple, rows)), *link)


@cache
def _written(rows: tuple[tuple[str, ...], ...], words: str, target: str) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Tracker"
    for row in (HEADINGS, *rows):
        sheet.append(row)
    if words:
        sheet["I1"], sheet["I2"] = "Evidence", words
        sheet["I2"].hyperlink = target
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


Upload = Callable[..., TrackerImport]


@pytest.fixture
def upload(history: Register, office_reader: Reader) -> Upload:
    """Upload a tracker of these rows, with an answer to every question: the one that was suggested, or the first."""

    def run(
        *rows: list[str],
        name: str = "tracker.xlsx",
        published: str = "2024-05-01",
        link: tuple[str, str] = ("", ""),
    ) -> TrackerImport:
        tracker = services.upload_tracker(
            force=history.cleveland, contents=workbook(*rows, link=link), name=name, by=office_reader
        )
        reading = services.preview_of(tracker, office_reader).reading
        services.save_answers(
            tracker=tracker,
            answers={each.key: each.suggest or each.choices[0].value for each in reading.questions},
            columns={},
            publication_dates={row.inspection: published for row in reading.rows if row.inspection.startswith("unk")},
            by=office_reader,
        )
        tracker.refresh_from_db()
        return tracker

    return run
