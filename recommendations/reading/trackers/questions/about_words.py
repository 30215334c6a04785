"""Questions about words and colours that stand for two statuses, or that no legend explains."""

from __future__ import annotations

from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.questions.case import Asked, Case, counted, question, rows_of
from recommendations.reading.trackers.questions.status_choices import (
    BY_UPDATES,
    STATUSES,
    set_status,
    set_statuses,
    status_choices,
)
from recommendations.reading.trackers.wordings import (
    IN_PROGRESS,
    NOT_STARTED,
    WAITING,
)
from recommendations.reading.wording import plain

_MOST_BODIES = 12


def ask_about_word(word: str, drafts: list[Draft]) -> Asked:
    printed = drafts[0].status_printed
    suggested = drafts[0].status_suggested
    suggest = suggested if suggested in dict(STATUSES) else None
    return Asked(
        question(
            key=f"status word:{word}",
            scope="value",
            kind="status word",
            cells=(draft.status_cell for draft in drafts),
            printed=[printed],
            ask=f"What does “{printed}” mean?",
            because=f"No legend explains it, or it stands for two statuses ({rows_of(len(drafts))}).",
            choices=status_choices(suggest),
            suggest=suggest,
            settles=len(drafts),
        ),
        lambda answer: set_statuses(drafts, answer),
    )


def ask_about_rare_words(drafts: list[Draft]) -> Asked:
    """Return one question about all words that few rows have."""
    return Asked(
        question(
            key="status words:others",
            scope="value",
            kind="status word",
            cells=(draft.status_cell for draft in drafts),
            printed=(draft.status_printed for draft in drafts),
            ask=f"{counted(len(drafts), 'row', 'has', 'have')} other words for a status. What do they mean?",
            because="No legend explains them, and each is in few rows.",
            choices=status_choices(None),
            suggest=None,
            settles=len(drafts),
        ),
        lambda answer: set_statuses(drafts, answer),
    )


def ask_about_waiting(case: Case, word: str, drafts: list[Draft]) -> Asked:
    bodies = dict.fromkeys(case.known.bodies.values())
    named: dict[str, str] = {}
    text = plain(" ".join(draft.words for draft in drafts[:50]))
    for name, slug in case.known.bodies.items():
        named.setdefault(slug, name)
    found = [slug for name, slug in case.known.bodies.items() if len(name) > 2 and plain(name) in text]
    listed = list(dict.fromkeys([*found, *bodies]))[:_MOST_BODIES]

    def apply(answer: str) -> None:
        for draft in drafts:
            if answer in named:
                draft.status, draft.waiting_for = WAITING, answer
            else:
                set_status(draft, answer)

    printed = drafts[0].status_printed
    return Asked(
        question(
            key=f"waiting:{word}",
            scope="value",
            kind="waiting for whom",
            cells=(draft.status_cell for draft in drafts),
            printed=[printed],
            ask=f"“{printed}”: waiting for which body?",
            because=f"A status “Waiting” names who is waited for ({rows_of(len(drafts))}).",
            choices=[
                *((slug, named[slug]) for slug in listed),
                (WAITING, "Another body, or not known"),
                (IN_PROGRESS, "Not waiting: in progress"),
            ],
            suggest=found[0] if found and len(drafts) == 1 else None,
            settles=len(drafts),
        ),
        apply,
    )


def ask_about_colour(colour: str, drafts: list[Draft]) -> Asked:
    suggestions = {draft.status_suggested for draft in drafts}
    both = suggestions == {IN_PROGRESS, NOT_STARTED}
    only = suggestions.pop() if len(suggestions) == 1 else None
    suggest = (
        BY_UPDATES if both else only if only in dict(STATUSES) else IN_PROGRESS if IN_PROGRESS in suggestions else None
    )
    choices = status_choices(suggest)
    if both:
        choices.insert(0, (BY_UPDATES, "In progress with an update, else not started"))
    return Asked(
        question(
            key=f"colour:{colour}",
            scope="value",
            kind="colour meaning",
            cells=(draft.colour_cell for draft in drafts),
            printed=(draft.status_printed or colour for draft in drafts),
            ask=f"What does {colour} mean?",
            because=f"No legend explains it, or it stands for two statuses ({rows_of(len(drafts))}).",
            choices=choices,
            suggest=suggest,
            settles=len(drafts),
        ),
        lambda answer: set_statuses(drafts, answer),
    )
