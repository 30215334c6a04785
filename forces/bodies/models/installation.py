"""Whether this database is a demonstration."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Installation(models.Model):
    """Marks this database as a demonstration. It has one row at most; a real register has none."""

    is_demonstration = models.BooleanField(default=False)
    seed = models.PositiveIntegerField(null=True, blank=True)
    made_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(name="there_is_one_installation", condition=Q(pk=1))]

    def __str__(self) -> str:
        return "Demonstration" if self.is_demonstration else "Register"
