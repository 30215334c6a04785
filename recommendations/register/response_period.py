"""The period for a response, and the only definition of the 56 days. Pure functions.

Police Act 1996, s.55(5A): the comments "must be published before the end of the period of 56 days beginning with the
day on which the report is published". So the day of publication is day 1 and the last day is publication + 55 days.
Weekends and bank holidays do not extend it. Some reports (super-complaints) set their own date, or require no response.
"""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

PERIOD_DAYS = 56
TO_LAST_DAY = datetime.timedelta(days=PERIOD_DAYS - 1)


class ResponseRule(models.TextChoices):
    """By when local policing bodies respond to a report."""

    DAYS_56 = "56-days", _("Within 56 days of publication (Police Act 1996, s.55)")
    OWN_DATE = "own-date", _("By a date that the report sets")
    NONE = "none", _("No response is required")


class ItemsToAnswer(models.TextChoices):
    """Which items a report that sets its own rule asks local policing bodies about. Section 55 covers them all."""

    ALL = "all", _("All items")
    NAMED = "named", _("The items that the report names")
    ADDRESSED = "addressed", _("The items addressed to the local policing body")


def last_response_day(
    published_on: datetime.date, rule: str = ResponseRule.DAYS_56, own_date: datetime.date | None = None
) -> datetime.date | None:
    """Return the last day on which a response is in time, or None if the rule requires no response.

    `own_date` is the date that the report sets, if the rule is "own-date".
    """
    if rule == ResponseRule.NONE:
        return None
    return own_date if rule == ResponseRule.OWN_DATE else published_on + TO_LAST_DAY


def day_number(published_on: datetime.date, day: datetime.date) -> int:
    """Return the number of a day within the period: 1 for the day of publication, 56 for the last day."""
    return (day - published_on).days + 1
