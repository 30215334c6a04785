"""Keeping the index equal to the texts, in the transaction that writes them, and proving it equal.

A `Source` makes the rows of one sort of whole: an inspection with its texts, an action with its updates, a response
with its newest publication. Whoever changes a whole calls `index` with its source and its id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db import models, transaction

from recommendations.search.models import SearchText

WHOLES_AT_ONCE = 500
ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Source:
    """Where rows come from. `rows` makes those of wholes given by id; `stored` leads from a row to its whole."""

    name: str
    wholes: type[models.Model]
    kinds: frozenset[str]
    stored: str
    rows: Callable[[Collection[int]], Iterable[SearchText]]

    def in_index(self, ids: Collection[int]) -> models.QuerySet[SearchText]:
        """The rows that the index has of these wholes."""
        return SearchText.objects.filter(kind__in=self.kinds, **{f"{self.stored}__in": ids})


# All of them, put together when the product starts (recommendations/apps.py): some stand above this slice.
SOURCES: list[Source] = []

_FIELDS = [field for field in SearchText._meta.concrete_fields if not field.primary_key]
_UPDATED = [field.name for field in _FIELDS if field.name != "key"]


def _said(row: SearchText) -> tuple[object, ...]:
    return tuple(getattr(row, field.attname) for field in _FIELDS)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    everything = list(ids)
    for start in range(0, len(everything), WHOLES_AT_ONCE):
        yield everything[start : start + WHOLES_AT_ONCE]


@dataclass(frozen=True)
class _Difference:
    to_write: list[SearchText]
    to_delete: list[int]


def _difference(source: Source, batch: list[int]) -> _Difference:
    stored = {row.key: row for row in source.in_index(batch)}
    to_write = []
    for row in source.rows(batch):
        before = stored.pop(row.key, None)
        if before is None or _said(before) != _said(row):
            to_write.append(row)
    return _Difference(to_write, [row.pk for row in stored.values()])


@transaction.atomic
def index(source: Source, ids: Iterable[int]) -> None:
    """Bring the rows of these wholes to what their texts say. Writes only what differs."""
    for batch in _batches(ids):
        difference = _difference(source, batch)
        if difference.to_delete:
            SearchText.objects.filter(pk__in=difference.to_delete).delete()
        SearchText.objects.bulk_create(
            difference.to_write,
            batch_size=ROWS_AT_ONCE,
            update_conflicts=True,  # a row may come from another whole: of an inspection that was merged
            unique_fields=["key"],
            update_fields=_UPDATED,
        )


def index_all(say: Callable[[str], None] = lambda step: None) -> int:
    """Bring the whole index to what the register says. Returns how many rows there are now; `say` hears each step."""
    for source in SOURCES:
        ids = list(source.wholes._base_manager.order_by("pk").values_list("pk", flat=True))
        for batch in _batches(ids):
            index(source, batch)
        say(f"{source.name}: {len(ids)}")
    return SearchText.objects.count()


def differing() -> list[str]:
    """The keys of the rows that differ from what the register says, lack, or are too many. Empty: it is equal."""
    wrong: list[str] = []
    for source in SOURCES:
        ids = source.wholes._base_manager.order_by("pk").values_list("pk", flat=True)
        for batch in _batches(ids):
            difference = _difference(source, batch)
            wrong += [row.key for row in difference.to_write]
            wrong += SearchText.objects.filter(pk__in=difference.to_delete).values_list("key", flat=True)
    return sorted(set(wrong))
