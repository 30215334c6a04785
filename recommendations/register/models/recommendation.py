"""What a report recommends: the verbatim text, its parts, to whom it is addressed, and how it stands to others."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.people.access import Reader
from recommendations.register.models.inspection import Inspection


class Deadline(models.Model):
    """A deadline keeps apart its wording, its kind, its date, and who set it."""

    class Kind(models.TextChoices):
        DATE = "date", _("A date")
        IMMEDIATELY = "immediately", _("Immediately")
        RELATIVE = "relative", _("Relative to publication")
        NONE = "none", _("No date set")

    class SetBy(models.TextChoices):
        HMICFRS = "hmicfrs", _("HMICFRS")
        LOCALLY = "locally", _("Set locally")

    deadline_wording = models.CharField(_("deadline, in the report’s words"), max_length=200, blank=True)
    deadline_kind = models.CharField(
        _("kind of deadline"),
        max_length=12,
        choices=Kind.choices,
        blank=True,
        help_text=_("Empty means that nobody has decided yet."),
    )
    deadline_on = models.DateField(_("deadline"), null=True, blank=True)
    deadline_set_by = models.CharField(
        _("deadline set by"), max_length=10, choices=SetBy.choices, default=SetBy.HMICFRS
    )

    class Meta:
        abstract = True

    @property
    def deadline_words(self) -> str:
        """The deadline for a reader who is not shown its date: "Immediately", "No date set" or the report's words."""
        if self.deadline_kind in (Deadline.Kind.NONE, Deadline.Kind.IMMEDIATELY):
            return str(Deadline.Kind(self.deadline_kind).label)
        return self.deadline_wording or _now("Not decided yet")


def _deadline_constraint(model: str) -> models.CheckConstraint:
    dated = Q(deadline_kind="date", deadline_on__isnull=False) | Q(deadline_kind="relative")
    return models.CheckConstraint(
        name=f"{model}_has_a_deadline_date_only_where_its_kind_has",
        condition=dated | Q(deadline_kind__in=["immediately", "none", ""], deadline_on__isnull=True),
        violation_error_message=_("A deadline of the kind “A date” needs the date; “Immediately” and none have none."),
    )


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def get_by_natural_key(self, inspection: str, reference: str) -> Recommendation:
        return self.get(inspection__slug=inspection, reference=reference)

    def visible_to(self, reader: Reader) -> RecommendationQuerySet:
        """Recommendations of the inspections this reader may see."""
        return self.filter(inspection__in=Inspection.objects.visible_to(reader))


class Recommendation(Deadline):
    """One item of a report: a recommendation, an area for improvement, a cause of concern, or in other words."""

    class Kind(models.TextChoices):
        """The kinds in common use. Joint reports use other words ("key concern"): those stand as they are."""

        RECOMMENDATION = "recommendation", _("Recommendation")
        AFI = "afi", _("Area for improvement")
        CAUSE_OF_CONCERN = "cause-of-concern", _("Cause of concern")
        ACCELERATED_CAUSE_OF_CONCERN = "accelerated-cause-of-concern", _("Accelerated cause of concern")

    # A cause of concern has no action of its own: its position follows from its recommendations.
    KINDS_WITHOUT_ACTION = frozenset({Kind.CAUSE_OF_CONCERN, Kind.ACCELERATED_CAUSE_OF_CONCERN})

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="recommendations", verbose_name=_("inspection")
    )
    reference = models.SlugField(
        _("reference"), max_length=20, help_text=_("Unique in its inspection and used in addresses: 7, afi-3, coc-1.")
    )
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("place in the report"), default=0)
    kind = models.CharField(_("kind"), max_length=40, default=Kind.RECOMMENDATION)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("cause of concern it belongs to"),
    )
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    short_title = models.CharField(_("short title"), max_length=120, help_text=_("Ours, for lists."))
    text = models.TextField(_("text, word for word"), max_length=20_000)
    source = models.TextField(_("source"), blank=True)

    objects = RecommendationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["inspection", "order", "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "reference"],
                name="reference_is_unique_in_its_inspection",
                violation_error_message=_("This inspection already has an item with this reference."),
            ),
            models.CheckConstraint(
                name="nothing_is_its_own_cause_of_concern",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
            _deadline_constraint("recommendation"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.short_title}"

    def natural_key(self) -> tuple[str, str]:
        return (self.inspection.slug, self.reference)

    natural_key.dependencies = ["recommendations.inspection"]  # type: ignore[attr-defined]

    @property
    def kind_label(self) -> str:
        """The kind in words, those of other reports as they stand."""
        return str(self.Kind(self.kind).label) if self.kind in self.Kind.values else self.kind

    @property
    def label(self) -> str:
        """ "Recommendation 7", "Area for improvement 3"; where there is no number, the reference."""
        return f"{self.kind_label} {self.number or self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("dated:recommendation", args=[self.inspection.slug, self.reference])


class PartManager(models.Manager["Part"]):
    def get_by_natural_key(self, inspection: str, reference: str, label: str) -> Part:
        return self.get(recommendation__inspection__slug=inspection, recommendation__reference=reference, label=label)


class Part(Deadline):
    """A sub-point, or a sentence with an addressee of its own. Its words stand in the recommendation's text."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="parts")
    label = models.CharField(_("label"), max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("text, word for word"), max_length=10_000)

    objects = PartManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["recommendation", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "label"],
                name="part_label_is_unique_in_its_recommendation",
                violation_error_message=_("This recommendation already has a part with this label."),
            ),
            _deadline_constraint("part"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.text}"

    def natural_key(self) -> tuple[str, str, str]:
        return (*self.recommendation.natural_key(), self.label)

    natural_key.dependencies = ["recommendations.recommendation"]  # type: ignore[attr-defined]


class AddresseeManager(models.Manager["Addressee"]):
    def get_by_natural_key(self, inspection: str, reference: str, *key: Any) -> Addressee:
        part, role, body, group, others = key
        return self.get(
            recommendation__inspection__slug=inspection,
            recommendation__reference=reference,
            part__label=part or None,
            role=role,
            body__slug=body or None,
            group=group,
            others=others,
        )


class Addressee(models.Model):
    """To whom a recommendation, or one part of it, is addressed: a body, a group of bodies, or others as worded."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        WITH = "with", _("Working with")

    class Group(models.TextChoices):
        ALL_FORCES = "all-forces", _("All forces")
        LOCAL_POLICING_BODIES = "local-policing-bodies", _("Local policing bodies")

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="addressees")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, null=True, blank=True, related_name="addressees")
    role = models.CharField(_("role"), max_length=4, choices=Role.choices, default=Role.LEAD)
    body = models.ForeignKey(
        "forces.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="addressed_in"
    )
    group = models.CharField(_("group"), max_length=30, choices=Group.choices, blank=True)
    others = models.CharField(
        _("others, as worded"), max_length=200, blank=True, help_text=_("Who is no body here. They get no action.")
    )
    order = models.PositiveSmallIntegerField(default=0)

    objects = AddresseeManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        ordering = ["recommendation", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="addressee_is_a_body_or_a_group_or_others",
                condition=Q(body__isnull=False, group="", others="")
                | (Q(body__isnull=True, others="") & ~Q(group=""))
                | (Q(body__isnull=True, group="") & ~Q(others="")),
                violation_error_message=_("Name one of: a body, a group, or others as worded."),
            ),
            models.UniqueConstraint(
                "recommendation",
                Coalesce("part", 0),
                Coalesce("body", 0),
                "group",
                "others",
                name="nobody_is_addressed_twice_in_one_place",
                violation_error_message=_("This addressee is already named here."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Who it is, for a reader."""
        if self.body:
            return str(self.body)
        return str(self.get_group_display()) if self.group else self.others

    def natural_key(self) -> tuple[str | None, ...]:
        body = self.body.slug if self.body else None
        part = self.part.label if self.part else None
        return (*self.recommendation.natural_key(), part, self.role, body, self.group, self.others)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "recommendations.recommendation",
        "recommendations.part",
        "forces.body",
    ]


class LinkManager(models.Manager["Link"]):
    def get_by_natural_key(self, *key: str) -> Link:
        inspection, reference, kind, other_inspection, other_reference = key
        return self.get(
            from_recommendation=Recommendation.objects.get_by_natural_key(inspection, reference),
            kind=kind,
            to_recommendation=Recommendation.objects.get_by_natural_key(other_inspection, other_reference),
        )


class Link(models.Model):
    """One recommendation waits for, repeats or supersedes another. Links of one kind never form a circle."""

    class Kind(models.TextChoices):
        WAITS_FOR = "waits-for", _("waits for")
        REPEATS = "repeats", _("repeats")
        SUPERSEDES = "supersedes", _("supersedes")

    from_recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    to_recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="linked_from")
    source = models.TextField(_("source"), blank=True, help_text=_("The words that say so."))

    objects = LinkManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(
                fields=["from_recommendation", "kind", "to_recommendation"],
                name="link_is_recorded_once",
                violation_error_message=_("This link is already recorded."),
            ),
            models.CheckConstraint(
                name="nothing_is_linked_to_itself",
                condition=~Q(from_recommendation=F("to_recommendation")),
                violation_error_message=_("A recommendation cannot be linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_recommendation} {self.get_kind_display()} {self.to_recommendation}"

    def natural_key(self) -> tuple[str, ...]:
        return (*self.from_recommendation.natural_key(), self.kind, *self.to_recommendation.natural_key())

    natural_key.dependencies = ["recommendations.recommendation"]  # type: ignore[attr-defined]


def circle_of(links: list[tuple[int, int]]) -> bool:
    """Whether links, given as (from, to), contain a circle."""
    onward: dict[int, set[int]] = {}
    for start, end in links:
        onward.setdefault(start, set()).add(end)
    done: set[int] = set()

    def leads_back(node: int, path: frozenset[int]) -> bool:
        if node in path:
            return True
        if node in done:
            return False
        found = any(leads_back(following, path | {node}) for following in onward.get(node, ()))
        done.add(node)
        return found

    return any(leads_back(start, frozenset()) for start in onward)
