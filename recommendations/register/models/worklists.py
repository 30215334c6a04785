"""Records of the register that need attention, for administrators."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from recommendations.register.models.action import Action
from recommendations.register.models.inspection import Inspection
from recommendations.register.models.recommendation import Recommendation


class RecommendationWithoutDeadlineKindManager(models.Manager[Any]):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(deadline_kind="")


class RecommendationWithoutDeadlineKind(Recommendation):
    """A recommendation whose kind of deadline no one has decided yet: a date, immediately, relative or none."""

    objects: ClassVar[Any] = RecommendationWithoutDeadlineKindManager()

    class Meta:
        proxy = True
        verbose_name = _("recommendation without a deadline kind")
        verbose_name_plural = _("recommendations without a deadline kind")


class ActionWithoutLeadManager(models.Manager[Any]):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(lead_post="", ended_on__isnull=True)


class ActionWithoutLead(Action):
    """An action that has not ended and has no lead post."""

    objects: ClassVar[Any] = ActionWithoutLeadManager()

    class Meta:
        proxy = True
        verbose_name = _("action without a lead")
        verbose_name_plural = _("actions without a lead")


class InspectionWithMissingActions(Inspection):
    """A published inspection with actions that have not been opened, as an addressee was added after publication.

    The table cannot tell which inspections these are: see register.services.actions.missing_actions.
    """

    class Meta:
        proxy = True
        verbose_name = _("published inspection with missing actions")
        verbose_name_plural = _("published inspections with missing actions")
