"""Questions about deadlines: who set them, months without a day, days unlike the register's, and the order of dates."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from recommendations.reading.trackers.deadlines import INSPECTORATE, LOCAL
from recommendations.reading.trackers.draft import Draft, DraftDate
from recommendations.reading.trackers.labels import AFI
from recommendations.reading.trackers.orders import order_key
from recommendations.reading.trackers.questions.case import Asked, Case, day_in, question, rows_of, said

_EXCEL_DAYS = re.compile(r"[345]\d{4}")
_FIRST_DAYS = {"from-1900": datetime.date(1899, 12, 30), "from-1904": datetime.date(1904, 1, 1)}
SLIP, NO_DAY, LAST_DAY = "slip", "none", "last-day"
_FEW = 2


def ask_about_dates(case: Case) -> Iterator[Asked]:
    """Yield the questions about deadlines."""
    yield from _orders(case)
    yield from _unlike_register(case)
    yield from _revised(case)
    yield from _of_areas(case)
    yield from _months(case)
    yield from _numbers(case)


def _orders(case: Case) -> Iterator[Asked]:
    for table, column, example in case.doubtful_orders:
        yield Asked(
            question(
                key=order_key(table, column),
                scope="column",
                kind="day and month",
                cells=[table.grid.address(table.records[0].rows[0], column.index)],
                printed=[example[:60]],
                ask=f"“{column.heading}” has dates like {example[:30]}. Is the day first, or the month?",
                because="No date of the file settles it.",
                choices=[("day-first", "The day is first, as in Britain"), ("month-first", "The month is first")],
                suggest="day-first",
                settles=len(table.records),
            ),
            lambda answer: None,  # it changes how the dates are read, before anything is asked
        )


def _unlike_register(case: Case) -> Iterator[Asked]:
    """Ask about deadlines unlike the register's. The published one stays, whatever is answered."""
    drafts = [
        draft
        for draft in case.here
        if draft.original and draft.item and draft.original.date and draft.item.deadline
        and draft.original.date != draft.item.deadline and not draft.part
    ]  # fmt: skip
    groups = [[draft] for draft in drafts] if len(drafts) <= _FEW else [drafts]
    for group in groups:
        yield _unlike(group)


def _unlike(drafts: list[Draft]) -> Asked:
    def apply(answer: str) -> None:
        for draft in drafts:
            original, item = draft.original, draft.item
            if original is None or item is None or item.deadline is None:
                continue
            printed = DraftDate(original.printed, original.date, original.cell, original.reason, answer)
            draft.original = DraftDate(said(item.deadline), item.deadline, original.cell, set_by=INSPECTORATE)
            if answer in (LOCAL, INSPECTORATE):
                draft.revised.insert(0, printed)

    first = drafts[0]
    deadline = first.item.deadline if first.item else None
    return Asked(
        question(
            key="deadlines unlike the register:"
            + ("all" if len(drafts) > 1 else f"{first.inspection.key}:{first.reference}"),
            scope="row",
            kind="deadline differs from the register",
            cells=(draft.original.cell for draft in drafts if draft.original),
            printed=(draft.original.printed for draft in drafts if draft.original),
            ask=(
                f"The list has {first.original.printed if first.original else ''} for {first.reference_printed}, "
                f"the report {said(deadline) if deadline else ''}. A revised date, or a slip?"
                if len(drafts) == 1
                else f"{len(drafts)} deadlines differ from the register’s. Revised dates, or slips?"
            ),
            because="A published deadline is never overwritten. A revised date names who set it.",
            choices=[
                (SLIP, "A slip: keep the published deadline"),
                (LOCAL, "A revised date of the force’s own"),
                (INSPECTORATE, "A new deadline set by HMICFRS"),
            ],
            suggest=None,
            settles=len(drafts),
        ),
        apply,
    )


def _revised(case: Case) -> Iterator[Asked]:
    found = [(draft, day) for draft in case.here for day in draft.revised if not day.set_by]
    if not found:
        return

    def apply(answer: str) -> None:
        for _draft, day in found if answer in (LOCAL, INSPECTORATE) else []:
            day.set_by = answer

    yield Asked(
        question(
            key="revised dates",
            scope="column",
            kind="who set revised dates",
            cells=(day.cell for _draft, day in found),
            printed=(day.printed for _draft, day in found),
            ask="Who set the revised dates: HMICFRS, or the force?",
            because="HMICFRS’s new deadline and a target of the force’s own are kept apart.",
            choices=[(LOCAL, "The force"), (INSPECTORATE, "HMICFRS")],
            suggest=LOCAL,
            settles=len(found),
        ),
        apply,
    )


def _of_areas(case: Case) -> Iterator[Asked]:
    """Ask who set the dates of areas for improvement, for which HMICFRS rarely sets one."""
    drafts = [
        draft for draft in case.here if draft.kind == AFI and draft.local_target and not draft.local_target.set_by
    ]
    if not drafts:
        return

    def apply(answer: str) -> None:
        for draft in drafts:
            if draft.local_target and answer == LOCAL:
                draft.local_target.set_by = LOCAL
            elif draft.local_target and answer == INSPECTORATE:
                draft.local_target.set_by = INSPECTORATE
                draft.original, draft.local_target = draft.local_target, None

    yield Asked(
        question(
            key="dates of areas for improvement",
            scope="column",
            kind="who set dates",
            cells=(draft.local_target.cell for draft in drafts if draft.local_target),
            printed=(draft.local_target.printed for draft in drafts if draft.local_target),
            ask="Are the dates beside areas for improvement your own targets?",
            because=f"HMICFRS rarely sets a date for them ({rows_of(len(drafts))}).",
            choices=[(LOCAL, "Yes, local targets"), (INSPECTORATE, "No, HMICFRS set them")],
            suggest=LOCAL,
            settles=len(drafts),
        ),
        apply,
    )


def _months(case: Case) -> Iterator[Asked]:
    """Ask about deadlines and targets that name a month: never a day."""
    found = [
        day
        for draft in case.here
        for day in (draft.original, draft.local_target, *draft.revised)
        if day and day.period and day.date is None and (day.period[1] - day.period[0]).days < 31
    ]
    if not found:
        return
    same = len({day.printed for day in found}) == 1

    def apply(answer: str) -> None:
        for day in found:
            chosen = day_in(answer)
            if chosen and same:
                day.date = chosen
            elif answer == LAST_DAY and day.period:
                day.date = day.period[1]

    yield Asked(
        question(
            key="months without a day" + (f":{found[0].printed}" if same else ""),
            scope="value",
            kind="month without a day",
            cells=(day.cell for day in found),
            printed=(day.printed for day in found),
            ask=f"“{found[0].printed}” names a month. Which day is meant?"
            if same
            else f"{len(found)} dates name a month. Which day is meant?",
            because="A month is never made into a day.",
            choices=[(NO_DAY, "No day: keep the words"), (LAST_DAY, "The last day of the month")],
            suggest=NO_DAY,
            settles=len(found),
            free_date=same,
        ),
        apply,
    )


def _numbers(case: Case) -> Iterator[Asked]:
    """Ask about plain numbers where dates belong: days as Excel counts them, from 1900 or from 1904."""
    found = [
        day
        for draft in case.here
        for day in (draft.original, draft.local_target, *draft.revised)
        if day and day.date is None and _EXCEL_DAYS.fullmatch(day.printed)
    ]
    if not found:
        return

    def apply(answer: str) -> None:
        for day in found if answer in _FIRST_DAYS else []:
            day.date = _FIRST_DAYS[answer] + datetime.timedelta(days=int(day.printed))

    number = found[0].printed
    meanings = {key: said(first + datetime.timedelta(days=int(number))) for key, first in _FIRST_DAYS.items()}
    yield Asked(
        question(
            key="numbers for dates",
            scope="value",
            kind="number for a date",
            cells=(day.cell for day in found),
            printed=(day.printed for day in found),
            ask=f"“{number}” is where a date belongs. Which day is meant?",
            because="Excel stores dates as numbers, and this one lost its format.",
            choices=[(NO_DAY, "No day: keep the number"), *meanings.items()],
            suggest=None,
            settles=len(found),
        ),
        apply,
    )
