"""When a recurring duty falls due."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.register.recurrence import Recurrence

DAYS = st.dates(datetime.date(2018, 1, 1), datetime.date(2030, 12, 31))


@pytest.mark.parametrize(
    ("months", "after", "due_on"),
    [
        (12, None, "2024-01-31"),
        (12, "2023-06-01", "2024-01-31"),
        (12, "2024-01-30", "2024-01-31"),
        (12, "2024-01-31", "2025-01-31"),
        (1, "2024-01-31", "2024-02-29"),
        (1, "2024-02-29", "2024-03-31"),
        (6, "2024-02-01", "2024-07-31"),
        (18, "2025-07-30", "2025-07-31"),
    ],
)
def test_the_next_occurrence_is_counted_from_the_first_day(months: int, after: str | None, due_on: str) -> None:
    recurrence = Recurrence(datetime.date(2024, 1, 31), months)
    day = datetime.date.fromisoformat(after) if after else None
    assert recurrence.next_after(day) == datetime.date.fromisoformat(due_on)


@given(DAYS, st.integers(1, 40), DAYS)
def test_the_next_occurrence_is_the_first_of_all_that_are_later(
    first: datetime.date, months: int, day: datetime.date
) -> None:
    recurrence = Recurrence(first, months)
    every = list(recurrence.after_until(None, datetime.date(2040, 1, 1)))
    assert every == sorted(set(every))
    assert recurrence.next_after(day) == next(due_on for due_on in every if due_on > day)
