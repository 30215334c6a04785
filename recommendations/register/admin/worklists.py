"""Worklists: records of the register that need attention, each put right on its own page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from recommendations.register.admin.scope import OnlyThose, scoped
from recommendations.register.models.worklists import ActionWithoutLead, RecommendationWithoutDeadlineKind
from soteria_tracker.admin import Worklist


class ScopedWorklist(Worklist):
    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return scoped(super().get_queryset(request), request)


@admin.register(RecommendationWithoutDeadlineKind)
class RecommendationWithoutDeadlineKindAdmin(ScopedWorklist):
    of = "recommendations_recommendation"
    place = 10
    list_display: Any = ["__str__", "inspection", "deadline_wording"]
    list_select_related = ["inspection"]
    list_filter = [("inspection", OnlyThose), "kind"]
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
