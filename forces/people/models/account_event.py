"""What was done to someone's account."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from forces.people.models.person import Person
from forces.proof.proof import Proof


class AccountEvent(models.Model):
    """Something that someone else did to a person's account. Insert-only."""

    class Kind(models.TextChoices):
        SECOND_FACTOR_RESET = "second-factor-reset", _("Second step of sign-in reset")

    kind = models.CharField(max_length=30, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="account_events")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    proof = Proof()

    class Meta:
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"
