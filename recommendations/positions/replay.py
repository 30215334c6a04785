"""From the updates of an action to the periods of its position. Pure: no database, no clock.

The rules (docs/decisions/0001-positions-are-a-projection.md):
- updates count in the order (effective on, recorded at, id), and each carries the whole state after it;
- an edition is made from the updates that its audiences may see; notes for the office are in no edition;
- a retracted update is in no edition;
- before the first update the status is "No update recorded", with the published deadline;
- the deadline that counts is the earliest of the action's own and of those of its parts that are not done;
- a recurring duty is due on its first occurrence that is not recorded as done or missed;
- an update that is effective before the action opened counts from the day it opened;
- a period is divided where a reorganisation passes the action to another holder.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, make_dataclass, replace
from typing import Any, Protocol

from forces.people.editions import AUDIENCES_OF_EDITION, Audience, Edition
from recommendations.register.models.deadline import Deadline
from recommendations.register.models.recommendation import Part
from recommendations.register.models.update_state import COUNTED_COLUMNS, COUNTED_DEFAULTS
from recommendations.register.part_deadlines import due_on_of, revised_on
from recommendations.register.recurrence import Recurrence
from recommendations.register.retraction import retracted_ids
from recommendations.register.statuses import Status

FOR_EVER = datetime.date.max


@dataclass(frozen=True)
class UpdateSnapshot:
    """One update as the replay needs it. Make one with `snapshot`, which adds the other columns of `CountedState`."""

    id: int
    effective_on: datetime.date
    recorded_at: datetime.datetime
    shown_to: str  # the audience chosen when it was recorded, or as releases and withdrawals changed it
    status: str = ""
    revised_deadline_on: datetime.date | None = None
    local_target_on: datetime.date | None = None
    expected_on: datetime.date | None = None
    settled_until: datetime.date | None = None
    retracts_id: int | None = None
    parts_done: frozenset[int] = frozenset()  # ids; a table of their own in the database
    part_deadlines: Mapping[str, str] = field(default_factory=dict, hash=False)  # new dates, by the part's id


_named = {column.name for column in fields(UpdateSnapshot)}
_Snapshot = make_dataclass(
    "_Snapshot",
    [(column, Any, None) for column in COUNTED_COLUMNS if column not in _named],
    bases=(UpdateSnapshot,),
    frozen=True,
)
SNAPSHOT_COLUMNS = tuple(column.name for column in fields(_Snapshot) if column.name != "parts_done")


def snapshot(**columns: Any) -> UpdateSnapshot:
    """Return the snapshot of an update from its `SNAPSHOT_COLUMNS` and the ids of its `parts_done`."""
    snapshot: UpdateSnapshot = _Snapshot(**columns)
    return snapshot


class StatedDates(Protocol):
    """What the state of an action needs of an update: an `UpdateSnapshot` or an `Update`."""

    @property
    def id(self) -> int: ...
    @property
    def effective_on(self) -> datetime.date: ...
    @property
    def status(self) -> str: ...
    @property
    def revised_deadline_on(self) -> datetime.date | None: ...
    @property
    def local_target_on(self) -> datetime.date | None: ...
    @property
    def expected_on(self) -> datetime.date | None: ...
    @property
    def settled_until(self) -> datetime.date | None: ...
    @property
    def part_deadlines(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class ActionState:
    """The state that an update leaves an action in. Without an update: "No update recorded".

    `published_deadline_on` is that of the source; `published_target_on` is a date that someone else set from the start.
    `recurrence` says when a recurring duty falls due. `dated_parts` have deadlines of their own; `parts_done` are ids.
    """

    update: StatedDates | None
    published_deadline_on: datetime.date | None = None
    published_target_on: datetime.date | None = None
    recurrence: Recurrence | None = None
    dated_parts: tuple[Part, ...] = ()
    parts_done: frozenset[int] = frozenset()

    @property
    def status(self) -> str:
        return self.update.status if self.update else Status.NO_UPDATE

    @property
    def hmicfrs_deadline_on(self) -> datetime.date | None:
        """The deadline set by the source that is in force."""
        return (self.update.revised_deadline_on if self.update else None) or self.published_deadline_on

    @property
    def local_target_on(self) -> datetime.date | None:
        return (self.update.local_target_on if self.update else None) or self.published_target_on

    @property
    def own_due_on(self) -> datetime.date | None:
        """The deadline of the action as a whole: the source's, or the local target where it set none."""
        return self.hmicfrs_deadline_on or self.local_target_on

    @property
    def settled_until(self) -> datetime.date | None:
        """The day up to which occurrences are recorded: the update's own if there was no interval at that time."""
        if not self.update or self.update.settled_until or not self.recurrence:
            return self.update.settled_until if self.update else None
        return self.update.effective_on

    @property
    def next_occurrence_on(self) -> datetime.date | None:
        """The first occurrence of a recurring duty that is not recorded as done or missed."""
        return self.recurrence.next_after(self.settled_until) if self.recurrence else None

    @property
    def next_part(self) -> Part | None:
        """The part not done with the earliest deadline, if that is before the action's own.

        A date that was set locally for a part counts only where HMICFRS set no deadline for the action. A new date of a
        part is always HMICFRS's.
        """
        own = self.next_occurrence_on or self.own_due_on or FOR_EVER
        due = [
            (due_on, part.order, part.pk, part)
            for part in self.dated_parts
            if (due_on := due_on_of(part, self.update))
            and due_on < own
            and part.pk not in self.parts_done
            and (
                part.deadline_set_by == Deadline.SetBy.SOURCE
                or revised_on(part, self.update)
                or self.hmicfrs_deadline_on is None
            )
        ]
        return min(due)[-1] if due else None

    @property
    def next_part_id(self) -> int | None:
        return self.next_part.pk if self.next_part else None

    @property
    def due_on(self) -> datetime.date | None:
        """The deadline that counts: the earliest of the action's own and of those of its parts that are not done."""
        part = self.next_part
        return due_on_of(part, self.update) if part else self.next_occurrence_on or self.own_due_on

    @property
    def expected_on(self) -> datetime.date | None:
        return self.update.expected_on if self.update else None

    @property
    def update_id(self) -> int | None:
        return self.update.id if self.update else None

    def counted(self) -> dict[str, Any]:
        """Return the state as the columns of a position: those of `CountedState` and the deadlines in force."""
        columns = {column: getattr(self.update, column, default) for column, default in COUNTED_DEFAULTS.items()}
        in_force = ("status", "hmicfrs_deadline_on", "local_target_on", "due_on", "next_part_id", "update_id")
        return columns | {name: getattr(self, name) for name in (*in_force, "settled_until")}


@dataclass(frozen=True)
class Period:
    """A state from a first day until, and not including, another."""

    state: ActionState
    starts_on: datetime.date
    until: datetime.date


def in_force(updates: Iterable[UpdateSnapshot]) -> list[UpdateSnapshot]:
    """Return the updates that are not retracted, in their order, retractions included."""
    ordered = sorted(updates, key=lambda update: (update.effective_on, update.recorded_at, update.id))
    retracted = retracted_ids(ordered)
    return [update for update in ordered if update.id not in retracted]


def counts_in(update: UpdateSnapshot, edition: Edition) -> bool:
    """Return whether an update that is in force is part of the edition."""
    return update.retracts_id is None and Audience(update.shown_to) in AUDIENCES_OF_EDITION[edition]


def working_history(updates: Iterable[UpdateSnapshot]) -> list[UpdateSnapshot]:
    """Return the updates in force that make up the working edition, in their order."""
    return [update for update in in_force(updates) if counts_in(update, Edition.WORKING)]


class HasDeadlines(Protocol):
    """An action, as far as its state needs it: the dates that apply until updates change them."""

    @property
    def published_deadline_on(self) -> datetime.date | None: ...
    @property
    def published_target_on(self) -> datetime.date | None: ...
    @property
    def recurrence(self) -> Recurrence | None: ...
    @property
    def dated_parts(self) -> Sequence[Part]: ...


def state_of(action: HasDeadlines, update: UpdateSnapshot | None) -> ActionState:
    """Return the state that an update leaves its action in; without one, "No update recorded"."""
    return state_after(action, update, update.parts_done if update else ())


def state_after(action: HasDeadlines, update: StatedDates | None, parts_done: Collection[int]) -> ActionState:
    """Return the same for an update that need not be saved. `parts_done` are ids."""
    return ActionState(
        update,
        action.published_deadline_on,
        action.published_target_on,
        action.recurrence,
        tuple(action.dated_parts),
        frozenset(parts_done),
    )


def replay(
    updates: Iterable[UpdateSnapshot],
    edition: Edition,
    *,
    opened_on: datetime.date,
    ended_on: datetime.date | None = None,
    published_deadline_on: datetime.date | None = None,
    published_target_on: datetime.date | None = None,
    recurrence: Recurrence | None = None,
    dated_parts: Sequence[Part] = (),
) -> list[Period]:
    """Return the periods of one action in one edition, without gap or overlap, from the day it opened.

    The last period lasts until `ended_on`, the first day without the action, or for ever.
    """
    end = ended_on or FOR_EVER
    without_update = ActionState(None, published_deadline_on, published_target_on, recurrence, tuple(dated_parts))
    periods = [Period(without_update, opened_on, end)]
    for update in in_force(updates):
        if not counts_in(update, edition):
            continue
        starts_on = max(update.effective_on, opened_on)
        if starts_on >= end:
            break
        last = periods.pop()
        if last.starts_on < starts_on:
            periods.append(replace(last, until=starts_on))
        state = replace(without_update, update=update, parts_done=update.parts_done)
        periods.append(Period(state, starts_on, end))
    return periods


def held_in(
    period: Period, holder: int, passing: Iterable[tuple[datetime.date, int]]
) -> Iterator[tuple[int, datetime.date, datetime.date]]:
    """Yield who holds the action in a period: the holder (an id), its first day, and the first day without it.

    `passing` are the later holders by the day from which each has the action, the earliest first.
    """
    starts_on = period.starts_on
    for on, successor in passing:
        if starts_on < on < period.until:
            yield holder, starts_on, on
            starts_on = on
        if on <= starts_on:
            holder = successor
    yield holder, starts_on, period.until
