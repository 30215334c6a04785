"""The list of inspections: its counts, its filter, its download."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forces.bodies.models import Force
from recommendations.register.models import Inspection
from recommendations.register.statuses import Status
from tests.cast import Cast, Register
from tests.factories import (
    AddresseeFactory,
    InspectionFactory,
    PartFactory,
    RecommendationFactory,
    add_update,
    open_action,
)
from tests.reading import lines_of, words_of

MOST_QUERIES = 25


pytestmark = pytest.mark.usefixtures("on_the_day")


@pytest.fixture
def peel(register: Register) -> Inspection:
    """An older inspection of Cumbria alone, with one area for improvement that is closed."""
    peel = InspectionFactory(
        slug="peel-2023", title="PEEL inspection", nature="peel", published_on=datetime.date(2023, 5, 2)
    )
    improvement = RecommendationFactory(inspection=peel, reference="afi-1", kind="afi", undated=True)
    AddresseeFactory(recommendation=improvement, body=register.cumbria)
    add_update(open_action(improvement, register.cumbria), Status.CLOSED, datetime.date(2024, 1, 1))
    return peel


def test_each_inspection_has_its_counts(admin: Client, history: Register, peel: Inspection) -> None:
    rows = admin.get("/inspections/").context["table"].data.data
    counts = [(str(row.inspection), row.to_forces, row.to_national, row.forces.closed) for row in rows]
    assert counts == [("Operation Soteria", 2, 1, 1), (peel.short_title, 1, 0, 1)]


def test_a_page_has_25_inspections(admin: Client, history: Register) -> None:
    InspectionFactory.create_batch(26)
    page = admin.get("/inspections/")
    assert len(page.context["table"].page) == 25
    assert page.context["table"].page.paginator.count == 27


def test_it_opens_with_how_far_the_forces_are(admin: Client, history: Register, peel: Inspection) -> None:
    words = words_of(admin.get("/inspections/"))
    assert "2 of 5 force actions are closed and 1 is overdue." in words
    assert "1 of 4" in words


def test_it_says_that_nothing_is_overdue(admin: Client, register: Register, peel: Inspection) -> None:
    words = words_of(admin.get("/inspections/?nature=peel"))
    assert "1 of 1 force actions is closed. Nothing is overdue." in words


def test_it_says_that_no_force_uses_soteria_tracker(admin: Client, history: Register) -> None:
    Force.objects.update(uses_soteria_tracker=False)
    words = words_of(admin.get("/inspections/"))
    assert "No force uses Soteria Tracker yet." in words
    assert "No force uses Soteria Tracker" in words
    assert "0 of" not in words


@pytest.mark.parametrize("query", ["q=peel", "nature=peel", "year=2023"])
def test_it_can_be_narrowed(admin: Client, peel: Inspection, query: str) -> None:
    rows = admin.get(f"/inspections/?{query}").context["table"].data.data
    assert [row.inspection for row in rows] == [peel]


@pytest.mark.parametrize(
    "typed", ["vetting & misconduct", "Vetting and misconduct", "police-officers’", "officers' vetting"]
)
def test_words_in_the_title_match_whatever_the_typography(admin: Client, register: Register, typed: str) -> None:
    title = (
        "Police\N{NON-BREAKING HYPHEN}officers\N{RIGHT SINGLE QUOTATION MARK} vetting\N{NO-BREAK SPACE}and misconduct"
    )
    vetting = InspectionFactory(slug="vetting", title=title)
    rows = admin.get("/inspections/", {"q": typed}).context["table"].data.data
    assert [row.inspection for row in rows] == [vetting]


@pytest.mark.parametrize("query", ["nature=none-such", "year=1066", "q=%00"])
def test_an_invalid_filter_finds_nothing(admin: Client, peel: Inspection, query: str) -> None:
    assert "No inspections match" in words_of(admin.get(f"/inspections/?{query}"))


@pytest.mark.parametrize("column", ["title", "published", "nature", "to_forces", "to_national", "closed", "overdue"])
def test_every_column_sorts_both_ways(admin: Client, history: Register, peel: Inspection, column: str) -> None:
    Force.objects.filter(pk=history.cumbria.pk).update(uses_soteria_tracker=False)
    up = [row.record.inspection for row in admin.get(f"/inspections/?sort={column}").context["table"].rows]
    down = [row.record.inspection for row in admin.get(f"/inspections/?sort=-{column}").context["table"].rows]
    assert set(up) == {history.soteria, peel}
    assert up == down[::-1]


def test_a_recommendation_to_forces_and_a_national_body_counts_for_both(admin: Client, register: Register) -> None:
    part = PartFactory(recommendation=register.rec_7, label="a")
    AddresseeFactory(recommendation=register.rec_7, part=part, body=register.joint_unit)
    row = admin.get("/inspections/").context["table"].data.data[0]
    assert (row.to_forces, row.to_national) == (2, 2)


def test_the_download_contains_the_rows_of_the_list(admin: Client, history: Register, peel: Inspection) -> None:
    lines = lines_of(admin.get("/inspections.csv?year=2024"), named=True)
    assert [line["Short title"] for line in lines] == ["Operation Soteria"]
    assert (lines[0]["Force actions recorded"], lines[0]["Closed"], lines[0]["Overdue"]) == (
        "4",
        "1",
        "1",
    )


def test_the_queries_do_not_grow_with_the_rows(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.office)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/inspections/")
    for _ in range(5):
        recommendation = RecommendationFactory(inspection=InspectionFactory())
        AddresseeFactory(recommendation=recommendation, body=history.cumbria)
        open_action(recommendation, history.cumbria)
    with CaptureQueriesContext(connection) as many:
        client.get("/inspections/")
    assert len(many) == len(few) <= MOST_QUERIES
