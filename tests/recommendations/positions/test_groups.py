"""The groups are disjoint and complete, the same in Python and in SQL."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.positions.counting import Tally, positions_on, tally, tally_by
from recommendations.positions.groups import group_of, is_due_next
from recommendations.positions.models import Position
from recommendations.register.statuses import CLAIMED, ENDED, OPEN, Group, Status
from tests.cast import TODAY, Cast, Register
from tests.factories import RecommendationFactory, as_reader, open_action

DAYS = st.dates(datetime.date(2025, 1, 1), datetime.date(2025, 4, 30))


@given(st.sampled_from(Status), st.none() | DAYS)
def test_only_open_work_with_an_update_is_ever_overdue(status: Status, due_on: datetime.date | None) -> None:
    group = group_of(status, due_on, TODAY, kept=True)
    assert (group is Group.OVERDUE) == (status in OPEN and due_on is not None and due_on < TODAY)


@given(st.sampled_from(sorted(CLAIMED | ENDED)), DAYS)
def test_a_claim_or_an_end_is_neither_overdue_nor_closed(status: Status, due_on: datetime.date) -> None:
    assert group_of(status, due_on, TODAY, kept=True) == Group(status)


def test_the_deadline_itself_is_not_late() -> None:
    assert group_of(Status.IN_PROGRESS, TODAY, TODAY, kept=True) is Group.IN_PROGRESS
    assert is_due_next(Status.IN_PROGRESS, TODAY, TODAY, kept=True)


def test_a_force_not_kept_here_is_in_no_other_group() -> None:
    assert {group_of(status, TODAY, TODAY, kept=False) for status in Status} == {Group.NOT_KEPT}
    assert not is_due_next(Status.NO_UPDATE, TODAY, TODAY, kept=False)


@pytest.fixture
def every_kind(register: Register) -> Register:
    """Each status with each kind of deadline, in a force kept here and in one that is not."""
    dates = [None, *(TODAY + datetime.timedelta(days=days) for days in (-31, -1, 0, 1, 30, 31))]
    number = 100
    for status in Status:
        for due_on in dates:
            recommendation = RecommendationFactory(inspection=register.soteria, number=(number := number + 1))
            for force in (register.cleveland, register.durham):
                action = open_action(recommendation, force)
                action.positions.update(status=status, due_on=due_on, hmicfrs_deadline_on=due_on)
    return register


@pytest.mark.django_db
def test_the_database_groups_as_the_rules_do(every_kind: Register, cast: Cast) -> None:
    reader = as_reader(cast.office, TODAY)
    positions = list(positions_on(TODAY, reader).select_related("holder__force"))
    expected = Tally()
    for position in positions:
        kept = position.holder.kind != "force" or position.holder.force.kept_here
        assert position.group == group_of(position.status, position.due_on, TODAY, kept=kept)
        expected.groups[Group(position.group)] += 1
        expected.due_next += is_due_next(position.status, position.due_on, TODAY, kept=kept)
    in_order = sorted(positions, key=lambda position: position.rank)
    places = [Group.values.index(position.group) for position in in_order]
    assert places == sorted(places)
    assert len({(position.rank, position.group) for position in positions}) == len(set(places)) > 3
    counted = tally(positions_on(TODAY, reader), TODAY)
    assert counted.groups == expected.groups
    assert counted.due_next == expected.due_next
    assert counted.total == len(positions) == Position.objects.filter(edition="public").count()


@pytest.mark.django_db
def test_any_grouping_adds_up_to_the_whole(history: Register, cast: Cast) -> None:
    for person in cast.by_role().values():
        positions = positions_on(TODAY, as_reader(person, TODAY))
        whole = tally(positions, TODAY)
        for by in ("holder", "action__recommendation", "holder__force__region"):
            parts = tally_by(positions, TODAY, by).values()
            assert sum(part.total for part in parts) == whole.total
            assert {g: sum(part.groups[g] for part in parts) for g in Group} == whole.groups
