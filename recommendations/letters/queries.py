"""What the pages about letters show: the letters of a holder, and what each did to its actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.letters.effects import Planned
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import histories_of
from recommendations.positions.replay import State, UpdateSnapshot, state_of, working_history
from recommendations.register.models import Action, ClosingLevel, Inspection, Letter, Update
from recommendations.register.retraction import is_retracted


@dataclass(frozen=True)
class Moved:
    """What a letter does to one action: where it stood before, and where it stands after."""

    action: Action
    before: State
    after: State
    level_before: ClosingLevel | None
    level: ClosingLevel | None
    letter_says: str  # in HMICFRS's words; empty where it uses none of them
    words: str
    holds_today: Update | None = None  # a later update, by which the action stands today
    is_retracted: bool = False

    @property
    def new_deadline(self) -> bool:
        """Whether the letter changes HMICFRS's deadline."""
        return self.before.hmicfrs_deadline_on != self.after.hmicfrs_deadline_on

    @property
    def new_level(self) -> bool:
        """Whether the letter gives a closing level, or another one."""
        return self.level is not None and self.level != self.level_before


# --- what would be recorded --------------------------------------------------------------------------------


def moves_planned(planned: Iterable[Planned]) -> list[Moved]:
    """What a letter would do to each action, while nothing is saved."""
    return [
        Moved(
            action=plan.action,
            before=plan.before,
            after=_after(plan),
            level_before=plan.update_before.closing_level if plan.update_before else None,
            level=plan.entry.closing_level,
            letter_says=_in_words(plan.entry.letter_says),
            words=plan.entry.words,
            holds_today=plan.holds_today,
        )
        for plan in planned
    ]


def _after(plan: Planned) -> State:
    entry = plan.entry
    return State(
        status=entry.status,
        hmicfrs_deadline_on=entry.revised_deadline_on or plan.action.published_deadline_on,
        local_target_on=entry.local_target_on or plan.action.published_target_on,
        expected_on=entry.expected_on,
    )


def _in_words(letter_says: str) -> str:
    return str(Update.LetterSays(letter_says).label) if letter_says else ""


def standing_of(actions: Sequence[Action], holder: Body, reader: Reader) -> dict[int, Position]:
    """Where the actions stand today, by their ids."""
    positions = Position.objects.on(reader.day).visible_to(reader, holder).filter(action__in=actions)
    return {position.action_id: position for position in positions}


def inspections_of(holder: Body, reader: Reader) -> QuerySet[Any]:
    """The inspections of which the holder has actions, the newest first, each with how many."""
    return (
        Inspection.objects.visible_to(reader)
        .filter(recommendations__actions__holder=holder)
        .annotate(actions=Count("recommendations__actions"))
        .order_by("-published_on", "short_title")
    )


# --- what was recorded -------------------------------------------------------------------------------------


def letters_of(holder: Body, reader: Reader) -> QuerySet[Any]:
    """The letters of a holder, the newest first, each with how many actions it is about and how many still count.

    Of actions under embargo they tell their named readers only.
    """
    seen = Q(updates__action__in=Action.objects.visible_to(reader))
    about = Count("updates", filter=seen & Q(updates__retracts=None), distinct=True)
    retracted = Count("updates__retracts", filter=seen, distinct=True)
    return (
        holder.letters.filter(updates__action__in=Action.objects.visible_to(reader))
        .annotate(about=about, counting=about - retracted)
        .select_related("recorded_by")
        .order_by("-dated_on", "-pk")
    )


def readable_letter(reader: Reader, holder: str, letter: int) -> Letter:
    """A letter of which the reader may read at least one update. Raises Http404."""
    readable = Update.objects.filter(
        reader.words("action__holder", "shown_to"), action__in=Action.objects.visible_to(reader), letter=letter
    )
    letters = Letter.objects.filter(pk__in=readable.values("letter"), holder__slug=holder)
    return get_object_or_404(letters.select_related("holder", "recorded_by"))


def updates_of(letter: Letter, reader: Reader) -> list[Update]:
    """The updates of a letter and the retractions of them, of what the reader may see: by inspection and item."""
    return list(
        letter.updates.filter(action__in=Action.objects.visible_to(reader))
        .select_related("words", "recorded_by", "closing_level", "action__part", "action__recommendation__inspection")
        .order_by(
            "-action__recommendation__inspection__published_on",
            "action__recommendation__inspection__short_title",
            "action__recommendation__order",
            "pk",
        )
    )


def moves_of(letter: Letter, updates: Sequence[Update], reader: Reader) -> list[Moved]:
    """What the letter did to each action, as the history tells it today. `updates` are those of `updates_of`."""
    told = [update for update in updates if update.retracts_id is None]
    histories = {pk: working_history(history) for pk, history in _histories(told).items()}
    before = {update.pk: _before(update, histories[update.action_id]) for update in told}
    today = {update.pk: _latest(histories[update.action_id], reader) for update in told}
    others = _updates(each.id for each in (*before.values(), *today.values()) if each)
    moves = []
    for update in told:
        update.action.holder = letter.holder
        earlier, latest = before[update.pk], today[update.pk]
        retracted = is_retracted(update, updates)
        moves.append(
            Moved(
                action=update.action,
                before=state_of(update.action, earlier),
                after=_state_after(update),
                level_before=others[earlier.id].closing_level if earlier else None,
                level=update.closing_level,
                letter_says=update.get_letter_says_display(),
                words=update.words.text if update.words else "",
                holds_today=others[latest.id] if latest and latest.id != update.pk and not retracted else None,
                is_retracted=retracted,
            )
        )
    return moves


def words_of_most(moves: Sequence[Moved]) -> str:
    """The words that stand at several actions, which a page quotes once; empty where each has its own."""
    (words, count), *_others = Counter(move.words for move in moves).most_common(1) or [("", 0)]
    return words if count > 1 else ""


def _histories(updates: Sequence[Update]) -> dict[int, list[UpdateSnapshot]]:
    return histories_of([update.action_id for update in updates])


def _before(update: Update, history: list[UpdateSnapshot]) -> UpdateSnapshot | None:
    """The update in force that stands just before this one."""
    place = (update.effective_on, update.recorded_at, update.pk)
    earlier = [told for told in history if (told.effective_on, told.recorded_at, told.id) < place]
    return earlier[-1] if earlier else None


def _latest(history: list[UpdateSnapshot], reader: Reader) -> UpdateSnapshot | None:
    until_today = [told for told in history if told.effective_on <= reader.day]
    return until_today[-1] if until_today else None


def _updates(ids: Iterable[int]) -> dict[int, Update]:
    return Update.objects.select_related("closing_level").in_bulk(set(ids))


def _state_after(update: Update) -> State:
    return State(
        status=update.status,
        hmicfrs_deadline_on=update.revised_deadline_on or update.action.published_deadline_on,
        local_target_on=update.local_target_on or update.action.published_target_on,
        expected_on=update.expected_on,
    )


# --- what would be true without it -------------------------------------------------------------------------


@dataclass(frozen=True)
class Without:
    """Where an action stands today, and where it would stand without the letter."""

    action: Action
    now: State
    then: State

    @property
    def is_same(self) -> bool:
        """Whether the status and the deadline stay as they are."""
        return (self.now.status, self.now.due_on) == (self.then.status, self.then.due_on)


def without_letter(letter: Letter, updates: Sequence[Update], reader: Reader) -> list[Without]:
    """What retracting the letter would do to each action of which it still counts. `updates`: see `updates_of`."""
    told = [update for update in updates if update.retracts_id is None and not is_retracted(update, updates)]
    ours = {update.pk for update in updates}
    found = []
    for update, history in zip(told, _histories_in_order(told), strict=True):
        update.action.holder = letter.holder
        others = [each for each in history if each.id not in ours]
        now, then = (_latest(working_history(each), reader) for each in (history, others))
        found.append(Without(update.action, now=state_of(update.action, now), then=state_of(update.action, then)))
    return found


def _histories_in_order(updates: Sequence[Update]) -> list[list[UpdateSnapshot]]:
    histories = _histories(updates)
    return [histories[update.action_id] for update in updates]
