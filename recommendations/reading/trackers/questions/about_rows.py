"""Questions about whole rows: those with no action here, stray notes, and numbers that became dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recommendations.reading.trackers.addressees import is_for_others, other_subject
from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.questions.about_duplicates import ask_about_same_items
from recommendations.reading.trackers.questions.case import LEAVE_OUT, NOTE, Asked, Case, counted, question, rows_of
from recommendations.reading.trackers.results import ReadNote
from recommendations.reading.wording import letters_of

KEEP, PARTS = "keep", "parts"
_NOT_IN_REPORT = "The report has no such recommendation."
_SHARED = re.compile(r"\b(?:both|all|joint|region(?:al)?|shared|each)\b", re.I)


def ask_about_rows(case: Case) -> Iterator[Asked]:
    """Yield the questions about rows of others, items listed twice, stray notes and numbers that became dates."""
    yield from _two_forces(case)
    _note_addressees(case)
    yield from _not_in_report(case)
    yield from _no_action_here(case)
    yield from ask_about_same_items(case)
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
        elif draft.item is None and is_for_others(draft.addressee, draft.status_printed):
            draft.leave_out = f"The tracker says that it is for {draft.addressee}."
        elif draft.item is None and not _names_own(draft, case) and (who := other_subject(draft.text)):
            draft.leave_out = f"Its words are for {who}."


def _names_own(draft: Draft, case: Case) -> bool:
    """Whether a column says that an item is for a force, or names this one."""
    words = f"{draft.addressee} {draft.force}".casefold()
    return "force" in words or any(name.casefold() in words for name in case.known.force_names if name)


def _not_in_report(case: Case) -> Iterator[Asked]:
    """Ask about items whose number the register's report has not. Without an answer they are left out."""
    drafts = [draft for draft in case.here if draft.inspection.slug and draft.item is None and not draft.is_cause]
    if not drafts or not any(inspection.items for inspection in case.known.inspections):
        return
    for draft in drafts:
        draft.leave_out = _NOT_IN_REPORT

    yield Asked(
        question(
            key="not in the report",
            scope="row",
            kind="not in the report",
            cells=(draft.reference_cell or draft.text_cell for draft in drafts),
            printed=(draft.reference_printed or draft.text[:60] for draft in drafts),
            ask=f"{counted(len(drafts), 'row', 'names', 'name')} what the report does not have. Leave out?",
            because="Neither its number nor its words are in the report that the register holds.",
            choices=[(LEAVE_OUT, "Leave out, and list")],
            suggest=LEAVE_OUT,
            settles=len(drafts),
        ),
        lambda answer: None,
    )


def _no_action_here(case: Case) -> Iterator[Asked]:
    drafts = [
        draft for draft in case.drafts if draft.leave_out and draft.leave_out != _NOT_IN_REPORT and not draft.force
    ]
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
