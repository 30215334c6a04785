"""Several offices answer one report together, or one office several reports: asking, writing, approving, publishing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from forces.people.access import Reader
from forces.people.models import Role
from recommendations.pages.responses.queries import response_rows
from recommendations.responses.concurrent_edits import digest_of
from recommendations.responses.content_queries import content_of
from recommendations.responses.joint import forces_to_ask
from recommendations.responses.members import other_publications
from recommendations.responses.models import (
    Commitment,
    JointRequest,
    OfficeSettings,
    Publication,
    Response,
    ResponseStage,
)
from recommendations.responses.queries import InspectionResponses
from recommendations.responses.services.approving import approve, return_to_author, submit
from recommendations.responses.services.drafting import save_comments, save_draft
from recommendations.responses.services.inviting import decide
from recommendations.responses.services.joint import accept, answer_jointly, decline, leave, withdraw_request
from recommendations.responses.services.publishing import publish
from recommendations.responses.services.working_copy import lock
from tests.cast import Cast, Register
from tests.factories import (
    AddresseeFactory,
    InspectionFactory,
    LocalPolicingBodyFactory,
    OversightFactory,
    PersonFactory,
    RecommendationFactory,
    ResponseFactory,
    as_reader,
    complete,
    explained,
    membership,
    published,
)
from tests.recommendations.responses.conftest import DAY_41, Readers
from tests.recommendations.responses.editing import edits

pytestmark = pytest.mark.postgresql


@pytest.fixture
def cumbria_approver(register: Register) -> Reader:
    person = PersonFactory(email="approver.cumbria@example.org")
    membership(person, Role.OPCC_APPROVER, register.pfcc_cumbria)
    return as_reader(person, DAY_41)


def ask(response: Response, register: Register, readers: Readers) -> JointRequest:
    answer_jointly(response=response, forces=[register.cumbria], inspections=[], by=readers.office)
    return JointRequest.objects.get(answer="")


@pytest.fixture
def joint(response: Response, register: Register, readers: Readers) -> tuple[Response, Response]:
    """The responses of Cleveland and Cumbria to the Soteria report, given jointly."""
    other = accept(request=ask(response, register, readers), by=readers.cumbria_office)
    response.refresh_from_db()
    return response, other


def write(response: Response, by: Reader, values: Mapping[str, str], base: Mapping[str, str] | None = None) -> int:
    return len(save_draft(response=response, edits=edits(values, base), by=by))


def fill(response: Response, by: Reader) -> None:
    """Complete the shared texts, and the invitations of both forces."""
    texts = {f"explanation-{number}-text": f"On {number} we have acted." for number in (4, 5, 7)}
    kinds = {f"explanation-{number}-kind": "taken" for number in (4, 5, 7)}
    write(response, by, {"general_comments": "We welcome it.", **texts, **kinds})
    Response.objects.update(invited_on=datetime.date(2024, 8, 23), comments_wanted_by=datetime.date(2024, 9, 20))


def approve_as(response: Response, by: Reader) -> None:
    response.refresh_from_db()
    approve(response=response, digest=content_of(response, DAY_41).digest, incomplete_reason="", by=by)


def publish_as(response: Response, by: Reader, register: Register) -> Publication:
    others = {body.pk: ("C. Cumbria", "Commissioner") for body in (register.pcc_cleveland, register.pfcc_cumbria)}
    return publish(
        response=response,
        published_on=DAY_41,
        signatory_name="A. Cleveland",
        signatory_title="Commissioner",
        other_signatories=others,
        confirmed=frozenset(),
        by=by,
    )


def stages() -> set[str]:
    return set(Response.objects.values_list("stage", flat=True))


def test_nothing_is_shared_or_started_until_the_other_office_accepts(
    response: Response, register: Register, readers: Readers
) -> None:
    write(response, readers.office, {"general_comments": "Ours."})
    request = ask(response, register, readers)
    assert not Response.objects.filter(force=register.cumbria).exists()
    response.refresh_from_db()
    assert content_of(response, DAY_41).others == ()
    assert list(forces_to_ask(response, readers.office)) == [], "Durham does not use Soteria Tracker"
    with pytest.raises(PermissionDenied):
        accept(request=request, by=readers.office)
    decline(request=request, by=readers.cumbria_office)
    with pytest.raises(ValidationError, match="answered already: declined"):
        accept(request=request, by=readers.cumbria_office)
    again = ask(response, register, readers)
    with pytest.raises(PermissionDenied):
        decline(request=again, by=readers.office)
    withdraw_request(request=again, response=response, by=readers.office)
    assert not JointRequest.objects.filter(answer="").exists()


def test_an_office_that_asked_itself_can_still_accept(response: Response, register: Register, readers: Readers) -> None:
    theirs = ResponseFactory(inspection=register.soteria, force=register.cumbria)
    answer_jointly(response=theirs, forces=[register.cleveland], inspections=[], by=readers.cumbria_office)
    answer_jointly(response=response, forces=[register.cumbria], inspections=[], by=readers.office)
    accept(request=JointRequest.objects.get(force=register.cumbria), by=readers.cumbria_office)
    assert JointRequest.objects.get(force=register.cleveland).answer == JointRequest.Answer.WITHDRAWN
    assert len(set(Response.objects.values_list("joint", flat=True))) == 1


def test_both_drafts_are_kept_when_an_office_accepts(response: Response, register: Register, readers: Readers) -> None:
    theirs = ResponseFactory(inspection=register.soteria, force=register.cumbria)
    write(response, readers.office, {"general_comments": "From Cleveland.", "explanation-7-text": "Our part."})
    write(theirs, readers.cumbria_office, {"general_comments": "From Cumbria.", "explanation-5-text": "Their part."})
    accept(request=ask(response, register, readers), by=readers.cumbria_office)
    for each in (response, theirs):
        each.refresh_from_db()
        assert each.general_comments == "From Cleveland.\n\nFrom Cumbria."
        assert {row.recommendation.reference: row.text for row in each.explanations.all()} == {
            "5": "Their part.",
            "7": "Our part.",
        }


def test_what_one_office_writes_is_written_in_every_member(joint: tuple[Response, Response], readers: Readers) -> None:
    cleveland, cumbria = joint
    write(cleveland, readers.office, {"general_comments": "Together.", "explanation-7-text": "One text."})
    write(cumbria, readers.cumbria_office, {"explanation-5-text": "Another.", "reply": "To Cumbria’s own."})
    own, theirs = (content_of(Response.objects.get(pk=each.pk), DAY_41) for each in joint)
    assert own.general_comments == theirs.general_comments == "Together."
    assert [item.explanation for item in own.items] == [item.explanation for item in theirs.items]
    assert (own.reply_to_chief_officer, theirs.reply_to_chief_officer) == ("", "To Cumbria’s own.")
    assert own.digest == theirs.digest
    with pytest.raises(PermissionDenied):
        write(cumbria, readers.office, {"reply": "Not ours to write."})


def test_the_second_of_two_offices_that_change_one_text_sees_both(
    joint: tuple[Response, Response], readers: Readers
) -> None:
    opened_with = {"general_comments": digest_of("")}
    assert write(joint[0], readers.office, {"general_comments": "Ours."}, opened_with) == 0
    assert write(joint[1], readers.cumbria_office, {"general_comments": "Theirs."}, opened_with) == 1
    assert set(Response.objects.values_list("general_comments", flat=True)) == {"Ours."}


def test_it_is_published_for_every_member_at_once_when_every_body_has_approved(
    joint: tuple[Response, Response], readers: Readers, cumbria_approver: Reader, register: Register
) -> None:
    cleveland, cumbria = joint
    fill(cleveland, readers.office)
    submit(response=cumbria, by=readers.cumbria_office)
    approve_as(cleveland, readers.approver)
    with pytest.raises(ValidationError, match="Cumbria’s commissioner has not approved"):
        publish_as(cleveland, readers.approver, register)
    assert not Publication.objects.exists()
    approve_as(cumbria, cumbria_approver)
    publish_as(cleveland, readers.approver, register)
    first, second = Publication.objects.order_by("response__force__slug")
    assert [first.body, second.body] == [register.pcc_cleveland, register.pfcc_cumbria]
    assert [first.signatory_name, second.signatory_name] == ["A. Cleveland", "C. Cumbria"]
    assert first.digest == second.digest
    assert first.read_content().digest == second.read_content().digest == first.digest
    assert stages() == {ResponseStage.PUBLISHED}
    panel = {row.force.slug: row for row in response_rows(readers.panel_member)}
    assert (panel["cleveland"].joint_with, panel["cumbria"].joint_with) == ("Cumbria", "Cleveland")
    listed = {
        force.slug: names
        for force, _clock, names in InspectionResponses.to(register.soteria, readers.panel_member).rows
    }
    assert (listed["cleveland"], listed["cumbria"]) == ("Cumbria", "Cleveland")
    assert {row.clock.published_on for row in panel.values() if row.publication} == {DAY_41}
    with pytest.raises(ValidationError, match="already published"):
        leave(response=cumbria, by=readers.cumbria_office)


def test_a_correction_is_another_joint_publication(
    joint: tuple[Response, Response], readers: Readers, cumbria_approver: Reader, register: Register
) -> None:
    cleveland, cumbria = joint
    fill(cleveland, readers.office)
    for version in (1, 2):
        submit(response=cleveland, by=readers.office)
        approve_as(cleveland, readers.approver)
        approve_as(cumbria, cumbria_approver)
        publication = publish_as(cumbria, cumbria_approver, register)
        assert publication.version == version
        assert [found.version for found in other_publications(publication)] == [version]
        cleveland.refresh_from_db()
        base = {"general_comments": digest_of(cleveland.general_comments)}
        write(cleveland, readers.office, {"general_comments": f"Corrected, {version}."}, base)
    assert Publication.objects.count() == 4


def test_a_change_or_a_return_by_any_member_ends_every_approval(
    joint: tuple[Response, Response], readers: Readers, cumbria_approver: Reader, register: Register
) -> None:
    cleveland, cumbria = joint
    fill(cleveland, readers.office)
    submit(response=cleveland, by=readers.office)
    approve_as(cleveland, readers.approver)
    cumbria.refresh_from_db()
    comment = edits({"comment-7-text": "The chief constable agrees."})
    save_comments(response=cumbria, edits=comment, submit=False, by=readers.cumbria_office)
    assert stages() == {ResponseStage.DRAFT}
    submit(response=cleveland, by=readers.office)
    approve_as(cleveland, readers.approver)
    return_to_author(response=cumbria, comment="Shorten it.", by=cumbria_approver)
    assert stages() == {ResponseStage.DRAFT}
    assert set(Response.objects.values_list("returned_comment", "approved_digest")) == {("Shorten it.", "")}


def test_an_office_leaves_with_the_whole_text(joint: tuple[Response, Response], readers: Readers) -> None:
    cleveland, cumbria = joint
    fill(cleveland, readers.office)
    submit(response=cleveland, by=readers.office)
    with pytest.raises(ValidationError, match="Leave the joint response first"):
        decide(response=cumbria, applicability="not-subject", reason="No.", own_report=None, by=readers.cumbria_office)
    leave(response=cumbria, by=readers.cumbria_office)
    assert set(Response.objects.values_list("joint", "stage")) == {(None, ResponseStage.DRAFT)}
    own, theirs = (content_of(Response.objects.get(pk=each.pk), DAY_41) for each in joint)
    assert [item.explanation for item in theirs.items] == [item.explanation for item in own.items]
    assert theirs.general_comments == "We welcome it."
    write(cleveland, readers.office, {"general_comments": "Ours again."})
    cumbria.refresh_from_db()
    assert cumbria.general_comments == "We welcome it."


def test_only_the_force_that_is_asked_makes_the_commitment(
    joint: tuple[Response, Response], readers: Readers, cumbria_approver: Reader, register: Register
) -> None:
    cleveland, cumbria = joint
    to_cumbria = RecommendationFactory(inspection=register.soteria, number=8)
    AddresseeFactory(recommendation=to_cumbria, body=register.cumbria)
    date = "2025-01-31"
    for number in (7, 8):
        proposal = {"kind": "proposed", "text": f"We shall do {number}.", "proposed_by": date}
        write(cleveland, readers.office, {f"explanation-{number}-{name}": value for name, value in proposal.items()})
    fill(cleveland, readers.office)
    content = content_of(Response.objects.get(pk=cleveland.pk), DAY_41)
    assert [group.heading for group in content.item_groups] == ["", "Cumbria Constabulary"]
    submit(response=cleveland, by=readers.office)
    approve_as(cleveland, readers.approver)
    approve_as(cumbria, cumbria_approver)
    publish_as(cumbria, cumbria_approver, register)
    made = Commitment.objects.values_list("body__slug", "explanation__recommendation__reference")
    assert sorted(made) == [("pcc-cleveland", "7"), ("pfcc-cumbria", "7"), ("pfcc-cumbria", "8")]


def test_a_member_keeps_working_when_its_force_passes_to_another_body(
    joint: tuple[Response, Response], readers: Readers, register: Register
) -> None:
    mayor = LocalPolicingBodyFactory(slug="mayor-cumbria", name="Mayor of Cumbria")
    OversightFactory(force=register.cumbria, body=mayor, first_day=DAY_41)
    person = PersonFactory(email="mayor@example.org")
    membership(person, Role.OPCC_APPROVER, mayor)
    successor = as_reader(person, DAY_41)
    cleveland, cumbria = joint
    fill(cumbria, successor)
    submit(response=cumbria, by=successor)
    approve_as(cumbria, successor)
    approve_as(cleveland, readers.approver)
    publication = publish(
        response=cumbria,
        published_on=DAY_41,
        signatory_name="M. Mayor",
        signatory_title="Mayor",
        other_signatories={register.pcc_cleveland.pk: ("A. Cleveland", "Commissioner")},
        confirmed=frozenset(),
        by=successor,
    )
    assert publication.body == mayor
    of_cleveland = Publication.objects.get(response=cleveland)
    assert of_cleveland.read_content().bodies == ("Police and Crime Commissioner for Cleveland", "Mayor of Cumbria")


def test_one_office_answers_two_reports_of_its_force_in_one_response(
    response: Response, register: Register, readers: Readers
) -> None:
    second = InspectionFactory(slug="second", title="A second report", short_title="Second")
    one = RecommendationFactory(inspection=second, number=1)
    answer_jointly(response=response, forces=[], inspections=[second], by=readers.office)
    other = Response.objects.get(inspection=second)
    fill(response, readers.office)
    explained(other, one, text="On the second report.")
    submit(response=other, by=readers.office)
    approve_as(response, readers.approver)
    assert stages() == {ResponseStage.APPROVED}, "one body approves for all its members"
    publication = publish_as(other, readers.approver, register)
    assert set(Publication.objects.values_list("response__inspection__slug", "digest")) == {
        ("second", publication.digest),
        ("soteria-2024", publication.digest),
    }
    assert [item.explanation for item in publication.read_content().items] == ["On the second report."]
    rows = {row.inspection.slug: row.joint_with for row in response_rows(readers.office) if row.is_own}
    assert rows == {"soteria-2024": "the response to Second", "second": "the response to Operation Soteria"}


def test_a_response_that_is_not_due_is_never_given_jointly(
    response: Response, register: Register, readers: Readers
) -> None:
    not_due = {"applicability": "not-subject", "reason": "It is about others.", "own_report": None}
    request = ask(response, register, readers)
    with pytest.raises(ValidationError, match="Leave the joint response first"):
        decide(response=response, **not_due, by=readers.office)
    leave(response=response, by=readers.office)
    with pytest.raises(ValidationError, match="answered already: withdrawn"):
        accept(request=request, by=readers.cumbria_office)
    decide(response=response, **not_due, by=readers.office)
    with pytest.raises(ValidationError, match="no response is due"):
        ask(response, register, readers)


def test_nothing_is_shared_if_the_office_that_asked_leaves_while_another_accepts(
    response: Response, register: Register, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(response, readers.office, {"general_comments": "Ours."})
    request = ask(response, register, readers)

    def lock_too_late(*responses: Response) -> None:
        Response.objects.filter(pk=response.pk).update(joint=None)
        lock(*responses)

    monkeypatch.setattr("recommendations.responses.services.joint.lock", lock_too_late)
    with pytest.raises(ValidationError, match="no longer prepares"):
        accept(request=request, by=readers.cumbria_office)
    assert not Response.objects.filter(force=register.cumbria, general_comments="Ours.").exists()


def test_one_approval_covers_no_incomplete_response_without_a_reason(
    response: Response, register: Register, readers: Readers
) -> None:
    second = InspectionFactory(slug="second", title="A second report", short_title="Second")
    RecommendationFactory(inspection=second, number=1)
    answer_jointly(response=response, forces=[], inspections=[second], by=readers.office)
    other = Response.objects.get(inspection=second)
    fill(response, readers.office)
    submit(response=response, by=readers.office)
    with pytest.raises(ValidationError, match="incomplete"):
        approve_as(response, readers.approver)
    digest = content_of(Response.objects.get(pk=response.pk), DAY_41).digest
    approve(response=response, digest=digest, incomplete_reason="It is not for us.", by=readers.approver)
    publish_as(response, readers.approver, register)
    reasons = dict(Publication.objects.values_list("response", "incomplete_reason"))
    assert reasons == {response.pk: "", other.pk: "It is not for us."}


def test_who_has_written_in_one_response_cannot_approve_the_others_of_the_office(
    response: Response, register: Register, readers: Readers
) -> None:
    second = InspectionFactory(slug="second", title="A second report", short_title="Second")
    answer_jointly(response=response, forces=[], inspections=[second], by=readers.office)
    fill(response, readers.office)
    write(Response.objects.get(inspection=second), readers.approver, {"reply": "Mine."})
    submit(response=response, by=readers.office)
    OfficeSettings.objects.update_or_create(body=register.pcc_cleveland, defaults={"approver_is_another": True})
    with pytest.raises(ValidationError, match="someone else to approve"):
        approve_as(response, readers.approver)


def test_what_cannot_be_answered_jointly_is_refused(response: Response, register: Register, readers: Readers) -> None:
    def refused(forces: list, inspections: list) -> set[str]:
        with pytest.raises(ValidationError) as refusal:
            answer_jointly(response=response, forces=forces, inspections=inspections, by=readers.office)
        return set(refusal.value.message_dict)

    own_date = InspectionFactory(
        slug="own", response_rule="own-date", response_due_on=datetime.date(2024, 12, 1), published_on=DAY_41
    )
    assert refused([], []) == refused([register.durham], []) == refused([register.cleveland], []) == {"forces"}
    assert refused([], [own_date]) == refused([], [register.soteria]) == {"inspections"}, "not under another rule"
    with pytest.raises(PermissionDenied):
        answer_jointly(response=response, forces=[register.cumbria], inspections=[], by=readers.cumbria_office)
    request = ask(response, register, readers)
    theirs = complete(ResponseFactory(inspection=register.soteria, force=register.cumbria))
    published(theirs, DAY_41)
    with pytest.raises(ValidationError, match="already published"):
        accept(request=request, by=readers.cumbria_office)


def test_another_office_sees_nothing_of_a_joint_draft(
    joint: tuple[Response, Response], readers: Readers, cast: Cast, register: Register
) -> None:
    rows = {row.force.slug: row for row in response_rows(readers.auditor)}
    assert {row.joint_with for row in rows.values()} == {""}
    own = {row.force.slug: row.joint_with for row in response_rows(readers.office)}
    assert (own["cleveland"], own["cumbria"]) == ("Cumbria", "")
    assert not InspectionResponses.to(register.soteria, readers.auditor).joint_with
    assert list(InspectionResponses.to(register.soteria, readers.office).joint_with.values()) == ["Cumbria"]
