"""How assured an office is of an action, when, and on what grounds. Insert-only, like updates."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from forces.people.editions import Audience
from forces.proof.proof import Proof
from recommendations.register.models import Action


class AssuranceQuerySet(models.QuerySet["Assurance"]):
    """Queries for assurances."""

    def in_force(self) -> AssuranceQuerySet:
        """Filter to assurances that are neither retracted nor retractions."""
        return self.filter(retracts=None, retraction=None)

    def latest_in_force(self) -> AssuranceQuerySet:
        """Filter to the latest assurance in force of each action."""
        later = Assurance.objects.in_force().filter(action=OuterRef("action"))
        return self.filter(pk=Subquery(later.order_by("-dated_on", "-recorded_at", "-pk").values("pk")[:1]))


class Assurance(models.Model):
    """How assured the office is of one action on a day. It never changes the action's status.

    A mistake is corrected by one that retracts it and says why.
    """

    class Level(models.TextChoices):
        ASSURED = "assured", _("Assured")
        PARTLY = "partly", _("Partly assured")
        NOT_ASSURED = "not-assured", _("Not assured")

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="assurances")
    dated_on = models.DateField(_("date"))
    level = models.CharField(_("how assured"), max_length=11, choices=Level.choices, blank=True)
    looked_at = models.TextField(_("what the office looked at"), max_length=10_000)
    meeting = models.CharField(_("meeting"), max_length=200, blank=True)
    check_again_on = models.DateField(_("check again on"), null=True, blank=True)
    retracts = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="retraction")
    released_to = models.CharField(max_length=16, choices=Audience.choices, blank=True)
    audience = models.GeneratedField(
        expression=Coalesce(NullIf(F("released_to"), models.Value("")), models.Value(Audience.OFFICE.value)),
        output_field=models.CharField(max_length=16, choices=Audience.choices),
        db_persist=True,
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submission_key = models.UUIDField()

    objects = AssuranceQuerySet.as_manager()

    proof = Proof(holder="action__holder", leaves_out=frozenset({"released_to"}))

    class Meta:
        verbose_name = _("assurance")
        verbose_name_plural = _("assurances")
        ordering = ["action_id", "dated_on", "recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission_key", "action"], name="an_assurance_is_recorded_once"),
            models.CheckConstraint(
                name="an_assurance_has_a_level_unless_it_retracts",
                condition=Q(retracts__isnull=True) & ~Q(level="") | Q(retracts__isnull=False, level=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}, {self.dated_on}"
