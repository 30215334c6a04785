"""Every page with a table agrees with each of its downloads, for each kind of reader."""

import csv
import datetime
import io
import json
from collections import Counter
from typing import Any

import openpyxl
import pytest
from django.test import Client

from forces.bodies.models import Installation
from recommendations.register.statuses import PositionGroup, Status
from tests.cast import TODAY, Cast, Register
from tests.factories import RecommendationFactory, add_update, open_action, rebuilding_once
from tests.snapshots import SnapshotStore

pytestmark = pytest.mark.usefixtures("on_the_day")

READERS = ["office", "panel_member", "cumbria_office", "administrator", "auditor"]
PAGES = [
    "/overview",
    "/forces",
    "/forces/cleveland",
    "/inspections",
    "/inspections/soteria-2024",
    "/inspections/soteria-2024/7",
    "/bodies/soteria-joint-unit",
]


@pytest.fixture
def varied_history(history: Register, build_once: SnapshotStore) -> Register:
    """A history in which the editions of Cleveland differ and a table is longer than its page."""
    build_once(build_varied_history, history)
    return history


@rebuilding_once()
def build_varied_history(history: Register) -> None:
    """Record the updates of the varied history."""
    moves = [*Status][1:]
    for number in range(20, 75):
        recommendation = RecommendationFactory(inspection=history.soteria, number=number, undated=number % 3 == 0)
        for force in (history.cleveland, history.cumbria):
            action = open_action(recommendation, force)
            for step, audience in enumerate(("public", "panel", "force-and-office")):
                if number % (step + 2) == 0:
                    add_update(
                        action,
                        moves[(number + step) % len(moves)],
                        datetime.date(2024, 11, 1 + step),
                        audience=audience,
                    )


def contents(client: Client, address: str) -> bytes:
    response: Any = client.get(address)
    assert response.status_code == 200, address
    body = b"".join(response) if response.streaming else response.content
    for close in response._resource_closers:
        close()
    return body


def json_of(client: Client, page: str, query: str = "") -> dict[str, Any]:
    """Return the data of the JSON download."""
    return json.loads(contents(client, f"{page}.json{query}"))


def lines_in_csv(client: Client, page: str, query: str = "") -> list[list[str]]:
    text = contents(client, f"{page}.csv{query}").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def lines_in_workbook(client: Client, page: str, query: str = "") -> list[list[Any]]:
    workbook = openpyxl.load_workbook(io.BytesIO(contents(client, f"{page}.xlsx{query}")))
    return [[cell.value for cell in row] for row in workbook["Table"].iter_rows()]


def as_json(value: Any) -> Any:
    """Return a workbook cell as JSON represents it."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return "" if value is None else value


def shown_by(client: Client, page: str) -> Any:
    """Return the page's own tally from its template context."""
    context = client.get(f"{page}/").context
    if page == "/overview":
        return context["overview"].tally
    if page in ("/forces", "/inspections"):
        return None
    return context["summary"].tally if "summary" in context else context["page"].forces


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", READERS)
def test_every_format_has_the_same_rows_and_the_figures_of_the_page(
    client: Client, cast: Cast, varied_history: Register, who: str, page: str
) -> None:
    client.force_login(getattr(cast, who))
    json_data = json_of(client, page)
    csv_head, *csv_rows = lines_in_csv(client, page)
    sheet_head, *sheet_rows = lines_in_workbook(client, page)
    assert json_data["columns"] == csv_head == sheet_head
    rows = [["" if cell is None else cell for cell in row] for row in json_data["rows"]]
    assert [[as_json(cell) for cell in row] for row in sheet_rows] == rows
    assert csv_rows == [[str(cell) for cell in row] for row in rows]
    assert rows
    figures = json_data["figures"]
    assert sum(figures["by_group"].values()) == figures["actions"]
    shown = shown_by(client, page)
    if shown is not None:
        assert figures["by_group"] == {group.value: count for group, count in shown.groups.items()}
        derived = ("due_next", "forecast_late", "past_local_target", "overdue_waiting")
        assert {name: figures[name] for name in derived} == {name: getattr(shown, name) for name in derived}


@pytest.mark.parametrize("who", READERS)
def test_the_rows_of_a_force_add_up_to_its_figures(
    client: Client, cast: Cast, varied_history: Register, who: str
) -> None:
    client.force_login(getattr(cast, who))
    json_data = json_of(client, "/forces/cleveland")
    place = json_data["columns"].index("Status with timing")
    counted = Counter(row[place].replace("released", "recorded") for row in json_data["rows"])
    by_group = json_data["figures"]["by_group"]
    assert counted == {str(PositionGroup(key).label): count for key, count in by_group.items() if count}
    assert sum(counted.values()) == 57


def test_a_filter_and_a_sort_order_apply_to_the_downloads(office: Client, varied_history: Register) -> None:
    query = "?status=overdue&sort=-deadline"
    shown = office.get(f"/forces/cleveland/{query}").context["table"]
    references = [row.record.action.recommendation.reference for row in shown.rows]
    assert len(references) > 1
    json_data = json_of(office, "/forces/cleveland", query)
    assert [row[2] for row in json_data["rows"]] == references
    assert json_data["filters"] == [{"name": "Status", "value": "Overdue"}]
    assert [line[2] for line in lines_in_workbook(office, "/forces/cleveland", query)[1:]] == references


def test_an_earlier_day_applies_to_the_downloads(office: Client, varied_history: Register) -> None:
    json_data = json_of(office, "/as-at/2024-11-02/forces/cleveland", "?known=2025-01-01")
    assert (json_data["as_at"], json_data["known"]) == ("2024-11-02", "2025-01-01")
    shown = office.get("/as-at/2024-11-02/forces/cleveland/?known=2025-01-01").context["summary"].tally
    assert json_data["figures"]["by_group"] == {group.value: count for group, count in shown.groups.items()}


def test_the_responses_page_and_its_downloads_agree(office: Client, history: Register) -> None:
    json_data = json_of(office, "/responses")
    shown = office.get("/responses/").context["table"].data.data
    assert json_data["figures"]["responses"] == len(shown) == len(json_data["rows"]) > 0
    assert sum(json_data["figures"]["by_state"].values()) == len(shown)
    assert [line[2] for line in lines_in_csv(office, "/responses")[1:]] == [row.force.name for row in shown]


def test_my_work_and_its_downloads_agree(office: Client, varied_history: Register) -> None:
    shown = {section.group.value: section.count for section in office.get("/my-work/").context["work"].sections}
    json_data = json_of(office, "/my-work")
    assert {group: count for group, count in json_data["figures"].items() if count} == shown
    assert len(json_data["rows"]) == sum(shown.values()) > 10
    assert len(lines_in_workbook(office, "/my-work")) == sum(shown.values()) + 1


@pytest.mark.parametrize("format", ["csv", "json", "xlsx"])
def test_text_that_looks_like_a_formula_is_harmless(office: Client, history: Register, cast: Cast, format: str) -> None:
    evil = '=HYPERLINK("http://example.org","Read me")'
    add_update(
        history.actions[("cleveland", "7")], Status.IN_PROGRESS, datetime.date(2025, 3, 1), by=cast.office, text=evil
    )
    if format == "csv":
        assert any(f"'{evil}" in line for line in lines_in_csv(office, "/forces/cleveland"))
    elif format == "json":
        assert any(evil in row for row in json_of(office, "/forces/cleveland")["rows"])
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(contents(office, "/forces/cleveland.xlsx")))["Table"]
        [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == evil]
        assert (cell.data_type, cell.hyperlink) == ("s", None)


@pytest.mark.parametrize("page", PAGES)
def test_a_demonstration_says_so_in_each_format(office: Client, history: Register, page: str) -> None:
    Installation.objects.create(pk=1, is_demonstration=True, made_on=TODAY)
    assert json_of(office, page)["demonstration"]
    assert b"Invented demonstration data" in contents(office, f"{page}.csv?about=1")
    sheet = openpyxl.load_workbook(io.BytesIO(contents(office, f"{page}.xlsx")))["About"]
    assert "Invented demonstration data" in [cell.value for cell in sheet["B"]]


@pytest.mark.parametrize("page", PAGES)
def test_each_row_links_to_its_page(office: Client, history: Register, page: str) -> None:
    headings, *rows = lines_in_csv(office, page)
    addresses = {row[headings.index("Page")].removeprefix("http://testserver") for row in rows}
    assert rows
    assert {office.get(address).status_code for address in addresses} == {200}
    sheet = openpyxl.load_workbook(io.BytesIO(contents(office, f"{page}.xlsx")))["Table"]
    linked = [cell for cell in sheet[2] if cell.hyperlink]
    assert [cell.hyperlink.target for cell in linked] == [cell.value for cell in linked]
    assert len(linked) == 1


@pytest.mark.parametrize("page", PAGES)
def test_the_facts_about_a_table_count_as_its_figures(office: Client, history: Register, page: str) -> None:
    facts = dict(csv.reader(io.StringIO(contents(office, f"{page}.csv?about=1").decode("utf-8-sig"))))
    assert facts["Position as at"] == "3 March 2025"
    figures = json_of(office, page)["figures"]
    assert facts["Actions"] == str(figures["actions"])
    assert facts.get("Overdue", "0") == str(figures["by_group"]["overdue"])


def test_a_page_offers_its_download_formats(office: Client, history: Register) -> None:
    links = office.get("/forces/cleveland/?status=overdue&page=1").context["downloads"]
    assert [(link["label"], link["url"]) for link in links] == [
        ("CSV", "/forces/cleveland.csv?status=overdue"),
        ("Excel", "/forces/cleveland.xlsx?status=overdue"),
        ("JSON", "/forces/cleveland.json?status=overdue"),
        ("PDF", "/forces/cleveland.pdf?status=overdue"),
        ("Data address", "/account/data/?path=%2Fforces%2Fcleveland%2F&query=status%3Doverdue"),
        ("Calendar", "/account/calendars/?force=cleveland"),
    ]


def test_an_unknown_format_is_not_found(office: Client, history: Register) -> None:
    assert office.get("/forces/cleveland.doc").status_code == 404
