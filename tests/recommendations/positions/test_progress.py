"""Progress over time equals the tally of each day of change."""

import datetime
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.positions.counting import positions_on, tally
from recommendations.positions.progress import ProgressStep, progress_of
from recommendations.register.statuses import ENDED, PositionGroup, Status
from tests.cast import TODAY, Cast, Register
from tests.factories import InspectionFactory, RecommendationFactory, add_update, as_reader, open_action

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
PUBLISHED = datetime.date(2024, 8, 22)
UPDATES = st.tuples(
    st.integers(0, 2),
    st.integers(0, 250),
    st.sampled_from([Status.IN_PROGRESS, Status.CLOSED, Status.NOT_ACCEPTED, Status.SENT]),
    st.sampled_from(["public", "panel", "force-and-office"]),
)


def steps_of(register: Register, person: object, day: datetime.date = TODAY) -> list[ProgressStep]:
    return progress_of(register.cleveland, as_reader(person, day))


def counted(register: Register, person: object, day: datetime.date) -> tuple[int, int, int]:
    reader = as_reader(person, TODAY).at(day)
    total = tally(positions_on(day, reader).filter(holder=register.cleveland), day)
    return total.tracked, total.closed, sum(total.groups[PositionGroup(status)] for status in ENDED)


def test_it_returns_the_days_of_change(register: Register, cast: Cast) -> None:
    add_update(register.actions[("cleveland", "7")], Status.IN_PROGRESS, datetime.date(2024, 10, 1))
    add_update(register.actions[("cleveland", "7")], Status.CLOSED, datetime.date(2024, 11, 1))
    add_update(register.actions[("cleveland", "7")], Status.IN_PROGRESS, datetime.date(2024, 12, 1))
    add_update(register.actions[("cleveland", "5")], Status.WITHDRAWN, datetime.date(2025, 1, 1))
    assert steps_of(register, cast.office) == [
        ProgressStep(PUBLISHED, 2, 0, 0),
        ProgressStep(datetime.date(2024, 11, 1), 2, 1, 0),
        ProgressStep(datetime.date(2024, 12, 1), 2, 0, 0),
        ProgressStep(datetime.date(2025, 1, 1), 2, 0, 1),
    ]
    assert steps_of(register, cast.office)[-1].still_open == 1


def test_each_reader_sees_the_edition_meant_for_them(register: Register, cast: Cast) -> None:
    add_update(register.actions[("cleveland", "7")], Status.CLOSED, datetime.date(2024, 11, 1), audience="panel")
    closed = [steps_of(register, who)[-1].closed for who in (cast.office, cast.panel_member, cast.cumbria_office)]
    assert closed == [1, 1, 0]


def test_a_force_not_using_the_tracker_has_no_progress(register: Register, cast: Cast) -> None:
    assert progress_of(register.durham, as_reader(cast.office, TODAY)) == []


def test_progress_is_not_available_as_known_on_an_earlier_day(register: Register, cast: Cast) -> None:
    reader = as_reader(cast.office, TODAY).at(datetime.date(2025, 1, 1), datetime.date(2025, 1, 1))
    assert progress_of(register.cleveland, reader) == []


def test_an_action_counts_from_the_publication_of_its_report(register: Register, cast: Cast) -> None:
    later = InspectionFactory(slug="later", published_on=datetime.date(2025, 2, 1))
    action = open_action(
        RecommendationFactory(inspection=later), register.cleveland, opened_on=datetime.date(2024, 12, 1)
    )
    add_update(action, Status.CLOSED, datetime.date(2025, 1, 15))
    assert steps_of(register, cast.office)[-1] == ProgressStep(datetime.date(2025, 2, 1), 3, 1, 0)


def test_an_embargoed_action_counts_today_for_its_named_readers(register: Register, cast: Cast) -> None:
    secret = InspectionFactory(slug="secret", embargoed=True)
    secret.embargo_readers.add(cast.office)
    open_action(RecommendationFactory(inspection=secret), register.cleveland, opened_on=datetime.date(2025, 1, 1))
    assert [step[:2] for step in steps_of(register, cast.office)] == [(PUBLISHED, 2), (TODAY, 3)]
    assert [step[:2] for step in steps_of(register, cast.panel_member)] == [(PUBLISHED, 2)]


def test_it_takes_one_query(register: Register, cast: Cast) -> None:
    reader = as_reader(cast.office, TODAY)
    with CaptureQueriesContext(connection) as captured:
        progress_of(register.cleveland, reader)
    assert len(captured) == 1


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(updates=st.lists(UPDATES, max_size=8), published=st.integers(0, 200))
def test_it_agrees_with_the_tally_of_each_day(
    register: Register, cast: Cast, updates: list[tuple[int, int, Status, str]], published: int
) -> None:
    with transaction.atomic():
        own = InspectionFactory(slug="own", published_on=PUBLISHED + datetime.timedelta(published))
        actions = [register.actions[("cleveland", reference)] for reference in ("5", "7")]
        actions.append(open_action(RecommendationFactory(inspection=own), register.cleveland, opened_on=PUBLISHED))
        for number, days, status, audience in updates:
            add_update(actions[number], status, PUBLISHED + datetime.timedelta(days), audience=audience)
        for person in (cast.office, cast.panel_member, cast.cumbria_office):
            steps = steps_of(register, person)
            for step in steps:
                assert counted(register, person, step.on) == step[1:]
            for step, following in pairwise(steps):
                last_day = following.on - datetime.timedelta(1)
                assert counted(register, person, last_day) == step[1:], "nothing changed on the days between"
            assert counted(register, person, TODAY) == steps[-1][1:]
        transaction.set_rollback(True)
