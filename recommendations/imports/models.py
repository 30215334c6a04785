"""What is kept about loads: each record as it was last loaded, and each load."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forces.proof.proof import Proof


class LoadedRecord(models.Model):
    """The digest of one record as it was last loaded, so that changes made by a person since are noticed."""

    key = models.CharField(_("record"), max_length=250, primary_key=True)
    digest = models.CharField(_("digest as last loaded"), max_length=64)
    file = models.CharField(_("file"), max_length=250)
    loaded_at = models.DateTimeField(_("loaded at"), auto_now=True)

    class Meta:
        verbose_name = _("loaded record")
        verbose_name_plural = _("loaded records")

    def __str__(self) -> str:
        return self.key


class LoadRun(models.Model):
    """One load of the register: when, by whom, which files, and the outcome. Insert-only."""

    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="load_runs"
    )
    files = models.JSONField(_("files, with their digests"))
    result = models.JSONField(_("result"))

    proof = Proof()

    class Meta:
        verbose_name = _("load")
        verbose_name_plural = _("loads")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%d %B %Y %H:%M}"
