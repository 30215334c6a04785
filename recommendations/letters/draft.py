"""From what was read in a letter to the first values of its form. Nothing is looked up or saved here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from recommendations.letters.effects import LetterEffect
from recommendations.positions.models import Position
from recommendations.reading.certainty import Certainty
from recommendations.reading.letters.decisions import CLOSED, OPEN, REDATED, REOPENED, level_of
from recommendations.reading.letters.reading import LetterReading, ReadChange
from recommendations.reading.references import item_and_part
from recommendations.register.models import Action, ClosingLevel
from recommendations.register.statuses import Status

_EFFECTS = {
    CLOSED: LetterEffect.CLOSES,
    REOPENED: LetterEffect.REOPENS,
    REDATED: LetterEffect.NEW_DEADLINE,
    OPEN: LetterEffect.COMMENTS,
}
_SHARED = ("effect", "closing_level", "effective_on", "words")  # entered once where all rows agree


@dataclass
class LetterDraft:
    """The first values of the letter form: of the letter, and of each action by its id.

    `remarks` are sentences about what a person has to check or decide.
    """

    letter: dict[str, Any] = field(default_factory=dict)
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    by_remark: dict[str, list[str]] = field(default_factory=dict)  # the items to which the same remark applies


@dataclass(frozen=True)
class KnownActions:
    """What the register knows of the actions that a letter may name."""

    by_item: Mapping[tuple[str, str], Sequence[Action]]  # slug of the inspection, reference of the item
    positions: Mapping[int, Position]  # with the closing level of their update, by the action's id
    levels: Sequence[ClosingLevel]


def draft_of(reading: LetterReading, known: KnownActions) -> LetterDraft:
    """Return the draft of a letter. An effect that the letter does not settle stays empty, so that the form asks."""
    draft = LetterDraft()
    draft.letter = {"sender": reading.sender, "dated_on": reading.sent_on, "reference": reading.reference}
    if reading.sent_on is None:
        draft.remarks.append(_("The letter does not say when it was sent. Enter its date."))
    for change in reading.changes:
        for reference in change.recommendations:
            actions, part = _actions_named(change.report, reference, known)
            if not actions:
                draft.remarks.append(_not_held(change, reference))
            for action in actions:
                _add(draft, change, action, known, part)
    draft.remarks += [f"{'; '.join(items)}: {remark}" for remark, items in draft.by_remark.items()]
    draft.remarks += [_("The letter also asks: “%(words)s”") % {"words": duty} for duty in reading.duties]
    for row in draft.rows.values():
        if row["effective_on"] == reading.sent_on:
            row["effective_on"] = None
    _share(draft)
    for row in draft.rows.values():
        row |= {name: _written(row[name]) for name in ("effective_on", "deadline_on")}
    return draft


def _actions_named(report: str, reference: str, known: KnownActions) -> tuple[Sequence[Action], str]:
    """Return the actions that a reference names, and the label of the part if it names one: "7b" may be part b of 7."""
    if actions := known.by_item.get((report, reference)):
        return actions, ""
    whole, part = item_and_part(reference)
    return known.by_item.get((report, whole), ()) if part else (), part


def _add(draft: LetterDraft, change: ReadChange, action: Action, known: KnownActions, part: str) -> None:
    row, remarks = _row(change, known.positions.get(action.pk), known.levels)
    if part and not (action.part and action.part.label == part):
        row, remarks = _of_part(row, remarks, action, part)
    if action.pk in draft.rows:
        row |= {"effect": "", "words": f"{draft.rows[action.pk]['words']}\n{row['words']}", "is_undecided": True}
        remarks = [_("The letter says two different things about it. Select what it changes.")]
    draft.rows[action.pk] = row
    item = action.recommendation
    for remark in remarks:
        draft.by_remark.setdefault(remark, []).append(f"{item.inspection.short_title}, {item.label}")


def _row(
    change: ReadChange, position: Position | None, levels: Iterable[ClosingLevel]
) -> tuple[dict[str, Any], list[str]]:
    """Return the values for one action, and what has to be checked or decided about it."""
    level = next((each for each in levels if change.level and level_of(each.name) == change.level), None)
    effect, remark = _effect(change, position, level)
    row = {
        "effect": effect,
        "closing_level": str(level.pk) if level and effect in (LetterEffect.CLOSES, LetterEffect.NEW_LEVEL) else "",
        "deadline_on": change.new_date if effect in (LetterEffect.NEW_DEADLINE, LetterEffect.REOPENS) else None,
        "effective_on": change.starts_on,
        "words": change.words,
        "is_undecided": not effect,
    }
    remarks = [remark] if remark else []
    if change.level and level is None:
        remarks.append(
            _("The letter names level %(level)s, which is not a closing level here.") % {"level": change.level}
        )
    if change.certainty is Certainty.CHECK and change.why:
        remarks.append(change.why)
    return row, remarks


def _of_part(row: dict[str, Any], remarks: list[str], action: Action, label: str) -> tuple[dict[str, Any], list[str]]:
    """Return the values and remarks of a row about one part of an action: closing a part closes no action."""
    part = next((each for each in action.own_parts if each.label.strip("().") == label), None)
    if part is None:
        remark = _("The letter names part %(label)s, which is not a part of this action. Select what it changes.")
        return row | {"effect": "", "is_undecided": True}, [*remarks, remark % {"label": label}]
    if row["effect"] == LetterEffect.CLOSES:
        return row | {"effect": LetterEffect.CLOSES_PART, "closing_level": "", "part": str(part.pk)}, remarks
    if row["effect"] == LetterEffect.NEW_DEADLINE and part in action.dated_parts:
        return row | {"part": str(part.pk)}, remarks
    if row["effect"] in ("", LetterEffect.COMMENTS):
        return row, remarks
    remark = _("The letter says this of part %(label)s only. Select what it changes.")
    return row | {"effect": "", "is_undecided": True}, [*remarks, remark % {"label": label}]


def _effect(change: ReadChange, position: Position | None, level: ClosingLevel | None) -> tuple[str, str]:
    """Return the effect, empty if only a person can say, and a remark or an empty text."""
    effect = _EFFECTS.get(change.change)
    if effect is None or change.certainty is Certainty.DECIDE:
        return "", _("The letter says “%(words)s”. Select what it changes.") % {"words": change.words or change.change}
    is_closed = position is not None and position.status == Status.CLOSED
    match effect:
        case LetterEffect.CLOSES if is_closed:
            current = position.update.closing_level if position and position.update else None
            if level is not None and level != current:
                return LetterEffect.NEW_LEVEL, _("It is closed already: the letter changes the closing level.")
            return LetterEffect.COMMENTS, _("It is closed already, so the letter is recorded as a comment.")
        case LetterEffect.REOPENS if not is_closed:
            return LetterEffect.COMMENTS, _("It is not closed, so the letter is recorded as a comment.")
        case LetterEffect.COMMENTS if is_closed:
            return "", _("The letter says that it remains open, but it is closed here. Select what it changes.")
        case LetterEffect.NEW_DEADLINE if change.new_date is None:
            return effect, _("The letter moves its deadline without naming a day. Enter the new deadline.")
    return effect, ""


def _not_held(change: ReadChange, reference: str) -> str:
    """Return the remark about an item that has no action here."""
    what = {"report": change.report, "item": reference, "change": change.change}
    return _("%(report)s, %(item)s: %(change)s. This has no action here, so it is not in the form.") % what


def _share(draft: LetterDraft) -> None:
    """Move the values that all rows have in common to the letter."""
    for name in _SHARED:
        values = {row[name] for row in draft.rows.values()}
        if len(values) == 1 and (value := values.pop()):
            draft.letter[name] = value
            for row in draft.rows.values():
                row[name] = None


def _written(day: datetime.date | None) -> str:
    return formats.date_format(day, "j F Y") if day else ""


def items_of(reading: LetterReading) -> Iterator[tuple[str, str]]:
    """Yield the inspection and the reference of each item that a letter names."""
    for change in reading.changes:
        for reference in change.recommendations:
            yield change.report, reference
            whole, part = item_and_part(reference)
            if part:
                yield change.report, whole
