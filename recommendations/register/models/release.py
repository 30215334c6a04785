"""Releases and withdrawals of updates and assurances. Insert-only: see recommendations.register.insert_only.

The `released_to` of each update and assurance has the result.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forces.people.editions import Audience
from forces.proof.proof import Proof
from recommendations.register.models.update import Update


class Release(models.Model):
    """Updates and assurances of one holder that the office released to its panel or to the public at one time.

    With `withdraws`, the withdrawal of an earlier release.
    """

    holder = models.ForeignKey("forces.Body", on_delete=models.PROTECT, related_name="releases")
    audience = models.CharField(
        _("released to"),
        max_length=16,
        choices=[(a.value, a.label) for a in (Audience.PANEL, Audience.PUBLIC)],
    )
    reason = models.CharField(_("purpose"), max_length=500, blank=True)
    withdraws = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="releases")
    submission_key = models.UUIDField(unique=True)

    proof = Proof(holder="holder")

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="a_withdrawal_says_why", condition=Q(withdraws__isnull=True) | ~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"{self.holder}, {self.get_audience_display()}"


class ReleasedItem(models.Model):
    """An update or assurance in a release or a withdrawal, and its audience after it."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="items")
    update = models.ForeignKey(Update, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    assurance = models.ForeignKey(
        "recommendations.Assurance", on_delete=models.PROTECT, null=True, blank=True, related_name="releases"
    )
    audience_after = models.CharField(_("audience afterwards"), max_length=16, choices=Audience.choices)

    proof = Proof(holder="release__holder")

    class Meta:
        verbose_name = _("released item")
        verbose_name_plural = _("released items")
        constraints = [
            models.CheckConstraint(
                name="a_released_item_is_an_update_or_an_assurance",
                condition=Q(update__isnull=False, assurance__isnull=True)
                | Q(update__isnull=True, assurance__isnull=False),
            ),
            models.UniqueConstraint(fields=["release", "update"], name="a_release_names_an_update_once"),
            models.UniqueConstraint(fields=["release", "assurance"], name="a_release_names_an_assurance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.update or self.assurance}"
