"""Each condition does what its name says, in Python, in the database and in counts alike."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forces.bodies.models import LocalPolicingBody
from recommendations.positions.conditions import (
    DEADLINE_PASSED_NO_UPDATE,
    DUE_NEXT,
    FORECAST_LATE,
    IN_GROUP,
    OVERDUE,
    PAST_LOCAL_TARGET,
    STALE,
    STILL_TO_DO,
    TRACKED,
    UPCOMING,
    Condition,
    group_of,
    is_tracked,
)
from recommendations.positions.counting import counted_by, positions_on
from recommendations.positions.models import Position
from recommendations.register.models import Action
from recommendations.register.statuses import CLAIMED, ENDED, FINISHED, OPEN, TO_DO, PositionGroup, Status
from tests.cast import TODAY, Cast, Register
from tests.factories import add_update, as_reader

pytestmark = pytest.mark.postgresql

CONDITIONS = {
    "tracked": TRACKED,
    "overdue": OVERDUE,
    "deadline passed without an update": DEADLINE_PASSED_NO_UPDATE,
    "still to do": STILL_TO_DO,
    "upcoming": UPCOMING,
    "due next": DUE_NEXT,
    "forecast late": FORECAST_LATE,
    "past local target": PAST_LOCAL_TARGET,
    "stale": STALE,
    **{f"in group {group.value}": condition for group, condition in IN_GROUP.items()},
}
COUNTED_APART = {"due_next": DUE_NEXT, "forecast_late": FORECAST_LATE, "past_local_target": PAST_LOCAL_TARGET}
STATUSES = st.sampled_from(Status)
# days before and after today at which a condition begins or ends
DAYS = st.sampled_from([-91, -90, -61, -60, -31, -1, 0, 1, 30, 31, 90])


def day(offset: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=offset)


DATES = st.none() | DAYS.map(day)


@dataclass
class PositionStub:
    """Build a position with the fields that conditions use."""

    status: Status = Status.IN_PROGRESS
    due_on: datetime.date | None = None
    hmicfrs_deadline_on: datetime.date | None = None
    local_target_on: datetime.date | None = None
    expected_on: datetime.date | None = None
    is_tracked: bool = True


STATES = st.builds(
    PositionStub,
    status=STATUSES,
    due_on=DATES,
    hmicfrs_deadline_on=DATES,
    local_target_on=DATES,
    expected_on=DATES,
    is_tracked=st.booleans(),
)


@given(STATUSES, DATES)
def test_only_open_work_past_its_deadline_is_overdue(status: Status, due_on: datetime.date | None) -> None:
    is_late = status in OPEN and due_on is not None and due_on < TODAY
    assert OVERDUE.holds(PositionStub(status, due_on), TODAY) == is_late
    assert (group_of(PositionStub(status, due_on), TODAY) is PositionGroup.OVERDUE) == is_late


@given(DATES)
def test_a_passed_deadline_without_an_update_is_not_overdue(due_on: datetime.date | None) -> None:
    expected = PositionGroup.PASSED if due_on and due_on < TODAY else PositionGroup.NO_UPDATE
    assert group_of(PositionStub(Status.NO_UPDATE, due_on), TODAY) is expected


@given(st.sampled_from(sorted(CLAIMED | FINISHED)), DATES)
def test_claims_and_ended_actions_count_in_their_own_groups(status: Status, due_on: datetime.date | None) -> None:
    assert group_of(PositionStub(status, due_on), TODAY) == PositionGroup(status)


@pytest.mark.parametrize("status", sorted(TO_DO))
def test_an_action_is_in_time_on_its_deadline(status: Status) -> None:
    assert group_of(PositionStub(status, TODAY), TODAY) == PositionGroup(status)
    assert DUE_NEXT.holds(PositionStub(status, TODAY), TODAY)


@given(STATES)
def test_every_position_is_in_exactly_one_group(state: PositionStub) -> None:
    assert [group for group, condition in IN_GROUP.items() if condition.holds(state, TODAY)] == [group_of(state, TODAY)]


@given(STATES)
def test_a_force_that_does_not_use_the_tracker_meets_no_condition(state: PositionStub) -> None:
    state.is_tracked = False
    assert group_of(state, TODAY) is PositionGroup.NOT_TRACKED
    for condition in (TRACKED, OVERDUE, DEADLINE_PASSED_NO_UPDATE, STILL_TO_DO, UPCOMING, DUE_NEXT, FORECAST_LATE):
        assert not condition.holds(state, TODAY)
    assert not PAST_LOCAL_TARGET.holds(state, TODAY)


@pytest.mark.parametrize(("offset", "upcoming", "due_next"), [(-1, 0, 0), (0, 1, 1), (30, 1, 1), (31, 1, 0)])
def test_due_next_looks_thirty_days_ahead(offset: int, upcoming: int, due_next: int) -> None:
    for status in Status:
        state = PositionStub(status, day(offset))
        assert UPCOMING.holds(state, TODAY) == (upcoming and status in TO_DO)
        assert DUE_NEXT.holds(state, TODAY) == (due_next and status in TO_DO)
    assert not UPCOMING.holds(PositionStub(), TODAY)


@given(STATUSES, DATES, DATES)
def test_open_work_is_forecast_late_when_expected_after_its_deadline(
    status: Status, due_on: datetime.date | None, expected_on: datetime.date | None
) -> None:
    is_late = status in OPEN and due_on is not None and expected_on is not None and expected_on > due_on
    for own in ({"hmicfrs_deadline_on": due_on}, {"local_target_on": due_on}):
        due_with_a_part = due_on and due_on - datetime.timedelta(days=100)
        position = PositionStub(status, due_with_a_part, expected_on=expected_on, **own)
        assert FORECAST_LATE.holds(position, TODAY) == is_late


@pytest.mark.parametrize(
    ("local", "hmicfrs", "is_past"),
    [(-1, 0, True), (-1, 1, True), (-1, -1, False), (0, 1, False), (None, 1, False), (-1, None, False)],
)
def test_a_local_target_passes_while_hmicfrs_deadline_has_not(
    local: int | None, hmicfrs: int | None, is_past: bool
) -> None:
    dates = {
        "local_target_on": None if local is None else day(local),
        "hmicfrs_deadline_on": None if hmicfrs is None else day(hmicfrs),
    }
    for status in Status:
        position = PositionStub(status, dates["hmicfrs_deadline_on"] or dates["local_target_on"], **dates)
        assert PAST_LOCAL_TARGET.holds(position, TODAY) == (is_past and status in OPEN)


def test_an_action_with_an_overdue_part_is_not_counted_as_past_its_local_target_as_well() -> None:
    position = PositionStub(due_on=day(-1), hmicfrs_deadline_on=day(30), local_target_on=day(-1))
    assert OVERDUE.holds(position, TODAY)
    assert not PAST_LOCAL_TARGET.holds(position, TODAY)


@given(STATES)
def test_unfinished_actions_are_open_or_unreported(state: PositionStub) -> None:
    assert STILL_TO_DO.holds(state, TODAY) == (state.is_tracked and state.status not in CLAIMED | FINISHED)


@pytest.mark.parametrize(("ago", "is_stale"), [(90, False), (91, True)])
@pytest.mark.django_db
def test_an_action_is_stale_without_updates_for_longer_than_the_interval(
    register: Register, cast: Cast, ago: int, is_stale: bool
) -> None:
    reported, silent = register.actions["cleveland", "7"], register.actions["cleveland", "5"]
    add_update(reported, Status.IN_PROGRESS, day(-ago))
    Action.objects.filter(pk=silent.pk).update(opened_on=day(-ago))
    for action in (reported, silent):
        position = positions_on(TODAY, as_reader(cast.office, TODAY)).get(action=action)
        assert STALE.holds(position, TODAY) == is_stale


@pytest.mark.parametrize("status", sorted(CLAIMED | ENDED))
@pytest.mark.django_db
def test_finished_actions_are_never_stale(register: Register, cast: Cast, status: Status) -> None:
    add_update(register.actions["cleveland", "7"], status, day(-300))
    position = positions_on(TODAY, as_reader(cast.office, TODAY)).get(action=register.actions["cleveland", "7"])
    assert not STALE.holds(position, TODAY)


# --- Python and the database -------------------------------------------------------------------------------


@pytest.fixture
def positions(register: Register, cast: Cast) -> Any:
    """One position for each action of the register, each with updates from which its last one can be chosen."""
    LocalPolicingBody.objects.filter(pk=register.pcc_cleveland.pk).update(update_interval=60)
    for action in register.actions.values():
        for ago in (60, 61, 90, 91):
            add_update(action, Status.IN_PROGRESS, day(-ago))
    editions = Position.objects.on(TODAY).exclude(edition="public")
    editions.delete()
    return positions_on(TODAY, as_reader(cast.contributor, TODAY)).select_related("holder", "action", "update")


@pytest.mark.django_db
@given(st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_database_and_counts_agree_with_python(positions: Any, data: st.DataObject) -> None:
    rows = list(positions.all())
    assert {row.is_tracked for row in rows} == {True, False}
    for row in rows:
        state = data.draw(STATES)
        for name in ("status", "due_on", "hmicfrs_deadline_on", "local_target_on", "expected_on"):
            setattr(row, name, getattr(state, name))
        row.update = data.draw(st.sampled_from([None, *row.action.updates.all()]))
        row.action.opened_on = day(data.draw(DAYS.filter(lambda offset: offset <= 0)))
    Position.objects.bulk_update(
        rows, ["status", "due_on", "hmicfrs_deadline_on", "local_target_on", "expected_on", "update"]
    )
    Action.objects.bulk_update([row.action for row in rows], ["opened_on"])
    stored = list(positions.all())
    for name, condition in CONDITIONS.items():
        assert _in_database(positions, condition) == {row.pk for row in stored if condition.holds(row, TODAY)}, name
    counted = list(counted_by(positions, TODAY, "holder"))
    for group in PositionGroup:
        how_many = sum(each.how_many for each in counted if each.group == group)
        assert how_many == len([row for row in stored if row.group == group]), group
    for name, condition in COUNTED_APART.items():
        assert sum(getattr(each, name) for each in counted) == len(_in_database(positions, condition)), name
    assert {row.group for row in stored} <= set(PositionGroup.values)
    for row in stored:
        assert row.group == group_of(row, TODAY)


def _in_database(positions: Any, condition: Condition) -> set[int]:
    return set(positions.filter(condition.q(TODAY)).values_list("pk", flat=True))


@pytest.mark.parametrize(("hmicfrs", "local", "is_past"), [(30, -1, True), (None, -1, False), (30, 1, False)])
@pytest.mark.django_db
def test_the_database_counts_a_local_target_only_before_another_deadline(
    hmicfrs: int | None, local: int, is_past: bool, positions: Any
) -> None:
    row = positions.filter(is_tracked()).first()
    Position.objects.filter(pk=row.pk).update(
        status=Status.IN_PROGRESS,
        due_on=day(30),
        hmicfrs_deadline_on=None if hmicfrs is None else day(hmicfrs),
        local_target_on=day(local),
    )
    assert (row.pk in _in_database(positions, PAST_LOCAL_TARGET)) == is_past


@pytest.mark.django_db
def test_other_bodies_always_count_as_using_the_tracker(register: Register, cast: Cast) -> None:
    positions = positions_on(TODAY, as_reader(cast.contributor, TODAY)).filter(is_tracked())
    holders = set(positions.values_list("holder__slug", flat=True))
    assert holders == {"cleveland", "cumbria", "soteria-joint-unit"}


@pytest.mark.django_db
def test_groups_sort_in_the_order_of_the_table(positions: Any) -> None:
    for position, status in zip(positions, Status, strict=False):
        Position.objects.filter(pk=position.pk).update(status=status, due_on=None)
    places = [PositionGroup.values.index(position.group) for position in positions.order_by("rank")]
    assert places == sorted(places)
    assert len(set(places)) > 3
