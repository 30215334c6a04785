"""The log of a reader: the records of every source together, filtered, counted and ordered by the database."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, cast

from django.db import connection
from django.db.models import Count, QuerySet, Value

from forces.people.access import Reader
from recommendations.pages.log.records import COLUMNS, LogRecord, RecordKind
from recommendations.pages.log.sources import sources
from recommendations.positions.cached_counts import cache
from recommendations.positions.known import end_of
from soteria_tracker.web.fingerprint import fingerprint


@dataclass(frozen=True)
class LogChoice:
    """Which of the records are shown: those of a person, of a body and of a kind. None stands for all."""

    person: int | None = None
    body: int | None = None
    kind: str | None = None

    @property
    def conditions(self) -> dict[str, Any]:
        """Return the conditions for the columns of `LogRecord`."""
        conditions = {"person_key": self.person, "body_key": self.body, "record_kind": self.kind}
        return {name: value for name, value in conditions.items() if value is not None}

    @property
    def is_everything(self) -> bool:
        return not self.conditions


EVERYTHING = LogChoice()


class LogCount(NamedTuple):
    """How many records of one source have the same kind, person and body."""

    log_source: int
    record_kind: str
    person_key: int
    person_label: str
    body_key: int
    how_many: int

    def is_of(self, choice: LogChoice) -> bool:
        return all(getattr(self, name) == value for name, value in choice.conditions.items())


class Log:
    """The records that a reader may see, from the first day to the last."""

    def __init__(self, reader: Reader, start: datetime.date | None = None, end: datetime.date | None = None) -> None:
        self._reader = reader
        self._sources = sources(reader)
        self._days: dict[str, datetime.datetime] = {}
        if start:
            self._days["happened_at__gte"] = end_of(start - datetime.timedelta(days=1))
        if end:
            self._days["happened_at__lt"] = end_of(end)

    @cached_property
    def _counted(self) -> list[LogCount]:
        """Count the records, in one query. There are few groups: each is of one source, kind, person and body.

        Its SQL is kept under all that it depends on: to write it takes Django longer than the rest of the page.
        """
        key = fingerprint("log", self._reader.rights, self._days)
        sql, parameters = cast(tuple[str, tuple[Any, ...]], cache().get_or_set(key, self._counting_sql))
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return [LogCount(*row) for row in cursor.fetchall()]

    def _counting_sql(self) -> tuple[str, tuple[Any, ...]]:
        by = ("record_kind", "person_key", "person_label", "body_key")
        first, *rest = (
            source(self._reader)
            .select(*by, **self._days)
            .annotate(log_source=Value(number), how_many=Count("pk"))
            .values_list("log_source", *by, "how_many")
            for number, source in enumerate(self._sources)
        )
        return first.union(*rest, all=True).query.sql_with_params()

    def counts(self, choice: LogChoice = EVERYTHING) -> Counter[RecordKind]:
        """Return how many records there are of each kind."""
        counts: Counter[RecordKind] = Counter()
        for counted in self._counted:
            if counted.is_of(choice):
                counts[RecordKind(counted.record_kind)] += counted.how_many
        return counts

    def people(self) -> list[tuple[int, str]]:
        """Return the people who recorded something, by name; 0 stands for a command."""
        found = {(counted.person_key, counted.person_label) for counted in self._counted}
        return sorted(found, key=lambda person: person[1].lower())

    def rows(self, choice: LogChoice = EVERYTHING) -> QuerySet[Any]:
        """Return the records, the newest first, as tuples in the order of `LogRecord`.

        Only the sources that have any are joined.
        """
        numbers = {counted.log_source for counted in self._counted if counted.is_of(choice)} or {0}
        first, *rest = (
            self._sources[number](self._reader)
            .select(*COLUMNS, **self._days, **choice.conditions)
            .values_list(*COLUMNS)
            for number in sorted(numbers)
        )
        return first.union(*rest, all=True).order_by("-happened_at", "record_kind", "-record_key")

    def records(self, choice: LogChoice = EVERYTHING) -> Iterator[LogRecord]:
        """Yield the records, the newest first, without holding them in memory."""
        return map(LogRecord._make, self.rows(choice).iterator(chunk_size=2_000))
