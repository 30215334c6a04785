"""Entering and changing inspections.

What moves actions or positions goes through recommendations.maintenance.services.entering, which calls these.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.register.models import Action, Inspection
from soteria_tracker.web.today import today


def check_inspection(inspection: Inspection) -> None:
    """Raises ValidationError, by field, for what the database cannot see: the day it is, and what it was before."""
    published = inspection.state == Inspection.State.PUBLISHED
    if published and inspection.published_on and inspection.published_on > today():
        raise ValidationError(
            {"published_on": _("This day is still to come. Until then the report is “Under embargo”.")}
        )
    before = Inspection.objects.filter(pk=inspection.pk).first() if inspection.pk else None
    if before is None or before.state != Inspection.State.PUBLISHED:
        return
    if not published and Action.objects.filter(recommendation__inspection=inspection).exists():
        raise ValidationError({"state": _("It has been published and its actions are open. It stays published.")})
    if published and inspection.published_on != before.published_on:
        raise ValidationError(
            {"published_on": _("Other dates follow from this one. Use “Correct the publication date”.")}
        )


@transaction.atomic
def save_inspection(*, inspection: Inspection, by: Person) -> Inspection:
    """Enter or change an inspection. Raises ValidationError by field."""
    check_inspection(inspection)
    save_with_history(inspection, by=by)
    return inspection


@transaction.atomic
def admit_who_entered(*, inspection: Inspection, by: Person) -> bool:
    """Name the person who entered an embargoed inspection among its readers. Returns whether that was needed."""
    if inspection.state != Inspection.State.EMBARGOED or inspection.embargo_readers.filter(pk=by.pk).exists():
        return False
    inspection.embargo_readers.add(by)
    return True


@transaction.atomic
def delete_inspection(*, inspection: Inspection, by: Person) -> None:
    """Delete an inspection entered by mistake. Raises ProtectedError where anything refers to it."""
    delete_with_history(inspection, by=by)
