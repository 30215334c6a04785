"""Publishing freezes the approved text, and copies go to the two recipients that the law names."""

from __future__ import annotations

import datetime
import threading
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from forces.people.access import Reader
from forces.people.models import Role
from recommendations.responses.concurrent_edits import digest_of
from recommendations.responses.content_queries import content_of
from recommendations.responses.models import Commitment, Explanation, Publication, Response, ResponseStage, Sending
from recommendations.responses.services.approving import approve, submit
from recommendations.responses.services.drafting import save_draft
from recommendations.responses.services.inviting import decide, record_receipt
from recommendations.responses.services.publishing import publish, record_sending
from soteria_tracker.web.service_forms import Unconfirmed
from tests.cast import Register
from tests.factories import (
    LocalPolicingBodyFactory,
    OversightFactory,
    PersonFactory,
    as_reader,
    complete,
    explained,
    membership,
    published,
)
from tests.recommendations.responses.conftest import DAY_41, Readers
from tests.recommendations.responses.editing import edits

pytestmark = pytest.mark.postgresql

ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def approved(response: Response, readers: Readers) -> Response:
    return approve_again(complete(response), readers)


def approve_again(response: Response, readers: Readers) -> Response:
    submit(response=response, by=readers.office)
    digest = content_of(response, readers.approver.day).digest
    approve(response=response, digest=digest, incomplete_reason="", by=readers.approver)
    return response


def publish_response(response: Response, by: Reader, **fields: Any) -> Publication:
    given: dict[str, Any] = {
        "published_on": DAY_41,
        "signatory_name": "D. Deputy",
        "signatory_title": "Deputy Police and Crime Commissioner",
        "confirmed": frozenset(),
        **fields,
    }
    return publish(response=response, by=by, **given)


def refused(response: Response, by: Reader, **fields: Any) -> set[str]:
    with pytest.raises(ValidationError) as refusal:
        publish_response(response, by, **fields)
    return set(refusal.value.message_dict)


def test_a_publication_holds_the_approved_text_and_the_signatory(
    approved: Response, register: Register, readers: Readers
) -> None:
    text = content_of(approved, DAY_41)
    publication = publish_response(approved, readers.approver)
    publication.refresh_from_db()
    assert publication.read_content() == text
    assert publication.digest == text.digest == approved.approved_digest
    assert (publication.version, publication.body, publication.correction_of) == (1, register.pcc_cleveland, None)
    assert publication.signatory_title == "Deputy Police and Crime Commissioner"
    assert publication.recorded_by == readers.approver.person
    approved.refresh_from_db()
    assert approved.stage == ResponseStage.PUBLISHED


@pytest.mark.parametrize("who", ["office", "contributor", "panel_member", "cumbria_office", "administrator"])
def test_only_an_approver_of_the_responsible_office_publishes(approved: Response, readers: Readers, who: str) -> None:
    with pytest.raises(PermissionDenied):
        publish_response(approved, getattr(readers, who))


def test_an_unapproved_text_is_not_published(response: Response, readers: Readers) -> None:
    complete(response)
    with pytest.raises(ValidationError, match="not approved"):
        publish_response(response, readers.approver)


def test_a_text_changed_after_the_approval_is_not_published(approved: Response, readers: Readers) -> None:
    approved.inspection.recommendations.filter(reference="7").update(text="Other words.")
    with pytest.raises(ValidationError, match="must be approved again"):
        publish_response(approved, readers.approver)
    approve(
        response=approved,
        digest=content_of(approved, DAY_41).digest,
        incomplete_reason="",
        by=readers.approver,
    )
    assert publish_response(approved, readers.approver).read_content().items[-1].text == "Other words."


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"published_on": None}, "published_on"),
        ({"published_on": datetime.date(2024, 8, 21)}, "published_on"),  # before the report
        ({"published_on": DAY_41 + ONE_DAY}, "published_on"),
        ({"signatory_name": " "}, "signatory_name"),
        ({"signatory_title": ""}, "signatory_title"),
        ({"signatory_name": "x" * 121}, "signatory_name"),
        ({"signatory_title": "x" * 161}, "signatory_title"),
    ],
)
def test_invalid_dates_and_signatories_are_refused(
    approved: Response, readers: Readers, fields: dict[str, Any], wrong: str
) -> None:
    assert refused(approved, readers.approver, **fields) == {wrong}
    assert not Publication.objects.exists()


def test_a_date_before_the_approval_raises_a_question(approved: Response, readers: Readers) -> None:
    earlier = {"published_on": DAY_41 - ONE_DAY}
    with pytest.raises(Unconfirmed) as question:
        publish_response(approved, readers.approver, **earlier)
    assert question.value.questions.keys() == {"published_on"}
    assert publish_response(approved, readers.approver, confirmed=frozenset({"published_on"}), **earlier)


def test_a_date_after_the_last_day_raises_a_question(response: Response, readers: Readers) -> None:
    day = datetime.date(2024, 10, 17)
    with time_machine.travel(datetime.datetime(2024, 10, 17, 12, tzinfo=datetime.UTC), tick=False):
        by = as_reader(readers.approver.person, day)
        approve_again(complete(response), readers)
        with pytest.raises(Unconfirmed, match="after the last day"):
            publish_response(response, by, published_on=day)
        assert publish_response(response, by, published_on=day, confirmed=frozenset({"published_on"}))


def test_the_reason_for_being_incomplete_is_published(response: Response, readers: Readers) -> None:
    submit(response=response, by=readers.office)
    digest = content_of(response, DAY_41).digest
    approve(response=response, digest=digest, incomplete_reason="The last day is today.", by=readers.approver)
    assert publish_response(response, readers.approver).incomplete_reason == "The last day is today."


# --- corrections -------------------------------------------------------------------------------------------


def test_a_correction_adds_a_publication(approved: Response, readers: Readers) -> None:
    first = publish_response(approved, readers.approver)
    before = Publication.objects.values().get()
    with pytest.raises(ValidationError, match="not approved"):  # nothing is published twice
        publish_response(approved, readers.approver)
    save_draft(
        response=approved,
        edits=edits({"general_comments": "I correct it."}, {"general_comments": digest_of("I welcome the report.")}),
        by=readers.office,
    )
    assert approved.stage == ResponseStage.DRAFT
    second = publish_response(approve_again(approved, readers), readers.approver)
    assert (second.version, second.correction_of) == (2, first)
    assert second.read_content().general_comments == "I correct it."
    assert Publication.objects.values().get(pk=first.pk) == before


# --- nothing changes it ------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["published_on", "content", "digest", "signatory_name", "is_published_elsewhere"])
def test_a_publication_cannot_be_changed_in_any_way(approved: Response, readers: Readers, field: str) -> None:
    publication = publish_response(approved, readers.approver)
    value = getattr(publication, field)
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(**{field: value})
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        publication.save()


def test_a_publication_or_its_copies_cannot_be_deleted_in_any_way(approved: Response, readers: Readers) -> None:
    publication = publish_response(approved, readers.approver)
    send(publication, readers.office)
    for record in (publication.sendings.get(), publication):
        with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
            record.delete()
    with pytest.raises(ProtectedError):
        approved.delete()


def test_the_administration_pages_cannot_change_them() -> None:
    assert not admin.site.is_registered(Publication)
    assert not admin.site.is_registered(Sending)


# --- commitments -------------------------------------------------------------------------------------------


def test_a_proposal_with_a_date_becomes_a_commitment(response: Response, register: Register, readers: Readers) -> None:
    due = datetime.date(2025, 1, 31)
    explained(response, register.rec_4, kind="proposed", text="We shall ask.", proposed_by=due)
    explained(response, register.rec_5, kind="proposed", text="Some day.")
    explained(response, register.rec_7, kind="taken", text="Done.", proposed_by=due)
    publish_response(approve_again(complete(response), readers), readers.approver)
    commitment = Commitment.objects.get()
    assert (commitment.what, commitment.due_on, commitment.done_on) == ("We shall ask.", due, None)
    assert commitment.body_id == register.pcc_cleveland.pk
    assert commitment.explanation.recommendation == register.rec_4


def test_a_correction_changes_or_withdraws_commitments(
    response: Response, register: Register, readers: Readers
) -> None:
    for recommendation in (register.rec_4, register.rec_5):
        due = datetime.date(2025, 1, 31)
        explained(response, recommendation, kind="proposed", text="We shall.", proposed_by=due)
    publish_response(approve_again(complete(response), readers), readers.approver)
    Explanation.objects.filter(recommendation=register.rec_4).update(proposed_by=datetime.date(2025, 3, 31))
    Explanation.objects.filter(recommendation=register.rec_5).update(kind="none")
    Response.objects.update(stage="draft")
    response.refresh_from_db()
    publish_response(approve_again(response, readers), readers.approver)
    assert Commitment.objects.get().due_on == datetime.date(2025, 3, 31)
    assert Commitment.history.filter(history_type="-").count() == 1


# --- published elsewhere -----------------------------------------------------------------------------------


# --- copies ------------------------------------------------------------------------------------------------


def send(publication: Publication, by: Reader, **fields: Any) -> Sending:
    given: dict[str, Any] = {
        "recipient": "hmicfrs",
        "sent_on": DAY_41,
        "sent_by": "O. Officer",
        "confirmed": frozenset(),
        **fields,
    }
    return record_sending(publication=publication, by=by, **given)


def test_both_copies_are_recorded_with_date_and_person(response: Response, readers: Readers) -> None:
    publication = published(response, DAY_41)
    for recipient in Sending.Recipient.values:
        send(publication, readers.office, recipient=recipient)
    assert set(publication.sendings.values_list("recipient", "sent_on", "sent_by")) == {
        ("home-secretary", DAY_41, "O. Officer"),
        ("hmicfrs", DAY_41, "O. Officer"),
    }


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"recipient": "the-pope"}, "recipient"),
        ({"sent_on": None}, "sent_on"),
        ({"sent_on": DAY_41 + ONE_DAY}, "sent_on"),
        ({"sent_by": ""}, "sent_by"),
        ({"sent_by": "x" * 121}, "sent_by"),
    ],
)
def test_an_invalid_copy_is_refused(response: Response, readers: Readers, fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        send(published(response, DAY_41), readers.office, **fields)
    assert set(refusal.value.message_dict) == {wrong}


def test_a_copy_is_recorded_once(response: Response, readers: Readers) -> None:
    publication = published(response, DAY_41)
    send(publication, readers.office)
    with pytest.raises(ValidationError, match="already been recorded"):
        send(publication, readers.approver)


def test_a_copy_sent_before_publication_raises_a_question(response: Response, readers: Readers) -> None:
    publication = published(response, DAY_41)
    with pytest.raises(Unconfirmed) as question:
        send(publication, readers.office, sent_on=DAY_41 - ONE_DAY)
    assert question.value.questions.keys() == {"sent_on"}
    assert send(publication, readers.office, sent_on=DAY_41 - ONE_DAY, confirmed=frozenset({"sent_on"}))


@pytest.mark.parametrize("who", ["contributor", "panel_member", "cumbria_office", "auditor", "administrator"])
def test_only_the_responsible_office_records_a_copy(response: Response, readers: Readers, who: str) -> None:
    with pytest.raises(PermissionDenied):
        send(published(response, DAY_41), getattr(readers, who))


# --- a handover --------------------------------------------------------------------------------------------


def test_a_successor_takes_over_unpublished_responses(approved: Response, register: Register, readers: Readers) -> None:
    handover = DAY_41 + ONE_DAY
    mayor = LocalPolicingBodyFactory(slug="mayor", name="The mayor", office="mayor", office_holder_title="Mayor")
    OversightFactory(force=register.cleveland, body=mayor, first_day=handover)
    new = PersonFactory(email="mayor@example.org")
    membership(new, Role.OPCC_APPROVER, mayor)
    # the day before, nothing has changed
    assert readers.office.reads_draft(register.cleveland)
    assert not as_reader(new, DAY_41).reads_draft(register.cleveland)
    with time_machine.travel(datetime.datetime(2024, 10, 2, 0, 5, tzinfo=datetime.UTC), tick=False):
        predecessor = as_reader(readers.approver.person, handover)
        successor = as_reader(new, handover)
        assert list(Response.objects.worked_on_by(predecessor)) == []
        assert list(Response.objects.worked_on_by(successor)) == [approved]
        with pytest.raises(PermissionDenied):
            save_draft(response=approved, edits=edits({"reply": "x"}), by=predecessor)
        with pytest.raises(ValidationError, match="must be approved again"):  # it named the predecessor
            publish_response(approved, successor, published_on=handover)
        digest = content_of(approved, handover).digest
        approve(response=approved, digest=digest, incomplete_reason="", by=successor)
        publication = publish_response(approved, successor, published_on=handover)
    assert publication.body == mayor
    assert publication.read_content().office_holder_title == "Mayor"


# --- records besides the text ---------------------------------------------------------------------------


def test_changes_outside_the_text_do_not_reopen_a_publication(approved: Response, readers: Readers) -> None:
    publish_response(approved, readers.approver)
    decide(response=approved, applicability="due", reason="", own_report=None, by=readers.office)
    no_document: dict[str, Any] = {"document": None, "document_name": ""}
    record_receipt(response=approved, received_on=DAY_41, none_received=False, by=readers.office, **no_document)
    approved.refresh_from_db()
    assert approved.stage == ResponseStage.PUBLISHED


def test_a_date_both_too_early_and_too_late_raises_both_questions(approved: Response, readers: Readers) -> None:
    december = datetime.date(2024, 12, 1)
    with time_machine.travel(datetime.datetime(2024, 12, 1, 12, tzinfo=datetime.UTC), tick=False):
        approver = as_reader(readers.approver.person, december)
        then = replace(readers, office=as_reader(readers.office.person, december), approver=approver)
        save_draft(response=approved, edits=edits({"reply": "Thank you."}), by=then.office)
        approve_again(approved, then)
        with pytest.raises(Unconfirmed) as asked:
            publish_response(approved, approver, published_on=datetime.date(2024, 11, 1))
    assert "before the response was approved and after its last day" in asked.value.questions["published_on"]


@pytest.mark.django_db(transaction=True)
def test_simultaneous_publications_run_one_after_the_other(approved: Response, readers: Readers) -> None:
    outcomes, start = [], threading.Barrier(2)
    content = content_of(approved, DAY_41)

    def publish_now() -> None:
        mine = Response.objects.get(pk=approved.pk)
        start.wait(timeout=10)
        try:
            publish_response(mine, readers.approver)
            outcomes.append("published")
        except ValidationError:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish_now) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["published", "told"]
    assert Publication.objects.get(response=approved).digest == content.digest
