"""A joint response says the same, and has the same digest, from whichever of its members it is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from recommendations.documents.document_files import DocumentFormat, DocumentKind
from recommendations.responses.content import ResponseContent
from tests.recommendations.documents.samples import source, text_of
from tests.recommendations.documents.test_document_files import file_of
from tests.recommendations.responses.contents import content, item

RESPONSES = [DocumentKind.LETTER, DocumentKind.FORM, DocumentKind.WEB]
DORSET = {"force": "Dorset Police", "body": "Police and Crime Commissioner for Dorset"}


def joint(*members: ResponseContent) -> list[ResponseContent]:
    """Return each member with the others."""
    return [replace(own, others=tuple(member for member in members if member is not own)) for own in members]


def two_forces(**of_dorset: Any) -> list[ResponseContent]:
    items = (
        item("1", chief_officer_comment="We share the cost."),
        item("afi-1", asked_force="Dorset Police", explanation="I have seen the figures."),
    )
    return joint(content(*items), content(*items, **{**DORSET, **of_dorset}))


def document(kind: DocumentKind, of: ResponseContent) -> str:
    signed = source(of, other_signatories=(("D. Dorset", "Commissioner"),))
    return text_of(file_of(kind, DocumentFormat.HTML, signed), "html")


def test_every_member_has_the_digest_of_the_whole_and_keeps_it_when_stored() -> None:
    cleveland, dorset = two_forces()
    assert cleveland.digest == dorset.digest == ResponseContent.from_json(dorset.as_json()).digest
    assert ResponseContent.from_json(dorset.as_json()) == dorset
    assert two_forces(reply_to_chief_officer="Thank you.")[0].digest != cleveland.digest
    assert replace(cleveland, others=()).digest != cleveland.digest


@pytest.mark.parametrize("kind", RESPONSES)
def test_a_document_of_two_forces_names_both_and_says_each_text_once(kind: DocumentKind) -> None:
    cleveland, dorset = two_forces(chief_officer_comments="Dorset agrees.")
    text = document(kind, cleveland)
    assert text == document(kind, dorset)
    for name in (cleveland.force, cleveland.body, dorset.force, dorset.body, "A. Deputy", "D. Dorset"):
        assert name in text
    assert text.count("I have seen the figures.") == text.count("Dorset agrees.") == 1
    assert text.count("We share the cost.") == 2, "each Chief Constable said it"
    assert "Chief Constable’s comment, Dorset Police We share the cost." in text
    assert text.index("Dorset Police Recommendation afi-1") > text.index("Recommendation 1")
    assert "Local policing bodies’ explanation" in text


def test_the_invitation_to_one_chief_constable_says_who_answers() -> None:
    text = document(DocumentKind.INVITATION, two_forces()[1])
    assert "Chief Constable Dorset Police" in text
    assert "jointly by the Police and Crime Commissioner for Cleveland and the Police and Crime Commissioner" in text


@pytest.mark.parametrize("kind", RESPONSES)
def test_a_document_on_two_reports_names_both_and_keeps_their_items_apart(kind: DocumentKind) -> None:
    second = {"inspection_title": "The second report", "inspection_short_title": "Second"}
    first, other = joint(content(item("1")), content(item("1", explanation="On the second."), **second))
    text = document(kind, other)
    assert text == document(kind, first)
    assert text.index("The second report Recommendation 1") > text.index("An inspection report Recommendation 1")
    assert "On the second." in text
    assert "will answer “An inspection report” and “The second report” together" in document(
        DocumentKind.INVITATION, other
    )
    anchors = [answered.anchor for group in other.item_groups for answered in group.items]
    assert anchors == ["report-1-rec-1", "rec-1"], "the page of a response keeps the anchors of its own report"


def test_what_only_one_body_is_asked_is_shown_under_its_force() -> None:
    for_dorset = item("2", asked_force="Dorset Police", explanation="", explanation_kind="")
    not_asked = replace(for_dorset, is_asked_about=False, needs_explanation=False)
    for each in joint(content(item("1"), not_asked), content(item("1"), for_dorset, **DORSET)):
        assert [group.heading for group in each.item_groups] == ["", "Dorset Police"]
        assert each.item_groups[1].items[0].item.needs_explanation
        assert each.other_items == []
