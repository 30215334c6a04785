"""The status that an invented action reaches, and the statuses on the way. Only the generator given decides.

Every path uses the transitions that the register allows.
"""

from __future__ import annotations

import datetime
import random
from enum import Enum

from recommendations.demonstration.randomness import seeded_random
from recommendations.register.statuses import Status


class ActionOutcome(Enum):
    """The state of an action on the day when the demonstration is made."""

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
    """How much progress a force has made overall."""

    AHEAD = "ahead"
    STEADY = "steady"
    BEHIND = "behind"


_O = ActionOutcome
_LATE: dict[Pace, dict[ActionOutcome, float]] = {
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
_MIDDLE: dict[ActionOutcome, float] = {
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
_EARLY: dict[ActionOutcome, float] = {
    _O.CLOSED: 3,
    _O.SENT: 4,
    _O.COMPLETE: 8,
    _O.IN_PROGRESS: 45,
    _O.DUE_NEXT: 3,
    _O.WAITING: 5,
    _O.NOT_STARTED: 22,
    _O.NO_UPDATE: 10,
}
LATE_AFTER = datetime.timedelta(days=600)
EARLY_UNTIL = datetime.timedelta(days=270)


# Whatever the rng progress: Cleveland, which the guide walks through, has something of everything, and what others wait
# for is not finished. By holder, inspection and reference.
CHOSEN: dict[tuple[str, str, str], ActionOutcome] = {
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
    # whose parts have deadlines of their own
    ("leicestershire", "invented-thematic-4", "1"): _O.IN_PROGRESS,
    ("leicestershire", "invented-thematic-5", "1"): _O.IN_PROGRESS,
}


def pace_of(slug: str, seed: int) -> Pace:
    """Return the pace of a force. It is the same for one seed."""
    return seeded_random(seed, "pace", slug).choices(list(Pace), weights=[35, 45, 20])[0]


def outcome_of(pace: Pace, age: datetime.timedelta, rng: random.Random) -> ActionOutcome:
    """Return the outcome of an action that opened this long ago."""
    chances = _EARLY if age < EARLY_UNTIL else _MIDDLE if age < LATE_AFTER else _LATE[pace]
    return rng.choices(list(chances), weights=list(chances.values()))[0]


_S = Status
_ENDINGS: dict[ActionOutcome, list[Status]] = {
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
# Closed and re-opened: comes before the ending in longer histories.
_CLOSED_ONCE = [_S.COMPLETE, _S.CLOSED, _S.IN_PROGRESS]


def path_to(outcome: ActionOutcome, how_many: int, rng: random.Random, *, waits: bool) -> list[Status]:
    """Return the statuses of that many updates, in order, ending in the outcome. "No update" has none.

    `waits` is for an action that waits for another one: part of its path is "waiting".
    """
    if outcome is ActionOutcome.NO_UPDATE:
        return []
    if outcome is ActionOutcome.NOT_STARTED:
        return [_S.NOT_STARTED] * min(how_many, 2)
    ending = _ENDINGS[outcome][-how_many:]
    if how_many >= 7 and outcome in (_O.CLOSED, _O.SENT, _O.IN_PROGRESS) and rng.random() < 0.09:
        ending = _CLOSED_ONCE + ending
    before = how_many - len(ending)
    begun = 1 if before >= 2 and rng.random() < 0.7 else 0
    middle = [_S.IN_PROGRESS] * (before - begun)
    if waits and len(middle) >= 2:
        middle[: len(middle) // 2 + 1] = [_S.WAITING] * (len(middle) // 2 + 1)
    return [_S.NOT_STARTED] * begun + middle + ending
