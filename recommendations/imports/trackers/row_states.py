"""The updates of a row of a tracker by day, and the state of the action after each. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from recommendations.imports.trackers.planned import (
    REASON_LIMIT,
    REPORTER_LIMIT,
    WAITING_LIMIT,
    ActionNow,
    Circumstances,
    UpdateToRecord,
    day_in_words,
)
from recommendations.reading.trackers.results import ReadDate, ReadRow, ReadUpdate
from recommendations.register.models.update import WORDS_LIMIT, tidy_text
from recommendations.register.models.update_state import FIELDS_OF_STATUS, STATE_FIELDS, UpdateState
from recommendations.register.statuses import Status, may_become, reopens

_STATUS_FIELDS = {name for names in FIELDS_OF_STATUS.values() for name in names}

Dated = tuple[datetime.date, ReadUpdate]


def by_day(row: ReadRow, shared: Circumstances) -> tuple[list[Dated], list[ReadUpdate]]:
    """Return the updates with a day, in their order, and those without one or of a day to come."""
    dated, undated = [], []
    for update in row.updates:
        day = update.counts_from or update.date
        if day and day <= shared.today and len(update.text) <= WORDS_LIMIT:
            dated.append((day, update))
        else:
            undated.append(update)
    return sorted(dated, key=lambda each: each[0]), undated


def with_states(
    dated: Sequence[Dated], row: ReadRow, now: ActionNow, shared: Circumstances, *, counts: bool
) -> Iterable[UpdateToRecord]:
    """Yield the dated updates with their states, and then the status of the tracker if it `counts`.

    An earlier update has the register's status of its day, or “In progress”: the tracker gives one status only.
    """
    first = {"status": Status.NOT_STARTED if row.status == Status.NOT_STARTED else Status.IN_PROGRESS}
    found = [
        UpdateToRecord(
            day,
            update.text,
            update.cell,
            reporter_of(update.who, row, shared),
            now.state_on(day) or first,
        )
        for day, update in dated
    ]
    if counts:
        day = state_day(row, dated, shared)
        state = _state(row, now.state_on(day), now, shared)
        if found and found[-1].on == day:
            found[-1] = replace(found[-1], state=state)
        elif not _says_the_same(state, now.state_on(day)):
            words = _("The tracker says “%(status)s”.") % {
                "status": row.status_printed or Status(str(row.status)).label
            }
            found.append(UpdateToRecord(day, words, row.status_cell, reporter_of("", row, shared), state))
    yield from found


def conflict_of(row: ReadRow, dated: Sequence[Dated], now: ActionNow, shared: Circumstances) -> str:
    """Return why the tracker's status cannot follow the register's; empty if it can, or if it says the same."""
    before = now.state.get("status")
    if not row.status or not before or before == row.status:
        return ""
    words = {
        "now": Status(before).label,
        "tracker": row.status_printed or Status(str(row.status)).label,
        "day": day_in_words(now.last_on),
    }
    if state_day(row, dated, shared) < now.last_on:
        return _("The register says “%(now)s” since %(day)s, which is later than “%(tracker)s” in the tracker.") % words
    after = Status(str(row.status))
    if reopens(Status(before), after) or not may_become(Status(before), after):
        return _("The register says “%(now)s”, which “%(tracker)s” in the tracker cannot follow.") % words
    return ""


def state_day(row: ReadRow, dated: Sequence[Dated], shared: Circumstances) -> datetime.date:
    """Return the day from which the tracker's status counts: that of closing, of the last update, or of the tracker."""
    last = dated[-1][0] if dated else None
    if row.status == Status.CLOSED and row.closed_on and row.closed_on <= shared.today:
        return max(row.closed_on, last) if last else row.closed_on
    return last or shared.as_at


def _state(row: ReadRow, before: Mapping[str, Any], now: ActionNow, shared: Circumstances) -> dict[str, Any]:
    """Return the state that the tracker gives, upon the state before it."""
    state = {name: value for name, value in before.items() if name not in _STATUS_FIELDS}
    state["status"] = Status(str(row.status))
    if row.status == Status.WAITING:
        state["waiting_for_other"] = (row.waiting_for or row.status_printed)[:WAITING_LIMIT]
    if row.status == Status.CLOSED:
        is_ours = row.closed_by == "force" or not now.closes_items
        state["closed_by"] = UpdateState.ClosedBy.FORCE if is_ours else UpdateState.ClosedBy.SOURCE
        state["verified_by"] = _("Stated in the tracker")
        state["closing_level"] = shared.closing_levels.get(row.closing_level.casefold())
    for date in _new_dates(row):
        state[field_of_date(date, now)] = date.date
        state["deadline_reason"] = (date.reason or _("Stated in the tracker, %(cell)s") % {"cell": date.cell})[
            :REASON_LIMIT
        ]
    return state


def _new_dates(row: ReadRow) -> list[ReadDate]:
    """Return the revised deadlines and the local target that name a day and were not struck through."""
    dates = [*row.revised_deadlines, *([row.local_target] if row.local_target else [])]
    return [date for date in dates if date.date and not date.struck_through]


def field_of_date(date: ReadDate, now: ActionNow) -> str:
    return "revised_deadline_on" if date.set_by == "inspectorate" and now.sets_deadlines else "local_target_on"


def reporter_of(who: str, row: ReadRow, shared: Circumstances) -> str:
    return (who or row.lead_printed or shared.file_name)[:REPORTER_LIMIT]


def is_recorded(update: UpdateToRecord, now: ActionNow) -> bool:
    return any(
        each.on == update.on and each.words == tidy_text(update.words) and _says_the_same(update.state, each.state)
        for each in now.updates
    )


def _says_the_same(state: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all((state.get(name) or None) == (other.get(name) or None) for name in STATE_FIELDS)
