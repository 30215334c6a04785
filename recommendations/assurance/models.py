"""What the office itself thinks of an action, when, and on what grounds. Insert-only, like updates."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from forces.people.access import Audience, Reader
from recommendations.register.models import Action


class AssuranceQuerySet(models.QuerySet["Assurance"]):
    """The words in which the office's views are asked for."""

    def readable_by(self, reader: Reader) -> AssuranceQuerySet:
        """Those this reader may read: the office its own, others what was released to them. Retracted ones too."""
        return self.filter(reader.readable_texts(holder="action__holder"))

    def standing(self) -> AssuranceQuerySet:
        """Views that hold: neither retracted nor a retraction."""
        return self.filter(retracts=None, retraction=None)

    def newest(self) -> AssuranceQuerySet:
        """The latest view of each action among those that hold: what the office thinks now."""
        later = Assurance.objects.standing().filter(action=OuterRef("action"))
        return self.filter(pk=Subquery(later.order_by("-dated_on", "-recorded_at", "-pk").values("pk")[:1]))


class Assurance(models.Model):
    """The office's view of one action on a day. It never changes where the action stands.

    A mistake is corrected by one that retracts it and says why.
    """

    class View(models.TextChoices):
        ASSURED = "assured", _("Assured")
        PARTLY = "partly", _("Partly assured")
        NOT_ASSURED = "not-assured", _("Not assured")

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="assurances")
    dated_on = models.DateField(_("date"))
    view = models.CharField(_("the office’s view"), max_length=11, choices=View.choices, blank=True)
    looked_at = models.TextField(_("what was looked at"), max_length=10_000)
    meeting = models.CharField(_("at which meeting"), max_length=200, blank=True)
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

    class Meta:
        verbose_name = _("assurance")
        verbose_name_plural = _("assurances")
        ordering = ["action", "dated_on", "recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission_key", "action"], name="an_assurance_is_recorded_once"),
            models.CheckConstraint(
                name="an_assurance_has_a_view_unless_it_retracts",
                condition=Q(retracts__isnull=True) & ~Q(view="") | Q(retracts__isnull=False, view=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}, {self.dated_on}"
