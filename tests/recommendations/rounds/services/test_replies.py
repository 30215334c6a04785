"""Accepting replies: an accepted reply becomes an update with all its text, and nothing else does."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from forces.people.access import Reader
from recommendations.positions.models import Position
from recommendations.register.models import Action, Update
from recommendations.register.statuses import Status
from recommendations.releases.plan import unreleased_updates
from recommendations.rounds.models import ReturnedRow, ReturnedWorkbook, Round
from recommendations.rounds.review import ReplyReview, actions_without_reply, reply_reviews, rows_to_review
from recommendations.rounds.services import replies
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from tests.cast import TODAY, Cast, Register
from tests.factories import add_update, as_reader
from tests.recommendations.rounds.helpers import UploadReply, ask, replied, row_of, workbook_of
from tests.recommendations.rounds.sample_workbooks import FIRST, LETTERS, opened, saved

pytestmark = pytest.mark.postgresql


def reviews_of(round_: Round, reader: Reader) -> list[ReplyReview]:
    return reply_reviews(rows_to_review(round_), round_, reader)


def to_accept(review: ReplyReview, **changes: object) -> replies.ReplyToAccept:
    values = {
        "status": review.status or "",
        "words": review.reply.text,
        "expected_on": review.expected_on,
        **changes,
    }
    return replies.ReplyToAccept(review.row, replies.entry_from_reply(review, **values), review.seen)  # type: ignore[arg-type]


def accept(round_: Round, reader: Reader, *chosen: ReplyReview) -> list[Update]:
    return replies.accept_replies(round_=round_, replies=[to_accept(reviewed) for reviewed in chosen], by=reader)


def outcomes(returned: ReturnedWorkbook) -> list[str]:
    return list(returned.rows.values_list("outcome", flat=True))


def test_an_accepted_answer_is_an_update_with_its_evidence(
    upload_reply: UploadReply, round_: Round, reader: Reader
) -> None:
    returned = upload_reply(
        status="Done", words="All are trained.", expected="end of March", evidence="https://example.org/paper"
    )
    [review] = reviews_of(round_, reader)
    [update] = accept(round_, reader, review)
    assert update.status == Status.COMPLETE
    assert update.words.text == "All are trained."
    assert (update.received_how, update.received_on, update.effective_on) == ("workbook", TODAY, TODAY)
    assert (update.reported_by, update.said_by, update.audience) == ("Head of Crime", "force", "force-and-office")
    assert update.evidence.get().address == "https://example.org/paper"
    row = row_of(returned)
    assert (row.outcome, row.update, row.decided_by) == ("accepted", update, reader.person)
    assert Position.objects.on(TODAY).get(action=update.action, edition="working").status == Status.COMPLETE


def test_fields_that_an_answer_does_not_state_stay_unchanged(
    history: Register, crime: Action, reader: Reader, cast: Cast, upload_reply: UploadReply
) -> None:
    target = datetime.date(2025, 5, 1)
    add_update(
        crime,
        Status.WAITING,
        datetime.date(2025, 2, 1),
        by=cast.office,
        local_target_on=target,
        deadline_reason="Agreed",
        expected_on=datetime.date(2025, 4, 1),
    )
    created = ask(history, [crime], reader)
    upload_reply(to=created, words="Nothing has changed.")
    [review] = reviews_of(created, reader)
    assert review.is_ready
    [update] = accept(created, reader, review)
    assert (update.status, update.local_target_on, update.deadline_reason) == (Status.WAITING, target, "Agreed")
    assert update.expected_on == datetime.date(2025, 4, 1)
    assert update.waiting_for_body.slug == "soteria-joint-unit"


def test_accepting_twice_records_one_update(upload_reply: UploadReply, round_: Round, reader: Reader) -> None:
    upload_reply(words="All trained.")
    [review] = reviews_of(round_, reader)
    first = accept(round_, reader, review)
    assert accept(round_, reader, review) == []
    assert Update.objects.filter(received_how="workbook").get() == first[0]


def test_it_refuses_anyone_outside_the_office(
    upload_reply: UploadReply, round_: Round, reader: Reader, cast: Cast
) -> None:
    returned = upload_reply(words="All trained.")
    [review] = reviews_of(round_, reader)
    for person in (cast.contributor, cast.panel_member, cast.cumbria_office):
        other = as_reader(person, TODAY)
        with pytest.raises(PermissionDenied):
            accept(round_, other, review)
        with pytest.raises(PermissionDenied):
            replies.set_aside_rows(round_=round_, rows=[row_of(returned).pk], by=other)


def test_all_or_none_is_recorded(
    history: Register, crime: Action, unassigned: Action, reader: Reader, upload_reply: UploadReply
) -> None:
    """The first can be recorded; the second cannot, because the action is already complete."""
    created = ask(history, [crime, unassigned], reader, post_for_unnamed="Head of Crime")
    returned = upload_reply(
        replied(
            workbook_of(created), {"words": "Ready.", "status": "Not started"}, {"words": "All.", "status": "Done"}
        ),
        to=created,
    )
    with pytest.raises(UpdatesRefused) as refused:
        accept(created, reader, *reviews_of(created, reader))
    assert list(refused.value.objections) == [unassigned.pk]
    assert outcomes(returned) == ["to-review", "to-review"]
    assert not Update.objects.filter(received_how="workbook").exists()


def test_what_else_is_written_becomes_a_note_for_the_office_that_is_never_released(
    upload_reply: UploadReply, round_: Round, reader: Reader, cast: Cast
) -> None:
    returned = upload_reply(status="Done", words="All are trained.", expected="TBC", evidence="Ask Sgt Smith")
    [review] = reviews_of(round_, reader)
    [update] = accept(round_, reader, review)
    note = update.action.updates.get(audience="office")
    assert note.words.text == (
        "Also in the workbook, under “Expected date”: TBC\nAlso in the workbook, under “Evidence”: Ask Sgt Smith"
    )
    assert (note.status, note.effective_on, note.reported_by) == ("", update.effective_on, update.reported_by)
    assert returned.rows.get().update == update
    for person in (cast.panel_member, cast.contributor):
        assert note not in Update.objects.readable_by(as_reader(person, TODAY), update.action)
    assert {update.pk, note.pk} & set(unreleased_updates([update.action_id], "panel")) == {update.pk}
    assert accept(round_, reader, review) == []  # once more: nothing is recorded twice
    assert update.action.updates.filter(audience="office").count() == 1


def test_text_over_the_limit_is_neither_truncated_nor_accepted_without_review(
    upload_reply: UploadReply, round_: Round, reader: Reader
) -> None:
    long = "word " * 2_500
    upload_reply(words=long)
    [review] = reviews_of(round_, reader)
    assert review.reply.text == long.strip()
    assert "12,499 characters" in review.own_page_reason
    with pytest.raises(UpdatesRefused):
        accept(round_, reader, review)
    [update] = replies.accept_replies(round_=round_, replies=[to_accept(review, words="Shortened.")], by=reader)
    assert update.words.text == "Shortened."
    assert "".join(ReturnedRow.objects.get().cells[-1]["text"]) == long.strip()


# --- what came newer -----------------------------------------------------------------------------------


def test_updates_recorded_since_the_workbook_was_created_are_shown(
    upload_reply: UploadReply, round_: Round, reader: Reader, crime: Action, cast: Cast
) -> None:
    upload_reply(words="All trained.", status="Done")
    add_update(crime, Status.SENT, TODAY, by=cast.approver, recorded_at=timezone.now(), text="Meanwhile.")
    add_update(crime, None, TODAY, by=cast.office, recorded_at=timezone.now(), audience="office", text="A note.")
    [review] = reviews_of(round_, reader)
    assert [update.words.text for update in review.newer] == ["Meanwhile."]
    assert review.current.status == Status.SENT
    assert not review.is_ready


def test_updates_recorded_before_the_workbook_are_not_shown_as_newer(
    upload_reply: UploadReply, round_: Round, reader: Reader
) -> None:
    upload_reply(words="All trained.", status="Done")
    [review] = reviews_of(round_, reader)
    assert review.newer == []
    assert review.is_ready


def test_an_update_recorded_during_the_review_stops_the_acceptance(
    upload_reply: UploadReply, round_: Round, reader: Reader, crime: Action, cast: Cast
) -> None:
    upload_reply(words="All trained.")
    [review] = reviews_of(round_, reader)
    add_update(crime, Status.SENT, TODAY, by=cast.approver, recorded_at=timezone.now())
    with pytest.raises(UpdatesRefused) as refused:
        accept(round_, reader, review)
    assert isinstance(refused.value.objections[crime.pk], EditConflict)


# --- several answers to one action -------------------------------------------------------------------------


def test_the_same_answer_in_two_workbooks_is_shown_and_accepted_once(
    upload_reply: UploadReply, round_: Round, reader: Reader
) -> None:
    first = upload_reply(words="All trained.")
    second = upload_reply(words="All  trained.", evidence=" ")
    [review] = reviews_of(round_, reader)
    assert [row.workbook for row in review.duplicates] == [second]
    accept(round_, reader, review)
    assert (outcomes(first), outcomes(second)) == (["accepted"], ["duplicate"])


def test_an_accepted_answer_uploaded_again_is_marked_as_the_same(
    upload_reply: UploadReply, round_: Round, reader: Reader
) -> None:
    upload_reply(words="All trained.")
    accept(round_, reader, *reviews_of(round_, reader))
    again = upload_reply(words="All trained.", status=" ")
    assert outcomes(again) == ["duplicate"]
    assert reviews_of(round_, reader) == []


def test_two_different_answers_are_both_shown_and_one_is_accepted(
    upload_reply: UploadReply, round_: Round, reader: Reader
) -> None:
    first, second = upload_reply(words="All trained."), upload_reply(words="Some trained.")
    reviews = reviews_of(round_, reader)
    assert [reviewed.conflicts for reviewed in reviews] == [[row_of(second)], [row_of(first)]]
    assert not any(reviewed.is_ready for reviewed in reviews)
    with pytest.raises(ValidationError, match="two replies on Recommendation 7"):
        accept(round_, reader, *reviews)
    accept(round_, reader, reviews[1])
    [left] = reviews_of(round_, reader)
    assert left.row == row_of(first)
    assert [update.words.text for update in left.newer] == ["Some trained."]


# --- setting rows aside and matching rows -----------------------------------------------------------------------


def test_a_row_set_aside_is_kept_and_can_be_restored(upload_reply: UploadReply, round_: Round, reader: Reader) -> None:
    row = row_of(upload_reply(words="All trained."))
    assert replies.set_aside_rows(round_=round_, rows=[row.pk], by=reader) == 1
    assert reviews_of(round_, reader) == []
    row.refresh_from_db()
    assert (row.outcome, row.decided_by) == ("set-aside", reader.person)
    replies.return_to_review(round_=round_, row=row, by=reader)
    assert [reviewed.row for reviewed in reviews_of(round_, reader)] == [row]


def test_a_row_set_aside_by_someone_else_is_not_accepted(
    upload_reply: UploadReply, round_: Round, reader: Reader
) -> None:
    row = row_of(upload_reply(words="All trained."))
    [review] = reviews_of(round_, reader)
    replies.set_aside_rows(round_=round_, rows=[row.pk], by=reader)
    with pytest.raises(ValidationError, match="set aside one of these replies"):
        accept(round_, reader, review)


def test_an_accepted_row_cannot_be_set_aside(upload_reply: UploadReply, round_: Round, reader: Reader) -> None:
    returned = upload_reply(words="All trained.")
    accept(round_, reader, *reviews_of(round_, reader))
    assert replies.set_aside_rows(round_=round_, rows=[row_of(returned).pk], by=reader) == 0
    assert outcomes(returned) == ["accepted"]


def test_a_row_of_another_round_is_refused(
    upload_reply: UploadReply, round_: Round, reader: Reader, history: Register, crime: Action
) -> None:
    row = row_of(upload_reply(words="All trained."))
    other = ask(history, [crime], reader)
    with pytest.raises(ValidationError, match="does not belong to this round"):
        replies.set_aside_rows(round_=other, rows=[row.pk], by=reader)


def test_a_person_can_match_a_row_without_losing_any_text(
    upload_reply: UploadReply, round_: Round, reader: Reader, crime: Action
) -> None:
    """A reference copied into the added row is not repeated in the update."""
    remark = "See recommendation 5 too: both belong together"  # no text of 7, so the row contradicts itself
    workbook = opened(workbook_of(round_))
    sheet = workbook["Replies"]
    added = {"inspection": "Operation Soteria", "reference": "Recommendation 7", "words": "And this.", "text": remark}
    for code, value in added.items():
        sheet.cell(FIRST + 5, LETTERS[code]).value = value
    row = row_of(upload_reply(saved(workbook)))
    requested = round_.requests.get(lead_post="Head of Crime").rows.get()
    replies.match_row(round_=round_, row=row, requested=requested, by=reader)
    unrelated = round_.requests.get(lead_post="").rows.get()
    with pytest.raises(ValidationError, match="decided about this row"):  # a colleague at the same moment
        replies.match_row(round_=round_, row=row, requested=unrelated, by=reader)
    [update] = accept(round_, reader, *reviews_of(round_, reader))
    assert update.action == crime
    assert update.words.text == "And this."
    note = crime.updates.get(audience="office")
    assert note.words.text == "Also in the workbook, under “Recommendation in full”: " + remark


def test_a_row_cannot_be_matched_to_an_action_of_another_round(
    upload_reply: UploadReply, round_: Round, reader: Reader, history: Register, crime: Action
) -> None:
    row = row_of(upload_reply(words="All trained."))
    unrelated = ask(history, [crime], reader).requests.get().rows.get()
    with pytest.raises(ValidationError, match="one of the actions of this round"):
        replies.match_row(round_=round_, row=row, requested=unrelated, by=reader)


# --- what wants an eye -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"status": "Amber", "words": "x"}, "needs_status"),
        ({"expected": "end of March", "words": "x"}, "needs_expected_on"),
        ({"status": "Waiting for others", "words": "x"}, "own_page_reason"),
        ({"status": "Closed", "words": "x"}, "own_page_reason"),
    ],
)
def test_unclear_answers_are_not_ready(
    upload_reply: UploadReply, round_: Round, reader: Reader, answers: dict[str, str], why: str
) -> None:
    upload_reply(**answers)
    [review] = reviews_of(round_, reader)
    assert getattr(review, why)
    assert not review.is_ready


def test_reopening_a_closed_action_needs_checking(
    history: Register, crime: Action, reader: Reader, upload_reply: UploadReply, cast: Cast
) -> None:
    add_update(crime, Status.CLOSED, datetime.date(2025, 2, 1), by=cast.office)
    created = ask(history, [crime], reader)
    upload_reply(to=created, status="In progress", words="There is more to do.")
    [review] = reviews_of(created, reader)
    assert review.reopens
    assert not review.is_ready


def test_a_row_without_an_answer_is_not_answered(upload_reply: UploadReply, round_: Round, unassigned: Action) -> None:
    upload_reply(words="All trained.")
    assert [asked.action for asked in actions_without_reply(round_)] == [unassigned]


def test_an_answer_is_dated_on_the_day_it_was_received(
    upload_reply: UploadReply, round_: Round, reader: Reader
) -> None:
    upload_reply(words="All trained.", status="Done")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3)):
        [update] = accept(round_, reader.at(TODAY + datetime.timedelta(days=3)), *reviews_of(round_, reader))
    assert update.effective_on == TODAY
