"""A digest of everything that a part of a page shows, under which its HTML is kept."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.files import File
from django.db import models
from django.forms import BaseForm
from django.utils.functional import Promise

_PLAIN = frozenset(
    {
        str,
        int,
        float,
        bool,
        type(None),
        datetime.date,
        datetime.datetime,
        datetime.timedelta,
        decimal.Decimal,
        uuid.UUID,
    }
)


class _Seen(dict[int, tuple[int, object]]):
    """By the id of an object: its place among all, and the object. `heads` holds the places of the names of columns."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: dict[tuple[str, ...], int] = {}


def fingerprint(*values: object) -> str:
    """Return a short text that differs if any of the values does.

    A record counts with all values read from the database, and with the records that were read with it; a dataclass
    with its fields; a form with its labels, choices and errors; and an object that has a method `shown_values` with
    what that returns. Raises TypeError for any other object.
    """
    seen = _Seen()
    plain = repr([_plain(value, seen) for value in values])
    return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest()


def _plain(value: Any, seen: _Seen) -> object:
    """Return a value as text, numbers, dates and lists of these. An object met again becomes its number."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, str | Promise):
        return str(value)
    if isinstance(value, File):
        return value.name
    if isinstance(value, list | tuple | models.QuerySet):
        return _all_plain(value, seen)
    if isinstance(value, frozenset | set):
        return sorted(map(repr, _all_plain(value, seen)))
    if id(value) in seen:
        return f"#{seen[id(value)][0]}"
    seen[id(value)] = (len(seen), value)  # the object is kept alive, so that no other gets the same id
    if isinstance(value, models.Model):
        return _record(value, seen)
    if isinstance(value, dict):
        return [_all_plain(value, seen), _all_plain(value.values(), seen)]
    if hasattr(value, "shown_values"):
        return _plain(value.shown_values(), seen)
    if dataclasses.is_dataclass(value):
        return _all_plain((getattr(value, field.name) for field in dataclasses.fields(value)), seen)
    if isinstance(value, BaseForm):
        return _form(value, seen)
    raise TypeError(f"No fingerprint of {type(value).__name__}: give it `shown_values`.")


def _all_plain(values: Iterable[Any], seen: _Seen) -> list[object]:
    # most values are plain: to call `_plain` for each of them would take three times as long
    return [value if type(value) in _PLAIN else _plain(value, seen) for value in values]


def _record(record: models.Model, seen: _Seen) -> object:
    columns = {name: value for name, value in vars(record).items() if name[0] != "_"}
    related = record._state.fields_cache | getattr(record, "_prefetched_objects_cache", {})
    values = _all_plain([*columns.values(), *related.values()], seen)
    head = (type(record).__name__, *columns, *related)
    if head in seen.heads:  # records of one query have the same columns: to name them once is enough
        return [seen.heads[head], values]
    seen.heads[head] = len(seen.heads)
    return [head, values]


def _form(form: BaseForm, seen: _Seen) -> object:
    fields = [
        (name, field.label, field.help_text, field.initial, list(getattr(field, "choices", ())))
        for name, field in form.fields.items()
    ]
    return _plain([type(form).__name__, fields, form.initial, dict(form.data), form.errors], seen)
