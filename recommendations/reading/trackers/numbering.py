"""Number items that share a cell, and parts that a system files under another action."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator

from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.items import ItemReader
from recommendations.reading.trackers.labels import label_of, reference_of, several_in
from recommendations.reading.wording import plain


def number_parts(drafts: list[Draft]) -> None:
    """Give the rows that a system files under another action the letters of parts, in their order."""
    by_id = {own: draft for draft in drafts for own in draft.own_ids}
    counts: dict[str, int] = defaultdict(int)
    for draft in drafts:
        parent = by_id.get(draft.parent_id) if draft.parent_id else None
        if parent is not None and parent is not draft:
            counts[draft.parent_id] += 1
            draft.reference, draft.item = parent.reference, parent.item
            draft.part = draft.part or chr(96 + min(counts[draft.parent_id], 26))
            draft.text_is = (
                "verbatim" if parent.item and plain(draft.text) in plain(parent.item.text) else draft.text_is
            )


def each_number(drafts: list[Draft], reader: ItemReader) -> Iterator[Draft]:
    """Yield the items, one for each number that a cell names: "Recs 7 and 8" are two, with the same words."""
    for draft in drafts:
        numbers = several_in(draft.reference_printed)
        for number in numbers:
            one = copy.copy(draft)
            one.updates, one.notes = [copy.copy(update) for update in draft.updates], [*draft.notes]
            one.revised = [copy.copy(day) for day in draft.revised]
            label = label_of(number)
            one.reference, one.part = (reference_of(draft.kind, label.number), label.part) if label else (number, "")
            reader.match(one)
            yield one
        if not numbers:
            yield draft
