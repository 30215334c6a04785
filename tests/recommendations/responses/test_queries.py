"""The responding body, the content of a response, and its clock."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations.register.models import Inspection
from recommendations.responses.clock import ClockState
from recommendations.responses.content_queries import content_of
from recommendations.responses.models import ChiefOfficerComment, Response
from recommendations.responses.queries import answering_body, clock_of, office_settings
from tests.cast import Register
from tests.factories import (
    AddresseeFactory,
    ForceFactory,
    InspectionFactory,
    LocalPolicingBodyFactory,
    OfficeSettingsFactory,
    OversightFactory,
    RecommendationFactory,
    explained,
    published,
)
from tests.recommendations.responses.conftest import DAY_41

YEAR_LATER = datetime.date(2025, 10, 1)


def fresh(response: Response) -> Response:
    return Response.objects.select_related("inspection", "force").get(pk=response.pk)


# --- who answers -------------------------------------------------------------------------------------------


def test_the_body_in_office_on_the_day_answers(register: Register) -> None:
    mayor = LocalPolicingBodyFactory(slug="mayor-tees-valley", office="mayor", office_holder_title="Mayor")
    OversightFactory(force=register.cleveland, body=mayor, first_day=datetime.date(2025, 5, 5))
    assert answering_body(register.cleveland, datetime.date(2025, 5, 4)) == register.pcc_cleveland
    assert answering_body(register.cleveland, datetime.date(2025, 5, 5)) == mayor


def test_no_one_answers_for_a_force_without_a_commissioner(register: Register) -> None:
    assert answering_body(ForceFactory(slug="transport", territorial=False), DAY_41) is None


def test_an_office_without_settings_has_the_defaults(register: Register) -> None:
    defaults = office_settings(register.pcc_cleveland)
    assert not defaults.afis_need_explanations
    assert not defaults.approver_is_another
    OfficeSettingsFactory(body=register.pcc_cleveland, approver_is_another=True)
    body = answering_body(register.cleveland, DAY_41)
    assert office_settings(body).approver_is_another


# --- what it says ------------------------------------------------------------------------------------------


def test_it_lists_every_recommendation_with_its_text_in_the_reports_order(
    response: Response, register: Register
) -> None:
    explained(response, register.rec_5, kind="proposed", text="We shall.", proposed_by=datetime.date(2025, 1, 31))
    ChiefOfficerComment.objects.create(response=response, recommendation=register.rec_5, text="We agree.")
    ChiefOfficerComment.objects.create(response=response, text="A good report.")
    content = content_of(response, DAY_41)
    assert [item.reference for item in content.items] == ["4", "5", "7"]
    four, five, seven = content.items
    assert (four.addressed_to, four.is_national) == ("Soteria Joint Unit, with all forces", True)
    assert (five.addressed_to, five.is_national) == ("All forces", False)
    assert (five.explanation_kind, five.explanation, five.chief_officer_comment) == (
        "proposed",
        "We shall.",
        "We agree.",
    )
    assert five.proposed_by == datetime.date(2025, 1, 31)
    assert five.text == register.rec_5.text
    assert five.deadline == "By 31 July 2025"
    assert not seven.is_explained
    assert all(item.needs_explanation for item in content.items)
    assert content.chief_officer_comments == "A good report."
    assert content.last_day == datetime.date(2024, 10, 16)
    assert content.body == register.pcc_cleveland.name


def test_only_proposals_have_a_date(response: Response, register: Register) -> None:
    explained(response, register.rec_5, kind="taken", proposed_by=datetime.date(2025, 1, 31))
    assert {item.proposed_by for item in content_of(response, DAY_41).items} == {None}


@pytest.mark.parametrize(
    ("fields", "stated"),
    [({}, "undecided"), ({"invited_on": DAY_41}, "invited"), ({"not_invited_reason": "Vacant."}, "not-invited")],
)
def test_it_says_whether_the_chief_officer_was_invited(response: Response, fields: dict, stated: str) -> None:
    Response.objects.update(**fields)
    assert content_of(fresh(response), DAY_41).chief_officer == stated


@pytest.mark.parametrize(
    ("kind", "needs"),
    [("recommendation", True), ("key concern", True), ("afi", False), ("cause-of-concern", False)],
)
def test_the_kind_decides_whether_an_explanation_is_needed(response: Response, kind: str, needs: bool) -> None:
    RecommendationFactory(inspection=response.inspection, number=20, kind=kind)
    assert content_of(response, DAY_41).items[-1].needs_explanation == needs


def test_areas_for_improvement_count_where_the_office_requires_them(response: Response, register: Register) -> None:
    RecommendationFactory(inspection=response.inspection, number=20, kind="afi")
    OfficeSettingsFactory(body=register.pcc_cleveland, afis_need_explanations=True)
    assert content_of(response, DAY_41).items[-1].needs_explanation


def test_a_recommendation_with_a_part_for_forces_is_not_national(response: Response, register: Register) -> None:
    part = register.rec_4.parts.create(label="a", text="Forces should publish figures.")
    AddresseeFactory(recommendation=register.rec_4, part=part, group="all-forces")
    assert not content_of(response, DAY_41).items[0].is_national


def test_it_can_be_read_before_anything_is_saved(register: Register) -> None:
    unsaved = Response(inspection=register.soteria, force=register.cleveland)
    content = content_of(unsaved, DAY_41)
    assert len(content.items) == 3
    assert content.general_comments == ""


def test_queries_do_not_grow_with_the_recommendations(response: Response, register: Register) -> None:
    def queries() -> int:
        again = fresh(response)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            content_of(again, DAY_41)
        return len(captured)

    few = queries()
    for number in range(20, 67):
        recommendation = RecommendationFactory(inspection=response.inspection, number=number)
        AddresseeFactory(recommendation=recommendation, group="all-forces")
        AddresseeFactory(recommendation=recommendation, body=register.joint_unit, role="with")
        explained(response, recommendation)
        ChiefOfficerComment.objects.create(response=response, recommendation=recommendation, text="We agree.")
    assert len(content_of(response, DAY_41).items) == 50
    assert queries() == few <= 8


@pytest.mark.parametrize(
    ("facts", "types"),
    [
        ({"nature": "thematic"}, ("national", "thematic")),
        ({"nature": "joint-thematic"}, ("national", "thematic", "partner")),
        ({"scope": "force", "nature": "peel"}, ("force",)),
        ({"scope": "force", "nature": "revisit"}, ("force", "follow-up")),
        ({"nature": "other", "inspectorates": ["HMICFRS", "HMCPSI"]}, ("national", "partner")),
    ],
)
def test_the_kinds_of_the_inspection_are_independent_of_one_another(
    response: Response, facts: dict[str, object], types: tuple[str, ...]
) -> None:
    Inspection.objects.filter(pk=response.inspection_id).update(**facts)
    assert content_of(fresh(response), DAY_41).inspection_types == types
    response.inspection.follow_up_of.add(InspectionFactory(slug="earlier"))
    assert "follow-up" in content_of(fresh(response), DAY_41).inspection_types


# --- the clock ---------------------------------------------------------------------------------------------


def test_the_responsible_office_sees_the_dates_of_a_response(response: Response) -> None:
    clock = clock_of(response, response.inspection, DAY_41)
    assert clock.words == "Day 41 of 56, 15 days left"


def test_a_response_that_was_not_started_is_not_late(register: Register) -> None:
    assert clock_of(None, register.soteria, YEAR_LATER).words == "No response recorded here"


def test_the_first_publication_decides_whether_it_was_in_time(response: Response) -> None:
    published(response, datetime.date(2024, 10, 9))
    published(response, datetime.date(2024, 12, 1))
    clock = clock_of(response, response.inspection, YEAR_LATER)
    assert (clock.words, clock.state) == ("Published on day 49", ClockState.PUBLISHED_IN_TIME)
