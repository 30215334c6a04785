"""The chains of digests, and when they were verified. Links are insert-only."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class ChainHead(models.Model):
    """Where the chain of a body ends, or that of the register itself. Each service that adds to the chain locks it."""

    holder = models.OneToOneField("forces.Body", on_delete=models.PROTECT, null=True, related_name="chain")
    number = models.PositiveBigIntegerField(default=0, help_text=_("How many links the chain has."))
    digest = models.CharField(max_length=64, blank=True, help_text=_("The digest of the last link."))

    class Meta:
        constraints = [
            models.UniqueConstraint(Coalesce(F("holder"), Value(0)), name="the_register_itself_has_one_chain")
        ]

    def __str__(self) -> str:
        return str(self.holder or _("The register itself"))


class ChainLink(models.Model):
    """A record in the chain. Its digest covers the record and the link before it."""

    head = models.ForeignKey(ChainHead, on_delete=models.PROTECT, related_name="links", db_index=False)
    number = models.PositiveBigIntegerField(help_text=_("1 for the first link."))
    kind = models.CharField(max_length=60)
    record_id = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["head", "number"]
        constraints = [
            models.UniqueConstraint(fields=["head", "number"], name="a_link_has_one_place"),
            models.UniqueConstraint(fields=["kind", "record_id"], name="a_record_is_sealed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.head}, {self.number}"


class Verification(models.Model):
    """One verification of the whole history."""

    verified_at = models.DateTimeField()
    records = models.PositiveBigIntegerField()
    first_fault = models.TextField(blank=True)
    faults = models.PositiveIntegerField(default=0)

    class Meta:
        get_latest_by = "verified_at"

    def __str__(self) -> str:
        return f"{self.verified_at:%d %B %Y}"
