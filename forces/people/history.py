"""Saving and deleting reference data with the person who did it in its history."""

from __future__ import annotations

from django.db import models, transaction

from forces.people.models import Person


@transaction.atomic
def save_with_history(record: models.Model, *, by: Person) -> None:
    """Save a record that keeps its history."""
    record._history_user = by  # type: ignore[attr-defined]
    record.save()


@transaction.atomic
def delete_with_history(record: models.Model, *, by: Person) -> None:
    """Delete a record that keeps its history; the history stays. Raises ProtectedError where something needs it."""
    record._history_user = by  # type: ignore[attr-defined]
    record.delete()
