"""What was read from a tracker, with the cell that every value came from. Cells are written “Sheet!G10”."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class ReadDate:
    """A date as printed; `date` is None where the words name no day."""

    printed: str
    date: datetime.date | None
    cell: str
    reason: str = ""
    set_by: str = ""  # "inspectorate", "local", or empty where the answer to a question decides
    struck_through: bool = False


@dataclass(frozen=True)
class ReadUpdate:
    """A dated entry of a history.

    `date` is None where no day is printed; `counts_from` is the day it counts from in the register.
    """

    text: str
    date: datetime.date | None
    printed_date: str
    cell: str
    counts_from: datetime.date | None = None
    who: str = ""


@dataclass(frozen=True)
class ReadEvidence:
    """Evidence named in the tracker, with its address where the cell has a link."""

    text: str
    address: str
    cell: str


@dataclass(frozen=True)
class ReadNote:
    """Words kept as a note for the office: cell notes, its own comments, and cells that no field takes."""

    text: str
    cell: str
    kind: str


@dataclass(frozen=True)
class ReadRow:
    """One item of the tracker, read from one or several rows.

    `status` is None where a person has to be asked, or where nothing is said. `leave_out` gives the reason why this row
    opens no action here; it is empty otherwise.
    """

    sheet: str
    rows: tuple[int, ...]
    inspection: str  # slug, or "unknown: title"
    inspection_title: str
    inspection_published_on: datetime.date | None
    kind: str
    reference: str
    reference_printed: str
    part: str
    text: str
    text_is: str  # "verbatim", "paraphrase", "source only" or "cut"
    status: str | None
    status_printed: str
    status_cell: str
    status_suggested: str | None
    closed_by: str
    closed_on: datetime.date | None
    closing_level: str
    waiting_for: str
    original_deadline: ReadDate | None
    revised_deadlines: tuple[ReadDate, ...]
    local_target: ReadDate | None
    lead_printed: str
    lead_cell: str
    updates: tuple[ReadUpdate, ...]
    evidence: tuple[ReadEvidence, ...]
    notes: tuple[ReadNote, ...]
    references_elsewhere: tuple[tuple[str, str], ...]  # (system, reference)
    leave_out: str = ""
    same_as: str = ""  # the cell of the row that holds the same item
    hidden: bool = False


@dataclass(frozen=True)
class Choice:
    """One answer that a question offers."""

    value: str
    label: str


@dataclass(frozen=True)
class ReadQuestion:
    """What only a person can decide, asked once for all rows that share it.

    `key` stays the same for the same question about a newer version of the file. A question without a suggestion has to
    be answered.
    """

    key: str
    scope: str  # inspection, sheet, column, value or row
    kind: str
    cells: tuple[str, ...]
    printed: tuple[str, ...]
    ask: str
    because: str
    choices: tuple[Choice, ...]
    suggest: str | None  # the value of a choice
    settles: int  # how many rows
    free_date: bool = False  # may be answered with a date instead of a choice


@dataclass(frozen=True)
class Ignored:
    """Cells that were not taken, and why."""

    cells: str
    text: str
    why: str


@dataclass(frozen=True)
class ReadColumn:
    """What one column was read as. `meanings` are what a person may choose instead."""

    key: str
    letter: str
    heading: str
    meaning: str
    why: str
    certain: bool
    first_value: str


@dataclass(frozen=True)
class ReadSheet:
    """What one sheet was taken for."""

    name: str
    holds_data: bool
    what: str
    hidden: bool
    header_rows: tuple[int, ...]
    columns: tuple[ReadColumn, ...]


@dataclass(frozen=True)
class TrackerReading:
    """All that was read. The same file, register and answers give the same reading."""

    as_at: datetime.date | None
    as_at_from: str
    sheets: tuple[ReadSheet, ...]
    rows: tuple[ReadRow, ...]
    questions: tuple[ReadQuestion, ...]
    ignored: tuple[Ignored, ...]
