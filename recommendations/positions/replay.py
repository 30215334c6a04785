"""From an action's updates to the periods of its position. Pure: no database, no clock.

The rules (architecture, "Records" and "Readers"):
- updates count in the order (effective on, recorded at, id); each carries the whole state after it;
- an edition is made from the updates its audiences may see; notes for the office make up no edition;
- a retracted update is left out of every edition, unless its retraction was itself retracted;
- before the first update the action stands at "No update recorded", with the published deadline;
- what was effective before the action opened counts from the day it opened.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from forces.people.access import AUDIENCES_OF_EDITION, Audience, Edition
from recommendations.register.statuses import Status

FOR_EVER = datetime.date(9999, 12, 31)


@dataclass(frozen=True)
class UpdateSnapshot:
    """What one update tells, as the replay needs it."""

    id: int
    effective_on: datetime.date
    recorded_at: datetime.datetime
    shown_to: str  # the audience chosen when it was recorded, or what releases made of it since
    status: str = ""
    revised_deadline_on: datetime.date | None = None
    local_target_on: datetime.date | None = None
    expected_on: datetime.date | None = None
    waiting_for_body_id: int | None = None
    waiting_for_recommendation_id: int | None = None
    retracts_id: int | None = None


@dataclass(frozen=True)
class State:
    """Where an action stands, apart from when."""

    status: str
    hmicfrs_deadline_on: datetime.date | None
    local_target_on: datetime.date | None = None
    expected_on: datetime.date | None = None
    waiting_for_body_id: int | None = None
    waiting_for_recommendation_id: int | None = None
    update_id: int | None = None

    @property
    def due_on(self) -> datetime.date | None:
        """The deadline that counts: HMICFRS's, or the local target where HMICFRS set none."""
        return self.hmicfrs_deadline_on or self.local_target_on


@dataclass(frozen=True)
class Period:
    """A state from a first day until, and not including, another."""

    state: State
    starts_on: datetime.date
    until: datetime.date


def in_force(updates: Iterable[UpdateSnapshot]) -> list[UpdateSnapshot]:
    """The updates that are not retracted, in their order, retractions themselves included."""
    retractions: dict[int, list[UpdateSnapshot]] = {}
    ordered = sorted(updates, key=lambda told: (told.effective_on, told.recorded_at, told.id))
    for told in ordered:
        if told.retracts_id is not None:
            retractions.setdefault(told.retracts_id, []).append(told)

    def holds(told: UpdateSnapshot) -> bool:
        return not any(holds(retraction) for retraction in retractions.get(told.id, ()))

    return [told for told in ordered if holds(told)]


def counts_in(told: UpdateSnapshot, edition: Edition) -> bool:
    """Whether an update in force makes up the edition."""
    return told.retracts_id is None and Audience(told.shown_to) in AUDIENCES_OF_EDITION[edition]


def working_history(updates: Iterable[UpdateSnapshot]) -> list[UpdateSnapshot]:
    """The updates in force that make up the working edition, in their order."""
    return [told for told in in_force(updates) if counts_in(told, Edition.WORKING)]


class HasDeadlines(Protocol):
    """An action, as far as its state asks: the dates that hold until updates say otherwise."""

    @property
    def published_deadline_on(self) -> datetime.date | None: ...
    @property
    def published_target_on(self) -> datetime.date | None: ...


def state_of(action: HasDeadlines, told: UpdateSnapshot | None) -> State:
    """The state an update leaves its action in; without one, "No update recorded"."""
    return state_after(told, action.published_deadline_on, action.published_target_on)


def state_after(
    told: UpdateSnapshot | None,
    published_deadline_on: datetime.date | None,
    published_target_on: datetime.date | None = None,
) -> State:
    """The state an update leaves behind; without one, "No update recorded".

    `published_deadline_on` is HMICFRS's; `published_target_on` a date that somebody else set from the start.
    """
    if told is None:
        return State(
            status=Status.NO_UPDATE, hmicfrs_deadline_on=published_deadline_on, local_target_on=published_target_on
        )
    return State(
        status=told.status,
        hmicfrs_deadline_on=told.revised_deadline_on or published_deadline_on,
        local_target_on=told.local_target_on or published_target_on,
        expected_on=told.expected_on,
        waiting_for_body_id=told.waiting_for_body_id,
        waiting_for_recommendation_id=told.waiting_for_recommendation_id,
        update_id=told.id,
    )


def replay(
    updates: Iterable[UpdateSnapshot],
    edition: Edition,
    *,
    opened_on: datetime.date,
    ended_on: datetime.date | None = None,
    published_deadline_on: datetime.date | None = None,
    published_target_on: datetime.date | None = None,
) -> list[Period]:
    """The periods of one action in one edition: without gap or overlap, from the day it opened for ever or its end.

    `ended_on` is the first day without the action.
    """
    end = ended_on or FOR_EVER
    periods = [Period(state_after(None, published_deadline_on, published_target_on), opened_on, end)]
    for told in in_force(updates):
        if not counts_in(told, edition):
            continue
        starts_on = max(told.effective_on, opened_on)
        if starts_on >= end:
            break
        last = periods.pop()
        if last.starts_on < starts_on:
            periods.append(replace(last, until=starts_on))
        periods.append(Period(state_after(told, published_deadline_on, published_target_on), starts_on, end))
    return periods
