"""Match rows that have lost their hidden key to the actions of a round, by report, label and text. Pure.

A row is matched where all that it says points to one action. Anything else stays unmatched, and a person decides.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from recommendations.reading.known import KnownInspection
from recommendations.reading.matching import known_report
from recommendations.reading.references import named_items
from recommendations.reading.trackers.known import Known, KnownItem
from recommendations.reading.trackers.results import ReadDate, ReadRow, TrackerReading
from recommendations.reading.wording import letters_of, plain
from recommendations.register.statuses import RECORDABLE
from recommendations.rounds.workbook_columns import EVIDENCE, EXPECTED, STATUS, WORDS
from recommendations.rounds.workbook_reader import WorkbookRow
from recommendations.rounds.workbook_sheet import ReplyCell

_TELLING = 40  # characters of a text, from which it tells one recommendation from another
_ALIKE = 92  # per cent, of texts: people shorten and retype them
_NAMES = ("inspection", "reference", "text")  # the columns by which a row is matched


@dataclass(frozen=True)
class AskedAction:
    """An action of a round, as its row names it. `reference` is that of addresses: "7", "afi-3"."""

    key: uuid.UUID
    inspection: KnownInspection  # with no items
    label: str
    reference: str
    text: str


def match_rows(rows: Iterable[WorkbookRow], asked: Sequence[AskedAction]) -> list[WorkbookRow]:
    """Return the rows; those without a key that name one action have its key now, and its names count as the office's.

    A row whose report, label and text point to different actions stays without one.
    """
    return [_matched(row, asked) if row.key is None else row for row in rows]


def _matched(row: WorkbookRow, asked: Sequence[AskedAction]) -> WorkbookRow:
    texts = {cell.column: cell.text for cell in reversed(row.cells)}
    action = action_named(texts.get("inspection", ""), texts.get("reference", ""), texts.get("text", ""), asked)
    if action is None:
        return row
    own = set(_NAMES) if _likeness(texts.get("text", ""), action) >= _ALIKE else set(_NAMES) - {"text"}
    cells = tuple(replace(cell, written=cell.written and cell.column not in own) for cell in row.cells)
    return replace(row, cells=cells, key=action.key, is_matched=True)


def action_named(report: str, label: str, text: str, asked: Sequence[AskedAction]) -> AskedAction | None:
    """Return the one action that a row names; None if it names none, several or contradicts itself.

    A report alone names nothing, and neither does a label where the round has several reports.
    """
    found = list(asked)
    if report:
        known = known_report({each.inspection.slug: each.inspection for each in asked}.values(), report)
        found = [each for each in found if known is not None and each.inspection.slug == known.slug]
    one_report = bool(report) or len({each.inspection.slug for each in asked}) == 1
    tells = False
    if label:
        found = [each for each in found if _is_label_of(label, each)]
        tells = one_report
    if len(plain(text)) >= _TELLING:
        likeness = {each.key: _likeness(text, each) for each in asked}
        most = max(likeness.values(), default=0)  # of all: another may have the very words
        found = [each for each in found if likeness[each.key] == most >= _ALIKE]
        tells = True
    return found[0] if tells and len(found) == 1 else None


def _is_label_of(label: str, action: AskedAction) -> bool:
    wanted = letters_of(label)
    if wanted in (letters_of(action.label), letters_of(action.reference)):
        return True
    kind, _dash, number = action.reference.rpartition("-")
    named = set(named_items(label))
    return (kind or "recommendation", number) in named


def _likeness(text: str, action: AskedAction) -> float:
    """Return how much of a text is that of an action, in per cent; a text that was cut at a length is all of it."""
    start = plain(text).rstrip(" ….")
    return 100 if plain(action.text).startswith(start) else fuzz.ratio(plain(text), plain(action.text))


# --- workbooks with headings of their own -------------------------------------------------------------------


def known_to_round(asked: Sequence[AskedAction], force: str, force_name: str, today: datetime.date) -> Known:
    """Return what reading a table about this round has to know: its reports with the items that were asked for."""
    items: dict[str, list[KnownItem]] = {}
    for each in asked:
        kind = "afi" if each.reference.startswith("afi") else "recommendation"
        item = KnownItem(each.reference, each.label, kind, each.text, held_here=True)
        items.setdefault(each.inspection.slug, []).append(item)
    reports = {each.inspection.slug: each.inspection for each in asked}
    return Known(
        force=force,
        force_names=(force_name,),
        today=today,
        inspections=tuple(replace(report, items=tuple(items[slug])) for slug, report in reports.items()),
        statuses={str(status.label): status.value for status in RECORDABLE},
    )


def rows_of_tracker(reading: TrackerReading, asked: Sequence[AskedAction]) -> list[WorkbookRow]:
    """Return the rows of a table with headings of its own, in the columns of a reply."""
    keys = {(each.inspection.slug, each.reference): each.key for each in asked}
    pairs = [(row, keys.get((row.inspection, row.reference))) for row in reading.rows]
    return [
        WorkbookRow(row.sheet, row.rows[0], tuple(_cells(row)), key, is_matched=key is not None) for row, key in pairs
    ]


def _cells(row: ReadRow) -> Iterable[ReplyCell]:
    for code, text in zip(_NAMES, (row.inspection_title, row.reference_printed, row.text), strict=True):
        if text:
            yield ReplyCell(code.capitalize(), text, code, written=False)
    if row.status_printed:
        yield ReplyCell(str(STATUS.heading), row.status_printed, STATUS.code)
    words = [f"{update.printed_date}: {update.text}" if update.printed_date else update.text for update in row.updates]
    if words:
        yield ReplyCell(str(WORDS.heading), "\n\n".join(words), WORDS.code)
    dates: list[ReadDate] = [date for date in (*row.revised_deadlines, row.local_target) if date]
    for place, date in enumerate(reversed(dates)):  # the last counts; the others are kept as notes
        yield ReplyCell(str(EXPECTED.heading), date.printed, "" if place else EXPECTED.code)
    for evidence in row.evidence:
        yield ReplyCell(str(EVIDENCE.heading), evidence.address or evidence.text, EVIDENCE.code)
    if row.lead_printed:
        yield ReplyCell("Lead", row.lead_printed)
    for note in row.notes:
        yield ReplyCell(note.kind.capitalize(), note.text)
