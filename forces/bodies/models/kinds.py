"""The kinds of body: forces, national and local policing bodies, panels, fire services and regional units."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.bodies.models.body import Body, BodyKind, BodyQuerySet
from forces.bodies.names import kept_names
from forces.people.editions import Audience

# The Metropolitan Police and the City of London Police (Police Act 1996, s.101).
LED_BY_A_COMMISSIONER = frozenset({"metropolitan", "city-of-london"})
# A release has a preview and a record of its own, so no default shows an update to the panel or to the public.
DEFAULT_AUDIENCES = (Audience.FORCE_AND_OFFICE, Audience.OFFICE)
# Bodies without an office here: administrators record for them, with a source, and everyone sees what they record.
RECORDED_BY_ADMINISTRATORS = frozenset({BodyKind.NATIONAL, BodyKind.REGIONAL})


class ForceQuerySet(BodyQuerySet["Force"]):
    """Forces."""

    def territorial(self) -> ForceQuerySet:
        """Return the territorial forces of England and Wales: what a report means by "all forces"."""
        return self.filter(territorial=True)


class Force(Body):
    """A police force. The territorial ones have a commissioner; the five special ones have none."""

    ons_code = models.CharField(_("ONS code"), max_length=9, blank=True)
    abbreviation = models.CharField(_("map code"), max_length=3, unique=True)
    country = models.CharField(_("country"), max_length=40, blank=True)
    region = models.CharField(_("region"), max_length=40, blank=True)
    map_column = models.PositiveSmallIntegerField(_("map column"), null=True, blank=True)
    map_row = models.PositiveSmallIntegerField(_("map row"), null=True, blank=True)
    territorial = models.BooleanField(_("territorial force of England and Wales"), default=True)
    uses_soteria_tracker = models.BooleanField(
        _("uses Soteria Tracker"),
        default=False,
        help_text=_(
            "The office of this force keeps its records in this register. Others read “Does not use Soteria Tracker”."
        ),
    )

    objects = ForceQuerySet.as_manager()  # type: ignore[misc]
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("force")
        verbose_name_plural = _("forces")
        constraints = [
            models.UniqueConstraint(
                fields=["ons_code"],
                condition=~Q(ons_code=""),
                name="force_ons_code_is_unique",
                violation_error_message=_("Another force has this ONS code."),
            )
        ]

    @property
    def chief_officer_title(self) -> str:
        """Return the title of the chief officer: Commissioner in London and the City, else Chief Constable."""
        return gettext("Commissioner") if self.slug in LED_BY_A_COMMISSIONER else gettext("Chief Constable")


class NationalBody(Body):
    """A body that acts for the whole country: the Home Office, the College of Policing and so on."""

    history = HistoricalRecords()
    objects = BodyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("national body")
        verbose_name_plural = _("national bodies")


class LocalPolicingBody(Body):
    """Who answers for a force by law (Police Act 1996, s.101): a commissioner, a mayor, MOPAC or the Common Council."""

    class Office(models.TextChoices):
        PCC = "pcc", _("Police and crime commissioner")
        PFCC = "pfcc", _("Police, fire and crime commissioner")
        MAYOR = "mayor", _("Mayor with police and crime functions")
        MOPAC = "mopac", _("Mayor’s Office for Policing and Crime")
        COMMON_COUNCIL = "common-council", _("Common Council of the City of London")

    office = models.CharField(_("office"), max_length=20, choices=Office.choices)
    office_holder_title = models.CharField(_("title of the office-holder"), max_length=120)
    default_audience = models.CharField(
        _("who can see an update by default"),
        max_length=16,
        choices=[(audience.value, audience.label) for audience in DEFAULT_AUDIENCES],
        default=Audience.FORCE_AND_OFFICE,
        help_text=_("Can be changed for each update. To show it to the panel or to the public, release it."),
    )
    update_interval = models.PositiveSmallIntegerField(
        _("days between updates"),
        default=90,
        help_text=_("Actions without an update for longer are shown as having no recent update."),
    )

    history = HistoricalRecords()
    objects = BodyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("local policing body")
        verbose_name_plural = _("local policing bodies")
        constraints = [
            models.CheckConstraint(
                name="default_audience_releases_nothing", condition=Q(default_audience__in=[*DEFAULT_AUDIENCES])
            )
        ]

    @property
    def shown_title(self) -> str:
        """Return the title of the office-holder on the day of the page. `office_holder_title` is today's."""
        earlier = kept_names().get(self.pk)
        return (earlier and earlier.office_holder_title) or self.office_holder_title

    def title_on(self, day: datetime.date | None) -> str:
        """Return the title of the office-holder on the day, or today's for None."""
        earlier = self.earlier_name_on(day)
        return (earlier and earlier.office_holder_title) or self.office_holder_title


class Panel(Body):
    """The police and crime panel, or its equivalent in London and the City."""

    scrutinises = models.ForeignKey(
        Force,
        on_delete=models.PROTECT,
        related_name="panels",
        verbose_name=_("force"),
        help_text=_("The force whose local policing body the panel scrutinises."),
    )

    history = HistoricalRecords()
    objects = BodyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")


class FireServiceQuerySet(BodyQuerySet["FireService"]):
    """Fire and rescue services."""

    def without_office(self, day: datetime.date) -> FireServiceQuerySet:
        """Return services that no local policing body answers for on the day: administrators record for them."""
        return self.filter(Q(answerable_body=None) | Q(answerable_body__closed_on__lte=day))


class FireService(Body):
    """A fire and rescue service. A few have a commissioner or mayor as their fire and rescue authority.

    Recommendations open actions only for services that are followed here (`followed`).
    """

    answerable_body = models.ForeignKey(
        LocalPolicingBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="fire_services",
        verbose_name=_("answerable commissioner or mayor"),
        help_text=_(
            "Only if a commissioner or mayor is the fire and rescue authority. Their office then records for the "
            "service. Administrators record for the others."
        ),
    )
    followed = models.BooleanField(
        _("followed here"),
        default=False,
        help_text=_("Recommendations to a service open an action for it only while this is on."),
    )

    history = HistoricalRecords()
    objects = FireServiceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("fire and rescue service")
        verbose_name_plural = _("fire and rescue services")


def is_without_office(holder: Body, day: datetime.date) -> bool:
    """Whether no office here records for the holder on the day. One query for a fire and rescue service."""
    if holder.kind == BodyKind.FIRE:
        return FireService.objects.without_office(day).filter(pk=holder.pk).exists()
    return holder.kind in RECORDED_BY_ADMINISTRATORS


class RegionalUnit(Body):
    """A unit that several forces run together for their region, such as a regional organised crime unit."""

    history = HistoricalRecords()
    objects = BodyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("regional unit")
        verbose_name_plural = _("regional units")
