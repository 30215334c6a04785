"""Positions as they had been recorded by a day."""

import datetime
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forces.people.access import Edition
from recommendations.positions.counting import positions_on, tally_by
from recommendations.positions.known import end_of
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import history_of
from recommendations.positions.replay import replay
from recommendations.register.models import Action, Update
from recommendations.register.moves import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import RecommendationFactory, as_reader, open_action, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

FIELDS = ("status", "hmicfrs_deadline_on", "local_target_on", "due_on", "expected_on", "update_id")
DAYS = st.dates(datetime.date(2025, 1, 1), datetime.date(2025, 2, 10))


def as_computed(day: datetime.date, known_on: datetime.date) -> dict:
    rows = Position.objects.on(day, known_on).values_list("action_id", "edition", *FIELDS)
    return {row[:2]: row[2:] for row in rows}


def as_replayed(action: Action, day: datetime.date, known_on: datetime.date) -> dict:
    """The same by the replay, from the updates recorded by then."""
    told_by_then = [one for one in history_of(action) if one.recorded_at < end_of(known_on)]
    found = {}
    for edition in Edition:
        periods = replay(
            told_by_then,
            edition,
            opened_on=action.opened_on,
            ended_on=action.ended_on,
            published_deadline_on=action.published_deadline_on,
            published_target_on=action.published_target_on,
        )
        for period in periods:
            if period.starts_on <= day < period.until:
                found[(action.pk, edition.value)] = tuple(getattr(period.state, name) for name in FIELDS)
    return found


def test_what_is_known_today_is_where_things_stand(history: Register, cast: Cast) -> None:
    for person in (cast.office, cast.panel_member, cast.cumbria_office, cast.administrator):
        reader = as_reader(person, TODAY)
        told_of = tally_by(positions_on(TODAY, reader), TODAY, "holder")
        assert tally_by(positions_on(TODAY, reader.at(TODAY, TODAY)), TODAY, "holder") == told_of


def test_an_update_recorded_later_is_left_out_though_it_is_about_an_earlier_day(register: Register, cast: Cast) -> None:
    action = register.actions[("cleveland", "7")]
    recorded_at = datetime.datetime(2025, 2, 20, 12, tzinfo=datetime.UTC)
    told(action, Status.CLOSED, datetime.date(2025, 2, 1), by=cast.office, recorded_at=recorded_at)
    reader = as_reader(cast.office, TODAY)
    february = datetime.date(2025, 2, 10)
    assert positions_on(february, reader.at(february)).get(action=action).status == Status.CLOSED
    before = positions_on(february, reader.at(february, datetime.date(2025, 2, 19))).get(action=action)
    assert before.status == Status.NO_UPDATE
    after = positions_on(february, reader.at(february, datetime.date(2025, 2, 20))).get(action=action)
    assert after.status == Status.CLOSED


def test_the_day_of_recording_ends_at_midnight_in_london() -> None:
    assert end_of(datetime.date(2025, 7, 1)) == datetime.datetime(2025, 7, 1, 23, tzinfo=datetime.UTC)
    assert end_of(datetime.date(2025, 1, 1)) == datetime.datetime(2025, 1, 2, tzinfo=datetime.UTC)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_equals_the_replay_of_what_was_recorded_by_then(data: st.DataObject, register: Register, cast: Cast) -> None:
    recommendation = RecommendationFactory(inspection=register.soteria, undated=data.draw(st.booleans()))
    action = open_action(recommendation, register.cleveland)
    made: list[Update] = []
    for _number in range(data.draw(st.integers(1, 7))):
        recorded = datetime.datetime.combine(data.draw(DAYS), datetime.time(23, 30), tzinfo=datetime.UTC)
        retracted = data.draw(st.sampled_from([None, *made]))
        is_date_moved = retracted is None and data.draw(st.booleans())
        moved = data.draw(DAYS) if is_date_moved else None
        update = Update(
            action=action,
            effective_on=data.draw(DAYS),
            recorded_at=recorded,
            recorded_by=cast.office,
            said_by=Update.SaidBy.FORCE,
            audience=data.draw(st.sampled_from(["force-and-office", "panel", "public"])),
            status="" if retracted else data.draw(st.sampled_from([Status.NOT_STARTED, Status.IN_PROGRESS])),
            revised_deadline_on=moved,
            deadline_reason="A letter." if moved else "",
            retracts=retracted,
            submission_key=uuid.uuid4(),
        )
        update.save()
        made.append(update)
    day, known_on = data.draw(DAYS), data.draw(DAYS)
    computed = {key: row for key, row in as_computed(day, known_on).items() if key[0] == action.pk}
    assert computed == as_replayed(action, day, known_on)
