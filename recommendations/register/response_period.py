"""The period for a response, and the only definition of the 56 days. Pure functions.

Police Act 1996, s.55(5A): the comments "must be published before the end of the period of 56 days beginning with the
day on which the report is published". So the day of publication is day 1 and the last day is publication + 55 days.
Weekends and bank holidays do not extend it. Some reports (super-complaints) set their own date, or require no response.
"""

from __future__ import annotations

import datetime

PERIOD_DAYS = 56
TO_LAST_DAY = datetime.timedelta(days=PERIOD_DAYS - 1)
WITHIN_56_DAYS, BY_OWN_DATE, NO_RESPONSE = "56-days", "own-date", "none"  # the values of Inspection.ResponseRule


def last_response_day(
    published_on: datetime.date, rule: str = WITHIN_56_DAYS, own_date: datetime.date | None = None
) -> datetime.date | None:
    """Return the last day on which a response is in time, or None if the rule requires no response.

    `own_date` is the date that the report sets, if the rule is "own-date".
    """
    if rule == NO_RESPONSE:
        return None
    return own_date if rule == BY_OWN_DATE else published_on + TO_LAST_DAY


def day_number(published_on: datetime.date, day: datetime.date) -> int:
    """Return the number of a day within the period: 1 for the day of publication, 56 for the last day."""
    return (day - published_on).days + 1
