"""What an import would change, and what it is planned from. Pure."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _

from recommendations.reading.trackers.results import ReadEvidence, ReadRow
from recommendations.reading.wording import letters_of
from recommendations.register.models.closing_level import ClosingLevel
from recommendations.register.models.recommendation import RecommendationKind

NO_ACTION = {RecommendationKind.CAUSE_OF_CONCERN, RecommendationKind.ACCELERATED_CAUSE_OF_CONCERN}
LEAD_LIMIT = REPORTER_LIMIT = WAITING_LIMIT = 120
REASON_LIMIT = EVIDENCE_LIMIT = 500
REFERENCE_LENGTH = 20


class ImportOutcome(models.TextChoices):
    """What a row of the tracker does."""

    CONFLICT = "conflict", _("Conflict")  # the register keeps its status; the tracker's words become a note
    NOT_PLACED = "not-placed", _("Not placed")  # the force has no action for it, and no draft is made
    CHANGED = "changed", _("Changed")
    NEW = "new", _("New")
    SAME = "same", _("Same")
    LEFT_OUT = "left-out", _("Left out")


SAVED = (ImportOutcome.NEW, ImportOutcome.CHANGED, ImportOutcome.CONFLICT)


@dataclass(frozen=True)
class RecordedUpdate:
    """An update that the register has, as far as a plan needs it. `state` is empty for a note for the office."""

    on: datetime.date
    words: str
    state: Mapping[str, Any]


@dataclass(frozen=True)
class ActionNow:
    """An action of the force as the register has it. `updates` are those that count, in their order.

    `closes_items` and `sets_deadlines` say what the body that issued the item does.
    """

    pk: int | None
    lead: str = ""
    references: tuple[tuple[str, str], ...] = ()
    deadline_on: datetime.date | None = None
    closes_items: bool = True
    sets_deadlines: bool = True
    updates: tuple[RecordedUpdate, ...] = ()
    evidence: frozenset[str] = frozenset()  # addresses and words

    def state_on(self, day: datetime.date) -> Mapping[str, Any]:
        """Return the state on a day; empty if no update had been recorded by then."""
        states = [update.state for update in self.updates if update.state and update.on <= day]
        return states[-1] if states else {}

    @property
    def state(self) -> Mapping[str, Any]:
        """The present state; empty without an update."""
        return self.state_on(datetime.date.max)

    @property
    def last_on(self) -> datetime.date:
        """The day of the newest update with a state; the first of all days if there is none."""
        return max((update.on for update in self.updates if update.state), default=datetime.date.min)

    def has_note_with(self, words: str) -> bool:
        """Whether a note for the office has these words already."""
        return any(words in update.words for update in self.updates if not update.state)


@dataclass(frozen=True)
class UpdateToRecord:
    """An update that will be recorded, with the state after it. A note for the office repeats the state it finds."""

    on: datetime.date
    words: str
    cell: str
    reported_by: str
    state: Mapping[str, Any] = field(default_factory=dict)
    is_note: bool = False


@dataclass(frozen=True)
class Change:
    """One field that changes: what it is now, what it will be, and what the tracker prints."""

    label: str
    now: str
    after: str
    printed: str
    cell: str
    is_update: bool = False

    @property
    def where(self) -> str:
        """The cell without its sheet."""
        return self.cell.rpartition("!")[2]


@dataclass(frozen=True)
class PlannedRow:
    """One item of the tracker, and what becomes of it."""

    row: ReadRow
    outcome: ImportOutcome
    why: str = ""
    action: int | None = None  # None if its inspection will be a draft
    of: ReadRow | None = None  # the row that gives the action its status, if this one only adds a note to it
    updates: tuple[UpdateToRecord, ...] = ()
    changes: tuple[Change, ...] = ()
    lead: str = ""
    references: tuple[tuple[str, str], ...] = ()
    evidence: tuple[ReadEvidence, ...] = ()

    @property
    def cell(self) -> str:
        """Where it is: “Sheet, rows 8 to 9”."""
        return cell_of(self.row)

    @property
    def field_changes(self) -> list[Change]:
        """What changes beside the history."""
        return [change for change in self.changes if not change.is_update]

    @property
    def history_changes(self) -> list[Change]:
        """The updates and notes that are added."""
        return [change for change in self.changes if change.is_update]

    @property
    def key(self) -> tuple[str, str]:
        """The item: its inspection, as the reading names it, and its reference."""
        row = self.of or self.row
        return row.inspection, reference_of(row)


@dataclass(frozen=True)
class Plan:
    """What an import would do, row by row in the order of the tracker."""

    rows: tuple[PlannedRow, ...]

    def of(self, outcome: ImportOutcome) -> list[PlannedRow]:
        """Return the rows with this outcome."""
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def to_save(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome in SAVED]

    @property
    def update_count(self) -> int:
        """How many updates will be recorded, notes for the office apart."""
        return sum(not update.is_note for row in self.to_save for update in row.updates)

    @property
    def note_count(self) -> int:
        """How many notes for the office will be recorded."""
        return sum(update.is_note for row in self.to_save for update in row.updates)


@dataclass(frozen=True)
class Circumstances:
    """What every row of one import shares. `draft_inspections` will be made; they are named as in the reading."""

    file_name: str
    as_at: datetime.date
    today: datetime.date
    draft_inspections: frozenset[str] = frozenset()
    earlier_drafts: Mapping[str, str] = field(default_factory=dict)  # made by earlier imports: slugs by such names
    closing_levels: Mapping[str, ClosingLevel] = field(default_factory=dict)  # by name, in lower case
    places: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by hand, by `place_key`


def place_key(row: ReadRow) -> str:
    """Return what stays the same of a row as read next month, so that what was placed by hand stays placed."""
    names = (row.inspection_title, row.reference_printed, row.part, row.text[:200])
    return hashlib.sha256("|".join(letters_of(name) for name in names).encode()).hexdigest()[:16]


def place_at(inspection: str, reference: str) -> dict[str, str]:
    """Return the place of a row that a person gave an action: slug of its inspection, and reference."""
    return {"inspection": inspection, "reference": reference}


def left_out_because(reason: str) -> dict[str, str]:
    """Return the place of a row that a person left out, with their reason."""
    return {"left_out": reason}


def kind_of(row: ReadRow) -> str:
    """Return the kind of an item as the register stores it."""
    kind = row.kind.replace(" ", "-")
    return kind if kind in RecommendationKind.values else row.kind


def reference_of(row: ReadRow) -> str:
    """Return the reference for addresses: “afi-3” for “AFI 3”; for an item without one, its place in the tracker."""
    return slugify(row.reference)[:REFERENCE_LENGTH].strip("-") or f"row-{row.rows[0]}"


def has_web_address(evidence: ReadEvidence) -> bool:
    """Return whether the evidence has an address that a page can link to."""
    return evidence.address.startswith(("https://", "http://")) and len(evidence.address) <= EVIDENCE_LIMIT


def cell_of(row: ReadRow) -> str:
    """Return where a row is: “HMICFRS Tracker, row 8”."""
    first, last = row.rows[0], row.rows[-1]
    words = _("%(sheet)s, row %(first)d") if first == last else _("%(sheet)s, rows %(first)d to %(last)d")
    return words % {"sheet": row.sheet, "first": first, "last": last}


def day_in_words(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
