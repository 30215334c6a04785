"""The columns of a round's workbook, and the marks by which it is known again. Pure.

Every column has a code that stands in a hidden row of the sheet, so that a column moved or renamed is still known.
What the office wrote in a row is known by short digests in a hidden cell of that row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recommendations.register.statuses import Status

MARK = "soteria:"  # what our hidden cells begin with
KEY = "key"  # the column that says which row it is
CHECK = "check"  # the column with the digests of what the office wrote
LINE = f"{MARK}line "  # before the digest of a line of help
REQUEST = f"{MARK}request"  # on the hidden sheet, beside the key of the request

_DIGEST_LENGTH = 8


@dataclass(frozen=True)
class Column:
    """One column: its code, its heading, its width in characters, and whether answers are written in it."""

    code: str
    heading: str | Promise
    width: int
    is_answer: bool = False

    @property
    def mark(self) -> str:
        """What stands in the hidden row above the heading."""
        return f"{MARK}{self.code}"


ASKED = (
    Column("inspection", _("Inspection"), 20),
    Column("reference", _("Reference"), 18),
    Column("text", _("What was recommended, word for word"), 50),
    Column("deadline", _("Deadline"), 16),
    Column("said-on", _("Last update"), 16),
    Column("said-status", _("Status then"), 14),
    Column("said", _("What was said then"), 34),
)
STATUS, WORDS, EXPECTED, EVIDENCE = ANSWERS = (
    Column("status", _("Status now"), 18, is_answer=True),
    Column("words", _("What has been done"), 56, is_answer=True),
    Column("expected", _("Expected date"), 18, is_answer=True),
    Column("evidence", _("Evidence"), 28, is_answer=True),
)
HIDDEN = (Column(KEY, _("Row"), 8), Column(CHECK, _("Check"), 8))
COLUMNS = (*HIDDEN, *ASKED, *ANSWERS)

# The statuses a force may report, in the words of the drop-down. What is closed, HMICFRS or the office says.
REPORTABLE: Mapping[Status, str | Promise] = {
    Status.NOT_STARTED: Status.NOT_STARTED.label,
    Status.IN_PROGRESS: Status.IN_PROGRESS.label,
    Status.WAITING: Status.WAITING.label,
    Status.COMPLETE: _("Complete"),
    Status.SENT: Status.SENT.label,
    Status.NOT_ACCEPTED: Status.NOT_ACCEPTED.label,
}


def digest(text: str) -> str:
    """A few characters that stand for a text, whatever its spaces and line ends; of no text "-"."""
    words = " ".join(text.split())
    return hashlib.sha256(words.encode()).hexdigest()[:_DIGEST_LENGTH] if words else "-"


def check_of(key: str, asked: Mapping[str, str]) -> str:
    """What the hidden cell of a row holds: the digests of its key and of what the office wrote, in their order.

    With them a row is known whose cells were sorted without its key.
    """
    return " ".join([digest(key), *(digest(asked.get(column.code, "")) for column in ASKED)])


def digests_in(check: str) -> dict[str, str]:
    """The digests by the code of their column; empty for what is no such cell."""
    found, codes = check.split(), [KEY, *(column.code for column in ASKED)]
    return dict(zip(codes, found, strict=True)) if len(found) == len(codes) else {}
