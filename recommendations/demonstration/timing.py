"""The dates in an invented history: when updates were made, and the deadlines of the work."""

from __future__ import annotations

import calendar
import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from recommendations.demonstration import update_phrases as phrases
from recommendations.demonstration.outcomes import ActionOutcome

LONDON = ZoneInfo("Europe/London")
HISTORY_LENGTH = datetime.timedelta(days=3 * 365)
TOO_NEW = datetime.timedelta(days=30)  # an action younger than this has no updates
_UNDER_WAY = frozenset({ActionOutcome.IN_PROGRESS, ActionOutcome.DUE_NEXT, ActionOutcome.WAITING})
_OPEN = _UNDER_WAY | {ActionOutcome.NOT_STARTED, ActionOutcome.OVERDUE}


def round_date(day: datetime.date) -> datetime.date:
    """Return the first 15th or last day of a month on or after the day, as reports and letters use."""
    last = calendar.monthrange(day.year, day.month)[1]
    return day.replace(day=15 if day.day <= 15 else last)


@dataclass(frozen=True)
class Dates:
    """A later deadline set by HMICFRS, a local target, or both. Every update from `agreed_at` on has them."""

    revised_deadline_on: datetime.date | None = None
    local_target_on: datetime.date | None = None
    reason: str = ""
    agreed_at: int = 0  # the index of the update that has them first


def effective_days(
    outcome: ActionOutcome, how_many: int, *, opened_on: datetime.date, day: datetime.date, rng: random.Random
) -> list[datetime.date]:
    """Return that many different days, in order, before `day`. Open work has an update in the last months."""
    if not how_many:
        return []
    first = max(opened_on + datetime.timedelta(days=4), day - HISTORY_LENGTH)
    span = (day - first).days - 3
    quiet = min(rng.randint(2, 75 if outcome in _OPEN else 260), span // 2)
    end = max(span - quiet, how_many)
    begin = rng.randint(0, min(60, end - how_many))
    between = sorted(rng.sample(range(begin + 1, end), how_many - 2)) if how_many > 2 else []
    offsets = [begin, *between, end][-how_many:]
    return [first + datetime.timedelta(days=offset) for offset in offsets]


def recorded_at(effective_on: datetime.date, *, day: datetime.date, rng: random.Random) -> datetime.datetime:
    """Return a time within days, in working hours, before `day`, and sometimes weeks later."""
    days = rng.randint(20, 60) if rng.random() < 0.07 else rng.randint(0, 9)
    on = min(effective_on + datetime.timedelta(days=days), day - datetime.timedelta(days=1))
    time = datetime.time(rng.randint(8, 16), rng.randint(0, 59), rng.randint(0, 59))
    return datetime.datetime.combine(on, time, LONDON)


def dates_of(
    outcome: ActionOutcome,
    days: Sequence[datetime.date],
    *,
    published: datetime.date | None,
    day: datetime.date,
    rng: random.Random,
) -> Dates:
    """Return new dates for work with updates on `days`: a later deadline set by HMICFRS if the published one has
    passed, or a local target if there is none.
    """
    if not days:
        return Dates()
    has_passed = published is not None and published < day
    within = [1, 6, 12] if outcome is ActionOutcome.DUE_NEXT else [15, 25, 40, 70, 100, 150]
    ahead = round_date(day + datetime.timedelta(days=rng.choice(within)))
    passed = round_date(day - datetime.timedelta(days=rng.choice([25, 45, 80, 120])))
    half = len(days) // 2
    if outcome in _UNDER_WAY and has_passed:
        missed = passed if days[half] < passed and rng.random() < 0.2 else None
        return Dates(ahead, missed, rng.choice(phrases.NEW_DEADLINE_REASONS), half)
    if outcome is ActionOutcome.OVERDUE and not has_passed:
        return Dates(None, passed, rng.choice(phrases.LOCAL_TARGET_REASONS), 0)
    if outcome in _UNDER_WAY and not published and (outcome is ActionOutcome.DUE_NEXT or rng.random() < 0.4):
        return Dates(None, ahead, rng.choice(phrases.LOCAL_TARGET_REASONS), half)
    in_time = [place for place, updated_on in enumerate(days) if published and updated_on <= published]
    if outcome is ActionOutcome.CLOSED and published and in_time and rng.random() < 0.15:
        later = round_date(published + datetime.timedelta(days=rng.choice([60, 90, 120])))
        return Dates(later, None, rng.choice(phrases.NEW_DEADLINE_REASONS), in_time[-1])
    return Dates()
