"""Merging two inspections with responses: the responses are transferred, and no text is lost."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from recommendations.maintenance.services.merge_plan import MergePlan, preview_merge
from recommendations.maintenance.services.merge_responses import merge_responses
from recommendations.maintenance.services.merging import merge_inspections
from recommendations.register.models import Inspection, Recommendation
from recommendations.responses.content_queries import content_of
from recommendations.responses.members import other_members
from recommendations.responses.models import (
    ChiefOfficerComment,
    Commitment,
    Explanation,
    JointRequest,
    Publication,
    Response,
    ResponseStage,
)
from recommendations.responses.services.approving import approve, submit
from recommendations.responses.services.joint import accept, answer_jointly
from tests.cast import Cast, Register
from tests.factories import (
    AddresseeFactory,
    InspectionFactory,
    RecommendationFactory,
    ResponseFactory,
    as_reader,
    complete,
    explained,
    published,
)
from tests.recommendations.responses.conftest import DAY_41, Readers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_day_41() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2024, 10, 1, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def readers(cast: Cast) -> Readers:
    return Readers(**{name: as_reader(getattr(cast, name), DAY_41) for name in Readers.__dataclass_fields__})


@pytest.fixture
def duplicate(register: Register) -> Inspection:
    """Soteria entered again, with recommendation 7 alone."""
    inspection = InspectionFactory(slug="soteria-again", published_on=datetime.date(2024, 8, 22))
    AddresseeFactory(recommendation=RecommendationFactory(inspection=inspection, number=7), group="all-forces")
    return inspection


@pytest.fixture
def response(register: Register) -> Response:
    """Cleveland's empty response to the kept inspection."""
    return ResponseFactory(inspection=register.soteria, force=register.cleveland)


@pytest.fixture
def duplicate_response(duplicate: Inspection, register: Register) -> Response:
    """Cleveland's empty response to the duplicate."""
    return ResponseFactory(inspection=duplicate, force=register.cleveland)


def seven_of(inspection: Inspection) -> Recommendation:
    return inspection.recommendations.get(reference="7")


def merge(duplicate: Inspection, register: Register, cast: Cast) -> MergePlan:
    shown = preview_merge(duplicate=duplicate, kept=register.soteria).fingerprint
    return merge_inspections(duplicate=duplicate, kept=register.soteria, by=cast.administrator, shown=shown)


def test_a_response_of_the_duplicate_alone_is_transferred_with_its_text(
    duplicate_response: Response, duplicate: Inspection, register: Register, cast: Cast
) -> None:
    own_explanation = explained(duplicate_response, seven_of(duplicate), text="We acted.")
    comment = ChiefOfficerComment.objects.create(
        response=duplicate_response, recommendation=seven_of(duplicate), text="So did we."
    )
    general = ChiefOfficerComment.objects.create(response=duplicate_response, text="We agree.")
    assert merge(duplicate, register, cast).responses.sentences == ["Cleveland Police: the response moves."]
    for record in (duplicate_response, own_explanation, comment, general):
        record.refresh_from_db()
    assert duplicate_response.inspection == register.soteria
    assert own_explanation.recommendation == comment.recommendation == register.rec_7
    assert general.recommendation is None
    assert duplicate_response.history.first().history_user == cast.administrator
    seven = next(item for item in content_of(duplicate_response, DAY_41).items if item.reference == "7")
    assert (seven.explanation, seven.chief_officer_comment) == ("We acted.", "So did we.")


def test_a_request_to_answer_jointly_is_transferred(
    duplicate_response: Response, duplicate: Inspection, register: Register, cast: Cast, readers: Readers
) -> None:
    answer_jointly(response=duplicate_response, forces=[register.cumbria], inspections=[], by=readers.office)
    merge(duplicate, register, cast)
    joint = accept(request=JointRequest.objects.get(), by=readers.cumbria_office)
    assert joint.inspection == register.soteria
    assert [member.force for member in other_members(joint)] == [register.cleveland]


def test_a_publication_and_its_commitment_are_transferred_unchanged(
    duplicate_response: Response, duplicate: Inspection, register: Register, cast: Cast
) -> None:
    promise = Commitment.objects.create(
        body=register.pcc_cleveland,
        explanation=explained(duplicate_response, seven_of(duplicate)),
        what="We shall.",
        due_on=DAY_41,
    )
    publication = published(duplicate_response, DAY_41)
    before = Publication.objects.values().get()
    messages = merge(duplicate, register, cast).responses.sentences
    assert messages == ["Cleveland Police: the response moves with 1 publication, whose address changes."]
    assert Publication.objects.values().get() == before
    publication = Publication.objects.get()
    assert publication.get_absolute_url() == "/forces/cleveland/responses/soteria-2024/published/1/"
    promise.refresh_from_db()
    assert promise.explanation.recommendation == register.rec_7


def test_an_approval_lapses_because_the_kept_report_has_different_text(
    duplicate_response: Response, duplicate: Inspection, register: Register, readers: Readers, cast: Cast
) -> None:
    submit(response=complete(duplicate_response), by=readers.office)
    digest = content_of(duplicate_response, DAY_41).digest
    approve(response=duplicate_response, digest=digest, incomplete_reason="", by=readers.approver)
    merge(duplicate, register, cast)
    duplicate_response.refresh_from_db()
    assert (duplicate_response.stage, duplicate_response.approved_digest) == (ResponseStage.DRAFT, "")


def test_an_empty_response_is_deleted_and_passes_on_its_invitation(
    duplicate_response: Response, response: Response, duplicate: Inspection, register: Register, cast: Cast
) -> None:
    Response.objects.filter(pk=duplicate_response.pk).update(
        invited_on=DAY_41, comments_wanted_by=datetime.date(2024, 10, 11)
    )
    explained(duplicate_response, seven_of(duplicate), text="")
    explained(response, register.rec_7, text="Ours.")
    messages = merge(duplicate, register, cast).responses.sentences
    assert messages == ["Cleveland Police: the response without text is deleted."]
    remaining = Response.objects.get()
    assert (remaining, remaining.invited_on) == (response, DAY_41)
    assert list(Explanation.objects.values_list("text", flat=True)) == ["Ours."]
    assert Response.history.filter(id=duplicate_response.pk, history_type="-").exists()


def test_the_kept_reports_empty_response_is_replaced_by_the_one_with_text(
    duplicate_response: Response, response: Response, duplicate: Inspection, register: Register, cast: Cast
) -> None:
    explained(duplicate_response, seven_of(duplicate), text="Theirs.")
    merge(duplicate, register, cast)
    assert Response.objects.get() == duplicate_response
    assert Explanation.objects.get().recommendation == register.rec_7


def test_a_response_through_the_duplicate_refers_to_the_kept_report(
    duplicate: Inspection, register: Register, cast: Cast
) -> None:
    other = ResponseFactory(force=register.cumbria, applicability="own-report", own_report=duplicate)
    merge(duplicate, register, cast)
    other.refresh_from_db()
    assert other.own_report == register.soteria


def refused(duplicate: Inspection, register: Register, cast: Cast, message: str) -> None:
    """The preview names the force, the merge refuses, and nothing is transferred."""
    plan = preview_merge(duplicate=duplicate, kept=register.soteria)
    assert any(message in collision for collision in plan.collisions), plan.collisions
    before = set(Response.objects.values_list("pk", "inspection"))
    with pytest.raises(ValidationError, match="cannot be merged"):
        merge(duplicate, register, cast)
    assert set(Response.objects.values_list("pk", "inspection")) == before


def test_it_refuses_and_names_the_force_where_both_responses_have_text(
    duplicate_response: Response, response: Response, duplicate: Inspection, register: Register, cast: Cast
) -> None:
    explained(duplicate_response, seven_of(duplicate))
    explained(response, register.rec_7)
    ResponseFactory(inspection=duplicate, force=register.cumbria)
    refused(duplicate, register, cast, "Cleveland Police has text in its responses to both.")
    assert not any("Cumbria" in found for found in preview_merge(duplicate=duplicate, kept=register.soteria).collisions)


def test_it_refuses_where_one_response_is_published_and_the_other_has_text(
    duplicate_response: Response, response: Response, duplicate: Inspection, register: Register, cast: Cast
) -> None:
    published(duplicate_response, DAY_41)
    Response.objects.filter(pk=response.pk).update(reply="Thank you.")
    refused(duplicate, register, cast, "Cleveland Police has a published response to one, and text in its response")


def test_it_refuses_where_both_responses_are_published(
    duplicate_response: Response, response: Response, duplicate: Inspection, register: Register, cast: Cast
) -> None:
    published(duplicate_response, DAY_41)
    published(response, DAY_41)
    refused(duplicate, register, cast, "Cleveland Police has a published response to both.")


def test_it_refuses_where_one_report_is_answered_through_the_other(
    duplicate_response: Response, duplicate: Inspection, register: Register, cast: Cast
) -> None:
    Response.objects.filter(pk=duplicate_response.pk).update(applicability="own-report", own_report=register.soteria)
    refused(duplicate, register, cast, "Cleveland Police answers one of the two inspections through the other")


def test_it_refuses_to_keep_an_unpublished_inspection(response: Response, register: Register) -> None:
    draft = InspectionFactory(slug="draft", embargoed=True)
    collisions = preview_merge(duplicate=register.soteria, kept=draft).collisions
    assert "The inspection to keep is not published, and the other one has responses." in collisions


def test_it_refuses_when_someone_wrote_after_the_preview(
    duplicate_response: Response, response: Response, duplicate: Inspection, register: Register, cast: Cast
) -> None:
    explained(response, register.rec_7)
    plan = preview_merge(duplicate=duplicate, kept=register.soteria)
    explained(duplicate_response, seven_of(duplicate))
    with pytest.raises(ValidationError, match="Something changed"):
        merge_responses(plan.responses, {}, cast.administrator)
    assert Response.objects.filter(pk=duplicate_response.pk).exists()


@pytest.mark.usefixtures("duplicate_response")
def test_the_merge_page_says_what_happens_to_responses(
    client: Client, duplicate: Inspection, register: Register, cast: Cast
) -> None:
    client.force_login(cast.administrator)
    page = client.post(f"/admin/recommendations/inspection/{duplicate.pk}/merge/", {"kept": register.soteria.pk})
    assert "Cleveland Police: the response moves." in page.content.decode()
