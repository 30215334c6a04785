"""The recommendations of a report: their verbatim text and their parts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.people.access import Reader
from recommendations.register.models.deadline import Deadline, deadline_constraint, interval_constraint
from recommendations.register.models.inspection import Inspection, visible_inspections
from recommendations.register.models.source import Source

# What `issuer` needs of an action's recommendation, for select_related.
ISSUER_OF_ACTION = ("recommendation__issued_by", "recommendation__inspection__issued_by")


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def get_by_natural_key(self, inspection: str, reference: str) -> Recommendation:
        return self.get(inspection__slug=inspection, reference=reference)

    def visible_to(self, reader: Reader) -> RecommendationQuerySet:
        """Return recommendations of the inspections that this reader can see."""
        return self.filter(visible_inspections(reader, "inspection__"))


class RecommendationKind(models.TextChoices):
    """The kinds in common use. Joint reports have others, such as "key concern", which are stored as worded."""

    RECOMMENDATION = "recommendation", _("Recommendation")
    AFI = "afi", _("Area for improvement")
    CAUSE_OF_CONCERN = "cause-of-concern", _("Cause of concern")
    ACCELERATED_CAUSE_OF_CONCERN = "accelerated-cause-of-concern", _("Accelerated cause of concern")

    @classmethod
    def label_of(cls, kind: str) -> str:
        """Return the name of a kind, or the report's wording if it is not one in common use."""
        return str(cls(kind).label) if kind in cls.values else kind


def kind_in_words(kind: str, count: int) -> str:
    """Return a number of items of one kind: "2 areas for improvement", or "2 items called “Key concern”"."""
    kinds = RecommendationKind
    if kind == kinds.RECOMMENDATION:
        words = ngettext("%(count)d recommendation", "%(count)d recommendations", count)
    elif kind == kinds.AFI:
        words = ngettext("%(count)d area for improvement", "%(count)d areas for improvement", count)
    elif kind == kinds.CAUSE_OF_CONCERN:
        words = ngettext("%(count)d cause of concern", "%(count)d causes of concern", count)
    elif kind == kinds.ACCELERATED_CAUSE_OF_CONCERN:
        words = ngettext("%(count)d accelerated cause of concern", "%(count)d accelerated causes of concern", count)
    else:
        words = ngettext("%(count)d item called “%(kind)s”", "%(count)d items called “%(kind)s”", count)
    return words % {"count": count, "kind": kind}


class Recommendation(Deadline):
    """One item of a report: a recommendation, an area for improvement, a cause of concern or another kind."""

    # A cause of concern has no actions: its status follows from those of its recommendations.
    KINDS_WITHOUT_ACTION = frozenset(
        {RecommendationKind.CAUSE_OF_CONCERN, RecommendationKind.ACCELERATED_CAUSE_OF_CONCERN}
    )

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="recommendations", verbose_name=_("inspection")
    )
    reference = models.SlugField(
        _("reference"), max_length=20, help_text=_("Unique in its inspection and used in addresses: 7, afi-3, coc-1.")
    )
    issued_by = models.ForeignKey(
        Source,
        to_field="slug",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("issued by"),
        help_text=_("Only if its source differs from the report’s."),
    )
    # The name of its source if the items of the report have several, which number from 1: see name_sources.
    source_label = models.CharField(max_length=80, blank=True, editable=False)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("position in the report"), default=0)
    kind = models.CharField(_("kind"), max_length=40, default=RecommendationKind.RECOMMENDATION)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("cause of concern it belongs to"),
    )
    is_named_to_answer = models.BooleanField(
        _("the report names it as needing a response"),
        default=False,
        help_text=_("Counts only where the inspection’s “items to answer” are those that the report names."),
    )
    theme = models.CharField(_("theme"), max_length=300, blank=True)
    short_title = models.CharField(
        _("short title"), max_length=120, help_text=_("Used in lists. Not taken from the report.")
    )
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
            deadline_constraint("recommendation"),
            interval_constraint("recommendation"),
        ]

    def __str__(self) -> str:
        return self.heading

    def natural_key(self) -> tuple[str, str]:
        return (self.inspection.slug, self.reference)

    natural_key.dependencies = ["recommendations.inspection"]  # type: ignore[attr-defined]

    @property
    def kind_label(self) -> str:
        """The name of the kind, or the report's wording: "Recommendation", or "IOPC recommendation" beside others'."""
        label, source = RecommendationKind.label_of(self.kind), self.source_label
        return label if not source or label.startswith(source) else f"{source} {label[0].lower()}{label[1:]}"

    @property
    def issuer(self) -> Source:
        """Who issued it: its own source, or that of the report."""
        return self.issued_by or self.inspection.issued_by

    @property
    def printed_number(self) -> str:
        """The number as the report prints it: "7", "3a" or "1.6". Empty for an item without one, such as most AFIs.

        A reference that begins with a digit is the printed number, as far as addresses allow: 1-6 for 1.6.
        """
        if self.number:
            return str(self.number)
        return self.reference.replace("-", ".") if self.reference[:1].isdigit() else ""

    @property
    def kind_and_number(self) -> str:
        """ "Recommendation 7", or "Area for improvement" if it has no number. For places that show the title too."""
        return f"{self.kind_label} {self.printed_number}".strip()

    @property
    def label(self) -> str:
        """ "Recommendation 7", or "Area for improvement: Repeat callers" if it has no number."""
        return self.kind_and_number if self.printed_number else self.heading

    @property
    def heading(self) -> str:
        """ "Recommendation 7: Write examples", or "Area for improvement: Repeat callers"."""
        return f"{self.kind_and_number}: {self.short_title}"

    @property
    def column_label(self) -> str:
        """ "Rec 7", or "Area for improvement" if it has no number. For the heads of narrow columns."""
        if self.printed_number and self.source_label:
            return f"{self.source_label} {self.printed_number}"
        return gettext("Rec %(number)s") % {"number": self.printed_number} if self.printed_number else self.kind_label

    @property
    def dated_parts(self) -> list[Part]:
        """The parts with deadlines of their own."""
        return [part for part in self.parts.all() if part.due_on]

    @property
    def deadlines_in_words(self) -> str:
        """The deadline in the report's words, then those of its parts: "By 31 July 2025. Part b: within six months"."""
        dated = self.dated_parts
        own = [] if dated and not self.is_stated else [self.deadline_words]
        words = gettext("Part %(label)s: %(deadline)s")
        of_parts = [
            words % {"label": part.label, "deadline": part.deadline_wording or part.due_in_words} for part in dated
        ]
        return ". ".join([*own, *of_parts])

    def get_absolute_url(self) -> str:
        return reverse("dated:recommendation", args=[self.inspection.slug, self.reference])


class PartManager(models.Manager["Part"]):
    def get_by_natural_key(self, inspection: str, reference: str, label: str) -> Part:
        return self.get(recommendation__inspection__slug=inspection, recommendation__reference=reference, label=label)


class Part(Deadline):
    """A sub-point, or a sentence with its own addressee. Its text is part of the recommendation's text."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="parts")
    label = models.CharField(_("label"), max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("text, word for word"), max_length=10_000)

    objects = PartManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["recommendation_id", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "label"],
                name="part_label_is_unique_in_its_recommendation",
                violation_error_message=_("This recommendation already has a part with this label."),
            ),
            deadline_constraint("part"),
            interval_constraint("part"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.text}"

    @property
    def issuer(self) -> Source:
        return self.recommendation.issuer

    def natural_key(self) -> tuple[str, str, str]:
        return (*self.recommendation.natural_key(), self.label)

    natural_key.dependencies = ["recommendations.recommendation"]  # type: ignore[attr-defined]
