"""Positions as known on an earlier day."""

import datetime
import uuid
from dataclasses import replace

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forces.people.access import Reader
from forces.people.editions import Audience, Edition
from recommendations.positions.counting import positions_on, tally_by
from recommendations.positions.deadline_changes import with_deadline_changes
from recommendations.positions.known import end_of
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import history_of
from recommendations.positions.replay import UpdateSnapshot, replay
from recommendations.register.models import (
    Action,
    Addressee,
    Part,
    PartDone,
    Recommendation,
    Release,
    ReleasedItem,
    Update,
)
from recommendations.register.statuses import Status
from recommendations.releases.services import release, withdraw
from tests.cast import TODAY, Cast, Register
from tests.factories import RecommendationFactory, add_update, as_reader, open_action

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

FIELDS = ("status", "hmicfrs_deadline_on", "local_target_on", "due_on", "next_part_id", "expected_on", "update_id")
DAYS = st.dates(datetime.date(2025, 1, 1), datetime.date(2025, 2, 10))


def as_computed(day: datetime.date, known_on: datetime.date) -> dict:
    rows = Position.objects.on(day, known_on).values_list("action_id", "edition", *FIELDS)
    return {row[:2]: row[2:] for row in rows}


def shown_by(update: UpdateSnapshot, known_on: datetime.date) -> str:
    """Return the audience of the update at the end of the day, after its releases and withdrawals in order."""
    shown_to = Update.objects.get(pk=update.id).audience
    for named in sorted(
        ReleasedItem.objects.filter(update=update.id), key=lambda entry: (entry.release.recorded_at, entry.release.pk)
    ):
        if named.release.recorded_at < end_of(known_on):
            shown_to = named.audience_after
    return min(shown_to, update.shown_to, key=list(Audience).index)


def as_replayed(action: Action, day: datetime.date, known_on: datetime.date) -> dict:
    """Return the same from a replay of the updates recorded by that day."""
    known_then = [
        replace(entry, shown_to=shown_by(entry, known_on))
        for entry in history_of(action)
        if entry.recorded_at < end_of(known_on)
    ]
    found = {}
    for edition in Edition:
        periods = replay(
            known_then,
            edition,
            opened_on=action.opened_on,
            ended_on=action.ended_on,
            published_deadline_on=action.published_deadline_on,
            published_target_on=action.published_target_on,
            recurrence=action.recurrence,
            dated_parts=action.dated_parts,
        )
        for period in periods:
            if period.starts_on <= day < period.until:
                found[(action.pk, edition.value)] = tuple(getattr(period.state, name) for name in FIELDS)
    return found


def test_the_positions_known_today_are_the_current_positions(history: Register, cast: Cast) -> None:
    for person in (cast.office, cast.panel_member, cast.cumbria_office, cast.administrator):
        reader = as_reader(person, TODAY)
        tallies = tally_by(positions_on(TODAY, reader), TODAY, "holder")
        assert tally_by(positions_on(TODAY, reader.at(TODAY, TODAY)), TODAY, "holder") == tallies


def test_an_update_recorded_later_is_excluded_even_if_backdated(register: Register, cast: Cast) -> None:
    action = register.actions[("cleveland", "7")]
    recorded_at = datetime.datetime(2025, 2, 20, 12, tzinfo=datetime.UTC)
    add_update(action, Status.CLOSED, datetime.date(2025, 2, 1), by=cast.office, recorded_at=recorded_at)
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


def test_a_release_counts_from_the_day_it_was_recorded(register: Register, cast: Cast) -> None:
    action, january = register.actions["cleveland", "7"], datetime.date(2025, 1, 20)
    office, panel = as_reader(cast.office, TODAY), as_reader(cast.panel_member, TODAY)
    update = add_update(action, Status.CLOSED, january, audience=Audience.FORCE_AND_OFFICE)

    def read_by_panel(known_on: datetime.date) -> str:
        return positions_on(january, panel.at(january, known_on)).get(action=action).status

    with time_machine.travel(datetime.datetime(2025, 2, 10, 12, tzinfo=datetime.UTC), tick=False):
        given = {"audience": Audience.PANEL, "by": office, "submission_key": uuid.uuid4()}
        confirmed = release(holder=register.cleveland, updates=[update.pk], **given)
    days = [datetime.date(2025, 2, 9), datetime.date(2025, 2, 10)]
    assert [read_by_panel(day) for day in days] == ["no-update", "closed"]
    withdraw(release=confirmed, reason="Too early.", by=office, submission_key=uuid.uuid4())
    assert [read_by_panel(day) for day in days] == ["no-update", "no-update"]


def test_an_update_withdrawn_since_is_excluded_from_earlier_days(
    register: Register, cast: Cast, client: Client
) -> None:
    action = register.actions["cleveland", "7"]
    office = as_reader(cast.office, TODAY)
    update = add_update(
        action, Status.CLOSED, datetime.date(2025, 1, 20), audience=Audience.FORCE_AND_OFFICE, text="A numbat."
    )
    with time_machine.travel(datetime.datetime(2025, 2, 10, 12, tzinfo=datetime.UTC), tick=False):
        given = {"audience": Audience.PUBLIC, "by": office, "submission_key": uuid.uuid4()}
        confirmed = release(holder=register.cleveland, updates=[update.pk], **given)
    asked = {"known": "2025-02-11"}
    addresses = ["/forces/cleveland.csv", action.recommendation.get_absolute_url()]
    readers = (cast.panel_member, cast.cumbria_office)
    for person in readers:
        client.force_login(person)
        assert ["A numbat." in words_at(client, address, asked) for address in addresses] == [True, True]
    withdraw(release=confirmed, reason="A name stood in it.", by=office, submission_key=uuid.uuid4())
    for person in readers:
        client.force_login(person)
        assert ["A numbat." in words_at(client, address, asked) for address in addresses] == [False, False]


def words_at(client: Client, address: str, asked: dict[str, str]) -> str:
    page = client.get(address, asked)
    return (page.getvalue() if page.streaming else page.content).decode()


def test_a_deadline_change_released_later_does_not_count_on_earlier_days(register: Register, cast: Cast) -> None:
    action = register.actions["cleveland", "7"]
    moved = {"revised_deadline_on": datetime.date(2025, 9, 30), "deadline_reason": "A letter."}
    add_update(action, Status.IN_PROGRESS, datetime.date(2025, 1, 10), audience=Audience.PANEL)
    update = add_update(
        action, Status.IN_PROGRESS, datetime.date(2025, 1, 20), audience=Audience.FORCE_AND_OFFICE, **moved
    )
    office, panel = as_reader(cast.office, TODAY), as_reader(cast.panel_member, TODAY)
    given = {"audience": Audience.PANEL, "by": office, "submission_key": uuid.uuid4()}
    release(holder=register.cleveland, updates=[update.pk], **given)

    def times(reader: Reader, known_on: datetime.date) -> int:
        looking = reader.at(TODAY, known_on)
        return with_deadline_changes(positions_on(TODAY, looking), looking).get(action=action).deadline_change_count

    yesterday = TODAY - datetime.timedelta(days=1)
    assert (times(panel, yesterday), times(panel, TODAY)) == (0, 1)
    assert (times(office, yesterday), times(office, TODAY)) == (1, 1)


def _show(updates: list[Update], data: st.DataObject, cast: Cast) -> None:
    """Record releases and withdrawals on some days, and set the audience after the last of them."""
    act = Release.objects.create(
        holder=updates[0].action.holder,
        audience="panel",
        recorded_at=datetime.datetime.combine(data.draw(DAYS), datetime.time(23, 30), tzinfo=datetime.UTC),
        recorded_by=cast.office,
        submission_key=uuid.uuid4(),
    )
    for update in updates:
        ReleasedItem.objects.create(
            release=act,
            update=update,
            audience_after=data.draw(st.sampled_from(["force-and-office", "panel", "public"])),
        )
        named = ReleasedItem.objects.filter(update=update).order_by("release__recorded_at", "release")
        Update.objects.filter(pk=update.pk).update(released_to=named.last().audience_after)


def _add_parts(recommendation: Recommendation, data: st.DataObject, register: Register) -> list[Part]:
    """Add parts with and without deadlines, some of which address a group or body of their own."""
    parts = []
    for number in range(data.draw(st.integers(0, 3))):
        kind = data.draw(st.sampled_from(["date", "relative", "ongoing", "recurring", "none", ""]))
        part = Part.objects.create(
            recommendation=recommendation,
            label="abc"[number],
            order=number,
            text="A part.",
            deadline_kind=kind,
            deadline_on=data.draw(DAYS) if kind in ("date", "relative", "ongoing", "recurring") else None,
            interval_months=data.draw(st.integers(1, 3)) if kind == "recurring" else None,
            deadline_set_by=data.draw(st.sampled_from(["hmicfrs", "hmicfrs", "locally"])),
        )
        groups = st.sampled_from(["all-forces", "all-forces-in-wales", "local-policing-bodies"])
        if group := data.draw(st.none() | groups):
            Addressee.objects.create(recommendation=recommendation, part=part, group=group)
        parts.append(part)
    return parts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_equals_the_replay_of_updates_recorded_by_that_day(
    data: st.DataObject, register: Register, cast: Cast
) -> None:
    recommendation = RecommendationFactory(inspection=register.soteria, undated=data.draw(st.booleans()))
    if data.draw(st.booleans()):
        recommendation.deadline_kind, recommendation.deadline_on = "recurring", data.draw(DAYS)
        recommendation.interval_months = data.draw(st.none() | st.integers(1, 3))
        recommendation.save()
    parts = _add_parts(recommendation, data, register)
    own_part = data.draw(st.sampled_from([None, *parts]))
    action = open_action(recommendation, register.cleveland, part=own_part)
    confirmed: list[Update] = []
    for _number in range(data.draw(st.integers(1, 7))):
        recorded = datetime.datetime.combine(data.draw(DAYS), datetime.time(23, 30), tzinfo=datetime.UTC)
        retracted = data.draw(st.sampled_from([None, *confirmed]))
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
            settled_until=data.draw(st.none() | DAYS) if retracted is None else None,
            retracts=retracted,
            submission_key=uuid.uuid4(),
        )
        if retracted is None and parts:
            new = data.draw(st.dictionaries(st.sampled_from([part.pk for part in parts]), DAYS))
            update.part_deadlines = {str(part): day.isoformat() for part, day in new.items()}
        update.save()
        if retracted is None and parts:
            for part in data.draw(st.lists(st.sampled_from(parts), unique=True)):
                PartDone.objects.create(update=update, part=part)
        confirmed.append(update)
    for _number in range(data.draw(st.integers(0, 4))):
        _show(data.draw(st.lists(st.sampled_from(confirmed), min_size=1, unique=True)), data, cast)
    day, known_on = data.draw(DAYS), data.draw(DAYS)
    computed = {key: row for key, row in as_computed(day, known_on).items() if key[0] == action.pk}
    assert computed == as_replayed(action, day, known_on)
