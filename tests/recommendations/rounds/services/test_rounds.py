"""Creating a round: who is asked about which actions, the emails, and the later steps."""

from __future__ import annotations

import datetime
import io
import uuid
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from forces.people.access import Reader
from recommendations.register.models import Action, Update
from recommendations.rounds import emails, requests
from recommendations.rounds.models import RequestedAction, Round
from recommendations.rounds.queries import requests_with_progress
from recommendations.rounds.services import rounds
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader
from tests.parallel import twice_at_once
from tests.recommendations.rounds.helpers import CRIME, REPLY_BY, ask
from tests.recommendations.rounds.sample_workbooks import FIRST, LETTERS, opened, read

pytestmark = pytest.mark.postgresql

RECIPIENT = emails.EmailRecipient("Cleveland Police", CRIME, "Jo Example", "crime@example.org", 12, REPLY_BY)


def test_each_post_gets_one_request_naming_its_holder(round_: Round) -> None:
    asked = [
        (box.request.lead_post, box.request.lead_name, box.request.lead_email, box.actions)
        for box in requests_with_progress(round_)
    ]
    assert asked == [(CRIME, "Jo Example", "crime@example.org", 1), ("", "", "", 1)]


def test_actions_without_a_lead_can_be_sent_to_a_post(
    history: Register, crime: Action, unassigned: Action, reader: Reader
) -> None:
    created = ask(history, [crime, unassigned], reader, post_for_unnamed=CRIME)
    assert [(request.lead_post, request.rows.count()) for request in created.requests.all()] == [(CRIME, 2)]
    assert not Action.objects.get(pk=unassigned.pk).lead_post


def test_submitting_the_form_twice_creates_one_round(history: Register, crime: Action, reader: Reader) -> None:
    key = uuid.uuid4()
    first, second = (ask(history, [crime], reader, submission_key=key) for _ in range(2))
    assert first == second
    assert Round.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_submitting_the_form_twice_at_once_creates_one_round(history: Register, crime: Action, reader: Reader) -> None:
    key = uuid.uuid4()
    first, second = twice_at_once(lambda: ask(history, [crime], reader, submission_key=key))
    assert first == second
    assert Round.objects.count() == 1


def test_it_refuses_a_past_date_and_an_empty_selection(history: Register, crime: Action, reader: Reader) -> None:
    with pytest.raises(ValidationError, match="must be today or in the future"):
        ask(history, [crime], reader, reply_by=TODAY - datetime.timedelta(days=1))
    with pytest.raises(ValidationError, match="at least one action"):
        ask(history, [], reader)


def test_it_refuses_anyone_outside_the_office(history: Register, crime: Action, cast: Cast, round_: Round) -> None:
    for person in (cast.contributor, cast.panel_member, cast.auditor, cast.cumbria_office, cast.administrator):
        other = as_reader(person, TODAY)
        with pytest.raises(PermissionDenied):
            ask(history, [crime], other)
        with pytest.raises(PermissionDenied):
            rounds.close_round(round_=round_, on=TODAY, by=other)


def test_a_row_keeps_the_position_at_the_time_of_the_request(round_: Round, crime: Action, unassigned: Action) -> None:
    """A note for the office is never sent."""
    seen = dict(RequestedAction.objects.values_list("action", "last_update__words__text"))
    assert seen == {crime.pk: "Weekly checks began.", unassigned.pk: "Ready."}


def test_the_workbook_has_the_text_deadline_and_last_update(round_: Round, crime: Action) -> None:
    [(name, contents)] = requests.write_workbooks(round_, [round_.requests.get(lead_post=CRIME)], TODAY).items()
    assert name == "cleveland-head-of-crime-2025-03-31.xlsx"
    row = {code: opened(contents)["Replies"].cell(FIRST, place).value for code, place in LETTERS.items()}
    assert row["inspection"] == "Operation Soteria"
    assert row["text"] == crime.recommendation.text
    assert row["deadline"].date() == datetime.date(2025, 1, 31)
    assert (row["said-on"].date(), row["said-status"]) == (datetime.date(2025, 1, 20), "In progress")
    assert row["said"] == "Weekly checks began."
    assert row["key"] == str(RequestedAction.objects.get(action=crime).key)


def test_all_workbooks_are_zipped_whatever_the_names_of_the_posts(
    history: Register, crime: Action, unassigned: Action, reader: Reader
) -> None:
    Action.objects.filter(pk=unassigned.pk).update(lead_post=f"{CRIME}!")
    created = ask(history, [crime, Action.objects.get(pk=unassigned.pk)], reader)
    files = requests.write_workbooks(created, list(created.requests.all()), TODAY)
    with zipfile.ZipFile(io.BytesIO(requests.zip_files(files))) as package:
        assert len(package.namelist()) == 2
        found = {read(package.read(name)).request_keys for name in package.namelist()}
    assert found == {frozenset({request.key}) for request in created.requests.all()}


def test_sending_reminding_and_closing_are_recorded_with_the_person(round_: Round, reader: Reader, cast: Cast) -> None:
    crime = round_.requests.get(lead_post=CRIME)
    rounds.mark_sent(requests=list(round_.requests.all()), on=TODAY, by=reader)
    rounds.mark_reminded(request=crime, on=TODAY, by=reader)
    rounds.close_round(round_=round_, on=TODAY, by=reader)
    crime.refresh_from_db()
    assert (crime.sent_on, crime.reminded_on, round_.closed_on) == (TODAY, TODAY, TODAY)
    assert round_.history.first().history_user == cast.office


def test_a_sent_request_keeps_its_date(round_: Round, reader: Reader) -> None:
    requests = list(round_.requests.all())
    rounds.mark_sent(requests=requests[:1], on=TODAY - datetime.timedelta(days=2), by=reader)
    rounds.mark_sent(requests=requests, on=TODAY, by=reader)
    assert {request.sent_on for request in round_.requests.all()} == {TODAY, TODAY - datetime.timedelta(days=2)}


def test_creating_a_round_records_no_update(round_: Round) -> None:
    assert not Update.objects.filter(recorded_at__gte=round_.created_at).exists()


# --- the words ---------------------------------------------------------------------------------------------


def test_the_default_email_names_the_post_holder_the_count_and_the_date() -> None:
    email = emails.request_email(emails.default_email_text(), RECIPIENT)
    assert email.text.startswith("Dear Jo Example,")
    assert "12 actions" in email.text
    assert "31 March 2025" in email.text
    assert "[" not in email.text
    assert email.subject == "Cleveland Police: please send your updates by 31 March 2025"


def test_every_placeholder_is_filled_in() -> None:
    assert emails.fill_placeholders(" ".join(emails.placeholders()), RECIPIENT) == (
        "Jo Example Head of Crime 12 actions 31 March 2025 Cleveland Police"
    )


def test_a_post_without_a_named_holder_is_addressed_by_its_title() -> None:
    assert emails.fill_placeholders("[lead]", emails.EmailRecipient("C", CRIME, "", "", 1, REPLY_BY)) == CRIME
    assert emails.fill_placeholders("[lead]", emails.EmailRecipient("C", "", "", "", 1, REPLY_BY)) == "colleague"


def test_the_email_link_contains_the_text_unless_it_is_too_long() -> None:
    email = emails.request_email("Dear [lead],\nas agreed & as asked?", RECIPIENT)
    assert email.link == (
        "mailto:crime@example.org?subject=Cleveland%20Police%3A%20please%20send%20your%20updates%20by%2031%20March%202025"
        "&body=Dear%20Jo%20Example%2C%0D%0Aas%20agreed%20%26%20as%20asked%3F"
    )
    long = emails.request_email("word " * 1000, RECIPIENT)
    assert not long.link_has_text
    assert len(long.link) < 200


def test_a_reminder_says_when_the_request_was_sent_and_how_many_replied() -> None:
    none = emails.reminder_email(RECIPIENT, replied=0, sent_on=TODAY).text
    assert "On 3 March 2025 we sent you a workbook about 12 actions" in none
    assert "not had a reply yet" in none
    assert "replies on 5 of them" in emails.reminder_email(RECIPIENT, replied=5, sent_on=None).text
