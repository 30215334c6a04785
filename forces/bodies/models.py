"""The bodies: forces, national bodies, local policing bodies and others, and who oversees whom from when.

Forces and bodies change: each has dates, a body can succeed another, and a body that is given another name or title
keeps its earlier ones.
"""

from __future__ import annotations

import datetime
from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.bodies.names import kept_names, name_and_label
from forces.people.editions import Audience
from soteria_tracker.web.today import today

_Body = TypeVar("_Body", bound="Body")

# The Metropolitan Police and the City of London Police (Police Act 1996, s.101).
LED_BY_A_COMMISSIONER = frozenset({"metropolitan", "city-of-london"})
# A release has a preview and a record of its own, so no default shows an update to the panel or to the public.
DEFAULT_AUDIENCES = (Audience.FORCE_AND_OFFICE, Audience.OFFICE)


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


# Bodies without an office here: administrators record for them, with a source, and everyone sees what they record.
RECORDED_BY_ADMINISTRATORS = frozenset({BodyKind.NATIONAL, BodyKind.REGIONAL})


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

    def name_on(self, day: datetime.date | None) -> str:
        """Return the name on the day, or today's for None. Prefetch `earlier_names` for several bodies."""
        later = [earlier for earlier in self.earlier_names.all() if day and earlier.until > day]
        return min(later, key=lambda earlier: earlier.until).name if later else self.name

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


class EarlierNameQuerySet(models.QuerySet["EarlierName"]):
    """Names that bodies had before their present one."""

    def get_by_natural_key(self, body: str, until: str) -> EarlierName:
        return self.get(body__slug=body, until=until)

    def of_day(self, day: datetime.date) -> dict[int, EarlierName]:
        """Return the earlier names in use on the day, by the ids of their bodies. One query."""
        later = self.filter(until__gt=day).order_by("-until")
        return {name.body_id: name for name in later}  # the one that ended first after the day comes last


class EarlierName(models.Model):
    """What a body was called until a day. It is called by its next earlier name since, or by its own.

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
        """Refuse another body's name in addresses, and a name in use after today."""
        if self.slug and Body.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": gettext("A body has this name in addresses now. Choose another.")})
        if self.until and self.until > today():
            raise ValidationError(
                {"until": gettext("You cannot change a name in advance. Enter today or an earlier day.")}
            )

    def natural_key(self) -> tuple[str, str]:
        return (self.body.slug, self.until.isoformat())

    natural_key.dependencies = ["forces.body"]  # type: ignore[attr-defined]


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


class OversightQuerySet(models.QuerySet["Oversight"]):
    """Periods of oversight: each begins on its first day and ends where the next of its force begins."""

    def get_by_natural_key(self, force: str, first_day: str) -> Oversight:
        return self.get(force__slug=force, first_day=first_day)

    def on(self, day: datetime.date) -> OversightQuerySet:
        """Return the period of each force that is in force on the day."""
        latest = (
            Oversight.objects.filter(force=models.OuterRef("force"), first_day__lte=day)
            .order_by("-first_day")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(latest)).exclude(body__closed_on__lte=day)


class Oversight(models.Model):
    """A local policing body answers for a force from a first day until the next oversight of that force begins."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="oversights", verbose_name=_("force"))
    body = models.ForeignKey(
        LocalPolicingBody, on_delete=models.PROTECT, related_name="oversights", verbose_name=_("local policing body")
    )
    first_day = models.DateField(_("first day"))
    source = models.TextField(_("source"), blank=True)

    objects = OversightQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("oversight")
        verbose_name_plural = _("oversight")
        ordering = ["force", "first_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["force", "first_day"],
                name="oversight_of_a_force_begins_once_a_day",
                violation_error_message=_("Another body starts to oversee this force on that day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} oversees {self.force} from {self.first_day}"

    def natural_key(self) -> tuple[str, str]:
        return (self.force.slug, self.first_day.isoformat())

    natural_key.dependencies = ["forces.force", "forces.localpolicingbody"]  # type: ignore[attr-defined]


class SuccessionManager(models.Manager["Succession"]):
    def get_by_natural_key(self, predecessor: str, successor: str) -> Succession:
        return self.get(predecessor__slug=predecessor, successor__slug=successor)


class Succession(models.Model):
    """One body took the place of another on a day, and inherited what was open."""

    predecessor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField(_("on"))
    source = models.TextField(_("source"), blank=True)
    passes_record = models.BooleanField(
        _("passes its record on"),
        default=False,
        editable=False,
        help_text=_("From the day, the successor holds the predecessor’s actions. Only a reorganisation sets this."),
    )

    objects = SuccessionManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_is_recorded_once"),
            models.CheckConstraint(name="nobody_succeeds_itself", condition=~Q(predecessor=F("successor"))),
            models.UniqueConstraint(
                fields=["predecessor"], condition=Q(passes_record=True), name="a_record_passes_to_one_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.successor} succeeds {self.predecessor} on {self.on}"

    def natural_key(self) -> tuple[str, str]:
        return (self.predecessor.slug, self.successor.slug)

    natural_key.dependencies = ["forces.body"]  # type: ignore[attr-defined]


class Installation(models.Model):
    """Marks this database as a demonstration. It has one row at most; a real register has none."""

    is_demonstration = models.BooleanField(default=False)
    seed = models.PositiveIntegerField(null=True, blank=True)
    made_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(name="there_is_one_installation", condition=Q(pk=1))]

    def __str__(self) -> str:
        return "Demonstration" if self.is_demonstration else "Register"
