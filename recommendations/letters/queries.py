"""The letters of a body, and what each changed for its actions."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.letters.effects import PlannedEffect
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import histories_of
from recommendations.positions.replay import ActionState, UpdateSnapshot, state_after, state_of, working_history
from recommendations.register.models import Action, ClosingLevel, Inspection, Letter, Part, Update
from recommendations.register.part_deadlines import revised_on
from recommendations.register.retraction import retracted_ids
from recommendations.register.selection import actions_with_ids


@dataclass(frozen=True)
class EffectRow:
    """What a letter changes for one action: its state before and after."""

    action: Action
    before: ActionState
    after: ActionState
    level_before: ClosingLevel | None
    level: ClosingLevel | None
    letter_says: str  # what it found; empty where the letter does not say
    words: str
    effective_on: datetime.date
    holds_today: Update | None = None  # a later update, which the letter does not change
    is_retracted: bool = False

    @property
    def new_deadline(self) -> bool:
        """Whether the letter changes the deadline set by its source."""
        return self.before.hmicfrs_deadline_on != self.after.hmicfrs_deadline_on

    @property
    def new_dates_of_parts(self) -> list[tuple[Part, datetime.date]]:
        """The parts to which the letter gives new dates."""
        return [
            (part, day)
            for part in self.action.dated_parts
            if (day := revised_on(part, self.after.update)) and day != revised_on(part, self.before.update)
        ]

    @property
    def closed_parts(self) -> list[Part]:
        """The parts that the letter closes."""
        done = self.after.parts_done - self.before.parts_done
        return [part for part in self.action.own_parts if part.pk in done]

    @property
    def new_level(self) -> bool:
        """Whether the letter gives a closing level, or another one."""
        return self.level is not None and self.level != self.level_before


def planned_rows(planned: Iterable[PlannedEffect]) -> list[EffectRow]:
    """Return what a letter that has not been saved would change for each action."""
    return [
        EffectRow(
            action=plan.action,
            before=plan.before,
            after=state_after(plan.action, plan.update_entry.update, plan.update_entry.parts_done),
            level_before=plan.update_before.closing_level if plan.update_before else None,
            level=plan.update_entry.update.closing_level,
            letter_says=_label_of(plan.update_entry.update.letter_says),
            words=plan.update_entry.words,
            effective_on=plan.update_entry.update.effective_on,
            holds_today=plan.holds_today,
        )
        for plan in planned
    ]


def _label_of(letter_says: str) -> str:
    return str(Update.LetterSays(letter_says).label) if letter_says else ""


def positions_by_action(actions: Sequence[Action], holder: Body, reader: Reader) -> dict[int, Position]:
    """Return the position of each action today, with its closing level, by the action's id."""
    positions = Position.objects.on(reader.day).visible_to(reader, holder).filter(action__in=actions)
    positions = positions.select_related("update__closing_level")
    return {position.action_id: position for position in positions}


def inspections_of(holder: Body, reader: Reader) -> QuerySet[Any]:
    """Return the inspections with actions of this body, the newest first, each with the number of its `actions`."""
    return (
        Inspection.objects.visible_to(reader)
        .filter(recommendations__actions__holder__in=reader.held_by(holder))
        .annotate(actions=Count("recommendations__actions"))
        .order_by("-published_on", "short_title")
    )


def actions_of_items(items: Iterable[tuple[str, str]], holder: Body, reader: Reader) -> list[Action]:
    """Return the actions of a body for these items: pairs of an inspection's slug and a reference."""
    named = Q()
    for slug, reference in items:
        named |= Q(recommendation__inspection__slug=slug, recommendation__reference=reference)
    if not named:
        return []
    ids = (
        Action.objects.visible_to(reader).filter(named, holder__in=reader.held_by(holder)).values_list("pk", flat=True)
    )
    return actions_with_ids(list(ids), reader, holder)


def letters_of(holder: Body, reader: Reader) -> QuerySet[Any]:
    """Return the letters of a body, the newest first.

    Each has `about`, the number of its actions, and `counting`, those not retracted. Actions under embargo count for
    their named readers only.
    """
    seen = Q(updates__action__in=Action.objects.visible_to(reader))
    about = Count("updates", filter=seen & Q(updates__retracts=None), distinct=True)
    retracted = Count("updates__retracts", filter=seen, distinct=True)
    return (
        Letter.objects.filter(holder__in=reader.held_by(holder), updates__action__in=Action.objects.visible_to(reader))
        .annotate(about=about, counting=about - retracted)
        .select_related("recorded_by")
        .order_by("-dated_on", "-pk")
    )


def readable_letter(reader: Reader, holder: str, letter: int) -> Letter:
    """Return a letter if the reader may read at least one of its updates. Raises Http404."""
    readable = Update.objects.filter(
        reader.readable_texts("action__holder", "shown_to"), action__in=Action.objects.visible_to(reader), letter=letter
    )
    letters = Letter.objects.filter(pk__in=readable.values("letter"), holder__slug=holder)
    return get_object_or_404(letters.select_related("holder", "recorded_by"))


def updates_of(letter: Letter, reader: Reader) -> list[Update]:
    """Return the updates of a letter that the reader may see, with their retractions, by inspection and item."""
    return list(
        letter.updates.filter(action__in=Action.objects.visible_to(reader))
        .select_related(
            "words",
            "recorded_by",
            "closing_level",
            "action__holder",
            "action__part",
            "action__recommendation__inspection",
        )
        .prefetch_related("action__recommendation__parts__addressees")
        .order_by(
            "-action__recommendation__inspection__published_on",
            "action__recommendation__inspection__short_title",
            "action__recommendation__order",
            "pk",
        )
    )


def recorded_rows(letter: Letter, updates: Sequence[Update], reader: Reader) -> list[EffectRow]:
    """Return what the letter changed for each action, by its history today. `updates` comes from `updates_of`."""
    recorded = [update for update in updates if update.retracts_id is None]
    all_histories = _histories(recorded)
    as_recorded = {each.id: each for history in all_histories.values() for each in history}
    histories = {pk: working_history(history) for pk, history in all_histories.items()}
    before = {update.pk: _before(update, histories[update.action_id]) for update in recorded}
    today = {update.pk: _latest(histories[update.action_id], reader) for update in recorded}
    in_force = _updates(each.id for each in (*before.values(), *today.values()) if each)
    retracted = retracted_ids(updates)
    rows = []
    for update in recorded:
        earlier, latest = before[update.pk], today[update.pk]
        is_retracted = update.pk in retracted
        rows.append(
            EffectRow(
                action=update.action,
                before=state_of(update.action, earlier),
                after=state_of(update.action, as_recorded[update.pk]),
                level_before=in_force[earlier.id].closing_level if earlier else None,
                level=update.closing_level,
                letter_says=update.get_letter_says_display(),
                words=update.words.text if update.words else "",
                effective_on=update.effective_on,
                holds_today=in_force[latest.id] if latest and latest.id != update.pk and not is_retracted else None,
                is_retracted=is_retracted,
            )
        )
    return rows


def common_text(rows: Sequence[EffectRow]) -> str:
    """Return the text that most actions share, for quoting once; empty where each has its own."""
    (words, count), *_rest = Counter(row.words for row in rows).most_common(1) or [("", 0)]
    return words if count > 1 else ""


def _histories(updates: Sequence[Update]) -> dict[int, list[UpdateSnapshot]]:
    return histories_of([update.action_id for update in updates])


def _before(update: Update, history: list[UpdateSnapshot]) -> UpdateSnapshot | None:
    """Return the update that was current just before this one."""
    position = (update.effective_on, update.recorded_at, update.pk)
    earlier = [each for each in history if (each.effective_on, each.recorded_at, each.id) < position]
    return earlier[-1] if earlier else None


def _latest(history: list[UpdateSnapshot], reader: Reader) -> UpdateSnapshot | None:
    until_today = [each for each in history if each.effective_on <= reader.day]
    return until_today[-1] if until_today else None


def _updates(ids: Iterable[int]) -> dict[int, Update]:
    return Update.objects.select_related("closing_level").in_bulk(set(ids))


@dataclass(frozen=True)
class WithoutLetter:
    """The state of an action today, and what it would be without the letter."""

    action: Action
    now: ActionState
    then: ActionState

    @property
    def is_same(self) -> bool:
        """Whether the status and the deadline stay the same."""
        return (self.now.status, self.now.due_on) == (self.then.status, self.then.due_on)


def without_letter(letter: Letter, updates: Sequence[Update], reader: Reader) -> list[WithoutLetter]:
    """Return what retracting the letter would change for each of its actions. `updates` comes from `updates_of`."""
    retracted = retracted_ids(updates)
    active = [update for update in updates if update.retracts_id is None and update.pk not in retracted]
    ours = {update.pk for update in updates}
    found = []
    for update, history in zip(active, _histories_in_order(active), strict=True):
        without_letter = [each for each in history if each.id not in ours]
        now, then = (_latest(working_history(each), reader) for each in (history, without_letter))
        found.append(WithoutLetter(update.action, now=state_of(update.action, now), then=state_of(update.action, then)))
    return found


def _histories_in_order(updates: Sequence[Update]) -> list[list[UpdateSnapshot]]:
    histories = _histories(updates)
    return [histories[update.action_id] for update in updates]
