"""Deciding, inviting and drafting: simultaneous changes lose no text, and each role writes only its own parts."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.people.models import Role
from recommendations.register.models import Inspection
from recommendations.responses.concurrent_edits import DraftConflict, Edits, digest_of, merge_edits
from recommendations.responses.content_queries import content_of
from recommendations.responses.models import ChiefOfficerComment, Explanation, Response, ResponseStage
from recommendations.responses.queries import office_settings
from recommendations.responses.services.drafting import open_response, save_comments, save_draft, standard_wording
from recommendations.responses.services.inviting import decide, invite, record_receipt
from soteria_tracker.web.service_forms import Unconfirmed
from tests.cast import Register
from tests.factories import InspectionFactory, PersonFactory, as_reader, membership
from tests.recommendations.responses.conftest import DAY_41, Readers
from tests.recommendations.responses.editing import edits

NOTHING: dict[str, str] = {}


def colleague_of(register: Register) -> Reader:
    person = PersonFactory(email="colleague@example.org", name="C. Colleague")
    membership(person, Role.OPCC_STAFF, register.pcc_cleveland)
    return as_reader(person, DAY_41)


def refused(act: Callable[[], object]) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        act()
    return error.value.message_dict


# --- the working copy --------------------------------------------------------------------------------------


def test_the_working_copy_is_created_once(register: Register, readers: Readers) -> None:
    opened = open_response(inspection=register.soteria, force=register.cleveland, by=readers.office)
    assert open_response(inspection=register.soteria, force=register.cleveland, by=readers.approver) == opened
    assert opened.stage == ResponseStage.DRAFT


@pytest.mark.parametrize("who", ["contributor", "panel_member", "cumbria_office", "auditor", "administrator"])
def test_only_the_responsible_office_writes_it(response: Response, readers: Readers, who: str) -> None:
    by = getattr(readers, who)
    with pytest.raises(PermissionDenied):
        open_response(inspection=response.inspection, force=response.force, by=by)
    with pytest.raises(PermissionDenied):
        save_draft(response=response, edits=edits({"reply": "x"}), by=by)
    with pytest.raises(PermissionDenied):
        decide(response=response, applicability="due", reason="", own_report=None, by=by)
    with pytest.raises(PermissionDenied):
        invite(
            response=response,
            invited_on=None,
            comments_wanted_by=None,
            not_invited_reason="x",
            confirmed=frozenset(),
            by=by,
        )
    with pytest.raises(PermissionDenied):
        record_receipt(
            response=response, received_on=DAY_41, none_received=False, document=None, document_name="", by=by
        )
    with pytest.raises(PermissionDenied):
        save_comments(response=response, edits=edits({"comment-text": "x"}), submit=False, by=by)


def test_whether_the_force_is_quoted_is_part_of_the_draft(response: Response, readers: Readers) -> None:
    assert content_of(response, DAY_41).force_is_quoted == ""
    save_draft(response=response, edits=edits({"quoted": "no"}), by=readers.office)
    assert content_of(response, DAY_41).force_is_quoted == "no"
    wrong = {"quoted": "perhaps"}
    base = {"quoted": digest_of("no")}
    assert refused(lambda: save_draft(response=response, edits=edits(wrong, base), by=readers.office)).keys() == {
        "quoted"
    }


def test_a_report_under_embargo_has_no_response(register: Register, readers: Readers) -> None:
    with pytest.raises(ValidationError, match="not published yet"):
        open_response(inspection=InspectionFactory(embargoed=True), force=register.cleveland, by=readers.office)


# --- whether one is due ------------------------------------------------------------------------------------


def test_a_decision_names_its_author_and_time(response: Response, readers: Readers) -> None:
    decide(response=response, applicability="not-subject", reason="A Welsh report.", own_report=None, by=readers.office)
    response.refresh_from_db()
    assert not response.is_due
    assert (response.decided_by, response.decided_on) == (readers.office.person, DAY_41)


@pytest.mark.parametrize("applicability", ["not-subject", "not-required"])
def test_a_decision_not_to_respond_needs_a_reason(response: Response, readers: Readers, applicability: str) -> None:
    assert refused(
        lambda: decide(response=response, applicability=applicability, reason=" ", own_report=None, by=readers.office)
    ) == {"reason": ["Enter why no response is due"]}


def test_an_answer_through_another_report_names_that_report(response: Response, readers: Readers) -> None:
    def decide_for(own_report: Inspection | None) -> None:
        decide(response=response, applicability="own-report", reason="", own_report=own_report, by=readers.office)

    for wrong in (None, response.inspection, InspectionFactory(embargoed=True)):
        assert refused(lambda wrong=wrong: decide_for(wrong)).keys() == {"own_report"}
    own = InspectionFactory(slug="cleveland-2024")
    decide_for(own)
    response.refresh_from_db()
    assert response.own_report == own
    decide(response=response, applicability="due", reason="", own_report=own, by=readers.office)
    response.refresh_from_db()
    assert response.own_report is None


def test_an_unknown_decision_is_refused(response: Response, readers: Readers) -> None:
    assert refused(
        lambda: decide(response=response, applicability="perhaps", reason="", own_report=None, by=readers.office)
    ).keys() == {"applicability"}


# --- the invitation ----------------------------------------------------------------------------------------


def invited(response: Response, by: Reader, **fields: object) -> None:
    given: dict = {
        "invited_on": datetime.date(2024, 8, 23),
        "comments_wanted_by": datetime.date(2024, 9, 20),
        "not_invited_reason": "",
        "confirmed": frozenset(),
        **fields,
    }
    invite(response=response, by=by, **given)


def test_an_invitation_stores_its_dates(response: Response, readers: Readers) -> None:
    invited(response, readers.office)
    response.refresh_from_db()
    assert response.invited_on == datetime.date(2024, 8, 23)
    assert response.comments_wanted_by == datetime.date(2024, 9, 20)


def test_a_reason_for_not_inviting_is_accepted(response: Response, readers: Readers) -> None:
    invited(
        response, readers.office, invited_on=None, comments_wanted_by=None, not_invited_reason="The post is vacant."
    )
    response.refresh_from_db()
    assert response.not_invited_reason == "The post is vacant."


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"invited_on": None}, "invited_on"),
        ({"not_invited_reason": "The post is vacant."}, "not_invited_reason"),
        ({"invited_on": DAY_41 + datetime.timedelta(days=1)}, "invited_on"),
        ({"comments_wanted_by": None}, "comments_wanted_by"),
        ({"comments_wanted_by": datetime.date(2024, 8, 22)}, "comments_wanted_by"),
        ({"invited_on": None, "not_invited_reason": "x" * 501}, "not_invited_reason"),
    ],
)
def test_an_invalid_invitation_is_refused(
    response: Response, readers: Readers, fields: dict[str, object], wrong: str
) -> None:
    assert wrong in refused(lambda: invited(response, readers.office, **fields))


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"comments_wanted_by": datetime.date(2024, 10, 17)}, "comments_wanted_by"),  # the last day is 16 October
        ({"invited_on": datetime.date(2024, 8, 21)}, "invited_on"),
    ],
)
def test_an_unusual_date_raises_a_question(
    response: Response, readers: Readers, fields: dict[str, object], asked: str
) -> None:
    with pytest.raises(Unconfirmed) as question:
        invited(response, readers.office, **fields)
    assert question.value.questions.keys() == {asked}
    invited(response, readers.office, confirmed=frozenset({asked}), **fields)


def test_asking_for_comments_by_the_last_day_raises_no_question(response: Response, readers: Readers) -> None:
    invited(response, readers.office, comments_wanted_by=datetime.date(2024, 10, 16))


def save_receipt(response: Response, by: Reader, **fields: object) -> None:
    given: dict = {"received_on": None, "none_received": False, "document": None, "document_name": "", **fields}
    record_receipt(response=response, by=by, **given)


def test_the_received_document_is_saved(response: Response, readers: Readers) -> None:
    document = ContentFile(b"%PDF-1.7 Comments")
    save_receipt(response, readers.office, received_on=DAY_41, document=document, document_name="comments.pdf")
    response.refresh_from_db()
    assert response.comments_received_on == DAY_41
    assert response.comments_document_name == "comments.pdf"
    with response.comments_document.open() as stored:
        assert stored.read() == b"%PDF-1.7 Comments"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "received_on"),
        ({"received_on": DAY_41 + datetime.timedelta(days=1)}, "received_on"),
        ({"received_on": DAY_41, "none_received": True}, "none_received"),
        ({"none_received": True}, "none_received"),  # nobody was invited
        ({"received_on": DAY_41, "document": ContentFile(b"x"), "document_name": "macro.docm"}, "document"),
    ],
)
def test_an_impossible_receipt_is_refused(
    response: Response, readers: Readers, fields: dict[str, object], wrong: str
) -> None:
    assert refused(lambda: save_receipt(response, readers.office, **fields)).keys() == {wrong}


def test_no_comments_received_cannot_be_recorded_beside_comments(response: Response, readers: Readers) -> None:
    invited(response, readers.office)
    save_receipt(response, readers.office, none_received=True)
    assert response.no_comments_received
    save_comments(response=response, edits=edits({"comment-text": "We agree."}), submit=False, by=readers.office)
    response.refresh_from_db()
    assert not response.no_comments_received
    assert refused(lambda: save_receipt(response, readers.office, none_received=True)).keys() == {"none_received"}


# --- the draft ---------------------------------------------------------------------------------------------


def test_the_draft_keeps_what_was_typed(response: Response, register: Register, readers: Readers) -> None:
    values = {
        "general_comments": "I welcome the report.\r\nAll of it.",
        "reply": "Thank you.",
        "explanation-4-text": "We shall.",
        "explanation-4-kind": "proposed",
        "explanation-4-proposed_by": "2025-01-31",
        "explanation-5-kind": "none",
    }
    assert save_draft(response=response, edits=edits(values), by=readers.office) == []
    response.refresh_from_db()
    assert response.general_comments == "I welcome the report.\nAll of it."
    assert response.reply == "Thank you."
    four = Explanation.objects.get(response=response, recommendation=register.rec_4)
    assert (four.text, four.kind, four.proposed_by) == ("We shall.", "proposed", datetime.date(2025, 1, 31))
    assert four.written_by == readers.office.person
    assert response.explanations.count() == 2


def test_a_half_written_draft_is_saved(response: Response, readers: Readers) -> None:
    assert (
        save_draft(response=response, edits=edits({"explanation-4-proposed_by": "2025-01-31"}), by=readers.office) == []
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("general_comments", "x" * 20_001),
        ("explanation-4-text", "x" * 20_001),
        ("explanation-4-kind", "perhaps"),
        ("explanation-4-proposed_by", "31 February"),
        ("explanation-99-text", "Of no recommendation"),
        ("stage", "published"),
    ],
)
def test_unknown_fields_are_refused_and_nothing_is_saved(
    response: Response, readers: Readers, key: str, value: str
) -> None:
    values = {"reply": "Thank you.", key: value}
    assert refused(lambda: save_draft(response=response, edits=edits(values), by=readers.office)).keys() == {key}
    response.refresh_from_db()
    assert response.reply == ""


def test_simultaneous_changes_lose_no_text(response: Response, register: Register, readers: Readers) -> None:
    """Both open the empty form; the second person changes only one of the fields that the first has filled in."""
    first = {
        "general_comments": "I welcome it.",
        "explanation-4-text": "First words on 4.",
        "explanation-4-kind": "taken",
    }
    save_draft(response=response, edits=edits(first), by=readers.office)
    second = {
        "general_comments": "",
        "explanation-4-text": "Second words on 4.",
        "explanation-4-kind": "taken",
        "explanation-7-text": "On 7.",
    }
    conflicts = save_draft(
        response=response,
        edits=edits(second, {key: digest_of("") for key in second}),
        by=colleague_of(register),
    )
    assert conflicts == [DraftConflict("4", "text", "First words on 4.", "office", "Second words on 4.")]
    response.refresh_from_db()
    saved_texts = {
        row.recommendation.reference: row.text for row in response.explanations.select_related("recommendation")
    }
    assert response.general_comments == "I welcome it."  # untouched by the second, so the first's stays
    assert saved_texts == {"4": "First words on 4.", "7": "On 7."}
    # the second person has seen both texts and decides
    decided = {"explanation-4-text": "First words on 4. Second words on 4."}
    assert (
        save_draft(
            response=response,
            edits=edits(decided, {"explanation-4-text": digest_of("First words on 4.")}),
            by=colleague_of(register),
        )
        == []
    )
    assert response.explanations.get(recommendation=register.rec_4).text == decided["explanation-4-text"]


def test_a_conflict_names_the_author_of_the_other_text(
    response: Response, register: Register, readers: Readers
) -> None:
    colleague = colleague_of(register)
    save_draft(response=response, edits=edits({"reply": "Theirs."}), by=colleague)
    save_draft(response=response, edits=edits({"general_comments": "Later."}), by=readers.approver)
    (conflict,) = save_draft(response=response, edits=edits({"reply": "Mine."}), by=readers.office)
    assert conflict == DraftConflict("", "reply", "Theirs.", "C. Colleague", "Mine.")


def test_the_same_text_twice_is_no_conflict(response: Response, readers: Readers) -> None:
    for by in (readers.office, readers.approver):
        assert save_draft(response=response, edits=edits({"reply": "Thank you.\r\n"}), by=by) == []
    assert response.history.exclude(reply="").count() == 1


def test_text_can_be_deleted_only_by_someone_who_saw_it(response: Response, readers: Readers) -> None:
    save_draft(response=response, edits=edits({"reply": "Thank you."}), by=readers.office)
    seen = {"reply": digest_of("Thank you.")}
    assert save_draft(response=response, edits=edits({"reply": ""}, seen), by=readers.office) == []
    response.refresh_from_db()
    assert response.reply == ""


def test_history_keeps_every_version(response: Response, register: Register, readers: Readers) -> None:
    save_draft(response=response, edits=edits({"explanation-7-text": "One."}), by=readers.office)
    save_draft(
        response=response,
        edits=edits({"explanation-7-text": "Two."}, {"explanation-7-text": digest_of("One.")}),
        by=readers.approver,
    )
    versions = Explanation.history.order_by("history_id").values_list("text", "history_user__email")
    assert list(versions) == [("One.", "office@example.org"), ("Two.", "approver@example.org")]


@pytest.mark.parametrize("stage", ["submitted", "published"])
def test_a_changed_text_is_a_draft_again(response: Response, readers: Readers, stage: str) -> None:
    Response.objects.update(stage=stage)
    save_draft(response=response, edits=edits({"reply": "Thank you."}), by=readers.office)
    assert response.stage == ResponseStage.DRAFT


def test_saving_unchanged_text_changes_no_stage(response: Response, readers: Readers) -> None:
    Response.objects.update(stage="submitted", reply="Thank you.")
    save_draft(response=response, edits=edits({"reply": "Thank you."}), by=readers.office)
    response.refresh_from_db()
    assert response.stage == ResponseStage.SUBMITTED


def test_fields_outside_the_form_stay_unchanged() -> None:
    assert merge_edits({"a": "words"}, Edits({})) == ({}, [])


# --- the Chief Constable's comments --------------------------------------------------------------------------


def test_the_invited_force_enters_its_comments_until_it_submits_them(
    response: Response, register: Register, readers: Readers
) -> None:
    invited(response, readers.office)
    texts = {"comment-text": "We welcome it.", "comment-7-text": "We check weekly."}
    assert save_comments(response=response, edits=edits(texts), submit=False, by=readers.contributor) == []
    seen = {key: digest_of(text) for key, text in texts.items()}
    save_comments(response=response, edits=edits(texts, seen), submit=True, by=readers.contributor)
    response.refresh_from_db()
    assert response.comments_received_on == DAY_41
    assert response.comments_submitted_by == readers.contributor.person
    rows = ChiefOfficerComment.objects.values_list("recommendation__reference", "text", "written_by__email")
    assert set(rows) == {
        (None, "We welcome it.", "contributor@example.org"),
        ("7", "We check weekly.", "contributor@example.org"),
    }
    with pytest.raises(ValidationError, match="have already been submitted"):
        save_comments(
            response=response, edits=edits({"comment-text": "More"}, seen), submit=False, by=readers.contributor
        )
    save_comments(response=response, edits=edits({"comment-text": "More"}, seen), submit=False, by=readers.office)


def test_a_force_that_is_not_invited_cannot_enter_comments(response: Response, readers: Readers) -> None:
    with pytest.raises(PermissionDenied):
        save_comments(response=response, edits=edits({"comment-text": "x"}), submit=False, by=readers.contributor)


def test_the_force_cannot_write_explanations(response: Response, readers: Readers) -> None:
    invited(response, readers.office)
    texts = {"explanation-7-kind": "taken"}
    assert refused(
        lambda: save_comments(response=response, edits=edits(texts), submit=False, by=readers.contributor)
    ).keys() == {"explanation-7-kind"}


def test_comments_with_a_conflict_are_not_submitted(response: Response, readers: Readers) -> None:
    invited(response, readers.office)
    save_comments(response=response, edits=edits({"comment-text": "From a letter."}), submit=False, by=readers.office)
    conflicts = save_comments(
        response=response, edits=edits({"comment-text": "Typed."}), submit=True, by=readers.contributor
    )
    assert conflicts == [DraftConflict("", "text", "From a letter.", "office", "Typed.")]
    response.refresh_from_db()
    assert response.comments_submitted_at is None


def test_empty_comments_are_not_submitted(response: Response, readers: Readers) -> None:
    invited(response, readers.office)
    assert refused(
        lambda: save_comments(response=response, edits=edits({"comment-text": ""}), submit=True, by=readers.contributor)
    ).keys() == {"text"}


def test_comments_are_closed_once_the_response_is_published(response: Response, readers: Readers) -> None:
    invited(response, readers.office)
    Response.objects.update(stage="published")
    response.refresh_from_db()
    assert not readers.contributor.may_comment(response)


# --- the standard wording ----------------------------------------------------------------------------------


def test_the_standard_wording_names_the_addressee_of_the_recommendation(register: Register) -> None:
    assert standard_wording(register.rec_4, register.pcc_cleveland) == (
        "This recommendation is addressed to the Soteria Joint Unit, with all forces. It is not for the Police and "
        "Crime Commissioner to carry out, so no action is proposed now. The Police and Crime Commissioner will "
        "consider what it means for this police area once it has been acted on."
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Home Office", "the Home Office"),
        ("National Police Chiefs’ Council", "the National Police Chiefs’ Council"),
        ("HMICFRS", "HMICFRS"),
        ("NHS England", "NHS England"),
        ("Example Police", "Example Police"),
        ("The National Archives", "The National Archives"),
    ],
)
def test_the_standard_wording_gives_a_name_its_article(register: Register, name: str, words: str) -> None:
    register.rec_4.addressees.filter(role="with").delete()
    Body.objects.filter(pk=register.joint_unit.pk).update(name=name)
    register.rec_4.refresh_from_db()
    assert f"is addressed to {words}. It is" in standard_wording(register.rec_4, register.pcc_cleveland)


def test_the_proposed_date_for_comments_follows_the_offices_settings(register: Register) -> None:
    assert office_settings(register.pcc_cleveland).comments_wanted_by(DAY_41) == datetime.date(2024, 10, 29)
