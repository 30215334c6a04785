"""Reports that set their own rule, and ask local policing bodies about some of their items only."""

import datetime

import pytest
from django.test import Client

from forces.people.access import Reader
from recommendations.documents import invitation
from recommendations.pages.responses.queries import response_rows
from recommendations.register.models import Inspection, Recommendation
from recommendations.responses.completeness import missing_parts
from recommendations.responses.content_queries import content_of
from recommendations.responses.models import Response
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    AddresseeFactory,
    InspectionFactory,
    LocalPolicingBodyFactory,
    RecommendationFactory,
    ResponseFactory,
    as_reader,
    explained,
)
from tests.reading import words_of
from tests.recommendations.documents.samples import source

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def report(register: Register) -> Inspection:
    """A super-complaint with its own date: 1 to forces, 2 to all commissioners, 3 to Cleveland's, 4 to another's.

    Items 1 and 4 are an area for improvement and a recommendation that the report names.
    """
    report = InspectionFactory(
        slug="complaint", response_rule="own-date", response_due_on=datetime.date(2025, 4, 1),
        published_on=datetime.date(2025, 2, 1),
    )  # fmt: skip
    one = RecommendationFactory(inspection=report, number=1, kind="afi", is_named_to_answer=True)
    two, three = (RecommendationFactory(inspection=report, number=number) for number in (2, 3))
    four = RecommendationFactory(inspection=report, number=4, is_named_to_answer=True)
    AddresseeFactory(recommendation=one, group="all-forces")
    AddresseeFactory(recommendation=two, group="local-policing-bodies")
    AddresseeFactory(recommendation=three, body=register.pcc_cleveland, role="with")
    AddresseeFactory(recommendation=four, body=LocalPolicingBodyFactory(slug="pcc-else"))
    return report


def needed(response: Response) -> list[str]:
    missing = missing_parts(content_of(Response.objects.get(pk=response.pk), TODAY))
    return [part.reference for part in missing if part.reference]


def counted(reader: Reader) -> tuple[int, int]:
    [row] = [row for row in response_rows(reader) if row.inspection.slug == "complaint" and row.is_own]
    assert row.explained
    return row.explained.done, row.explained.needed


@pytest.mark.parametrize(
    ("rule", "asked"), [("all", ["2", "3", "4"]), ("named", ["1", "4"]), ("addressed", ["2", "3"])]
)
def test_only_the_items_that_the_report_asks_about_are_missing(
    client: Client, register: Register, cast: Cast, report: Inspection, rule: str, asked: list[str]
) -> None:
    Inspection.objects.filter(pk=report.pk).update(items_to_answer=rule)
    response = ResponseFactory(inspection=Inspection.objects.get(pk=report.pk), force=register.cleveland)
    reader = as_reader(cast.office, TODAY)
    assert needed(response) == asked
    assert counted(reader) == (0, len(asked))
    for recommendation in Recommendation.objects.filter(inspection=report, reference__in=[asked[0], "1", "2"]):
        explained(response, recommendation)
    explained_and_asked = {asked[0], "1", "2"} & set(asked)
    assert needed(response) == [reference for reference in asked if reference not in explained_and_asked]
    assert counted(reader) == (len(explained_and_asked), len(asked)), "others may be answered, and are not counted"
    content = content_of(Response.objects.get(pk=response.pk), TODAY)
    [table] = [element for element in invitation.compose(source(content)).elements if hasattr(element, "rows")]
    labels = [row[0] for row in table.rows[1:]]
    assert len(labels) == (4 if rule == "all" else len(asked))
    client.force_login(cast.office)
    page = words_of(client.get("/forces/cleveland/responses/complaint/"))
    assert page.count("The report does not ask you about this") == sum(
        not item.is_asked_about and not item.is_explained for item in content.items
    )


def test_a_draft_of_a_report_that_asks_about_everything_keeps_its_digest(register: Register) -> None:
    content = content_of(ResponseFactory(inspection=register.soteria, force=register.cleveland), TODAY)
    assert "is_asked_about" not in content.as_json()["items"][0]
    assert type(content).from_json(content.as_json()) == content
