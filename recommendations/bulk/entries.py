"""From one form about several actions to an update entry for each."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recommendations.register.models import Action, Update
from recommendations.register.models.update_state import FIELDS_OF_STATUS, STATE_FIELDS
from recommendations.updates.entry import STATEMENT_FIELDS, UpdateEntry, UpdateSubmission, state_carried_over
from recommendations.updates.evidence import EvidenceEntry
from recommendations.updates.queries import current_updates

_DATES = ("expected_on", "revised_deadline_on", "local_target_on")


@dataclass(frozen=True)
class ActionChange:
    """What is new about one action: its text, and its status unless that is unchanged."""

    action: Action
    words: str
    status: str = ""


def submissions_for(
    changes: Sequence[ActionChange], data: Mapping[str, Any], *, confirmed: frozenset[str], seen: Mapping[int, int]
) -> list[UpdateSubmission]:
    """Return an update for each action: its state on the day of the update, with what the form changes.

    `data` is the cleaned data that all of them share; `seen` the newest update that the person had seen, by the
    action's id.
    """
    before = current_updates([change.action for change in changes], data["effective_on"])
    states = {change.action.pk: _state(before.get(change.action.pk), change.status) for change in changes}
    statuses = {state["status"] for state in states.values()}
    return [
        UpdateSubmission(
            action=change.action,
            entry=_entry(change, data, states[change.action.pk], statuses, confirmed),
            submission_key=uuid.uuid5(data["submission_key"], str(change.action.pk)),
            seen=seen.get(change.action.pk, 0),
        )
        for change in changes
    ]


def _state(before: Update | None, status: str) -> dict[str, Any]:
    state: dict[str, Any] = {"status": ""} | state_carried_over(before)
    return state | ({"status": status} if status else {})


def _entry(
    change: ActionChange,
    data: Mapping[str, Any],
    state: dict[str, Any],
    statuses: Collection[str],
    confirmed: frozenset[str],
) -> UpdateEntry:
    """Return the state with what the form changes.

    A field that goes with one status changes only the actions with that status. If no action has it, the field is
    passed on for all of them, so that the rules ask about it.
    """
    of_other_statuses = {
        name
        for status, names in FIELDS_OF_STATUS.items()
        if state["status"] != status and status in statuses
        for name in names
    }
    entered = {name: data[name] for name in STATE_FIELDS if name != "status" and data.get(name)}
    return UpdateEntry.of(
        **state | {name: value for name, value in entered.items() if name not in of_other_statuses},
        **{name: data[name] for name in STATEMENT_FIELDS},
        words=change.words,
        evidence=EvidenceEntry(
            address=data["evidence_address"], shows=data["evidence_shows"], dated_on=data["evidence_dated_on"]
        ),
        confirmed=confirmed | (frozenset(_DATES) - entered.keys()),  # no question about earlier dates
    )
