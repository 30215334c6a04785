"""Save and delete inspections.

Changes that affect actions or positions go through recommendations.maintenance.services.entering, which calls these.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.register.models import Action, Inspection, InspectionState
from recommendations.register.services.recommendations import name_sources
from soteria_tracker.web.today import today


def check_inspection(inspection: Inspection) -> None:
    """Raise ValidationError, by field, for rules that depend on today's date or on the saved record."""
    published = inspection.state == InspectionState.PUBLISHED
    if published and inspection.published_on and inspection.published_on > today():
        raise ValidationError({"published_on": _("This date is in the future. Until then, choose “Under embargo”.")})
    before = Inspection.objects.filter(pk=inspection.pk).first() if inspection.pk else None
    if before is None or before.state != InspectionState.PUBLISHED:
        return
    if not published and Action.objects.filter(recommendation__inspection=inspection).exists():
        raise ValidationError({"state": _("A published inspection with actions must stay published.")})
    if published and inspection.published_on != before.published_on:
        raise ValidationError(
            {"published_on": _("Other dates depend on this one. Use “Correct the publication date”.")}
        )


@transaction.atomic
def save_inspection(*, inspection: Inspection, by: Person) -> Inspection:
    """Save an inspection. Raises ValidationError by field."""
    check_inspection(inspection)
    save_with_history(inspection, by=by)
    name_sources(inspection)
    return inspection


@transaction.atomic
def add_as_embargo_reader(*, inspection: Inspection, by: Person) -> bool:
    """Let the person who entered an embargoed inspection see it. Returns whether that was needed."""
    if inspection.state != InspectionState.EMBARGOED or inspection.embargo_readers.filter(pk=by.pk).exists():
        return False
    inspection.embargo_readers.add(by)
    return True


@transaction.atomic
def delete_inspection(*, inspection: Inspection, by: Person) -> None:
    """Delete an inspection that was entered by mistake. Raises ProtectedError if anything refers to it."""
    delete_with_history(inspection, by=by)
