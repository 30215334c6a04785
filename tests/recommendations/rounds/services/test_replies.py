"""Taking answers in: what a person accepts is an update with every word; nothing else is."""

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
from recommendations.rounds.models import Return, ReturnedRow, Round
from recommendations.rounds.review import Difference, differences, not_answered, rows_to_decide
from recommendations.rounds.services import replies
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from tests.cast import TODAY, Cast, Register
from tests.factories import add_update, as_reader
from tests.recommendations.rounds.helpers import Bring, answered, ask, row_of, workbook_of
from tests.recommendations.rounds.sample_workbooks import FIRST, LETTERS, opened, saved

pytestmark = pytest.mark.postgresql


def of(round_: Round, reader: Reader) -> list[Difference]:
    return differences(rows_to_decide(round_), round_, reader)


def taken(difference: Difference, **said: object) -> replies.Taken:
    values = {
        "status": difference.status or "",
        "words": difference.answer.words,
        "expected_on": difference.expected_on,
        **said,
    }
    return replies.Taken(difference.row, replies.entry_from(difference, **values), difference.seen)  # type: ignore[arg-type]


def accept(round_: Round, reader: Reader, *chosen: Difference) -> list[Update]:
    return replies.accept(round_=round_, taken=[taken(one) for one in chosen], by=reader)


def outcomes(returned: Return) -> list[str]:
    return list(returned.rows.values_list("outcome", flat=True))


def test_an_accepted_answer_is_an_update_with_its_evidence(bring: Bring, round_: Round, reader: Reader) -> None:
    returned = bring(
        status="Done", words="All are trained.", expected="end of March", evidence="https://example.org/paper"
    )
    [difference] = of(round_, reader)
    [update] = accept(round_, reader, difference)
    assert update.status == Status.COMPLETE
    assert update.words.text == "All are trained.\n\nAlso written in the workbook: Expected date: end of March"
    assert (update.received_how, update.received_on, update.effective_on) == ("workbook", TODAY, TODAY)
    assert (update.reported_by, update.said_by, update.audience) == ("Head of Crime", "force", "force-and-office")
    assert update.evidence.get().address == "https://example.org/paper"
    row = row_of(returned)
    assert (row.outcome, row.update, row.decided_by) == ("accepted", update, reader.person)
    assert Position.objects.on(TODAY).get(action=update.action, edition="working").status == Status.COMPLETE


def test_what_an_answer_does_not_say_stays_as_it_stands(
    history: Register, crime: Action, reader: Reader, cast: Cast, bring: Bring
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
    made = ask(history, [crime], reader)
    bring(to=made, words="Nothing has changed.")
    [difference] = of(made, reader)
    assert difference.is_ready
    [update] = accept(made, reader, difference)
    assert (update.status, update.local_target_on, update.deadline_reason) == (Status.WAITING, target, "Agreed")
    assert update.expected_on == datetime.date(2025, 4, 1)
    assert update.waiting_for_body.slug == "soteria-joint-unit"


def test_accepting_twice_makes_one_update(bring: Bring, round_: Round, reader: Reader) -> None:
    bring(words="All trained.")
    [difference] = of(round_, reader)
    first = accept(round_, reader, difference)
    assert accept(round_, reader, difference) == []
    assert Update.objects.filter(received_how="workbook").get() == first[0]


def test_it_refuses_everybody_but_the_office(bring: Bring, round_: Round, reader: Reader, cast: Cast) -> None:
    returned = bring(words="All trained.")
    [difference] = of(round_, reader)
    for person in (cast.contributor, cast.panel_member, cast.cumbria_office):
        other = as_reader(person, TODAY)
        with pytest.raises(PermissionDenied):
            accept(round_, other, difference)
        with pytest.raises(PermissionDenied):
            replies.leave_out(round_=round_, rows=[row_of(returned).pk], by=other)


def test_all_or_none_is_recorded(history: Register, crime: Action, unled: Action, reader: Reader, bring: Bring) -> None:
    """The first may be recorded; the second cannot, from what has been complete."""
    made = ask(history, [crime, unled], reader, post_for_unnamed="Head of Crime")
    returned = bring(
        answered(workbook_of(made), {"words": "Ready.", "status": "Not started"}, {"words": "All.", "status": "Done"}),
        to=made,
    )
    with pytest.raises(UpdatesRefused) as refused:
        accept(made, reader, *of(made, reader))
    assert list(refused.value.objections) == [unled.pk]
    assert outcomes(returned) == ["waiting", "waiting"]
    assert not Update.objects.filter(received_how="workbook").exists()


def test_words_over_the_limit_are_not_cut_and_not_taken_in_unseen(bring: Bring, round_: Round, reader: Reader) -> None:
    long = "word " * 2_500
    bring(words=long)
    [difference] = of(round_, reader)
    assert difference.answer.words == long.strip()
    assert "12,499 characters" in difference.wants_own_page
    with pytest.raises(UpdatesRefused):
        accept(round_, reader, difference)
    [update] = replies.accept(round_=round_, taken=[taken(difference, words="Shortened.")], by=reader)
    assert update.words.text == "Shortened."
    assert "".join(ReturnedRow.objects.get().cells[-1]["text"]) == long.strip()


# --- what came meanwhile -----------------------------------------------------------------------------------


def test_what_was_recorded_since_the_workbook_was_made_is_shown(
    bring: Bring, round_: Round, reader: Reader, crime: Action, cast: Cast
) -> None:
    bring(words="All trained.", status="Done")
    add_update(crime, Status.SENT, TODAY, by=cast.approver, recorded_at=timezone.now(), text="Meanwhile.")
    add_update(crime, None, TODAY, by=cast.office, recorded_at=timezone.now(), audience="office", text="A note.")
    [difference] = of(round_, reader)
    assert [update.words.text for update in difference.meanwhile] == ["Meanwhile."]
    assert difference.standing.status == Status.SENT
    assert not difference.is_ready


def test_what_was_recorded_before_is_not_meanwhile(bring: Bring, round_: Round, reader: Reader) -> None:
    bring(words="All trained.", status="Done")
    [difference] = of(round_, reader)
    assert difference.meanwhile == []
    assert difference.is_ready


def test_what_is_recorded_while_somebody_looks_stops_it(
    bring: Bring, round_: Round, reader: Reader, crime: Action, cast: Cast
) -> None:
    bring(words="All trained.")
    [difference] = of(round_, reader)
    add_update(crime, Status.SENT, TODAY, by=cast.approver, recorded_at=timezone.now())
    with pytest.raises(UpdatesRefused) as refused:
        accept(round_, reader, difference)
    assert isinstance(refused.value.objections[crime.pk], EditConflict)


# --- several answers to one action -------------------------------------------------------------------------


def test_the_same_answer_in_two_workbooks_is_told_once_and_accepted_once(
    bring: Bring, round_: Round, reader: Reader
) -> None:
    first = bring(words="All trained.")
    second = bring(words="All  trained.", evidence=" ")
    [difference] = of(round_, reader)
    assert [row.returned for row in difference.copies] == [second]
    accept(round_, reader, difference)
    assert (outcomes(first), outcomes(second)) == (["accepted"], ["same"])


def test_what_was_accepted_and_comes_again_is_marked_the_same(bring: Bring, round_: Round, reader: Reader) -> None:
    bring(words="All trained.")
    accept(round_, reader, *of(round_, reader))
    again = bring(words="All trained.", status=" ")
    assert outcomes(again) == ["same"]
    assert of(round_, reader) == []


def test_two_different_answers_are_both_shown_and_one_is_accepted(bring: Bring, round_: Round, reader: Reader) -> None:
    first, second = bring(words="All trained."), bring(words="Some trained.")
    told_apart = of(round_, reader)
    assert [one.rivals for one in told_apart] == [[row_of(second)], [row_of(first)]]
    assert not any(one.is_ready for one in told_apart)
    with pytest.raises(ValidationError, match="two answers for Recommendation 7"):
        accept(round_, reader, *told_apart)
    accept(round_, reader, told_apart[1])
    [left] = of(round_, reader)
    assert left.row == row_of(first)
    assert [update.words.text for update in left.meanwhile] == ["Some trained."]


# --- left out, and where rows belong -----------------------------------------------------------------------


def test_a_row_left_out_stays_and_can_be_taken_up_again(bring: Bring, round_: Round, reader: Reader) -> None:
    row = row_of(bring(words="All trained."))
    assert replies.leave_out(round_=round_, rows=[row.pk], by=reader) == 1
    assert of(round_, reader) == []
    row.refresh_from_db()
    assert (row.outcome, row.decided_by) == ("left", reader.person)
    replies.take_up_again(round_=round_, row=row, by=reader)
    assert [one.row for one in of(round_, reader)] == [row]


def test_what_somebody_left_out_meanwhile_is_not_accepted(bring: Bring, round_: Round, reader: Reader) -> None:
    row = row_of(bring(words="All trained."))
    [difference] = of(round_, reader)
    replies.leave_out(round_=round_, rows=[row.pk], by=reader)
    with pytest.raises(ValidationError, match="left out one of these answers meanwhile"):
        accept(round_, reader, difference)


def test_an_accepted_row_cannot_be_left_out(bring: Bring, round_: Round, reader: Reader) -> None:
    returned = bring(words="All trained.")
    accept(round_, reader, *of(round_, reader))
    assert replies.leave_out(round_=round_, rows=[row_of(returned).pk], by=reader) == 0
    assert outcomes(returned) == ["accepted"]


def test_a_row_of_another_round_is_refused(
    bring: Bring, round_: Round, reader: Reader, history: Register, crime: Action
) -> None:
    row = row_of(bring(words="All trained."))
    other = ask(history, [crime], reader)
    with pytest.raises(ValidationError, match="not of this round"):
        replies.leave_out(round_=other, rows=[row.pk], by=reader)


def test_a_person_says_where_a_row_belongs_and_no_word_is_lost(
    bring: Bring, round_: Round, reader: Reader, crime: Action
) -> None:
    """The reference somebody copied into the added row is not written into the update once more."""
    workbook = opened(workbook_of(round_))
    sheet = workbook["Answers"]
    added = {"inspection": "Operation Soteria", "reference": "Recommendation 7", "words": "And this.", "text": "See 5"}
    for code, value in added.items():
        sheet.cell(FIRST + 5, LETTERS[code]).value = value
    row = row_of(bring(saved(workbook)))
    requested = round_.requests.get(lead_post="Head of Crime").rows.get()
    replies.attach(round_=round_, row=row, requested=requested, by=reader)
    elsewhere = round_.requests.get(lead_post="").rows.get()
    with pytest.raises(ValidationError, match="decided about this row meanwhile"):  # a colleague at the same moment
        replies.attach(round_=round_, row=row, requested=elsewhere, by=reader)
    [update] = accept(round_, reader, *of(round_, reader))
    assert update.action == crime
    assert update.words.text == (
        "And this.\n\nAlso written in the workbook: What was recommended, word for word: See 5"
    )


def test_a_row_belongs_to_no_action_of_another_round(
    bring: Bring, round_: Round, reader: Reader, history: Register, crime: Action
) -> None:
    row = row_of(bring(words="All trained."))
    elsewhere = ask(history, [crime], reader).requests.get().rows.get()
    with pytest.raises(ValidationError, match="one of the actions of this round"):
        replies.attach(round_=round_, row=row, requested=elsewhere, by=reader)


# --- what wants an eye -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"status": "Amber", "words": "x"}, "asks_status"),
        ({"expected": "end of March", "words": "x"}, "asks_expected"),
        ({"status": "Waiting for others", "words": "x"}, "wants_own_page"),
        ({"status": "Closed", "words": "x"}, "wants_own_page"),
    ],
)
def test_what_is_not_clear_is_not_ready(
    bring: Bring, round_: Round, reader: Reader, answers: dict[str, str], why: str
) -> None:
    bring(**answers)
    [difference] = of(round_, reader)
    assert getattr(difference, why)
    assert not difference.is_ready


def test_re_opening_what_is_closed_wants_an_eye(
    history: Register, crime: Action, reader: Reader, bring: Bring, cast: Cast
) -> None:
    add_update(crime, Status.CLOSED, datetime.date(2025, 2, 1), by=cast.office)
    made = ask(history, [crime], reader)
    bring(to=made, status="In progress", words="There is more to do.")
    [difference] = of(made, reader)
    assert difference.reopens
    assert not difference.is_ready


def test_a_row_without_an_answer_is_not_answered(bring: Bring, round_: Round, unled: Action) -> None:
    bring(words="All trained.")
    assert [asked.action for asked in not_answered(round_)] == [unled]


def test_an_answer_received_days_ago_is_true_from_that_day(bring: Bring, round_: Round, reader: Reader) -> None:
    bring(words="All trained.", status="Done")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3)):
        [update] = accept(round_, reader.at(TODAY + datetime.timedelta(days=3)), *of(round_, reader))
    assert update.effective_on == TODAY
