"""Who oversees a force from when, and which body took the place of another."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.bodies.models.body import Body
from forces.bodies.models.kinds import Force, LocalPolicingBody


class OversightQuerySet(models.QuerySet["Oversight"]):
    """Periods of oversight: each begins on its first day and ends where the next of its force begins."""

    def get_by_natural_key(self, force: str, first_day: str) -> Oversight:
        return self.get(force__slug=force, first_day=first_day)

    def on(self, day: datetime.date) -> OversightQuerySet:
        """Return the period of each force that is in force on the day."""
        latest = (
            Oversight.objects.filter(force=models.OuterRef("force"), first_day__lte=day)
            .order_by("-first_day")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(latest)).exclude(body__closed_on__lte=day)


class Oversight(models.Model):
    """A local policing body answers for a force from a first day until the next oversight of that force begins."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="oversights", verbose_name=_("force"))
    body = models.ForeignKey(
        LocalPolicingBody, on_delete=models.PROTECT, related_name="oversights", verbose_name=_("local policing body")
    )
    first_day = models.DateField(_("first day"))
    source = models.TextField(_("source"), blank=True)

    objects = OversightQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("oversight")
        verbose_name_plural = _("oversight")
        ordering = ["force", "first_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["force", "first_day"],
                name="oversight_of_a_force_begins_once_a_day",
                violation_error_message=_("Another body starts to oversee this force on that day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} oversees {self.force} from {self.first_day}"

    def natural_key(self) -> tuple[str, str]:
        return (self.force.slug, self.first_day.isoformat())

    natural_key.dependencies = ["forces.force", "forces.localpolicingbody"]  # type: ignore[attr-defined]


class SuccessionManager(models.Manager["Succession"]):
    def get_by_natural_key(self, predecessor: str, successor: str) -> Succession:
        return self.get(predecessor__slug=predecessor, successor__slug=successor)


class Succession(models.Model):
    """One body took the place of another on a day, and inherited what was open."""

    predecessor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField(_("on"))
    source = models.TextField(_("source"), blank=True)
    passes_record = models.BooleanField(
        _("passes its record on"),
        default=False,
        editable=False,
        help_text=_("From the day, the successor holds the predecessor’s actions. Only a reorganisation sets this."),
    )

    objects = SuccessionManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_is_recorded_once"),
            models.CheckConstraint(name="nobody_succeeds_itself", condition=~Q(predecessor=F("successor"))),
            models.UniqueConstraint(
                fields=["predecessor"], condition=Q(passes_record=True), name="a_record_passes_to_one_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.successor} succeeds {self.predecessor} on {self.on}"

    def natural_key(self) -> tuple[str, str]:
        return (self.predecessor.slug, self.successor.slug)

    natural_key.dependencies = ["forces.body"]  # type: ignore[attr-defined]
