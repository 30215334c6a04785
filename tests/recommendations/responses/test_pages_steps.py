"""The steps around the draft: invitation, the Chief Constable's comments, submission and approval."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forces.people import unsaved_forms
from forces.people.models import UnsavedFile, UnsavedForm
from recommendations.responses.content_queries import content_of
from recommendations.responses.models import ChiefOfficerComment, OfficeSettings, Response
from tests.cast import Cast, Register
from tests.factories import complete, explained, published
from tests.reading import words_of
from tests.recommendations.responses.conftest import DAY_41

pytestmark = pytest.mark.django_db
ADDRESS = "/forces/cleveland/responses/soteria-2024/"
PDF = b"%PDF-1.7 comments"


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def office(cast: Cast) -> Client:
    return signed_in(cast.office)


@pytest.fixture
def approver(cast: Cast) -> Client:
    return signed_in(cast.approver)


@pytest.fixture
def invited(response: Response) -> Response:
    response.invited_on, response.comments_wanted_by = datetime.date(2024, 9, 2), datetime.date(2024, 10, 4)
    response.save()
    return response


def boxes(name: str, day: str) -> dict[str, str]:
    year, month, number = day.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


# --- invitation --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "proposed"), [(7, datetime.date(2024, 10, 8)), (28, datetime.date(2024, 10, 16))])
def test_a_date_for_comments_is_proposed_within_the_period(
    office: Client, register: Register, days: int, proposed: datetime.date
) -> None:
    OfficeSettings.objects.create(body=register.pcc_cleveland, comments_wanted_after=days)
    form = office.get(f"{ADDRESS}invitation/").context["form"]
    assert form["comments_wanted_by"].value() == proposed
    assert not Response.objects.exists()


def test_the_invitation_can_be_downloaded_before_anything_else_on_its_page(office: Client, register: Register) -> None:
    page = office.get(f"{ADDRESS}invitation/")
    main = page.content.decode().partition("<main")[2]
    first_control = re.search(r"<(a|button|input)[^>]*>", main.partition("</h1>")[2])
    assert first_control
    assert first_control[0] == f'<a class="govuk-button" href="{ADDRESS}documents/invitation.docx">'
    assert main.count('class="govuk-button"') == 1  # the main control
    assert "asks for comments by 16 October 2024" in words_of(page)
    assert "It does not show your address, who signs it or the name of the Chief Constable yet" in words_of(page)
    OfficeSettings.objects.create(
        body=register.pcc_cleveland, address="1 The Street", signatory_name="A. B.", chief_officer_name="M. Constable"
    )
    words = words_of(office.get(f"{ADDRESS}invitation/"))
    assert "addressed to the Chief Constable, M. Constable. It asks" in words
    assert "It does not show" not in words


def test_an_invitation_is_recorded(office: Client, register: Register) -> None:
    form = {"asked": "invited", **boxes("invited_on", "2024-09-30"), **boxes("comments_wanted_by", "2024-10-14")}
    words = words_of(office.post(f"{ADDRESS}invitation/", form, follow=True))
    assert "Invitation saved. Comments are due by 14 October 2024." in words
    assert "Invited on 30 September 2024 to comment by 14 October 2024." in words


def test_a_date_for_comments_after_the_last_day_raises_a_question(office: Client, register: Register) -> None:
    form = {"asked": "invited", **boxes("invited_on", "2024-09-30"), **boxes("comments_wanted_by", "2024-10-17")}
    response = office.post(f"{ADDRESS}invitation/", form)
    assert "This date is after the last day for the response. Is it correct?" in words_of(response)
    assert Response.objects.get().invited_on is None
    office.post(f"{ADDRESS}invitation/", {**form, "confirmed": "comments_wanted_by"})
    assert Response.objects.get().comments_wanted_by == datetime.date(2024, 10, 17)


def test_not_inviting_needs_a_reason_and_keeps_no_date(office: Client, invited: Response) -> None:
    form = {"asked": "not-invited", **boxes("invited_on", "2024-09-30")}
    assert "Enter why the Chief Constable was not invited" in words_of(office.post(f"{ADDRESS}invitation/", form))
    words = words_of(office.post(f"{ADDRESS}invitation/", {**form, "not_invited_reason": "No post."}, follow=True))
    assert "Not invited: No post." in words
    invited.refresh_from_db()
    assert invited.invited_on is None


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({}, "Select whether the Chief Constable was invited to comment"),
        ({"asked": "invited"}, "Enter the date of the invitation"),
        ({"asked": "invited", **boxes("invited_on", "2024-02-31")}, "The date of the invitation must be a real date"),
        ({"asked": "invited", **boxes("invited_on", "2024-10-02")}, "must be today or in the past"),
    ],
)
def test_an_invalid_invitation_is_refused_and_says_what_to_do(
    office: Client, register: Register, form: dict[str, str], message: str
) -> None:
    response = office.post(f"{ADDRESS}invitation/", {**form, "not_invited_reason": ""})
    assert message in words_of(response)
    assert "<title>Error:" in response.content.decode()


# --- the Chief Constable's comments --------------------------------------------------------------------------


def shown(form) -> dict[str, object]:
    """Return the data that a page's form would submit."""
    fields = (part[name] for _reference, part in form.all_forms for name in part.fields)
    return {field.html_name: field.value() for field in fields}


def comments_form(client: Client, comment: str | None = None, **changes: object) -> dict[str, object]:
    form = shown(client.get(f"{ADDRESS}comments/").context["form"])
    return {**form, **({} if comment is None else {"comment-text": comment}), **changes}


def test_the_invited_force_sees_the_recommendations_but_not_the_explanations(
    cast: Cast, register: Register, invited: Response
) -> None:
    explained(invited, register.rec_7, text="Only the office may read this.")
    invited.general_comments = "Nor this."
    invited.save()
    force = signed_in(cast.contributor)
    page = force.get(f"{ADDRESS}comments/").content.decode()
    assert register.rec_7.text in page
    assert "and are due by" in page
    assert "Only the office may read this." not in page
    assert "Nor this." not in page
    assert "Enter the Chief Constable’s comments" in words_of(force.get(ADDRESS))


def test_the_force_can_save_until_it_submits(cast: Cast, invited: Response) -> None:
    force = signed_in(cast.contributor)
    force.post(f"{ADDRESS}comments/", comments_form(force, comment="We agree.", **{"comment-7-text": "Under way."}))
    invited.refresh_from_db()
    assert invited.comments_submitted_at is None
    form = comments_form(force, comment="We agree.", do="submit", **{"comment-7-text": "Done now."})
    words = words_of(force.post(f"{ADDRESS}comments/", form, follow=True))
    assert "Comments submitted to the office" in words
    assert "Submitted by contributor on 1 October 2024." in words
    assert force.get(f"{ADDRESS}comments/").content.decode().count("<textarea") == 0
    assert force.post(f"{ADDRESS}comments/", form).status_code == 302  # the same form once more does no harm
    assert ChiefOfficerComment.objects.get(recommendation__reference="7").text == "Done now."


def test_text_entered_after_submission_is_refused_but_not_lost(cast: Cast, invited: Response) -> None:
    force = signed_in(cast.contributor)
    form = comments_form(force, comment="First.", do="submit")
    force.post(f"{ADDRESS}comments/", form)
    words = words_of(force.post(f"{ADDRESS}comments/", {**form, "comment-text": "Second."}))
    assert "The comments have already been submitted. Ask the office to change them." in words
    assert "Second." in words
    assert ChiefOfficerComment.objects.get(recommendation=None).text == "First."


def test_after_publication_the_force_is_redirected_to_the_published_response(
    cast: Cast, invited: Response, register: Register
) -> None:
    force = signed_in(cast.contributor)
    assert "Read the published response" not in words_of(force.get(f"{ADDRESS}comments/"))
    published(invited, DAY_41)
    publication = f"{ADDRESS}published/1/"
    assert f'href="{publication}"' in force.get(f"{ADDRESS}comments/").content.decode()
    assert f'href="{ADDRESS}"' in force.get("/forces/cleveland/").content.decode()
    assert force.get(ADDRESS).headers["Location"] == publication


def test_an_empty_submission_is_refused(cast: Cast, invited: Response) -> None:
    force = signed_in(cast.contributor)
    words = words_of(force.post(f"{ADDRESS}comments/", comments_form(force, do="submit")))
    assert "Write a comment before you submit" in words


def test_a_force_that_is_not_invited_has_no_access(cast: Cast, response: Response) -> None:
    force = signed_in(cast.contributor)
    assert force.get(f"{ADDRESS}comments/").status_code == 403
    assert force.post(f"{ADDRESS}comments/", {"comment-text": "We agree."}).status_code == 403
    assert "Enter the Chief Constable’s comments" not in words_of(force.get(ADDRESS))


def test_simultaneous_changes_lose_no_comment(cast: Cast, office: Client, invited: Response) -> None:
    force = signed_in(cast.contributor)
    theirs, mine = comments_form(office), comments_form(force)
    office.post(f"{ADDRESS}comments/", {**theirs, "comment-text": "From their letter."})
    response = force.post(
        f"{ADDRESS}comments/", {**mine, "comment-text": "Typed here.", "comment-7-text": "Kept.", "do": "submit"}
    )
    assert response.status_code == 409
    page = response.content.decode()
    assert "Saved by office in the meantime" in page
    assert "From their letter." in page
    assert response.context["form"]["text"].value() == "Typed here."
    assert ChiefOfficerComment.objects.get(recommendation__reference="7").text == "Kept."
    invited.refresh_from_db()
    assert invited.comments_submitted_at is None
    again = {**shown(response.context["form"]), "comment-text": "Both.", "do": "submit"}
    assert force.post(f"{ADDRESS}comments/", again).status_code == 302
    assert ChiefOfficerComment.objects.get(recommendation=None).text == "Both."


def test_the_office_enters_comments_from_a_document_and_saves_it(office: Client, invited: Response) -> None:
    upload = SimpleUploadedFile("comments.pdf", PDF)
    form = comments_form(office, comment="As received.", document=upload, **boxes("received_on", "2024-09-30"))
    words = words_of(office.post(f"{ADDRESS}comments/", form, follow=True))
    assert "Comments saved." in words
    assert "Kept as evidence: comments.pdf" in words
    assert "Comments were received on 30 September 2024." in words_of(office.get(ADDRESS))
    download = office.get(f"{ADDRESS}comments/document/")
    assert b"".join(download.streaming_content) == PDF
    assert download["Content-Disposition"] == 'attachment; filename="comments.pdf"'


def test_a_file_is_kept_when_another_field_is_invalid(office: Client, invited: Response) -> None:
    form = comments_form(office, comment="Saved.", document=SimpleUploadedFile("letter.pdf", PDF))
    response = office.post(f"{ADDRESS}comments/", {**form, **boxes("received_on", "2024-02-31")})
    assert "letter.pdf is kept for this form" in words_of(response)
    assert ChiefOfficerComment.objects.get().text == "Saved."
    good = comments_form(
        office,
        comment="Saved.",
        document_token=response.context["received"]["document_token"].value(),
        **boxes("received_on", "2024-09-30"),
    )
    assert office.post(f"{ADDRESS}comments/", good).status_code == 302
    invited.refresh_from_db()
    with invited.comments_document.open() as stored:
        assert stored.read() == PDF
    assert not UnsavedFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("sheet.csv", b"a,b", "is not a PDF or Word file"),
        ("tool.exe", b"MZ", "is not a PDF or Word file"),
        ("letter.pdf", b"MZ", "is not what its name says"),
    ],
)
def test_a_file_of_another_type_is_refused(
    office: Client, invited: Response, name: str, content: bytes, message: str
) -> None:
    form = comments_form(office, document=SimpleUploadedFile(name, content), **boxes("received_on", "2024-09-30"))
    assert message in words_of(office.post(f"{ADDRESS}comments/", form))
    invited.refresh_from_db()
    assert not invited.comments_document


def test_receiving_no_comments_can_be_recorded(office: Client, invited: Response) -> None:
    office.post(f"{ADDRESS}comments/", comments_form(office, none_received="on"))
    assert "No comments were received." in words_of(office.get(ADDRESS))
    form = comments_form(office, none_received="on", **boxes("received_on", "2024-09-30"))
    words = words_of(office.post(f"{ADDRESS}comments/", form))
    assert "Enter the date the comments were received or that none were, not both" in words


def test_comments_from_an_expired_session_are_restored(client: Client, cast: Cast, invited: Response) -> None:
    client.force_login(cast.contributor)
    form = comments_form(client, comment="Long thought about.", form_owner=unsaved_forms.sign_owner(cast.contributor))
    client.logout()
    client.post(f"{ADDRESS}comments/", form)
    client.force_login(cast.contributor)
    words = words_of(client.get(f"{ADDRESS}comments/?unsaved={UnsavedForm.objects.get().token}"))
    assert "Long thought about." in words
    assert not ChiefOfficerComment.objects.exists()


# --- submission and approval -------------------------------------------------------------------------------


def test_submitting_warns_about_gaps_but_is_allowed(office: Client, response: Response) -> None:
    page = office.get(f"{ADDRESS}submit/")
    assert "The response is not complete." in words_of(page)
    assert f'href="{ADDRESS}?check#explanation-7-text"' in page.content.decode()
    assert "Submitted for approval." in words_of(office.post(f"{ADDRESS}submit/", follow=True))
    assert office.post(f"{ADDRESS}submit/").status_code == 302  # once more does no harm
    response.refresh_from_db()
    assert response.stage == "submitted"


def submitted(response: Response, office: Client) -> None:
    office.post(f"{ADDRESS}submit/")
    response.refresh_from_db()


def test_the_approver_approves_exactly_the_text_shown(
    office: Client, approver: Client, register: Register, response: Response
) -> None:
    submitted(complete(response), office)
    page = approver.get(f"{ADDRESS}approval/")
    words = words_of(page)
    assert "I welcome the report." in words
    assert "Explanation: Action taken On 7 we have acted." in words
    assert register.rec_7.text in words
    digest = re.search(r'name="digest" value="(\w+)"', page.content.decode())
    assert digest
    assert digest[1] == content_of(response, DAY_41).digest
    form = {"do": "approve", "digest": digest[1]}
    assert "Approved. It can now be published." in words_of(approver.post(f"{ADDRESS}approval/", form, follow=True))
    assert approver.post(f"{ADDRESS}approval/", form).status_code == 302  # once more does no harm
    response.refresh_from_db()
    assert (response.stage, response.approved_digest) == ("approved", digest[1])


def test_a_text_changed_since_it_was_read_is_not_approved(office: Client, approver: Client, response: Response) -> None:
    submitted(complete(response), office)
    digest = content_of(response, DAY_41).digest
    response.explanations.update(text="Another text.")
    words = words_of(approver.post(f"{ADDRESS}approval/", {"do": "approve", "digest": digest}))
    assert "The text has changed since you read it." in words
    assert "Another text." in words


def test_an_incomplete_text_is_approved_only_with_a_reason(
    office: Client, approver: Client, response: Response
) -> None:
    submitted(response, office)
    form = {"do": "approve", "digest": content_of(response, DAY_41).digest}
    page = approver.post(f"{ADDRESS}approval/", form)
    assert "The response is incomplete. Enter the reason for publishing it incomplete, or return it" in words_of(page)
    assert 'href="#id_incomplete_reason"' in page.content.decode()
    approver.post(f"{ADDRESS}approval/", {**form, "incomplete_reason": "To be in time."})
    response.refresh_from_db()
    assert (response.stage, response.incomplete_reason) == ("approved", "To be in time.")


def test_it_is_sent_back_with_a_comment(office: Client, approver: Client, response: Response) -> None:
    submitted(response, office)
    assert "Enter what should be changed" in words_of(approver.post(f"{ADDRESS}approval/", {"do": "return"}))
    approver.post(f"{ADDRESS}approval/", {"do": "return", "comment": "Explain 7 better."})
    words = words_of(office.get(ADDRESS))
    assert "Returned by the approver" in words
    assert "Explain 7 better." in words
    assert "Only a submitted response can be approved. This one is: draft." in words_of(
        approver.get(f"{ADDRESS}approval/")
    )
    again = approver.post(f"{ADDRESS}approval/", {"do": "return", "comment": "Explain 7 better."})
    assert again.status_code == 302  # the same form, sent once more


def test_only_an_approver_approves(office: Client, response: Response) -> None:
    submitted(response, office)
    assert office.get(f"{ADDRESS}approval/").status_code == 403
    assert office.post(f"{ADDRESS}approval/", {"do": "approve", "digest": "x"}).status_code == 403
