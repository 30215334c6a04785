"""Questions about inspections that the register does not know: one list, not one question each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.questions.case import LEAVE_OUT, Asked, Case, counted, question
from recommendations.reading.wording import letters_of

DRAFT, DRAFT_OPEN = "draft", "draft-open"
INSPECTIONS = "inspections"  # the key of the one question about all of them
LEFT_OUT = "Its inspection is not in the register and was left out."
_MANY = 8
_NO_INSPECTION = re.compile(
    r"\b(?:internal audit|audit report|coroner|health and safety|freedom of information|complaints? system)\b", re.I
)
ENDED = ("closed", "superseded", "transferred", "withdrawn", "not-accepted")


def inspection_key(title: str) -> str:
    """Return the key under which an answer about one inspection of the list may be given: "draft" or "leave-out"."""
    return f"inspection:{letters_of(title)}"


def ask_about_inspections(case: Case) -> Iterator[Asked]:
    """Yield the questions about inspections."""
    unknown: dict[str, list[Draft]] = defaultdict(list)
    for draft in case.here:
        if not draft.inspection.slug:
            unknown[draft.inspection.key].append(draft)
    others = {key: drafts for key, drafts in unknown.items() if _NO_INSPECTION.search(key)}
    reports = {key: drafts for key, drafts in unknown.items() if key not in others}
    if others:
        yield _no_inspection([draft for drafts in others.values() for draft in drafts])
    if reports:
        yield _unknown(reports, case)


def _no_inspection(drafts: list[Draft]) -> Asked:
    def apply(answer: str) -> None:
        if answer == LEAVE_OUT:
            for draft in drafts:
                draft.leave_out = "It is not about an inspection."

    found = question(
        key="not an inspection",
        scope="row",
        kind="not an inspection",
        cells=(draft.inspection.cell for draft in drafts),
        printed=(draft.inspection.title for draft in drafts),
        ask=f"{counted(len(drafts), 'row', 'is', 'are')} not about an inspection. Leave out?",
        because="The register holds inspections only.",
        choices=[(LEAVE_OUT, "Leave them out"), ("keep", "Keep them as recommendations of an inspection")],
        suggest=LEAVE_OUT,
        settles=len(drafts),
    )
    return Asked(found, apply)


def _unknown(reports: dict[str, list[Draft]], case: Case) -> Asked:
    groups = list(reports.values())

    def apply(answer: str) -> None:
        for drafts in groups:
            own = case.answers.get(inspection_key(drafts[0].inspection.title), answer)
            if own == LEAVE_OUT or (own == DRAFT_OPEN and all(draft.status in ENDED for draft in drafts)):
                for draft in drafts:
                    draft.leave_out = LEFT_OUT

    first = [drafts[0].inspection for drafts in groups]
    some_ended = any(all(draft.status in ENDED for draft in drafts) for drafts in groups)
    many = len(groups) > _MANY and some_ended
    choices = [(DRAFT, "Make a draft of each from this list, to be checked against the report")]
    if some_ended:
        choices.append((DRAFT_OPEN, "Make drafts of those with open items, and leave the others out for now"))
    choices.append((LEAVE_OUT, "Leave their rows out for now"))
    number = len(groups)
    found = question(
        key=INSPECTIONS,
        scope="inspection",
        kind="inspections not in the register",
        cells=(inspection.cell for inspection in first),
        printed=(inspection.title for inspection in first),
        ask=(
            f"The register does not know {'this inspection' if number == 1 else f'these {number} inspections'}. "
            f"Make {'it' if number == 1 else 'them'} from this list, or leave the rows out for now?"
        ),
        because="An action needs an inspection. A draft holds what the list says until it is compared with the report.",
        choices=choices,
        suggest=DRAFT_OPEN if many else DRAFT,
        settles=sum(map(len, groups)),
    )
    return Asked(found, apply)
