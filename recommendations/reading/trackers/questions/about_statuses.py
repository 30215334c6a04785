"""Questions about statuses that no word, colour or legend settles, who closed an item, and who is waited for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.headings import Meaning
from recommendations.reading.trackers.questions.about_words import (
    ask_about_colour,
    ask_about_rare_words,
    ask_about_waiting,
    ask_about_word,
)
from recommendations.reading.trackers.questions.case import LEAVE_OUT, NOTE, Asked, Case, counted, question
from recommendations.reading.trackers.questions.status_choices import (
    BY_FORCE,
    BY_INSPECTORATE,
    BY_LEVEL,
    NO_STATUS,
    set_status,
    set_statuses,
)
from recommendations.reading.trackers.wordings import (
    COMPLETE,
    IN_PROGRESS,
    NOT_ACCEPTED,
    NOT_STARTED,
    WAITING,
    status_of,
)
from recommendations.reading.wording import plain

_MOST_WORDS = 6  # that are asked about one by one


def ask_about_statuses(case: Case) -> Iterator[Asked]:
    """Yield the questions about statuses."""
    doubts: dict[str, list[Draft]] = defaultdict(list)
    for draft in case.here:
        if draft.doubt:
            doubts[draft.doubt].append(draft)
    words: dict[str, list[Draft]] = defaultdict(list)
    for draft in doubts["word"]:
        words[plain(draft.status_printed)].append(draft)
    usual = sorted(words, key=lambda word: -len(words[word]))[:_MOST_WORDS]
    rare = [draft for word, drafts in words.items() if word not in usual for draft in drafts]
    if rare:
        yield ask_about_rare_words(rare)
    for word, drafts in ((word, drafts) for word, drafts in words.items() if word in usual):
        yield (
            ask_about_waiting(case, word, drafts)
            if drafts[0].status_suggested == WAITING
            else ask_about_word(word, drafts)
        )
    colours: dict[str, list[Draft]] = defaultdict(list)
    for draft in doubts["colour"]:
        colours[draft.colour].append(draft)
    yield from (ask_about_colour(colour, drafts) for colour, drafts in colours.items())
    if doubts["closed by"]:
        yield _closed_by(doubts["closed by"])
    if doubts["struck"]:
        yield _struck(doubts["struck"])
    yield from (_conflict(draft) for draft in doubts["conflict"])
    yield from (_rejected(draft) for draft in doubts["rejected"])
    if doubts["per cent"]:
        yield _per_cent(doubts["per cent"])
    if doubts["no status"]:
        yield _no_status(doubts["no status"])
    if doubts["cause"]:
        yield _cause(doubts["cause"])
    yield from _formulas(case)


def _closed_by(drafts: list[Draft]) -> Asked:
    levels = any(draft.closing_level for draft in drafts)

    def apply(answer: str) -> None:
        for draft in drafts:
            if answer != BY_LEVEL:
                set_status(draft, answer)
            elif any(level in draft.closing_level for level in "12"):
                set_status(draft, BY_FORCE)

    choices = [
        (BY_INSPECTORATE, "HMICFRS"),
        (BY_FORCE, "The force"),
        (COMPLETE, "No one yet: the force says it is complete"),
    ]
    if levels:
        choices.append((BY_LEVEL, "The force at levels 1 and 2; leave the others without a status"))
    return Asked(
        question(
            key="closed by",
            scope="value",
            kind="closed by whom",
            cells=(draft.status_cell for draft in drafts),
            printed=(f"{draft.status_printed} {draft.closed_by_printed}".strip() for draft in drafts),
            ask=f"Who closed {'this item' if len(drafts) == 1 else f'these {len(drafts)} items'}?",
            because="The list says that they are closed, and not by whom.",
            choices=choices,
            suggest=BY_LEVEL if levels and any(draft.closed_by_printed for draft in drafts) else None,
            settles=len(drafts),
        ),
        apply,
    )


def _struck(drafts: list[Draft]) -> Asked:
    def apply(answer: str) -> None:
        for draft in drafts:
            set_status(draft, status_of(draft.status_printed).status or NO_STATUS if answer == "words" else answer)

    return Asked(
        question(
            key="crossed out",
            scope="value",
            kind="status against strike-through",
            cells=(draft.status_cell or draft.reference_cell for draft in drafts),
            printed=(draft.status_printed for draft in drafts),
            ask=f"{counted(len(drafts), 'row', 'is', 'are')} crossed out, which means closed here. Who closed them?",
            because="The words in the rows say otherwise, or nothing.",
            choices=[
                (BY_INSPECTORATE, "HMICFRS"),
                (BY_FORCE, "The force"),
                (COMPLETE, "No one yet: the force says it is complete"),
                ("words", "The words hold"),
            ],
            suggest=None,
            settles=len(drafts),
        ),
        apply,
    )


def _conflict(draft: Draft) -> Asked:
    return Asked(
        question(
            key=f"status against colour:{draft.inspection.key}:{draft.reference}",
            scope="row",
            kind="status against colour",
            cells=[draft.status_cell, draft.colour_cell],
            printed=[draft.status_printed, draft.colour],
            ask=f"{draft.reference_printed} says “{draft.status_printed}” and is {draft.colour}. Which is right?",
            because="The other rows with this word are not " + f"{draft.colour}.",
            choices=[
                (status_of(draft.status_printed).status or COMPLETE, f"The word: {draft.status_printed}"),
                (IN_PROGRESS, f"The colour {draft.colour}: in progress"),
            ],
            suggest=None,
            settles=1,
        ),
        lambda answer: set_status(draft, answer),
    )


def _rejected(draft: Draft) -> Asked:
    return Asked(
        question(
            key=f"rejected:{draft.inspection.key}:{draft.reference}",
            scope="row",
            kind="rejected",
            cells=[draft.status_cell],
            printed=[draft.acceptance, draft.status_printed],
            ask=f"{draft.reference_printed} is “{draft.acceptance}” and “{draft.status_printed}”. Is it not accepted?",
            because="An answer to a report is not a status, but a force that will not act has not accepted it.",
            choices=[(NOT_ACCEPTED, "Not accepted by the force"), (NOT_STARTED, "Not started")],
            suggest=NOT_ACCEPTED,
            settles=1,
        ),
        lambda answer: set_status(draft, answer),
    )


def _per_cent(drafts: list[Draft]) -> Asked:
    return Asked(
        question(
            key="per cent as text",
            scope="row",
            kind="per cent as text",
            cells=(draft.status_cell for draft in drafts),
            printed=["100%"],
            ask="“100%” typed as text: complete?",
            because="The other rows hold numbers, and a formula would not count this one.",
            choices=[(COMPLETE, "Complete, says the force"), (IN_PROGRESS, "In progress")],
            suggest=COMPLETE,
            settles=len(drafts),
        ),
        lambda answer: set_statuses(drafts, answer),
    )


def _no_status(drafts: list[Draft]) -> Asked:
    return Asked(
        question(
            key="no status",
            scope="column",
            kind="no status",
            cells=(draft.status_cell or draft.reference_cell for draft in drafts),
            printed=(draft.reference_printed for draft in drafts),
            ask=f"{counted(len(drafts), 'row', 'has', 'have')} updates and no status. Record in progress?",
            because="Every update but a note has a status.",
            choices=[(IN_PROGRESS, "In progress"), (NO_STATUS, "No status: keep the updates as notes")],
            suggest=IN_PROGRESS,
            settles=len(drafts),
        ),
        lambda answer: set_statuses(drafts, answer),
    )


def _cause(drafts: list[Draft]) -> Asked:
    return Asked(
        question(
            key="cause of concern",
            scope="value",
            kind="cause of concern has no action",
            cells=(draft.status_cell for draft in drafts),
            printed=(draft.status_printed for draft in drafts),
            ask="The list gives causes of concern a status of their own. Keep the words as a note?",
            because="A cause of concern has no action: its status follows from its recommendations.",
            choices=[(NOTE, "Keep the words as a note"), (LEAVE_OUT, "Leave these rows out")],
            suggest=NOTE,
            settles=len(drafts),
        ),
        lambda answer: set_statuses(drafts, answer) if answer == LEAVE_OUT else None,
    )


def _formulas(case: Case) -> Iterator[Asked]:
    """Yield a question for each sheet whose statuses are formulas that were never calculated."""
    for table in case.tables:
        columns = [column for column in table.columns if column.meaning is Meaning.STATUS]
        drafts = [
            draft
            for draft in case.here
            if draft.grid is table.grid
            and any(table.grid.mark(draft.rows[0], column.index).formula for column in columns)
        ]
        if not drafts:
            continue
        follows = any(draft.status for draft in drafts)

        def apply(answer: str, drafts: list[Draft] = drafts) -> None:
            for draft in drafts if answer == NO_STATUS else []:
                draft.status, draft.status_suggested = None, None

        yield Asked(
            question(
                key=f"formulas:{plain(table.grid.name)}",
                scope="column",
                kind="formulas without values",
                cells=(table.grid.address(draft.rows[0], columns[0].index) for draft in drafts),
                printed=[columns[0].heading],
                ask=f"“{columns[0].heading}” is a formula whose results are not in the file. "
                + (
                    "Shall the status follow the per cent complete?"
                    if follows
                    else "Open the file in Excel, save it, and upload it again."
                ),
                because="The file was written by a program that did not calculate.",
                choices=[("per-cent", "Follow per cent complete"), (NO_STATUS, "Record no status")]
                if follows
                else [(NO_STATUS, "Record no status")],
                suggest="per-cent" if follows else NO_STATUS,
                settles=len(drafts),
            ),
            apply,
        )
