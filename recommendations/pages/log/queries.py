"""The log of a reader: the records of every kind together, filtered, counted and ordered by the database."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from forces.people.access import Reader
from recommendations.pages.log.records import COLUMNS, LogRecord, RecordKind
from recommendations.pages.log.sources import sources


@dataclass(frozen=True)
class LogFilter:
    """Which records are shown: those of a person, a body and a kind, from the first day to the last."""

    start: datetime.date | None = None
    end: datetime.date | None = None
    person: int | None = None
    body: int | None = None
    kind: str = ""

    @property
    def conditions(self) -> Mapping[str, Any]:
        """Return the conditions for the columns of `LogRecord`."""
        conditions: dict[str, Any] = {
            "happened_at__gte": self.start and _midnight(self.start),
            "happened_at__lt": self.end and _midnight(self.end + datetime.timedelta(days=1)),
            "person_key": self.person,
            "body_key": self.body,
            "record_kind": self.kind or None,
        }
        return {name: value for name, value in conditions.items() if value is not None}


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


@dataclass(frozen=True)
class Log:
    """The records that a reader may see, with the filter of the page."""

    reader: Reader
    filter: LogFilter = field(default_factory=LogFilter)

    def _joined(self, filter: LogFilter, *columns: str, all: bool = True) -> QuerySet[Any]:
        """Return these columns of the records of every kind; without `all`, each row once."""
        first, *rest = (rows.filter(**filter.conditions).values_list(*columns) for rows in sources(self.reader))
        return first.union(*rest, all=all)

    @property
    def rows(self) -> QuerySet[Any]:
        """Return the records, the newest first, as tuples in the order of `LogRecord`."""
        return self._joined(self.filter, *COLUMNS).order_by("-happened_at", "record_kind", "-record_key")

    def records(self) -> Iterator[LogRecord]:
        """Yield all records, the newest first, without holding them in memory."""
        return map(LogRecord._make, self.rows.iterator(chunk_size=2_000))

    def counts(self) -> dict[RecordKind, int]:
        """Return how many records there are of each kind, in one query."""
        counted = [
            rows.filter(**self.filter.conditions).values("record_kind").annotate(count=Count("pk"))
            for rows in sources(self.reader)
        ]
        found = dict.fromkeys(RecordKind, 0)
        for row in counted[0].union(*counted[1:], all=True):
            found[RecordKind(row["record_kind"])] += row["count"]
        return found

    def people(self) -> list[tuple[int, str]]:
        """Return the people who recorded something between the two days, by name, in one query."""
        days = LogFilter(start=self.filter.start, end=self.filter.end)
        return sorted(self._joined(days, "person_key", "person_label", all=False), key=lambda person: person[1].lower())
