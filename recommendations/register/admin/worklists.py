"""Worklists: records of the register that need attention. Each is corrected on its own page."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Case, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from recommendations.register.admin.scope import KindFilter, OnlyThose, scoped
from recommendations.register.models.worklists import (
    ActionWithoutLead,
    InspectionWithMissingActions,
    RecommendationWithoutDeadlineKind,
)
from recommendations.register.services.actions import missing_actions
from soteria_tracker.administration.pages import Worklist


class ScopedWorklist(Worklist):
    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return scoped(super().get_queryset(request), request)


@admin.register(RecommendationWithoutDeadlineKind)
class RecommendationWithoutDeadlineKindAdmin(ScopedWorklist):
    of = "recommendations_recommendation"
    place = 10
    list_display: Any = ["__str__", "inspection", "deadline_wording"]
    list_select_related = ["inspection"]
    list_filter = [("inspection", OnlyThose), KindFilter]
    search_fields = ["short_title", "text", "reference", "inspection__title"]


@admin.register(ActionWithoutLead)
class ActionWithoutLeadAdmin(ScopedWorklist):
    of = "recommendations_action"
    place = 20
    list_display: Any = ["__str__", "inspection", "opened_on"]
    list_select_related = ["holder", "recommendation__inspection"]
    list_filter = [("recommendation__inspection", OnlyThose), ("holder", OnlyThose)]
    search_fields = ["holder__name", "recommendation__short_title", "recommendation__inspection__title"]

    @admin.display(ordering="recommendation__inspection")
    def inspection(self, action: Any) -> str:
        return str(action.recommendation.inspection)


@admin.register(InspectionWithMissingActions)
class InspectionWithMissingActionsAdmin(ScopedWorklist):
    """Missing actions are opened by “Open missing actions”, or when the inspection is saved."""

    of = "recommendations_inspection"
    place = 25
    list_display: Any = ["title", "published_on", "missing_count"]
    search_fields = ["title", "short_title"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        missing = Counter(action.recommendation.inspection_id for action in missing_actions())
        counts = [When(pk=pk, then=Value(count)) for pk, count in missing.items()]
        rows = super().get_queryset(request).filter(pk__in=missing.keys())
        return rows.annotate(missing=Case(*counts, default=0, output_field=models.IntegerField()))

    @admin.display(description=_("actions missing"), ordering="missing")
    def missing_count(self, inspection: Any) -> int:
        return inspection.missing
