"""How an invented action ends up, and by which statuses it gets there. Pure: only the generator given decides.

Every path keeps to the moves that the register allows.
"""

from __future__ import annotations

import datetime
import random
from enum import Enum

from recommendations.demonstration.dice import dice_for
from recommendations.register.statuses import Status


class Outcome(Enum):
    """Where an action stands on the day the demonstration is made."""

    CLOSED = "closed"
    SENT = "sent"
    COMPLETE = "complete"
    IN_PROGRESS = "in progress"
    DUE_NEXT = "in progress, due within the month"
    WAITING = "waiting"
    NOT_STARTED = "not started"
    OVERDUE = "overdue"
    NOT_ACCEPTED = "not accepted"
    SUPERSEDED = "superseded"
    NO_UPDATE = "no update"


class Pace(Enum):
    """How far a force has come, on the whole."""

    AHEAD = "ahead"
    STEADY = "steady"
    BEHIND = "behind"


_O = Outcome
_LATE_IN_LIFE: dict[Pace, dict[Outcome, float]] = {
    Pace.AHEAD: {
        _O.CLOSED: 70,
        _O.SENT: 11,
        _O.COMPLETE: 7,
        _O.IN_PROGRESS: 8,
        _O.DUE_NEXT: 1,
        _O.WAITING: 2,
        _O.NO_UPDATE: 1,
    },
    Pace.STEADY: {
        _O.CLOSED: 52,
        _O.SENT: 13,
        _O.COMPLETE: 10,
        _O.IN_PROGRESS: 14,
        _O.DUE_NEXT: 2,
        _O.WAITING: 3,
        _O.OVERDUE: 2,
        _O.NO_UPDATE: 3,
        _O.NOT_ACCEPTED: 0.6,
        _O.SUPERSEDED: 0.6,
    },
    Pace.BEHIND: {
        _O.CLOSED: 32,
        _O.SENT: 12,
        _O.COMPLETE: 12,
        _O.IN_PROGRESS: 23,
        _O.DUE_NEXT: 3,
        _O.WAITING: 4,
        _O.OVERDUE: 5,
        _O.NO_UPDATE: 8,
        _O.NOT_ACCEPTED: 1,
        _O.SUPERSEDED: 1,
    },
}
_MIDDLE: dict[Outcome, float] = {
    _O.CLOSED: 25,
    _O.SENT: 12,
    _O.COMPLETE: 12,
    _O.IN_PROGRESS: 36,
    _O.DUE_NEXT: 3,
    _O.WAITING: 4,
    _O.NOT_STARTED: 2,
    _O.OVERDUE: 3,
    _O.NO_UPDATE: 5,
    _O.NOT_ACCEPTED: 0.5,
}
_EARLY: dict[Outcome, float] = {
    _O.CLOSED: 3,
    _O.SENT: 4,
    _O.COMPLETE: 8,
    _O.IN_PROGRESS: 45,
    _O.DUE_NEXT: 3,
    _O.WAITING: 5,
    _O.NOT_STARTED: 22,
    _O.NO_UPDATE: 10,
}
LATE_IN_LIFE_AFTER = datetime.timedelta(days=600)
EARLY_UNTIL = datetime.timedelta(days=270)


# Whatever the dice say: Cleveland, which the guide walks through, has something of everything, and what others wait
# for is not finished. By holder, inspection and reference.
CHOSEN: dict[tuple[str, str, str], Outcome] = {
    ("soteria-joint-unit", "soteria-2024", "4"): _O.IN_PROGRESS,
    ("cleveland", "soteria-2024", "3"): _O.OVERDUE,
    ("cleveland", "soteria-2024", "5"): _O.WAITING,
    ("cleveland", "soteria-2024", "7"): _O.DUE_NEXT,
    ("cleveland", "soteria-2024", "9"): _O.SENT,
    ("cleveland", "soteria-2024", "11"): _O.COMPLETE,
    ("cleveland", "rape-2021", "1"): _O.CLOSED,
    ("cleveland", "rape-2021", "2"): _O.CLOSED,
    ("cleveland", "rape-2021", "3"): _O.IN_PROGRESS,
    ("cleveland", "rape-2021", "4"): _O.CLOSED,
    ("cleveland", "rape-2021", "5"): _O.CLOSED,
    ("cleveland", "rape-2021", "6"): _O.CLOSED,
    ("cleveland", "rape-2021", "7"): _O.NO_UPDATE,
    ("cleveland", "rape-2021", "12"): _O.CLOSED,
}


def pace_of(slug: str, seed: int) -> Pace:
    """The pace of a force: the same for one seed."""
    return dice_for(seed, "pace", slug).choices(list(Pace), weights=[35, 45, 20])[0]


def outcome_of(pace: Pace, age: datetime.timedelta, dice: random.Random) -> Outcome:
    """Where an action of this age (since it opened) stands by now."""
    chances = _EARLY if age < EARLY_UNTIL else _MIDDLE if age < LATE_IN_LIFE_AFTER else _LATE_IN_LIFE[pace]
    return dice.choices(list(chances), weights=list(chances.values()))[0]


_S = Status
_ENDINGS: dict[Outcome, list[Status]] = {
    _O.CLOSED: [_S.COMPLETE, _S.SENT, _S.CLOSED],
    _O.SENT: [_S.COMPLETE, _S.SENT],
    _O.COMPLETE: [_S.COMPLETE],
    _O.IN_PROGRESS: [_S.IN_PROGRESS],
    _O.DUE_NEXT: [_S.IN_PROGRESS],
    _O.WAITING: [_S.WAITING],
    _O.NOT_STARTED: [_S.NOT_STARTED],
    _O.OVERDUE: [_S.IN_PROGRESS],
    _O.NOT_ACCEPTED: [_S.NOT_ACCEPTED],
    _O.SUPERSEDED: [_S.SUPERSEDED],
}
# Closed once, opened again: what comes before the ending, in histories long enough to tell it.
_CLOSED_ONCE = [_S.COMPLETE, _S.CLOSED, _S.IN_PROGRESS]


def path_to(outcome: Outcome, how_many: int, dice: random.Random, *, waits: bool) -> list[Status]:
    """The statuses of that many updates, in order, ending in the outcome; none for "no update".

    `waits` is for an action that cannot go on before another: a stretch of its path is "waiting".
    """
    if outcome is Outcome.NO_UPDATE:
        return []
    if outcome is Outcome.NOT_STARTED:
        return [_S.NOT_STARTED] * min(how_many, 2)
    ending = _ENDINGS[outcome][-how_many:]
    if how_many >= 7 and outcome in (_O.CLOSED, _O.SENT, _O.IN_PROGRESS) and dice.random() < 0.09:
        ending = _CLOSED_ONCE + ending
    before = how_many - len(ending)
    begun = 1 if before >= 2 and dice.random() < 0.7 else 0
    middle = [_S.IN_PROGRESS] * (before - begun)
    if waits and len(middle) >= 2:
        middle[: len(middle) // 2 + 1] = [_S.WAITING] * (len(middle) // 2 + 1)
    return [_S.NOT_STARTED] * begun + middle + ending
