"""What a body was called before it was given another name or title."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.bodies.models.body import Body


class EarlierNameQuerySet(models.QuerySet["EarlierName"]):
    """Names that bodies had before their present one."""

    def get_by_natural_key(self, body: str, until: str) -> EarlierName:
        return self.get(body__slug=body, until=until)

    def of_day(self, day: datetime.date) -> dict[int, EarlierName]:
        """Return the earlier names in use on the day, by the ids of their bodies. One query."""
        later = self.filter(until__gt=day).order_by("-until")
        return {name.body_id: name for name in later}  # the one that ended first after the day comes last


class EarlierName(models.Model):
    """What a body is called until a day, which may lie ahead. From then on it has the next such name, or its own.

    A commissioner who becomes a fire and rescue authority has a new title and is the same body: who "is for the time
    being the police and crime commissioner for Essex … will be known as the Police, Fire and Crime Commissioner for
    Essex" (S.I. 2017/864, explanatory note).
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="earlier_names", verbose_name=_("body"))
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    office_holder_title = models.CharField(
        _("title of the office-holder"), max_length=120, blank=True, help_text=_("Of a local policing body only.")
    )
    slug = models.SlugField(
        _("name in addresses"),
        max_length=80,
        blank=True,
        db_index=False,
        help_text=_("Only if addresses and files had another name for it then. They lead to the body."),
    )
    until = models.DateField(_("until"), help_text=_("The first day with the next name."))
    source = models.TextField(_("source"), blank=True, help_text=_("The document that says so."))

    objects = EarlierNameQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("earlier name")
        verbose_name_plural = _("earlier names")
        ordering = ["body", "until"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "until"],
                name="one_name_ends_on_a_day",
                violation_error_message=_("Another name of this body ends on that day."),
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=~Q(slug=""),
                name="earlier_name_in_addresses_is_unique",
                violation_error_message=_("Another body had this name in addresses."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (until {self.until})"

    @property
    def last_day(self) -> datetime.date:
        """Return the last day with this name."""
        return self.until - datetime.timedelta(days=1)

    def clean(self) -> None:
        """Refuse another body's name in addresses."""
        if self.slug and Body.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": gettext("A body has this name in addresses now. Choose another.")})

    def natural_key(self) -> tuple[str, str]:
        return (self.body.slug, self.until.isoformat())

    natural_key.dependencies = ["forces.body"]  # type: ignore[attr-defined]
