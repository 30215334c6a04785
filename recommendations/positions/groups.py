"""The groups in which positions are counted on a day: disjoint and complete. Pure.

Overdue is derived, never typed: the deadline that counts has passed, an update has been recorded, and the work is
open. "Deadline passed, no update recorded" is its own group and accuses nobody. A force whose office keeps no
records here is in the group "not kept here" whatever its rows say.
"""

from __future__ import annotations

import datetime

from recommendations.register.statuses import OPEN, TO_DO, Group, Status

DUE_WITHIN_DAYS = 30


def group_of(status: str, due_on: datetime.date | None, day: datetime.date, *, kept: bool) -> Group:
    """The group of one position on a day. `kept` is False for a force whose office keeps no records here."""
    if not kept:
        return Group.NOT_KEPT
    has_passed = due_on is not None and due_on < day
    if has_passed and status in OPEN:
        return Group.OVERDUE
    if has_passed and status == Status.NO_UPDATE:
        return Group.PASSED
    return Group(status)


def is_due_next(status: str, due_on: datetime.date | None, day: datetime.date, *, kept: bool) -> bool:
    """Whether it is still to do and due within 30 days of the day, the day itself included."""
    return kept and status in TO_DO and due_on is not None and 0 <= (due_on - day).days <= DUE_WITHIN_DAYS


def is_forecast_late(
    status: str, due_on: datetime.date | None, expected_on: datetime.date | None, *, kept: bool
) -> bool:
    """Whether it is open, and expected after the deadline that counts."""
    return kept and status in OPEN and due_on is not None and expected_on is not None and expected_on > due_on


def is_past_local_target(
    status: str, hmicfrs_on: datetime.date | None, local_on: datetime.date | None, day: datetime.date, *, kept: bool
) -> bool:
    """Whether it is open and a local target has passed, while HMICFRS's deadline has not."""
    if hmicfrs_on is None or local_on is None:
        return False
    return kept and status in OPEN and local_on < day <= hmicfrs_on
