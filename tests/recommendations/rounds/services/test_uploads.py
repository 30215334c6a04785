"""Uploading replies: each file once, each row with its action, and files of other rounds refused."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from openpyxl import Workbook

from forces.people.access import Reader
from recommendations.register.models import Action, Update
from recommendations.register.statuses import Status
from recommendations.rounds.models import ReturnedRow, ReturnedWorkbook, Round
from recommendations.rounds.replies import parse_reply
from recommendations.rounds.review import cells_of
from recommendations.rounds.services.uploads import save_returned_workbook
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader
from tests.recommendations.rounds.helpers import CRIME, UploadReply, ask, replied, row_of, workbook_of
from tests.recommendations.rounds.sample_workbooks import FIRST, LETTERS, opened, saved

pytestmark = pytest.mark.postgresql


def test_only_rows_with_an_answer_are_kept(upload_reply: UploadReply, crime: Action) -> None:
    returned = upload_reply(status="Done", words="All trained.")
    row = row_of(returned)
    assert row.requested.action == crime
    assert (row.sheet, row.number, row.outcome) == ("Replies", FIRST, "to-review")
    assert {cell.column: cell.text for cell in cells_of(row) if cell.written} == {
        "status": "Done",
        "words": "All trained.",
    }


def test_an_empty_workbook_is_kept_and_has_no_answers(upload_reply: UploadReply, round_: Round) -> None:
    assert not upload_reply(workbook_of(round_)).rows.exists()


def test_uploading_a_reply_records_no_update(upload_reply: UploadReply) -> None:
    before = Update.objects.count()
    upload_reply(status="Complete", words="All trained.")
    assert Update.objects.count() == before


def test_the_uploaded_file_is_kept_unchanged(upload_reply: UploadReply, round_: Round) -> None:
    contents = replied(workbook_of(round_), {"words": "All trained."})
    returned = upload_reply(contents)
    with returned.file.open("rb") as file:
        assert file.read() == contents
    assert (returned.file_name, returned.size) == ("crime.xlsx", len(contents))


def test_the_same_file_twice_is_one_return(upload_reply: UploadReply, round_: Round, cast: Cast) -> None:
    contents = replied(workbook_of(round_), {"words": "All trained."})
    assert upload_reply(contents) == upload_reply(contents, by=as_reader(cast.approver, TODAY))
    assert ReturnedRow.objects.count() == 1


def test_another_file_of_the_same_post_is_another_return(upload_reply: UploadReply) -> None:
    upload_reply(words="All trained.")
    upload_reply(words="Some trained.")
    assert ReturnedWorkbook.objects.count() == 2


def test_a_return_cannot_be_changed(upload_reply: UploadReply) -> None:
    returned = upload_reply(words="All trained.")
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        ReturnedWorkbook.objects.filter(pk=returned.pk).update(returned_by="Somebody else")


def test_it_comes_from_the_requested_post_unless_someone_is_named(
    upload_reply: UploadReply, round_: Round, reader: Reader
) -> None:
    assert upload_reply(words="All trained.").returned_by == CRIME
    named, _is_new = save_returned_workbook(
        round_=round_,
        contents=replied(workbook_of(round_), {"words": "Some."}),
        name="x.xlsx",
        received_on=TODAY,
        returned_by="Sgt Example",
        by=reader,
    )
    assert named.returned_by == "Sgt Example"


def test_it_refuses_a_future_date(round_: Round, reader: Reader) -> None:
    with pytest.raises(ValidationError, match="must be today or in the past"):
        save_returned_workbook(
            round_=round_,
            contents=workbook_of(round_),
            name="x.xlsx",
            received_on=TODAY + datetime.timedelta(days=1),
            returned_by="",
            by=reader,
        )


def test_it_refuses_anyone_outside_the_office(upload_reply: UploadReply, cast: Cast) -> None:
    for person in (cast.contributor, cast.panel_member, cast.cumbria_office, cast.administrator):
        with pytest.raises(PermissionDenied):
            upload_reply(words="Mine.", by=as_reader(person, TODAY))


# --- files of others ---------------------------------------------------------------------------------------


def test_a_workbook_of_another_round_is_refused_with_its_name(
    upload_reply: UploadReply, history: Register, crime: Action, reader: Reader
) -> None:
    other = ask(history, [crime], reader, reply_by=datetime.date(2025, 6, 30))
    with pytest.raises(ValidationError) as refused:
        upload_reply(replied(workbook_of(other), {"words": "Late."}))
    assert refused.value.messages == [
        "“crime.xlsx” belongs to another round: Cleveland Police, created on 3 March 2025, reply by "
        "30 June 2025. Upload it there."
    ]


def test_an_empty_workbook_of_another_round_is_recognised_by_its_request(
    upload_reply: UploadReply, history: Register, crime: Action, reader: Reader
) -> None:
    workbook = opened(workbook_of(ask(history, [crime], reader)))
    workbook["Replies"].delete_rows(FIRST, 10)
    with pytest.raises(ValidationError, match="belongs to another round"):
        upload_reply(saved(workbook))


def test_a_workbook_of_another_office_is_refused_without_its_name(
    upload_reply: UploadReply, round_: Round, history: Register, cast: Cast
) -> None:
    cumbria = as_reader(cast.cumbria_office, TODAY)
    theirs = ask(history, [history.actions[("cumbria", "7")]], cumbria, holder=history.cumbria)
    with pytest.raises(ValidationError) as refused:
        upload_reply(replied(workbook_of(theirs, ""), {"words": "Ours."}))
    assert refused.value.messages == ["“crime.xlsx” belongs to a round of another office, so it was not uploaded."]


def test_any_other_workbook_is_refused(upload_reply: UploadReply) -> None:
    workbook = Workbook()
    workbook.active["A1"] = "Overtime"
    with pytest.raises(ValidationError, match="is not a workbook of this round"):
        upload_reply(saved(workbook))


# --- rows that do not say where they belong ----------------------------------------------------------------


def test_a_row_without_a_key_is_kept_without_an_action(upload_reply: UploadReply, round_: Round) -> None:
    workbook = opened(workbook_of(round_))
    workbook["Replies"].cell(FIRST + 5, LETTERS["words"]).value = "And this."
    row = row_of(upload_reply(saved(workbook)))
    assert row.requested is None
    assert cells_of(row)[0].text == "And this."


def test_rows_sorted_without_their_keys_are_matched_to_no_action(
    history: Register, crime: Action, unassigned: Action, reader: Reader, upload_reply: UploadReply
) -> None:
    created = ask(history, [crime, unassigned], reader, post_for_unnamed=CRIME)
    workbook = opened(replied(workbook_of(created), {"words": "Mine."}))
    sheet = workbook["Replies"]
    for column in range(LETTERS["inspection"], LETTERS["evidence"] + 1):
        first, second = sheet.cell(FIRST, column), sheet.cell(FIRST + 1, column)
        first.value, second.value = second.value, first.value
    rows = upload_reply(saved(workbook), to=created).rows.all()
    assert [row.requested for row in rows] == [None, None]


def test_the_offices_own_text_is_recognised_without_the_hidden_check(upload_reply: UploadReply, round_: Round) -> None:
    workbook = opened(replied(workbook_of(round_), {"words": "All trained."}))
    workbook["Replies"].delete_cols(2)
    row = row_of(upload_reply(saved(workbook)))
    assert row.requested is not None
    assert [cell.text for cell in cells_of(row) if cell.written] == ["All trained."]


def test_a_row_under_another_reference_is_matched_to_no_action_without_the_hidden_check(
    upload_reply: UploadReply, round_: Round
) -> None:
    workbook = opened(replied(workbook_of(round_), {"words": "Whose?", "reference": "Recommendation 5"}))
    workbook["Replies"].delete_cols(2)
    assert row_of(upload_reply(saved(workbook))).requested is None


# --- workbooks that have lost their keys -------------------------------------------------------------------


def without_keys(contents: bytes) -> Any:
    """The workbook with the hidden row and columns and the hidden sheet deleted, as a copy in a new file has none."""
    workbook = opened(contents)
    workbook["Replies"].delete_rows(1)
    workbook["Replies"].delete_cols(1, 2)
    for title in workbook.sheetnames:
        if title != "Replies":
            del workbook[title]
    return workbook


def test_rows_without_keys_are_matched_by_report_and_label(
    upload_reply: UploadReply, round_: Round, crime: Action
) -> None:
    workbook = without_keys(replied(workbook_of(round_), {"status": "Complete", "words": "All trained."}))
    workbook["Replies"].cell(2, LETTERS["reference"] - 2).value = "Rec 7"
    row = row_of(upload_reply(saved(workbook)))
    assert row.requested.action == crime
    assert {cell.column for cell in cells_of(row) if cell.written} == {"status", "words"}


@pytest.mark.parametrize("changed", [{"reference": "Recommendation 5"}, {"inspection": "Custody visit 2019"}])
def test_a_row_without_a_key_that_contradicts_itself_is_asked_about(
    upload_reply: UploadReply, round_: Round, changed: dict[str, str]
) -> None:
    workbook = without_keys(replied(workbook_of(round_), {"words": "All trained."}))
    for column, text in changed.items():
        workbook["Replies"].cell(2, LETTERS[column] - 2).value = text
    assert row_of(upload_reply(saved(workbook))).requested is None


def test_a_table_with_headings_of_its_own_is_read_as_a_tracker_is(
    upload_reply: UploadReply, round_: Round, crime: Action
) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Report", "Ref", "Recommendation", "Owner", "RAG / status", "Progress update"])
    text = crime.recommendation.text
    sheet.append(["Operation Soteria", "Rec 7", text, CRIME, "Complete", "12/02/2025: All trained."])
    sheet.append(["Operation Soteria", "Rec 12", "Something no one asked for here.", CRIME, "Closed", "Done."])
    first, second = upload_reply(saved(workbook)).rows.order_by("number")
    assert first.requested.action == crime
    reply = parse_reply(cells_of(first))
    assert (reply.status, "All trained." in reply.text) == (Status.COMPLETE, True)
    assert second.requested is None
