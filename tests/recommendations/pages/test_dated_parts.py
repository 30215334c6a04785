"""A part of a recommendation with a deadline of its own, on every page that knows deadlines."""

import csv
import datetime
import io
import re
import uuid

import icalendar
import pytest
from django.test import Client

from forces.people.access import Reader
from forces.people.calendars import new_address
from forces.people.editions import Audience
from recommendations.maintenance.services.entering import settle_recommendation
from recommendations.positions.changes import changes_between
from recommendations.positions.counting import positions_on, tally
from recommendations.positions.deadline_changes import with_deadline_changes
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import differing
from recommendations.positions.revisions import PositionRevision
from recommendations.register.models import Action, Addressee, Part, PartDone, Recommendation
from recommendations.register.statuses import PositionGroup, Status
from recommendations.responses.content_queries import content_of
from recommendations.rounds.requests import office_texts
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.services import record_update, retract_update
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    AddresseeFactory,
    PartFactory,
    RecommendationFactory,
    ResponseFactory,
    add_update,
    as_reader,
    open_action,
)

pytestmark = pytest.mark.usefixtures("on_the_day")

PASSED, AHEAD = datetime.date(2025, 2, 22), datetime.date(2025, 3, 20)
HEARD, DONE = datetime.date(2025, 2, 1), datetime.date(2025, 2, 25)


def dated(recommendation: Recommendation, label: str, on: datetime.date | None, **fields: object) -> Part:
    kind = "relative" if on else ""
    return PartFactory(
        recommendation=recommendation,
        label=label,
        order=ord(label),
        text=f"Part {label}.",
        deadline_kind=kind,
        deadline_on=on,
        deadline_wording="within six months" if on else "",
        **fields,
    )


@pytest.fixture
def recommendation(register: Register) -> Recommendation:
    """A recommendation without a date: part a was due nine days ago, b is due in 17 days, c has no date."""
    found = RecommendationFactory(
        inspection=register.soteria, number=9, deadline_kind="", deadline_on=None, deadline_wording=""
    )
    AddresseeFactory(recommendation=found, group="all-forces")
    for label, on in (("a", PASSED), ("b", AHEAD), ("c", None)):
        dated(found, label, on)
    return found


@pytest.fixture
def action(recommendation: Recommendation, register: Register) -> Action:
    return open_action(recommendation, register.cleveland)


def report(action: Action, *labels: str, on: datetime.date = HEARD, **fields: object) -> None:
    """Record that these parts are done."""
    update = add_update(action, Status.IN_PROGRESS, on, **fields)
    for label in labels:
        PartDone.objects.create(update=update, part=action.recommendation.parts.get(label=label))
    settle_recommendation(recommendation=action.recommendation, by=update.recorded_by)


def position(action: Action, reader: Reader) -> Position:
    return positions_on(reader.day, reader).get(action=action)


def words_of(client: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


def test_an_action_is_overdue_when_a_part_is(action: Action, office: Client, cast: Cast) -> None:
    reader = as_reader(cast.office, TODAY)
    assert position(action, reader).group == PositionGroup.PASSED, "without an update it is not overdue"
    assert "Passed 9 days ago, no update recorded" in words_of(office, action.get_absolute_url())
    report(action)
    assert position(action, reader).group == PositionGroup.OVERDUE
    page = words_of(office, action.get_absolute_url())
    assert "Overdue by 9 days: part a" in page
    assert "Set for its parts" in page
    assert "Part a 22 February 2025 9 days late" in page
    assert "Part b 20 March 2025 In 17 days" in page
    assert "open for" not in page
    assert "Part a, set by HMICFRS" in words_of(office, "/forces/cleveland/")


def test_a_part_that_is_done_leaves_the_next_one(action: Action, office: Client, cast: Cast) -> None:
    report(action, "a")
    reader = as_reader(cast.office, TODAY)
    found = position(action, reader)
    assert (found.group, found.due_on, found.next_part.label) == (PositionGroup.IN_PROGRESS, AHEAD, "b")
    assert tally(positions_on(TODAY, reader).filter(action=action), TODAY).due_next == 1
    page = words_of(office, action.get_absolute_url())
    assert "Due in 17 days: part b" in page
    assert "Part a 22 February 2025 Done" in page
    report(action, "a", "b", on=DONE)
    found = position(action, reader)
    assert (found.due_on, found.next_part) == (None, None)


def test_the_quick_update_asks_at_once_which_dated_parts_are_done(action: Action, office: Client) -> None:
    page = office.get(action.get_absolute_url()).content.decode()
    asked, folded = page[page.index('id="form"') :].split("<details", 1)
    assert "Part a. (part a, due 22 February 2025)" in asked
    assert "part a, due" not in folded
    undated = open_action(RecommendationFactory(inspection=action.recommendation.inspection), action.holder)
    PartFactory(recommendation=undated.recommendation, label="x", text="Only this.")
    page = office.get(undated.get_absolute_url()).content.decode()
    asked, folded = page[page.index('id="form"') :].split("<details", 1)
    assert "Only this." in folded
    assert "Only this." not in asked


def test_finishing_a_part_is_no_change_of_the_deadline(action: Action, cast: Cast) -> None:
    moved = {"revised_deadline_on": datetime.date(2025, 9, 30), "deadline_reason": "A letter."}
    report(action, **moved)
    report(action, "a", on=DONE, **moved)
    reader = as_reader(cast.office, TODAY)
    found = with_deadline_changes(positions_on(TODAY, reader), reader).get(action=action)
    assert (found.due_on, found.deadline_change_count) == (AHEAD, 0)
    changes = changes_between(DONE - datetime.timedelta(days=1), TODAY, reader)
    assert changes.deadline_changes == []


def test_an_extension_of_the_whole_leaves_the_dates_of_its_parts(action: Action, office: Client) -> None:
    report(action, revised_deadline_on=datetime.date(2025, 9, 30), deadline_reason="A letter.")
    page = words_of(office, "/forces/cleveland/")
    assert "Part a, set by HMICFRS. Everything else by 30 September 2025" in page
    page = words_of(office, action.get_absolute_url())
    assert "30 September 2025 Set by HMICFRS" in page
    assert "Part a 22 February 2025 9 days late" in page


def test_each_edition_knows_the_parts_that_its_readers_were_told_of(action: Action, cast: Cast) -> None:
    report(action)
    report(action, "a", on=DONE, audience=Audience.FORCE_AND_OFFICE)
    due_on = {person: position(action, as_reader(person, TODAY)).due_on for person in (cast.office, cast.panel_member)}
    assert due_on == {cast.office: AHEAD, cast.panel_member: PASSED}


def test_a_retraction_makes_the_part_open_again(action: Action, cast: Cast) -> None:
    office = as_reader(cast.office, TODAY)
    report(action)
    entry = UpdateEntry.of(
        status=Status.IN_PROGRESS,
        effective_on=DONE,
        words="The plan is out.",
        said_by="force",
        reported_by="Head of Crime",
        audience=Audience.FORCE_AND_OFFICE,
        parts_done=frozenset([action.recommendation.parts.get(label="a").pk]),
    )
    update = record_update(action=action, entry=entry, by=office, submission_key=uuid.uuid4())
    assert position(action, office).due_on == AHEAD
    retract_update(update=update, reason="It was not.", by=office, submission_key=uuid.uuid4())
    assert position(action, office).due_on == PASSED
    yesterday = TODAY - datetime.timedelta(days=1)
    assert position(action, office.at(DONE, yesterday)).due_on == PASSED, "recorded today, so not known yesterday"


def test_a_note_for_the_office_cannot_say_that_a_part_is_done(action: Action, cast: Cast) -> None:
    report(action, "a")
    part = action.recommendation.parts.get(label="b").pk
    entry = UpdateEntry.of(
        effective_on=TODAY,
        words="I think that b is done.",
        said_by="office",
        reported_by="Office",
        audience=Audience.OFFICE,
        parts_done=frozenset([part]),
    )
    with pytest.raises(Exception, match="cannot change which parts are done"):
        record_update(action=action, entry=entry, by=as_reader(cast.office, TODAY), submission_key=uuid.uuid4())


def test_an_earlier_day_shows_the_state_of_its_parts(action: Action, office: Client) -> None:
    report(action)
    report(action, "a", on=DONE)
    before = words_of(office, "/as-at/2025-02-24/forces/cleveland/?status=overdue")
    assert "Part a, set by HMICFRS" in before
    assert "1 overdue" in before or "1 action is overdue" in before
    assert "2 days late" in before


def test_the_calendar_lists_each_part_until_it_is_done(action: Action, cast: Cast) -> None:
    report(action)
    address = new_address(force=None, by=as_reader(cast.office, TODAY)).get_absolute_url()

    def days() -> dict[str, datetime.date]:
        events = icalendar.Calendar.from_ical(Client().get(address).content).walk("VEVENT")
        return {str(event["SUMMARY"])[-6:]: event["DTSTART"].dt for event in events if "matter 9" in event["SUMMARY"]}

    assert days() == {"part a": PASSED, "part b": AHEAD}
    report(action, "a", on=DONE)
    assert days() == {"part b": AHEAD}


def test_files_have_the_next_deadline_and_each_part(action: Action, office: Client) -> None:
    report(action)
    response = office.get("/forces/cleveland.csv")
    rows = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig")))  # type: ignore[arg-type]
    row = next(row for row in rows if row["Reference"] == "9")
    assert row["Next deadline"] == "2025-02-22"
    assert row["Next deadline is for"] == "Part a"
    assert row["Days late"] == "9"
    assert row["Deadlines of parts"] == "a: 22 February 2025, 9 days late; b: 20 March 2025, in 17 days"


def test_every_other_page_names_the_part(action: Action, office: Client, cast: Cast, client: Client) -> None:
    report(action)
    assert "This deadline is for part a." in words_of(office, "/my-work/")
    recommendation = words_of(office, action.recommendation.get_absolute_url())
    assert "22 February 2025 Part a, set by HMICFRS" in recommendation
    assert "Part a: within six months, that is, by 22 February 2025" in words_of(office, "/inspections/soteria-2024/")
    client.force_login(cast.panel_member)
    assert "22 February 2025 (part a)" in words_of(client, "/panel/cleveland/")


def test_requests_and_responses_quote_the_deadlines_of_parts(action: Action) -> None:
    text = office_texts(action, None, None)["text"]
    assert str(text).endswith("Parts with deadlines of their own: a: 22 February 2025; b: 20 March 2025")
    response = ResponseFactory(inspection=action.recommendation.inspection, force=action.holder.force)
    [item] = [item for item in content_of(response, TODAY).items if item.reference == "9"]
    assert item.deadline == "Part a: within six months. Part b: within six months"


def test_a_corrected_date_of_a_part_rebuilds_positions_and_renews_their_revision(action: Action, cast: Cast) -> None:
    report(action)
    before = PositionRevision.objects.get(holder=action.holder).token
    part = action.recommendation.parts.get(label="a")
    part.deadline_on = TODAY
    part.save()
    assert differing([action.pk]) == [action.pk]
    settle_recommendation(recommendation=action.recommendation, by=cast.administrator)
    assert position(action, as_reader(cast.office, TODAY)).group == PositionGroup.IN_PROGRESS
    assert PositionRevision.objects.get(holder=action.holder).token != before
    assert differing([action.pk]) == []


def test_a_part_that_addresses_others_by_itself_is_theirs_alone(
    recommendation: Recommendation, register: Register, cast: Cast
) -> None:
    part = recommendation.parts.get(label="a")
    Addressee.objects.create(recommendation=recommendation, part=part, body=register.joint_unit)
    of_force = open_action(recommendation, register.cleveland)
    of_unit = open_action(recommendation, register.joint_unit, part=part)
    reader = as_reader(cast.office, TODAY)
    assert {each: position(each, reader).due_on for each in (of_force, of_unit)} == {of_force: AHEAD, of_unit: PASSED}


def test_a_date_set_locally_for_a_part_counts_only_where_hmicfrs_set_none(
    recommendation: Recommendation, register: Register, cast: Cast
) -> None:
    recommendation.parts.update(deadline_set_by="locally")
    reader = as_reader(cast.office, TODAY)
    action = open_action(recommendation, register.cleveland)
    assert position(action, reader).due_on == PASSED
    report(action, revised_deadline_on=AHEAD, deadline_reason="A letter.")
    assert position(action, reader).due_on == AHEAD
