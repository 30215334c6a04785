"""Requests to remove words or a file, and the decisions on them. Insert-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forces.proof.proof import Proof
from recommendations.register.models import Action, Evidence, Update


class Redaction(models.Model):
    """A request to remove the words of an update, or a file that is its evidence."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="redactions")
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="redactions"
    )  # None: the words
    reason = models.CharField(_("why it has to be removed"), max_length=1_000)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    submission_key = models.UUIDField(unique=True)

    proof = Proof(holder="update__action__holder")

    class Meta:
        verbose_name = _("request to remove")
        verbose_name_plural = _("requests to remove")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="a_redaction_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.update}: {self.what}"

    @property
    def action(self) -> Action:
        return self.update.action

    @property
    def what(self) -> str:
        """What is to be removed, within a sentence: “the words”, or the name of the file."""
        return self.evidence.file_name if self.evidence else str(_("the words"))


class RedactionDecision(models.Model):
    """What another person decided about a request to remove."""

    redaction = models.OneToOneField(Redaction, on_delete=models.PROTECT, related_name="decision")
    removed = models.BooleanField()
    reason = models.CharField(_("why it stays"), max_length=1_000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    proof = Proof(holder="redaction__update__action__holder")

    class Meta:
        verbose_name = _("decision on a request to remove")
        verbose_name_plural = _("decisions on requests to remove")
        constraints = [
            models.CheckConstraint(name="a_refusal_to_redact_says_why", condition=Q(removed=True) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.redaction}: {_('removed') if self.removed else _('kept')}"
