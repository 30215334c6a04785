"""Save and delete reference data, and record who did so in its history: None for a command that names no one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models, transaction
from simple_history.utils import bulk_update_with_history

from forces.people.models import Person


@transaction.atomic
def save_with_history(record: models.Model, *, by: Person | None) -> None:
    """Save a record that keeps its history."""
    record._history_user = by  # type: ignore[attr-defined]
    record.save()


@transaction.atomic
def delete_with_history(record: models.Model, *, by: Person | None) -> None:
    """Delete a record but keep its history. Raises ProtectedError if something refers to it."""
    record._history_user = by  # type: ignore[attr-defined]
    record.delete()


@transaction.atomic
def save_all_with_history(records: Sequence[models.Model], *, fields: Sequence[str], by: Person | None) -> None:
    """Save these fields of records of one model, each with its history, in a few queries."""
    if records:
        bulk_update_with_history(records, type(records[0]), fields, default_user=by)
