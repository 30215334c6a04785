"""What a response lacks before the law is met."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recommendations.responses.completeness import MissingPart, missing_parts, unexplained
from tests.recommendations.responses.contents import content, item


def test_a_response_with_everything_lacks_nothing() -> None:
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
def test_every_recommendation_wants_an_explanation_of_the_bodys_own(fields: dict[str, str]) -> None:
    response = content(item("1"), item("9", **fields))
    assert unexplained(response) == ["9"]
    assert missing_parts(response) == [
        MissingPart(
            "explanation-9-text",
            "Explain what the Police and Crime Commissioner has done or will do about recommendation 9, "
            "or why nothing will be done",
            "9",
        )
    ]


def test_no_action_with_its_reason_is_an_explanation() -> None:
    assert missing_parts(content(item("1", explanation_kind="none", explanation="It is for the Home Office."))) == []


def test_recommendations_to_national_bodies_want_one_too() -> None:
    assert unexplained(content(item("1", is_national=True, explanation=""))) == ["1"]


def test_what_needs_no_explanation_is_not_missed() -> None:
    assert missing_parts(content(item("afi-1", needs_explanation=False, explanation=""))) == []


def test_the_chief_officer_is_invited_or_it_is_said_why_not() -> None:
    assert [lack.field for lack in missing_parts(content(chief_officer="undecided"))] == ["invited"]
    assert [lack.field for lack in missing_parts(content(chief_officer="not-invited"))] == ["not_invited_reason"]
    assert missing_parts(content(chief_officer="not-invited", not_invited_reason="The post is vacant.")) == []


def test_comments_of_the_chief_officer_are_not_required() -> None:
    assert missing_parts(content(no_chief_officer_comments=True)) == []


def test_comments_on_the_report_are_required() -> None:
    assert [lack.field for lack in missing_parts(content(general_comments=" "))] == ["general_comments"]


def test_lacks_come_in_the_order_of_the_page() -> None:
    bare = content(
        item("1", explanation=""), item("2"), item("3", explanation=""), general_comments="", chief_officer="undecided"
    )
    assert [lack.field for lack in missing_parts(bare)] == [
        "invited",
        "general_comments",
        "explanation-1-text",
        "explanation-3-text",
    ]


def test_nothing_is_lacking_that_a_response_published_elsewhere_does_not_state() -> None:
    """Whether the chief officer was invited is not in it: that is no gap in the response."""
    assert missing_parts(replace(content(), chief_officer="not-stated")) == []
