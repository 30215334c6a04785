"""What a letter does to each of its actions: worked out from their histories before anything is saved."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people.access import Reader
from recommendations.letters.keeping import LetterGiven, check_letter
from recommendations.positions.rebuilding import histories_of
from recommendations.positions.replay import State, UpdateSnapshot, state_of, working_history
from recommendations.register.models import Action, ClosingLevel, Letter, Update
from recommendations.register.statuses import ENDED, OPEN, Status
from recommendations.updates.entry import UpdateEntry, state_carried_over
from recommendations.updates.rules import check_update
from soteria_tracker.web.service_forms import Unconfirmed


class Does(models.TextChoices):
    """What a letter does to an action."""

    CLOSES = "closes", _("Closes")
    REOPENS = "reopens", _("Re-opens")
    NEW_DEADLINE = "new-deadline", _("Sets a new deadline")
    NEW_LEVEL = "new-level", _("Changes the closing level")
    SAYS = "says", _("Only says something")


# Where an action may stand of which nothing was recorded before the letter.
FIRST_STATUSES = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.COMPLETE, Status.SENT)


@dataclass(frozen=True)
class Instruction:
    """What a letter does to one action, and says of it."""

    action: Action
    does: str
    words: str
    letter_says: str = ""
    closing_level: ClosingLevel | None = None
    closed_by: str = ""
    verified_by: str = ""
    deadline_on: datetime.date | None = None
    deadline_reason: str = ""
    status: str = ""  # where it stands, if nothing was recorded before
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Planned:
    """One action before and after a letter, while nothing has been saved."""

    instruction: Instruction
    before: State
    update_before: Update | None  # the update that says so
    entry: UpdateEntry
    holds_today: Update | None  # a later update: where the action stands today does not change
    newest: int  # the action's newest update, by its id; 0 without one
    objection: ValidationError | Unconfirmed | None = None

    @property
    def action(self) -> Action:
        return self.instruction.action

    def entry_from(self, letter: Letter) -> UpdateEntry:
        """What is recorded of the action once the letter is kept."""
        return replace(self.entry, letter=letter)


def plan_letter(
    *, given: LetterGiven, effective_on: datetime.date, instructions: Sequence[Instruction], by: Reader
) -> list[Planned]:
    """What the letter would do to each action, with what stands against it. Saves nothing; six queries.

    Raises PermissionDenied, and ValidationError by field for the letter itself.
    """
    if not instructions:
        raise ValidationError(_now("Choose the actions that the letter is about"))
    actions = [instruction.action for instruction in instructions]
    check_letter(given, holder=actions[0].holder, by=by)
    prefetch_related_objects(actions, "recommendation__parts")
    histories = histories_of([action.pk for action in actions])
    places = {pk: _Place.of(history, effective_on, by.day) for pk, history in histories.items()}
    updates = _updates_at(places.values())
    planned = []
    for instruction in instructions:
        action, place = instruction.action, places[instruction.action.pk]
        update_before = updates[place.before.id] if place.before else None
        before = state_of(action, place.before)
        entry = _entry(instruction, update_before, given, effective_on, by)
        planned.append(
            Planned(
                instruction,
                before=before,
                update_before=update_before,
                entry=entry,
                holds_today=updates[place.today.id] if place.today else None,
                newest=place.newest,
                objection=_objection(
                    instruction, entry, before, updates[place.following.id] if place.following else None, by
                ),
            )
        )
    return planned


@dataclass(frozen=True)
class _Place:
    """Where in a history an update of a day would stand."""

    before: UpdateSnapshot | None
    following: UpdateSnapshot | None
    today: UpdateSnapshot | None  # what holds today, where that is of a later day than the letter
    newest: int

    @classmethod
    def of(cls, history: list[UpdateSnapshot], day: datetime.date, today: datetime.date) -> _Place:
        told = working_history(history)
        before = [each for each in told if each.effective_on <= day]
        later = [each for each in told if each.effective_on > day]
        until_today = [each for each in later if each.effective_on <= today]
        return cls(
            before=before[-1] if before else None,
            following=later[0] if later else None,
            today=until_today[-1] if until_today else None,
            newest=max((each.id for each in history), default=0),
        )


def _updates_at(places: Collection[_Place]) -> dict[int, Update]:
    told = {each.id for place in places for each in (place.before, place.following, place.today) if each}
    return Update.objects.with_state().in_bulk(told)


def _objection(
    instruction: Instruction, entry: UpdateEntry, before: State, following: Update | None, by: Reader
) -> ValidationError | Unconfirmed | None:
    try:
        _check_move(instruction, Status(before.status))
        check_update(action=instruction.action, entry=entry, by=by, before=before, following=following)
    except (ValidationError, Unconfirmed) as objection:
        return objection
    return None


def _check_move(instruction: Instruction, before: Status) -> None:
    """Refuse, at its field, what a letter cannot do to an action that stands there."""
    refusal: dict[str, str] = {}
    match instruction.does:
        case Does.CLOSES if before is Status.CLOSED:
            refusal = {"does": _now("It is closed already. Choose another level, or only what the letter says")}
        case Does.REOPENS if before in OPEN or before is Status.NO_UPDATE:
            refusal = {"does": _now("It is not closed, so it cannot be re-opened")}
        case Does.NEW_DEADLINE if before in ENDED or before is Status.CLOSED:
            refusal = {"does": _now("It is closed or has ended, so it gets no new deadline. Re-open it instead")}
        case Does.NEW_DEADLINE if instruction.deadline_on is None:
            refusal = {"deadline_on": _now("Enter the new deadline")}
        case Does.NEW_LEVEL if before is not Status.CLOSED:
            refusal = {"does": _now("It is not closed, so its closing level cannot change")}
        case Does.NEW_LEVEL if instruction.closing_level is None:
            refusal = {"closing_level": _now("Choose the new closing level")}
        case Does.NEW_DEADLINE | Does.SAYS if before is Status.NO_UPDATE and not instruction.status:
            refusal = {"status": _now("Nothing was recorded of it before. Choose where it stands")}
    if refusal:
        raise ValidationError({name: [message] for name, message in refusal.items()})


def _entry(
    instruction: Instruction, before: Update | None, given: LetterGiven, effective_on: datetime.date, by: Reader
) -> UpdateEntry:
    """The whole state after the letter: as it was before, but for what the letter does."""
    state: dict[str, Any] = {"status": instruction.status} | state_carried_over(before)
    match instruction.does:
        case Does.CLOSES:
            state |= {name: getattr(instruction, name) for name in ("closing_level", "closed_by", "verified_by")}
            state |= {"status": Status.CLOSED, "waiting_for_body": None, "waiting_for_recommendation": None}
        case Does.REOPENS:
            state |= {"status": Status.IN_PROGRESS, "expected_on": None}
            state |= {"closing_level": None, "closed_by": "", "verified_by": ""}
        case Does.NEW_LEVEL:
            state["closing_level"] = instruction.closing_level
    # nobody is asked about dates that stood there before, nor about a letter's same words for many actions
    confirmed = {"words", "expected_on", "local_target_on"} | instruction.confirmed
    if instruction.deadline_on:
        state |= {"revised_deadline_on": instruction.deadline_on, "deadline_reason": instruction.deadline_reason}
    else:
        confirmed |= {"revised_deadline_on"}
    holder = instruction.action.holder
    return UpdateEntry(
        **state,
        words=instruction.words,
        effective_on=effective_on,
        audience=by.audiences_to_choose(holder)[0],
        said_by=Update.SaidBy.INSPECTORATE,
        reported_by=given.sender.strip(),
        received_how=Update.ReceivedHow.LETTER,
        letter=Letter(holder=holder),  # not kept yet: it is the source
        letter_says=instruction.letter_says,
        confirmed=frozenset(confirmed),
    )
