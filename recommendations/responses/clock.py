"""The statutory clock of a response. Pure: dates in, days and words out.

Police Act 1996, s.55(5A): the comments "must be published before the end of the period of 56 days beginning with the
day on which the report is published". So the day of publication is day 1 and the last day is publication + 55 days.
Weekends and bank holidays do not extend it. Some reports (super-complaints) set a date of their own, or ask for none.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

PERIOD_DAYS = 56


class State(models.TextChoices):
    """Where a response stands on its clock."""

    NOT_DUE = "not-due", gettext_lazy("No response due")
    NOTHING_RECORDED = "nothing-recorded", gettext_lazy("No response recorded here")
    RUNNING = "running", gettext_lazy("In time so far")
    PAST = "past", gettext_lazy("Past the last day")
    PUBLISHED_IN_TIME = "in-time", gettext_lazy("Published in time")
    PUBLISHED_LATE = "late", gettext_lazy("Published late")
    DATE_NOT_STATED = "date-not-stated", gettext_lazy("Publication date not stated")


def day_number(report_published_on: datetime.date, day: datetime.date) -> int:
    """Which day of the period a day is: 1 on the day of publication, 56 on the last (s.55(5A))."""
    return (day - report_published_on).days + 1


def last_day(
    report_published_on: datetime.date, rule: str, own_date: datetime.date | None = None
) -> datetime.date | None:
    """The last day on which the response is in time; None where the report's rule asks for no response.

    `rule` is one of Inspection.ResponseRule: "56-days", "own-date" (then `own_date` is that date), "none".
    """
    if rule == "none":
        return None
    return own_date if rule == "own-date" else report_published_on + datetime.timedelta(days=PERIOD_DAYS - 1)


@dataclass(frozen=True)
class Clock:
    """One response's clock on one day.

    `is_due` is the decision whether a response is due; `is_recorded` whether one is worked on or published here.
    `published_on` is the first publication's date, if it has one and states it; `dated_on` is the date a response
    published elsewhere carries when it does not state when it was published.
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

    @property
    def last_day(self) -> datetime.date | None:
        return last_day(self.report_published_on, self.rule, self.own_date)

    @property
    def day(self) -> int:
        """The day of the period that today is; 1 on the day of publication."""
        return day_number(self.report_published_on, self.today)

    @property
    def length(self) -> int:
        """How many days the period has, the first and the last included; 0 where there is none."""
        return day_number(self.report_published_on, self.last_day) if self.last_day else 0

    @property
    def days_left(self) -> int:
        """Days from today to the last day: 0 on the last day, negative after it, 0 where there is none."""
        return (self.last_day - self.today).days if self.last_day else 0

    @property
    def state(self) -> State:
        """Where it stands. On time or late needs a stated publication date; without a record nobody is late."""
        if self.has_publication:
            return self._published()
        if not self.is_due or self.last_day is None:
            return State.NOT_DUE
        if not self.is_recorded:
            return State.NOTHING_RECORDED
        return State.RUNNING if self.today <= self.last_day else State.PAST

    def _published(self) -> State:
        if self.published_on is None:
            return State.DATE_NOT_STATED
        if self.last_day is None or self.published_on <= self.last_day:
            return State.PUBLISHED_IN_TIME
        return State.PUBLISHED_LATE

    @property
    def words(self) -> str:
        """One sentence without a full stop: "Day 41 of 56, 15 days left", "Published on day 49"."""
        state = self.state
        if state is State.DATE_NOT_STATED:
            return self._dated()
        if state in (State.PUBLISHED_IN_TIME, State.PUBLISHED_LATE):
            assert self.published_on is not None  # noqa: S101 - what the two states mean
            words = _("Published on day %(day)d") % {"day": day_number(self.report_published_on, self.published_on)}
            return f"{words}, {_late(self.published_on, self.last_day)}" if state is State.PUBLISHED_LATE else words
        if state is State.RUNNING:
            words = _("Day %(day)d of %(length)d") % {"day": self.day, "length": self.length}
            return f"{words}, {self._left()}"
        if state is State.NOTHING_RECORDED and self.days_left >= 0:
            words = _("%(nothing)s; day %(day)d of %(length)d") % {
                "nothing": state.label,
                "day": self.day,
                "length": self.length,
            }
            return f"{words}, {self._left()}"
        if state is State.PAST:
            days = -self.days_left
            return ngettext("%(days)d day past the last day", "%(days)d days past the last day", days) % {"days": days}
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
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}
