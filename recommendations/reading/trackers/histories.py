"""Read the updates of an item: from columns of updates, columns by month, and rows of updates with their dates."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from recommendations.reading.trackers.draft import Draft, DraftUpdate
from recommendations.reading.trackers.headings import Meaning, period_of, plain_heading
from recommendations.reading.trackers.printed_dates import FoundDate, dates_in
from recommendations.reading.trackers.results import ReadNote
from recommendations.reading.trackers.table import SheetColumn, SheetTable
from recommendations.reading.trackers.updates import Entry, entries_in, says_nothing, says_nothing_came
from recommendations.reading.trackers.wordings import says_not_here

_FINAL = ("final", "closing", "closure")


class HistoryReader:
    """Reads the updates of the records of one table."""

    def __init__(self, table: SheetTable, orders: Mapping[int, bool]) -> None:
        self.table, self.grid, self.orders = table, table.grid, orders
        self._headings: dict[str, FoundDate | None] = {}

    def read(self, draft: Draft, columns: dict[Meaning, list[SheetColumn]]) -> None:
        """Add the item's updates, older ones first."""
        for column in columns[Meaning.OLDER_UPDATE]:
            self._column(draft, column, columns, older=True)
        for column in columns[Meaning.UPDATE]:
            self._column(draft, column, columns, older=False)

    def _column(
        self, draft: Draft, column: SheetColumn, columns: dict[Meaning, list[SheetColumn]], *, older: bool
    ) -> None:
        for row in draft.rows if column.row is None else [column.row]:
            place = self.table.place(row, column.index)
            if place[0] != row and column.row is None:
                continue
            text = self.grid.text(*place)
            if not text or says_nothing(text):
                continue
            cell = self.grid.address(*place)
            if says_not_here(text.partition("\n")[0]):
                draft.notes.append(ReadNote(text, cell, "remark"))
                draft.leave_out = draft.leave_out or f"The tracker says “{text}”."
                continue
            if says_nothing_came(text):
                draft.notes.append(ReadNote(f"{column.heading}: {text}", cell, "remark"))
                continue
            for entry in entries_in(text, month_first=self.orders.get(column.index, False)):
                update = self._update(entry, column, cell, older)
                if not older and not update.printed_date:
                    self._date_beside(draft, update, row, columns, column)
                draft.updates.append(update)

    def _update(self, entry: Entry, column: SheetColumn, cell: str, older: bool) -> DraftUpdate:
        found = entry.found or self._heading(column)
        return DraftUpdate(
            text=entry.text,
            cell=cell,
            date=found.date if found else None,
            printed_date=found.printed if found else "",
            period=found.period if found else None,
            who=entry.who,
            older=older,
            is_impossible=bool(found and found.is_impossible),
            column=column.heading,
        )

    def _date_beside(
        self,
        draft: Draft,
        update: DraftUpdate,
        row: int,
        columns: dict[Meaning, list[SheetColumn]],
        column: SheetColumn,
    ) -> None:
        """Take the date and the reporter from the columns beside the update."""
        dates = columns[Meaning.UPDATE_DATE]
        if not dates and plain_heading(column.heading).startswith(_FINAL):
            dates = columns[Meaning.CLOSED_ON]
        if dates:
            beside = min(dates, key=lambda found: abs(found.index - column.index))
            self._take_date(update, beside, row)
        for found in columns[Meaning.UPDATE_BY] or (
            columns[Meaning.CLOSED_BY] if not columns[Meaning.UPDATE_DATE] and dates else []
        ):
            place = self.table.place(row if found.row is None else found.row, found.index)
            update.who = update.who or self.grid.text(*place)

    def _take_date(self, update: DraftUpdate, column: SheetColumn, row: int) -> None:
        place = self.table.place(row if column.row is None else column.row, column.index)
        value, text = self.grid.value(*place), self.grid.text(*place)
        if isinstance(value, datetime.date) and not self.grid.shows_month(*place):
            update.date = value.date() if isinstance(value, datetime.datetime) else value
            update.printed_date = text
        elif text:
            found = dates_in(text, month_first=self.orders.get(column.index, False))
            update.printed_date = text
            if found:
                update.date, update.period = found[0].date, found[0].period
                update.is_impossible = found[0].is_impossible

    def _heading(self, column: SheetColumn) -> FoundDate | None:
        """Return the month or quarter that a heading names: "March 2026 update"."""
        if column.heading not in self._headings:
            own = column.heading.removeprefix(column.above).strip()
            found = dates_in(column.heading)
            self._headings[column.heading] = period_of(own, column.above) or (found[0] if found else None)
        return self._headings[column.heading]
