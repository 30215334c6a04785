"""The charts of the overview and of a force: each also states its facts in words, and the pages stay small."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forces.bodies.models import Force
from recommendations.pages.overview.deadlines import deadlines_of
from recommendations.positions.counting import Tally
from recommendations.register.statuses import PositionGroup, Status, Wording
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    ForceFactory,
    InspectionFactory,
    RecommendationFactory,
    add_update,
    open_action,
    rebuilding_once,
)
from tests.reading import words_of

MOST_QUERIES = 26
MOST_BYTES = 70_000

pytestmark = pytest.mark.usefixtures("on_the_day")


def tile(client: Client, force: Force) -> str:
    page = client.get("/overview/").content.decode()
    [found] = re.findall(rf'<li class="st-tile[^>]*><a href="/forces/{force.slug}/".*?</li>', page)
    return found


def place(force: Force, column: int | None, row: int | None) -> None:
    force.map_column, force.map_row = column, row
    force.save()


# --- the map -----------------------------------------------------------------------------------------------


@pytest.mark.postgresql
def test_a_tile_shows_its_percentage_and_overdue_actions(office: Client, history: Register) -> None:
    place(history.cleveland, 5, 2)
    found = tile(office, history.cleveland)
    assert "c5 r2" in found
    assert "Cleveland: 0% closed, 1 overdue" in found
    assert "st-tile--1 " in found


@pytest.mark.parametrize(("closed", "band"), [(1, 1), (2, 2), (3, 3), (4, 4)])
def test_a_tile_is_darker_the_more_actions_are_closed(
    office: Client, register: Register, closed: int, band: int
) -> None:
    force = ForceFactory(slug="harbour", map_column=1, map_row=1)
    for number in range(5):
        action = open_action(RecommendationFactory(inspection=register.soteria, number=30 + number), force)
        if number < closed:
            add_update(action, Status.CLOSED, datetime.date(2025, 1, 1))
    assert f"st-tile--{band} " in tile(office, force)


def test_a_force_not_using_the_tracker_has_no_colour_and_no_percentage(office: Client, register: Register) -> None:
    place(register.durham, 4, 2)
    found = tile(office, register.durham)
    assert "st-tile--not-tracked" in found
    assert "does not use Soteria Tracker" in found
    assert "%" not in found


@pytest.mark.parametrize(("who", "own"), [("office", True), ("panel_member", True), ("cumbria_office", False)])
def test_the_readers_own_force_is_outlined(client: Client, cast: Cast, register: Register, who: str, own: bool) -> None:
    place(register.cleveland, 5, 2)
    client.force_login(getattr(cast, who))
    assert ("st-tile--me" in tile(client, register.cleveland)) is own


def test_a_force_without_a_place_on_the_map_is_in_a_separate_row(office: Client, register: Register) -> None:
    special = ForceFactory(slug="railway", region="", territorial=False, map_column=1, map_row=1)
    open_action(register.rec_7, special)
    assert not re.search(r" c\d r\d", tile(office, special))


# --- deadlines of the overview -----------------------------------------------------------------------------


@pytest.mark.postgresql
def test_each_deadline_says_how_many_forces_still_have_to_finish(office: Client, history: Register) -> None:
    words = words_of(office.get("/overview/"))
    assert "31 January 2025 31 days ago Recommendation" in words
    assert "Recommendation 7: Identify and disrupt suspects." in words
    assert "Recommendation 4: Define repeat suspects. Operation Soteria: Soteria Joint Unit: deadline passed" in words
    assert "Operation Soteria: 1 of 2 forces still to finish." in words
    assert "31 July 2025 in 150 days Recommendation 5: Use the new definition." in words


def test_finished_actions_have_no_deadline_on_the_timeline(office: Client, history: Register) -> None:
    add_update(history.actions[("cleveland", "7")], Status.SENT, datetime.date(2025, 3, 1))
    deadlines = office.get("/overview/").context["overview"].deadlines
    due = [line.recommendation.pk for line in deadlines.lines]
    assert history.rec_7.pk not in due
    assert history.rec_5.pk in due


def test_deadlines_of_one_force_are_not_national(office: Client, register: Register) -> None:
    own = InspectionFactory(slug="own", scope="force", subjects="named-forces")
    open_action(RecommendationFactory(inspection=own, short_title="Only here"), register.cleveland)
    assert "Only here" not in words_of(office.get("/overview/"))


def tally(**counts: int) -> Tally:
    found = Tally()
    for group, count in counts.items():
        found.groups[PositionGroup(group.replace("_", "-"))] = count
    return found


def after(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


def test_a_recommendation_is_shown_once_with_its_next_deadline() -> None:
    tallies = {
        (1, after(-60), None): tally(overdue=2),
        (1, after(10), None): tally(in_progress=3),
        (1, after(40), None): tally(waiting=1),
        (1, after(20), None): tally(closed=9),  # finished
    }
    [due] = deadlines_of(tallies, TODAY, in_full=set()).shown
    assert (due.on(TODAY), due.icon(TODAY), due.forces, due.late(TODAY)) == (after(10), "due", 6, 2)


def test_the_five_nearest_deadlines_are_shown_and_the_others_counted() -> None:
    ahead = {(number, after(30 * number), None): tally(in_progress=1) for number in range(1, 8)}
    past = {(number, after(-number), None): tally(overdue=2) for number in (11, 12)}
    found = deadlines_of(ahead | past, TODAY, in_full=set())
    assert [due.recommendation_id for due in found.shown] == [1, 2, 3, 4, 5]
    assert (found.earlier, found.earlier_actions, found.later) == (2, 4, 2)


def test_the_last_that_passed_are_shown_where_few_are_ahead() -> None:
    ahead = {(number, after(number), None): tally(in_progress=1) for number in (1, 2)}
    past = {(number, after(-number), None): tally(passed=2) for number in (11, 12, 13, 14)}
    found = deadlines_of(ahead | past, TODAY, in_full=set())
    assert [due.recommendation_id for due in found.shown] == [13, 12, 11, 1, 2]
    assert [due.icon(TODAY) for due in found.shown] == ["passed"] * 3 + ["due"] * 2
    assert (found.earlier, found.earlier_actions, found.later) == (1, 2, 0)


def test_the_total_of_forces_is_shown_only_where_all_are_counted() -> None:
    tallies = {
        (1, TODAY, None): tally(in_progress=3),
        (1, None, None): tally(closed=4),
        (2, TODAY, None): tally(waiting=1),
    }
    shown = deadlines_of(tallies, TODAY, in_full={1}).shown
    assert [due.words(Wording.RECORDED, {}) for due in shown] == [
        ["3 of 7 forces still to finish"],
        ["1 force still to finish"],
    ]


# --- the bars ----------------------------------------------------------------------------------------------


@pytest.mark.postgresql
def test_the_bar_and_the_table_of_an_inspection_show_the_same_counts(office: Client, history: Register) -> None:
    page = office.get("/overview/").content.decode()
    assert '<title id="soteria-2024-t">Operation Soteria: status of 4 actions of forces</title>' in page
    [described] = re.findall(r'<desc id="soteria-2024-d">(.*?)</desc>', page)
    assert "Overdue 1" in described
    assert "Closed 1" in described
    [(inspection, counts)] = office.get("/overview/").context["overview"].table_of_inspections
    assert (inspection, sum(counts)) == (history.soteria, 4)


@pytest.mark.postgresql
def test_the_strip_of_a_force_shows_its_counts(office: Client, history: Register) -> None:
    page = office.get("/forces/cleveland/").content.decode()
    assert '<title id="strip-t">Status of 2 actions</title>' in page
    assert '<desc id="strip-d">Overdue 1, Complete, says the force 1</desc>' in page


# --- the timeline and the progress of a force --------------------------------------------------------------


def test_the_timeline_names_few_actions_and_counts_many(office: Client, history: Register) -> None:
    for number in range(21, 26):
        rec = RecommendationFactory(inspection=history.soteria, number=number, deadline_on=datetime.date(2025, 5, 31))
        add_update(open_action(rec, history.cleveland), Status.IN_PROGRESS, datetime.date(2025, 1, 1))
    words = words_of(office.get("/forces/cleveland/"))
    assert "31 January 2025 31 days ago Identify and disrupt suspects" in words
    assert "31 May 2025 In 89 days 5 in progress" in words
    assert "31 July 2025 In 150 days 1 complete" in words


def test_the_timeline_states_what_it_does_not_show(office: Client, history: Register) -> None:
    for day in (datetime.date(2023, 1, 31), datetime.date(2027, 1, 31)):
        rec = RecommendationFactory(inspection=history.soteria, deadline_on=day)
        add_update(open_action(rec, history.cleveland), Status.CLOSED, datetime.date(2025, 1, 1))
    open_action(RecommendationFactory(inspection=history.soteria, undated=True), history.cleveland)
    assert (
        "Not on the timeline: 1 action with an earlier date (1 closed), 1 action with a later date,"
        " 1 action without a date (0 closed)." in words_of(office.get("/forces/cleveland/"))
    )


@pytest.mark.postgresql
def test_actions_on_and_off_the_timeline_add_up_to_the_total(office: Client, history: Register) -> None:
    context = office.get("/forces/cleveland/").context
    line = context["line"]
    off = line.earlier.tracked + line.later.tracked + line.undated.tracked
    on = sum(one.count for due in line.days for one in due.lines)
    assert on + off == context["summary"].tally.tracked


@pytest.mark.postgresql
def test_progress_over_time_is_a_chart_with_its_table(office: Client, history: Register) -> None:
    add_update(history.actions[("cleveland", "7")], Status.CLOSED, datetime.date(2025, 3, 1))
    response = office.get("/forces/cleveland/")
    assert "Opened Open Closed 1 March 2025 2 1 1 22 August 2024 2 2 0" in words_of(response)
    page = response.content.decode()
    assert "From 2 opened by 22 August 2024 to 2 opened, 1 of them not finished and 1 closed." in page


def test_without_changes_there_is_a_table_but_no_chart(office: Client, register: Register) -> None:
    response = office.get("/forces/cleveland/")
    assert "Progress over time" in words_of(response)
    assert b"st-step" not in response.content


def test_a_force_not_using_the_tracker_has_no_charts(office: Client, history: Register) -> None:
    page = office.get("/forces/durham/").content.decode()
    assert not re.search(r"st-bar|st-tl|st-step", page)


# --- sizes -------------------------------------------------------------------------------------------------


def test_the_pages_stay_small_with_200_actions_of_35_inspections(office: Client, history: Register) -> None:
    with rebuilding_once():
        for number in range(35):
            title = f"An inspection of something that matters, number {number}"
            inspection = InspectionFactory(short_title=title, subjects="named-forces", scope="force")
            for order in range(6):
                day = TODAY + datetime.timedelta(days=number * 20 - 100 + order)
                rec = RecommendationFactory(inspection=inspection, number=order + 1, deadline_on=day)
                action = open_action(rec, history.cleveland, lead_post=f"Detective Superintendent, Part {number % 10}")
                for status in list(Status)[1 + order : 3 + order]:
                    add_update(action, status, TODAY - datetime.timedelta(days=200 - number - order))
    for address in ("/forces/cleveland/", "/overview/"):
        with CaptureQueriesContext(connection) as captured:
            response = office.get(address)
        assert len(response.content) < MOST_BYTES, address
        assert len(captured) <= MOST_QUERIES, address
    assert len(office.get("/forces/cleveland/").context["summary"].attention.overdue) == 3


@pytest.mark.postgresql
def test_filtering_sorting_and_paging_show_the_right_rows(office: Client, history: Register) -> None:
    for number in range(30, 55):
        open_action(RecommendationFactory(inspection=history.soteria, number=number), history.cleveland)
    first = [
        row.record.pk for row in office.get("/forces/cleveland/?sort=inspection").context["table"].page.object_list
    ]
    second = [
        row.record.pk
        for row in office.get("/forces/cleveland/?sort=inspection&page=2").context["table"].page.object_list
    ]
    everything = office.get("/forces/cleveland/?sort=inspection").context["table"].data.data
    assert first + second == [row.pk for row in everything[: len(first) + len(second)]]
    filtered = office.get("/forces/cleveland/?status=complete")
    assert [row.record.group for row in filtered.context["table"].page.object_list] == ["complete"]
    assert "1 of 27 actions" in words_of(filtered)
    assert len(filtered.context["summary"].attention.overdue) == 1, "what needs attention is not filtered"
