"""Ask only what changes the result and what neither the file nor the register settles, each question once."""

from __future__ import annotations

from dataclasses import replace

from recommendations.reading.trackers.questions.about_dates import ask_about_dates
from recommendations.reading.trackers.questions.about_duplicates import ask_about_copies
from recommendations.reading.trackers.questions.about_inspections import ask_about_inspections
from recommendations.reading.trackers.questions.about_rows import ask_about_rows
from recommendations.reading.trackers.questions.about_statuses import ask_about_statuses
from recommendations.reading.trackers.questions.about_updates import ask_about_updates
from recommendations.reading.trackers.questions.case import Asked, Case
from recommendations.reading.trackers.results import ReadQuestion

MOST = 12
# What may get its suggestion unasked, least missed first. A status is never given to an item without being asked.
_SPARED = (
    "hidden sheet",
    "stray note",
    "month without a day",
    "references turned into dates",
    "formulas without values",
    "day and month",
    "cause of concern has no action",
    "who set dates",
    "who set revised dates",
    "undated updates",
    "updates by month or quarter",
)
_ASKERS = (
    ask_about_copies,
    ask_about_rows,  # before inspections: one of which nothing is for the force needs no draft
    ask_about_inspections,
    ask_about_statuses,
    ask_about_updates,
    ask_about_dates,
)


def ask(case: Case) -> list[ReadQuestion]:
    """Return the questions about a file, and change what was read as they were answered.

    A question stays listed when it is answered. Where more than twelve would be asked, those that change
    least get their suggestion instead, but none that gives a status.
    """
    listed: list[Asked] = []
    for asker in _ASKERS:
        for asked in list(asker(case)):
            remembered = case.known.remembered.get(asked.question.key)
            if remembered in {choice.value for choice in asked.question.choices}:
                asked = Asked(replace(asked.question, suggest=remembered), asked.apply)
            listed.append(asked)
            if (answer := case.answers.get(asked.question.key)) is not None:
                asked.apply(answer)
    for asked in _beyond(listed, case):
        listed.remove(asked)
        case.spared.append(asked.question)
        asked.apply(asked.question.suggest or "")
    return sorted((asked.question for asked in listed), key=lambda question: question.scope != "inspection")


def _beyond(listed: list[Asked], case: Case) -> list[Asked]:
    """Return the questions that are not asked, because there are twelve that matter more."""
    spare = [
        asked
        for asked in listed
        if asked.question.kind in _SPARED and asked.question.suggest and asked.question.key not in case.answers
    ]
    spare.sort(key=lambda asked: _SPARED.index(asked.question.kind))
    return spare[: max(len(listed) - MOST, 0)]
