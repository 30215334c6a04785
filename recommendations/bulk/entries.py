"""From the forms about several actions to an update of each, and from what stands against them back to words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from recommendations.bulk.forms import AllForm, NoteForm
from recommendations.register.models import Action, Update
from recommendations.register.statuses import Status
from recommendations.updates.entry import UpdateEntry, UpdateSubmission, state_carried_over
from recommendations.updates.evidence import EvidenceEntry
from recommendations.updates.queries import current_updates
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from soteria_tracker.web.service_forms import Unconfirmed

_SAID = ("effective_on", "audience", "said_by", "reported_by", "received_how", "received_on")
_DATES = ("expected_on", "revised_deadline_on", "local_target_on")
_OF_STATUS = {
    Status.WAITING: ("waiting_for_body",),
    Status.CLOSED: ("closed_by", "verified_by", "closing_level"),
}


@dataclass(frozen=True)
class Said:
    """What is new of one action: its words, and its status unless it stays as it is."""

    action: Action
    words: str
    status: str = ""


def said_by(form: AllForm, notes: Mapping[int, NoteForm], actions: Iterable[Action]) -> list[Said]:
    """What valid forms say of each action; those without a note are left out where each has its own."""
    if not form.is_each:
        said = form.cleaned_data
        return [Said(action, said["words"], said["status"]) for action in actions]
    each = [(action, notes[action.pk].cleaned_data) for action in actions]
    return [Said(action, note["words"], note["status"]) for action, note in each if note["words"]]


def submissions_of(form: AllForm, said: Sequence[Said], seen: Mapping[int, int]) -> list[UpdateSubmission]:
    """An update for each action, with the whole state as it is on its day, but for what is said anew.

    `seen` is the newest update of each that the person had seen, by the action's id.
    """
    before = current_updates([one.action for one in said], form.cleaned_data["effective_on"])
    states = {one.action.pk: _state(before.get(one.action.pk), one.status) for one in said}
    statuses = {state["status"] for state in states.values()}
    return [
        UpdateSubmission(
            action=one.action,
            entry=_entry(form, one, states[one.action.pk], statuses),
            submission_key=uuid.uuid5(form.cleaned_data["submission_key"], str(one.action.pk)),
            seen=seen.get(one.action.pk, 0),
        )
        for one in said
    ]


def _state(before: Update | None, status: str) -> dict[str, Any]:
    state: dict[str, Any] = {"status": ""} | state_carried_over(before)
    return state | ({"status": status} if status else {})


def _entry(form: AllForm, said: Said, state: dict[str, Any], statuses: set[str]) -> UpdateEntry:
    """The state with what the form says anew. What goes with one status is said of the actions in it.

    If none is in it, it is said of all of them: then the rules ask about it.
    """
    given = form.cleaned_data
    typed = {name for name in _DATES if given[name]}
    anew = {name: given[name] for name in (*typed, "deadline_reason") if given[name]}
    for status, names in _OF_STATUS.items():
        if state["status"] == status or status not in statuses:
            anew |= {name: given[name] for name in names if given[name]}
    return UpdateEntry(
        **state | anew,
        **{name: given[name] for name in _SAID},
        words=said.words,
        evidence=EvidenceEntry(
            address=given["evidence_address"], shows=given["evidence_shows"], dated_on=given["evidence_dated_on"]
        ),
        confirmed=form.confirmed | (frozenset(_DATES) - typed),  # what nobody typed now, nobody is asked about
    )


# --- what stands against them --------------------------------------------------------------------------------


_NOTHING_BEFORE = gettext_lazy("Nothing was recorded of it yet, so it cannot stay as it is. Choose where it stands")


@dataclass(frozen=True)
class Trouble:
    """One fault or question about a field, and the actions it concerns."""

    field: str
    message: str
    actions: list[Action]


@dataclass(frozen=True)
class Meanwhile:
    """What others recorded of an action after the person had opened the form."""

    action: Action
    updates: list[Update]


@dataclass(frozen=True)
class Troubles:
    """Why nothing was saved, each reason once with its actions."""

    faults: list[Trouble]
    questions: dict[str, list[Trouble]]  # by field: one yes answers all of a field
    meanwhile: list[Meanwhile]

    @classmethod
    def of(cls, refused: UpdatesRefused, submissions: Iterable[UpdateSubmission]) -> Troubles:
        """From what the service said, in the order of the submissions."""
        faults: dict[tuple[str, str], list[Action]] = {}
        questions: dict[tuple[str, str], list[Action]] = {}
        meanwhile = []
        for submission in submissions:
            action = submission.action
            match refused.objections.get(action.pk):
                case EditConflict(updates=updates):
                    meanwhile.append(Meanwhile(action, updates))
                case Unconfirmed(questions=asked):
                    for field, message in asked.items():
                        questions.setdefault((field, message), []).append(action)
                case ValidationError() as error:
                    for field, messages in _by_field(error).items():
                        for message in messages:
                            is_new = field == "status" and not submission.entry.status
                            words = str(_NOTHING_BEFORE) if is_new else message
                            faults.setdefault((field, words), []).append(action)
        by_field: dict[str, list[Trouble]] = {}
        for question in _troubles(questions):
            by_field.setdefault(question.field, []).append(question)
        return cls(_troubles(faults), by_field, meanwhile)


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def _troubles(found: Mapping[tuple[str, str], list[Action]]) -> list[Trouble]:
    return [Trouble(field, message, actions) for (field, message), actions in found.items()]
