"""Changes between two days add up and agree with the counts of both days."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.positions.changes import PositionPeriod, changes_between, compare
from recommendations.positions.counting import Tally, positions_on, tally
from recommendations.positions.models import Position
from recommendations.register.statuses import ENDED, PositionGroup, Status
from tests.cast import TODAY, Cast, Register
from tests.factories import InspectionFactory, RecommendationFactory, add_update, as_reader, open_action

pytestmark = pytest.mark.postgresql

NEW_YEAR = datetime.date(2025, 1, 1)
FOR_EVER = datetime.date(9999, 12, 31)


def open_in(tally: Tally) -> int:
    """Return how many actions of forces using the tracker are neither closed nor ended."""
    return tally.tracked - sum(tally.groups[PositionGroup(status)] for status in (Status.CLOSED, *ENDED))


def position_periods(
    *periods: tuple[datetime.date, str], published_on: datetime.date = datetime.date(2024, 8, 22)
) -> list[PositionPeriod]:
    """Return the periods of one action: each lasts from its day until the next begins."""
    ends = [*(day for day, _status in periods[1:]), FOR_EVER]
    return [
        PositionPeriod(1, day, until, status, None, None, None, published_on)
        for (day, status), until in zip(periods, ends, strict=True)
    ]


def test_a_closed_action_counts_from_open_to_closed() -> None:
    changes = compare(
        position_periods((datetime.date(2024, 9, 1), "in-progress"), (datetime.date(2025, 2, 1), "closed")),
        NEW_YEAR,
        TODAY,
    )
    assert (changes.opening, len(changes.closed), changes.closing) == (1, 1, 0)
    assert changes.closed[0].on == datetime.date(2025, 2, 1)
    assert changes.closed[0].before == "in-progress"


def test_an_action_closed_and_reopened_within_the_period_changes_nothing() -> None:
    periods = [("in-progress", 2), ("closed", 10), ("in-progress", 20)]
    changes = compare(
        position_periods(*((datetime.date(2025, 1, day), status) for status, day in periods)),
        datetime.date(2025, 1, 5),
        TODAY,
    )
    assert (changes.opening, changes.closed, changes.reopened, changes.closing) == (1, [], [], 1)


def test_an_action_of_a_report_published_within_the_period_is_new_even_if_opened_earlier() -> None:
    changes = compare(
        position_periods((datetime.date(2024, 12, 1), "no-update"), published_on=datetime.date(2025, 2, 1)),
        NEW_YEAR,
        TODAY,
    )
    assert (changes.opening, [new.on for new in changes.new], changes.closing) == (0, [datetime.date(2025, 2, 1)], 1)


DAYS = st.dates(datetime.date(2024, 9, 1), datetime.date(2025, 6, 1))


@given(
    actions=st.lists(
        st.lists(
            st.tuples(DAYS, st.sampled_from(Status.values)), min_size=1, max_size=6, unique_by=lambda period: period[0]
        ),
        max_size=12,
    ),
    published_on=DAYS,
    days=st.tuples(DAYS, DAYS).map(sorted),
)
def test_the_counts_always_add_up(
    actions: list[list[tuple[datetime.date, str]]], published_on: datetime.date, days: list[datetime.date]
) -> None:
    start, end = days
    rows = [
        period._replace(action=number)
        for number, periods in enumerate(actions)
        for period in position_periods(*sorted(periods), published_on=published_on)
        if period.starts_on <= end and period.until > start
    ]
    changes = compare(rows, start, end)
    assert changes.opening == sum(
        period.is_open and period.holds_on(start) and period.was_published_by(start) for period in rows
    )
    assert changes.closing == sum(period.is_open and period.holds_on(end) for period in rows)
    assert changes.adds_up


@pytest.mark.django_db
@pytest.mark.usefixtures("on_the_day")
@pytest.mark.parametrize("who", ["office", "panel_member", "cumbria_office", "administrator", "auditor"])
def test_opening_and_closing_counts_are_those_of_the_two_days(who: str, cast: Cast, history: Register) -> None:
    later = InspectionFactory(slug="later-2025", published_on=datetime.date(2025, 2, 1))
    for force in (history.cleveland, history.cumbria, history.durham):
        add_update(
            open_action(RecommendationFactory(inspection=later), force), Status.IN_PROGRESS, datetime.date(2025, 2, 9)
        )
    add_update(history.actions[("cumbria", "7")], Status.IN_PROGRESS, datetime.date(2025, 2, 9))
    reader = as_reader(getattr(cast, who), TODAY)
    for start in (datetime.date(2024, 9, 1), NEW_YEAR, datetime.date(2025, 2, 15), TODAY):
        changes = changes_between(start, TODAY, reader)
        assert changes.opening == open_in(tally(positions_on(start, reader.at(start)), start))
        assert changes.closing == open_in(tally(positions_on(TODAY, reader), TODAY))
        assert changes.adds_up


@pytest.mark.django_db
@pytest.mark.usefixtures("on_the_day")
def test_it_lists_changed_deadlines_with_their_updates(cast: Cast, history: Register) -> None:
    action = history.actions[("cleveland", "7")]
    moved = add_update(
        action,
        Status.IN_PROGRESS,
        datetime.date(2025, 2, 12),
        revised_deadline_on=datetime.date(2025, 4, 30),
        deadline_reason="HMICFRS’s letter of 10 February.",
        audience="force-and-office",
    )
    reader = as_reader(cast.office, TODAY)
    of_cleveland = Position.objects.filter(holder=history.cleveland)
    [line] = changes_between(NEW_YEAR, TODAY, reader, of_cleveland).deadline_changes
    assert (line.action, line.update, line.is_of_source) == (action.pk, moved.pk, True)
    assert (line.before, line.after) == (datetime.date(2025, 1, 31), datetime.date(2025, 4, 30))
    panel = as_reader(cast.panel_member, TODAY)
    assert changes_between(NEW_YEAR, TODAY, panel, of_cleveland).deadline_changes == []
