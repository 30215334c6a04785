"""Read a tracker: recognise its tables, settle its columns, read and match its items, and ask what is not settled."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from recommendations.reading.errors import UnreadableFile
from recommendations.reading.sheets.grid import Grid, letter
from recommendations.reading.sheets.read_sheets import read_sheets, saved_on
from recommendations.reading.trackers.columns import settle_columns
from recommendations.reading.trackers.deadlines import has_deadlines
from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.headings import Meaning
from recommendations.reading.trackers.inspections import InspectionNames, NamedInspection
from recommendations.reading.trackers.items import ItemReader, number_parts
from recommendations.reading.trackers.known import Known
from recommendations.reading.trackers.leavings import ignored_cells
from recommendations.reading.trackers.orders import orders_of
from recommendations.reading.trackers.questions import ask
from recommendations.reading.trackers.questions.case import Case
from recommendations.reading.trackers.results import ReadColumn, ReadSheet, TrackerReading
from recommendations.reading.trackers.statuses import StatusReader, doubt_contradictions
from recommendations.reading.trackers.tables import Column, Table, column_key, find_table
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
    tables = find_tables(read_sheets(content), columns or {})
    return read_tables(tables, saved_on(content), known=known, answers=answers)


def find_tables(grids: Sequence[Grid], columns: Mapping[str, str]) -> list[Table]:
    """Return the table of each sheet. Raises UnreadableFile if no sheet holds recommendations."""
    tables = [find_table(grid) for grid in grids]
    for table in tables:
        settle_columns(table, columns)
        if not _holds_items(table):
            table.records = []
    if not any(table.records for table in tables):
        raise UnreadableFile(NOTHING_FOUND)
    return tables


def _holds_items(table: Table) -> bool:
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
    tables: list[Table], saved: datetime.date | None, *, known: Known, answers: Mapping[str, str]
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
        found = [
            reader.read(record, named) for record, named in zip(table.records, _inspections(table, sheets), strict=True)
        ]
        _match_by_texts(found, reader, names)
        number_parts(found)
        statuses = StatusReader(table, legend, known.statuses)
        for record, draft in zip(table.records, found, strict=True):
            statuses.read(draft, list(record.columns or table.columns))
        doubt_contradictions(found)
        if table.grid.hidden:
            older.append((table, found))
        else:
            drafts += found
    case = Case(known, answers, as_at, tables, drafts, older, doubtful)
    questions = ask(case)
    return TrackerReading(
        as_at=as_at,
        as_at_from=as_at_from,
        sheets=tuple(_sheet(table) for table in tables),
        rows=tuple(draft.read() for draft in case.drafts),
        questions=tuple(questions),
        ignored=tuple(ignored_cells(tables, case.older)),
    )


def _inspections(table: Table, sheets: SheetInspections) -> list[NamedInspection]:
    """Return the inspection of each record: by its column, the band above it, or its sheet."""
    grid = table.grid
    column = next((found for found in table.columns if found.meaning is Meaning.INSPECTION), None)
    day = next((found for found in table.columns if found.meaning is Meaning.PUBLISHED), None)
    found: list[NamedInspection] = []
    for record in table.records:
        row = record.rows[0]
        place = table.place(row, column.index) if column else None
        text = grid.text(*place) if place else ""
        if text and place:
            value = grid.value(row, day.index) if day else None
            published = value.date() if isinstance(value, datetime.datetime) else value
            found.append(
                sheets.named(text, published if isinstance(published, datetime.date) else None, grid.address(*place))
            )
        elif record.band is not None:
            found.append(sheets.named(grid.text(*record.band), None, grid.address(*record.band)))
        elif column and found:
            found.append(found[-1])
        else:
            found.append(sheets.of(grid.name))
    return found


def _match_by_texts(drafts: list[Draft], reader: ItemReader, names: InspectionNames) -> None:
    """Match the items of an inspection that no name tells to a report that has the same recommendations."""
    groups: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if not draft.inspection.slug:
            groups[draft.inspection.key].append(draft)
    for group in groups.values():
        known = names.by_texts([(draft.reference.rsplit(" ", 1)[-1], draft.text) for draft in group])
        if known is None:
            continue
        for draft in group:
            draft.inspection = replace(draft.inspection, slug=known.slug, published_on=known.published_on)
            reader.match(draft)


def _sheet(table: Table) -> ReadSheet:
    holds = bool(table.records)
    what = (
        "cards, one for each recommendation"
        if table.is_cards
        else "a table of recommendations"
        if holds
        else "no table of recommendations"
    )
    return ReadSheet(
        name=table.grid.name,
        holds_data=holds,
        what=what,
        hidden=table.grid.hidden,
        header_rows=tuple(row + 1 for row in table.header_rows),
        columns=tuple(_column(table, column) for column in table.columns) if holds else (),
    )


def _column(table: Table, column: Column) -> ReadColumn:
    values = (
        table.grid.text(record.rows[0] if column.row is None else column.row, column.index)
        for record in table.records[:200]
    )
    return ReadColumn(
        key=column_key(table, column),
        letter=letter(column.index),
        heading=column.heading,
        meaning=column.meaning.value,
        why=column.why,
        certain=column.certain,
        first_value=next((value for value in values if value), ""),
    )
