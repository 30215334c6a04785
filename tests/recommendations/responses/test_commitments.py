"""Duties and commitments outside a response: recorded once, changed, completed and removed by the office only."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from recommendations.responses.models import Commitment, Response
from recommendations.responses.services.commitments import (
    ChangedMeanwhile,
    Duty,
    record_done,
    save_duty,
    version_of,
    withdraw_duty,
)
from tests.cast import Cast, Register
from tests.factories import InspectionFactory, LocalPolicingBodyFactory, OversightFactory, as_reader, explained
from tests.reading import words_of
from tests.recommendations.responses.conftest import DAY_41, Readers

pytestmark = pytest.mark.django_db
LIST = "/work/cleveland/duties/"
DUE = datetime.date(2024, 11, 14)
TYPED = {
    "kind": "duty",
    "what": "Send HMICFRS an action plan within 12 weeks.",
    "due_on-day": "14",
    "due_on-month": "11",
    "due_on-year": "2024",
    "source": "Page 12",
}


@pytest.fixture
def plan(register: Register) -> Duty:
    return Duty(
        kind="duty", body=register.cleveland, what="Send an action plan.", source="Page 12", due_on=DUE, action=None
    )


@pytest.fixture
def saved(plan: Duty, readers: Readers) -> Commitment:
    return save_duty(duty=plan, by=readers.office)


# --- the services ------------------------------------------------------------------------------------------


def test_it_is_recorded_once_with_its_author(plan: Duty, readers: Readers) -> None:
    first, again = save_duty(duty=plan, by=readers.office), save_duty(duty=plan, by=readers.office)
    assert first == again == Commitment.objects.get()
    assert (first.kind, first.explanation, first.history.get().history_user) == ("duty", None, readers.office.person)


def test_the_same_duty_can_be_recorded_again_once_done(plan: Duty, saved: Commitment, readers: Readers) -> None:
    record_done(commitment=saved, done_on=DAY_41, how_done="Sent.", by=readers.office)
    assert save_duty(duty=plan, by=readers.office) != saved


def test_a_duty_of_an_action_has_its_report(register: Register, plan: Duty, readers: Readers) -> None:
    action = register.actions["cleveland", "7"]
    assert save_duty(duty=replace(plan, action=action), by=readers.office).inspection == register.soteria


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"kind": "wish"}, "kind", "duty or a commitment"),
        ({"what": " "}, "what", "Enter what has to be done"),
    ],
)
def test_an_empty_duty_is_refused(plan: Duty, readers: Readers, fields: dict[str, Any], field: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says) as refused:
        save_duty(duty=replace(plan, **fields), by=readers.office)
    assert list(refused.value.message_dict) == [field]


def test_an_action_of_another_force_or_report_is_refused(register: Register, plan: Duty, readers: Readers) -> None:
    foreign = replace(plan, action=register.actions["cumbria", "7"])
    other = replace(plan, action=register.actions["cleveland", "7"], inspection=InspectionFactory(slug="other"))
    for duty, says in ((foreign, "your office follows"), (other, "another report")):
        with pytest.raises(ValidationError, match=says):
            save_duty(duty=duty, by=readers.office)


def test_a_duty_cannot_name_an_unpublished_report(plan: Duty, readers: Readers) -> None:
    secret = InspectionFactory(slug="secret", embargoed=True)
    secret.embargo_readers.add(readers.office.person)
    with pytest.raises(ValidationError, match="not published yet"):
        save_duty(duty=replace(plan, inspection=secret), by=readers.office)


@pytest.mark.parametrize("who", ["contributor", "panel_member", "auditor", "administrator", "cumbria_office"])
def test_only_the_office_records_changes_or_removes_a_duty(
    plan: Duty, saved: Commitment, readers: Readers, who: str
) -> None:
    by = getattr(readers, who)
    for write in (
        lambda: save_duty(duty=plan, by=by),
        lambda: save_duty(duty=plan, by=by, commitment=saved),
        lambda: record_done(commitment=saved, done_on=DAY_41, by=by),
        lambda: withdraw_duty(commitment=saved, by=by),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_an_office_cannot_take_over_another_offices_duty(
    plan: Duty, saved: Commitment, register: Register, cast: Cast
) -> None:
    by = as_reader(cast.cumbria_office, DAY_41)
    with pytest.raises(PermissionDenied):
        save_duty(duty=replace(plan, body=register.cumbria), by=by, commitment=saved)


def test_commitments_of_a_response_are_not_changed_here(
    plan: Duty, response: Response, register: Register, readers: Readers
) -> None:
    promise = Commitment.objects.create(
        body=register.pcc_cleveland, explanation=explained(response, register.rec_7), what="Ask.", due_on=DUE
    )
    for write in (
        lambda: save_duty(duty=plan, by=readers.office, commitment=promise),
        lambda: withdraw_duty(commitment=promise, by=readers.office),
    ):
        with pytest.raises(PermissionDenied):
            write()


def test_newer_changes_are_shown_and_not_overwritten(plan: Duty, saved: Commitment, readers: Readers) -> None:
    seen = version_of(saved)
    save_duty(duty=replace(plan, source="Page 13"), by=readers.approver, commitment=saved, seen=seen)
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        save_duty(duty=replace(plan, what="Other words."), by=readers.office, commitment=saved, seen=seen)
    assert (meanwhile.value.saved.source, meanwhile.value.saved.what) == ("Page 13", "Send an action plan.")


def test_completing_it_records_the_date_and_the_description(saved: Commitment, readers: Readers) -> None:
    record_done(commitment=saved, done_on=DAY_41, how_done=" Letter of 1 October. ", by=readers.office)
    assert (saved.done_on, saved.how_done) == (DAY_41, "Letter of 1 October.")
    record_done(commitment=saved, done_on=None, how_done="It was not.", by=readers.office)
    assert (saved.done_on, saved.how_done) == (None, "")
    with pytest.raises(ValidationError, match="500 characters"):
        record_done(commitment=saved, done_on=DAY_41, how_done="x" * 501, by=readers.office)


def test_a_duty_entered_by_mistake_leaves_its_history(saved: Commitment, readers: Readers) -> None:
    pk = saved.pk
    withdraw_duty(commitment=saved, by=readers.office)
    assert not Commitment.objects.exists()
    assert Commitment.history.filter(id=pk, history_type="-").get().history_user == readers.office.person


# --- the pages ---------------------------------------------------------------------------------------------


@pytest.fixture
def office(client: Client, cast: Cast) -> Client:
    client.force_login(cast.office)
    return client


def test_an_office_records_and_completes_a_duty(office: Client, register: Register) -> None:
    typed = {**TYPED, "body": register.cleveland.pk}
    saved = office.post(f"{LIST}new/", typed, follow=True)
    assert saved.redirect_chain == [(LIST, 302)]
    words = words_of(saved)
    assert "1 is open." in words
    assert "Send HMICFRS an action plan within 12 weeks. Duty. Page 12. 14 November 2024 in 44 days" in words
    duty = Commitment.objects.get()
    assert "Due on 14 November 2024, in 44 days." in words_of(office.get(duty.get_absolute_url()))
    done = {"done_on-day": "1", "done_on-month": "10", "done_on-year": "2024", "how_done": "Letter."}
    assert "Recorded as done." in words_of(office.post(duty.get_absolute_url(), done, follow=True))
    assert "Nothing is open." in words_of(office.get(LIST))
    assert "1 October 2024 due on 14 November 2024 Done" in words_of(office.get(f"{LIST}?done=on"))


def test_an_invalid_form_keeps_everything_typed(office: Client, register: Register) -> None:
    words = words_of(office.post(f"{LIST}new/", {**TYPED, "what": "Typed here.", "due_on-year": ""}))
    assert "Typed here." in words
    assert "Select who has to do it" in words
    assert not Commitment.objects.exists()


def test_a_form_opened_from_an_action_belongs_to_it(office: Client, register: Register) -> None:
    action = register.actions["cleveland", "7"]
    form = office.get(f"{LIST}new/", {"action": action.pk}).context["form"]
    assert form["action"].value() == action.pk
    assert office.get(f"{LIST}new/", {"action": register.actions["cumbria", "7"].pk}).status_code == 404


def test_it_moves_to_the_list_of_the_responsible_office(office: Client, saved: Commitment, register: Register) -> None:
    edit = f"{LIST}{saved.pk}/edit/"
    form = office.get(edit).context["form"]
    typed = {**TYPED, "body": register.pcc_cleveland.pk, "seen": form["seen"].value()}
    assert office.post(edit, typed).headers["Location"] == "/work/pcc-cleveland/duties/"
    assert office.get(edit).status_code == 404


def test_simultaneous_changes_show_both_people_what_was_saved(
    office: Client, saved: Commitment, plan: Duty, register: Register, readers: Readers
) -> None:
    edit = f"{LIST}{saved.pk}/edit/"
    typed = {**TYPED, "body": register.cleveland.pk, "seen": office.get(edit).context["form"]["seen"].value()}
    save_duty(duty=replace(plan, what="Theirs."), by=readers.approver, commitment=saved)
    conflict = office.post(edit, typed)
    assert conflict.status_code == 409
    page = conflict.content.decode()
    assert "Theirs." in page
    assert TYPED["what"] in page
    again = office.post(edit, {**typed, "seen": conflict.context["form"]["seen"].value()})
    assert again.status_code == 302
    saved.refresh_from_db()
    assert saved.what == TYPED["what"]


def test_a_duty_entered_by_mistake_is_removed_after_a_question(office: Client, saved: Commitment) -> None:
    remove = f"{LIST}{saved.pk}/remove/"
    assert "Was this entered by mistake?" in words_of(office.get(remove))
    assert Commitment.objects.exists()
    assert "Nothing is open." in words_of(office.post(remove, follow=True))


def test_the_bodys_list_includes_the_commitments_of_its_responses(
    office: Client, response: Response, register: Register
) -> None:
    promise = Commitment.objects.create(
        body=register.pcc_cleveland, explanation=explained(response, register.rec_7), what="Ask.", due_on=DUE
    )
    listed = office.get("/work/pcc-cleveland/duties/").content.decode()
    assert promise.get_absolute_url() in listed
    assert promise.get_absolute_url() not in office.get(LIST).content.decode()


def test_a_successor_keeps_earlier_commitments(
    client: Client, cast: Cast, response: Response, register: Register
) -> None:
    predecessor = LocalPolicingBodyFactory(slug="before")
    OversightFactory(force=register.cleveland, body=predecessor, first_day=datetime.date(2010, 1, 1))
    promise = Commitment.objects.create(
        body=predecessor, explanation=explained(response, register.rec_7), what="Ask.", due_on=DUE
    )
    client.force_login(cast.office)
    assert promise.get_absolute_url() in client.get("/work/pcc-cleveland/duties/").content.decode()


def test_queries_do_not_grow_with_the_duties(
    office: Client, plan: Duty, readers: Readers, django_assert_max_num_queries: Any
) -> None:
    save_duty(duty=plan, by=readers.office)
    with django_assert_max_num_queries(15) as few:
        office.get(LIST)
    for number in range(30):
        save_duty(duty=replace(plan, what=f"Duty {number}"), by=readers.office)
    with django_assert_max_num_queries(len(few)):
        office.get(LIST)


def test_another_offices_list_is_not_found_and_the_force_has_no_access(
    office: Client, client: Client, cast: Cast
) -> None:
    assert office.get("/work/cumbria/duties/").status_code == 404
    client.force_login(cast.contributor)
    assert client.get(LIST).status_code == 403
