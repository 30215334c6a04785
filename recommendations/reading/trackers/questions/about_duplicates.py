"""Questions about items that are listed more than once: on hidden copies of a sheet, and on two rows."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator

from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.questions.case import LEAVE_OUT, Asked, Case, question, rows_of
from recommendations.reading.trackers.table import SheetTable
from recommendations.reading.wording import plain

INCLUDE = "include"
_FEW = 2
_EARLY = datetime.date.min


def ask_about_copies(case: Case) -> Iterator[Asked]:
    """Yield a question for each hidden sheet whose items are on others. Other hidden sheets are read."""
    visible = {_identity(draft) for draft in case.drafts}
    for table, drafts in list(case.older):
        shared = sum(_identity(draft) in visible for draft in drafts)
        if shared * 2 < len(drafts):
            case.older.remove((table, drafts))
            case.drafts += drafts
            continue
        yield _copy(case, table, drafts, shared)


def _copy(case: Case, table: SheetTable, drafts: list[Draft], shared: int) -> Asked:
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
        because=f"{shared} of its {rows_of(len(drafts))} are on other sheets too.",
        choices=[(LEAVE_OUT, "Leave it out"), (INCLUDE, "Read its rows too")],
        suggest=LEAVE_OUT,
        settles=len(drafts),
    )
    return Asked(found, apply)


def _identity(draft: Draft) -> tuple[str, str, str, str]:
    return draft.inspection.key, draft.reference.casefold(), draft.part, draft.force


def ask_about_same_items(case: Case) -> Iterator[Asked]:
    """Yield the questions about items that are listed twice with different statuses."""
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
            ask=f"{first.reference_printed} is there {len(drafts)} times ({first.inspection.title}). Which is right?",
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
            ask=f"{len(groups)} items are on {' and on '.join(f'“{name}”' for name in sheets)}. Which status is right?",
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
