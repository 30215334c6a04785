"""Questions about whole rows: copies, rows with no action here, items that stand twice, and stray notes."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator

from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.questions.case import LEAVE_OUT, NOTE, Asked, Case, counted, question, rows_of
from recommendations.reading.trackers.results import ReadNote
from recommendations.reading.trackers.tables import Table
from recommendations.reading.trackers.wordings import status_of
from recommendations.reading.wording import letters_of, plain

KEEP, PARTS, INCLUDE = "keep", "parts", "include"
_SHARED = re.compile(r"\b(?:both|all|joint|region(?:al)?|shared|each)\b", re.I)
_ANY_FORCE = re.compile(r"\b(?:forces?|chief constables?|constabular(?:y|ies)|police)\b", re.I)
_FEW = 2
_EARLY = datetime.date.min


def ask_about_copies(case: Case) -> Iterator[Asked]:
    """Yield a question for each hidden sheet whose items stand on others. Other hidden sheets are read."""
    visible = {_identity(draft) for draft in case.drafts}
    for table, drafts in list(case.older):
        shared = sum(_identity(draft) in visible for draft in drafts)
        if shared * 2 < len(drafts):
            case.older.remove((table, drafts))
            case.drafts += drafts
            continue
        yield _copy(case, table, drafts, shared)


def _copy(case: Case, table: Table, drafts: list[Draft], shared: int) -> Asked:
    def apply(answer: str) -> None:
        if answer == INCLUDE:
            case.older.remove((table, drafts))
            case.drafts += drafts

    name = table.grid.name
    found = question(
        key=f"hidden sheet:{plain(name)}",
        scope="sheet",
        kind="hidden sheet",
        cells=[f"{name}!A1"],
        printed=[name],
        ask=f"The hidden sheet “{name}” looks like an older copy. Leave it out?",
        because=f"{shared} of its {rows_of(len(drafts))} stand on other sheets too.",
        choices=[(LEAVE_OUT, "Leave it out"), (INCLUDE, "Read its rows too")],
        suggest=LEAVE_OUT,
        settles=len(drafts),
    )
    return Asked(found, apply)


def ask_about_rows(case: Case) -> Iterator[Asked]:
    """Yield the questions about rows of others, items that stand twice, stray notes and numbers that became dates."""
    yield from _two_forces(case)
    _note_addressees(case)
    yield from _no_action_here(case)
    yield from _same_items(case)
    yield from _strays(case)
    yield from _dates_for_numbers(case)


def _two_forces(case: Case) -> Iterator[Asked]:
    named = [draft for draft in case.here if draft.force and not _SHARED.search(draft.force)]
    forces = list(dict.fromkeys(draft.force for draft in named))
    if len(forces) < 2:
        return
    own = [letters_of(name) for name in (*case.known.force_names, case.known.force) if name]
    mine = [force for force in forces if any(letters_of(force) in name or name in letters_of(force) for name in own)]

    def leave_others(answer: str) -> None:
        for draft in named:
            draft.leave_out = "" if answer in (KEEP, draft.force) else f"It is about {draft.force}."

    if mine:
        leave_others(mine[0])
    yield Asked(
        question(
            key="two forces",
            scope="column",
            kind="two forces",
            cells=(draft.grid.address(draft.rows[0], 0) for draft in named),
            printed=forces,
            ask=f"The list has rows of {', '.join(forces)}. Whose rows are yours?",
            because="Only the rows of your force are recorded for it. Rows of all of them are kept.",
            choices=[*((force, f"Those of {force}") for force in forces), (KEEP, "All of them")],
            suggest=mine[0] if mine else None,
            settles=len(named),
        ),
        leave_others,
    )


def _note_addressees(case: Case) -> None:
    """Leave out what belongs to another body: by the register, or by the tracker's own column."""
    for draft in case.here:
        if draft.item is not None and not draft.item.held_here:
            bodies = ", ".join(draft.item.led_by)
            draft.leave_out = (
                f"Your force has no action for it: it is led by {bodies}."
                if bodies
                else "Your force has no action for it."
            )
        elif draft.item is None and not draft.status_printed and _is_for_others(draft.addressee):
            draft.leave_out = f"The tracker says that it is for {draft.addressee}."


def _is_for_others(addressee: str) -> bool:
    return bool(addressee) and not _ANY_FORCE.search(addressee) and not status_of(addressee).is_settled


def _no_action_here(case: Case) -> Iterator[Asked]:
    drafts = [draft for draft in case.drafts if draft.leave_out and not draft.force]
    if not drafts:
        return
    ours = [draft for draft in drafts if draft.item is None or draft.item.held_here]

    def apply(answer: str) -> None:
        for draft in ours if answer == KEEP else []:
            draft.leave_out = ""

    choices = [(LEAVE_OUT, "Leave them out")]
    if ours:
        choices.append((KEEP, f"Keep the {rows_of(len(ours))} that the register gives to no other body"))
    yield Asked(
        question(
            key="no action here",
            scope="value",
            kind="no action here",
            cells=(draft.status_cell or draft.reference_cell for draft in drafts),
            printed=(draft.leave_out for draft in drafts),
            ask=f"{counted(len(drafts), 'row', 'is', 'are')} for other bodies. Leave out?",
            because="Your force has no action for them. What belongs to others is never recorded at the force.",
            choices=choices,
            suggest=LEAVE_OUT,
            settles=len(drafts),
        ),
        apply,
    )


def _identity(draft: Draft) -> tuple[str, str, str, str]:
    return draft.inspection.key, draft.reference.casefold(), draft.part, draft.force


def _same_items(case: Case) -> Iterator[Asked]:
    groups: dict[tuple[str, str, str, str], list[Draft]] = defaultdict(list)
    for draft in case.here:
        if draft.reference:
            groups[_identity(draft)].append(draft)
    twice = [drafts for drafts in groups.values() if len(drafts) > 1]
    for first, *others in twice:
        for draft in others:
            draft.same_as = first.reference_cell
    against = [drafts for drafts in twice if len({draft.status or draft.status_suggested for draft in drafts}) > 1]
    if len(against) <= _FEW:
        yield from (_same_item(drafts) for drafts in against)
    else:
        yield _many_same_items(against)


def _same_item(drafts: list[Draft]) -> Asked:
    def apply(answer: str) -> None:
        _keep_status(drafts, next((draft for draft in drafts if draft.reference_cell == answer), None))

    first = drafts[0]
    dated = [draft for draft in drafts if draft.closed_on and draft.closed_by]
    newest = max(
        drafts,
        key=lambda draft: max(
            (update.date for update in draft.updates if update.date), default=draft.closed_on or _EARLY
        ),
    )
    suggested = dated[0] if dated and newest is dated[0] else None
    return Asked(
        question(
            key=f"same item:{first.inspection.key}:{first.reference}:{first.part}",
            scope="row",
            kind="same item, two statuses",
            cells=(draft.reference_cell for draft in drafts),
            printed=(_shown(draft) for draft in drafts),
            ask=f"{first.reference_printed} stands {len(drafts)} times ({first.inspection.title}). Which holds?",
            because="The rows say different things about the same item.",
            choices=[(draft.reference_cell, f"{draft.grid.name}: {_shown(draft)}") for draft in drafts],
            suggest=suggested.reference_cell if suggested else None,
            settles=len(drafts),
        ),
        apply,
    )


def _many_same_items(groups: list[list[Draft]]) -> Asked:
    sheets = list(dict.fromkeys(draft.grid.name for drafts in groups for draft in drafts))

    def apply(answer: str) -> None:
        for drafts in groups:
            _keep_status(drafts, next((draft for draft in drafts if draft.grid.name == answer), None))

    by_closing = {draft.grid.name for drafts in groups for draft in drafts if draft.closed_on}
    choices = (
        [(name, f"What “{name}” says") for name in sheets]
        if len(sheets) > 1
        else [("first", "What the first row says")]
    )
    return Asked(
        question(
            key=f"same items:{'|'.join(sheets)}",
            scope="sheet",
            kind="same item, two statuses",
            cells=(draft.reference_cell for drafts in groups for draft in drafts),
            printed=(f"{draft.grid.name}: {_shown(draft)}" for drafts in groups for draft in drafts),
            ask=f"{len(groups)} items stand on {' and on '.join(f'“{name}”' for name in sheets)}. Which status holds?",
            because="The rows say different things about the same items.",
            choices=choices,
            suggest=next(iter(by_closing)) if len(by_closing) == 1 and len(sheets) > 1 else None,
            settles=sum(map(len, groups)),
        ),
        apply,
    )


def _keep_status(drafts: list[Draft], chosen: Draft | None) -> None:
    for draft in drafts if chosen else []:
        if draft is not chosen:
            draft.status, draft.status_suggested, draft.doubt = None, None, ""


def _shown(draft: Draft) -> str:
    return draft.status_printed or draft.colour or draft.status or "no status"


def _strays(case: Case) -> Iterator[Asked]:
    strays = [(table, place) for table in case.tables if table.records for place in table.strays]
    if not strays:
        return

    def apply(answer: str) -> None:
        for table, (row, column) in strays if answer == NOTE else []:
            above = [draft for draft in case.drafts if draft.grid is table.grid and draft.rows[0] < row]
            if above:
                above[-1].notes.append(
                    ReadNote(table.grid.text(row, column), table.grid.address(row, column), "stray note")
                )

    yield Asked(
        question(
            key="stray notes",
            scope="row",
            kind="stray note",
            cells=(table.grid.address(*place) for table, place in strays),
            printed=(table.grid.text(*place) for table, place in strays),
            ask=f"{counted(len(strays), 'row', 'holds', 'hold')} only a note, without a reference. Leave out?",
            because="A note in a row of its own may belong to the row above, or to none.",
            choices=[(LEAVE_OUT, "Leave out, and show"), (NOTE, "Keep as a note of the row above")],
            suggest=LEAVE_OUT,
            settles=len(strays),
        ),
        apply,
    )


def _dates_for_numbers(case: Case) -> Iterator[Asked]:
    drafts = [draft for draft in case.here if draft.number_was_date]
    if not drafts:
        return
    read = {id(draft): (draft.reference, draft.part) for draft in drafts}

    def apply(answer: str) -> None:
        for draft in drafts if answer != PARTS else []:
            draft.reference, draft.part = draft.reference_printed, ""

    yield Asked(
        question(
            key="references turned into dates",
            scope="column",
            kind="references turned into dates",
            cells=(draft.reference_cell for draft in drafts),
            printed=(draft.reference_printed for draft in drafts),
            ask=f"Is “{drafts[0].reference_printed}” part {drafts[0].part} of recommendation {drafts[0].reference}?",
            because="Excel turns “7-1” into a date.",
            choices=[
                (PARTS, f"Yes: {', '.join(''.join(pair) for pair in list(read.values())[:6])}"),
                (KEEP, "No, keep what is printed"),
            ],
            suggest=PARTS,
            settles=len(drafts),
        ),
        apply,
    )
