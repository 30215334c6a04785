"""The columns of related records that lists show: with them a record's labels, dates and address can be made.

To read every column of the records that a list names takes three times as long. Use with `only` and `select_related`:
`.only("due_on", *action_columns("action"))`.
"""

from __future__ import annotations

from collections.abc import Iterable

from recommendations.register.models.deadline import Deadline

BODY = ("kind", "name", "short_name", "slug")
DEADLINE = tuple(field.name for field in Deadline._meta.get_fields())


def body_columns(path: str) -> list[str]:
    """Return the columns for the names and the address of the body at this path ("action__holder")."""
    return _at(path, BODY)


def inspection_columns(path: str) -> list[str]:
    """Return the columns for the titles, dates, source and address of the inspection at this path."""
    own = ("slug", "title", "short_title", "state", "published_on")
    return [*_at(path, own), *_source_columns(f"{path}__issued_by")]


def label_columns(path: str) -> list[str]:
    """Return the columns for the labels and the title of the recommendation at this path."""
    return _at(path, ("reference", "number", "kind", "source_label", "short_title"))


def recommendation_columns(path: str) -> list[str]:
    """Return the columns for the labels, deadline and address of the recommendation at this path, without its text."""
    return [
        *label_columns(path),
        *_at(path, ("inspection", "order", "theme", *DEADLINE)),
        *_source_columns(f"{path}__issued_by"),
        *inspection_columns(f"{path}__inspection"),
    ]


def action_columns(path: str) -> list[str]:
    """Return the columns for the names, dates, lead and address of the action at this path, without its part."""
    own = ("holder", "recommendation", "opened_on", "ended_on", "lead_post", "project")
    return [
        *_at(path, own),
        *body_columns(f"{path}__holder"),
        *recommendation_columns(f"{path}__recommendation"),
    ]


def _source_columns(path: str) -> list[str]:
    """Return the columns for the names of a source. The query has to join it where they are shown."""
    return _at(path, ("slug", "name", "body_name"))


def _at(path: str, names: Iterable[str]) -> list[str]:
    return [f"{path}__{name}" for name in names]
