"""The table of actions on a force's page: filters, order, pages, and the matching download."""

import datetime

import pytest
from django.test import Client

from forces.bodies.models import LocalPolicingBody
from recommendations.pages.common.action_table import open_for
from recommendations.pages.common.filters import INSPECTIONS_OFFERED
from recommendations.register.models import Action
from recommendations.register.statuses import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import InspectionFactory, RecommendationFactory, add_update, open_action, rebuilding_once
from tests.reading import facts_of, lines_of, words_of
from tests.snapshots import SnapshotStore

pytestmark = pytest.mark.usefixtures("on_the_day")


@pytest.fixture
def many(history: Register, build_once: SnapshotStore) -> Register:
    """Cleveland with 60 more undated actions, from another inspection."""
    build_once(build_many, history)
    return history


@rebuilding_once()
def build_many(history: Register) -> None:
    """Open the 60 actions, and close every third."""
    inspection = InspectionFactory(slug="custody", short_title="Custody suites", published_on=datetime.date(2023, 1, 9))
    for number in range(1, 61):
        recommendation = RecommendationFactory(
            inspection=inspection,
            number=number,
            reference=f"afi-{number}",
            kind="afi",
            undated=True,
            theme="Custody records" if number > 40 else "",
        )
        action = open_action(recommendation, history.cleveland, lead_post="Head of Custody" if number % 2 else "")
        if number % 3 == 0:
            add_update(action, Status.CLOSED, datetime.date(2024, 1, number % 28 + 1))


def shown(client: Client, query: str) -> list[tuple[str, str]]:
    """Inspection and printed number of all rows of the table, page after page."""
    rows: list[tuple[str, str]] = []
    page = 1
    while True:
        table = client.get(f"/forces/cleveland/?{query}&page={page}").context["table"]
        recommendations = [row.record.action.recommendation for row in table.page.object_list]
        rows += [(listed.inspection.short_title, listed.printed_number) for listed in recommendations]
        if not table.page.has_next():
            return rows
        page += 1


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 62),
        ("status=overdue", 1),
        ("status=closed", 20),
        ("status=closed&lead=none", 10),
        ("inspection=soteria-2024", 2),
        ("kind=afi", 60),
        ("lead=Head+of+Custody", 30),
        ("q=DISRUPT", 1),
        ("q=afi-12", 1),
        ("theme=Custody+records", 20),
        ("theme=Custody+records&status=closed", 7),
        ("overdue=on", 1),
        ("overdue=on&status=in-progress", 1),  # of the overdue, what was last said
        ("overdue=on&status=closed", 0),
        ("stale=on", 40),
        ("stale=on&overdue=on", 0),
        ("status=due", 0),
        ("status=nonsense", 0),
        ("q=%00", 0),
        ("sort=inspection", 62),
        ("sort=-deadline", 62),
        ("sort=status", 62),
        ("sort=-updated", 62),
        ("sort=lead", 62),
    ],
)
def test_the_download_has_the_rows_of_the_table_in_the_same_order(
    office: Client, many: Register, query: str, count: int
) -> None:
    on_the_page = shown(office, query)
    assert len(on_the_page) == len(set(on_the_page)) == count
    assert [tuple(line[1:3]) for line in lines_of(office.get(f"/forces/cleveland.csv?{query}"))] == on_the_page


@pytest.mark.parametrize(("days_ago", "is_stale"), [(90, False), (91, True)], ids=["90 days", "91 days"])
def test_unfinished_actions_without_updates_for_over_90_days_are_stale(
    office: Client, register: Register, days_ago: int, is_stale: bool
) -> None:
    add_update(register.actions[("cleveland", "7")], Status.CLOSED, datetime.date(2024, 9, 1))
    add_update(register.actions[("cleveland", "5")], Status.IN_PROGRESS, TODAY - datetime.timedelta(days=days_ago))
    assert shown(office, "stale=on") == [("Operation Soteria", "5")] * is_stale


@pytest.mark.parametrize("page", ["/forces/cleveland/", "/bodies/pcc-cleveland/"])
def test_the_filter_names_the_offices_own_interval(office: Client, register: Register, page: str) -> None:
    open_action(RecommendationFactory(inspection=register.soteria), register.pcc_cleveland)
    assert "Still to do, no update for 90 days" in words_of(office.get(page))
    LocalPolicingBody.objects.filter(pk=register.pcc_cleveland.pk).update(update_interval=45)
    assert "Still to do, no update for 45 days" in words_of(office.get(page))
    assert "Still to do, no update for 45 days" in facts_of(office.get(f"{page[:-1]}.csv?stale=on&about=1"))


def test_an_action_without_any_update_is_stale_too(office: Client, register: Register) -> None:
    assert shown(office, "stale=on") == shown(office, "")


def test_the_deadline_shows_who_extended_it_and_how_often(office: Client, history: Register) -> None:
    action = history.actions[("cleveland", "7")]
    for number, day in enumerate([datetime.date(2025, 6, 30), datetime.date(2025, 6, 30), datetime.date(2025, 9, 30)]):
        on = datetime.date(2025, 2, 1 + number)
        add_update(action, Status.IN_PROGRESS, on, revised_deadline_on=day, deadline_reason="HMICFRS wrote so")
    words = words_of(office.get("/forces/cleveland/"))
    assert "Extended by HMICFRS (was 31 January 2025), changed 2 times" in words
    earlier = words_of(office.get("/as-at/2025-02-02/forces/cleveland/"))
    assert "Extended by HMICFRS (was 31 January 2025)" in earlier
    lines = {line["Reference"]: line for line in lines_of(office.get("/forces/cleveland.csv"), named=True)}
    assert (lines["7"]["Deadline set by"], lines["7"]["Times the deadline changed"]) == ("set by HMICFRS", "2")
    assert lines["5"]["Times the deadline changed"] == "0"


def test_another_edition_counts_the_deadline_changes_released_to_it(
    client: Client, cast: Cast, history: Register
) -> None:
    action = history.actions[("cleveland", "7")]
    moved = {"revised_deadline_on": datetime.date(2025, 6, 30), "deadline_reason": "HMICFRS wrote so"}
    add_update(action, Status.IN_PROGRESS, datetime.date(2025, 2, 1), audience="force-and-office", **moved)
    for person, times in ((cast.office, "1"), (cast.cumbria_office, "0")):
        client.force_login(person)
        lines = {line["Reference"]: line for line in lines_of(client.get("/forces/cleveland.csv"), named=True)}
        assert lines["7"]["Times the deadline changed"] == times


def test_the_facts_about_a_download_list_all_filters(office: Client, many: Register) -> None:
    facts = facts_of(office.get("/forces/cleveland.csv?theme=Custody+records&overdue=on&stale=on&about=1"))
    chosen = {"Theme": "Custody records", "Overdue only": "yes", "Still to do, no update for 90 days": "yes"}
    assert facts.items() >= chosen.items()


def test_an_invalid_filter_shows_an_error_and_no_rows(office: Client, many: Register) -> None:
    response = office.get("/forces/cleveland/?status=nonsense")
    assert response.context["form"].errors == {"status": ["Select an option from the list."]}
    assert "No action matches. Clear the filter." in words_of(response)


def test_filtering_by_an_empty_group_is_no_error(office: Client, many: Register) -> None:
    response = office.get("/forces/cleveland/?status=withdrawn")
    assert not response.context["form"].errors
    assert "0 of 62 actions" in words_of(response)


def test_actions_stand_under_their_inspections_overdue_first(office: Client, many: Register) -> None:
    response = office.get("/forces/cleveland/")
    table = response.context["table"]
    assert table.caption == "62 actions from 2 inspections"
    assert len(table.page.object_list) == 25
    headings = [heading for heading, _row in table.rows_with_headings if heading]
    of_inspections: dict[str, list[int]] = {}
    for row in table.rows:
        of_inspections.setdefault(row.record.action.recommendation.inspection.short_title, []).append(row.record.rank)
    assert all(ranks == sorted(ranks) for ranks in of_inspections.values())
    assert next(iter(of_inspections)) in headings[0]
    assert response.content.decode().count('scope="rowgroup"') == len(headings)


def test_rows_sorted_by_a_column_have_no_headings_and_name_their_inspections(office: Client, many: Register) -> None:
    response = office.get("/forces/cleveland/?sort=deadline")
    assert 'scope="rowgroup"' not in response.content.decode()
    assert "Recommendation 7: Identify" in words_of(response)


def test_the_filter_is_folded_into_one_line_that_says_what_is_shown(office: Client, many: Register) -> None:
    page = office.get("/forces/cleveland/?theme=Custody+records&overdue=on").content.decode()
    assert "Filter: Theme: Custody records, Overdue only: yes" in page
    assert '<details class="govuk-details st-noprint">' in page
    refused = office.get("/forces/cleveland/?status=nonsense").content.decode()
    assert '<details class="govuk-details st-noprint" open>' in refused


def test_unknown_values_sort_last_in_either_direction(office: Client, many: Register) -> None:
    for direction in ("", "-"):
        rows = office.get(f"/forces/cleveland/?sort={direction}lead").context["table"].page.object_list
        assert rows[0].record.action.lead_post == "Head of Custody"


def test_the_query_string_is_kept(office: Client, many: Register) -> None:
    page = office.get("/forces/cleveland/?kind=afi&sort=-lead").content.decode()
    assert "?kind=afi&amp;sort=-lead&amp;page=2" in page
    assert "?kind=afi&amp;sort=deadline" in page
    assert 'href="/forces/cleveland.csv?kind=afi&amp;sort=-lead"' in page
    assert '<input type="hidden" name="sort" value="-lead">' in page


def test_each_count_links_to_its_rows(office: Client, many: Register) -> None:
    response = office.get("/forces/cleveland/")
    for group, count in response.context["summary"].tally.present:
        assert f'href="?status={group}#all"' in response.content.decode()
        assert len(shown(office, f"status={group}")) == count


def test_the_download_contains_details_that_the_page_does_not_show(office: Client, history: Register) -> None:
    add_update(
        history.actions[("cleveland", "7")],
        Status.WAITING,
        datetime.date(2025, 2, 24),
        by=None,
        text="=Waits, she said.",
        audience="force-and-office",
        revised_deadline_on=datetime.date(2025, 2, 28),
        deadline_reason="Agreed.",
        expected_on=datetime.date(2025, 4, 1),
        waiting_for_recommendation=history.rec_4,
        waiting_for_body=history.joint_unit,
    )
    response = office.get("/forces/cleveland.csv?status=overdue")
    [line] = lines_of(response, named=True)
    assert line == {
        "Held by": "Cleveland Police",
        "Inspection": "Operation Soteria",
        "Reference": "7",
        "Label in the report": "Recommendation 7",
        "Kind": "Recommendation",
        "Title": "Identify and disrupt suspects",
        "Full text": history.rec_7.text,
        "Deadline as published": "By 31 January 2025",
        "Deadline": "2025-01-31",
        "Revised deadline": "2025-02-28",
        "Local target": "",
        "Next deadline": "2025-02-28",
        "Next deadline is for": "",
        "Deadlines of parts": "",
        "Deadline set by": "set by HMICFRS",
        "Times the deadline changed": "1",
        "Status": "Waiting for others",
        "Status with timing": "Overdue",
        "Days late": "3",
        "Expected": "2025-04-01",
        "Waiting for": "Recommendation 4 (Soteria Joint Unit)",
        "Lead": "",
        "Project": "",
        "Last update": "2025-02-24",
        "Last update in words": "'=Waits, she said.",
        "Records shown": "What the force and its office see",
        "Page": "http://testserver/forces/cleveland/soteria-2024/7/",
    }


def test_the_facts_about_the_download_begin_with_title_day_and_filters(office: Client, many: Register) -> None:
    facts = facts_of(office.get("/forces/cleveland.csv?status=closed&q=matter&about=1"))
    assert list(facts.items())[:4] == [
        ("Title", "Cleveland Police"),
        ("Position as at", "3 March 2025"),
        ("Status", "Closed"),
        ("Words in title, text or inspection", "matter"),
    ]


@pytest.mark.parametrize(
    ("opened_on", "words"),
    [
        (datetime.date(2025, 3, 2), "open for 1 day"),
        (datetime.date(2023, 3, 4), "open for 730 days"),
        (datetime.date(2023, 3, 3), "open for 2 years"),
        (datetime.date(2019, 10, 26), "open for 5 years"),
    ],
)
def test_long_periods_are_shown_in_years(opened_on: datetime.date, words: str) -> None:
    assert open_for(Action(opened_on=opened_on), TODAY) == words


def test_the_filter_offers_the_latest_inspections_and_finds_others_by_text(office: Client, history: Register) -> None:
    """For a force with over forty inspections the list stays short, and every inspection can be found."""
    for number in range(INSPECTIONS_OFFERED):
        published_on = datetime.date(2025, 1, 1) + datetime.timedelta(days=number)
        inspection = InspectionFactory(short_title=f"Newer {number}", slug=f"newer-{number}", published_on=published_on)
        open_action(RecommendationFactory(inspection=inspection, reference="1"), history.cleveland)
    page = office.get("/forces/cleveland/?q=soteria")
    offered = [slug for slug, _title in page.context["form"].fields["inspection"].choices if slug]
    assert len(offered) == INSPECTIONS_OFFERED
    assert "soteria-2024" not in offered
    assert {row.record.action.recommendation.inspection_id for row in page.context["table"].page.object_list} == {
        history.soteria.pk
    }
    asked = office.get("/forces/cleveland/?inspection=soteria-2024")
    assert "soteria-2024" in dict(asked.context["form"].fields["inspection"].choices)
    assert "42 actions from 41 inspections" in words_of(office.get("/forces/cleveland/"))
