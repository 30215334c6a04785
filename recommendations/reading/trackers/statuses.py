"""Read the status of each item: by its word, else its per cent, colour or first words, by the tracker's own legend.

Where no word settles it, the status stays empty and a person is asked. An acceptance is never a status.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Mapping

from recommendations.reading.sheets.colours import colour_name
from recommendations.reading.sheets.grid import place_of
from recommendations.reading.trackers.draft import Draft, newest_update
from recommendations.reading.trackers.headings import Meaning
from recommendations.reading.trackers.table import SheetColumn, SheetTable
from recommendations.reading.trackers.wordings import (
    CLOSED,
    COMPLETE,
    FORCE,
    IN_PROGRESS,
    INSPECTORATE,
    NOT_ACCEPTED,
    NOT_STARTED,
    Legend,
    StatusReading,
    colour_of,
    is_known_word,
    status_of,
    status_of_answer,
    statuses_within,
)

_HMI = r"(?:HMICFRS|HMIC|HMI|the inspectorate)"
_CLOSED_BY_HMI = re.compile(
    rf"\bclosed by {_HMI}\b|\b{_HMI} (?:has |have )?(?:now )?closed\b|\bclosed,? (?:says|per) (?:the )?{_HMI}\b", re.I
)
_NAMES_HMI = re.compile(rf"\b{_HMI}\b", re.I)
_NAMES_FORCE = re.compile(r"\b(?:force|level [12]|self[- ]cert\w*)\b", re.I)
_SAYS_CLOSED = re.compile(r"\bclos(?:ed|ing|ure)\b|\bletter\b|\bdischarged\b", re.I)
_FIRST_WORDS = re.compile(r"^\s*([A-Za-z][A-Za-z ]{2,24}?)\s*(?:[.:;–—]|\s-\s|$)")
_ABOUT_ITEMS = re.compile(
    r"\b(?:recommendations?|recs?|afis?|items?|actions?|list|tab|tracker|sheet|hmicfrs|(?:20)?\d{2}(?:[/-]\d{2,4})?)\b",
    re.I,
)
_PER_CENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%?")
_REJECTED = re.compile(r"\b(?:reject|not accept|declin)", re.I)
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!")  # of formulas that failed


class StatusReader:
    """Reads the statuses of the items of one table."""

    def __init__(self, table: SheetTable, legend: Legend, own: Mapping[str, str]) -> None:
        self.table, self.grid, self.legend, self.own = table, table.grid, legend, own
        self.columns: dict[Meaning, list[SheetColumn]] = defaultdict(list)
        for column in table.columns:
            self.columns[column.meaning].append(column)
        has_status = any(self._filled(column) for column in self.columns[Meaning.STATUS])
        self.has_colour = bool(self.columns[Meaning.COLOUR]) and self._colours_said()
        self.has_per_cent = any(self._filled(column) for column in self.columns[Meaning.PER_CENT])
        self.has_status = has_status
        self._shares = self._per_cents_are_shares()

    def read(self, draft: Draft, columns: list[SheetColumn]) -> None:
        """Set the status of an item, or why a person has to be asked."""
        own = {column.meaning: column for column in columns} if self.table.is_cards else {}
        self._see_colour(draft)
        if self.has_status or own:
            self._by_word(draft, own)
        elif self.has_per_cent:
            self._by_per_cent(draft)
        elif self.has_colour:
            self._by_colour(draft)
        elif self.columns[Meaning.CLOSED_ON]:
            self._by_closing(draft)
        elif (place := self._place_says(draft)) is not None:
            self._take(draft, place, "word")
        else:
            self._by_first_words(draft)
        self._by_strike(draft)
        if draft.status is not None and _REJECTED.search(draft.acceptance) and draft.status == NOT_STARTED:
            draft.status, draft.status_suggested, draft.doubt = None, NOT_ACCEPTED, "rejected"
        if draft.is_cause:
            draft.status, draft.status_suggested, draft.doubt = (
                None,
                None,
                "cause" if draft.status_printed or draft.colour else "",
            )

    def _filled(self, column: SheetColumn) -> int:
        return sum(
            bool(self.grid.text(*self.table.place(record.rows[0], column.index))) for record in self.table.records
        )

    def _colours_said(self) -> bool:
        for column in self.columns[Meaning.COLOUR]:
            for record in self.table.records:
                row = record.rows[0]
                if self.grid.text(row, column.index) or colour_name(self.grid.mark(row, column.index).fill):
                    return True
        return False

    def _see_colour(self, draft: Draft) -> None:
        for column in self.columns[Meaning.COLOUR]:
            row = draft.rows[0]
            draft.colour = colour_of(self.grid.text(row, column.index)) or colour_name(
                self.grid.mark(row, column.index).fill
            )
            draft.colour_cell = self.grid.address(row, column.index)

    def _by_word(self, draft: Draft, own: dict[Meaning, SheetColumn]) -> None:
        for column in [own[Meaning.STATUS]] if Meaning.STATUS in own else self.columns[Meaning.STATUS]:
            row = self._newest_row(draft, column) if column.row is None else column.row
            place = self.table.place(row, column.index)
            text = self.grid.text(*place)
            if text and not text.startswith(_ERRORS):
                draft.status_printed, draft.status_cell = text, self.grid.address(*place)
                explained = self.legend.meaning(text)
                reading = status_of(text, self.own)
                if answer := status_of_answer(text, column.heading):
                    self._take_answer(draft, answer, text)
                    return
                if explained and not reading.is_settled:
                    reading = statuses_within(explained)
                self._take(draft, reading, "word")
                return
        draft.status_suggested = None
        draft.doubt = "no status" if draft.updates and not draft.leave_out else draft.doubt

    def _newest_row(self, draft: Draft, column: SheetColumn) -> int:
        """Return the row whose status holds, where an item has a row for each update: that of the newest update."""
        table, grid = self.table, self.grid
        rows = [row for row in draft.rows if table.place(row, column.index)[0] == row and grid.text(row, column.index)]
        if len(rows) < 2:
            return draft.rows[0]
        days = {_row_of(update.cell): update.date for update in draft.updates if update.date}
        return max(rows, key=lambda row: days.get(row, datetime.date.min))

    def _take_answer(self, draft: Draft, answer: StatusReading, text: str) -> None:
        """Take yes or no under a heading like "Complete?". No says only that it is not."""
        if answer.is_settled or answer.suggested:
            draft.status_printed = f"closed: {text}" if answer.suggested else text
            self._take(draft, answer, "word")
        else:
            draft.status_suggested = IN_PROGRESS if draft.updates else NOT_STARTED
            draft.doubt = "no status"

    def _take(self, draft: Draft, reading: StatusReading, doubt: str) -> None:
        if reading.not_here:
            draft.leave_out = draft.leave_out or f"The tracker says “{draft.status_printed or reading.status}”."
            return
        draft.status, draft.status_suggested, draft.closed_by = (
            reading.status,
            reading.suggested or None,
            reading.closed_by,
        )
        if CLOSED in (reading.status, reading.suggested):
            self._who_closed(draft)
        if draft.status is None:
            draft.doubt = "closed by" if doubt == "word" and _is_plain_closed(draft) else doubt

    def _who_closed(self, draft: Draft) -> None:
        """Set who closed an item, where the tracker says it in words."""
        printed = f"{draft.closed_by_printed} {draft.status_printed}"
        if draft.closed_by:
            pass
        elif _NAMES_HMI.search(printed):
            draft.closed_by = INSPECTORATE
        elif _NAMES_FORCE.search(printed):
            draft.closed_by = FORCE
        elif _CLOSED_BY_HMI.search(draft.words):
            draft.closed_by = INSPECTORATE
        if draft.closed_by and (draft.status == CLOSED or _is_plain_closed(draft)):
            draft.status, draft.status_suggested = CLOSED, None

    def _by_per_cent(self, draft: Draft) -> None:
        for column in self.columns[Meaning.PER_CENT]:
            row = draft.rows[0]
            value, text = self.grid.value(row, column.index), self.grid.text(row, column.index)
            match = _PER_CENT.fullmatch(text)
            if match is None:
                draft.doubt = "no status" if draft.updates else ""
                return
            share = float(match[1])
            if isinstance(value, int | float) and "%" not in text and self._shares and share <= 1:
                share *= 100
            if isinstance(value, str) and self._shares and share >= 100:
                draft.status_suggested, draft.doubt = COMPLETE, "per cent"  # typed as text among numbers
                draft.status_cell = self.grid.address(row, column.index)
                return
            draft.status = NOT_STARTED if share == 0 else COMPLETE if share >= 100 else IN_PROGRESS
            draft.status_cell = self.grid.address(row, column.index)

    def _per_cents_are_shares(self) -> bool:
        values = [
            self.grid.value(record.rows[0], column.index)
            for column in self.columns[Meaning.PER_CENT]
            for record in self.table.records
        ]
        numbers = [value for value in values if isinstance(value, int | float)]
        return bool(numbers) and sum(0 <= number <= 1 for number in numbers) > len(numbers) / 2

    def _by_colour(self, draft: Draft) -> None:
        column = self.columns[Meaning.COLOUR][0]
        row = draft.rows[0]
        text = self.grid.text(row, column.index)
        draft.status_printed = text
        draft.status_cell = self.grid.address(row, column.index)
        if not draft.colour:
            if text:
                self._take(draft, status_of(text, self.own), "word")
            return
        meaning = self.legend.meaning(draft.colour)
        words = re.sub(r"^\W*\w+\W*", "", text).strip() if colour_of(text) else text  # "BLUE - CLOSED"
        if words and is_known_word(words):
            self._take(draft, status_of(words, self.own), "word")
        elif meaning:
            self._take(draft, statuses_within(meaning), "colour")
            if draft.doubt == "colour" and {IN_PROGRESS, NOT_STARTED} >= {draft.status_suggested}:
                draft.status_suggested = IN_PROGRESS if draft.updates else NOT_STARTED
        elif draft.colour in ("red", "amber", "yellow") and text:
            draft.status = IN_PROGRESS  # said by a word, and no legend says otherwise
        else:
            draft.status_suggested = (
                IN_PROGRESS if draft.colour in ("green", "red", "amber", "yellow") and draft.updates else None
            )
            draft.doubt = "colour"
        if draft.doubt == "colour" and draft.status_suggested == IN_PROGRESS and _proposes_closure(draft):
            draft.status_suggested = COMPLETE

    def _place_says(self, draft: Draft) -> StatusReading | None:
        """Return the status that a sheet or a band gives to all of its rows: "Closed", "Completed actions"."""
        for words in (draft.band, self.grid.name):
            plain_words = _ABOUT_ITEMS.sub(" ", words).strip()
            reading = status_of(plain_words)
            if plain_words and (reading.is_settled or reading.suggested == CLOSED):
                draft.status_printed = words
                return reading
        return None

    def _by_closing(self, draft: Draft) -> None:
        """Read a list of finished items: closed where the inspectorate says so, else complete."""
        draft.status_printed = draft.closed_by_printed
        if _NAMES_HMI.search(draft.closed_by_printed):
            draft.status, draft.closed_by = CLOSED, INSPECTORATE
        elif draft.closed_by_printed or draft.closed_on:
            draft.status = COMPLETE

    def _by_first_words(self, draft: Draft) -> None:
        """Read the first words of the newest update, where they are a status: "Completed – checks at 92%"."""
        newest = newest_update(draft)
        match = _FIRST_WORDS.match(newest.text) if newest else None
        reading = status_of(match[1]) if match else StatusReading()
        if newest and match and (reading.is_settled or reading.suggested == CLOSED):
            draft.status_printed, draft.status_cell = match[1], newest.cell
            self._take(draft, reading, "word")
        elif newest:
            draft.status_suggested, draft.doubt = IN_PROGRESS, "no status"

    def _by_strike(self, draft: Draft) -> None:
        """Ask about an item that is crossed out, where a legend says that this means closed."""
        meaning = status_of(self.legend.struck) if self.legend.struck else StatusReading()
        struck = any(
            self.grid.mark(draft.rows[0], column.index).struck
            for meaning_ in (Meaning.TEXT, Meaning.REFERENCE)
            for column in self.columns[meaning_]
        )
        wanted = meaning.status or meaning.suggested
        if struck and wanted and not (draft.status == wanted and draft.closed_by):
            draft.status, draft.status_suggested, draft.doubt = None, wanted, "struck"


def _row_of(cell: str) -> int:
    """Return the row of "Sheet!G10", counted from 0."""
    return place_of(cell.rpartition("!")[2])[0]


def _is_plain_closed(draft: Draft) -> bool:
    return draft.status_suggested == CLOSED and bool(re.search(r"\bclosed\b", draft.status_printed, re.I))


def _proposes_closure(draft: Draft) -> bool:
    return any(re.search(r"\bpropose[ds]? (?:to close|for closure|closure)\b", note.text, re.I) for note in draft.notes)
