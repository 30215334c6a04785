"""The statutory clock of a response. Pure: dates in, days and words out. register/response_period.py has the rule."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recommendations.register.response_period import day_number, last_response_day
from soteria_tracker.web.templatetags.soteria import in_days


class ClockState(models.TextChoices):
    """The state of a response on its clock."""

    NOT_DUE = "not-due", gettext_lazy("No response due")
    NOTHING_RECORDED = "nothing-recorded", gettext_lazy("No response recorded here")
    RUNNING = "running", gettext_lazy("In time so far")
    PAST = "past", gettext_lazy("Past the last day")
    PUBLISHED_IN_TIME = "in-time", gettext_lazy("Published in time")
    PUBLISHED_LATE = "late", gettext_lazy("Published late")
    DATE_NOT_STATED = "date-not-stated", gettext_lazy("Publication date not stated")


@dataclass(frozen=True)
class Clock:
    """One response's clock on one day.

    `is_due` is the decision whether a response is due; `is_recorded` whether a draft or publication is recorded.
    `published_on` is the date of the first publication, if there is one and it states it; `dated_on` is the date on a
    response published elsewhere that does not state when it was published.
    """

    report_published_on: datetime.date
    rule: str
    own_date: datetime.date | None
    today: datetime.date
    is_due: bool = True
    is_recorded: bool = False
    has_publication: bool = False
    published_on: datetime.date | None = None
    dated_on: datetime.date | None = None

    # computed once: the list of responses asks 2,000 clocks several times
    @cached_property
    def last_day(self) -> datetime.date | None:
        return last_response_day(self.report_published_on, self.rule, self.own_date)

    @property
    def day(self) -> int:
        """Which day of the period today is; 1 on the day of publication."""
        return day_number(self.report_published_on, self.today)

    @property
    def length(self) -> int:
        """The number of days in the period, including the first and the last; 0 where there is none."""
        return day_number(self.report_published_on, self.last_day) if self.last_day else 0

    @property
    def days_left(self) -> int:
        """Days from today to the last day: 0 on the last day, negative after it, 0 where there is none."""
        return (self.last_day - self.today).days if self.last_day else 0

    @cached_property
    def state(self) -> ClockState:
        """The state. On time or late needs a stated publication date; without a record no one is late."""
        if self.has_publication:
            return self._published()
        if not self.is_due or self.last_day is None:
            return ClockState.NOT_DUE
        if not self.is_recorded:
            return ClockState.NOTHING_RECORDED
        return ClockState.RUNNING if self.today <= self.last_day else ClockState.PAST

    def _published(self) -> ClockState:
        if self.published_on is None:
            return ClockState.DATE_NOT_STATED
        if self.last_day is None or self.published_on <= self.last_day:
            return ClockState.PUBLISHED_IN_TIME
        return ClockState.PUBLISHED_LATE

    @property
    def words(self) -> str:
        """One sentence without a full stop: "Day 41 of 56, 15 days left", "Published on day 49"."""
        state = self.state
        if state is ClockState.DATE_NOT_STATED:
            return self._dated()
        if state in (ClockState.PUBLISHED_IN_TIME, ClockState.PUBLISHED_LATE):
            assert self.published_on is not None  # noqa: S101 - what the two states mean
            words = _("Published on day %(day)d") % {"day": day_number(self.report_published_on, self.published_on)}
            return (
                f"{words}, {_late(self.published_on, self.last_day)}" if state is ClockState.PUBLISHED_LATE else words
            )
        if state is ClockState.RUNNING:
            words = _("Day %(day)d of %(length)d") % {"day": self.day, "length": self.length}
            return f"{words}, {self._left()}"
        if state is ClockState.NOTHING_RECORDED and self.days_left >= 0:
            words = _("%(nothing)s; day %(day)d of %(length)d") % {
                "nothing": state.label,
                "day": self.day,
                "length": self.length,
            }
            return f"{words}, {self._left()}"
        if state is ClockState.PAST:
            return _("%(days)s past the last day") % {"days": in_days(-self.days_left)}
        return str(state.label)

    def _left(self) -> str:
        if not self.days_left:
            return _("the last day")
        return ngettext("%(days)d day left", "%(days)d days left", self.days_left) % {"days": self.days_left}

    def _dated(self) -> str:
        if self.dated_on is None:
            return _("Published; publication date not stated")
        day = day_number(self.report_published_on, self.dated_on)
        return _("Dated day %(day)d; publication date not stated") % {"day": day}


def _late(published_on: datetime.date, last: datetime.date | None) -> str:
    days = (published_on - last).days if last else 0
    return _("%(days)s late") % {"days": in_days(days)}
