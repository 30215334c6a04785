"""The levels at which HMICFRS closes an action."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class ClosingLevelManager(models.Manager["ClosingLevel"]):
    def get_by_natural_key(self, name: str) -> ClosingLevel:
        return self.get(name=name)


class ClosingLevel(models.Model):
    """A level that HMICFRS awards when it closes an action. Its definition was not found, so no rule uses it."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    help = models.CharField(_("help"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("position in the list"), default=0)

    objects = ClosingLevelManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("closing level")
        verbose_name_plural = _("closing levels")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)
