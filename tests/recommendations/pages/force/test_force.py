"""The list of forces and the page of one force."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recommendations.register.models import Inspection
from recommendations.register.statuses import Status
from tests.cast import Cast, Register
from tests.factories import (
    AddresseeFactory,
    ForceFactory,
    InspectionFactory,
    RecommendationFactory,
    add_update,
    open_action,
)
from tests.reading import lines_of, words_of

MOST_QUERIES = 26


pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("on_the_day")]


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        b"".join(client.get(address))
    return len(captured)


# --- the list ----------------------------------------------------------------------------------------------


def test_regions_are_listed_from_north_to_south(office: Client, register: Register) -> None:
    for force, row in ((register.cleveland, 3), (register.cumbria, 2), (register.durham, 3)):
        force.map_row = row
        force.save()
    for address in ("/forces/", "/overview/"):
        page = office.get(address).content.decode()
        assert page.index("North West</th>") < page.index("North East</th>"), address
    assert office.get("/inspections/soteria-2024/").context["page"].regions == ["North West", "North East"]


def test_the_list_has_every_force_under_its_region(office: Client, register: Register) -> None:
    ForceFactory(slug="railway", name="Railway Police", region="", territorial=False, uses_soteria_tracker=False)
    groups = office.get("/forces/").context["groups"]
    assert [(group.heading, [row.body.slug for row in group.rows]) for group in groups] == [
        ("North East", ["cleveland", "durham"]),
        ("North West", ["cumbria"]),
        ("Special forces", ["railway"]),
    ]


def test_the_list_names_oversight_and_forces_that_do_not_use_the_tracker(office: Client, register: Register) -> None:
    words = words_of(office.get("/forces/"))
    assert "3 forces, 2 of which use Soteria Tracker." in words
    assert "Cleveland Police Police and Crime Commissioner for Cleveland 0%, 0 of 2" in words
    assert "Durham Constabulary – Does not use Soteria Tracker 2" in words


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("q=durham", "1 of 3 forces matches."),  # and it is the one that does not use Soteria Tracker
        ("region=North+East", "2 of 3 forces match."),
        ("q=nowhere", "No forces match. Clear the filter."),
    ],
)
def test_the_list_says_how_many_of_all_match(office: Client, register: Register, query: str, sentence: str) -> None:
    words = words_of(office.get(f"/forces/?{query}"))
    assert sentence in words
    assert "No force uses Soteria Tracker" not in words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=clev", ["cleveland"]),
        ("q=constab", ["durham", "cumbria"]),
        ("q=Teesside", ["cleveland"]),
        ("region=North+West", ["cumbria"]),
        ("region=North+East&q=cumbria", []),
        ("region=special", []),
        ("region=Atlantis", []),
    ],
)
def test_the_list_and_its_download_are_filtered_alike(
    office: Client, register: Register, query: str, found: list[str]
) -> None:
    register.cleveland.aliases = ["Teesside Police"]
    register.cleveland.save()
    response = office.get(f"/forces/?{query}")
    rows = [row.body for group in response.context["groups"] for row in group.rows]
    assert [force.slug for force in rows] == found
    assert [line[0] for line in lines_of(office.get(f"/forces.csv?{query}"))] == [force.name for force in rows]
    assert ("No forces match." in words_of(response)) is not bool(found)


def test_a_closed_force_is_not_in_the_list_and_keeps_its_page(office: Client, register: Register) -> None:
    ForceFactory(slug="old", name="Old Police", closed_on=datetime.date(2025, 3, 3))
    assert "Old Police" not in words_of(office.get("/forces/"))
    assert office.get("/forces/old/").status_code == 200


# --- the page of one force ---------------------------------------------------------------------------------


def test_it_opens_with_what_needs_attention(office: Client, history: Register) -> None:
    words = words_of(office.get("/forces/cleveland/"))
    assert "1 action is overdue, since 31 January 2025. None of its 2 actions is closed yet." in words
    assert "As released" not in words
    assert "Recommendation 7: Identify and disrupt suspects Operation Soteria. 31 days late" in words


def test_without_overdue_actions_the_list_is_not_shown(office: Client, history: Register) -> None:
    add_update(history.actions[("cleveland", "7")], Status.SENT, datetime.date(2025, 2, 1))
    words = words_of(office.get("/forces/cleveland/"))
    assert "Nothing is overdue." in words
    assert "Overdue (" not in words


def test_a_deadline_that_passed_unreported_is_not_called_late(office: Client, register: Register) -> None:
    words = words_of(office.get("/forces/cleveland/"))
    assert "1 action has passed its deadline with no update recorded. None of its 2 actions is closed yet." in words
    assert "passed 31 days ago" in words
    assert "days late" not in words


def test_it_names_the_body_an_action_waits_for(office: Client, register: Register) -> None:
    add_update(
        register.actions[("cleveland", "5")],
        Status.WAITING,
        datetime.date(2025, 1, 1),
        waiting_for_recommendation=register.rec_4,
        waiting_for_body=register.joint_unit,
    )
    assert "Waiting for Recommendation 4 (Soteria Joint Unit)" in words_of(office.get("/forces/cleveland/"))


def test_it_does_not_name_an_awaited_recommendation_under_embargo(office: Client, register: Register) -> None:
    secret = RecommendationFactory(inspection=InspectionFactory(embargoed=True, short_title="Secret"), number=99)
    add_update(
        register.actions[("cleveland", "5")],
        Status.WAITING,
        datetime.date(2025, 1, 1),
        waiting_for_recommendation=secret,
    )
    words = words_of(office.get("/forces/cleveland/"))
    assert "Waiting for others" in words
    assert "99" not in words
    assert "Secret" not in words


def test_an_undated_action_says_how_long_it_has_been_open(office: Client, register: Register) -> None:
    open_action(RecommendationFactory(inspection=register.soteria, number=21, undated=True), register.cleveland)
    open_action(RecommendationFactory(inspection=register.soteria, number=22, immediate=True), register.cleveland)
    words = words_of(office.get("/forces/cleveland/"))
    assert "No date set open for 193 days" in words
    assert "Immediately open for 193 days" in words


def test_an_extended_deadline_shows_the_original(office: Client, register: Register) -> None:
    add_update(
        register.actions[("cleveland", "7")],
        Status.IN_PROGRESS,
        datetime.date(2025, 1, 1),
        revised_deadline_on=datetime.date(2025, 3, 31),
        deadline_reason="HMICFRS agreed.",
        expected_on=datetime.date(2025, 4, 30),
    )
    words = words_of(office.get("/forces/cleveland/"))
    assert "31 March 2025 in 28 days. Extended by HMICFRS (was 31 January 2025)" in words
    assert "Expected 30 April 2025, due 31 March 2025" in words


def test_it_names_the_local_policing_body_and_the_panel(office: Client, register: Register) -> None:
    words = words_of(office.get("/forces/cleveland/"))
    assert "Local policing body Police and Crime Commissioner for Cleveland since 22 November 2012" in words
    assert "Scrutinised by Cleveland Panel" in words
    page = office.get("/forces/cleveland/").content.decode()
    assert 'href="/bodies/pcc-cleveland/"' in page
    assert 'href="/bodies/panel-cleveland/"' in page


def test_it_lists_where_the_force_is_also_named(office: Client, register: Register) -> None:
    AddresseeFactory(recommendation=register.rec_7, body=register.cleveland, role="with")
    assert "/forces/cleveland/also-named/" in office.get("/forces/cleveland/").content.decode()
    response = office.get("/forces/cleveland/also-named/")
    assert list(response.context["also_named"]) == [register.rec_4], "the whole of 7 is Cleveland's own action already"
    assert "1 recommendation asks another body to act and to work with Cleveland." in words_of(response)


def test_all_forces_means_the_forces_open_on_publication(office: Client, register: Register) -> None:
    ForceFactory(slug="new", opened_on=register.soteria.published_on + datetime.timedelta(days=1))
    assert not office.get("/forces/new/also-named/").context["also_named"]


def test_a_force_not_using_the_tracker_still_lists_its_actions(office: Client, register: Register) -> None:
    add_update(register.actions[("durham", "7")], Status.IN_PROGRESS, datetime.date(2025, 1, 1))
    response = office.get("/forces/durham/")
    assert "This force does not use Soteria Tracker. It was asked to take 2 actions, from 1 inspection." in words_of(
        response
    )
    assert {row.record.group for row in response.context["table"].rows} == {"not-tracked"}
    assert "days late" not in words_of(response)


def test_updates_of_a_force_not_using_the_tracker_are_not_shown(office: Client, register: Register) -> None:
    action = register.actions[("durham", "7")]
    action.lead_post = "Head of Crime"
    action.save()
    add_update(
        action,
        Status.WAITING,
        datetime.date(2025, 1, 2),
        text="Said in Durham.",
        revised_deadline_on=datetime.date(2025, 6, 30),
        deadline_reason="Agreed.",
        local_target_on=datetime.date(2025, 5, 30),
        expected_on=datetime.date(2025, 4, 30),
    )
    words = words_of(office.get("/forces/durham/"))
    assert "2 January 2025" not in words
    assert "30 June 2025" not in words
    [line] = [entry for entry in lines_of(office.get("/forces/durham.csv"), named=True) if entry["Reference"] == "7"]
    columns = ("Revised deadline", "Local target", "Status", "Expected", "Waiting for", "Lead", "Last update")
    assert [line[column] for column in (*columns, "Last update in words")] == [""] * 8
    assert line["Status with timing"] == "Does not use Soteria Tracker"
    of_inspection = lines_of(office.get("/inspections/soteria-2024.csv"), named=True)
    [line] = [
        entry for entry in of_inspection if (entry["Held by"], entry["Reference"]) == ("Durham Constabulary", "7")
    ]
    assert (line["Deadline"], line["Last update"]) == ("2025-01-31", "")


def test_a_force_the_reader_cannot_see_is_not_found(client: Client, cast: Cast, register: Register) -> None:
    client.force_login(cast.auditor)
    assert client.get("/forces/cleveland/").status_code == 200
    for address in ("/forces/cumbria/", "/forces/cumbria.csv", "/forces/atlantis/"):
        assert client.get(address).status_code == 404


# --- queries -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/forces/", "/forces.csv", "/forces/cleveland/", "/forces/cleveland.csv"])
def test_queries_do_not_grow_with_rows(office: Client, history: Register, address: str) -> None:
    for reference in ("5", "7"):
        add_update(history.actions[("cleveland", reference)], Status.WAITING, datetime.date(2025, 2, 25))
    before = queries(office, address)
    for _number in range(4):
        inspection = InspectionFactory()
        for recommendation in RecommendationFactory.create_batch(3, inspection=inspection):
            for force in (ForceFactory(), history.cleveland):
                add_update(open_action(recommendation, force), Status.WAITING, datetime.date(2025, 1, 1))
        for recommendation in RecommendationFactory.create_batch(2, inspection=inspection):
            AddresseeFactory(recommendation=recommendation, group="all-forces", role="with")
    assert queries(office, address) == before <= MOST_QUERIES


def test_the_progress_of_each_force_is_kept_by_itself(office: Client, history: Register) -> None:
    for force in ("cleveland", "cumbria", "cleveland"):
        assert office.get(f"/forces/{force}/").context["progress"].steps, force


def test_the_filter_offers_the_present_title_of_a_report(office: Client, history: Register) -> None:
    for title in (history.soteria.short_title, "A corrected title"):
        Inspection.objects.filter(pk=history.soteria.pk).update(short_title=title)
        page = office.get("/forces/cleveland/")
        assert page.context["filter"].choices.inspections == [(history.soteria.slug, title)]
