"""Read a tracker: recognise its tables, settle its columns, read and match its items, and ask what is not settled."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from recommendations.reading.errors import UnreadableFile
from recommendations.reading.sheets.grid import Grid
from recommendations.reading.sheets.read_sheets import read_sheets, saved_on
from recommendations.reading.trackers.columns import settle_columns
from recommendations.reading.trackers.contradictions import doubt_contradictions
from recommendations.reading.trackers.deadlines import has_deadlines
from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.headings import Meaning
from recommendations.reading.trackers.inspections import InspectionNames
from recommendations.reading.trackers.items import ItemReader
from recommendations.reading.trackers.known import Known
from recommendations.reading.trackers.leavings import ignored_cells, taken_unasked
from recommendations.reading.trackers.numbering import each_number, number_parts
from recommendations.reading.trackers.orders import orders_of
from recommendations.reading.trackers.overview import overview
from recommendations.reading.trackers.placing import (
    contradicted,
    match_by_texts,
    match_single_texts,
    named_inspections,
    note_themes,
)
from recommendations.reading.trackers.questions import ask
from recommendations.reading.trackers.questions.case import Case
from recommendations.reading.trackers.results import TrackerReading
from recommendations.reading.trackers.statuses import StatusReader
from recommendations.reading.trackers.table import SheetTable
from recommendations.reading.trackers.tables import find_tables
from recommendations.reading.trackers.workbook import SheetInspections, day_of_list, legend_of

NOTHING_FOUND = (
    "No table of recommendations was found in this file. A tracker needs a row of headings such as “Ref”, "
    "“Recommendation” and “Status” above its rows."
)


def read_tracker(
    content: bytes, name: str, *, known: Known, answers: Mapping[str, str], columns: Mapping[str, str] | None = None
) -> TrackerReading:
    """Return what a tracker says. The same file, register, answers and columns give the same reading.

    `answers` maps the key of a question to the value of a choice, or to an ISO date; `columns` maps the key of a column
    to the meaning that a person chose. Raises UnreadableFile for a file that is no tracker. `name` is not used to tell
    what the file is.
    """
    tables = recognise(read_sheets(content), columns or {})
    return read_tables(tables, saved_on(content), known=known, answers=answers)


def recognise(grids: Sequence[Grid], columns: Mapping[str, str]) -> list[SheetTable]:
    """Return the tables of all sheets. Raises UnreadableFile if no sheet holds recommendations."""
    tables = [table for grid in grids for table in find_tables(grid)]
    for table in tables:
        settle_columns(table, columns)
        if not _holds_items(table):
            table.records = []
    if not any(table.records for table in tables):
        raise UnreadableFile(NOTHING_FOUND)
    return tables


def _holds_items(table: SheetTable) -> bool:
    meanings = {column.meaning for column in table.columns}
    says_what = meanings & {Meaning.TEXT, Meaning.REFERENCE, Meaning.SHORT_TITLE}
    says_more = meanings & {
        Meaning.STATUS,
        Meaning.COLOUR,
        Meaning.UPDATE,
        Meaning.DEADLINE,
        Meaning.LEAD,
        Meaning.CLOSED_ON,
        Meaning.PER_CENT,
        Meaning.ADDRESSEE,
        Meaning.LOCAL_TARGET,
        Meaning.INSPECTION,
    }
    return bool(says_what and says_more and table.records)


def read_tables(
    tables: list[SheetTable], saved: datetime.date | None, *, known: Known, answers: Mapping[str, str]
) -> TrackerReading:
    """Return the reading of the tables of a file."""
    as_at, as_at_from = day_of_list(tables, saved)
    names = InspectionNames(known)
    sheets = SheetInspections(tables, names)
    legend = legend_of(tables)
    inspections = {inspection.slug: inspection for inspection in known.inspections}
    orders, doubtful = orders_of([table for table in tables if table.records], answers)
    drafts: list[Draft] = []
    older = []
    for table in tables:
        if not table.records:
            continue
        elsewhere = any(has_deadlines(other) for other in tables if other.records)
        reader = ItemReader(table, inspections, orders[id(table)], dates_elsewhere=elsewhere)
        named = named_inspections(table, sheets)
        found = [reader.read(record, inspection) for record, inspection in zip(table.records, named, strict=True)]
        if wrong := contradicted(found):
            named = [replace(one, slug="", published_on=None) if one.slug in wrong else one for one in named]
            found = [reader.read(record, inspection) for record, inspection in zip(table.records, named, strict=True)]
        note_themes(found, table, sheets)
        match_by_texts(found, reader, names)
        match_single_texts(found, reader, names)
        number_parts(found)
        statuses = StatusReader(table, legend, known.statuses)
        for record, draft in zip(table.records, found, strict=True):
            statuses.read(draft, list(record.columns or table.columns))
        doubt_contradictions(found)
        found = list(each_number(found, reader))
        if table.grid.hidden:
            older.append((table, found))
        else:
            drafts += found
    case = Case(known, answers, as_at, tables, drafts, older, doubtful)
    questions = ask(case)
    return TrackerReading(
        as_at=as_at,
        as_at_from=as_at_from,
        sheets=tuple(overview(tables)),
        rows=tuple(draft.read() for draft in case.drafts),
        questions=tuple(questions),
        ignored=(*ignored_cells(tables, case.older), *taken_unasked(case.spared)),
    )
