"""Files that the worker makes: for the person who requested them, with that person's rights, and no one else's."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forces.people import prepared_files
from forces.people.models import Membership, PreparedFile, Role
from forces.people.services import has_records
from recommendations.pages.common import downloads, page_pdf
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import PersonFactory, membership
from tests.reading import file_from_worker, words_of

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("on_the_day")]

IN_DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
ONE_DAY = datetime.timedelta(days=1)
PDF = "/forces/cleveland.pdf?status=overdue"


@pytest.fixture(autouse=True)
def _small_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the page itself into the file: its form is tested elsewhere."""
    monkeypatch.setattr(page_pdf, "pdf_of", lambda page, address, day: f"%PDF- {address} {page}".encode())


def request_file(client: Client, address: str = PDF) -> Any:
    return client.post(reverse("prepare-file"), {"address": address})


def test_a_file_is_offered_and_nothing_is_written_by_looking(office: Client, history: Register) -> None:
    offer = office.get(PDF)
    assert "It takes a few seconds to prepare cleveland.pdf. Prepare the file" in words_of(offer)
    assert 'href="/forces/cleveland/?status=overdue">Go back to the page' in offer.content.decode()
    assert not PreparedFile.objects.exists()


def test_a_page_requests_its_pdf_with_one_button(office: Client, history: Register) -> None:
    page = office.get("/forces/cleveland/?status=overdue").content.decode()
    assert f'<input type="hidden" name="address" value="{PDF}">' in page


@pytest.mark.usefixtures("transactional_db")
def test_the_page_waits_until_the_worker_has_made_the_file(office: Client, history: Register, settings: Any) -> None:
    settings.TASKS = IN_DATABASE
    waiting = office.get(request_file(office).url)
    assert "cleveland.pdf is in the queue" in words_of(waiting)
    assert "<script" not in waiting.content.decode()
    assert "Check again" in words_of(waiting)
    assert waiting["Refresh"] == "2"
    call_command("db_worker", batch=True, interval=0, startup_delay=False)
    ready = office.get(PreparedFile.objects.get().get_absolute_url())
    assert "Your file is ready" in words_of(ready)
    got = office.get(ready["Refresh"].removeprefix("0; url="))
    assert got["Content-Disposition"] == 'attachment; filename="cleveland.pdf"'
    assert got["Cache-Control"] == "private, no-store"
    assert b"http://testserver/forces/cleveland/" in got.content
    assert b"Identify and disrupt suspects" in got.content


def test_the_filter_and_the_day_of_the_page_are_those_of_the_file(office: Client, history: Register) -> None:
    got = file_from_worker(office, "/as-at/2024-10-15/forces/cleveland.pdf?status=not-started")
    assert b"15 October 2024" in got.content
    assert b"1 of 2 actions" in got.content


def test_no_one_else_can_wait_for_a_file_or_download_it(office: Client, cast: Cast, history: Register) -> None:
    address = request_file(office).url
    other = Client()
    for person in (cast.approver, cast.administrator, cast.cumbria_office):
        other.force_login(person)
        assert other.get(address).status_code == 404
        assert other.get(f"{address}contents/").status_code == 404


def test_a_file_shows_only_what_its_person_may_see(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.auditor)
    assert client.get("/forces/cumbria.pdf").status_code == 404
    refused = file_from_worker(client, "/forces/cumbria.pdf")
    assert "You do not have access to the page" in words_of(refused)
    assert not PreparedFile.objects.get().contents


@pytest.mark.usefixtures("transactional_db")
def test_rights_that_ended_meanwhile_count(office: Client, cast: Cast, history: Register, settings: Any) -> None:
    settings.TASKS = IN_DATABASE
    address = request_file(office).url
    Membership.objects.filter(person=cast.office).delete()
    call_command("db_worker", batch=True, interval=0, startup_delay=False)
    assert PreparedFile.objects.get().status_code == 403
    assert office.get(address).status_code == 403


@pytest.mark.parametrize(
    "address", ["", "/forces/cleveland/", "/nowhere.pdf", "https://example.org/a.pdf", "/a" * 1500]
)
def test_only_addresses_of_our_own_files_are_accepted(office: Client, history: Register, address: str) -> None:
    refused = request_file(office, address)
    assert refused.status_code == 422
    assert "There is no file at this address." in refused.content.decode()
    assert not PreparedFile.objects.exists()


@pytest.mark.parametrize("address", ["/forces/cleveland.xlsx", "/log.xlsx?from=2024-01-01", "/my-work.xlsx"])
def test_a_large_excel_file_is_made_by_the_worker(
    office: Client, history: Register, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert office.get(address).getvalue().startswith(b"PK")  # type: ignore[attr-defined]
    monkeypatch.setattr(downloads, "ROWS_AT_ONCE", 0)
    assert "Prepare the file" in words_of(office.get(address))
    got = file_from_worker(office, address)
    assert got.content.startswith(b"PK")
    assert got["Content-Disposition"].endswith('.xlsx"')
    assert b"Identify and disrupt suspects" in office.get("/forces/cleveland.csv").getvalue()  # type: ignore[attr-defined]


def test_a_person_waits_for_a_few_files_at_most(office: Client, history: Register, settings: Any) -> None:
    settings.TASKS = IN_DATABASE
    for _file in range(prepared_files.MOST_UNFINISHED):
        assert request_file(office).status_code == 302
    assert "You already have 5 files being prepared." in request_file(office).content.decode()


def test_a_failure_says_so_and_can_be_tried_again(
    office: Client, history: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(page: str, address: str, day: datetime.date) -> bytes:
        raise RuntimeError("broken")

    monkeypatch.setattr(page_pdf, "pdf_of", broken)
    office.raise_request_exception = False
    failed = file_from_worker(office, PDF)
    assert "Something went wrong while it was being prepared." in words_of(failed)
    assert f'value="{PDF}"' in failed.content.decode()


def test_a_file_that_no_worker_finished_is_given_up(office: Client, history: Register, settings: Any) -> None:
    settings.TASKS = IN_DATABASE
    address = request_file(office).url
    with time_machine.travel(NOON + datetime.timedelta(minutes=11), tick=False):
        given_up = office.get(address)
    assert "could not be prepared" in words_of(given_up)
    assert "Refresh" not in given_up


def test_files_are_deleted_after_a_day(office: Client, cast: Cast, history: Register) -> None:
    old = PreparedFile.objects.create(
        person=cast.approver,
        site="http://testserver",
        address=PDF,
        requested_at=timezone.now() - datetime.timedelta(days=2),
    )
    request_file(office)
    assert not PreparedFile.objects.filter(pk=old.pk).exists()


def test_a_file_is_gone_after_a_day_even_if_no_one_requests_another(
    office: Client, cast: Cast, history: Register
) -> None:
    address = request_file(office).url
    with time_machine.travel(NOON + datetime.timedelta(hours=25), tick=False):
        office.force_login(cast.office)
        assert office.get(address).status_code == 404
        assert office.get(f"{address}contents/").status_code == 404


def test_a_file_is_gone_when_a_membership_ends_even_if_another_remains(
    office: Client, cast: Cast, history: Register
) -> None:
    membership(cast.office, Role.PANEL_MEMBER, history.panel_cleveland)
    address = request_file(office).url
    assert office.get(f"{address}contents/").status_code == 200
    Membership.objects.filter(person=cast.office, role=Role.OPCC_STAFF).update(last_day=TODAY - ONE_DAY)
    assert office.get(f"{address}contents/").status_code == 404


def test_a_file_whose_contents_fail_is_finished_as_a_failure(
    office: Client, history: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(response: Any) -> bytes:
        raise RuntimeError("broken")

    monkeypatch.setattr(prepared_files, "_contents", broken)
    assert "could not be prepared" in words_of(file_from_worker(office, PDF))


def test_a_prepared_file_is_no_record_that_keeps_an_account(history: Register) -> None:
    person = PersonFactory(email="new@example.org")
    PreparedFile.objects.create(person=person, address=PDF)
    assert not has_records(person)


def test_a_client_cannot_pretend_to_be_the_worker(office: Client, history: Register) -> None:
    offer = office.get(PDF, headers={"soteria.in_worker": "1", "soteria-in-worker": "1"})
    assert "It takes a few seconds to prepare cleveland.pdf. Prepare the file" in words_of(offer)


def test_a_file_that_is_gone_answers_404(office: Client, history: Register) -> None:
    assert office.get(reverse("prepared-file", args=[uuid.uuid4()])).status_code == 404
    prepared_files.prepare_file.call(str(uuid.uuid4()))  # the worker does nothing
