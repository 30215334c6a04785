"""A row while it is being read, before the answers to questions are known."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from recommendations.reading.sheets.grid import Grid
from recommendations.reading.trackers.inspections import NamedInspection
from recommendations.reading.trackers.known import KnownItem
from recommendations.reading.trackers.results import (
    ReadDate,
    ReadEvidence,
    ReadNote,
    ReadRow,
    ReadUpdate,
)


@dataclass(slots=True)
class DraftUpdate:
    """An entry of a history. `older` says that it is in a column of older ones."""

    text: str
    cell: str
    date: datetime.date | None = None
    printed_date: str = ""
    period: tuple[datetime.date, datetime.date] | None = None
    counts_from: datetime.date | None = None
    who: str = ""
    older: bool = False
    is_impossible: bool = False
    column: str = ""  # the heading of its column

    def read(self) -> ReadUpdate:
        """Return the entry as read."""
        return ReadUpdate(self.text, self.date, self.printed_date, self.cell, self.counts_from or self.date, self.who)

    @property
    def last_day(self) -> datetime.date | None:
        """The day, or the last of the month or quarter, that the entry is from."""
        return self.date or (self.period[1] if self.period else None)


@dataclass(slots=True)
class DraftDate:
    """A deadline or target."""

    printed: str
    date: datetime.date | None
    cell: str
    reason: str = ""
    set_by: str = ""
    struck_through: bool = False
    period: tuple[datetime.date, datetime.date] | None = None

    def read(self) -> ReadDate:
        """Return the date as read."""
        return ReadDate(self.printed, self.date, self.cell, self.reason, self.set_by, self.struck_through)


@dataclass(slots=True)
class Draft:
    """One item as far as its rows say it."""

    grid: Grid
    rows: list[int]
    inspection: NamedInspection
    kind: str = ""
    reference: str = ""
    reference_printed: str = ""
    reference_cell: str = ""
    part: str = ""
    text: str = ""
    text_cell: str = ""
    text_is: str = "source only"
    item: KnownItem | None = None
    status: str | None = None
    status_printed: str = ""
    status_cell: str = ""
    status_suggested: str | None = None
    closed_by: str = ""
    closed_by_printed: str = ""
    closed_on: datetime.date | None = None
    closing_level: str = ""
    waiting_for: str = ""
    original: DraftDate | None = None
    revised: list[DraftDate] = field(default_factory=list)
    local_target: DraftDate | None = None
    lead: str = ""
    lead_cell: str = ""
    addressee: str = ""
    force: str = ""
    acceptance: str = ""
    updates: list[DraftUpdate] = field(default_factory=list)
    evidence: list[ReadEvidence] = field(default_factory=list)
    notes: list[ReadNote] = field(default_factory=list)
    elsewhere: list[tuple[str, str]] = field(default_factory=list)
    leave_out: str = ""
    same_as: str = ""
    hidden: bool = False
    # why a person has to be asked about the status: "word", "colour", "closed by", "conflict", "struck", …
    doubt: str = ""
    colour: str = ""
    colour_cell: str = ""
    number_was_date: bool = False  # "7-Jan", which was typed as "7-1"
    band: str = ""  # the words of the band above it
    parent_id: str = ""
    own_ids: tuple[str, ...] = ()

    @property
    def is_cause(self) -> bool:
        """Whether it is a cause of concern, which has no action."""
        return "cause of concern" in self.kind

    @property
    def words(self) -> str:
        """All words of updates and notes, to look for names in."""
        return " ".join([*(update.text for update in self.updates), *(note.text for note in self.notes)])

    def read(self) -> ReadRow:
        """Return the row as read."""
        return ReadRow(
            sheet=self.grid.name,
            rows=tuple(row + 1 for row in self.rows),
            inspection=self.inspection.key,
            inspection_title=self.inspection.title,
            inspection_published_on=self.inspection.published_on,
            kind=self.kind,
            reference=self.reference,
            reference_printed=self.reference_printed,
            part=self.part,
            text=self.text,
            text_is=self.text_is,
            status=self.status,
            status_printed=self.status_printed,
            status_cell=self.status_cell,
            status_suggested=self.status_suggested,
            closed_by=self.closed_by,
            closed_on=self.closed_on,
            closing_level=self.closing_level,
            waiting_for=self.waiting_for,
            original_deadline=self.original.read() if self.original else None,
            revised_deadlines=tuple(found.read() for found in self.revised),
            local_target=self.local_target.read() if self.local_target else None,
            lead_printed=self.lead,
            lead_cell=self.lead_cell,
            updates=tuple(update.read() for update in self.updates),
            evidence=tuple(self.evidence),
            notes=tuple(self.notes),
            references_elsewhere=tuple(self.elsewhere),
            leave_out=self.leave_out,
            same_as=self.same_as,
            hidden=self.hidden,
        )


def newest_update(draft: Draft) -> DraftUpdate | None:
    """Return an item's newest entry: by its day or period, else the last."""
    dated = [update for update in draft.updates if update.last_day]
    if dated:
        return max(reversed(dated), key=lambda update: update.last_day or datetime.date.min)
    return draft.updates[-1] if draft.updates else None
