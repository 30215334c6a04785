"""The round pages: their contents, their buttons and recovering from mistakes."""

from __future__ import annotations

import datetime
import io
import uuid
import zipfile
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from forces.people.access import Reader
from recommendations.register.models import Action
from recommendations.rounds.models import ReturnedWorkbook, Round
from tests.cast import TODAY, Register
from tests.recommendations.rounds.helpers import CRIME, UploadReply, ask, at, day, page, replied, workbook_of
from tests.recommendations.rounds.sample_workbooks import FIRST, LETTERS, opened

# --- making one --------------------------------------------------------------------------------------------


def request_form(*actions: Action, **fields: Any) -> dict[str, Any]:
    return {
        "action": [action.pk for action in actions],
        **day("reply_by", datetime.date(2025, 3, 31)),
        "email_text": "Dear [lead], [actions] by [date].",
        "post_for_unnamed": "",
        "submission_key": uuid.uuid4(),
        **fields,
    }


def test_selected_actions_are_shown_by_lead(office: Client, crime: Action, unassigned: Action) -> None:
    response = office.get(at("round-new"), {"action": [crime.pk, unassigned.pk]})
    text = response.content.decode()
    assert "You have selected 2 actions." in text
    assert "There will be 2 workbooks" in text
    assert text.index(CRIME) < text.index("No lead named")
    assert "Jo Example" in text


def test_it_says_when_no_action_is_selected(office: Client, history: Register) -> None:
    assert "You have not selected any actions." in page(office, "round-new")


def test_another_offices_action_is_not_found(office: Client, history: Register) -> None:
    theirs = history.actions[("cumbria", "7")]
    assert office.get(at("round-new"), {"action": theirs.pk}).status_code == HTTPStatus.NOT_FOUND


def test_the_preview_shows_each_email_and_creates_nothing(office: Client, crime: Action, unassigned: Action) -> None:
    text = office.post(at("round-new"), request_form(crime, unassigned, do="preview")).content.decode()
    assert "Dear Jo Example, 1 action by 31 March 2025." in text
    assert "Dear colleague, 1 action by 31 March 2025." in text
    assert not Round.objects.exists()


def test_creating_a_round_redirects_to_its_page(office: Client, crime: Action, unassigned: Action) -> None:
    response = office.post(at("round-new"), request_form(crime, unassigned, do="create"), follow=True)
    assert "2 workbooks to send" in response.content.decode()
    assert "0 of 2 actions have replies." in response.content.decode()


def test_an_invalid_date_keeps_everything_entered(office: Client, crime: Action) -> None:
    text = office.post(
        at("round-new"),
        request_form(crime, do="create", email_text="Mine.", **day("reply_by", datetime.date(2025, 2, 1))),
    ).content.decode()
    assert "must be today or in the future" in text
    assert "Mine." in text
    assert not Round.objects.exists()


# --- the list ----------------------------------------------------------------------------------------------


def test_the_list_says_when_there_are_no_rounds(office: Client, history: Register) -> None:
    text = page(office, "rounds")
    assert "You have not requested updates from leads yet." in text
    assert "<table" not in text


def test_the_list_shows_the_replies_and_the_state_of_each_round(
    office: Client, round_: Round, upload_reply: UploadReply
) -> None:
    def row() -> list[str]:
        shown = office.get(at("rounds")).context["table"].rows[0]
        return [str(shown.get_cell(name)) for name in ("posts", "replied", "state")]

    assert row() == ["2", "0 of 2", "Open"]
    upload_reply(words="All trained.")
    assert f'<a class="govuk-link" href="{at("round-review", round_.pk)}">1</a>' in page(office, "rounds")
    Round.objects.filter(pk=round_.pk).update(reply_by=datetime.date(2025, 3, 2))
    assert row() == ["2", "1 of 2", "Replies are late"]
    Round.objects.filter(pk=round_.pk).update(closed_on=TODAY)
    assert row() == ["2", "1 of 2", "Closed on 3 March 2025"]


# --- its page ----------------------------------------------------------------------------------------------


def test_its_page_says_who_has_replied(office: Client, round_: Round, upload_reply: UploadReply) -> None:
    upload_reply(words="All trained.")
    text = page(office, "round", round_.pk)
    assert "1 of 2 actions have replies." in text
    assert "1 of 2 posts have not replied yet. The date to reply by is 31 March 2025." in text
    assert "mailto:crime@example.org?subject=" in text


def test_its_buttons_record_what_was_done(office: Client, round_: Round) -> None:
    crime = round_.requests.get(lead_post=CRIME)
    for sent in ({"sent": crime.pk}, {"reminded": crime.pk}, {"do": "all-sent"}, {"do": "close"}):
        assert office.post(at("round", round_.pk), sent).status_code == HTTPStatus.FOUND
    round_.refresh_from_db()
    crime.refresh_from_db()
    assert (crime.sent_on, crime.reminded_on, round_.closed_on) == (TODAY, TODAY, TODAY)
    assert "Closed on 3 March 2025" in page(office, "round", round_.pk)
    office.post(at("round", round_.pk), {"do": "reopen"})
    round_.refresh_from_db()
    assert round_.closed_on is None


@pytest.mark.parametrize("data", [{}, {"do": "burn"}, {"sent": "x"}, {"sent": "999999"}])
def test_it_ignores_unknown_buttons(office: Client, round_: Round, data: dict[str, str]) -> None:
    assert office.post(at("round", round_.pk), data).status_code == HTTPStatus.NOT_FOUND


def test_workbooks_are_downloaded_one_by_one_and_together(office: Client, round_: Round) -> None:
    crime = round_.requests.get(lead_post=CRIME)
    workbook = office.get(at("round-workbook", round_.pk, crime.pk))
    assert workbook["Content-Disposition"] == 'attachment; filename="cleveland-head-of-crime-2025-03-31.xlsx"'
    assert opened(workbook.content)["Replies"].cell(FIRST, LETTERS["reference"]).value == "Recommendation 7"
    with zipfile.ZipFile(io.BytesIO(office.get(at("round-workbooks", round_.pk)).content)) as package:
        assert sorted(package.namelist()) == [
            "cleveland-head-of-crime-2025-03-31.xlsx",
            "cleveland-no-lead-2025-03-31.xlsx",
        ]


def test_another_offices_round_is_not_found(office: Client, round_: Round) -> None:
    assert office.get(reverse("round", args=["cumbria", round_.pk])).status_code == HTTPStatus.NOT_FOUND
    assert office.get(at("round", round_.pk + 1)).status_code == HTTPStatus.NOT_FOUND


def test_a_request_of_another_round_has_no_workbook_here(
    office: Client, round_: Round, history: Register, crime: Action, reader: Reader
) -> None:
    other = ask(history, [crime], reader).requests.get()
    assert office.get(at("round-workbook", round_.pk, other.pk)).status_code == HTTPStatus.NOT_FOUND


# --- bringing workbooks ------------------------------------------------------------------------------------


def upload(contents: bytes, name: str = "crime.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, contents)


def upload_files(office: Client, round_: Round, *files: SimpleUploadedFile, received: datetime.date = TODAY) -> Any:
    data = {"workbooks": list(files), "returned_by": "", **day("received_on", received)}
    return office.post(at("round-uploads", round_.pk), data, follow=True)


def test_several_workbooks_can_be_uploaded_at_once(office: Client, round_: Round) -> None:
    workbook = upload(replied(workbook_of(round_), {"words": "All trained."}))
    two = upload(replied(workbook_of(round_, ""), {"words": "Ours."}), "ours.xlsx")
    response = upload_files(office, round_, workbook, two)
    assert "2 workbooks uploaded. 2 rows have replies." in response.content.decode()
    assert response.redirect_chain[-1][0] == at("round-review", round_.pk)


def test_an_invalid_file_does_not_stop_the_valid_one(office: Client, round_: Round) -> None:
    good = upload(replied(workbook_of(round_), {"words": "All trained."}))
    text = upload_files(office, round_, upload(b"%PDF-", "minutes.pdf"), good).content.decode()
    assert "“minutes.pdf” is not an Excel workbook" in text
    assert "1 workbook uploaded." in text
    assert ReturnedWorkbook.objects.count() == 1


def test_a_file_uploaded_again_is_reported_as_already_uploaded(office: Client, round_: Round) -> None:
    contents = replied(workbook_of(round_), {"words": "All trained."})
    upload_files(office, round_, upload(contents))
    text = upload_files(office, round_, upload(contents, "again.xlsx")).content.decode()
    assert "“again.xlsx” has already been uploaded" in text
    assert ReturnedWorkbook.objects.count() == 1


def test_files_need_not_be_selected_again_after_an_invalid_date(office: Client, round_: Round) -> None:
    contents = replied(workbook_of(round_), {"words": "All trained."})
    response = upload_files(office, round_, upload(contents), received=TODAY + datetime.timedelta(days=1))
    text = response.content.decode()
    assert "must be today or in the past" in text
    assert "You have already chosen this file:" in text
    [token] = [file.token for file in response.context["form"].unsaved_files]
    data = {"workbooks_token": str(token), "returned_by": "Jo", **day("received_on", TODAY)}
    office.post(at("round-uploads", round_.pk), data)
    assert (ReturnedWorkbook.objects.get().file_name, ReturnedWorkbook.objects.get().returned_by) == (
        "crime.xlsx",
        "Jo",
    )


def test_it_asks_for_files(office: Client, round_: Round) -> None:
    assert "Choose the returned workbooks" in upload_files(office, round_).content.decode()


def test_an_uploaded_file_is_downloaded_unchanged(office: Client, round_: Round, upload_reply: UploadReply) -> None:
    contents = replied(workbook_of(round_), {"words": "All trained."})
    returned = upload_reply(contents)
    response = office.get(at("round-workbook-file", round_.pk, returned.pk))
    assert b"".join(response) == contents


@pytest.mark.parametrize("request_pk", ["9" * 5000, "999999", "²", "x", ""])
def test_an_unknown_request_is_not_found(office: Client, round_: Round, request_pk: str) -> None:
    for name in ("sent", "reminded"):
        assert office.post(at("round", round_.pk), {name: request_pk}).status_code == HTTPStatus.NOT_FOUND
