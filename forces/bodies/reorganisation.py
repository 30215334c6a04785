"""The record of each reorganisation: its plan, what it created and changed, and its undoing. Insert-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from forces.proof.proof import Proof


class Reorganisation(models.Model):
    """A plan that was carried out, or the undoing of one (`undoes`)."""

    on = models.DateField(_("from"))
    plan = models.TextField(_("plan"), help_text=_("The file, as it was read."))
    summary = models.TextField(_("what it does"))
    created = models.JSONField(default=list)  # [model, id] of each record, in the order in which they were created
    changed = models.JSONField(default=list)  # [model, id, field, before, after], all values as JSON
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reorganisations",
        verbose_name=_("recorded by"),
    )
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undoing", verbose_name=_("undoes")
    )

    proof = Proof()

    class Meta:
        verbose_name = _("reorganisation")
        verbose_name_plural = _("reorganisations")
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{date_format(self.on)}: {self.summary.partition(chr(10))[0]}"
