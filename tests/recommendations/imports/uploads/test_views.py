"""One page takes any file, tells what it is, and leads to where it belongs."""

from __future__ import annotations

import datetime
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from recommendations.imports.trackers.models import TrackerImport
from recommendations.imports.uploads import services
from recommendations.imports.uploads.models import ImportUpload, UploadKind
from recommendations.register.models import Inspection, Letter
from recommendations.responses.models import Explanation, Publication
from tests.cast import Cast, Register
from tests.recommendations.imports.trackers.conftest import SEVEN, workbook
from tests.recommendations.reading.conftest import DOCUMENTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
OFFICE_PAGE, ADMIN_PAGE = "/import/cleveland/", "/import/"


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def send(client: Client, page: str, name: str, contents: bytes | None = None) -> HttpResponse:
    file = SimpleUploadedFile(name, (DOCUMENTS / name).read_bytes() if contents is None else contents)
    return client.post(page, {"file": file}, follow=True)


RESPONSE = b"""<html><title>PCC response to Operation Soteria</title><h1>PCC response to Operation Soteria</h1>
<p>Response by the Police and Crime Commissioner for Cleveland, 20 September 2024</p>
<h2>Commissioner's response</h2><h3>Recommendation 7</h3>
<p>By 31 January 2025, forces should improve matter 7.</p>
<p>Commissioner's comment: I have funded two more analysts.</p>
<p>Chief Constable's comment: The team has been trained.</p></html>"""


def test_a_report_that_an_office_brings_reaches_the_administrators_once_it_is_passed_on(
    office: Client, register: Register, cast: Cast
) -> None:
    page = send(office, OFFICE_PAGE, "R09-fire-culture.txt")
    assert "This is a published report" in words(page)
    assert "An administrator loads reports" in words(page)
    assert not Inspection.objects.exclude(pk=register.soteria.pk).filter(title__icontains="fire").exists()
    upload = ImportUpload.objects.get()
    admin = Client()
    admin.force_login(cast.administrator)
    assert admin.get(upload.get_absolute_url()).status_code == 404
    passed = office.post(f"{upload.get_absolute_url()}pass-on/", follow=True)
    assert "Passed to the administrators on" in words(passed)
    assert "R09-fire-culture.txt" in words(admin.get(ADMIN_PAGE))
    loading = admin.get(upload.get_absolute_url(), follow=True)
    assert "Read from R09-fire-culture.txt" in words(loading)
    assert "In the document" in words(loading)


def test_a_response_fills_in_the_draft_of_the_office_and_records_nothing(office: Client, register: Register) -> None:
    page = send(office, OFFICE_PAGE, "response.html", RESPONSE)
    assert "This is a response" in words(page)
    assert "I have funded two more analysts." in words(page)
    upload = ImportUpload.objects.get()
    draft = office.post(f"{upload.get_absolute_url()}response/", {"draft": ""}, follow=True)
    assert draft.request["PATH_INFO"] == "/forces/cleveland/responses/soteria-2024/"
    assert "I have funded two more analysts." in words(draft)
    assert "The team has been trained." not in words(draft)
    assert not Explanation.objects.exists()
    assert office.post(f"{upload.get_absolute_url()}response/", {"published": ""}).status_code == 403


def test_a_response_fills_in_the_form_of_one_that_was_published(client: Client, register: Register, cast: Cast) -> None:
    client.force_login(cast.approver)
    send(client, OFFICE_PAGE, "response.html", RESPONSE)
    upload = ImportUpload.objects.get()
    form = client.post(f"{upload.get_absolute_url()}response/", {"published": ""}, follow=True)
    assert "I have funded two more analysts." in words(form)
    assert "The team has been trained." in words(form)
    assert not Publication.objects.exists()


def test_a_letter_leads_to_the_letter_form_with_its_file(office: Client, register: Register) -> None:
    register.soteria.title = "PEEL 2021/22: an inspection of Cleveland"
    page = send(office, OFFICE_PAGE, "L2-closing-table.docx")
    assert page.redirect_chain[-1][0].startswith("/work/cleveland/letters/read/?upload=")
    assert "This was read" in words(page) or "Check what was read" in words(page)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("name", "contents", "sentence"),
    [
        ("blank.pdf", b"   ", "This file is empty. Choose another file."),
        ("broken.xlsx", b"PK\x03\x04 broken", "cannot be read"),
        ("picture.png", b"\x89PNG\r\n\x1a\n0000", "This file is a picture."),
        ("shopping.txt", b"Bread, milk and\nsomething for the weekend\n", "No recommendations were found in this file"),
    ],
)
def test_a_file_that_leads_nowhere_is_refused_with_a_sentence(
    office: Client, register: Register, name: str, contents: bytes, sentence: str
) -> None:
    assert sentence in words(send(office, OFFICE_PAGE, name, contents))
    assert not TrackerImport.objects.exists()


def test_an_administrator_without_an_office_is_told_whose_tracker_it_is(admin: Client, register: Register) -> None:
    page = send(admin, ADMIN_PAGE, "tracker.xlsx", workbook(SEVEN))
    assert "Only the office of that force can import it." in words(page)
    assert not TrackerImport.objects.exists()


def test_the_page_waits_for_the_worker_and_gives_up_after_ten_minutes(
    office: Client, register: Register, cast: Cast
) -> None:
    upload = ImportUpload.objects.create(
        person=cast.office, holder=register.cleveland, file_name="big.pdf", uploaded_at=timezone.now()
    )
    page = office.get(upload.get_absolute_url())
    assert page["Refresh"] == "2"
    assert "“big.pdf” is in the queue." in words(page)
    ImportUpload.objects.update(uploaded_at=timezone.now() - services.GIVEN_UP_AFTER - datetime.timedelta(seconds=1))
    page = office.get(upload.get_absolute_url())
    assert "Refresh" not in page
    assert "has waited for ten minutes" in words(page)


def test_a_file_is_seen_by_the_person_who_brought_it_alone_and_deleted_after_a_week(
    office: Client, register: Register, cast: Cast
) -> None:
    send(office, OFFICE_PAGE, "picture.png", b"\x89PNG\r\n\x1a\n0000")
    upload = ImportUpload.objects.get()
    assert upload.kind == UploadKind.UNREADABLE
    colleague = Client()
    colleague.force_login(cast.approver)
    assert colleague.get(upload.get_absolute_url()).status_code == 404
    storage, name = upload.file.storage, str(upload.file.name)
    assert storage.exists(name)
    assert services.remove_old_files(before=timezone.now() + datetime.timedelta(seconds=1)) == 1
    assert not ImportUpload.objects.exists()
