"""The records that an administrator can work on.

Only named people can see an inspection under embargo, and administrators are no exception: until publication it
appears in no list, search, drop-down or history for anyone else.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from recommendations.register.models import Action, Document, Inspection, Recommendation, RecommendationKind
from soteria_tracker.administration.pages import RegisterAdmin, RegisterInline, signed_in_person

# The path from each kind of record to its inspection.
INSPECTION_OF: dict[type[models.Model], str] = {
    Inspection: "",
    Recommendation: "inspection",
    Action: "recommendation__inspection",
    Document: "inspection",
}


def open_inspections(request: HttpRequest) -> models.QuerySet[Inspection]:
    """Return all inspections except those under embargo that do not name this person."""
    return Inspection.objects.open_to(signed_in_person(request))


def scoped(queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
    """Return the records that belong to inspections this person can work on."""
    path = INSPECTION_OF[queryset.model._meta.concrete_model]
    return queryset.filter(**{f"{path}__in" if path else "pk__in": open_inspections(request).values("pk")})


class ScopedChoices:
    """Limit foreign keys to records of inspections that the person can work on."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model in INSPECTION_OF:
            kwargs.setdefault("queryset", scoped(db_field.related_model._default_manager.all(), request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class ScopedAdmin(ScopedChoices, RegisterAdmin):
    """The base of the admin pages for the register's reference data."""

    heading = "reports"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return scoped(super().get_queryset(request), request)


class ScopedInline(ScopedChoices, RegisterInline):
    """The base of the inlines on these pages."""


# A filter that offers only the inspections or holders in the list, so that none under embargo is revealed.
OnlyThose = admin.RelatedOnlyFieldListFilter


class KindFilter(admin.SimpleListFilter):
    """A filter by the kinds of the recommendations in the list, as labels."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = model_admin.get_queryset(request).order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, RecommendationKind.label_of(kind)) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset
