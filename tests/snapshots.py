"""Build records once per session, then copy their rows into each test's database.

Building the small register with the factories takes a tenth of a second; copying its rows takes a few milliseconds.
A test module does the same for larger records of its own with the fixture `build_once`.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

Row = tuple[Any, ...]
Tables = dict[type[Model], dict[Any, Row]]  # the rows of each model by primary key
Records = TypeVar("Records")


@dataclass(frozen=True)
class TableChange:
    """The rows of one table that building a fixture removed and added."""

    delete: str
    removed: list[Any]
    insert: str
    added: list[Row]

    def apply(self) -> None:
        with connection.cursor() as cursor:
            if self.removed:
                cursor.execute(self.delete, self.removed)
            if self.added:
                cursor.executemany(self.insert, self.added)


class Snapshot(Generic[Records]):
    """Records as they were built, and the changes to the database that go with them."""

    def __init__(self, records: Records, changes: dict[type[Model], TableChange]) -> None:
        self.records = records
        self._pickled = pickle.dumps(records)
        self._changes = changes
        # a test that flushes the database restarts the sequences of PostgreSQL
        self._reset_sequences = "".join(connection.ops.sequence_reset_sql(no_style(), list(changes)))

    def restore(self) -> Records:
        """Write the rows to the database, and return instances that no other test has seen."""
        for change in self._changes.values():
            change.apply()
        if self._reset_sequences:
            with connection.cursor() as cursor:
                cursor.execute(self._reset_sequences)
        return pickle.loads(self._pickled)  # noqa: S301 - pickled above


class SnapshotStore:
    """The snapshots of the builders that tests called: each builder runs once."""

    def __init__(self) -> None:
        self._snapshots: dict[Hashable, Snapshot[Any]] = {}

    def __call__(self, build: Callable[..., Records], *arguments: Any, variant: Hashable = None) -> Records:
        """Return what `build` returns, with its rows in the database.

        The rows it builds on must be the same each time, and so must its arguments unless `variant` tells them apart.
        What it returns must be picklable.
        """
        key = (build, variant)
        if key in self._snapshots:
            return self._snapshots[key].restore()
        before = _read_tables()
        records = build(*arguments)
        self._snapshots[key] = Snapshot(records, _changes(before, _read_tables()))
        return records


@contextmanager
def taking_snapshots() -> Iterator[Callable[[Callable[[], Any]], Snapshot[Any]]]:
    """Give a function that calls a builder and returns its snapshot; every row is rolled back at the end."""
    with transaction.atomic():
        tables = _read_tables()

        def take(build: Callable[[], Records]) -> Snapshot[Records]:
            nonlocal tables
            records = build()
            before, tables = tables, _read_tables()
            return Snapshot(records, _changes(before, tables))

        yield take
        transaction.set_rollback(True)


def _read_tables() -> Tables:
    """Return every row of every model's table."""
    models = apps.get_models(include_auto_created=True)
    return {model: _read_table(model) for model in models if model._meta.managed and not model._meta.proxy}


def _read_table(model: type[Model]) -> dict[Any, Row]:
    columns = _columns(model)
    key = columns.index(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_quoted(*columns)} FROM {_quoted(model._meta.db_table)}")
        return {row[key]: tuple(row) for row in cursor.fetchall()}


def _columns(model: type[Model]) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields if not field.generated]


def _quoted(*names: str) -> str:
    return ", ".join(map(connection.ops.quote_name, names))


def _changes(before: Tables, after: Tables) -> dict[type[Model], TableChange]:
    return {model: _change(model, before[model], rows) for model, rows in after.items() if rows != before[model]}


def _change(model: type[Model], before: dict[Any, Row], after: dict[Any, Row]) -> TableChange:
    removed = [key for key, row in before.items() if after.get(key) != row]
    added = [row for key, row in after.items() if before.get(key) != row]
    table, columns = _quoted(model._meta.db_table), _columns(model)
    return TableChange(
        delete=f"DELETE FROM {table} WHERE {_quoted(model._meta.pk.column)} IN ({', '.join(['%s'] * len(removed))})",
        removed=removed,
        insert=f"INSERT INTO {table} ({_quoted(*columns)}) VALUES ({', '.join(['%s'] * len(columns))})",
        added=added,
    )
