"""The deadline of a recommendation or of one of its parts."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from recommendations.register.models.source import Source
from recommendations.register.recurrence import Recurrence


class DeadlineKind(models.TextChoices):
    DATE = "date", _("A date")
    IMMEDIATELY = "immediately", _("Immediately")
    RELATIVE = "relative", _("Relative to publication")
    RECURRING = "recurring", _("Recurring")
    ONGOING = "ongoing", _("Ongoing")
    NONE = "none", _("No date set")


KINDS_WITHOUT_END = (DeadlineKind.RECURRING, DeadlineKind.ONGOING)
"""These are never done for good, so they are never overdue."""


class Deadline(models.Model):
    """The wording, kind and date of a deadline, and who set it: an abstract base model."""

    class SetBy(models.TextChoices):
        SOURCE = "hmicfrs", _("The body that issued it")  # stored so since before there were other sources than HMICFRS
        LOCALLY = "locally", _("Set locally")

    deadline_wording = models.CharField(_("deadline, in the report’s words"), max_length=200, blank=True)
    deadline_kind = models.CharField(
        _("kind of deadline"),
        max_length=12,
        choices=DeadlineKind.choices,
        blank=True,
        help_text=_("Leave empty if no one has decided yet."),
    )
    deadline_on = models.DateField(_("deadline"), null=True, blank=True)
    deadline_set_by = models.CharField(_("deadline set by"), max_length=10, choices=SetBy.choices, default=SetBy.SOURCE)
    interval_months = models.PositiveSmallIntegerField(
        _("months between occurrences"),
        null=True,
        blank=True,
        help_text=_("Only if it recurs: 12 for every year. The deadline is the first day on which it is due."),
    )

    class Meta:
        abstract = True

    @property
    def issuer(self) -> Source:
        """Who issued the item, and so set its deadline unless that was set locally."""
        raise NotImplementedError

    @property
    def set_by_words(self) -> str:
        """ "Set by HMICFRS", "Set by the IOPC" or "Set locally"."""
        if self.deadline_set_by == self.SetBy.LOCALLY:
            return _now("Set locally")
        return _now("Set by %(body)s") % {"body": self.issuer.body_name}

    @property
    def due_on(self) -> datetime.date | None:
        """The day by which the work is due. None for a recurring or ongoing duty, whose date is that of its start."""
        return None if self.deadline_kind in KINDS_WITHOUT_END else self.deadline_on

    @property
    def recurrence(self) -> Recurrence | None:
        """When it falls due again and again. None unless it recurs and its interval and first day are known."""
        if self.deadline_kind != DeadlineKind.RECURRING or not self.deadline_on or not self.interval_months:
            return None
        return Recurrence(self.deadline_on, self.interval_months)

    @property
    def interval_in_words(self) -> str:
        """How often it recurs: "every month", "every 6 months", "every year"; empty if that is not known."""
        if not self.recurrence:
            return ""
        years, months = divmod(self.recurrence.months, 12)
        if not months:
            return ngettext("every year", "every %(years)d years", years) % {"years": years}
        months = self.recurrence.months
        return ngettext("every month", "every %(months)d months", months) % {"months": months}

    @property
    def due_in_words(self) -> str:
        """The day by which the work is due, as "31 January 2025"; empty without one."""
        return date_format(self.due_on) if self.due_on else ""

    @property
    def is_stated(self) -> bool:
        """Whether the report states a deadline, of whatever kind."""
        return self.deadline_kind not in ("", DeadlineKind.NONE)

    @property
    def deadline_words(self) -> str:
        """The deadline in words, for where no date is shown: "Immediately", "No date set" or the report's wording."""
        if self.deadline_kind in (DeadlineKind.NONE, DeadlineKind.IMMEDIATELY):
            return str(DeadlineKind(self.deadline_kind).label)
        undecided = str(DeadlineKind(self.deadline_kind).label) if self.deadline_kind else _now("Not decided yet")
        return self.deadline_wording or undecided


def deadline_constraint(model: str) -> models.CheckConstraint:
    """Return the constraint that a deadline has a date only if its kind has one."""
    dated = Q(deadline_kind="date", deadline_on__isnull=False) | Q(
        deadline_kind__in=["relative", "recurring", "ongoing"]
    )
    return models.CheckConstraint(
        name=f"{model}_has_a_deadline_date_only_where_its_kind_has",
        condition=dated | Q(deadline_kind__in=["immediately", "none", ""], deadline_on__isnull=True),
        violation_error_message=_(
            "Enter a date if the kind is “A date”. “Immediately” and “No date set” have no date."
        ),
    )


def interval_constraint(model: str) -> models.CheckConstraint:
    """Return the constraint that only a recurring deadline with a first day has an interval, of a month or more."""
    recurs = Q(deadline_kind="recurring", deadline_on__isnull=False, interval_months__gte=1)
    return models.CheckConstraint(
        name=f"{model}_has_an_interval_only_if_it_recurs",
        condition=Q(interval_months__isnull=True) | recurs,
        violation_error_message=_(
            "Enter the months between occurrences only if the deadline recurs and has a first day."
        ),
    )
