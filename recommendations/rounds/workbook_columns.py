"""The columns of a round's workbook, and the hidden marks by which it is recognised when it comes back. Pure.

A hidden row has each column's code, so that a column that was moved or renamed is still recognised. A hidden cell in
each row has short digests of what the office wrote there, so that its own text is recognised.
"""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recommendations.register.statuses import Status

MARK = "soteria:"  # what our hidden cells begin with
KEY = "key"  # the column with the key of each row
CHECK = "check"  # the column with the digests of what the office wrote
HELP_LINE = f"{MARK}line "  # stands before the digest of a line of the instructions
REQUEST = f"{MARK}request"  # stands beside the key of the request on the hidden sheet

_DIGEST_LENGTH = 8


@dataclass(frozen=True)
class WorkbookColumn:
    """A column of the workbook, its width in characters.

    `earlier_headings` are those of workbooks made by earlier versions, which can still be returned.
    """

    code: str
    heading: str | Promise
    width: int
    is_reply: bool = False  # whether the lead completes it
    is_added: bool = field(default=False, kw_only=True)  # workbooks made by earlier versions do not have it
    earlier_headings: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def mark(self) -> str:
        """The code as it is written in the hidden row above the heading."""
        return f"{MARK}{self.code}"


OFFICE_COLUMNS = (
    WorkbookColumn("inspection", _("Inspection"), 20),
    WorkbookColumn("reference", _("Reference"), 18),
    WorkbookColumn("text", _("Recommendation in full"), 50, earlier_headings=("What was recommended, word for word",)),
    WorkbookColumn("deadline", _("Deadline"), 16),
    WorkbookColumn("set-by", _("Deadline set by"), 14, is_added=True),
    WorkbookColumn("said-on", _("Date of last update"), 16, earlier_headings=("Last update",)),
    WorkbookColumn("said-status", _("Status at last update"), 14, earlier_headings=("Status then",)),
    WorkbookColumn("said", _("Text of last update"), 34, earlier_headings=("What was said then",)),
)
STATUS, WORDS, EXPECTED, EVIDENCE = REPLY_COLUMNS = (
    WorkbookColumn("status", _("Status now"), 18, is_reply=True),
    WorkbookColumn("words", _("What has been done"), 56, is_reply=True),
    WorkbookColumn("expected", _("Expected date"), 18, is_reply=True),
    WorkbookColumn("evidence", _("Evidence"), 28, is_reply=True),
)
HIDDEN = (WorkbookColumn(KEY, _("Row"), 8), WorkbookColumn(CHECK, _("Check"), 8))
COLUMNS = (*HIDDEN, *OFFICE_COLUMNS, *REPLY_COLUMNS)
# Added columns come last, so that a check made before them can still be read.
_CHECKED = tuple(column.code for column in sorted(OFFICE_COLUMNS, key=lambda column: column.is_added))
_CHECKED_BEFORE = tuple(column.code for column in OFFICE_COLUMNS if not column.is_added)

# The statuses that a lead can report, as the drop-down names them. A lead does not report "Closed".
REPORTABLE: Mapping[Status, str | Promise] = {
    Status.NOT_STARTED: Status.NOT_STARTED.label,
    Status.IN_PROGRESS: Status.IN_PROGRESS.label,
    Status.WAITING: Status.WAITING.label,
    Status.COMPLETE: _("Complete"),
    Status.SENT: Status.SENT.label,
    Status.NOT_ACCEPTED: Status.NOT_ACCEPTED.label,
}


def digest(text: str) -> str:
    """Return a short digest of a text that ignores differences in white space; "-" for an empty text."""
    words = " ".join(text.split())
    return hashlib.sha256(words.encode()).hexdigest()[:_DIGEST_LENGTH] if words else "-"


def row_check(key: str, office_texts: Mapping[str, str]) -> str:
    """Return what the hidden check cell of a row holds: the digests of its key and of what the office wrote.

    They show when the other cells of a row were sorted without its key.
    """
    return " ".join([digest(key), *(digest(office_texts.get(code, "")) for code in _CHECKED)])


def parse_check(check: str) -> dict[str, str]:
    """Return the digests in a check cell by column code; empty for any other text."""
    found = check.split()
    codes = next((codes for codes in (_CHECKED, _CHECKED_BEFORE) if len(found) == len(codes) + 1), None)
    return dict(zip((KEY, *codes), found, strict=True)) if codes else {}


@dataclass(frozen=True)
class RequestRow:
    """One row of a request: its key, and what the office writes in it by column code."""

    key: uuid.UUID
    office_texts: dict[str, str | datetime.date | None]


@dataclass(frozen=True)
class RequestWorkbook:
    """What the workbook of one request contains."""

    key: uuid.UUID
    holder: str
    lead: str
    reply_by: datetime.date
    rows: Sequence[RequestRow]
