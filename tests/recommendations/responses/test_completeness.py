"""What a response needs to meet the law."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import pytest

from recommendations.responses.completeness import MissingPart, missing_parts, unexplained
from tests.recommendations.responses.contents import content, item


def test_a_complete_response_has_nothing_missing() -> None:
    assert missing_parts(content()) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"explanation": "", "explanation_kind": ""},
        {"explanation": "  \n"},
        {"explanation_kind": ""},  # words, but whether anything was done is not said
        {"explanation": "", "explanation_kind": "none"},  # no action, and not why
        {"explanation": "", "explanation_kind": "", "chief_officer_comment": "The force has acted."},
    ],
)
def test_every_recommendation_needs_the_bodys_own_explanation(fields: dict[str, str]) -> None:
    response = content(item("1"), item("9", **fields))
    assert unexplained(response) == ["Recommendation 9"]
    assert missing_parts(response) == [
        MissingPart(
            "explanation-9-text",
            "Explain what the Police and Crime Commissioner has done or will do about recommendation 9, "
            "or why nothing will be done",
            "9",
        )
    ]


def test_deciding_on_no_action_with_a_reason_is_an_explanation() -> None:
    assert missing_parts(content(item("1", explanation_kind="none", explanation="It is for the Home Office."))) == []


def test_recommendations_to_national_bodies_need_an_explanation_too() -> None:
    assert unexplained(content(item("1", is_national=True, explanation=""))) == ["Recommendation 1"]


def test_an_unneeded_explanation_is_not_missing() -> None:
    assert missing_parts(content(item("afi-1", needs_explanation=False, explanation=""))) == []


def test_the_chief_constable_is_invited_or_the_reason_is_stated() -> None:
    assert [lack.field for lack in missing_parts(content(chief_officer="undecided"))] == ["invited"]
    assert [lack.field for lack in missing_parts(content(chief_officer="not-invited"))] == ["not_invited_reason"]
    assert missing_parts(content(chief_officer="not-invited", not_invited_reason="The post is vacant.")) == []


def test_the_chief_constables_comments_are_not_required() -> None:
    assert missing_parts(content(no_chief_officer_comments=True)) == []


def test_comments_on_the_report_are_required() -> None:
    assert [lack.field for lack in missing_parts(content(general_comments=" "))] == ["general_comments"]


def test_gaps_are_listed_in_the_order_of_the_page() -> None:
    bare = content(
        item("1", explanation=""), item("2"), item("3", explanation=""), general_comments="", chief_officer="undecided"
    )
    assert [lack.field for lack in missing_parts(bare)] == [
        "invited",
        "general_comments",
        "explanation-1-text",
        "explanation-3-text",
    ]


def test_details_not_stated_by_a_response_published_elsewhere_are_not_missing() -> None:
    """A response that does not state whether the chief officer was invited is not incomplete."""
    assert missing_parts(replace(content(), chief_officer="not-stated")) == []


def test_outside_section_55_no_one_must_be_invited() -> None:
    undecided = content(chief_officer="undecided")
    assert [part.field for part in missing_parts(undecided)] == ["invited"]
    assert missing_parts(dataclasses.replace(undecided, is_outside_section_55=True)) == []
