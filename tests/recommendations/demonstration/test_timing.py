import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.demonstration.inspections import round_date
from recommendations.demonstration.outcomes import ActionOutcome
from recommendations.demonstration.randomness import seeded_random
from recommendations.demonstration.timing import HISTORY_LENGTH, TOO_NEW, dates_of, effective_days, recorded_at

DAY = datetime.date(2026, 3, 12)
DAYS_AGO = st.integers(TOO_NEW.days, 3000).map(lambda days: DAY - datetime.timedelta(days=days))


@given(st.sampled_from(list(ActionOutcome)), st.integers(1, 10), DAYS_AGO, st.integers(0, 999))
def test_the_days_are_distinct_ordered_and_within_the_period(
    outcome: ActionOutcome, how_many: int, opened_on: datetime.date, seed: int
) -> None:
    days = effective_days(outcome, how_many, opened_on=opened_on, day=DAY, rng=seeded_random(seed))
    assert len(days) == how_many
    assert days == sorted(set(days))
    assert max(opened_on, DAY - HISTORY_LENGTH) <= days[0]
    assert days[-1] < DAY


@given(DAYS_AGO, st.integers(0, 999))
def test_open_work_was_reported_on_within_the_last_months(opened_on: datetime.date, seed: int) -> None:
    days = effective_days(ActionOutcome.IN_PROGRESS, 4, opened_on=opened_on, day=DAY, rng=seeded_random(seed))
    assert DAY - days[-1] <= datetime.timedelta(days=80)


@given(st.integers(1, 400), st.integers(0, 999))
def test_updates_are_recorded_after_their_date_and_before_today(days_ago: int, seed: int) -> None:
    effective_on = DAY - datetime.timedelta(days=days_ago)
    at = recorded_at(effective_on, day=DAY, rng=seeded_random(seed))
    assert effective_on <= at.date() < DAY


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime.date(2026, 2, 1), datetime.date(2026, 2, 15)),
        (datetime.date(2026, 2, 15), datetime.date(2026, 2, 15)),
        (datetime.date(2026, 2, 16), datetime.date(2026, 2, 28)),
        (datetime.date(2026, 1, 31), datetime.date(2026, 1, 31)),
    ],
)
def test_a_round_date_is_a_15th_or_the_last_day_of_a_month(day: datetime.date, expected: datetime.date) -> None:
    assert round_date(day) == expected


@given(st.integers(0, 999))
def test_open_work_past_its_deadline_has_a_later_one_with_a_reason(seed: int) -> None:
    days = [DAY - datetime.timedelta(days=ago) for ago in (300, 200, 100, 20)]
    published = DAY - datetime.timedelta(days=150)
    dates = dates_of(ActionOutcome.IN_PROGRESS, days, published=published, day=DAY, rng=seeded_random(seed))
    assert dates.revised_deadline_on
    assert dates.revised_deadline_on >= DAY
    assert dates.reason


@given(st.integers(0, 999))
def test_the_next_deadline_is_within_thirty_days(seed: int) -> None:
    days = [DAY - datetime.timedelta(days=20)]
    dates = dates_of(ActionOutcome.DUE_NEXT, days, published=None, day=DAY, rng=seeded_random(seed))
    assert dates.local_target_on
    assert DAY <= dates.local_target_on <= DAY + datetime.timedelta(days=30)


@given(st.integers(0, 999))
def test_overdue_work_without_a_published_date_missed_a_local_target_that_was_set_before(seed: int) -> None:
    days = [DAY - datetime.timedelta(days=300), DAY - datetime.timedelta(days=20)]
    dates = dates_of(ActionOutcome.OVERDUE, days, published=None, day=DAY, rng=seeded_random(seed))
    assert dates.local_target_on
    assert days[dates.agreed_at] < dates.local_target_on < DAY
