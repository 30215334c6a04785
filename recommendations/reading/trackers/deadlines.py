"""Read the deadlines of an item. A deadline of the register is never overwritten; a month is never made into a day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from recommendations.reading.trackers.draft import Draft, DraftDate
from recommendations.reading.trackers.headings import Meaning
from recommendations.reading.trackers.labels import AFI
from recommendations.reading.trackers.printed_dates import dates_in
from recommendations.reading.trackers.table import SheetColumn, SheetTable
from recommendations.reading.trackers.updates import says_nothing
from recommendations.reading.wording import last_of_month

INSPECTORATE, LOCAL = "inspectorate", "local"
_REVISED = re.compile(r"\b(?:revised|extended|changed|moved|now)\b|→|->", re.I)
_WAS = re.compile(r"\b(?:was|originally|previously|from)\b", re.I)
_HMI = re.compile(r"\bhmi(?:c|cfrs|s)?\b|\binspectorate\b", re.I)
_OWN_DATE = re.compile(r"\bdue\b|\bhmi", re.I)  # columns that say whose dates they hold, for an AFI too
_AT_ONCE = re.compile(r"immediate|asap|as soon as|straight ?away", re.I)
_IN_TEXT = re.compile(r"^\s*(?:as soon as possible,? and )?(?:by|no later than|before)\s+(?:the end of\s+)?", re.I)
_DATED = frozenset(
    [Meaning.DEADLINE, Meaning.DEADLINE_WORDING, Meaning.LOCAL_TARGET, Meaning.REVISED_DEADLINE, Meaning.CLOSED_ON]
)


def has_deadlines(table: SheetTable) -> bool:
    """Whether a table has a column for deadlines, targets or days of closing."""
    return not _DATED.isdisjoint(column.meaning for column in table.columns)


class DeadlineReader:
    """Reads the deadlines of the records of one table."""

    def __init__(self, table: SheetTable, orders: Mapping[int, bool], *, dates_elsewhere: bool) -> None:
        self.table, self.grid, self.orders = table, table.grid, orders
        # the words of a recommendation give its deadline only where the file has no column for deadlines
        self.has_dates = dates_elsewhere or has_deadlines(table)

    def read(self, draft: Draft, columns: dict[Meaning, list[SheetColumn]]) -> None:
        """Add the original and revised deadlines and the local target of an item."""
        for column in columns[Meaning.DEADLINE]:
            self._deadline(draft, column)
        for column in columns[Meaning.DEADLINE_WORDING]:
            self._wording(draft, column)
        for column in columns[Meaning.LOCAL_TARGET]:
            self._local(draft, column)
        self._revised(draft, columns)
        if not self.has_dates and not self.table.is_cards:
            self._from_text(draft)
            self._struck_in_updates(draft, columns)
        if draft.original and draft.item and draft.original.date is None:
            self._as_register(draft)

    def date_of(self, draft: Draft, column: SheetColumn) -> DraftDate | None:
        """Return the only date of a cell; None if the cell is empty or holds a dash."""
        found = self.dates_of(draft, column)
        return found[-1] if found else None

    def dates_of(self, draft: Draft, column: SheetColumn) -> list[DraftDate]:
        """Return the dates of a cell in its order; one without a day for words that name none."""
        row = draft.rows[0] if column.row is None else column.row
        place = self.table.place(row, column.index)
        value, text, cell = self.grid.value(*place), self.grid.text(*place), self.grid.address(*place)
        if not text or says_nothing(text):
            return []
        if isinstance(value, datetime.date):
            day = value.date() if isinstance(value, datetime.datetime) else value
            if self.grid.shows_month(*place):
                return [DraftDate(text, None, cell, period=(day.replace(day=1), last_of_month(day.year, day.month)))]
            return [DraftDate(text, day, cell, struck_through=self.grid.mark(*place).struck)]
        mark = self.grid.mark(*place)
        struck = " ".join(piece for piece, is_struck in mark.pieces if is_struck)
        found = [
            DraftDate(
                day.printed, day.date, cell, struck_through=mark.struck or day.printed in struck, period=day.period
            )
            for day in dates_in(text, month_first=self.orders.get(column.index, False))
        ]
        if len(found) == 1:
            found[0].printed = text
        return found or [DraftDate(text, None, cell)]

    def _deadline(self, draft: Draft, column: SheetColumn) -> None:
        found = self.dates_of(draft, column)
        if not found:
            return
        first, later = _in_order(found, found[0].printed if len(found) == 1 else self._text(draft, column))
        if draft.kind == AFI and not _OWN_DATE.search(column.heading):
            if draft.local_target is None:
                draft.local_target = first
            draft.revised += later
            return
        if draft.is_cause and first.date is None:
            return
        if draft.original is None or draft.original.date is None:
            draft.original = first
        draft.revised += later

    def _text(self, draft: Draft, column: SheetColumn) -> str:
        row = draft.rows[0] if column.row is None else column.row
        return self.grid.text(*self.table.place(row, column.index))

    def _wording(self, draft: Draft, column: SheetColumn) -> None:
        text = self._text(draft, column)
        if not text or says_nothing(text):
            return
        found = self.dates_of(draft, column)
        if draft.original is None:
            draft.original = found[0]
        elif _AT_ONCE.search(text):
            draft.original = DraftDate(text, None, draft.original.cell)  # the date beside it is the day of publication
        else:
            draft.original.printed = text

    def _local(self, draft: Draft, column: SheetColumn) -> None:
        found = self.dates_of(draft, column)
        if not found:
            return
        if len(found) > 1 and (_REVISED.search(self._text(draft, column)) or any(day.struck_through for day in found)):
            draft.revised += _in_order(found, self._text(draft, column))[1]
        elif draft.local_target is None:
            draft.local_target = found[-1]
            draft.local_target.set_by = LOCAL

    def _revised(self, draft: Draft, columns: dict[Meaning, list[SheetColumn]]) -> None:
        by, reasons = columns[Meaning.REVISED_BY], columns[Meaning.REASON]
        for number, column in enumerate(columns[Meaning.REVISED_DEADLINE]):
            for found in self.dates_of(draft, column):
                who = self._text(draft, by[number]) if number < len(by) else ""
                found.reason = self._text(draft, reasons[number]) if number < len(reasons) else ""
                found.set_by = _set_by(who) or (INSPECTORATE if "agreed with hmi" in found.printed.casefold() else "")
                draft.revised.append(found)
        note = " ".join(
            mark.note
            for column in columns[Meaning.DEADLINE]
            if (mark := self.grid.mark(draft.rows[0], column.index)).note
        )
        for found in draft.revised:
            found.reason = found.reason or note

    def _from_text(self, draft: Draft) -> None:
        """Take the deadline from the recommendation's own words, where the sheet has no column for dates."""
        match = _IN_TEXT.match(draft.text)
        if match:
            found = [day for day in dates_in(draft.text) if day.start <= match.end() + 1]
            if found and found[0].date:
                draft.original = DraftDate(draft.text[: found[0].end], found[0].date, draft.text_cell)

    def _struck_in_updates(self, draft: Draft, columns: dict[Meaning, list[SheetColumn]]) -> None:
        """Read a struck date with another after it, in a cell of updates, as a revised date."""
        for column in columns[Meaning.UPDATE]:
            for piece, is_struck in self.grid.mark(draft.rows[0], column.index).pieces:
                if is_struck and dates_in(piece):
                    text = self.grid.text(draft.rows[0], column.index)
                    rest = text[text.find(piece) + len(piece) :]
                    for day in dates_in(rest)[:1]:
                        cell = self.grid.address(draft.rows[0], column.index)
                        draft.revised.append(DraftDate(day.printed, day.date, cell, period=day.period))

    def _as_register(self, draft: Draft) -> None:
        """Take the register's day for a month that holds it: it is the published one."""
        original, item = draft.original, draft.item
        if original and item and item.deadline and original.period:
            first, last = original.period
            if first <= item.deadline <= last:
                original.date = item.deadline


def _in_order(found: list[DraftDate], text: str) -> tuple[DraftDate, list[DraftDate]]:
    """Return the first deadline of a cell and the later ones: "30 Sept 2025 (was 31/01/25)", "x revised to y"."""
    if len(found) == 1:
        return found[0], []
    struck = [day for day in found if day.struck_through]
    if struck and len(struck) < len(found):
        return struck[0], [day for day in found if not day.struck_through]
    if _WAS.search(text):
        return found[-1], found[:-1]
    return found[0], found[1:]


def _set_by(who: str) -> str:
    if not who:
        return ""
    return INSPECTORATE if _HMI.search(who) else LOCAL
