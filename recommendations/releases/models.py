"""Releases and withdrawals: insert-only. What is released now stands in each row's `released_to`, which follows."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forces.people.access import Audience
from recommendations.assurance.models import Assurance
from recommendations.register.models import Update


class Release(models.Model):
    """One act of the office: many updates (and assurances) of one holder shown to its panel or to the public.

    Or the withdrawal of an earlier one: then what it released is again for whom it was before.
    """

    holder = models.ForeignKey("forces.Body", on_delete=models.PROTECT, related_name="releases")
    audience = models.CharField(
        _("released to"),
        max_length=16,
        choices=[(a.value, a.label) for a in (Audience.PANEL, Audience.PUBLIC)],
    )
    reason = models.CharField(_("what for"), max_length=500, blank=True)
    withdraws = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawal")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="releases")
    submission_key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="a_withdrawal_says_why", condition=Q(withdraws__isnull=True) | ~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"{self.holder}, {self.get_audience_display()}"


class Released(models.Model):
    """One thing that a release or a withdrawal concerned, and for whom it was `after` it."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="items")
    update = models.ForeignKey(Update, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    assurance = models.ForeignKey(Assurance, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    after = models.CharField(_("for whom afterwards"), max_length=16, choices=Audience.choices)

    class Meta:
        verbose_name = _("released item")
        verbose_name_plural = _("released items")
        constraints = [
            models.CheckConstraint(
                name="a_released_item_is_one_thing",
                condition=Q(update__isnull=False, assurance__isnull=True)
                | Q(update__isnull=True, assurance__isnull=False),
            ),
            models.UniqueConstraint(fields=["release", "update"], name="a_release_names_an_update_once"),
            models.UniqueConstraint(fields=["release", "assurance"], name="a_release_names_an_assurance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.update or self.assurance}"
