"""The list of responses, and their clocks on the pages of a force and of an inspection."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forces.people.models import Role
from recommendations.pages.responses.queries import _responses, response_rows
from recommendations.register.models import Inspection
from recommendations.responses.clock import Clock, ClockState
from recommendations.responses.models import Response
from recommendations.responses.queries import ForceResponses, InspectionResponses
from recommendations.templatetags.clocks import last_day_in_words, ticks
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    ForceFactory,
    InspectionFactory,
    OfficeSettingsFactory,
    OversightFactory,
    PersonFactory,
    RecommendationFactory,
    ResponseFactory,
    as_reader,
    explained,
    membership,
    published,
)
from tests.reading import lines_of, words_of

MOST_QUERIES = 26
pytestmark = pytest.mark.usefixtures("on_the_day")


@pytest.fixture
def recent(register: Register) -> Inspection:
    """A report published 31 days before, on 1 February 2025, with one recommendation; its last day is 28 March."""
    inspection = InspectionFactory(slug="recent", short_title="Recent", published_on=datetime.date(2025, 2, 1))
    RecommendationFactory(inspection=inspection, number=1)
    return inspection


@pytest.fixture
def varied_responses(register: Register, recent: Inspection) -> Inspection:
    """Cleveland drafts; to Soteria it answered on day 49, Cumbria on day 60; no one answers for Durham."""
    draft = ResponseFactory(inspection=recent, force=register.cleveland)
    explained(draft, recent.recommendations.get())
    published(ResponseFactory(inspection=register.soteria, force=register.cleveland), datetime.date(2024, 10, 9))
    published(ResponseFactory(inspection=register.soteria, force=register.cumbria), datetime.date(2024, 10, 20))
    return recent


def rows_of(client: Client, query: str = "") -> list[tuple[str, str, str]]:
    table = client.get(f"/responses/{query}").context["table"]
    return [(row.inspection.slug, row.force.slug, row.clock.words) for row in table.data.data]


# --- the list ----------------------------------------------------------------------------------------------


def test_no_response_is_late_where_nothing_is_recorded(office: Client, register: Register) -> None:
    assert rows_of(office) == [
        ("soteria-2024", "cleveland", "No response recorded here"),
        ("soteria-2024", "cumbria", "No response recorded here"),
    ]
    assert "No published responses are recorded here." in words_of(office.get("/responses/"))


@pytest.mark.parametrize(("stage", "leads_to"), [("published", "published/1/"), ("draft", "")])
def test_a_row_links_to_the_publication_or_to_the_draft(
    office: Client, varied_responses: Inspection, register: Register, stage: str, leads_to: str
) -> None:
    Response.objects.filter(inspection=register.soteria).update(stage=stage)
    place = "/forces/cleveland/responses/soteria-2024/"
    assert f'href="{place}{leads_to}"' in office.get("/responses/?inspection=soteria-2024").content.decode()


def test_the_invited_force_sees_a_request_for_comments_on_its_page(
    client: Client, cast: Cast, recent: Inspection, register: Register
) -> None:
    asked = "The Chief Constable’s comments on Recent are due by 1 March 2025."
    response = ResponseFactory(
        inspection=recent,
        force=register.cleveland,
        invited_on=datetime.date(2025, 2, 3),
        comments_wanted_by=datetime.date(2025, 3, 1),
    )
    client.force_login(cast.office)
    assert asked not in words_of(client.get("/forces/cleveland/")), "the office knows whom it asked"
    client.force_login(cast.contributor)
    assert asked in words_of(client.get("/forces/cleveland/"))
    response.comments_received_on = datetime.date(2025, 2, 20)
    response.save()
    assert asked not in words_of(client.get("/forces/cleveland/"))


def test_the_readers_own_office_comes_first_with_its_draft(office: Client, varied_responses: Inspection) -> None:
    assert rows_of(office) == [
        ("recent", "cleveland", "Day 31 of 56, 25 days left"),
        ("soteria-2024", "cleveland", "Published on day 49"),
        ("recent", "cumbria", "No response recorded here; day 31 of 56, 25 days left"),
        ("soteria-2024", "cumbria", "Published on day 60, 4 days late"),
    ]
    words = words_of(office.get("/responses/"))
    assert "Your office still has time to publish 1 response." in words
    assert "Of 4 responses, 2 are recorded here as published, 1 of them in time." in words
    assert "1 of 1 Draft" in words


@pytest.mark.parametrize("who", ["cumbria_office", "panel_member", "contributor", "auditor", "administrator"])
def test_others_see_nothing_of_a_draft(client: Client, cast: Cast, varied_responses: Inspection, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert ("recent", "cleveland", "No response recorded here; day 31 of 56, 25 days left") in rows_of(client)
    assert ("soteria-2024", "cleveland", "Published on day 49") in rows_of(client)
    words = words_of(client.get("/responses/"))
    assert "Draft" not in words
    assert "1 of 1" not in words
    lines = lines_of(client.get("/responses.csv"), named=True)
    assert {line.get("Stage", "") for line in lines} <= {"", "Published"}
    assert {line.get("Explained", "") for line in lines if line["Response to"] == "Recent"} == {""}


def test_explanations_with_different_text_are_all_counted(
    office: Client, cast: Cast, varied_responses: Inspection
) -> None:
    draft = varied_responses.responses.get()
    for number, text in ((2, "We have acted."), (3, "We will act by June."), (4, " \n ")):
        explained(draft, RecommendationFactory(inspection=varied_responses, number=number), text=text)
    rows = [row for row in response_rows(as_reader(cast.office, TODAY)) if row.response == draft]
    assert [(row.explained.done, row.explained.needed) for row in rows if row.explained] == [(3, 4)]
    assert "3 of 4 Draft" in words_of(office.get("/responses/"))
    assert "3 of 4 recommendations explained." in words_of(office.get("/my-work/"))


def test_each_response_is_read_from_the_database_once(cast: Cast, varied_responses: Inspection) -> None:
    draft = varied_responses.responses.get()
    for number in (2, 3, 4):
        explained(draft, RecommendationFactory(inspection=varied_responses, number=number))
    reader = as_reader(cast.office, TODAY)
    assert len(_responses(reader, Inspection.objects.values_list("pk", flat=True), None)) == Response.objects.count()


def test_areas_for_improvement_count_where_the_office_requires_them(
    office: Client, varied_responses: Inspection
) -> None:
    RecommendationFactory(inspection=varied_responses, number=2, reference="afi-2", kind="afi")
    assert "1 of 1 Draft" in words_of(office.get("/responses/"))
    OfficeSettingsFactory(
        body=varied_responses.responses.get().force.oversights.get().body, afis_need_explanations=True
    )
    assert "1 of 2 Draft" in words_of(office.get("/responses/"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?state=late", ["soteria-2024 cumbria"]),
        ("?state=in-time", ["soteria-2024 cleveland"]),
        ("?state=running", ["recent cleveland"]),
        ("?state=nothing-recorded", ["recent cumbria"]),
        ("?state=past", []),
        ("?within=25", ["recent cleveland", "recent cumbria"]),
        ("?within=24", []),
        ("?inspection=recent&force=cumbria", ["recent cumbria"]),
        ("?state=no-such-state", []),
        ("?within=-1", []),
    ],
)
def test_each_filter_shows_the_matching_responses(
    office: Client, varied_responses: Inspection, query: str, expected: list[str]
) -> None:
    assert [f"{inspection} {force}" for inspection, force, _words in rows_of(office, query)] == expected
    lines = lines_of(office.get(f"/responses.csv{query}"), named=True)
    assert [line["Force"].split()[0].lower() for line in lines] == [row.split()[1] for row in expected]


def test_an_incomplete_draft_and_an_incomplete_publication_are_found(
    office: Client, varied_responses: Inspection
) -> None:
    assert rows_of(office, "?state=incomplete") == []
    varied_responses.responses.get().explanations.all().delete()
    other = InspectionFactory(slug="other", published_on=datetime.date(2024, 11, 1))
    cleveland = varied_responses.responses.get().force
    late = ResponseFactory(inspection=other, force=cleveland)
    published(late, datetime.date(2024, 11, 20), incomplete_reason="To be in time")
    found = rows_of(office, "?state=incomplete")
    assert [(inspection, force) for inspection, force, _words in found] == [
        ("recent", "cleveland"),
        ("other", "cleveland"),
    ]


def test_the_download_keeps_the_order_of_the_page(office: Client, varied_responses: Inspection) -> None:
    for query in ("?sort=last_day", "?sort=-state", "?sort=force"):
        lines = lines_of(office.get(f"/responses.csv{query}"), named=True)
        assert [line["State in words"] for line in lines] == [words for *_rest, words in rows_of(office, query)]


def test_a_response_stays_with_the_body_that_published_it(
    office: Client, varied_responses: Inspection, register: Register
) -> None:
    OversightFactory(force=register.cleveland, body__name="Mayor", first_day=datetime.date(2025, 1, 1))
    office_lines = lines_of(office.get("/responses.csv?force=cleveland"), named=True)
    bodies = {line["Response to"]: line["Local policing body"] for line in office_lines}
    assert bodies == {"Recent": "Mayor", "Operation Soteria": "Police and Crime Commissioner for Cleveland"}


def test_only_named_forces_must_respond_to_a_report_on_them(office: Client, register: Register) -> None:
    named = InspectionFactory(slug="named", published_on=datetime.date(2024, 12, 1), subjects="named-forces")
    named.subject_forces.add(register.cumbria)
    assert [force for inspection, force, _words in rows_of(office) if inspection == "named"] == ["cumbria"]


def test_the_queries_do_not_grow_with_the_rows(
    office: Client, varied_responses: Inspection, register: Register
) -> None:
    addresses = ["/responses/", "/responses.csv", "/forces/cleveland/", "/inspections/recent/", "/my-work/"]

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                b"".join(office.get(address))
            counts.append(len(captured))
        return counts

    before = asked()
    for number in range(4):
        OversightFactory(force=ForceFactory(slug=f"more-{number}", abbreviation=f"M{number}"))
        inspection = InspectionFactory(slug=f"more-{number}", published_on=datetime.date(2025, 2, 1))
        draft = ResponseFactory(inspection=inspection, force=register.cleveland)
        explained(draft, RecommendationFactory(inspection=inspection, number=1))
        published(ResponseFactory(inspection=inspection, force=register.cumbria), datetime.date(2025, 2, 20))
    assert asked() == before
    assert max(before) <= MOST_QUERIES


# --- the clock on other pages ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "drafted"),
    [
        ("office", "Day 31 of 56, 25 days left"),
        ("panel_member", "No response recorded here; day 31 of 56, 25 days left"),
        ("administrator", "No response recorded here; day 31 of 56, 25 days left"),
    ],
)
def test_every_page_shows_the_same_clocks(
    cast: Cast, varied_responses: Inspection, register: Register, who: str, drafted: str
) -> None:
    reader = as_reader(getattr(cast, who), TODAY)
    expected = {
        (register.soteria, register.cleveland): "Published on day 49",
        (register.soteria, register.cumbria): "Published on day 60, 4 days late",
        (varied_responses, register.cleveland): drafted,
        (varied_responses, register.cumbria): "No response recorded here; day 31 of 56, 25 days left",
    }
    assert {(row.inspection, row.force): row.clock.words for row in response_rows(reader)} == expected
    on_inspections = {
        (inspection, force): clock.words
        for inspection in (register.soteria, varied_responses)
        for force, clock in InspectionResponses.to(inspection, reader).clocks
    }
    on_forces = {
        (row.inspection, force): row.clock.words
        for force in (register.cleveland, register.cumbria, register.durham)
        for row in ForceResponses.of(force, reader, has_overseer=force != register.durham).clocks
    }
    assert on_inspections == on_forces == expected


def test_the_force_page_shows_running_clocks_first(office: Client, varied_responses: Inspection) -> None:
    words = words_of(office.get("/forces/cleveland/"))
    assert "Commissioner’s response: the 56 days" in words
    assert "Recent, published 1 February 2025 Day 31 of 56, 25 days left" in words
    assert "The last day is 28 March 2025, in 25 days. Draft" in words
    assert words.index("Day 31 of 56") < words.index("Published on day 49")


def test_the_inspection_page_counts_and_lists_the_responses(admin: Client, varied_responses: Inspection) -> None:
    words = words_of(admin.get("/inspections/soteria-2024/"))
    assert "Responses published 2 of 2 1 of them in time, as recorded here" in words
    assert "Published late 1" in words
    assert "Published in time 1" in words
    assert "Cumbria: its response Published on day 60, 4 days late" in words


def test_an_inspection_under_embargo_has_no_responses(cast: Cast, register: Register) -> None:
    embargoed = InspectionFactory(slug="embargoed", embargoed=True)
    assert InspectionResponses.to(embargoed, as_reader(cast.administrator, TODAY)).count == 0


SOTERIA = {"report_published_on": datetime.date(2024, 8, 22), "rule": "56-days", "own_date": None, "is_recorded": True}


@pytest.mark.parametrize(
    ("clock", "kinds"),
    [
        (Clock(today=datetime.date(2024, 10, 1), **SOTERIA), {"used": 40, "today": 1, "left": 15}),
        (Clock(today=datetime.date(2024, 12, 1), **SOTERIA), {"used": 56}),
        (
            Clock(today=TODAY, has_publication=True, published_on=datetime.date(2024, 10, 9), **SOTERIA),
            {"done": 49, "left": 7},
        ),
        (Clock(today=TODAY, has_publication=True, published_on=datetime.date(2024, 10, 20), **SOTERIA), {"used": 56}),
        (Clock(today=TODAY, **{**SOTERIA, "is_recorded": False}), {}),
        (Clock(today=TODAY, is_due=False, **SOTERIA), {}),
    ],
    ids=["running", "past", "in time", "late", "nothing recorded", "not due"],
)
def test_a_clock_is_drawn_as_ticks(clock: Clock, kinds: dict[str, int]) -> None:
    paths = ticks(clock).get("paths", {})
    assert {kind: path.count("M") for kind, path in paths.items()} == kinds


def test_the_last_day_is_shown_under_the_clock() -> None:
    running = Clock(today=datetime.date(2024, 10, 1), **SOTERIA)
    assert running.state is ClockState.RUNNING
    assert last_day_in_words(running) == "The last day is 16 October 2024, in 15 days."
    assert last_day_in_words(Clock(today=TODAY, **SOTERIA)) == "The last day was 16 October 2024."
    assert last_day_in_words(Clock(today=TODAY, is_due=False, **SOTERIA)) == ""


def test_after_loading_only_published_documents_are_recorded(product_fixtures: None) -> None:
    """A register freshly loaded from its fixtures calls no response late."""
    person = PersonFactory(email="admin@example.org")
    membership(person, Role.ADMINISTRATOR)
    rows = response_rows(as_reader(person, TODAY))
    recorded = {row.force.slug: row.clock.words for row in rows if row.state is not ClockState.NOTHING_RECORDED}
    assert len(rows) == 2 * 43
    assert recorded == {
        "cambridgeshire": "Dated day 60; publication date not stated",
        "cleveland": "Published; publication date not stated",
        "cumbria": "Published; publication date not stated",
    }
