"""What a letter changes for each of its actions, worked out from their histories before anything is saved."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people.access import Reader
from recommendations.letters.entry import LetterEntry, check_letter
from recommendations.positions.rebuilding import histories_of
from recommendations.positions.replay import ActionState, UpdateSnapshot, state_of, working_history
from recommendations.register.models import Action, ClosingLevel, Letter, Part, Update
from recommendations.register.models.update_state import FIELDS_OF_STATUS
from recommendations.register.part_deadlines import with_new_date
from recommendations.register.statuses import ENDED, OPEN, Status
from recommendations.updates.entry import UpdateEntry, state_carried_over
from recommendations.updates.queries import default_audience
from recommendations.updates.rules import check_update
from soteria_tracker.web.service_forms import Unconfirmed


class LetterEffect(models.TextChoices):
    """How a letter affects an action."""

    CLOSES = "closes", _("Closes")
    CLOSES_PART = "closes-part", _("Closes one part")  # the part is done; the action keeps its status
    REOPENS = "reopens", _("Re-opens")
    NEW_DEADLINE = "new-deadline", _("Sets a new deadline")
    NEW_LEVEL = "new-level", _("Changes the closing level")
    COMMENTS = "comments", _("Only comments on it")


# The statuses to choose from for an action without an update before the letter.
FIRST_STATUSES = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.COMPLETE, Status.SENT)


@dataclass(frozen=True)
class ActionEffect:
    """What a letter changes for one action, and what it says about it."""

    action: Action
    kind: str  # a LetterEffect
    words: str
    letter_says: str = ""
    closing_level: ClosingLevel | None = None
    closed_by: str = ""
    verified_by: str = ""
    deadline_on: datetime.date | None = None
    deadline_reason: str = ""
    part: Part | None = None  # the one part that is closed, or that the new deadline is for
    status: str = ""  # for an action without an update before the letter
    effective_on: datetime.date | None = None  # None: the day given for all actions
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlannedEffect:
    """One action before and after a letter that has not been saved."""

    effect: ActionEffect
    before: ActionState
    update_before: Update | None  # the update that `before` comes from
    update_entry: UpdateEntry
    holds_today: Update | None  # a later update, which the letter does not change
    newest: int  # the action's newest update, by its id; 0 without one
    objection: ValidationError | Unconfirmed | None = None

    @property
    def action(self) -> Action:
        return self.effect.action

    def entry_from(self, letter: Letter) -> UpdateEntry:
        """The update entry, once the letter is saved."""
        update = copy(self.update_entry.update)
        update.letter = letter
        return replace(self.update_entry, update=update)


def plan_effects(
    *, entry: LetterEntry, effective_on: datetime.date, effects: Sequence[ActionEffect], by: Reader
) -> list[PlannedEffect]:
    """Return what the letter would change for each action, with any objection. Saves nothing. Six queries.

    Raises PermissionDenied, and ValidationError by field about the letter itself.
    """
    if not effects:
        raise ValidationError(_now("Select the actions that the letter is about"))
    actions = [effect.action for effect in effects]
    check_letter(entry, holder=actions[0].holder, by=by)
    prefetch_related_objects(actions, "recommendation__parts__addressees")
    histories = histories_of([action.pk for action in actions])
    days = {effect.action.pk: effect.effective_on or effective_on for effect in effects}
    points = {pk: _HistoryPoint.of(history, days[pk], by.day) for pk, history in histories.items()}
    updates = _updates_at(points.values())
    planned = []
    for effect in effects:
        action, point = effect.action, points[effect.action.pk]
        update_before = updates[point.before.id] if point.before else None
        following = updates[point.following.id] if point.following else None
        before = state_of(action, point.before)
        update_entry = _update_entry(effect, update_before, entry, days[action.pk], by)
        planned.append(
            PlannedEffect(
                effect,
                before=before,
                update_before=update_before,
                update_entry=update_entry,
                holds_today=updates[point.today.id] if point.today else None,
                newest=point.newest,
                objection=_objection(effect, update_entry, before, following, by),
            )
        )
    return planned


@dataclass(frozen=True)
class _HistoryPoint:
    """The updates around a day in the history of an action."""

    before: UpdateSnapshot | None
    following: UpdateSnapshot | None
    today: UpdateSnapshot | None  # the current update, if it is later than the letter
    newest: int

    @classmethod
    def of(cls, history: list[UpdateSnapshot], day: datetime.date, today: datetime.date) -> _HistoryPoint:
        working = working_history(history)
        before = [each for each in working if each.effective_on <= day]
        later = [each for each in working if each.effective_on > day]
        until_today = [each for each in later if each.effective_on <= today]
        return cls(
            before=before[-1] if before else None,
            following=later[0] if later else None,
            today=until_today[-1] if until_today else None,
            newest=max((each.id for each in history), default=0),
        )


def _updates_at(points: Collection[_HistoryPoint]) -> dict[int, Update]:
    ids = {each.id for point in points for each in (point.before, point.following, point.today) if each}
    return Update.objects.with_state().in_bulk(ids)


def _objection(
    effect: ActionEffect, update_entry: UpdateEntry, before: ActionState, following: Update | None, by: Reader
) -> ValidationError | Unconfirmed | None:
    try:
        _check_effect(effect, Status(before.status))
        check_update(action=effect.action, entry=update_entry, by=by, before=before, following=following)
    except (ValidationError, Unconfirmed) as objection:
        return objection
    return None


def _check_effect(effect: ActionEffect, before: Status) -> None:
    """Raise ValidationError, by field, if a letter cannot have this effect on an action with this status."""
    refusal: dict[str, str] = {}
    match effect.kind:
        case LetterEffect.CLOSES if before is Status.CLOSED:
            refusal = {"effect": _now("This action is already closed. Select a different effect")}
        case LetterEffect.CLOSES_PART if before in ENDED or before is Status.CLOSED:
            refusal = {"effect": _now("This action is already closed or has ended. Select a different effect")}
        case LetterEffect.CLOSES_PART if effect.part is None:
            refusal = {"part": _now("Select the part that the letter closes")}
        case LetterEffect.REOPENS if before in OPEN or before is Status.NO_UPDATE:
            refusal = {"effect": _now("This action is not closed, so it cannot be re-opened")}
        case LetterEffect.NEW_DEADLINE if before in ENDED or before is Status.CLOSED:
            refusal = {
                "effect": _now("This action is closed or has ended, so its deadline cannot change. Re-open it instead")
            }
        case LetterEffect.NEW_DEADLINE if effect.part is not None and effect.part not in effect.action.dated_parts:
            refusal = {"part": _now("This part has no deadline of its own. Select the action as a whole")}
        case LetterEffect.NEW_DEADLINE if effect.deadline_on is None:
            refusal = {"deadline_on": _now("Enter the new deadline")}
        case LetterEffect.NEW_LEVEL if before is not Status.CLOSED:
            refusal = {"effect": _now("This action is not closed, so its closing level cannot change")}
        case LetterEffect.NEW_LEVEL if effect.closing_level is None:
            refusal = {"closing_level": _now("Select the new closing level")}
        case LetterEffect.NEW_DEADLINE | LetterEffect.COMMENTS | LetterEffect.CLOSES_PART if (
            before is Status.NO_UPDATE and not effect.status
        ):
            refusal = {"status": _now("Nothing has been recorded for this action yet. Select its status")}
    if refusal:
        raise ValidationError({name: [message] for name, message in refusal.items()})


def _update_entry(
    effect: ActionEffect, before: Update | None, entry: LetterEntry, effective_on: datetime.date, by: Reader
) -> UpdateEntry:
    """Return the state after the letter: as it was before, with what the letter changes."""
    state: dict[str, Any] = {"status": effect.status} | state_carried_over(before)
    match effect.kind:
        case LetterEffect.CLOSES:
            state |= {name: getattr(effect, name) for name in FIELDS_OF_STATUS[Status.CLOSED]}
            state |= {"status": Status.CLOSED}
        case LetterEffect.REOPENS:
            state |= {"status": Status.IN_PROGRESS, "expected_on": None}
        case LetterEffect.CLOSES_PART if effect.part:
            state["parts_done"] = state.get("parts_done", frozenset()) | {effect.part.pk}
        case LetterEffect.NEW_LEVEL:
            state["closing_level"] = effect.closing_level
    # no one is asked about dates that were entered earlier, nor about the same text for several actions
    confirmed = {"words", "expected_on", "local_target_on"} | effect.confirmed
    if effect.deadline_on and effect.part:
        state["part_deadlines"] = with_new_date(before, effect.part, effect.deadline_on)
        confirmed |= {"revised_deadline_on"}
    elif effect.deadline_on:
        state |= {"revised_deadline_on": effect.deadline_on, "deadline_reason": effect.deadline_reason}
    else:
        confirmed |= {"revised_deadline_on"}
    holder = effect.action.holder
    return UpdateEntry.of(
        **state,
        words=effect.words,
        effective_on=effective_on,
        audience=default_audience(holder, by, is_change=True),
        said_by=Update.SaidBy.SOURCE,
        reported_by=entry.sender.strip(),
        received_how=Update.ReceivedHow.LETTER,
        letter=Letter(holder=holder),  # not saved yet; it is the source of the update
        letter_says=effect.letter_says,
        confirmed=frozenset(confirmed),
    )
