"""When things happen in an invented history, and the dates that its work keeps to. Pure."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from recommendations.demonstration import phrases
from recommendations.demonstration.inspections import round_date
from recommendations.demonstration.outcomes import Outcome

LONDON = ZoneInfo("Europe/London")
YEARS_TOLD = datetime.timedelta(days=3 * 365)
TOO_NEW = datetime.timedelta(days=30)  # nothing has been reported of an action younger than this
_UNDER_WAY = frozenset({Outcome.IN_PROGRESS, Outcome.DUE_NEXT, Outcome.WAITING})
_OPEN = _UNDER_WAY | {Outcome.NOT_STARTED, Outcome.OVERDUE}


@dataclass(frozen=True)
class Dates:
    """A later deadline set by HMICFRS, a local target, or both; from one update on they stay in every later one."""

    revised_deadline_on: datetime.date | None = None
    local_target_on: datetime.date | None = None
    reason: str = ""
    agreed_at: int = 0  # the place of the update that first carries them


def effective_days(
    outcome: Outcome, how_many: int, *, opened_on: datetime.date, day: datetime.date, dice: random.Random
) -> list[datetime.date]:
    """That many different days, in order, before `day`. Open work was last reported on within the last months."""
    if not how_many:
        return []
    first = max(opened_on + datetime.timedelta(days=4), day - YEARS_TOLD)
    span = (day - first).days - 3
    quiet = min(dice.randint(2, 75 if outcome in _OPEN else 260), span // 2)
    end = max(span - quiet, how_many)
    begin = dice.randint(0, min(60, end - how_many))
    between = sorted(dice.sample(range(begin + 1, end), how_many - 2)) if how_many > 2 else []
    offsets = [begin, *between, end][-how_many:]
    return [first + datetime.timedelta(days=offset) for offset in offsets]


def recorded_at(effective_on: datetime.date, *, day: datetime.date, dice: random.Random) -> datetime.datetime:
    """Within days, in working hours, before `day`; now and then many days later."""
    days = dice.randint(20, 60) if dice.random() < 0.07 else dice.randint(0, 9)
    on = min(effective_on + datetime.timedelta(days=days), day - datetime.timedelta(days=1))
    time = datetime.time(dice.randint(8, 16), dice.randint(0, 59), dice.randint(0, 59))
    return datetime.datetime.combine(on, time, LONDON)


def dates_of(
    outcome: Outcome,
    days: Sequence[datetime.date],
    *,
    published: datetime.date | None,
    day: datetime.date,
    dice: random.Random,
) -> Dates:
    """New dates for work whose updates are true from `days`: HMICFRS's where the published one has passed on open
    work, a local target where there is none.
    """
    if not days:
        return Dates()
    has_passed = published is not None and published < day
    within = [1, 6, 12] if outcome is Outcome.DUE_NEXT else [15, 25, 40, 70, 100, 150]
    ahead = round_date(day + datetime.timedelta(days=dice.choice(within)))
    passed = round_date(day - datetime.timedelta(days=dice.choice([25, 45, 80, 120])))
    half = len(days) // 2
    if outcome in _UNDER_WAY and has_passed:
        missed = passed if days[half] < passed and dice.random() < 0.2 else None
        return Dates(ahead, missed, dice.choice(phrases.NEW_DEADLINE_REASONS), half)
    if outcome is Outcome.OVERDUE and not has_passed:
        return Dates(None, passed, dice.choice(phrases.LOCAL_TARGET_REASONS), 0)
    if outcome in _UNDER_WAY and not published and (outcome is Outcome.DUE_NEXT or dice.random() < 0.4):
        return Dates(None, ahead, dice.choice(phrases.LOCAL_TARGET_REASONS), half)
    in_time = [place for place, told_on in enumerate(days) if published and told_on <= published]
    if outcome is Outcome.CLOSED and published and in_time and dice.random() < 0.15:
        later = round_date(published + datetime.timedelta(days=dice.choice([60, 90, 120])))
        return Dates(later, None, dice.choice(phrases.NEW_DEADLINE_REASONS), in_time[-1])
    return Dates()
