"""Questions about updates that name no day: by month or quarter, without a date, or with a day that does not exist."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator

from recommendations.reading.trackers.draft import Draft, DraftUpdate
from recommendations.reading.trackers.printed_dates import last_possible_day
from recommendations.reading.trackers.questions.case import NOTE, Asked, Case, counted, day_in, question, said
from recommendations.reading.trackers.results import ReadNote
from recommendations.reading.wording import plain

LAST_DAY = "last-day"
Found = list[tuple[Draft, DraftUpdate]]


def ask_about_updates(case: Case) -> Iterator[Asked]:
    """Yield the questions about updates."""
    periods: Found = []
    undated: Found = []
    older: Found = []
    words: dict[str, Found] = defaultdict(list)
    for draft in case.here:
        for update in draft.updates:
            pair = draft, update
            if update.date is not None:
                continue
            if update.period is not None:
                periods.append(pair)
            elif update.printed_date:
                words[plain(update.printed_date)].append(pair)
            else:
                (older if update.older else undated).append(pair)
    yield from (_words(word, found) for word, found in words.items())
    if periods:
        yield _periods(periods, case.as_at)
    if undated:
        yield _undated(undated, case.as_at)
    if older:
        yield _older(older)


def _count_from(found: Found, answer: str) -> None:
    """Let updates count from a day, or keep them as notes."""
    day = day_in(answer)
    for draft, update in found:
        if day is not None:
            update.counts_from = day
        elif answer == NOTE:
            _to_note(draft, update)


def _to_note(draft: Draft, update: DraftUpdate) -> None:
    draft.updates.remove(update)
    printed = f"{update.printed_date}: " if update.printed_date else ""
    draft.notes.append(ReadNote(f"{printed}{update.text}", update.cell, "undated update"))


def _words(word: str, found: Found) -> Asked:
    printed = found[0][1].printed_date
    impossible = found[0][1].is_impossible
    day = last_possible_day(printed) if impossible else None
    choices = [(day.isoformat(), said(day))] if day else []
    return Asked(
        question(
            key=f"update date:{word}",
            scope="row",
            kind="impossible date" if impossible else "date in words",
            cells=(update.cell for _draft, update in found),
            printed=[printed],
            ask=f"An update is dated “{printed}”. Which day is meant?",
            because="There is no such day." if impossible else "The words name no day.",
            choices=[*choices, (NOTE, "Keep it as a note without a day")],
            suggest=day.isoformat() if day else None,
            settles=len(found),
            free_date=True,
        ),
        lambda answer: _count_from(found, answer),
    )


def _periods(found: Found, as_at: datetime.date | None) -> Asked:
    def apply(answer: str) -> None:
        if answer != LAST_DAY:
            _count_from(found, answer)
            return
        for _draft, update in found:
            if update.period:
                last = update.period[1]
                update.counts_from = min(last, as_at) if as_at and as_at >= update.period[0] else last

    limit = f", at most {said(as_at)}, the day of the list" if as_at else ""
    return Asked(
        question(
            key="updates by month",
            scope="column",
            kind="updates by month or quarter",
            cells=(update.cell for _draft, update in found),
            printed=(update.printed_date for _draft, update in found),
            ask=(
                f"{counted(len(found), 'update', 'is', 'are')} under a month or quarter. From which day do they count?"
            ),
            because="An update is true from a day, and these name none.",
            choices=[(LAST_DAY, f"The last day of each{limit}"), (NOTE, "Keep them as notes without a day")],
            suggest=LAST_DAY,
            settles=len(found),
        ),
        apply,
    )


def _undated(found: Found, as_at: datetime.date | None) -> Asked:
    choices = [(as_at.isoformat(), f"{said(as_at)}, the day of the list")] if as_at else []
    return Asked(
        question(
            key="undated updates",
            scope="column",
            kind="undated updates",
            cells=(update.cell for _draft, update in found),
            printed=(update.column for _draft, update in found),
            ask=f"{counted(len(found), 'update', 'has', 'have')} no date. From which day do they count?",
            because="An update is true from a day.",
            choices=[*choices, (NOTE, "Keep them as notes without a day")],
            suggest=as_at.isoformat() if as_at else NOTE,
            settles=len(found),
            free_date=True,
        ),
        lambda answer: _count_from(found, answer),
    )


def _older(found: Found) -> Asked:
    return Asked(
        question(
            key="undated older updates",
            scope="column",
            kind="undated updates",
            cells=(update.cell for _draft, update in found),
            printed=(update.column for _draft, update in found),
            ask=f"{counted(len(found), 'older update', 'has', 'have')} no date. Keep as notes?",
            because="An update is true from a day, and these are only older than the latest.",
            choices=[(NOTE, "Keep them as notes without a day")],
            suggest=NOTE,
            settles=len(found),
            free_date=True,
        ),
        lambda answer: _count_from(found, answer),
    )
