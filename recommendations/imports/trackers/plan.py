"""What a tracker would change at one force: a plan that a person sees before it is carried out. Pure.

The register is never contradicted. A published deadline stays, an update that is already recorded is not recorded
again, and a status of the tracker counts only where the register knows nothing newer. Earlier updates of an item have
the status of the register on their day, or “In progress” where it has none: a tracker gives only the last status.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from recommendations.imports.trackers.planned import (
    LEAD_LIMIT,
    NO_ACTION,
    ActionNow,
    Change,
    Circumstances,
    ImportOutcome,
    Plan,
    PlannedRow,
    UpdateToRecord,
    day_in_words,
    kind_of,
    place_key,
    reference_of,
)
from recommendations.imports.trackers.row_notes import dated_line, note_with, rest_in_words
from recommendations.imports.trackers.row_states import (
    by_day,
    conflict_of,
    is_recorded,
    state_day,
    with_states,
)
from recommendations.reading.trackers.results import ReadDate, ReadRow, TrackerReading
from recommendations.register.models.recommendation import RecommendationKind
from recommendations.register.statuses import Status


def plan_import(
    reading: TrackerReading, actions: Mapping[tuple[str, str], ActionNow], circumstances: Circumstances
) -> Plan:
    """Return what importing a reading would do. `actions` are the force's, by inspection and reference.

    Several rows about one action, such as its parts, give it one status: that of the row about the whole item, or the
    one on which all its rows agree. What the other rows say becomes a note, as does what is said of a cause of concern:
    that has no action, so its words go to the first recommendation after it.
    """
    drafts = circumstances.earlier_drafts
    rows = [
        _placed(replace(row, inspection=drafts.get(row.inspection, row.inspection)), circumstances, place_key(row))
        for row in reading.rows
    ]
    reasons = [_why_left_out(row, actions, circumstances) for row in rows]
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if not reasons[place] and kind_of(row) not in NO_ACTION:
            groups[row.inspection, reference_of(row)].append(place)
    planned: dict[int, PlannedRow] = {}
    for key, places in groups.items():
        now = actions.get(key) or ActionNow(None)
        first = next((place for place in places if not rows[place].part), places[0])
        agreed = len({rows[place].status for place in places}) == 1 or not rows[first].part
        row = rows[first] if agreed else replace(rows[first], status=None)
        planned[first] = _plan_row(row, now, circumstances)
        written = "\n".join(update.words for update in planned[first].updates)
        for place in places:
            if place != first:
                planned[place] = _plan_other_row(rows[place], rows[first], now, circumstances, written)
    for place, row in enumerate(rows):
        if place not in planned and not reasons[place]:
            after = next(
                (each for each in sorted(planned) if each > place and rows[each].inspection == row.inspection), None
            )
            of = rows[after] if after is not None else None
            if of is None:
                reasons[place] = _("A cause of concern has no action: its status follows from its recommendations.")
            else:
                now = actions.get((of.inspection, reference_of(of))) or ActionNow(None)
                planned[place] = _plan_other_row(row, of, now, circumstances, "")
    return Plan(
        tuple(
            planned.get(place)
            or PlannedRow(row, ImportOutcome.LEFT_OUT if row.leave_out else ImportOutcome.NOT_PLACED, reasons[place])
            for place, row in enumerate(rows)
        )
    )


def _placed(row: ReadRow, shared: Circumstances, key: str) -> ReadRow:
    """Return a row where a person placed it: at an action, or left out with their reason; else as it was read."""
    place = shared.places.get(key)
    if place is None:
        return row
    if "left_out" in place:
        return replace(row, leave_out=_("Left out by hand: %(reason)s") % {"reason": place["left_out"]})
    return replace(
        row,
        inspection=place["inspection"],
        reference=place["reference"],
        kind=RecommendationKind.RECOMMENDATION,  # so that it is not taken for a cause of concern, without an action
        part="",
        leave_out="",
    )


def _why_left_out(row: ReadRow, actions: Mapping[tuple[str, str], ActionNow], shared: Circumstances) -> str:
    if row.leave_out:
        return row.leave_out
    is_known = (row.inspection, reference_of(row)) in actions or kind_of(row) in NO_ACTION
    if not is_known and row.inspection not in shared.draft_inspections:
        if row.inspection.startswith("unknown:"):
            return _("The register does not know its report, and no draft of it is made.")
        return _("The force has no action for this item in the register.")
    return ""


def _plan_row(row: ReadRow, now: ActionNow, shared: Circumstances) -> PlannedRow:
    """Plan the row that gives an action its status."""
    dated, undated = by_day(row, shared)
    conflict = conflict_of(row, dated, now, shared)
    counts = bool(row.status) and not conflict and state_day(row, dated, shared) >= now.last_on
    with_state = list(with_states(dated, row, now, shared, counts=counts)) if counts or now.state or row.status else []
    new = [update for update in with_state if not is_recorded(update, now)]
    state = with_state[-1].state if counts and with_state else {}
    lines = [] if with_state else [dated_line(update.printed_date or str(day), update) for day, update in dated]
    lines += [dated_line(update.printed_date or "–", update) for update in undated]
    lines += rest_in_words(row, now, state, is_draft=now.pk is None, has_its_status=counts)
    evidence = tuple(each for each in row.evidence if not now.evidence & {each.address, each.text})
    new += note_with(row, lines, now, shared, [*with_state], must_be=bool(evidence and not new))
    lead = row.lead_printed[:LEAD_LIMIT] if not now.lead else ""
    references = tuple(each for each in row.references_elsewhere if each not in now.references)
    changes = tuple(changes_of(row, now, new, lead))
    outcome = ImportOutcome.CONFLICT if conflict else ImportOutcome.CHANGED if now.updates else ImportOutcome.NEW
    if now.pk and not (new or lead or references):
        outcome = ImportOutcome.SAME
    return PlannedRow(row, outcome, conflict, now.pk, None, tuple(new), changes, lead, references, evidence)


def _plan_other_row(row: ReadRow, first: ReadRow, now: ActionNow, shared: Circumstances, written: str) -> PlannedRow:
    """Plan another row about an action: what it says that the first did not becomes a note."""
    dated, undated = by_day(row, shared)
    lines = [dated_line(update.printed_date or str(day), update) for day, update in dated]
    lines += [dated_line(update.printed_date or "–", update) for update in undated]
    lines += rest_in_words(row, now, {}, is_draft=False, has_its_status=False, is_other=True)
    lines += [
        _("Evidence (%(cell)s): %(text)s") % {"cell": e.cell, "text": f"{e.text} {e.address}"} for e in row.evidence
    ]
    new = tuple(note_with(row, [line for line in lines if line not in written], now, shared, []))
    is_concern = kind_of(row) in NO_ACTION
    if is_concern and now.pk is None:
        why = _("It becomes a cause of concern of the draft. Its status follows from the recommendations under it.")
    elif not new:
        return PlannedRow(row, ImportOutcome.SAME, _("Another row says the same."), now.pk, first)
    elif is_concern:
        why = _("A cause of concern has no action. What is said of it becomes a note for the recommendation after it.")
    else:
        why = _("Another row gives this action its status. What this one says becomes a note for the office.")
    outcome = ImportOutcome.CHANGED if now.updates else ImportOutcome.NEW
    return PlannedRow(row, outcome, why, now.pk, first, new, tuple(changes_of(row, now, new, "")))


def changes_of(row: ReadRow, now: ActionNow, updates: Sequence[UpdateToRecord], lead: str) -> Iterable[Change]:
    nothing = _("Nothing")
    for update in updates:
        what = _("Note for the office") if update.is_note else _("Update")
        yield Change(f"{what}, {day_in_words(update.on)}", nothing, update.words, "", update.cell, is_update=True)
    newest = [each.state for each in updates if not each.is_note and each.on >= now.last_on]
    after: Mapping[str, Any] = newest[-1] if newest else {}
    before = now.state
    shown: list[tuple[str, str, Callable[[Any], str], str, str]] = [
        ("status", _("Status"), _label, row.status_printed, row.status_cell),
        ("revised_deadline_on", _("Revised deadline"), day_in_words, *_printed(row.revised_deadlines)),
        ("local_target_on", _("Local target"), day_in_words, *_printed((*row.revised_deadlines, row.local_target))),
    ]
    for name, label, in_words, printed, cell in shown:
        if after and after.get(name) != before.get(name):
            was = in_words(before[name]) if before.get(name) else nothing
            yield Change(label, was, in_words(after[name]) if after.get(name) else nothing, printed, cell)
    if lead:
        yield Change(_("Lead"), nothing, lead, row.lead_printed, row.lead_cell)


def _printed(dates: Sequence[ReadDate | None]) -> tuple[str, str]:
    known = [date for date in dates if date]
    return (known[-1].printed, known[-1].cell) if known else ("", "")


def _label(status: str) -> str:
    return str(Status(status).label)
