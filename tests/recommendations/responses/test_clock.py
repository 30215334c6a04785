"""The statutory clock on real dates, and what holds for all dates."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.register.response_period import day_number, last_response_day
from recommendations.responses.clock import Clock, ClockState

DAY = datetime.timedelta(days=1)
SOTERIA = datetime.date(2024, 8, 22)
RAPE = datetime.date(2021, 7, 16)
DATES = st.dates(datetime.date(2012, 11, 22), datetime.date(2050, 12, 31))


def clock(today: datetime.date, report_on: datetime.date = SOTERIA, **facts: Any) -> Clock:
    return Clock(
        **{
            "report_published_on": report_on,
            "rule": "56-days",
            "own_date": None,
            "today": today,
            "is_recorded": True,
            **facts,
        }
    )


@pytest.mark.parametrize(
    ("published_on", "last"),
    [
        (SOTERIA, datetime.date(2024, 10, 16)),
        (RAPE, datetime.date(2021, 9, 9)),
        (datetime.date(2023, 10, 31), datetime.date(2023, 12, 25)),  # a bank holiday does not extend it
        (datetime.date(2024, 1, 5), datetime.date(2024, 2, 29)),  # the last day is a leap day
        (datetime.date(2024, 2, 29), datetime.date(2024, 4, 24)),
        (datetime.date(2024, 1, 6), datetime.date(2024, 3, 1)),  # over a leap day
        (datetime.date(2023, 1, 6), datetime.date(2023, 3, 2)),  # and a day later without it
    ],
)
def test_the_last_day_is_the_56th_with_publication_as_the_first(
    published_on: datetime.date, last: datetime.date
) -> None:
    assert last_response_day(published_on, "56-days") == last
    assert day_number(published_on, last) == 56
    assert day_number(published_on, published_on) == 1


def test_cambridgeshires_letter_is_dated_on_day_60() -> None:
    assert day_number(RAPE, datetime.date(2021, 9, 13)) == 60
    letter = clock(
        datetime.date(2025, 3, 3), RAPE, has_publication=True, published_on=None, dated_on=datetime.date(2021, 9, 13)
    )
    assert letter.words == "Dated day 60; publication date not stated"
    assert letter.state == ClockState.DATE_NOT_STATED


@pytest.mark.parametrize(
    ("today", "words", "state"),
    [
        (SOTERIA, "Day 1 of 56, 55 days left", ClockState.RUNNING),
        (datetime.date(2024, 10, 1), "Day 41 of 56, 15 days left", ClockState.RUNNING),
        (datetime.date(2024, 10, 15), "Day 55 of 56, 1 day left", ClockState.RUNNING),
        (datetime.date(2024, 10, 16), "Day 56 of 56, the last day", ClockState.RUNNING),
        (datetime.date(2024, 10, 17), "1 day past the last day", ClockState.PAST),
        (datetime.date(2024, 10, 28), "12 days past the last day", ClockState.PAST),
    ],
)
def test_it_counts_the_days_of_an_unpublished_response(today: datetime.date, words: str, state: ClockState) -> None:
    assert clock(today).words == words
    assert clock(today).state == state


@pytest.mark.parametrize(
    ("published_on", "words", "state"),
    [
        (datetime.date(2024, 10, 9), "Published on day 49", ClockState.PUBLISHED_IN_TIME),
        (datetime.date(2024, 10, 16), "Published on day 56", ClockState.PUBLISHED_IN_TIME),
        (datetime.date(2024, 10, 17), "Published on day 57, 1 day late", ClockState.PUBLISHED_LATE),
        (datetime.date(2024, 10, 23), "Published on day 63, 7 days late", ClockState.PUBLISHED_LATE),
    ],
)
def test_it_says_on_which_day_a_response_was_published(
    published_on: datetime.date, words: str, state: ClockState
) -> None:
    response_clock = clock(datetime.date(2025, 3, 3), has_publication=True, published_on=published_on)
    assert response_clock.words == words
    assert response_clock.state == state


def test_a_response_without_a_record_is_not_late() -> None:
    nothing = clock(datetime.date(2025, 3, 3), is_recorded=False)
    assert nothing.words == "No response recorded here"
    assert nothing.state == ClockState.NOTHING_RECORDED


def test_a_response_without_a_record_shows_the_days_left() -> None:
    nothing = clock(datetime.date(2024, 10, 1), is_recorded=False)
    assert nothing.words == "No response recorded here; day 41 of 56, 15 days left"
    assert nothing.state == ClockState.NOTHING_RECORDED


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (datetime.date(2024, 10, 16), "No response recorded here; day 56 of 56, the last day"),
        (datetime.date(2024, 10, 17), "No response recorded here"),
    ],
)
def test_a_response_without_a_record_has_no_days_after_the_last(today: datetime.date, words: str) -> None:
    assert clock(today, is_recorded=False).words == words


def test_nothing_is_recorded_until_someone_says_so() -> None:
    untouched = Clock(report_published_on=SOTERIA, rule="56-days", own_date=None, today=SOTERIA)
    assert untouched.state == ClockState.NOTHING_RECORDED


def test_a_response_that_is_not_due_has_no_days() -> None:
    assert clock(datetime.date(2024, 12, 1), is_due=False).words == "No response due"
    no_rule = clock(datetime.date(2024, 12, 1), rule="none")
    assert no_rule.state == ClockState.NOT_DUE
    assert (no_rule.last_day, no_rule.length, no_rule.days_left) == (None, 0, 0)


def test_a_report_can_set_its_own_date() -> None:
    own = clock(datetime.date(2024, 11, 1), rule="own-date", own_date=datetime.date(2024, 11, 20))
    assert own.length == 91
    assert own.words == "Day 72 of 91, 19 days left"


def test_a_response_published_without_being_due_is_in_time() -> None:
    response_clock = clock(
        datetime.date(2025, 3, 3), rule="none", has_publication=True, published_on=datetime.date(2025, 1, 1)
    )
    assert response_clock.state == ClockState.PUBLISHED_IN_TIME


def test_a_missing_publication_date_is_stated() -> None:
    response_clock = clock(datetime.date(2025, 3, 3), has_publication=True)
    assert response_clock.words == "Published; publication date not stated"


@given(DATES)
def test_the_period_has_56_days_whenever_it_begins(published_on: datetime.date) -> None:
    last = last_response_day(published_on, "56-days")
    assert last
    assert len([d for d in range(100) if published_on <= published_on + d * DAY <= last]) == 56
    assert last.weekday() == (published_on - DAY).weekday()  # eight whole weeks
    assert clock(last, published_on).state == ClockState.RUNNING
    assert clock(last + DAY, published_on).state == ClockState.PAST


@given(DATES, st.integers(-10, 200))
def test_the_day_and_the_days_left_add_up(published_on: datetime.date, offset: int) -> None:
    response_clock = clock(published_on + offset * DAY, published_on)
    assert response_clock.day == offset + 1
    assert response_clock.day + response_clock.days_left == response_clock.length == 56


@given(DATES, st.integers(0, 200), st.integers(0, 1_000))
def test_being_in_time_does_not_depend_on_today(published_on: datetime.date, taken: int, later: int) -> None:
    response = published_on + taken * DAY
    response_clock = clock(response + later * DAY, published_on, has_publication=True, published_on=response)
    assert (response_clock.state == ClockState.PUBLISHED_LATE) == (taken > 55)
