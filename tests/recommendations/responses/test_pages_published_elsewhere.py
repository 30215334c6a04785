"""An approver records a response that was published elsewhere, verbatim."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forces.people import unsaved_forms
from forces.people.models import UnsavedFile, UnsavedForm
from recommendations.responses.models import Publication, Response
from tests.cast import Cast, Register
from tests.factories import published
from tests.reading import words_of
from tests.recommendations.responses.conftest import DAY_41
from tests.recommendations.responses.test_pages_steps import boxes, signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/forces/cleveland/responses/soteria-2024/"
PAGE = f"{ADDRESS}published-elsewhere/"
FORM = {
    "address": "https://example.org/response",
    **boxes("published_on", "2024-09-20"),
    **boxes("dated_on", "2024-09-13"),
    "signatory_name": "A. Commissioner",
    "signatory_title": "Commissioner",
    "general_comments": "I welcome it.",
    "chief_officer_comments": "We do too.",
    "explanation-7-kind": "taken",
    "explanation-7-text": "We acted on 7.",
    "explanation-5-text": "In hand.",
    "explanation-7-comment": "Under way.",
}


@pytest.fixture
def approver(cast: Cast) -> Client:
    return signed_in(cast.approver)


@pytest.mark.usefixtures("register")
def test_it_is_recorded_verbatim_and_the_page_shows_what_is_missing(approver: Client) -> None:
    words = words_of(approver.post(PAGE, FORM, follow=True))
    assert "Recorded as it was published." in words
    assert "Published on 20 September 2024, signed by A. Commissioner, Commissioner." in words
    assert "Not explained." in words
    assert "Explanation: Action taken We acted on 7." in words
    assert "Explanation In hand." in words
    publication = Publication.objects.get()
    assert publication.is_published_elsewhere
    assert publication.address == "https://example.org/response"
    assert (publication.published_on, publication.dated_on) == (
        datetime.date(2024, 9, 20),
        datetime.date(2024, 9, 13),
    )
    recorded_content = publication.read_content()
    assert (recorded_content.general_comments, recorded_content.chief_officer_comments) == (
        "I welcome it.",
        "We do too.",
    )
    assert recorded_content.chief_officer == "not-stated"
    each = {i.reference: (i.explanation_kind, i.explanation, i.chief_officer_comment) for i in recorded_content.items}
    assert each == {
        "4": ("", "", ""),
        "5": ("not-stated", "In hand.", ""),
        "7": ("taken", "We acted on 7.", "Under way."),
    }


@pytest.mark.usefixtures("register")
def test_an_unstated_date_is_shown_as_not_stated(approver: Client) -> None:
    form = {**FORM, **boxes("published_on", "--"), "not_stated": "on"}
    words = words_of(approver.post(PAGE, form, follow=True))
    assert "Dated 13 September 2024; publication date not stated" in words


@pytest.mark.usefixtures("register")
def test_a_chief_constable_it_does_not_mention_is_not_mentioned(approver: Client) -> None:
    words = words_of(approver.post(PAGE, {**FORM, "chief_officer_comments": ""}, follow=True))
    assert "It is not stated whether the Chief Constable was invited to comment." in words
    assert "The Chief Constable made no comment" not in words


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"address": ""}, "Enter the address where the response is published"),
        ({"address": "no address"}, "Enter a full address"),
        (boxes("published_on", "--"), "Enter the publication date, or select that it is not stated"),
        ({"not_stated": "on"}, "or select that it is not stated, but not both"),
        (boxes("published_on", "2024-02-31"), "The publication date must be a real date"),
        (boxes("published_on", "2024-08-01"), "The publication date must not be before the report’s"),
        (boxes("published_on", "2024-10-02"), "The publication date must be today or in the past"),
        (boxes("dated_on", "2024-10-02"), "The date of the response must be today or in the past"),
        (boxes("dated_on", "2024-02-31"), "The date of the response must be a real date"),
        ({"explanation-7-text": ""}, "Enter the explanation as published"),
        ({"signatory_name": "x" * 121}, "Shorten this to 120 characters or fewer."),
        ({"general_comments": "x" * 20_001}, "Shorten this to 20,000 characters or fewer."),
    ],
)
def test_an_invalid_form_is_refused_and_keeps_everything_typed(
    approver: Client, changes: dict[str, str], message: str
) -> None:
    page = approver.post(PAGE, {**FORM, **changes})
    assert message in words_of(page)
    assert "<title>Error:" in page.content.decode()
    assert not Publication.objects.exists()
    for name, value in {**FORM, **changes}.items():
        assert page.context["form"].data[name] == value
    assert "In hand." in words_of(page)


def test_it_belongs_to_the_body_that_answered_at_the_time(approver: Client, register: Register) -> None:
    register.cleveland.oversights.update(first_day=datetime.date(2024, 9, 25))
    words = words_of(approver.post(PAGE, FORM))
    assert "No local policing body was responsible for the force on this date" in words
    assert not Publication.objects.exists()


def test_submitting_the_form_again_does_no_harm(approver: Client, register: Register) -> None:
    for _turn in range(2):
        assert approver.post(PAGE, FORM).headers["Location"] == f"{ADDRESS}published/1/"
    assert approver.get(PAGE).headers["Location"] == f"{ADDRESS}published/1/"
    assert Publication.objects.count() == 1


@pytest.mark.usefixtures("register")
def test_another_approvers_simultaneous_text_is_kept_and_raises_a_question(approver: Client) -> None:
    approver.post(PAGE, FORM)
    page = approver.post(PAGE, {**FORM, "general_comments": "I do not."})
    assert "Version 1 is already published. Is this a correction" in words_of(page)
    assert page.context["form"].data["general_comments"] == "I do not."
    assert Publication.objects.count() == 1
    approver.post(PAGE, {**FORM, "general_comments": "I do not.", "confirmed": "address"})
    assert Publication.objects.get(version=2).read_content().general_comments == "I do not."


@pytest.mark.usefixtures("register")
def test_an_approver_can_record_a_correction_published_elsewhere(approver: Client, cast: Cast) -> None:
    approver.post(PAGE, FORM)
    link = f"{PAGE}?correction"
    assert link in approver.get(f"{ADDRESS}published/1/").content.decode()
    assert link not in signed_in(cast.office).get(f"{ADDRESS}published/1/").content.decode()
    page = approver.get(link)
    assert page.status_code == 200
    assert "Version 1 is already published." in words_of(page)


def a_file(name: str = "response.pdf", content: bytes = b"%PDF-1.7 as published") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.usefixtures("register")
def test_the_document_replaces_the_address_and_everyone_can_download_it(approver: Client, cast: Cast) -> None:
    form = {**FORM, "address": "", "document": a_file(), "document_kind": "letter"}
    assert "Recorded from the document" in words_of(approver.post(PAGE, form, follow=True))
    panel = signed_in(cast.panel_member)
    assert f"{ADDRESS}published/1/document/" in panel.get(f"{ADDRESS}published/1/").content.decode()
    download = panel.get(f"{ADDRESS}published/1/document/")
    assert b"".join(download) == b"%PDF-1.7 as published"
    assert download["Content-Disposition"] == 'attachment; filename="response.pdf"'


@pytest.mark.usefixtures("register")
def test_a_response_without_a_document_has_no_download(approver: Client) -> None:
    approver.post(PAGE, FORM)
    assert "published/1/document/" not in approver.get(f"{ADDRESS}published/1/").content.decode()
    assert approver.get(f"{ADDRESS}published/1/document/").status_code == 404


@pytest.mark.usefixtures("register")
def test_a_document_is_kept_when_another_field_is_invalid(approver: Client) -> None:
    page = approver.post(PAGE, {**FORM, "document": a_file()})
    words = words_of(page)
    assert "Select what the attached document is" in words
    assert "response.pdf is kept for this form." in words
    token = page.context["form"]["document_token"].value()
    approver.post(PAGE, {**FORM, "document_token": token, "document_kind": "form"})
    document = Publication.objects.get().document
    assert document
    assert (document.file_name, document.kind) == ("response.pdf", "form")
    assert not UnsavedFile.objects.exists()


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("response.csv", b"a,b", "“response.csv” is not a PDF or Word file."),
        ("response.exe", b"MZ", "“response.exe” is not a PDF or Word file."),
        ("response.pdf", b"MZ", "is not what its name says"),
        ("response.pdf", b"%PDF-" + b"x" * 10 * 1024 * 1024, "is larger than 10 MB"),
    ],
)
def test_a_file_of_another_type_is_refused_and_keeps_everything_typed(
    approver: Client, name: str, content: bytes, message: str
) -> None:
    page = approver.post(PAGE, {**FORM, "document": a_file(name, content), "document_kind": "form"})
    assert message in words_of(page)
    assert "In hand." in words_of(page)
    assert not Publication.objects.exists()
    assert not UnsavedFile.objects.exists()


def test_approvers_see_the_link_until_something_is_published(approver: Client, cast: Cast, response: Response) -> None:
    assert f'href="{PAGE}"' in approver.get(ADDRESS).content.decode()
    office = signed_in(cast.office)
    assert PAGE not in office.get(ADDRESS).content.decode()
    assert office.get(PAGE).status_code == 403
    assert office.post(PAGE, FORM).status_code == 403
    published(response, DAY_41)
    assert PAGE not in approver.get(ADDRESS).content.decode()


def test_viewing_the_page_creates_no_working_copy(approver: Client, register: Register) -> None:
    assert approver.get(PAGE).status_code == 200
    assert not Response.objects.exists()


def test_text_from_an_expired_session_is_restored(client: Client, cast: Cast, register: Register) -> None:
    client.post(PAGE, {**FORM, "form_owner": unsaved_forms.sign_owner(cast.approver)})
    client.force_login(cast.approver)
    words = words_of(client.get(UnsavedForm.objects.get().get_absolute_url()))
    assert "You were signed out" in words
    assert "We acted on 7." in words
    assert not Publication.objects.exists()
