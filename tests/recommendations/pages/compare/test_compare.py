"""A force beside others, over the actions that they share."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forces.bodies.models import Force
from recommendations.register.models import Action
from recommendations.register.statuses import Status
from tests.cast import Cast, Register
from tests.factories import (
    ForceFactory,
    InspectionFactory,
    RecommendationFactory,
    ResponseFactory,
    add_update,
    open_action,
    published,
    rebuilding_once,
)
from tests.reading import lines_of, words_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

PAGE = "/forces/cleveland/compare/"
CUMBRIA = f"{PAGE}?with=cumbria"
CLOSED_ON = datetime.date(2024, 12, 1)


def _close(action: Action, on: datetime.date = CLOSED_ON) -> None:
    add_update(action, Status.CLOSED, on)


@pytest.fixture
def three_closed(history: Register) -> Register:
    """Three more shared recommendations: Cumbria closed two of them, one after it was re-opened."""
    with rebuilding_once():
        for number, days in ((11, 10), (12, 40), (13, None)):
            item = RecommendationFactory(inspection=history.soteria, number=number)
            open_action(item, history.cleveland)
            action = open_action(item, history.cumbria)
            if days:
                _close(action, datetime.date(2024, 8, 22) + datetime.timedelta(days=days))
        add_update(action, Status.CLOSED, datetime.date(2024, 9, 1))
        add_update(action, Status.IN_PROGRESS, datetime.date(2024, 10, 1))
        add_update(action, Status.CLOSED, datetime.date(2024, 10, 31))
        add_update(action, Status.CLOSED, datetime.date(2024, 12, 31))
    return history


def test_it_says_first_what_is_closed_and_overdue(office: Client, history: Register) -> None:
    words = words_of(office.get(CUMBRIA))
    assert (
        "Cleveland compared with Cumbria Cleveland has closed 0 of the 2 actions that the two forces share. "
        "Cumbria has closed 1. Cleveland has 1 overdue and Cumbria none." in words
    )


def test_each_force_is_shown_as_the_reader_may_see_it(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.office)
    rows = lines_of(client.get("/forces/cleveland/compare.csv?with=cumbria"), named=True)
    assert [(row["Force"], row["Closed"], row["Overdue"], row["No update"]) for row in rows] == [
        ("Cleveland Police", "0", "1", "0"),
        ("Cumbria Constabulary", "1", "0", "1"),
    ]
    client.force_login(cast.cumbria_office)
    add_update(history.actions[("cumbria", "5")], Status.CLOSED, CLOSED_ON, audience="force-and-office")
    own_first = lines_of(client.get("/forces/cleveland/compare.csv?with=cumbria"), named=True)
    assert [(row["Force"], row["Closed"]) for row in own_first] == [
        ("Cumbria Constabulary", "2"),
        ("Cleveland Police", "0"),
    ]
    client.force_login(cast.office)
    assert "Cumbria has closed 1." in words_of(client.get(CUMBRIA))


def test_its_counts_are_those_of_the_force_page(office: Client, history: Register) -> None:
    figures = office.get("/forces/cumbria.json").getvalue().decode()
    assert '"closed": 1' in figures
    assert "50% 1 of 2" in words_of(office.get(CUMBRIA))


def test_no_update_is_said_in_full(office: Client, history: Register) -> None:
    words = words_of(office.get(CUMBRIA))
    assert "1 with no update released" in words
    assert "Compare with other forces in the region: North East" in words_of(office.get(PAGE))


def test_more_than_two_forces_are_counted(office: Client, history: Register) -> None:
    assert " that all 3 forces share." in words_of(office.get(f"{PAGE}?with=cumbria&with=durham"))


def test_only_recommendations_that_all_share_count(office: Client, history: Register) -> None:
    open_action(RecommendationFactory(inspection=history.soteria, number=21), history.cleveland)
    assert "of the 2 actions that the two forces share" in words_of(office.get(CUMBRIA))


def test_the_typical_time_needs_three_closed_actions(office: Client, history: Register) -> None:
    assert "too few to say" in words_of(office.get(CUMBRIA))


def test_the_typical_time_is_the_median_until_an_action_was_closed_for_good(
    office: Client, three_closed: Register
) -> None:
    # 10, 40, 70 (closed again on 31 October, which the update of December leaves as it is) and 101 days
    rows = lines_of(office.get("/forces/cleveland/compare.csv?with=cumbria"), named=True)
    assert rows[1]["Typical time to close (days)"] == "55"
    assert "55 days half took longer" in words_of(office.get(CUMBRIA))


def test_a_force_that_does_not_use_soteria_tracker_has_no_figures(office: Client, history: Register) -> None:
    page = office.get(f"{PAGE}?with=durham")
    assert "does not use Soteria Tracker." in words_of(page)
    assert b'class="st-hatched"' in page.content
    rows = lines_of(office.get("/forces/cleveland/compare.csv?with=durham"), named=True)
    assert (rows[1]["Uses Soteria Tracker"], rows[1]["Closed"], rows[1]["Overdue"]) == ("no", "", "")


def test_it_counts_responses_published_in_time(office: Client, history: Register) -> None:
    published(ResponseFactory(force=history.cumbria, inspection=history.soteria), datetime.date(2024, 10, 1))
    published(ResponseFactory(force=history.cleveland, inspection=history.soteria), datetime.date(2024, 11, 1))
    words = words_of(office.get(CUMBRIA))
    assert "0 of 1 1 late" in words
    assert "1 of 1 published by the last day" in words


def test_it_lists_what_others_have_closed_with_what_they_said(office: Client, history: Register) -> None:
    page = office.get(CUMBRIA)
    assert "Closed elsewhere, not in Cleveland 1 action" in words_of(page)
    assert b'href="/forces/cumbria/soteria-2024/7/">Read what Cumbria said' in page.content
    assert "Closed in Cleveland, not elsewhere" not in words_of(page)


def test_it_shows_five_rows_and_then_all(office: Client, three_closed: Register) -> None:
    with rebuilding_once():
        for number in range(31, 34):
            item = RecommendationFactory(inspection=three_closed.soteria, number=number)
            open_action(item, three_closed.cleveland)
            _close(open_action(item, three_closed.cumbria))
    assert "Show all 7" in words_of(office.get(CUMBRIA))
    everything = words_of(office.get(f"{CUMBRIA}&list=closed-elsewhere"))
    assert everything.count("Read what Cumbria said") == 7
    assert "Show all" not in everything


def test_it_asks_for_forces_until_some_are_chosen(office: Client, history: Register) -> None:
    page = office.get(PAGE)
    assert "Compare Cleveland with other forces" in words_of(page)
    assert b"govuk-error-summary" not in page.content


@pytest.mark.parametrize(
    "query", ["chosen=yes", "with=nowhere", "with=cleveland", "&".join(f"with=force-{number}" for number in range(8))]
)
def test_no_force_and_more_than_seven_are_refused_with_a_sentence(
    office: Client, history: Register, query: str
) -> None:
    for number in range(8):
        ForceFactory(slug=f"force-{number}")
    page = office.get(f"{PAGE}?{query}")
    assert "Choose 1 to 7 forces." in words_of(page)
    assert b"<title>Error:" in page.content
    assert office.get(f"/forces/cleveland/compare.csv?{query}").status_code == 400


def test_what_was_ticked_stays_ticked_beside_an_error(office: Client, history: Register) -> None:
    assert b'value="cumbria" checked' in office.get(f"{PAGE}?with=cumbria&with=nowhere").content


def test_forces_without_a_shared_report_are_told_so(office: Client, history: Register) -> None:
    ForceFactory(slug="kent")
    assert "These forces share no report." in words_of(office.get(f"{PAGE}?with=kent"))
    assert lines_of(office.get("/forces/cleveland/compare.csv?with=kent"), named=True)[0]["Shared actions"] == "0"


def test_reports_under_embargo_are_not_counted(office: Client, history: Register) -> None:
    item = RecommendationFactory(inspection=InspectionFactory(slug="secret", embargoed=True))
    for force in (history.cleveland, history.cumbria):
        open_action(item, force, opened_on=datetime.date(2025, 1, 1))
    assert "of the 2 actions" in words_of(office.get(CUMBRIA))


def test_an_auditor_compares_audited_forces_only(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.auditor)
    assert "Choose 1 to 7 forces." in words_of(client.get(CUMBRIA))
    assert client.get("/forces/cumbria/compare/").status_code == 404


def test_it_can_be_looked_at_as_at_an_earlier_day(office: Client, history: Register) -> None:
    words = words_of(office.get("/as-at/2024-11-30/forces/cleveland/compare/?with=cumbria"))
    assert "Cumbria has closed none." in words
    assert words_of(office.get("/as-at/2024-12-31/forces/cleveland/compare/?with=cumbria&known=2024-12-31"))


def test_the_force_page_leads_to_it(office: Client, history: Register) -> None:
    assert f'href="{PAGE}"'.encode() in office.get("/forces/cleveland/").content


def test_its_queries_are_constant(office: Client, three_closed: Register) -> None:
    office.get(CUMBRIA)
    with CaptureQueriesContext(connection) as few:
        office.get(CUMBRIA)
    with rebuilding_once():
        for number in range(41, 56):
            item = RecommendationFactory(inspection=InspectionFactory(), number=number)
            for force in Force.objects.all():
                _close(open_action(item, force))
    with CaptureQueriesContext(connection) as many:
        office.get(f"{CUMBRIA}&with=durham")
    assert len(many) <= len(few) <= 25
