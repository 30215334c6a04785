"""Counts kept in the cache are always those that would be counted now."""

import datetime
from collections.abc import Collection, Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from forces.people.access import Reader
from recommendations.pages.common.body_summaries import counts_by_holder
from recommendations.pages.overview.queries import overview_of
from recommendations.positions.cached_counts import CountScope
from recommendations.register.statuses import Status
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import as_reader
from tests.recommendations.positions.writes import WRITES, Processes, Writer, check_after_each

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

EARLIER = datetime.date(2025, 1, 31)


@pytest.fixture(autouse=True)
def _on_3_march_2025() -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture(autouse=True)
def process(monkeypatch: pytest.MonkeyPatch) -> "Processes":
    return Processes(monkeypatch)


def shown_to(reader: Reader) -> tuple[Any, ...]:
    """Return every number that the overview and the list of forces show."""
    overview = overview_of(reader)
    inspections = [(row.inspection.pk, row.tally, row.to_forces, row.to_other_bodies) for row in overview.inspections]
    forces = [(summary.body.pk, summary.tally, summary.awaited) for summary in overview.forces]
    others = [(summary.body.pk, summary.tally) for group in overview.other_bodies for summary in group.rows]
    return forces, others, inspections, overview.deadlines, counts_by_holder(reader)


def check_counts(writes: list[str], process: Processes, writer: Writer) -> None:
    """Compare the counts that three readers see."""
    cast = writer.cast
    readers = [as_reader(cast.office, TODAY), as_reader(cast.panel_member, TODAY)]
    readers.append(as_reader(cast.cumbria_office, TODAY).at(EARLIER))
    check_after_each(writes, process, writer, lambda: [shown_to(reader) for reader in readers])


@pytest.mark.parametrize("write", WRITES)
def test_counts_in_the_cache_equal_counts_without_it_after_each_kind_of_write(
    write: str, process: Processes, history: Register, cast: Cast
) -> None:
    check_counts([write, write], process, Writer(history, cast))


@given(st.lists(st.sampled_from(WRITES), min_size=2, max_size=5))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_in_the_cache_equal_counts_without_it_after_any_writes(
    process: Processes, history: Register, cast: Cast, writes: list[str]
) -> None:
    with transaction.atomic():
        check_counts(writes, process, Writer(history, cast))
        transaction.set_rollback(True)


def test_a_write_that_was_rolled_back_leaves_no_count_behind(history: Register, cast: Cast) -> None:
    reader = as_reader(cast.office, TODAY)
    before = shown_to(reader)
    writer = Writer(history, cast)
    with transaction.atomic():
        writer.write("close")
        assert shown_to(reader) != before
        transaction.set_rollback(True)
    assert shown_to(reader) == before
    writer.write("record")
    after = counts_by_holder(reader).tallies[history.cleveland.pk]
    assert (after.closed, after.overdue) == (0, 1)


def test_a_write_at_one_force_counts_only_that_force_again(history: Register, cast: Cast) -> None:
    reader = as_reader(cast.office, TODAY)
    counted: list[Collection[int] | None] = []

    def count(holders: Collection[int] | None) -> dict[int, int]:
        counted.append(holders)
        return {history.cleveland.pk: len(counted)}

    for _twice in range(2):
        assert CountScope.of(reader).by_holder("anything", count) == {history.cleveland.pk: 1}
    Writer(history, cast).write("close")
    assert CountScope.of(reader).by_holder("anything", count) == {history.cleveland.pk: 2}
    assert counted == [None, [history.cleveland.pk]]


def test_a_page_known_on_an_earlier_day_is_counted_without_the_cache(history: Register, cast: Cast) -> None:
    reader = as_reader(cast.office, TODAY).at(EARLIER, known_on=EARLIER)
    counted = [CountScope.of(reader).for_all_holders("anything", iter(range(5)).__next__) for _twice in range(2)]
    assert counted == [0, 0]
    assert CountScope.of(reader).key is None


def test_counts_in_the_cache_need_no_query_of_positions(
    history: Register, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = as_reader(cast.office, TODAY)
    with django_assert_num_queries(7):
        overview_of(reader)
    with django_assert_num_queries(5):
        overview_of(reader)


def test_every_status_survives_the_cache(history: Register, cast: Cast) -> None:
    tally = counts_by_holder(as_reader(cast.office, TODAY)).tallies[history.cleveland.pk]
    again = counts_by_holder(as_reader(cast.office, TODAY)).tallies[history.cleveland.pk]
    assert again == tally
    assert tally.groups[Status.COMPLETE] == 1
