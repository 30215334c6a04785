"""A response is approved by an authorised person, for exactly the text that person has read."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from forces.people.access import Reader
from recommendations.responses.content_queries import content_of
from recommendations.responses.models import ChiefOfficerComment, Response, ResponseStage
from recommendations.responses.services.approving import approve, authors, return_to_author, submit
from recommendations.responses.services.drafting import save_comments, save_draft
from recommendations.responses.services.inviting import decide, invite
from tests.cast import Register
from tests.factories import OfficeSettingsFactory, complete
from tests.recommendations.responses.conftest import DAY_41, Readers
from tests.recommendations.responses.editing import edits


def digest(response: Response) -> str:
    return content_of(response, DAY_41).digest


def approved(response: Response, readers: Readers) -> Response:
    complete(response)
    submit(response=response, by=readers.office)
    approve(response=response, digest=digest(response), incomplete_reason="", by=readers.approver)
    return response


def test_a_draft_is_submitted_whether_it_is_complete_or_not(response: Response, readers: Readers) -> None:
    submit(response=response, by=readers.office)
    response.refresh_from_db()
    assert (response.stage, response.submitted_by) == (ResponseStage.SUBMITTED, readers.office.person)
    with pytest.raises(ValidationError, match="Only a draft can be submitted"):
        submit(response=response, by=readers.office)


def test_an_approval_names_the_text_and_the_approver(response: Response, readers: Readers) -> None:
    approved(response, readers)
    response.refresh_from_db()
    assert response.stage == ResponseStage.APPROVED
    assert response.approved_by == readers.approver.person
    assert response.approved_digest == digest(response)


@pytest.mark.parametrize("who", ["office", "contributor", "panel_member", "cumbria_office", "auditor", "administrator"])
def test_only_an_approver_of_the_responsible_office_approves_or_returns(
    response: Response, readers: Readers, who: str
) -> None:
    complete(response)
    submit(response=response, by=readers.office)
    with pytest.raises(PermissionDenied):
        approve(response=response, digest=digest(response), incomplete_reason="", by=getattr(readers, who))
    with pytest.raises(PermissionDenied):
        return_to_author(response=response, comment="Shorter", by=getattr(readers, who))


def test_a_text_changed_since_it_was_read_is_not_approved(response: Response, readers: Readers) -> None:
    complete(response)
    read = digest(response)
    ChiefOfficerComment.objects.create(response=response, text="Wait.")
    submit(response=response, by=readers.office)
    with pytest.raises(ValidationError, match="The text has changed since you read it"):
        approve(response=response, digest=read, incomplete_reason="", by=readers.approver)


def test_an_unsubmitted_draft_is_not_approved(response: Response, readers: Readers) -> None:
    complete(response)
    with pytest.raises(ValidationError, match="This one is: draft"):
        approve(response=response, digest=digest(response), incomplete_reason="", by=readers.approver)


def test_an_incomplete_text_is_approved_only_with_a_reason(response: Response, readers: Readers) -> None:
    submit(response=response, by=readers.office)
    with pytest.raises(ValidationError) as refusal:
        approve(response=response, digest=digest(response), incomplete_reason=" ", by=readers.approver)
    assert refusal.value.message_dict.keys() == {"incomplete_reason"}
    reason = "The last day is today."
    approve(response=response, digest=digest(response), incomplete_reason=reason, by=readers.approver)
    assert response.incomplete_reason == reason


def test_a_complete_text_has_no_reason_for_being_incomplete(response: Response, readers: Readers) -> None:
    complete(response)
    submit(response=response, by=readers.office)
    approve(response=response, digest=digest(response), incomplete_reason="None needed.", by=readers.approver)
    assert response.incomplete_reason == ""


def test_it_is_returned_with_a_comment(response: Response, readers: Readers) -> None:
    approved(response, readers)
    with pytest.raises(ValidationError) as refusal:
        return_to_author(response=response, comment=" ", by=readers.approver)
    assert refusal.value.message_dict.keys() == {"comment"}
    return_to_author(response=response, comment="Say more on 7.", by=readers.approver)
    response.refresh_from_db()
    assert (response.stage, response.returned_comment) == (ResponseStage.DRAFT, "Say more on 7.")
    assert response.approved_digest == ""


@pytest.mark.parametrize("change", ["words", "comments", "decision", "invitation"])
def test_an_approval_lapses_when_anything_is_changed(response: Response, readers: Readers, change: str) -> None:
    approved(response, readers)
    by = readers.office
    if change == "words":
        save_draft(response=response, edits=edits({"reply": "Thank you."}), by=by)
    elif change == "comments":
        save_comments(
            response=response, edits=edits({"comment-text": "We agree."}), submit=False, by=readers.contributor
        )
    elif change == "decision":
        decide(response=response, applicability="due", reason="", own_report=None, by=by)
    else:
        nobody = {"invited_on": None, "comments_wanted_by": None, "not_invited_reason": "Vacant."}
        invite(response=response, confirmed=frozenset(), by=by, **nobody)
    response.refresh_from_db()
    assert response.stage == ResponseStage.DRAFT
    assert (response.approved_by, response.approved_at, response.approved_digest) == (None, None, "")


def _is_refused_to_authors(response: Response, by: Reader) -> bool:
    try:
        approve(response=response, digest=digest(response), incomplete_reason="", by=by)
    except ValidationError as error:
        return "someone else to approve" in error.message
    return False


def test_an_office_can_require_another_person_to_approve(
    response: Response, register: Register, readers: Readers
) -> None:
    OfficeSettingsFactory(body=register.pcc_cleveland, approver_is_another=True)
    complete(response)
    save_draft(response=response, edits=edits({"reply": "Thank you."}), by=readers.approver)
    submit(response=response, by=readers.office)
    assert _is_refused_to_authors(response, readers.approver)


def test_authors_approve_where_the_office_does_not_require_another_person(response: Response, readers: Readers) -> None:
    complete(response)
    save_draft(response=response, edits=edits({"reply": "Thank you."}), by=readers.approver)
    submit(response=response, by=readers.approver)
    assert not _is_refused_to_authors(response, readers.approver)


def test_only_people_who_wrote_text_are_authors(response: Response, register: Register, readers: Readers) -> None:
    invite(
        response=response,
        invited_on=DAY_41,
        comments_wanted_by=DAY_41,
        not_invited_reason="",
        confirmed=frozenset(),
        by=readers.approver,
    )
    save_comments(response=response, edits=edits({"comment-text": "We agree."}), submit=False, by=readers.contributor)
    assert authors(response) == set()
    save_draft(response=response, edits=edits({"explanation-7-text": "We act."}), by=readers.office)
    assert authors(response) == {readers.office.person.pk}
    save_draft(response=response, edits=edits({"general_comments": "Welcome."}), by=readers.approver)
    assert authors(response) == {readers.office.person.pk, readers.approver.person.pk}
