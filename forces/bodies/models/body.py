"""A body of any kind: its names, and the days on which it exists."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forces.bodies.names import name_and_label
from soteria_tracker.web.today import today

if TYPE_CHECKING:
    from forces.bodies.models.earlier_name import EarlierName

_Body = TypeVar("_Body", bound="Body")


class BodyQuerySet(models.QuerySet[_Body]):
    """Queries for bodies."""

    def get_by_natural_key(self, slug: str) -> _Body:
        return self.get(slug=slug)

    def open_on(self, day: datetime.date) -> Self:
        """Return bodies that exist on the day. `closed_on` is the first day without the body."""
        return self.filter(
            Q(opened_on__isnull=True) | Q(opened_on__lte=day), Q(closed_on__isnull=True) | Q(closed_on__gt=day)
        )


class BodyKind(models.TextChoices):
    FORCE = "force", _("Force")
    NATIONAL = "national", _("National body")
    LOCAL = "local", _("Local policing body")
    PANEL = "panel", _("Police and crime panel")
    FIRE = "fire", _("Fire and rescue service")
    REGIONAL = "regional", _("Regional unit")


class Body(models.Model):
    """A body that a recommendation can address, or that oversees a force or scrutinises a commissioner."""

    kind = models.CharField(_("kind"), max_length=10, choices=BodyKind.choices, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    short_name = models.CharField(_("short name"), max_length=80, blank=True, help_text=_("Used in dense tables."))
    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    aliases = models.JSONField(
        _("other names"), default=list, blank=True, help_text=_("Other names that documents use.")
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True, help_text=_("Leave empty if not known."))
    closed_on = models.DateField(_("closed on"), null=True, blank=True, help_text=_("The first day without this body."))
    source = models.TextField(_("source"), blank=True, help_text=_("The document that says so."))

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="body_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                violation_error_message=_("The day it closed must be after the day it opened."),
            )
        ]

    def __str__(self) -> str:
        return self.shown_name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def shown_name(self) -> str:
        """Return the name on the day of the page. `name` is today's."""
        return name_and_label(self.pk, self.name, self.short_name)[0]

    def earlier_name_on(self, day: datetime.date | None) -> EarlierName | None:
        """Return the earlier name in use on the day, or today for None. Prefetch `earlier_names` for several bodies."""
        asked = day or today()
        later = [earlier for earlier in self.earlier_names.all() if earlier.until > asked]
        return min(later, key=lambda earlier: earlier.until) if later else None

    def name_on(self, day: datetime.date | None) -> str:
        """Return the name on the day, or today's for None. Prefetch `earlier_names` for several bodies."""
        earlier = self.earlier_name_on(day)
        return earlier.name if earlier else self.name

    @property
    def label(self) -> str:
        """Return the short name on the day of the page if there is one, else the name."""
        return name_and_label(self.pk, self.name, self.short_name)[1]

    def is_open_on(self, day: datetime.date) -> bool:
        """Whether this body exists on the day: the same condition as `BodyQuerySet.open_on`."""
        return (self.opened_on is None or self.opened_on <= day) and (self.closed_on is None or self.closed_on > day)

    @property
    def other_names(self) -> list[str]:
        """Return the aliases that are not also earlier names, which pages show with their days."""
        earlier = {name for row in self.earlier_names.all() for name in (row.name, row.short_name)}
        return [alias for alias in self.aliases if alias not in earlier]

    def get_absolute_url(self) -> str:
        return reverse("dated:force" if self.kind == BodyKind.FORCE else "dated:body", args=[self.slug])
