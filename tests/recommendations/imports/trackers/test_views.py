"""The pages for importing a tracker."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forces.people.access import Reader
from recommendations.imports.trackers import services
from recommendations.imports.trackers.models import TrackerImport
from recommendations.register.models import Action, Inspection
from tests.cast import Register
from tests.recommendations.imports.trackers.conftest import CUSTODY, SEVEN, Upload, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
PAGE = "/import/cleveland/"


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def send(office: Client, contents: bytes, name: str = "tracker.xlsx") -> HttpResponse:
    return office.post(PAGE, {"file": SimpleUploadedFile(name, contents)}, follow=True)


def fields(answer: HttpResponse) -> dict[str, str]:
    """What the form of a page sends when nobody changes it."""
    form = answer.context["form"]
    found = {}
    for bound in form:
        value = bound.value()
        if bound.name.startswith("published") or bound.name.startswith("day"):
            if value:
                found |= {f"{bound.name}-{part}": str(getattr(value, part)) for part in ("day", "month", "year")}
        elif value:
            found[bound.name] = str(value)
    return found


def test_a_tracker_is_read_answered_previewed_and_imported(office: Client, history: Register) -> None:
    page = send(office, workbook(SEVEN, CUSTODY))
    assert "We found 2 items." in words(page)
    assert "Nothing is saved yet." in words(page)
    [report] = page.context["form"].unknown_reports
    assert (report.title, report.rows) == ("Custody visit 2024", 1)
    day = {f"{report.day.name}-{box}": value for box, value in (("day", "1"), ("month", "5"), ("year", "2024"))}
    preview = office.post(page.request["PATH_INFO"], fields(page) | day, follow=True)
    assert "Preview: 2 of 2 rows will be saved" in words(preview)
    assert "Weekly checks are in place." in words(preview)
    assert "Ask for the figures." in words(preview)
    assert not Inspection.objects.filter(title="Custody visit 2024").exists()
    shown = preview.context["digest"]
    done = office.post(preview.request["PATH_INFO"], {"shown": shown}, follow=True)
    assert "2 rows imported." in words(done)
    assert Action.objects.filter(recommendation__inspection__title="Custody visit 2024").count() == 1
    tracker = TrackerImport.objects.get()
    rows = office.get(f"{PAGE}{tracker.pk}/rows/")
    assert "Head of Crime" in words(rows)
    file = office.get(f"{PAGE}{tracker.pk}/file/")
    assert b"".join(file.streaming_content) == workbook(SEVEN, CUSTODY)
    undone = office.post(f"{PAGE}{tracker.pk}/undo/", follow=True)
    assert "The import of “tracker.xlsx” was undone." in words(undone)


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (b"", "This file is empty"),
        (b"PK\x03\x04 broken", "cannot be read"),
        (
            b"Name,Age,Town,Pet\nA,3,Leeds,Cat\nB,4,York,Dog\nC,5,Bath,Fish\n",
            "No recommendations were found in this file",
        ),
    ],
)
def test_a_file_that_is_no_tracker_is_refused_with_a_sentence_and_not_kept(
    office: Client, history: Register, contents: bytes, sentence: str
) -> None:
    assert sentence in words(send(office, contents, "x.csv"))
    assert not TrackerImport.objects.exists()


def test_an_answer_without_a_suggestion_has_to_be_given(office: Client, history: Register) -> None:
    row = [*SEVEN[:4], "31/03/2026", *SEVEN[5:]]
    page = send(office, workbook(row))
    [asked] = page.context["form"].to_decide
    again = office.post(page.request["PATH_INFO"], fields(page))
    assert f"Answer this question: {asked.question.ask}" in words(again)
    preview = office.get(f"{page.request['PATH_INFO']}preview/")
    assert "1 question needs your decision" in words(preview)
    assert "Import 1 row" not in words(preview)


def test_a_confirmation_of_what_has_changed_since_is_refused(office: Client, upload: Upload) -> None:
    tracker = upload(SEVEN)
    answer = office.post(f"{PAGE}{tracker.pk}/preview/", {"shown": "another"})
    assert answer.status_code == 409
    assert "The register has changed since you looked." in words(answer)


def test_a_changed_column_is_remembered(office: Client, upload: Upload) -> None:
    page = office.get(f"{PAGE}{upload(SEVEN).pk}/")
    column, field = next(each for each in page.context["form"].column_rows if each[0].heading == "Lead")
    office.post(page.request["PATH_INFO"], fields(page) | {field.name: "note"})
    assert TrackerImport.objects.get().columns == {column.key: "note"}


def test_an_upload_can_be_deleted(office: Client, upload: Upload) -> None:
    tracker = upload(SEVEN)
    assert "Not imported yet" in words(office.get(PAGE))
    assert "deleted. Nothing was imported." in words(office.post(f"{PAGE}{tracker.pk}/discard/", follow=True))
    assert not TrackerImport.objects.exists()


def test_the_page_of_a_body_that_is_no_force_is_not_there(office: Client, history: Register) -> None:
    assert office.get("/import/pcc-cleveland/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_rows(office: Client, upload: Upload) -> None:
    few = upload(CUSTODY, name="few.xlsx")
    many = upload(*([*CUSTODY[:1], f"Rec {number}", f"Check cell {number}.", *CUSTODY[3:]] for number in range(1, 40)))
    counts = []
    for tracker in (few, many):
        with CaptureQueriesContext(connection) as queries:
            assert office.get(f"{PAGE}{tracker.pk}/preview/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 25


def test_a_row_is_placed_by_hand_and_the_next_file_remembers_it(office: Client, upload: Upload) -> None:
    lost = ["Vetting review", "Rec 3", "Vet everyone.", "Head of Vetting", "", "In progress", "01/02/2025: Begun.", ""]
    tracker = upload(lost, published="")
    preview = office.get(f"{PAGE}{tracker.pk}/preview/")
    assert "Not placed 1" in words(preview)
    [group] = [group for group in preview.context["groups"] if group.rows]
    place = f"{PAGE}{tracker.pk}/place/{group.rows[0].key}/"
    refused = office.post(place, {"where": "action", "action": "", "reason": ""})
    assert "Select the action that it is about" in words(refused)
    placed = office.post(place, {"where": "action", "action": "soteria-2024/7", "reason": ""}, follow=True)
    assert "Placed by hand" in words(placed)
    [row] = placed.context["plan"].to_save
    assert row.action == Action.objects.get(holder__slug="cleveland", recommendation__reference="7").pk
    confirmed = office.post(f"{PAGE}{tracker.pk}/preview/", {"shown": placed.context["digest"]}, follow=True)
    assert "1 row imported." in words(confirmed)
    again = upload(lost, SEVEN, name="march.xlsx", published="")
    [same] = [row for row in office.get(f"{PAGE}{again.pk}/preview/").context["plan"].rows if "Vet" in row.row.text]
    assert same.action == row.action
    assert office.get(f"{PAGE}{again.pk}/place/unknown/").status_code == 404


def test_each_report_that_is_not_known_has_its_own_answer(office: Client, upload: Upload) -> None:
    vetting = ["Vetting review", "Rec 3", "Vet everyone.", "Head of Vetting", "", "In progress", "", ""]
    tracker = upload(CUSTODY, vetting)
    page = office.get(f"{PAGE}{tracker.pk}/")
    _custody, vetted = page.context["form"].unknown_reports
    answers = fields(page) | {vetted.what.html_name: "leave-out"}
    preview = office.post(page.request["PATH_INFO"], answers, follow=True)
    outcomes = {row.row.inspection_title: row.outcome for row in preview.context["plan"].rows}
    assert outcomes == {"Custody visit 2024": "new", "Vetting review": "left-out"}
    again = office.get(f"{PAGE}{tracker.pk}/").context["form"].unknown_reports
    assert [report.what.value() for report in again] == ["draft", "leave-out"]


@pytest.mark.parametrize("page", ["", "preview/"])
def test_the_pages_wait_while_the_worker_reads_and_give_up_after_two_minutes(
    office: Client, upload: Upload, page: str
) -> None:
    tracker = upload(SEVEN)
    TrackerImport.objects.update(reading_requested_at=timezone.now(), read_at=None)
    waiting = office.get(f"{PAGE}{tracker.pk}/{page}")
    assert (waiting.status_code, waiting["Refresh"]) == (200, "2")
    assert "“tracker.xlsx” usually takes a few seconds" in words(waiting)
    long_ago = timezone.now() - services.GIVEN_UP_AFTER - datetime.timedelta(seconds=1)
    TrackerImport.objects.update(reading_requested_at=long_ago)
    assert "Refresh" not in office.get(f"{PAGE}{tracker.pk}/{page}")


def test_what_the_worker_read_is_not_read_again(
    office: Client, upload: Upload, office_reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = upload(SEVEN)
    services.request_reading(tracker=tracker, by=office_reader)
    monkeypatch.setattr(services, "run_reader", lambda task: pytest.fail("it was read again"))
    assert office.get(f"{PAGE}{tracker.pk}/preview/").status_code == 200
