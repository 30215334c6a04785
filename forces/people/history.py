"""Save and delete reference data, and record who did so in its history: None for a command that names no one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models, transaction
from django.db.models import Max
from simple_history.utils import bulk_update_with_history

from forces.people.models import Person
from forces.proof.proof import proof_of
from forces.proof.sealing import seal


@transaction.atomic
def save_with_history(record: models.Model, *, by: Person | None) -> None:
    """Save a record that keeps its history."""
    record._history_user = by  # type: ignore[attr-defined]
    record.save()
    seal_history([record])


@transaction.atomic
def delete_with_history(record: models.Model, *, by: Person | None) -> None:
    """Delete a record but keep its history. Raises ProtectedError if something refers to it."""
    record._history_user = by  # type: ignore[attr-defined]
    pk = record.pk
    record.delete()
    _seal_versions(type(record), [pk])


@transaction.atomic
def save_all_with_history(records: Sequence[models.Model], *, fields: Sequence[str], by: Person | None) -> None:
    """Save these fields of records of one model, each with its history, in a few queries."""
    if records:
        bulk_update_with_history(records, type(records[0]), fields, default_user=by)
        seal_history(records)


def seal_history(records: Sequence[models.Model]) -> None:
    """Seal the new versions of records of one model, if its history is proved."""
    if records:
        _seal_versions(type(records[0]), [record.pk for record in records])


def _seal_versions(model: type[models.Model], pks: Sequence[int]) -> None:
    versions: type[models.Model] = model.history.model  # type: ignore[attr-defined]
    if proof_of(versions):
        of_these = versions._base_manager.filter(id__in=pks).order_by()
        newest = of_these.values("id").annotate(newest=Max("history_id")).values("newest")
        seal(versions._base_manager.filter(pk__in=newest).order_by("pk"))
