"""Place each record in its inspection: by its column, the band above it, its sheet, or the texts of its items."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.headings import Meaning
from recommendations.reading.trackers.inspections import InspectionNames, NamedInspection
from recommendations.reading.trackers.items import ItemReader, likeness
from recommendations.reading.trackers.results import ReadNote
from recommendations.reading.trackers.table import SheetTable
from recommendations.reading.trackers.workbook import SheetInspections
from recommendations.reading.wording import plain

_DITTO = ('"', "''", "”", "〃", "ditto", "as above", "same", "-")
_ENOUGH = 3  # items that have to differ before a name is not believed
_ALIKE = 50  # per cent: a paraphrase has at least this much in common
_TELLING = 60  # characters of a text, from which it tells one recommendation from another


def named_inspections(table: SheetTable, sheets: SheetInspections) -> list[NamedInspection]:
    """Return the inspection of each record."""
    grid = table.grid
    column = next((found for found in table.columns if found.meaning is Meaning.INSPECTION), None)
    day = next((found for found in table.columns if found.meaning is Meaning.PUBLISHED), None)
    themes = bands_are_themes(table, sheets)
    found: list[NamedInspection] = []
    for record in table.records:
        row = record.rows[0]
        place = table.place(row, column.index) if column else None
        text = grid.text(*place) if place else ""
        text = "" if text.casefold() in _DITTO else text
        if text and place and sheets.names.tells(text):
            value = grid.value(row, day.index) if day else None
            published = value.date() if isinstance(value, datetime.datetime) else value
            found.append(
                sheets.named(text, published if isinstance(published, datetime.date) else None, grid.address(*place))
            )
        elif record.band is not None and not themes:
            found.append(sheets.named(grid.text(*record.band), None, grid.address(*record.band)))
        elif column and found and not text:
            found.append(found[-1])
        else:
            found.append(sheets.of(grid.name))
    return found


def bands_are_themes(table: SheetTable, sheets: SheetInspections) -> bool:
    """Whether the bands of a table name themes of one inspection, which its sheet names."""
    texts = {table.grid.text(*record.band) for record in table.records if record.band is not None}
    return bool(texts) and not any(map(sheets.names_inspection, texts)) and sheets.is_about_one(table.grid.name)


def note_themes(drafts: Sequence[Draft], table: SheetTable, sheets: SheetInspections) -> None:
    """Keep the bands that name no inspection as notes of the rows below them."""
    if not bands_are_themes(table, sheets):
        return
    for draft, record in zip(drafts, table.records, strict=True):
        if record.band is not None:
            draft.notes.append(ReadNote(table.grid.text(*record.band), table.grid.address(*record.band), "heading"))


def contradicted(drafts: Sequence[Draft]) -> set[str]:
    """Return the reports that were matched by a name, and whose recommendations are none of the items."""
    groups: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.inspection.slug and draft.item is not None and len(draft.text) >= _TELLING:
            groups[draft.inspection.slug].append(draft)
    return {slug for slug, group in groups.items() if len(group) >= _ENOUGH and not any(map(_is_alike, group[:12]))}


def _is_alike(draft: Draft) -> bool:
    return draft.item is not None and fuzz.token_set_ratio(plain(draft.text), plain(draft.item.text)) >= _ALIKE


def match_single_texts(drafts: Sequence[Draft], reader: ItemReader, names: InspectionNames) -> None:
    """Match items without a number, or with one that their report has not, to the recommendations with their words."""
    for draft in drafts:
        unmatched = bool(draft.inspection.slug) and draft.item is None
        if (draft.reference and not unmatched) or len(draft.text) < _TELLING:
            continue
        found = names.by_text(draft.text, draft.inspection.slug)
        if found is not None:
            inspection, item = found
            draft.inspection = replace(draft.inspection, slug=inspection.slug, published_on=inspection.published_on)
            draft.reference = item.reference
            reader.match(draft)
            draft.text_is = likeness(draft.text, draft.item)


def match_by_texts(drafts: list[Draft], reader: ItemReader, names: InspectionNames) -> None:
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
