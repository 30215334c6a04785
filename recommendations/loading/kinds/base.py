"""What a kind of record has to know so that files and database can be compared and brought together.

The content of a record is plain JSON, in one shape for the file and the database; equal contents are equal records.
Who belongs to content refers to others by name, never by id.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise

from forces.people.models import Person
from recommendations.loading.findings import Place
from recommendations.loading.known import Known
from recommendations.loading.records import Source

Content = dict[str, Any]


def plain(value: Any) -> Any:
    """The value in JSON's terms. Line ends as a browser's form sends them count as those of a file."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value).replace("\r\n", "\n")
    return list(value) if isinstance(value, tuple) else value


def picked(thing: Any, names: Iterable[str]) -> Content:
    """These attributes of a record or a row."""
    return {name: plain(getattr(thing, name)) for name in names}


def digest(content: Content) -> str:
    """The SHA-256 of the content, in hexadecimal."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def locked(rows: models.QuerySet) -> models.QuerySet:
    """These rows, locked until the load ends: nobody's change falls between comparing with the file and saving."""
    parents = (parent.name for parent in rows.model._meta.parents.values() if parent)
    return rows.select_for_update(of=("self", *parents))


@dataclass(frozen=True)
class Entry:
    """One record of a file: its key ("force:cleveland"), what it says, and where it stands."""

    key: str
    content: Content
    place: Place


@dataclass(frozen=True)
class Stored:
    """One record of the database."""

    row: Any
    content: Content


@dataclass
class Pen:
    """Saves rows in the name of a person, and remembers what later steps must know."""

    by: Person | None
    known: Known
    deadlines_moved: set[int] = field(default_factory=set)  # recommendations, by id

    def save(self, row: models.Model, values: Mapping[str, Any], entry: Entry) -> None:
        """Set the row's fields to the values, given in JSON's terms; if that changes it, save it with its history."""
        columns = {key: column for column in row._meta.concrete_fields for key in (column.name, column.attname)}
        cleaned = {name: columns[name].to_python(value) for name, value in values.items()}
        if not row._state.adding and all(getattr(row, name) == value for name, value in cleaned.items()):
            return
        for name, value in cleaned.items():
            setattr(row, name, value)
        row._history_user = self.by  # type: ignore[attr-defined]
        row._change_reason = f"Loaded from {entry.place}"[:100]  # type: ignore[attr-defined]
        row.save(force_insert=row._state.adding)


class Kind(ABC):
    """One kind of record: finds it in files, finds it in the database, creates and updates it."""

    label: str | Promise  # for a heading: "Forces"

    @abstractmethod
    def entries(self, sources: Sequence[Source]) -> list[Entry]:
        """All records of this kind in the files, each after those it depends on."""

    @abstractmethod
    def stored(self, entries: Sequence[Entry]) -> dict[str, Stored]:
        """Those of the entries that the database has, by key, in a fixed number of queries."""

    @abstractmethod
    def create(self, entry: Entry, pen: Pen) -> None:
        """Write a record that is new. Raises UndecidedError, before anything is written, if it cannot stand."""

    @abstractmethod
    def update(self, stored: Stored, entry: Entry, pen: Pen) -> None:
        """Bring a record to what the file says. Raises UndecidedError, before anything is written, if it would have
        to take something away.
        """


class RowKind(Kind):
    """A kind whose records are one row each."""

    model: type[models.Model]

    @abstractmethod
    def values(self, content: Content, known: Known) -> dict[str, Any]:
        """The row's fields. Raises UndecidedError if the content refers to what is no longer there."""

    def written(self, row: Any, entry: Entry, pen: Pen) -> None:
        """What is to be remembered of a new row."""

    def create(self, entry: Entry, pen: Pen) -> None:
        row = self.model()
        pen.save(row, self.values(entry.content, pen.known), entry)
        self.written(row, entry, pen)

    def update(self, stored: Stored, entry: Entry, pen: Pen) -> None:
        pen.save(stored.row, self.values(entry.content, pen.known), entry)
