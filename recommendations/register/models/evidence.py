"""The evidence for an update. Insert-only: see recommendations.register.insert_only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forces.proof.proof import Proof
from recommendations.register.models.update import Update


def _evidence_path(evidence: Evidence, filename: str) -> str:
    return f"evidence/{evidence.update.action_id}/{evidence.checksum}"


class EvidenceKind(models.TextChoices):
    FILE = "file", _("A file")
    ADDRESS = "address", _("An address")
    SEEN = "seen", _("Seen, not stored here")


class Evidence(models.Model):
    """The evidence for an update: a file, a web address, or something that was seen but is not stored here."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=7, choices=EvidenceKind.choices)
    file = models.FileField(_("file"), upload_to=_evidence_path, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), null=True, blank=True)
    checksum = models.CharField(_("SHA-256"), max_length=64, blank=True)
    address = models.URLField(_("address"), max_length=500, blank=True)
    shows = models.CharField(_("what it shows"), max_length=500, blank=True)
    dated_on = models.DateField(_("date of the evidence"), null=True, blank=True)

    proof = Proof(holder="update__action__holder", files={"file": "checksum"})

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                name="evidence_has_what_its_kind_needs",
                condition=(Q(kind="file", address="") & ~Q(file="") & ~Q(checksum=""))
                | (Q(kind="address", file="") & ~Q(address=""))
                | (Q(kind="seen", file="", address="") & ~Q(shows="")),
            )
        ]

    def __str__(self) -> str:
        return self.shows or self.file_name or self.address
