"""The state of an action: every field that an update sets.

Forms, entries, the history, positions and the SQL in positions/known.py take their fields from these two classes. To
add a field, add it here and to the templates that show it.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from recommendations.register.models.closing_level import ClosingLevel
from recommendations.register.models.recommendation import Recommendation
from recommendations.register.statuses import Status


class CountedState(models.Model):
    """The part of the state that pages count and filter by. Positions carry it as well as updates."""

    status = models.CharField(_("status"), max_length=12, blank=True, choices=Status.choices)
    local_target_on = models.DateField(_("local target"), null=True, blank=True)
    expected_on = models.DateField(
        _("expected completion date"), null=True, blank=True, help_text=_("This does not change the deadline.")
    )
    waiting_for_body = models.ForeignKey(
        "forces.Body",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body that must act first"),
    )
    waiting_for_recommendation = models.ForeignKey(
        Recommendation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recommendation that must come first"),
    )
    waiting_for_other = models.CharField(
        _("or in your own words"), max_length=120, blank=True, help_text=_("For example: the IT supplier.")
    )

    settled_until = models.DateField(
        _("occurrences recorded up to"),
        null=True,
        blank=True,
        help_text=_("For a recurring duty: it is next due on the first occurrence after this day."),
    )

    class Meta:
        abstract = True


class UpdateState(CountedState):
    """The whole state after an update, apart from the parts that are done."""

    class ClosedBy(models.TextChoices):
        SOURCE = "hmicfrs", _("The body that issued it")  # stored so since before there were other sources than HMICFRS
        FORCE = "force", _("The force")

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        MISSED = "missed", _("Missed")

    occurrence_outcome = models.CharField(
        _("how the last occurrence went"), max_length=6, choices=Outcome.choices, blank=True
    )
    revised_deadline_on = models.DateField(
        _("new deadline"),
        null=True,
        blank=True,
        help_text=_("Leave this empty if the published deadline applies."),
    )
    deadline_reason = models.CharField(_("reason for the new date"), max_length=500, blank=True)
    closed_by = models.CharField(_("closed by"), max_length=10, choices=ClosedBy.choices, blank=True)
    verified_by = models.CharField(
        _("closure confirmed by"), max_length=120, blank=True, help_text=_("A name or a post.")
    )
    closing_level = models.ForeignKey(
        ClosingLevel,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("closing level"),
    )

    class Meta:
        abstract = True


STATE_FIELDS = tuple(field.name for field in UpdateState._meta.local_fields)
COUNTED_COLUMNS = tuple(field.attname for field in CountedState._meta.local_fields)
# What the columns hold where there is no update: None, or an empty text.
COUNTED_DEFAULTS = {field.attname: None if field.null else "" for field in CountedState._meta.local_fields}

# Fields that only one status uses. They are cleared when an update gives the action another status.
FIELDS_OF_STATUS: dict[Status, tuple[str, ...]] = {
    Status.WAITING: ("waiting_for_body", "waiting_for_recommendation", "waiting_for_other"),
    Status.CLOSED: ("closed_by", "verified_by", "closing_level"),
}
# What is known of the occurrences of a recurring duty. Forms ask about one occurrence instead.
OCCURRENCE_FIELDS = ("settled_until", "occurrence_outcome")
# Dates in force, and the reason that a new deadline or target needs.
DATE_FIELDS = ("revised_deadline_on", "local_target_on", "deadline_reason")
