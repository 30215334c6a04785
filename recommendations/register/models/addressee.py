"""The addressees of a recommendation."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.bodies.models import Body, BodyKind, Force
from recommendations.register.models.recommendation import Part, Recommendation


class AddresseeManager(models.Manager["Addressee"]):
    def get_by_natural_key(self, inspection: str, reference: str, *key: Any) -> Addressee:
        part, role, body, group, others = key
        return self.get(
            recommendation__inspection__slug=inspection,
            recommendation__reference=reference,
            part__label=part or None,
            role=role,
            body__slug=body or None,
            group=group,
            others=others,
        )


class AddresseeRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    WITH = "with", _("Working with")


class Addressee(models.Model):
    """The body, group of bodies or other addressee of a recommendation, or of one part of it."""

    class Group(models.TextChoices):
        ALL_FORCES = "all-forces", _("All forces")
        ALL_FORCES_IN_ENGLAND = "all-forces-in-england", _("All forces in England")
        ALL_FORCES_IN_WALES = "all-forces-in-wales", _("All forces in Wales")
        SPECIAL_FORCES = "special-forces", _("Special police forces")
        LOCAL_POLICING_BODIES = "local-policing-bodies", _("Local policing bodies")
        FIRE_AND_RESCUE_SERVICES = "fire-and-rescue-services", _("Fire and rescue services")
        REGIONAL_UNITS = "regional-units", _("Regional organised crime units")

        @property
        def body_kind(self) -> BodyKind:
            """The kind of the group's bodies."""
            match self:
                case self.LOCAL_POLICING_BODIES:
                    return BodyKind.LOCAL
                case self.FIRE_AND_RESCUE_SERVICES:
                    return BodyKind.FIRE
                case self.REGIONAL_UNITS:
                    return BodyKind.REGIONAL
            return BodyKind.FORCE

        def includes(self, force: Force) -> bool:
            """Return whether the force belongs to the group, whether or not it exists on the day."""
            match self:
                case self.ALL_FORCES:
                    return force.territorial
                case self.ALL_FORCES_IN_ENGLAND:
                    return force.territorial and force.country == "England"
                case self.ALL_FORCES_IN_WALES:
                    return force.territorial and force.country == "Wales"
                case self.SPECIAL_FORCES:
                    return not force.territorial
            return False

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="addressees")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, null=True, blank=True, related_name="addressees")
    role = models.CharField(_("role"), max_length=4, choices=AddresseeRole.choices, default=AddresseeRole.LEAD)
    body = models.ForeignKey(
        "forces.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="addressed_in"
    )
    group = models.CharField(_("group"), max_length=30, choices=Group.choices, blank=True)
    others = models.CharField(
        _("other addressee, as worded"),
        max_length=200,
        blank=True,
        help_text=_("Not a registered body, so no action is created."),
    )
    order = models.PositiveSmallIntegerField(default=0)

    objects = AddresseeManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        ordering = ["recommendation_id", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="addressee_is_a_body_or_a_group_or_others",
                condition=Q(body__isnull=False, group="", others="")
                | (Q(body__isnull=True, others="") & ~Q(group=""))
                | (Q(body__isnull=True, group="") & ~Q(others="")),
                violation_error_message=_("Enter one of these: a body, a group, or another addressee as worded."),
            ),
            models.UniqueConstraint(
                "recommendation",
                Coalesce("part", 0),
                Coalesce("body", 0),
                "group",
                "others",
                name="nobody_is_addressed_twice_in_one_place",
                violation_error_message=_("This addressee is already in the list."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name to show on pages."""
        if self.body:
            return str(self.body)
        return str(self.get_group_display()) if self.group else self.others

    def includes(self, holder: Body) -> bool:
        """Return whether it names the holder or a group that the holder belongs to, on whatever day.

        One query for a force addressed by a group, unless the holder was read with its force.
        """
        if not self.group:
            return self.body_id == holder.pk
        group = Addressee.Group(self.group)
        if group.body_kind != holder.kind:
            return False
        return holder.kind != BodyKind.FORCE or group.includes(holder.force)

    def natural_key(self) -> tuple[str | None, ...]:
        body = self.body.slug if self.body else None
        part = self.part.label if self.part else None
        return (*self.recommendation.natural_key(), part, self.role, body, self.group, self.others)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "recommendations.recommendation",
        "recommendations.part",
        "forces.body",
    ]
