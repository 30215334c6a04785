"""The office uploads the completed invitation, and its comments appear unsaved on the comments page."""

from __future__ import annotations

import datetime
import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forces.people.models import UnsavedFile, UnsavedForm
from recommendations.responses.models import ChiefOfficerComment, Response
from tests.cast import Cast, Register
from tests.factories import ResponseFactory
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
PAGE = "/forces/cleveland/responses/soteria-2024/comments/"
READ = f"{PAGE}read/"


@pytest.fixture
def response(register: Register) -> Response:
    return ResponseFactory(force=register.cleveland, inspection=register.soteria, invited=True)


@pytest.fixture
def office(client: Client, cast: Cast) -> Client:
    client.force_login(cast.office)
    return client


def filled(*rows: tuple[str, str], name: str = "filled.docx") -> SimpleUploadedFile:
    """A completed table like the invitation's."""
    word = docx.Document()
    table = word.add_table(1, 3)
    for cell, words in zip(table.rows[0].cells, ("Reference", "Recommendation", "Your comment"), strict=True):
        cell.text = words
    for reference, comment in rows:
        cells = table.add_row().cells
        cells[0].text, cells[2].text = reference, comment
    file = io.BytesIO()
    word.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def upload(client: Client, file: SimpleUploadedFile) -> Any:
    return client.post(READ, {"filled": file}, follow=True)


def saved() -> dict[str | None, str]:
    return dict(ChiefOfficerComment.objects.values_list("recommendation__reference", "text"))


def shown(page: Any) -> dict[str, str]:
    form = page.context["form"]
    fields = (part[name] for _reference, part in form.all_forms for name in part.fields)
    return {field.html_name: field.value() for field in fields}


def test_the_comments_page_asks_only_the_office_for_the_filled_table(
    office: Client, cast: Cast, response: Response
) -> None:
    assert f'action="{READ}"' in office.get(PAGE).content.decode()
    office.force_login(cast.contributor)
    page = office.get(PAGE)
    assert page.status_code == 200
    assert READ not in page.content.decode()


def test_the_texts_are_shown_unsaved_until_the_person_saves_them(office: Client, response: Response) -> None:
    page = upload(office, filled(("General", "We welcome it."), ("7", "Under way.")))
    assert "These comments were read from the document. Nothing is saved yet." in words_of(page)
    assert "You were signed out" not in words_of(page)
    form = shown(page)
    assert (form["comment-text"], form["comment-7-text"], form["comment-5-text"]) == (
        "We welcome it.",
        "Under way.",
        "",
    )
    assert saved() == {}
    assert office.post(PAGE, form).status_code == 302
    assert saved() == {None: "We welcome it.", "7": "Under way."}


def test_texts_for_references_that_the_report_does_not_have_are_in_the_general_comment(
    office: Client, response: Response
) -> None:
    page = upload(office, filled(("General", "We welcome it."), ("Recommendation 99", "On another.")))
    assert shown(page)["comment-text"] == "We welcome it.\n\nRecommendation 99:\nOn another."


def test_saved_text_is_never_overwritten_unseen_or_by_empty_cells(
    office: Client, register: Register, response: Response
) -> None:
    for recommendation, text in ((register.rec_5, "Saved on 5."), (register.rec_7, "Saved on 7.")):
        ChiefOfficerComment.objects.create(response=response, recommendation=recommendation, text=text)
    form = shown(upload(office, filled(("Recommendation 7", "Another on 7."))))
    assert (form["comment-5-text"], form["comment-7-text"]) == ("Saved on 5.", "Another on 7.")
    again = office.post(PAGE, form)
    assert again.status_code == 409
    assert "Saved on 7." in again.content.decode()
    assert "Another on 7." in again.content.decode()
    assert saved() == {"5": "Saved on 5.", "7": "Saved on 7."}


def test_how_the_comments_arrived_stays_unchanged(office: Client, response: Response) -> None:
    response.comments_received_on = datetime.date(2024, 9, 30)
    response.save()
    page = upload(office, filled(("7", "Under way.")))
    assert page.context["received"]["received_on"].value() == ("30", "9", "2024")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (SimpleUploadedFile("filled.docx", b"no zip"), "filled.docx"),
        (SimpleUploadedFile("filled.pdf", b"%PDF-1.7"), "is not a Word document (.docx)."),
        (filled(), "The table in “filled.docx” has no comments."),
    ],
)
def test_a_file_of_another_type_is_refused_on_the_page(
    office: Client, response: Response, file: SimpleUploadedFile, message: str
) -> None:
    file.seek(0)
    assert message in words_of(upload(office, file))
    assert not UnsavedForm.objects.exists()


def test_without_a_file_the_page_says_what_to_select(office: Client, response: Response) -> None:
    assert "Choose the filled-in table" in words_of(office.post(READ, follow=True))


def test_unsaved_texts_are_shown_to_their_owner_only(office: Client, cast: Cast, response: Response) -> None:
    upload(office, filled(("7", "Under way.")))
    address = UnsavedForm.objects.get().get_absolute_url()
    office.force_login(cast.approver)
    assert shown(office.get(address))["comment-7-text"] == ""


def test_the_file_is_saved_as_the_document_with_the_comments(office: Client, response: Response) -> None:
    file = filled(("7", "Under way."), name="returned.docx")
    page = upload(office, file)
    assert "returned.docx is kept for this form." in words_of(page)
    response.refresh_from_db()
    assert not response.comments_document, "nothing is saved yet"
    received = page.context["received"]
    assert received["received_on"].value() == ("3", "3", "2025"), "today is proposed"
    day, month, year = received["received_on"].value()
    boxes = {"received_on-day": day, "received_on-month": month, "received_on-year": year}
    form = {**shown(page), **boxes, "document_token": received["document_token"].value()}
    assert "Kept as evidence: returned.docx" in words_of(office.post(PAGE, form, follow=True))
    response.refresh_from_db()
    assert (response.comments_received_on, saved()) == (datetime.date(2025, 3, 3), {"7": "Under way."})
    file.seek(0)
    with response.comments_document.open() as kept:
        assert kept.read() == file.read()
    assert not UnsavedFile.objects.exists()
