"""The review pages: accepting replies together or one by one, and recovering from mistakes."""

from __future__ import annotations

import datetime
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forces.people.access import Reader
from forces.people.models import UnsavedForm
from recommendations.register.models import Action, Update
from recommendations.register.statuses import Status
from recommendations.rounds.models import ReturnedRow, Round
from recommendations.rounds.services import replies
from tests.cast import TODAY, Cast, Register
from tests.factories import add_update, as_reader
from tests.recommendations.rounds.helpers import (
    UploadReply,
    ask,
    at,
    day,
    is_selected,
    page,
    replied,
    review_data,
    row_of,
    workbook_of,
)
from tests.recommendations.rounds.sample_workbooks import FIRST, LETTERS, opened, saved


def post(office: Client, round_: Round, *selected: Any, do: str = "accept", **values: Any) -> Any:
    return office.post(at("round-review", round_.pk), review_data(*selected, do=do, **values), follow=True)


def test_ready_answers_are_ticked_and_accepted_together(
    office: Client, round_: Round, upload_reply: UploadReply
) -> None:
    row = row_of(upload_reply(words="All trained.", status="Done"))
    shown = office.get(at("round-review", round_.pk))
    assert is_selected(shown, row)
    assert "1 reply is ready to accept." in shown.content.decode()
    done = post(office, round_, row.pk)
    assert "1 reply accepted." in done.content.decode()
    assert "There are no replies to review." in done.content.decode()
    assert Update.objects.get(received_how="workbook").status == Status.COMPLETE


def test_submitting_the_form_twice_accepts_the_answers_once(
    office: Client, round_: Round, upload_reply: UploadReply
) -> None:
    row = row_of(upload_reply(words="All trained."))
    for _ in range(2):
        assert post(office, round_, row.pk).status_code == HTTPStatus.OK
    assert Update.objects.filter(received_how="workbook").count() == 1


def test_an_unclear_status_or_date_is_selected_in_the_list(
    office: Client, round_: Round, upload_reply: UploadReply
) -> None:
    row = row_of(upload_reply(words="Some.", status="Amber", expected="end of March"))
    shown = office.get(at("round-review", round_.pk))
    assert "Status (the workbook says “Amber”)" in shown.content.decode()
    assert not is_selected(shown, row)
    refused = post(office, round_, row.pk, values={row.pk: {"expected_on": "soon"}})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "select the status" in refused.content.decode()
    assert "enter the expected date like 31/03/2025" in refused.content.decode()
    chosen = {"status": "in-progress", "expected_on": "31/3/25"}
    post(office, round_, row.pk, values={row.pk: chosen})
    update, note = Update.objects.filter(received_how="workbook").order_by("pk")
    assert (update.status, update.expected_on) == (Status.IN_PROGRESS, datetime.date(2025, 3, 31))
    assert update.words.text == "Some."
    assert (note.audience, "“Status now”: Amber" in note.words.text) == ("office", True)


def test_newer_updates_are_shown_with_their_author_and_the_answer_is_not_ticked(
    office: Client, round_: Round, upload_reply: UploadReply, crime: Action, cast: Cast
) -> None:
    row = row_of(upload_reply(words="All trained.", status="Done"))
    add_update(crime, Status.SENT, TODAY, by=cast.approver, recorded_at=timezone.now(), text="Sent off.")
    shown = office.get(at("round-review", round_.pk))
    text = shown.content.decode()
    assert "The action was updated after the workbook was created." in text
    assert "Sent off." in text
    assert "by approver" in text
    assert "All trained." in text
    assert not is_selected(shown, row)


def test_an_update_recorded_while_the_page_is_open_stops_the_acceptance(
    office: Client, round_: Round, upload_reply: UploadReply, crime: Action, cast: Cast
) -> None:
    row = row_of(upload_reply(words="All trained."))
    other = row_of(upload_reply(replied(workbook_of(round_, ""), {"words": "Ours."})))
    seen = Update.objects.order_by("-pk").first().pk
    add_update(crime, Status.SENT, TODAY, by=cast.approver, recorded_at=timezone.now())
    two_rows = {row.pk: {"seen": seen}, other.pk: {"seen": seen}}
    refused = post(office, round_, row.pk, other.pk, values=two_rows)
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "Recommendation 7: Identify and disrupt suspects: someone recorded an update" in refused.content.decode()
    assert not Update.objects.filter(received_how="workbook").exists()
    assert is_selected(refused, other)


def test_ticking_nothing_shows_a_message(office: Client, round_: Round, upload_reply: UploadReply) -> None:
    upload_reply(words="All trained.")
    assert "Select the replies to accept" in post(office, round_).content.decode()
    assert "Select the rows to set aside" in post(office, round_, do="set-aside").content.decode()


def test_ticked_rows_are_set_aside_together(office: Client, round_: Round, upload_reply: UploadReply) -> None:
    rows = [row_of(upload_reply(words=words)).pk for words in ("All trained.", "Some trained.")]
    assert "2 rows set aside." in post(office, round_, *rows, do="set-aside").content.decode()
    assert set(ReturnedRow.objects.values_list("outcome", flat=True)) == {"set-aside"}


@pytest.mark.parametrize("row", ["999999", "x", ""])
def test_an_unknown_row_does_not_break_the_page(office: Client, round_: Round, row: str) -> None:
    for do in ("accept", "set-aside"):
        assert post(office, round_, row, do=do).status_code in (HTTPStatus.OK, HTTPStatus.CONFLICT)


def test_a_row_set_aside_by_a_colleague_stops_the_acceptance(
    office: Client, round_: Round, upload_reply: UploadReply, cast: Cast
) -> None:
    row = row_of(upload_reply(words="All trained."))
    other = row_of(upload_reply(replied(workbook_of(round_, ""), {"words": "Ours."})))
    replies.set_aside_rows(round_=round_, rows=[row.pk], by=as_reader(cast.approver, TODAY))
    refused = post(office, round_, row.pk, other.pk)
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "Identify and disrupt suspects: approver has already decided about it" in refused.content.decode()
    assert not Update.objects.filter(received_how="workbook").exists()
    assert post(office, round_, row.pk).status_code == HTTPStatus.CONFLICT


# --- one by one --------------------------------------------------------------------------------------------


def answer(**fields: Any) -> dict[str, Any]:
    return {
        "status": "in-progress",
        "words": "As I say.",
        **day("effective_on", TODAY),
        "reported_by": "Jo",
        "seen": Update.objects.order_by("-pk").first().pk,
        **fields,
    }


def test_late_text_is_shown_with_a_colleagues_decision(
    office: Client, round_: Round, upload_reply: UploadReply, cast: Cast, crime: Action
) -> None:
    row = row_of(upload_reply(words="All trained.", status="Done"))
    address = at("round-reply", round_.pk, row.pk)
    replies.set_aside_rows(round_=round_, rows=[row.pk], by=as_reader(cast.approver, TODAY))
    refused = office.post(address, answer(words="Ten minutes of mine."))
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "Ten minutes of mine." in refused.content.decode()
    assert not Update.objects.filter(received_how="workbook").exists()


def test_submitting_an_answer_twice_does_not_mention_a_colleague(
    office: Client, round_: Round, upload_reply: UploadReply
) -> None:
    address = at("round-reply", round_.pk, row_of(upload_reply(words="All trained.")).pk)
    assert office.post(address, answer()).status_code == HTTPStatus.FOUND
    again = office.post(address, answer())
    assert again.status_code == HTTPStatus.OK
    assert "Someone else" not in again.content.decode()


def test_an_accepted_row_is_not_reported_as_set_aside(office: Client, round_: Round, upload_reply: UploadReply) -> None:
    row = row_of(upload_reply(words="All trained."))
    post(office, round_, row.pk)
    page = office.post(at("round-reply", round_.pk, row.pk), {"do": "set-aside"}, follow=True).content.decode()
    assert "Someone has already decided about this row." in page
    assert "Row set aside" not in page


def test_an_answer_can_be_changed_before_it_is_accepted(
    office: Client, round_: Round, upload_reply: UploadReply
) -> None:
    row = row_of(upload_reply(words="word " * 2_500, status="Waiting for others"))
    address = at("round-reply", round_.pk, row.pk)
    shown = office.get(address).content.decode()
    assert "12,499 characters" in shown
    refused = office.post(address, answer(status="waiting"))
    assert "Select the body or recommendation that must come first, or say what it is" in refused.content.decode()
    body = Update.objects.filter(waiting_for_body__isnull=False).first().waiting_for_body
    done = office.post(address, answer(status="waiting", waiting_for_body=body.pk), follow=True)
    assert "Reply accepted. Recommendation 7" in done.content.decode()
    update = Update.objects.get(received_how="workbook")
    assert (update.words.text, update.waiting_for_body, update.reported_by) == ("As I say.", body, "Jo")


def test_a_question_is_raised_before_an_answer_is_accepted(
    office: Client, round_: Round, upload_reply: UploadReply
) -> None:
    row = row_of(upload_reply(words="Some."))
    address = at("round-reply", round_.pk, row.pk)
    past = day("expected_on", datetime.date(2025, 1, 1))
    asked = office.post(address, answer(**past)).content.decode()
    assert "It is still open on 3 March 2025" in asked
    office.post(address, answer(confirmed="expected_on", **past))
    assert Update.objects.get(received_how="workbook").expected_on == datetime.date(2025, 1, 1)


def test_someone_elses_update_is_shown_and_the_form_keeps_its_text(
    office: Client, round_: Round, upload_reply: UploadReply, crime: Action, cast: Cast
) -> None:
    row = row_of(upload_reply(words="Some."))
    fields = answer()
    add_update(crime, Status.SENT, TODAY, by=cast.approver, recorded_at=timezone.now(), text="Sent off.")
    address = at("round-reply", round_.pk, row.pk)
    response = office.post(address, fields)
    assert response.status_code == HTTPStatus.CONFLICT
    assert "Sent off." in response.content.decode()
    assert "As I say." in response.content.decode()
    again = response.context["form"]["seen"].value()
    assert office.post(address, answer(seen=again)).status_code == HTTPStatus.FOUND


def test_an_unmatched_row_can_be_given_its_action(
    office: Client, round_: Round, upload_reply: UploadReply, crime: Action
) -> None:
    workbook = opened(workbook_of(round_))
    sheet = workbook["Replies"]
    added = {"inspection": "operation soteria", "reference": "Recommendation 7", "words": "And this."}
    added |= {"text": "See recommendation 5 too: both belong together"}  # no text of 7, so it is asked about
    for code, value in added.items():
        sheet.cell(FIRST + 5, LETTERS[code]).value = value
    row = row_of(upload_reply(saved(workbook)))
    assert "We could not match 1 row to an action." in page(office, "round-review", round_.pk)
    address = at("round-reply", round_.pk, row.pk)
    requested = crime.requested.get()
    assert f'<option value="{requested.pk}" selected>' in office.get(address).content.decode()
    assert "Select an action" in office.post(address, {"requested": ""}).content.decode()
    office.post(address, {"requested": requested.pk})
    office.post(address, answer(words="And this."))
    assert Update.objects.get(received_how="workbook", words__text="And this.").action == crime


def test_an_unmatched_row_is_not_accepted(office: Client, round_: Round, upload_reply: UploadReply) -> None:
    workbook = opened(workbook_of(round_))
    workbook["Replies"].cell(FIRST + 5, LETTERS["words"]).value = "And this."
    row = row_of(upload_reply(saved(workbook)))
    assert "Match the selected rows to an action" in post(office, round_, row.pk).content.decode()


def test_a_row_is_set_aside_and_restored(office: Client, round_: Round, upload_reply: UploadReply) -> None:
    row = row_of(upload_reply(words="Some."))
    address = at("round-reply", round_.pk, row.pk)
    office.post(address, {"do": "set-aside"})
    assert "1 set aside" in page(office, "round-review", round_.pk)
    assert "Review it again" in office.get(address).content.decode()
    office.post(address, {"do": "return"})
    row.refresh_from_db()
    assert row.outcome == "to-review"


def test_an_accepted_row_links_to_its_update(
    office: Client, round_: Round, upload_reply: UploadReply, crime: Action
) -> None:
    row = row_of(upload_reply(words="Some."))
    post(office, round_, row.pk)
    text = office.get(at("round-reply", round_.pk, row.pk)).content.decode()
    assert "Accepted by office on 3 March 2025" in text
    assert crime.get_absolute_url() in text


def test_a_row_of_another_round_is_not_found(
    office: Client, round_: Round, upload_reply: UploadReply, history: Register, crime: Action, reader: Reader
) -> None:
    row = row_of(upload_reply(words="Some."))
    other = ask(history, [crime], reader)
    assert office.get(at("round-reply", other.pk, row.pk)).status_code == HTTPStatus.NOT_FOUND


def test_a_form_sent_after_the_session_expired_is_shown_again(
    client: Client, round_: Round, upload_reply: UploadReply, cast: Cast
) -> None:
    row = row_of(upload_reply(words="Some.", status="Amber"))
    client.force_login(cast.office)
    owner = client.get(at("round-review", round_.pk)).context["form_owner"]
    client.logout()
    values = {row.pk: {"status": "complete"}}
    client.post(at("round-review", round_.pk), review_data(row.pk, values=values) | {"form_owner": owner})
    client.force_login(cast.office)
    shown = client.get(UnsavedForm.objects.get().get_absolute_url())
    text = shown.content.decode()
    assert "You were signed out before this was saved" in text
    assert is_selected(shown, row)
    assert '<option value="complete" selected>' in text
    assert not Update.objects.filter(received_how="workbook").exists()
