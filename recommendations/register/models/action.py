"""An action: what one holder has to do about one recommendation. Its status is not stored here."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.bodies.models import Body, BodyKind
from forces.people.access import Reader
from recommendations.register.models.addressee import AddresseeRole
from recommendations.register.models.deadline import Deadline
from recommendations.register.models.inspection import visible_inspections
from recommendations.register.models.recommendation import Part, Recommendation
from recommendations.register.recurrence import Recurrence


class ActionQuerySet(models.QuerySet["Action"]):
    def get_by_natural_key(self, inspection: str, reference: str, holder: str) -> Action:
        return self.get(
            recommendation__inspection__slug=inspection, recommendation__reference=reference, holder__slug=holder
        )

    def visible_to(self, reader: Reader) -> ActionQuerySet:
        """Return actions of inspections and holders that this reader can see."""
        return self.filter(reader.holders("holder__"), visible_inspections(reader, "recommendation__inspection__"))

    def with_parts(self) -> ActionQuerySet:
        """Read with the actions what their deadlines and `dated_parts` need, in two more queries."""
        return self.select_related("holder__force", "part", "recommendation").prefetch_related(
            "recommendation__parts__addressees"
        )


class Action(models.Model):
    """One recommendation for one holder. It stores no status: positions derive that from its updates."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="actions")
    holder = models.ForeignKey("forces.Body", on_delete=models.PROTECT, related_name="actions")
    part = models.ForeignKey(
        Part,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        help_text=_("The part that addresses the holder, if the recommendation itself does not."),
    )
    opened_on = models.DateField(_("opened on"))
    ended_on = models.DateField(
        _("ended on"), null=True, blank=True, help_text=_("The first day on which the action no longer exists.")
    )
    lead_post = models.CharField(
        _("lead"), max_length=120, blank=True, help_text=_("The post that leads, not the person who holds it.")
    )
    project = models.CharField(
        _("project"),
        max_length=120,
        blank=True,
        help_text=_("The force’s project that covers this action."),
    )
    external_references = models.JSONField(
        _("references in other systems"),
        default=list,
        blank=True,
        help_text=_("System and reference, for example in 4Action, HMICFRS’s portal or a risk register."),
    )

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["holder", "recommendation"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "holder"], name="a_holder_has_one_action_for_a_recommendation"
            ),
            models.CheckConstraint(
                name="action_ends_after_it_opens",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("opened_on")),
                violation_error_message=_("The day it ended must be after the day it opened."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder}: {self.recommendation}"

    def natural_key(self) -> tuple[str, str, str]:
        return (*self.recommendation.natural_key(), self.holder.slug)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "recommendations.recommendation",
        "recommendations.part",
        "forces.body",
    ]

    @property
    def deadline(self) -> Deadline:
        """The part or recommendation whose deadline applies: the part that addresses the holder, if it has one."""
        return self.part if self.part and self.part.deadline_kind else self.recommendation

    @property
    def published_deadline_on(self) -> datetime.date | None:
        """The deadline in the report, or None."""
        return self.deadline.due_on if self.deadline.deadline_set_by == Deadline.SetBy.SOURCE else None

    @property
    def published_target_on(self) -> datetime.date | None:
        """The local target set when the action opened, or None."""
        return self.deadline.due_on if self.deadline.deadline_set_by == Deadline.SetBy.LOCALLY else None

    @property
    def recurrence(self) -> Recurrence | None:
        """When the action falls due again and again; None if it does not recur, or its interval is not known."""
        return self.deadline.recurrence

    @property
    def dated_parts(self) -> list[Part]:
        """The parts with deadlines of their own that the holder answers for, beside `deadline`.

        A part with leads of its own concerns only these; any other part concerns all whom the recommendation
        addresses as a whole.
        """
        return [part for part in self.own_parts if part.due_on]

    @property
    def own_parts(self) -> list[Part]:
        """The parts that the holder answers for, beside the one that the action is about."""
        parts = self.recommendation.parts.all()
        return [part for part in parts if part.pk != self.part_id and self._answers_for(part)]

    def _answers_for(self, part: Part) -> bool:
        leads = [addressee for addressee in part.addressees.all() if addressee.role == AddresseeRole.LEAD]
        return any(lead.includes(self.holder) for lead in leads) if leads else self.part_id is None

    @property
    def address_parts(self) -> list[str]:
        return [self.holder.slug, self.recommendation.inspection.slug, self.recommendation.reference]

    def get_absolute_url(self) -> str:
        return self.address_of("action")

    def address_of(self, page: str, *args: Any) -> str:
        """Return the address of a page of this action, such as "retract" or "evidence"."""
        is_force = self.holder.kind == BodyKind.FORCE
        return reverse(f"{'force' if is_force else 'body'}-{page}", args=[*self.address_parts, *args])


class LeadQuerySet(models.QuerySet["Lead"]):
    """Notes of who holds the posts that lead actions."""

    def by_post(self, holder: Body, held: Collection[int]) -> dict[str, Lead]:
        """Return who holds each post of a body, by post: as it says itself, or else as one body whose record it holds.

        `held` are the ids of both. Where several of these say something different, no one is named. One query.
        """
        found: dict[str, list[Lead]] = {}
        for lead in self.filter(holder__in=held).order_by("pk"):
            found.setdefault(lead.post, []).append(lead)
        own = {lead.post: lead for leads in found.values() for lead in leads if lead.holder_id == holder.pk}
        named = {post: {(lead.name, lead.email) for lead in leads} for post, leads in found.items()}
        return {post: leads[0] for post, leads in found.items() if len(named[post]) == 1} | own


class Lead(models.Model):
    """An optional note of who holds a post that leads actions. The actions name only the post."""

    holder = models.ForeignKey("forces.Body", on_delete=models.PROTECT, related_name="leads")
    post = models.CharField(_("post"), max_length=120)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("email"), blank=True)

    objects = LeadQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering = ["holder", "post"]
        constraints = [models.UniqueConstraint(fields=["holder", "post"], name="a_post_is_named_once")]

    def __str__(self) -> str:
        return self.post
