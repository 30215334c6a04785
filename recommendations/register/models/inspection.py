"""An inspection: a report that HMICFRS or another source has published, is about to publish, or is expected to."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.people.access import Reader
from forces.people.models import Person
from recommendations.register.models.source import HMICFRS, Source
from recommendations.register.response_period import ItemsToAnswer, ResponseRule, last_response_day


class InspectionQuerySet(models.QuerySet["Inspection"]):
    """Queries for inspections."""

    def get_by_natural_key(self, slug: str) -> Inspection:
        return self.get(slug=slug)

    def published_by(self, day: datetime.date) -> InspectionQuerySet:
        """Return inspections whose report is published by the day."""
        return self.filter(state=InspectionState.PUBLISHED, published_on__lte=day)

    def open_to(self, person: Person) -> InspectionQuerySet:
        """Return inspections for people who enter data: all except those under embargo that do not name them."""
        return self.filter(
            ~Q(state=InspectionState.EMBARGOED) | Q(pk__in=Inspection.objects.filter(embargo_readers=person.pk))
        )

    def visible_to(self, reader: Reader) -> InspectionQuerySet:
        """Return published inspections, and those under embargo that name this person.

        For an earlier day, only those published by then.
        """
        return self.filter(visible_inspections(reader))


def visible_inspections(reader: Reader, path: str = "") -> Q:
    """Return the filter of `visible_to`, for records of inspections. `path` leads to the inspection ("inspection__").

    A join with the inspection takes Django half the time of a sub-select.
    """
    visible = Q(**{f"{path}state": InspectionState.PUBLISHED, f"{path}published_on__lte": reader.day})
    if reader.embargoed and not reader.looks_back:
        visible |= Q(**{f"{path}pk__in": reader.embargoed})
    return visible


class InspectionState(models.TextChoices):
    EXPECTED = "expected", _("Expected")
    EMBARGOED = "embargoed", _("Under embargo")
    PUBLISHED = "published", _("Published")


class Inspection(models.Model):
    """One report. Its scope, nature, follow-up, partners and commissioning are independent of one another."""

    class Scope(models.TextChoices):
        NATIONAL = "national", _("National")
        REGIONAL = "regional", _("Regional")
        SEVERAL_FORCES = "several-forces", _("Several forces")
        FORCE = "force", _("One force")

    class Nature(models.TextChoices):
        PEEL = "peel", _("PEEL")
        THEMATIC = "thematic", _("Thematic")
        JOINT_THEMATIC = "joint-thematic", _("Joint thematic")
        CHILD_PROTECTION = "child-protection", _("Child protection")
        CUSTODY = "custody", _("Custody")
        CRIME_DATA_INTEGRITY = "crime-data-integrity", _("Crime data integrity")
        SUPER_COMPLAINT = "super-complaint", _("Super-complaint")
        REVISIT = "revisit", _("Revisit")
        OTHER = "other", _("Other")

    class CommissionedBy(models.TextChoices):
        PROGRAMME = "programme", _("The inspectorate’s programme")
        HOME_SECRETARY = "home-secretary", _("The Home Secretary (Police Act 1996, s.54(2B))")
        LOCAL_POLICING_BODY = "local-policing-body", _("A local policing body (Police Act 1996, s.54(2BA))")
        NOT_KNOWN = "not-known", _("Not known")

    class Subjects(models.TextChoices):
        ALL_FORCES = "all-forces", _("All forces")
        NAMED_FORCES = "named-forces", _("Named forces")
        NOT_KNOWN = "not-known", _("Not known")

    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=300)
    short_title = models.CharField(_("short title"), max_length=80)
    state = models.CharField(
        _("state"), max_length=10, choices=InspectionState.choices, default=InspectionState.EXPECTED
    )
    embargoed_until = models.DateTimeField(_("under embargo until"), null=True, blank=True)
    embargo_readers = models.ManyToManyField(
        "forces.Person",
        blank=True,
        related_name="embargoed_inspections",
        verbose_name=_("can see it under embargo"),
        help_text=_("Until publication, only these people can see the inspection."),
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    scope = models.CharField(_("scope"), max_length=14, choices=Scope.choices, default=Scope.NATIONAL)
    nature = models.CharField(_("nature"), max_length=20, choices=Nature.choices, default=Nature.OTHER)
    follow_up_of = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="follow_ups", verbose_name=_("follow-up of")
    )
    issued_by = models.ForeignKey(
        Source,
        to_field="slug",
        on_delete=models.PROTECT,
        default=HMICFRS,
        related_name="inspections",
        verbose_name=_("issued by"),
        help_text=_("Who sets the deadlines of its items and closes them. An item can have a source of its own."),
    )
    inspectorates = models.JSONField(
        _("inspectorates"), default=list, blank=True, help_text=_("HMICFRS and its partners, as the report names them.")
    )
    commissioned_by = models.CharField(
        _("commissioned by"), max_length=20, choices=CommissionedBy.choices, default=CommissionedBy.NOT_KNOWN
    )
    subjects = models.CharField(_("subjects"), max_length=12, choices=Subjects.choices, default=Subjects.NOT_KNOWN)
    subject_forces = models.ManyToManyField(
        "forces.Force", blank=True, related_name="subject_of", verbose_name=_("forces it is about")
    )
    response_rule = models.CharField(
        _("response"), max_length=10, choices=ResponseRule.choices, default=ResponseRule.DAYS_56
    )
    items_to_answer = models.CharField(
        _("items to answer"), max_length=10, choices=ItemsToAnswer.choices, default=ItemsToAnswer.ALL
    )
    response_due_on = models.DateField(_("response due on"), null=True, blank=True)
    address = models.URLField(_("address of the report"), max_length=500, blank=True)
    key_findings = models.TextField(_("key findings"), max_length=50_000, blank=True)
    source = models.TextField(_("source"), blank=True, help_text=_("The document that states these facts."))
    source_address = models.URLField(_("address of the source"), max_length=500, blank=True)

    objects = InspectionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        ordering = ["-published_on", "title"]
        constraints = [
            models.CheckConstraint(
                name="a_published_inspection_has_its_date",
                condition=~Q(state="published") | Q(published_on__isnull=False),
                violation_error_message=_("Enter the date on which the report was published."),
            ),
            models.CheckConstraint(
                name="a_response_by_its_own_date_has_that_date",
                condition=~Q(response_rule="own-date") | Q(response_due_on__isnull=False),
                violation_error_message=_("Enter the date by which the report asks for a response."),
            ),
            models.CheckConstraint(
                name="section_55_asks_about_all_items",
                condition=~Q(response_rule="56-days") | Q(items_to_answer="all"),
                violation_error_message=_("Section 55 asks for an explanation of every recommendation."),
            ),
            models.CheckConstraint(
                name="responses_is_a_reserved_inspection_slug",
                condition=~Q(slug="responses"),
                violation_error_message=_("“responses” is reserved. Enter another name."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_title

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def is_out_on(self, day: datetime.date) -> bool:
        """Return whether the report is published by the day. Until then most readers must not see its name."""
        return self.state == InspectionState.PUBLISHED and self.published_on is not None and self.published_on <= day

    @property
    def is_under_section_55(self) -> bool:
        """Whether responses are due under s.55 of the Police Act 1996: not where the report sets its own rule."""
        return self.response_rule == ResponseRule.DAYS_56

    @property
    def answered_to(self) -> str:
        """Who gets a copy of each response beside the Home Secretary: the inspectors under s.55(6), or who asked."""
        return _now("HMICFRS") if self.is_under_section_55 else self.issued_by.body_name

    @property
    def last_response_day(self) -> datetime.date | None:
        """The last day for responses; None if none is required, or the report has no publication date."""
        if self.published_on is None:
            return None
        return last_response_day(self.published_on, self.response_rule, self.response_due_on)

    def get_absolute_url(self) -> str:
        return reverse("dated:inspection", args=[self.slug])
