"""Counts add up under any grouping, and percentages never overstate them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.positions.conditions import DUE_NEXT, FORECAST_LATE, OVERDUE, PAST_LOCAL_TARGET
from recommendations.positions.counting import Tally, positions_on, tally, tally_by, total, with_conditions
from recommendations.positions.models import Position
from recommendations.register.statuses import PositionGroup, Status
from tests.cast import TODAY, Cast, Register
from tests.factories import RecommendationFactory, as_reader, open_action

pytestmark = pytest.mark.postgresql

GROUPS = st.dictionaries(st.sampled_from(PositionGroup), st.integers(0, 400))


def tally_of(**counts: int) -> Tally:
    found = Tally()
    for name, count in counts.items():
        found.groups[PositionGroup[name]] = count
    return found


@pytest.fixture
def every_kind(register: Register) -> Register:
    """Each status with each kind of deadline, in a force that uses the tracker and in one that does not."""
    dates = [None, *(TODAY + datetime.timedelta(days=days) for days in (-31, -1, 0, 1, 30, 31))]
    number = 100
    for status in Status:
        for due_on in dates:
            recommendation = RecommendationFactory(inspection=register.soteria, number=(number := number + 1))
            for force in (register.cleveland, register.durham):
                action = open_action(recommendation, force)
                action.positions.update(
                    status=status,
                    due_on=due_on,
                    hmicfrs_deadline_on=due_on,
                    local_target_on=TODAY - datetime.timedelta(days=1),
                    expected_on=TODAY,
                )
    return register


@pytest.mark.django_db
def test_combined_counts_equal_separate_counts(every_kind: Register, cast: Cast) -> None:
    positions = positions_on(TODAY, as_reader(cast.office, TODAY))
    rows = list(positions)
    added_singly = Tally()
    for row in with_conditions(positions, TODAY):
        added_singly.count(row)
    at_once = tally(positions, TODAY)
    assert at_once == added_singly
    assert at_once.total == len(rows) == Position.objects.filter(edition="public").count()
    assert at_once.due_next == sum(DUE_NEXT.holds(row, TODAY) for row in rows) > 0
    assert at_once.forecast_late == sum(FORECAST_LATE.holds(row, TODAY) for row in rows) > 0
    assert at_once.past_local_target == sum(PAST_LOCAL_TARGET.holds(row, TODAY) for row in rows) > 0
    waiting = [row for row in rows if OVERDUE.holds(row, TODAY) and row.status == Status.WAITING]
    assert at_once.overdue_waiting == len(waiting) > 0
    assert at_once.tracked == sum(row.is_tracked for row in rows) < at_once.total


@pytest.mark.django_db
def test_any_grouping_adds_up_to_the_total(history: Register, cast: Cast) -> None:
    for person in cast.by_role().values():
        positions = positions_on(TODAY, as_reader(person, TODAY))
        for by in ("holder", "action__recommendation", "holder__force__region"):
            assert total(tally_by(positions, TODAY, by)) == tally(positions, TODAY)


@pytest.mark.django_db
def test_grouping_by_one_field_gives_its_values_as_keys(history: Register, cast: Cast) -> None:
    tallies = tally_by(positions_on(TODAY, as_reader(cast.office, TODAY)), TODAY, "holder")
    assert tallies[history.cleveland.pk].total == 2
    assert tallies[history.cleveland.pk].overdue == 1


@pytest.mark.django_db
def test_grouping_by_several_fields_gives_keys_of_several_values(history: Register, cast: Cast) -> None:
    positions = positions_on(TODAY, as_reader(cast.office, TODAY))
    tallies = tally_by(positions, TODAY, "holder", "recommendation")
    assert tallies[history.cleveland.pk, history.rec_7.pk].overdue == 1


@pytest.mark.parametrize(
    ("closed", "in_progress", "share"),
    [(0, 0, None), (0, 5, 0), (5, 0, 100), (1, 399, 1), (399, 1, 99), (215, 1, 99), (1, 2, 33), (2, 1, 67)],
)
def test_the_closed_percentage_is_1_to_99_unless_none_or_all_are_closed(
    closed: int, in_progress: int, share: int | None
) -> None:
    assert tally_of(CLOSED=closed, IN_PROGRESS=in_progress).closed_share == share


@given(GROUPS)
def test_forces_that_do_not_use_the_tracker_are_excluded_from_percentages(groups: dict[PositionGroup, int]) -> None:
    counted, without = Tally(), Tally()
    counted.groups |= groups
    without.groups |= groups | {PositionGroup.NOT_TRACKED: 0}
    assert counted.closed_share == without.closed_share
    assert counted.tracked == without.total


@given(GROUPS)
def test_a_percentage_is_0_or_100_only_where_it_is_exact(groups: dict[PositionGroup, int]) -> None:
    counted = Tally()
    counted.groups |= groups
    assert (counted.closed_share == 100) == (0 < counted.closed == counted.tracked)
    assert (counted.closed_share == 0) == (counted.closed == 0 and counted.tracked > 0)


def test_empty_groups_are_omitted() -> None:
    assert tally_of(CLOSED=2, OVERDUE=1, SENT=0).present == [(PositionGroup.OVERDUE, 1), (PositionGroup.CLOSED, 2)]


def test_each_tally_counts_independently() -> None:
    tally_of(CLOSED=2)
    assert Tally().total == 0


def test_a_tally_gives_its_numbers_by_name_and_all_together() -> None:
    groups = {group: number for number, group in enumerate(PositionGroup, start=1)}
    tally = Tally(dict(groups), due_next=31, forecast_late=32, past_local_target=33, overdue_waiting=34)
    assert tally.total == sum(groups.values())
    assert tally.tracked == tally.total - groups[PositionGroup.NOT_TRACKED]
    assert tally.overdue == groups[PositionGroup.OVERDUE]
    assert tally.passed == groups[PositionGroup.PASSED]
    assert tally.closed == groups[PositionGroup.CLOSED]
    assert tally.counts == (*groups.values(), 31, 32, 33, 34)
