"""The search page: its results, its filters, and a constant number of queries."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from recommendations.maintenance.search_index import index_all
from recommendations.register.models import Statement, Update
from recommendations.register.statuses import Status
from recommendations.search import queries
from tests.cast import Cast, Register
from tests.factories import InspectionFactory, RecommendationFactory, add_update
from tests.reading import words_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
FEBRUARY = datetime.date(2025, 2, 10)


def links(page: Any) -> list[str]:
    """The addresses of the results, in their order."""
    return re.findall(r'govuk-heading-s govuk-!-margin-bottom-1"><a class="govuk-link" href="([^"]+)"', text_of(page))


def text_of(page: Any) -> str:
    assert page.status_code == 200
    return page.content.decode()


def test_it_asks_for_words_when_none_are_entered(office: Client, texts: Register) -> None:
    page = office.get("/search/")
    assert "There is a problem" not in text_of(page)
    assert links(page) == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter a word made of letters or numbers"),
        ("the of", "These words are in nearly every text"),
        ("-custody", "Enter a word to find as well as words to exclude"),
        ("word " * 21, "Enter 20 words or fewer"),
        ("w" * 301, "Shorten this to 300 characters or fewer"),
        ("a\0b", "Remove the character that cannot be shown"),
    ],
)
def test_an_invalid_query_gets_a_message(office: Client, texts: Register, typed: str, message: str) -> None:
    page = office.get("/search/", {"q": typed})
    assert message in words_of(page)
    assert "<title>Error:" in text_of(page)


def test_a_result_links_to_the_exact_place(office: Client, texts: Register) -> None:
    update = Update.objects.get(words__text="Weekly checks began.")
    statements = {statement.order: statement.pk for statement in Statement.objects.all()}
    places = {
        "weekly": f"/forces/cleveland/soteria-2024/7/#update-{update.pk}",
        "zebras": "/forces/cleveland/responses/soteria-2024/published/1/#comments",
        "giraffe": "/forces/cleveland/responses/soteria-2024/published/1/#rec-7",
        "walrus": f"/inspections/soteria-2024/7/#statement-{statements[1]}",
        "ocelot": f"/inspections/soteria-2024/#statement-{statements[2]}",
        "disrupt": "/inspections/soteria-2024/7/",
    }
    for words, place in places.items():
        assert links(office.get("/search/", {"q": words})) == [place]
        address, _, anchor = place.partition("#")
        assert not anchor or f'id="{anchor}"' in text_of(office.get(address))


def test_a_note_for_the_office_is_marked_as_one(office: Client, texts: Register) -> None:
    shown = words_of(office.get("/search/", {"q": "doubtful"}))
    assert "Cleveland: Recommendation 5: Use the new definition Advice: doubtful. Update" in shown
    assert "Note for the office only" in shown


def test_html_in_a_text_or_a_query_is_shown_as_text(office: Client, texts: Register) -> None:
    page = text_of(office.get("/search/", {"q": "walrus <script>alert(1)</script> OR walrus"}))
    assert "<b>all</b>" not in page
    assert "<script>" not in page
    assert "<mark>walrus</mark>" in page


def test_each_kind_is_counted_and_can_be_selected(office: Client, texts: Register) -> None:
    page = office.get("/search/", {"q": "recommendation OR matter OR soteria OR zebras OR weekly OR ready"})
    assert "All (7) Inspections (1) Recommendations (3) Updates (2) Responses (1)" in words_of(page)
    updates = office.get("/search/", {"q": "matter OR weekly OR ready", "kind": "update"})
    assert len(links(updates)) == 2
    none = office.get("/search/", {"q": "matter", "kind": "update"})
    assert "There are no results of this type" in words_of(none)


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [
        ({}, 6),
        ({"force": "cleveland"}, 5),
        ({"force": "cumbria"}, 2),
        ({"inspection": "soteria-2024"}, 6),
        ({"inspection": "other"}, 0),
        ({"after": "2025-01-01"}, 2),
        ({"before": "2024-08-31"}, 3),
        ({"after": "2024-10-01", "before": "2024-10-31"}, 1),
    ],
)
def test_filters_narrow_the_results(office: Client, texts: Register, narrowed: dict[str, str], count: int) -> None:
    InspectionFactory(slug="other")
    page = office.get("/search/", {"q": "matter OR zebras OR weekly OR ready", **narrowed})
    assert len(links(page)) == count


def test_an_invalid_filter_gets_a_message(office: Client, texts: Register) -> None:
    asked = {"q": "zebras", "force": "atlantis", "before-day": "1"} | dict(
        zip(("after-day", "after-month", "after-year"), ("30", "2", "2025"), strict=True)
    )
    shown = words_of(office.get("/search/", asked))
    assert "Select an option from the list." in shown
    assert "The first day must be a real date" in shown
    assert "The last day must include a month" in shown
    turned = words_of(office.get("/search/", {"q": "zebras", "after": "2025-02-02", "before": "2025-02-01"}))
    assert "The last day must not be before the first day" in turned


def test_a_search_without_results_gives_advice(office: Client, texts: Register) -> None:
    page = office.get("/search/", {"q": "aardvark", "force": "cumbria"})
    assert "There are no results for “aardvark”." in words_of(page)
    assert "without the filters" in words_of(page)


def test_filters_do_not_name_inspections_or_forces_the_reader_cannot_see(
    client: Client, cast: Cast, texts: Register
) -> None:
    InspectionFactory(slug="secret", short_title="A secret", embargoed=True)
    client.force_login(cast.auditor)
    page = text_of(client.get("/search/"))
    assert "A secret" not in page
    assert "Cumbria Constabulary" not in page
    assert "Cleveland Police" in page


def test_long_lists_have_pages_and_a_page_out_of_range_shows_the_last(office: Client, texts: Register) -> None:
    for number in range(30):
        day = datetime.date(2024, 9, 1) + datetime.timedelta(days=number)
        add_update(texts.actions["cleveland", "7"], Status.IN_PROGRESS, day, text="The lynx.", audience="public")
    index_all()
    first = office.get("/search/", {"q": "lynx"})
    assert len(links(first)) == 25
    second = office.get("/search/", {"q": "lynx", "page": "2"})
    assert len(links(second)) == 5
    assert links(office.get("/search/", {"q": "lynx", "page": "99"})) == links(second)
    assert links(office.get("/search/", {"q": "lynx", "page": "x"})) == links(first)
    days = re.findall(r'datetime="([^"]+)"', text_of(first))
    assert days == sorted(days, reverse=True)  # as relevant as each other: the newest first


def test_of_very_many_texts_the_newest_are_counted_and_ranked(
    office: Client, texts: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        day = datetime.date(2024, 9, 1) + datetime.timedelta(days=number)
        text = "The lynx." if number else "Lynx, lynx, lynx."  # the best match is the oldest
        add_update(texts.actions["cleveland", "7"], Status.IN_PROGRESS, day, text=text, audience="public")
    index_all()
    monkeypatch.setattr(queries, "MOST", 3)
    page = office.get("/search/", {"q": "lynx"})
    assert "More than 3 results for “lynx”. Of each type, the newest 3 are shown." in words_of(page)
    assert "All (3+) Updates (3+)" in words_of(page)
    days = re.findall(r'datetime="([^"]+)"', text_of(page))
    assert days == ["2024-09-04", "2024-09-03", "2024-09-02"]
    assert len(links(page)) == 3
    monkeypatch.setattr(queries, "MOST", 4)
    assert "4 results for “lynx”." in words_of(office.get("/search/", {"q": "lynx"}))


def test_the_search_box_is_on_every_page_except_the_search_page(office: Client, texts: Register) -> None:
    assert 'id="find"' in text_of(office.get("/overview/"))
    assert 'id="find"' not in text_of(office.get("/search/"))


def test_the_number_of_queries_is_small_and_constant(
    office: Client, texts: Register, django_assert_max_num_queries: Any
) -> None:
    asked = {"q": "matter OR zebras OR weekly OR ready OR walrus", "force": "cleveland"}
    office.get("/search/", asked)
    with django_assert_max_num_queries(16) as few:
        text_of(office.get("/search/", asked))
    for number in range(30):
        recommendation = RecommendationFactory(inspection=InspectionFactory(slug=f"more-{number}"), number=7)
        assert recommendation.pk
        add_update(texts.actions["cleveland", "5"], Status.IN_PROGRESS, FEBRUARY, text="Ready.", audience="public")
    index_all()
    with django_assert_max_num_queries(len(few)):
        text_of(office.get("/search/", asked))


@pytest.mark.parametrize("person", ["administrator", "auditor", "contributor", "panel_member", "cumbria_office"])
def test_the_page_finds_only_what_the_reader_can_read(client: Client, cast: Cast, texts: Register, person: str) -> None:
    client.force_login(getattr(cast, person))
    reads = person in {"auditor", "contributor"}
    assert bool(links(client.get("/search/", {"q": "ready"}))) is reads  # for the force and its office
    assert links(client.get("/search/", {"q": "doubtful"})) == []  # a note for the office
    assert links(client.get("/search/", {"q": "rhinoceros"})) == []  # a draft
    assert len(links(client.get("/search/", {"q": "zebras"}))) == 1
