"""Which records of the register an administrator works on.

Inspections under embargo are for named people only, administrators included: until publication nobody else finds
one in a list, a search, a choice or a history.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from recommendations.register.models import Action, Document, Inspection, Recommendation
from soteria_tracker.administration.pages import RegisterAdmin, RegisterInline, signed_in_person

# How each record leads to its inspection.
INSPECTION_OF: dict[type[models.Model], str] = {
    Inspection: "",
    Recommendation: "inspection",
    Action: "recommendation__inspection",
    Document: "inspection",
}


def open_inspections(request: HttpRequest) -> models.QuerySet[Inspection]:
    """All inspections but those under embargo that do not name this person."""
    return Inspection.objects.open_to(signed_in_person(request))


def scoped(queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
    """The records that belong to open inspections."""
    path = INSPECTION_OF[queryset.model._meta.concrete_model]
    return queryset.filter(**{f"{path}__in" if path else "pk__in": open_inspections(request).values("pk")})


class ScopedChoices:
    """Foreign keys to these records offer, and take, the open ones only."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model in INSPECTION_OF:
            kwargs.setdefault("queryset", scoped(db_field.related_model._default_manager.all(), request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class ScopedAdmin(ScopedChoices, RegisterAdmin):
    """A page of reference data of the register."""

    heading = "reports"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return scoped(super().get_queryset(request), request)


class ScopedInline(ScopedChoices, RegisterInline):
    """An inline of such a page."""


# A filter by inspection or holder that names those of the list only, so that none under embargo shows.
OnlyThose = admin.RelatedOnlyFieldListFilter
