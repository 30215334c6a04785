"""A recurring duty: when it is due next, and recording each occurrence as done or missed."""

import csv
import datetime
import io
import re
import uuid

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from forces.people.access import Reader
from forces.people.calendars import new_address
from forces.people.editions import Audience, Edition
from recommendations.positions.conditions import FORECAST_LATE
from recommendations.positions.counting import positions_on, tally
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import differing, rebuild
from recommendations.register.models import Action, Update
from recommendations.register.statuses import PositionGroup, Status
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.services import record_update, retract_update
from tests.cast import TODAY, Cast, Register
from tests.factories import AddresseeFactory, PartFactory, RecommendationFactory, add_update, as_reader, open_action
from tests.recommendations.reorganisations.test_services import carry_out

pytestmark = pytest.mark.usefixtures("on_the_day")

FIRST, SECOND, THIRD = (datetime.date(year, 2, 1) for year in (2024, 2025, 2026))


@pytest.fixture
def action(register: Register) -> Action:
    """An action that is due every year on 1 February, at Cleveland."""
    recommendation = RecommendationFactory(
        inspection=register.soteria,
        number=9,
        deadline_kind="recurring",
        deadline_on=FIRST,
        deadline_wording="every year, from February 2024",
        interval_months=12,
    )
    AddresseeFactory(recommendation=recommendation, group="all-forces")
    return open_action(recommendation, register.cleveland)


@pytest.fixture
def reader(cast: Cast) -> Reader:
    return as_reader(cast.office, TODAY)


def record(action: Action, reader: Reader, on: datetime.date = TODAY, **fields: object) -> Update:
    entry = UpdateEntry.of(
        **{
            "status": Status.IN_PROGRESS,
            "effective_on": on,
            "words": f"Heard at the board {uuid.uuid4()}.",
            "said_by": "force",
            "reported_by": "Head of Crime",
            "audience": Audience.FORCE_AND_OFFICE,
        }
        | fields
    )
    return record_update(action=action, entry=entry, by=reader, submission_key=uuid.uuid4())


def state(action: Action, reader: Reader) -> tuple[str, datetime.date | None]:
    position: Position = positions_on(reader.day, reader).get(action=action)
    return (position.group, position.due_on)


def words_of(client: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


def test_without_an_update_it_is_never_overdue(action: Action, reader: Reader) -> None:
    assert state(action, reader) == (PositionGroup.PASSED, FIRST)


def test_occurrences_before_the_first_update_are_not_held_against_anyone(action: Action, reader: Reader) -> None:
    record(action, reader, on=datetime.date(2025, 1, 10))
    assert state(action, reader.at(datetime.date(2025, 1, 31))) == (PositionGroup.IN_PROGRESS, SECOND)
    assert state(action, reader) == (PositionGroup.OVERDUE, SECOND)
    record(action, reader, **_carried(action))
    assert state(action, reader) == (PositionGroup.OVERDUE, SECOND), "another update does not settle it"


def _carried(action: Action) -> dict[str, object]:
    last = action.updates.order_by("pk").last()
    return {"settled_until": last.settled_until, "occurrence_outcome": last.occurrence_outcome} if last else {}


@pytest.mark.parametrize("outcome", ["done", "missed"])
def test_it_is_no_longer_overdue_once_the_occurrence_is_recorded(
    action: Action, reader: Reader, office: Client, outcome: str
) -> None:
    record(action, reader, on=datetime.date(2025, 1, 10))
    page = office.get(action.get_absolute_url())
    form = page.context["form"]
    choices = [value for value, _label in form.fields["occurrence"].choices]
    assert choices == ["", "2025-02-01 done", "2025-02-01 missed"]
    assert "Was due 1 February 2025 Every year" in " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())
    sent = {name: form[name].initial for name in form.fields if form[name].initial not in (None, [])}
    sent |= {"words": "The analysis.", "occurrence": f"2025-02-01 {outcome}", "status": "in-progress"}
    sent |= dict(zip(("effective_on_0", "effective_on_1", "effective_on_2"), (3, 3, 2025), strict=True))
    response = office.post(action.get_absolute_url(), sent)
    assert response.status_code == 302, response.context["form"].errors
    assert state(action, reader) == (PositionGroup.IN_PROGRESS, THIRD)
    page = words_of(office, action.get_absolute_url())
    assert f"Next due 1 February 2026 Every year. Due 1 February 2025: {outcome}" in page
    assert page.count(f"Due 1 February 2025: {outcome}") >= 2, "the history says so too"
    retract_update(update=action.updates.latest("pk"), reason="It was not.", by=reader, submission_key=uuid.uuid4())
    assert state(action, reader) == (PositionGroup.OVERDUE, SECOND)
    assert differing([action.pk]) == []


def test_positions_known_on_an_earlier_day_have_the_same_occurrence(action: Action, reader: Reader) -> None:
    record(action, reader, on=datetime.date(2025, 1, 10))
    record(action, reader, settled_until=SECOND, occurrence_outcome="done")
    assert state(action, reader.at(TODAY, TODAY)) == (PositionGroup.IN_PROGRESS, THIRD)
    yesterday = TODAY - datetime.timedelta(days=1)
    assert state(action, reader.at(TODAY, yesterday)) == (PositionGroup.PASSED, FIRST)
    in_january = datetime.date(2025, 1, 20)
    assert state(action, reader.at(in_january, TODAY)) == (PositionGroup.IN_PROGRESS, SECOND)


def test_calendars_and_files_have_the_next_occurrence(
    action: Action, reader: Reader, office: Client, cast: Cast
) -> None:
    record(action, reader, settled_until=SECOND, occurrence_outcome="done")
    address = new_address(force=None, by=reader).get_absolute_url()
    events = icalendar.Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events if "matter 9" in event["SUMMARY"]] == [THIRD]
    rows = csv.DictReader(io.StringIO(b"".join(office.get("/forces/cleveland.csv")).decode("utf-8-sig")))
    row = next(row for row in rows if row["Reference"] == "9")
    assert (row["Next deadline"], row["Next deadline is for"]) == ("2026-02-01", "Recurs every year")
    assert "Every year, set by HMICFRS" in words_of(office, "/forces/cleveland/")


def test_the_part_that_is_due_before_the_next_occurrence_counts(
    action: Action, reader: Reader, office: Client, cast: Cast
) -> None:
    day = datetime.date(2025, 6, 30)
    part = PartFactory(
        recommendation=action.recommendation,
        label="a",
        deadline_kind="date",
        deadline_on=day,
        deadline_wording="By 30 June 2025",
    )
    record(action, reader, settled_until=SECOND, occurrence_outcome="done")
    assert state(action, reader) == state(action, reader.at(TODAY, TODAY)) == (PositionGroup.IN_PROGRESS, day)
    assert "Part a, set by HMICFRS. Everything else by 1 February 2026" in words_of(office, "/forces/cleveland/")
    address = new_address(force=None, by=reader).get_absolute_url()
    events = icalendar.Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    assert {event["DTSTART"].dt for event in events if "matter 9" in event["SUMMARY"]} == {day, THIRD}
    record(action, reader, **_carried(action), parts_done=frozenset({part.pk}))
    assert state(action, reader) == state(action, reader.at(TODAY, TODAY)) == (PositionGroup.IN_PROGRESS, THIRD)
    assert differing([action.pk]) == []


def test_an_expected_date_after_the_next_occurrence_is_not_late(action: Action, reader: Reader) -> None:
    record(action, reader, settled_until=SECOND, occurrence_outcome="done", expected_on=datetime.date(2026, 6, 1))
    position = positions_on(TODAY, reader).get(action=action)
    assert not FORECAST_LATE.holds(position, TODAY)
    assert tally(positions_on(TODAY, reader).filter(action=action), TODAY).forecast_late == 0


def test_the_next_occurrence_passes_to_the_force_that_takes_over(action: Action, reader: Reader, cast: Cast) -> None:
    record(action, reader, settled_until=SECOND, occurrence_outcome="done")
    carry_out(cast.administrator)
    rows = action.positions.filter(edition=Edition.WORKING, update__isnull=False)
    assert list(rows.values_list("holder__slug", "starts_on", "settled_until", "due_on")) == [
        ("cleveland", TODAY, SECOND, THIRD),
        ("northern", datetime.date(2025, 4, 1), SECOND, THIRD),
    ]
    assert differing([action.pk]) == []
    later = as_reader(cast.office, datetime.date(2025, 4, 2))
    assert state(action, later) == state(action, later.at(later.day, TODAY)) == (PositionGroup.IN_PROGRESS, THIRD)


def test_a_note_for_the_office_records_no_occurrence(action: Action, reader: Reader) -> None:
    record(action, reader)
    with pytest.raises(ValidationError, match="cannot record an occurrence"):
        record(action, reader, audience=Audience.OFFICE, status="", settled_until=SECOND, occurrence_outcome="done")


def test_updates_recorded_before_the_interval_was_known_settle_what_was_due_by_their_day(
    action: Action, reader: Reader, office: Client
) -> None:
    update = add_update(action, Status.IN_PROGRESS, datetime.date(2025, 1, 10))
    assert update.settled_until is None
    rebuild([action.pk])
    assert state(action, reader) == state(action, reader.at(TODAY, TODAY)) == (PositionGroup.OVERDUE, SECOND)
    form = office.get(action.get_absolute_url()).context["form"]
    assert [value for value, _label in form.fields["occurrence"].choices][1:] == [
        "2025-02-01 done",
        "2025-02-01 missed",
    ]
    sent = {name: form[name].initial for name in form.fields if form[name].initial not in (None, [])}
    sent |= dict(zip(("effective_on_0", "effective_on_1", "effective_on_2"), (3, 3, 2025), strict=True))
    response = office.post(action.get_absolute_url(), sent | {"words": "Nothing new.", "status": "in-progress"})
    assert response.status_code == 302, response.context["form"].errors
    assert state(action, reader) == (PositionGroup.OVERDUE, SECOND), "another update does not settle it"


def test_without_an_interval_it_has_no_next_day(register: Register, reader: Reader) -> None:
    recommendation = RecommendationFactory(
        inspection=register.soteria, deadline_kind="recurring", deadline_on=FIRST, deadline_wording="from time to time"
    )
    action = open_action(recommendation, register.cleveland)
    record(action, reader)
    assert state(action, reader) == (PositionGroup.IN_PROGRESS, None)
