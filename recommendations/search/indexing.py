"""Update the search index in the transaction that writes the texts.

A `SearchSource` makes the rows of one kind of record: an inspection with its texts, an action with its updates, a
response with its newest publication. Code that changes such a record calls `index` with the source and the record's id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db import models, transaction

from recommendations.search.models import SearchText

RECORDS_AT_ONCE = 500
ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class SearchSource:
    """A kind of record whose texts are in the index.

    `rows` yields the index rows of the records with these ids. `path` leads from a row to its record.
    """

    name: str
    model: type[models.Model]
    kinds: frozenset[str]
    path: str
    rows: Callable[[Collection[int]], Iterable[SearchText]]

    def all_ids(self) -> list[int]:
        """Return the ids of all records."""
        return list(self.model._base_manager.order_by("pk").values_list("pk", flat=True))

    def in_index(self, ids: Collection[int]) -> models.QuerySet[SearchText]:
        """Return the rows that the index has of these records."""
        return SearchText.objects.filter(kind__in=self.kinds, **{f"{self.path}__in": ids})


_FIELDS = [field for field in SearchText._meta.concrete_fields if not field.primary_key]
_UPDATED = [field.name for field in _FIELDS if field.name != "key"]


def _values(row: SearchText) -> tuple[object, ...]:
    return tuple(getattr(row, field.attname) for field in _FIELDS)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    everything = list(ids)
    for start in range(0, len(everything), RECORDS_AT_ONCE):
        yield everything[start : start + RECORDS_AT_ONCE]


@dataclass(frozen=True)
class _Difference:
    to_write: list[SearchText]
    to_delete: list[int]


def _difference(source: SearchSource, batch: list[int]) -> _Difference:
    stored = {row.key: row for row in source.in_index(batch)}
    to_write = []
    for row in source.rows(batch):
        before = stored.pop(row.key, None)
        if before is None or _values(before) != _values(row):
            to_write.append(row)
    return _Difference(to_write, [row.pk for row in stored.values()])


@transaction.atomic
def index(source: SearchSource, ids: Iterable[int]) -> None:
    """Update the index rows of these records. Writes only what differs."""
    for batch in _batches(ids):
        difference = _difference(source, batch)
        if difference.to_delete:
            SearchText.objects.filter(pk__in=difference.to_delete).delete()
        SearchText.objects.bulk_create(
            difference.to_write,
            batch_size=ROWS_AT_ONCE,
            update_conflicts=True,  # a merge moves a row to another inspection
            unique_fields=["key"],
            update_fields=_UPDATED,
        )


def differing_keys(source: SearchSource, ids: Iterable[int]) -> Iterator[str]:
    """Yield the keys of the rows of these records that are missing, wrong or obsolete."""
    for batch in _batches(ids):
        difference = _difference(source, batch)
        yield from (row.key for row in difference.to_write)
        yield from SearchText.objects.filter(pk__in=difference.to_delete).values_list("key", flat=True)
