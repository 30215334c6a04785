"""Letters that change actions. Insert-only: see recommendations.register.insert_only."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forces.proof.proof import Proof


def _letter_path(letter: Letter, filename: str) -> str:
    return f"letters/{letter.holder_id}/{filename}"


class Letter(models.Model):
    """A letter from HMICFRS or another body. One letter may change many actions."""

    holder = models.ForeignKey("forces.Body", on_delete=models.PROTECT, related_name="letters")
    sender = models.CharField(_("from"), max_length=200)
    dated_on = models.DateField(_("dated"))
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    file = models.FileField(_("file"), upload_to=_letter_path, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), null=True, blank=True)
    checksum = models.CharField(_("SHA-256"), max_length=64, blank=True)
    submission_key = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters")

    proof = Proof(holder="holder", files={"file": "checksum"})

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return f"{self.sender}, {self.dated_on}"
