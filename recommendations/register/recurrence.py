"""When a recurring duty falls due. Pure."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Recurrence:
    """A duty that falls due on a first day, and again after every so many months.

    The 31st becomes the last day of a shorter month. It is counted from the first day each time, so it does not drift.
    """

    first_day: datetime.date
    months: int

    def next_after(self, day: datetime.date | None) -> datetime.date:
        """Return the first occurrence after a day; the first of all without one."""
        if day is None or day < self.first_day:
            return self.first_day
        passed = (day.year - self.first_day.year) * 12 + day.month - self.first_day.month
        number = passed // self.months
        found = self._occurrence(number)
        return found if found > day else self._occurrence(number + 1)

    def after_until(self, day: datetime.date | None, last: datetime.date) -> Iterator[datetime.date]:
        """Yield the occurrences after a day, up to and including the last day."""
        while (day := self.next_after(day)) <= last:
            yield day

    def _occurrence(self, number: int) -> datetime.date:
        months = self.first_day.month - 1 + number * self.months
        year, month = self.first_day.year + months // 12, months % 12 + 1
        return datetime.date(year, month, min(self.first_day.day, calendar.monthrange(year, month)[1]))
