"""Calendars of deadlines at their private addresses, parsed by icalendar."""

import datetime
from typing import Any

import icalendar
import pytest
import time_machine
from django.test import Client

from forces.people.calendars import new_address
from forces.people.models import CalendarAddress, Person
from recommendations.register.models import Inspection, InspectionState
from recommendations.register.statuses import Status
from recommendations.responses.models import Commitment
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import InspectionFactory, RecommendationFactory, add_update, as_reader, open_action
from tests.parallel import twice_at_once

pytestmark = pytest.mark.usefixtures("on_the_day")


def address_of(person: Person, force: Any = None) -> str:
    return new_address(force=force, by=as_reader(person, TODAY)).get_absolute_url()


def events_in(address: str) -> dict[str, Any]:
    """Return the events by UID, as an application without a sign-in receives them."""
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.content)
    events = list(calendar.walk("VEVENT"))
    found = {str(event["UID"]): event for event in events}
    assert len(found) == len(events)
    return found


def titles_in(address: str) -> dict[datetime.date, list[str]]:
    titles: dict[datetime.date, list[str]] = {}
    for event in events_in(address).values():
        titles.setdefault(event["DTSTART"].dt, []).append(str(event["SUMMARY"]))
    return titles


def test_it_has_the_deadlines_of_open_actions_as_all_day_events(history: Register, cast: Cast) -> None:
    action = history.actions[("cleveland", "7")]
    event = events_in(address_of(cast.office))[f"action-{action.pk}@soteria-tracker"]
    assert event["SUMMARY"] == (
        "Deadline set by HMICFRS: Cleveland, Operation Soteria, Recommendation 7: Identify and disrupt suspects"
    )
    assert event["DTSTART"].dt == datetime.date(2025, 1, 31)
    assert event["DTEND"].dt == datetime.date(2025, 2, 1)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["TRANSP"] == "TRANSPARENT"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_submitting_the_form_twice_at_once_creates_one_address(register: Register, cast: Cast) -> None:
    first, second = twice_at_once(lambda: address_of(cast.office))
    assert first == second
    assert CalendarAddress.objects.count() == 1


def test_it_shows_each_person_their_own_edition(history: Register, cast: Cast) -> None:
    """Cleveland's 5 is complete in the working edition, and still waits in the panel's and in the public's."""
    deadline = datetime.date(2025, 7, 31)
    assert deadline not in titles_in(address_of(cast.office))
    assert deadline in titles_in(address_of(cast.panel_member))
    assert deadline in titles_in(address_of(cast.cumbria_office, history.cleveland))


def test_it_has_the_last_days_of_outstanding_responses(history: Register, cast: Cast) -> None:
    Inspection.objects.filter(pk=history.soteria.pk).update(published_on=datetime.date(2025, 2, 1))
    last_day = datetime.date(2025, 3, 28)
    assert titles_in(address_of(cast.office))[last_day] == ["Last day of the response: Cleveland, Operation Soteria"]


def test_it_shows_duties_and_commitments_to_the_office_only(history: Register, cast: Cast) -> None:
    due = datetime.date(2025, 4, 10)
    for body, kind in ((history.cleveland, "duty"), (history.pcc_cleveland, "commitment")):
        Commitment.objects.create(body=body, kind=kind, what="Write\na plan.", due_on=due)
    Commitment.objects.create(body=history.cleveland, what="Done.", due_on=due, done_on=TODAY)
    Commitment.objects.create(body=history.cumbria, what="Theirs.", due_on=due)
    own = [
        "Duty: Cleveland Police, Write a plan.",
        "Commitment: Police and Crime Commissioner for Cleveland, Write a plan.",
    ]
    assert titles_in(address_of(cast.office))[due] == own
    assert titles_in(address_of(cast.office, history.cleveland))[due] == own
    assert due not in titles_in(address_of(cast.contributor))
    assert due not in titles_in(address_of(cast.office, history.cumbria))


def test_it_contains_no_text_of_updates(history: Register, cast: Cast) -> None:
    add_update(
        history.actions[("cleveland", "7")],
        Status.WAITING,
        TODAY,
        by=cast.office,
        text="Nobody may hear of this.",
    )
    body = Client().get(address_of(cast.office)).content.decode()
    assert "action-" in body
    for words in ("Nobody may hear", "Weekly checks", "DESCRIPTION", "waiting"):
        assert words not in body


def test_embargoed_reports_are_never_in_it(history: Register, cast: Cast) -> None:
    """Not even in the calendar of a named embargo reader, who sees the report in the product."""
    secret = InspectionFactory(
        slug="secret",
        short_title="Secret report",
        state=InspectionState.EMBARGOED,
        published_on=None,
        embargoed_until=NOON + datetime.timedelta(days=30),
    )
    secret.embargo_readers.add(cast.office)
    recommendation = RecommendationFactory(inspection=secret, number=1, deadline_on=datetime.date(2025, 9, 1))
    add_update(
        open_action(recommendation, history.cleveland, opened_on=TODAY), Status.IN_PROGRESS, TODAY, by=cast.office
    )
    assert "Secret" not in Client().get(address_of(cast.office)).content.decode()


def test_a_force_that_does_not_use_the_tracker_has_no_deadlines_in_it(history: Register, cast: Cast) -> None:
    assert not [uid for uid in events_in(address_of(cast.office, history.durham)) if uid.startswith("action")]


def test_the_address_for_all_forces_expires_with_the_membership(history: Register, cast: Cast) -> None:
    address = address_of(cast.office)
    cast.office.memberships.update(last_day=datetime.date(2025, 3, 10))
    with time_machine.travel(datetime.datetime(2025, 3, 10, 12, tzinfo=datetime.UTC)):
        assert Client().get(address).status_code == 200
    with time_machine.travel(datetime.datetime(2025, 3, 11, 12, tzinfo=datetime.UTC)):
        assert Client().get(address).status_code == 404


@pytest.mark.parametrize("what", ["no membership", "no sign-in"])
def test_the_address_for_a_force_expires_with_the_last_role(history: Register, cast: Cast, what: str) -> None:
    address = address_of(cast.office, history.cleveland)
    if what == "no membership":
        cast.office.memberships.all().delete()
    else:
        Person.objects.filter(pk=cast.office.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_an_auditor_gets_nothing_about_unaudited_forces(history: Register, cast: Cast) -> None:
    assert Client().get(address_of(cast.auditor, history.cumbria)).status_code == 404


def test_a_reset_address_stops_working_at_once(office: Client, history: Register, cast: Cast) -> None:
    old = address_of(cast.office)
    shown = {"replaces": CalendarAddress.objects.get().pk}
    for _submission in range(2):  # the second finds the address that the first made
        assert office.post("/account/calendars/", shown).status_code == 302
    assert Client().get(old).status_code == 404
    [new] = CalendarAddress.objects.filter(person=cast.office)
    assert new.get_absolute_url() != old
    assert Client().get(new.get_absolute_url()).status_code == 200
    office.post("/account/calendars/", {"remove": "1"})
    assert Client().get(new.get_absolute_url()).status_code == 404


def test_the_page_shows_the_address_for_the_selected_force(office: Client, history: Register, cast: Cast) -> None:
    office.post("/account/calendars/", {"force": "cumbria"})
    address = CalendarAddress.objects.get(person=cast.office, force=history.cumbria).get_absolute_url()
    page = office.get("/account/calendars/?force=durham").content.decode()
    assert f"http://testserver{address}" in page
    assert [calendar in page for calendar in ("All your forces", "Cleveland Police", "Durham")] == [True] * 3
    assert "/account/calendars/?force=cleveland" in office.get("/forces/cleveland/").content.decode()
    assert 'href="/account/calendars/"' in office.get("/my-work/").content.decode()


def test_no_one_creates_a_calendar_for_a_force_they_cannot_see(client: Client, history: Register, cast: Cast) -> None:
    client.force_login(cast.auditor)
    assert client.post("/account/calendars/", {"force": "cumbria"}).status_code == 404


def test_caches_and_search_engines_must_not_store_it(history: Register, cast: Cast) -> None:
    response = Client().get(address_of(cast.office))
    assert response["Cache-Control"] == "private, no-cache"
    assert "noindex" in response["X-Robots-Tag"]


def test_it_does_not_change_during_the_day(history: Register, cast: Cast) -> None:
    address = address_of(cast.office)
    morning = Client().get(address).content
    with time_machine.travel(NOON + datetime.timedelta(hours=6)):
        assert Client().get(address).content == morning
