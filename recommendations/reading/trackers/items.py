"""Read the item of each record of a table: its number, text, lead, dates and history. Statuses come after."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import fuzz

from recommendations.reading.trackers.deadlines import DeadlineReader
from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.headings import Meaning
from recommendations.reading.trackers.histories import HistoryReader
from recommendations.reading.trackers.inspections import NamedInspection
from recommendations.reading.trackers.known import KnownInspection, KnownItem
from recommendations.reading.trackers.labels import (
    ACCELERATED,
    AFI,
    CAUSE,
    RECOMMENDATION,
    kind_of,
    label_of,
    reference_of,
)
from recommendations.reading.trackers.results import ReadEvidence, ReadNote
from recommendations.reading.trackers.table import SheetColumn, SheetRecord, SheetTable
from recommendations.reading.wording import plain

_SAME = 97  # per cent: the register's words, typed again
_CUT_AT = 200  # characters, from which a text that stops may have been cut
_READ_IN_EACH_ROW = (
    Meaning.UPDATE,
    Meaning.OLDER_UPDATE,
    Meaning.UPDATE_DATE,
    Meaning.UPDATE_BY,
    Meaning.EVIDENCE,
    Meaning.IGNORED,
)
_LABEL_IN_TEXT = re.compile(
    r"\s*((?:recommendation|rec|afi|area for improvement|cause of concern|coc)\s*\.?\s*\d{1,3}[a-z]?)\s*"
    r"(?:[:.)–—-]|\n)",
    re.I,
)
_NOTES = {
    Meaning.OFFICE_COMMENT: "office comment",
    Meaning.RESPONSE: "response",
    Meaning.NOTE: "note",
    Meaning.ACCEPTANCE: "acceptance",
    Meaning.PER_CENT: "per cent",
    Meaning.SHORT_TITLE: "title",
    Meaning.DEADLINE_WORDING: "deadline in words",
}


class ItemReader:
    """Reads the records of one table."""

    def __init__(
        self, table: SheetTable, known: dict[str, KnownInspection], orders: Mapping[int, bool], *, dates_elsewhere: bool
    ) -> None:
        self.table, self.grid, self.known = table, table.grid, known
        self.by_meaning = _by_meaning(table.columns)
        self._items = {slug: {item.reference: item for item in found.items} for slug, found in known.items()}
        self.deadlines = DeadlineReader(table, orders, dates_elsewhere=dates_elsewhere)
        self.histories = HistoryReader(table, orders)
        self.kind_of_column = next(
            (
                kind
                for column in self.by_meaning[Meaning.REFERENCE]
                if (kind := kind_of(column.heading)) and "/" not in column.heading
            ),
            "",
        )
        self.kind_of_sheet = kind_of(self.grid.name)

    def read(self, record: SheetRecord, inspection: NamedInspection) -> Draft:
        """Return the item of a record."""
        columns = _by_meaning(record.columns) if record.columns else self.by_meaning
        draft = Draft(self.grid, record.rows, inspection)
        draft.band = self.grid.text(*record.band) if record.band else ""
        draft.hidden = not self.grid.hidden_rows.isdisjoint(record.rows)
        self._label(draft, columns)
        self._texts(draft, columns)
        self.deadlines.read(draft, columns)
        self.histories.read(draft, columns)
        self._notes(draft, columns)
        return draft

    def text(self, draft: Draft, column: SheetColumn) -> str:
        """Return what a column says of an item, in its first row."""
        row = draft.rows[0] if column.row is None else column.row
        return self.grid.text(*self.table.place(row, column.index))

    def cell(self, draft: Draft, column: SheetColumn) -> str:
        """Return the address of that cell."""
        row = draft.rows[0] if column.row is None else column.row
        return self.grid.address(*self.table.place(row, column.index))

    def _first(self, draft: Draft, columns: list[SheetColumn]) -> tuple[str, str]:
        for column in columns:
            if text := self.text(draft, column):
                return text, self.cell(draft, column)
        return "", ""

    def _label(self, draft: Draft, columns: dict[Meaning, list[SheetColumn]]) -> None:
        draft.reference_printed, draft.reference_cell = self._first(draft, columns[Meaning.REFERENCE])
        if not draft.reference_printed:
            self._label_in_text(draft, columns)
        kind_text, _cell = self._first(draft, columns[Meaning.KIND])
        label = label_of(draft.reference_printed)
        title = draft.inspection.title
        draft.kind = (
            kind_of(kind_text)
            or (label.kind if label else "")
            or self.kind_of_column
            or self.kind_of_sheet
            or (AFI if "peel" in title.casefold() else RECOMMENDATION)
        )
        if label is None:
            draft.reference = draft.reference_printed
        else:
            draft.reference, draft.part = reference_of(draft.kind, label.number), label.part
        self._turned_into_date(draft, columns)
        part, _cell = self._first(draft, columns[Meaning.PART])
        if part and (found := label_of(part.split("\n")[0].split(" ")[0])):
            draft.part = f"{found.number}{found.part}"
        self.match(draft)

    def _label_in_text(self, draft: Draft, columns: dict[Meaning, list[SheetColumn]]) -> None:
        """Take the number from the words themselves: "Recommendation 3: …"."""
        text, cell = self._first(draft, columns[Meaning.TEXT])
        if match := _LABEL_IN_TEXT.match(text):
            draft.reference_printed, draft.reference_cell = match[1], cell

    def _turned_into_date(self, draft: Draft, columns: dict[Meaning, list[SheetColumn]]) -> None:
        """Read "7-Jan", which Excel made of "7-1", as part 1 of recommendation 7."""
        for column in columns[Meaning.REFERENCE]:
            place = self.table.place(draft.rows[0], column.index)
            value = self.grid.value(*place)
            if isinstance(value, datetime.date) and self.grid.shows_no_year(*place):
                draft.reference, draft.part = reference_of(draft.kind, str(value.day)), chr(96 + value.month)
                draft.number_was_date = True

    def match(self, draft: Draft) -> None:
        """Match an item to the register's, where its inspection is known; else keep its part in its reference."""
        inspection = self.known.get(draft.inspection.slug)
        if inspection is None:
            if draft.part and draft.reference and "." not in draft.part and draft.reference[-1:].isdigit():
                draft.reference, draft.part = f"{draft.reference}{draft.part}", ""
            return
        number = draft.reference.rsplit(" ", 1)[-1]
        prefix = {AFI: "afi-", CAUSE: "coc-", ACCELERATED: "coc-"}.get(draft.kind, "")
        items = self._items[inspection.slug]
        for reference in dict.fromkeys(
            (f"{prefix}{number}{draft.part}", f"{prefix}{number}", f"{number}{draft.part}", number)
        ):
            if reference in items:
                draft.item, draft.reference = items[reference], reference
                draft.part = "" if reference.endswith(draft.part or "-") else draft.part
                draft.kind = draft.item.kind or draft.kind
                return

    def _texts(self, draft: Draft, columns: dict[Meaning, list[SheetColumn]]) -> None:
        draft.text, draft.text_cell = self._first(draft, columns[Meaning.TEXT] or columns[Meaning.SHORT_TITLE])
        part, _cell = self._first(draft, columns[Meaning.PART])
        if part and not columns[Meaning.PARENT]:
            draft.text = f"{draft.text}\n{part}".strip()
        draft.text_is = likeness(draft.text, draft.item)
        draft.lead, draft.lead_cell = self._first(draft, columns[Meaning.LEAD])
        draft.addressee, _cell = self._first(draft, columns[Meaning.ADDRESSEE])
        draft.force, _cell = self._first(draft, columns[Meaning.FORCE])
        draft.acceptance, _cell = self._first(draft, columns[Meaning.ACCEPTANCE])
        draft.closed_by_printed, _cell = self._first(draft, columns[Meaning.CLOSED_BY])
        draft.closing_level, _cell = self._first(draft, columns[Meaning.CLOSING_LEVEL])
        draft.parent_id, _cell = self._first(draft, columns[Meaning.PARENT])
        draft.elsewhere = [
            (column.heading, text) for column in columns[Meaning.ELSEWHERE] if (text := self.text(draft, column))
        ]
        draft.own_ids = tuple(text for _heading, text in draft.elsewhere)
        for column in columns[Meaning.CLOSED_ON]:
            found = self.deadlines.date_of(draft, column)
            draft.closed_on = draft.closed_on or (found.date if found else None)

    def _notes(self, draft: Draft, columns: dict[Meaning, list[SheetColumn]]) -> None:
        for meaning, kind in _NOTES.items():
            if meaning is Meaning.SHORT_TITLE and not columns[Meaning.TEXT]:
                continue
            for column in columns[meaning]:
                text, cell = self.text(draft, column), self.cell(draft, column)
                if text:
                    draft.notes.append(ReadNote(_with_heading(column, text, meaning), cell, kind))
        for meaning, kind in (
            (Meaning.ADDRESSEE, "addressed to"),
            (Meaning.FORCE, "force"),
            (Meaning.CLOSED_BY, "closed by"),
        ):
            for column in columns[meaning]:
                if text := self.text(draft, column):
                    draft.notes.append(ReadNote(_with_heading(column, text, meaning), self.cell(draft, column), kind))
        self._rows_below(draft, columns)
        self._evidence(draft, columns)
        if self.grid.marks:
            self._marks(draft)

    def _rows_below(self, draft: Draft, columns: dict[Meaning, list[SheetColumn]]) -> None:
        """Keep what the further rows of an item say beside their updates."""
        for column in self.table.columns if len(draft.rows) > 1 and not self.table.is_cards else ():
            if column.meaning in _READ_IN_EACH_ROW:
                continue
            first = self.text(draft, column)
            for row in draft.rows[1:]:
                text = self.grid.text(row, column.index)
                if text and text != first and self.table.place(row, column.index)[0] == row:
                    draft.notes.append(
                        ReadNote(f"{column.heading}: {text}", self.grid.address(row, column.index), "row below")
                    )

    def _evidence(self, draft: Draft, columns: dict[Meaning, list[SheetColumn]]) -> None:
        for column in columns[Meaning.EVIDENCE]:
            for row in draft.rows if column.row is None else [column.row]:
                place = self.table.place(row, column.index)
                if place[0] != row:
                    continue
                text, links = self.grid.text(*place), self.grid.mark(*place).links
                address = links[0] if links else text if text.startswith(("http://", "https://")) else ""
                if text or address:
                    draft.evidence.append(ReadEvidence(text or address, address, self.grid.address(*place)))

    def _marks(self, draft: Draft) -> None:
        """Keep cell notes, and links outside the columns of evidence."""
        evidence = {column.index for column in self.by_meaning[Meaning.EVIDENCE]}
        for row in draft.rows:
            for column in range(len(self.grid.rows[row])):
                mark = self.grid.marks.get((row, column))
                if mark is None:
                    continue
                if mark.note:
                    draft.notes.append(ReadNote(mark.note, self.grid.address(row, column), "cell note"))
                if mark.links and column not in evidence:
                    text = self.grid.text(row, column)
                    for link in mark.links:
                        if not link.startswith("mailto:"):
                            draft.evidence.append(ReadEvidence(text[:200], link, self.grid.address(row, column)))


def _by_meaning(columns: tuple[SheetColumn, ...]) -> dict[Meaning, list[SheetColumn]]:
    found: dict[Meaning, list[SheetColumn]] = defaultdict(list)
    for column in columns:
        found[column.meaning].append(column)
    return found


def _with_heading(column: SheetColumn, text: str, meaning: Meaning) -> str:
    if meaning in (Meaning.OFFICE_COMMENT, Meaning.RESPONSE):
        return text
    return f"{column.heading}: {text}" if column.heading else text


def likeness(text: str, item: KnownItem | None) -> str:
    """Return how an item's text relates to the register's."""
    if item is None:
        return "source only"
    found, whole = plain(text), plain(item.text)
    if found == whole or fuzz.ratio(found, whole) >= _SAME:
        return "verbatim"
    start = whole[: len(found)]
    if len(found) >= _CUT_AT and fuzz.ratio(found, start) >= _SAME:
        return "cut"
    return "verbatim" if len(found) > 30 and found in whole else "paraphrase"
