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
from recommendations.responses.models import ChiefOfficerComment, Commitment, Explanation, Publication, Response
from recommendations.responses.services.approving import approve, submit
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
def twice(register: Register) -> Inspection:
    """Soteria entered again, with recommendation 7 alone."""
    again = InspectionFactory(slug="soteria-again", published_on=datetime.date(2024, 8, 22))
    AddresseeFactory(recommendation=RecommendationFactory(inspection=again, number=7), group="all-forces")
    return again


@pytest.fixture
def response(register: Register) -> Response:
    """Cleveland's response to the kept inspection, without a word in it."""
    return ResponseFactory(inspection=register.soteria, force=register.cleveland)


@pytest.fixture
def again(twice: Inspection, register: Register) -> Response:
    """Cleveland's response to the duplicate, without a word in it."""
    return ResponseFactory(inspection=twice, force=register.cleveland)


def seven_of(inspection: Inspection) -> Recommendation:
    return inspection.recommendations.get(reference="7")


def merge(twice: Inspection, register: Register, cast: Cast) -> MergePlan:
    shown = preview_merge(duplicate=twice, kept=register.soteria).fingerprint
    return merge_inspections(duplicate=twice, kept=register.soteria, by=cast.administrator, shown=shown)


def test_a_response_of_the_duplicate_alone_is_transferred_with_its_text(
    again: Response, twice: Inspection, register: Register, cast: Cast
) -> None:
    said = explained(again, seven_of(twice), text="We acted.")
    comment = ChiefOfficerComment.objects.create(response=again, recommendation=seven_of(twice), text="So did we.")
    general = ChiefOfficerComment.objects.create(response=again, text="We agree.")
    assert merge(twice, register, cast).responses.sentences == ["Cleveland Police: the response moves."]
    for record in (again, said, comment, general):
        record.refresh_from_db()
    assert again.inspection == register.soteria
    assert said.recommendation == comment.recommendation == register.rec_7
    assert general.recommendation is None
    assert again.history.first().history_user == cast.administrator
    seven = next(item for item in content_of(again, DAY_41).items if item.reference == "7")
    assert (seven.explanation, seven.chief_officer_comment) == ("We acted.", "So did we.")


def test_a_publication_and_its_commitment_are_transferred_unchanged(
    again: Response, twice: Inspection, register: Register, cast: Cast
) -> None:
    promise = Commitment.objects.create(
        body=register.pcc_cleveland, explanation=explained(again, seven_of(twice)), what="We shall.", due_on=DAY_41
    )
    publication = published(again, DAY_41)
    before = Publication.objects.values().get()
    told = merge(twice, register, cast).responses.sentences
    assert told == ["Cleveland Police: the response moves with 1 publication, whose address changes."]
    assert Publication.objects.values().get() == before
    publication = Publication.objects.get()
    assert publication.get_absolute_url() == "/forces/cleveland/responses/soteria-2024/published/1/"
    promise.refresh_from_db()
    assert promise.explanation.recommendation == register.rec_7


def test_an_approval_lapses_because_the_kept_report_has_different_text(
    again: Response, twice: Inspection, register: Register, readers: Readers, cast: Cast
) -> None:
    submit(response=complete(again), by=readers.office)
    digest = content_of(again, DAY_41).digest
    approve(response=again, digest=digest, incomplete_reason="", by=readers.approver)
    merge(twice, register, cast)
    again.refresh_from_db()
    assert (again.stage, again.approved_digest) == (Response.Stage.DRAFT, "")


def test_an_empty_response_is_deleted_and_passes_on_its_invitation(
    again: Response, response: Response, twice: Inspection, register: Register, cast: Cast
) -> None:
    Response.objects.filter(pk=again.pk).update(invited_on=DAY_41, comments_wanted_by=datetime.date(2024, 10, 11))
    explained(again, seven_of(twice), text="")
    explained(response, register.rec_7, text="Ours.")
    told = merge(twice, register, cast).responses.sentences
    assert told == ["Cleveland Police: the response without text is deleted."]
    kept = Response.objects.get()
    assert (kept, kept.invited_on) == (response, DAY_41)
    assert list(Explanation.objects.values_list("text", flat=True)) == ["Ours."]
    assert Response.history.filter(id=again.pk, history_type="-").exists()


def test_the_kept_reports_empty_response_is_replaced_by_the_one_with_text(
    again: Response, response: Response, twice: Inspection, register: Register, cast: Cast
) -> None:
    explained(again, seven_of(twice), text="Theirs.")
    merge(twice, register, cast)
    assert Response.objects.get() == again
    assert Explanation.objects.get().recommendation == register.rec_7


def test_a_response_through_the_duplicate_refers_to_the_kept_report(
    twice: Inspection, register: Register, cast: Cast
) -> None:
    other = ResponseFactory(force=register.cumbria, applicability="own-report", own_report=twice)
    merge(twice, register, cast)
    other.refresh_from_db()
    assert other.own_report == register.soteria


def refused(twice: Inspection, register: Register, cast: Cast, message: str) -> None:
    """The preview names the force, the merge refuses, and nothing has moved."""
    plan = preview_merge(duplicate=twice, kept=register.soteria)
    assert any(message in collision for collision in plan.collisions), plan.collisions
    before = set(Response.objects.values_list("pk", "inspection"))
    with pytest.raises(ValidationError, match="cannot be merged"):
        merge(twice, register, cast)
    assert set(Response.objects.values_list("pk", "inspection")) == before


def test_it_refuses_and_names_the_force_where_both_responses_have_text(
    again: Response, response: Response, twice: Inspection, register: Register, cast: Cast
) -> None:
    explained(again, seven_of(twice))
    explained(response, register.rec_7)
    ResponseFactory(inspection=twice, force=register.cumbria)
    refused(twice, register, cast, "Cleveland Police has text in its responses to both.")
    assert not any("Cumbria" in one for one in preview_merge(duplicate=twice, kept=register.soteria).collisions)


def test_it_refuses_where_one_response_is_published_and_the_other_has_text(
    again: Response, response: Response, twice: Inspection, register: Register, cast: Cast
) -> None:
    published(again, DAY_41)
    Response.objects.filter(pk=response.pk).update(reply="Thank you.")
    refused(twice, register, cast, "Cleveland Police has a published response to one, and text in its response")


def test_it_refuses_where_both_responses_are_published(
    again: Response, response: Response, twice: Inspection, register: Register, cast: Cast
) -> None:
    published(again, DAY_41)
    published(response, DAY_41)
    refused(twice, register, cast, "Cleveland Police has a published response to both.")


def test_it_refuses_where_one_report_is_answered_through_the_other(
    again: Response, twice: Inspection, register: Register, cast: Cast
) -> None:
    Response.objects.filter(pk=again.pk).update(applicability="own-report", own_report=register.soteria)
    refused(twice, register, cast, "Cleveland Police answers one of the two inspections through the other")


def test_it_refuses_to_keep_an_unpublished_inspection(response: Response, register: Register) -> None:
    draft = InspectionFactory(slug="draft", embargoed=True)
    collisions = preview_merge(duplicate=register.soteria, kept=draft).collisions
    assert "The inspection to keep is not published, and the other one has responses." in collisions


def test_it_refuses_when_someone_wrote_after_the_preview(
    again: Response, response: Response, twice: Inspection, register: Register, cast: Cast
) -> None:
    explained(response, register.rec_7)
    plan = preview_merge(duplicate=twice, kept=register.soteria)
    explained(again, seven_of(twice))
    with pytest.raises(ValidationError, match="Something changed"):
        merge_responses(plan.responses, {}, cast.administrator)
    assert Response.objects.filter(pk=again.pk).exists()


@pytest.mark.usefixtures("again")
def test_the_merge_page_says_what_happens_to_responses(
    client: Client, twice: Inspection, register: Register, cast: Cast
) -> None:
    client.force_login(cast.administrator)
    page = client.post(f"/admin/recommendations/inspection/{twice.pk}/merge/", {"kept": register.soteria.pk})
    assert "Cleveland Police: the response moves." in page.content.decode()
