"""Pass the positions of one body to another from a day, and back: three statements, however many actions there are."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import connection

from recommendations.positions.models import Position

_TABLE = Position._meta.db_table
_COPIED = ", ".join(
    str(field.column) for field in Position._meta.concrete_fields if field.name not in ("id", "holder", "starts_on")
)
_DIVIDE = f"""
    INSERT INTO {_TABLE} (holder_id, starts_on, {_COPIED})
    SELECT %s, %s, {_COPIED} FROM {_TABLE} WHERE holder_id = %s AND starts_on < %s AND until > %s
"""  # noqa: S608 - our names
_SAME = f"other.action_id = {_TABLE}.action_id AND other.edition = {_TABLE}.edition"
# A position that was divided has the same update on both sides of the day.
_JOIN = f"""
    UPDATE {_TABLE} SET until = (
        SELECT other.until FROM {_TABLE} other WHERE {_SAME} AND other.holder_id = %s AND other.starts_on = %s
    )
    WHERE holder_id = %s AND until = %s AND EXISTS (
        SELECT 1 FROM {_TABLE} other WHERE {_SAME} AND other.holder_id = %s AND other.starts_on = %s
            AND COALESCE(other.update_id, 0) = COALESCE({_TABLE}.update_id, 0)
    )
"""  # noqa: S608 - our names
_DROP = f"""
    DELETE FROM {_TABLE} WHERE holder_id = %s AND starts_on = %s AND EXISTS (
        SELECT 1 FROM {_TABLE} other WHERE {_SAME} AND other.holder_id = %s AND other.starts_on < %s
            AND other.until > %s
    )
"""  # noqa: S608 - our names


def pass_positions(*, predecessor: int, successor: int, on: datetime.date) -> None:
    """Make `successor` the holder of all positions of `predecessor` (ids) from the day on.

    A position that lasts beyond the day is divided: its earlier part keeps the row.
    """
    held = Position.objects.filter(holder=predecessor, until__gt=on)
    with connection.cursor() as cursor:
        cursor.execute(_DIVIDE, [successor, on, predecessor, on, on])
    held.filter(starts_on__lt=on).update(until=on)
    held.filter(starts_on__gte=on).update(holder=successor)


def pass_positions_back(*, predecessor: int, successor: int, on: datetime.date, opened_for: Collection[int]) -> None:
    """Undo `pass_positions` for the actions opened for these bodies (ids): join the positions that it divided."""
    with connection.cursor() as cursor:
        cursor.execute(_JOIN, [successor, on, predecessor, on, successor, on])
        cursor.execute(_DROP, [successor, on, predecessor, on, on])
    taken = Position.objects.filter(holder=successor, starts_on__gte=on, action__holder__in=opened_for)
    taken.update(holder=predecessor)
