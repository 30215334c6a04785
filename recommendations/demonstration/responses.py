"""Invented responses: at every stage for the forces with accounts, published for most others."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from simple_history.utils import bulk_create_with_history

from forces.bodies.models import Force, LocalPolicingBody, Oversight
from forces.people.models import Person
from recommendations.demonstration import response_phrases as phrases
from recommendations.demonstration.randomness import seeded_random
from recommendations.demonstration.response_plans import JOINT, ResponsePlan, plan_for
from recommendations.demonstration.timing import LONDON, round_date
from recommendations.demonstration.update_phrases import BOARDS
from recommendations.register.models import Inspection, Recommendation, RecommendationKind
from recommendations.responses.addressees import is_national
from recommendations.responses.content_queries import content_of
from recommendations.responses.models import (
    ChiefOfficerComment,
    Commitment,
    Explanation,
    ExplanationKind,
    JointRequest,
    JointResponse,
    Publication,
    Response,
    ResponseStage,
    Sending,
)

SIGNATORY = "The office-holder (invented)"
APPROVED_AFTER_SUBMISSION = datetime.timedelta(days=2)


@dataclass
class InventedResponse:
    """One response that is not saved yet, with its explanations and comments."""

    plan: ResponsePlan
    response: Response
    body: LocalPolicingBody
    office: Person
    day: datetime.date
    rng: random.Random
    explanations: list[Explanation] = field(default_factory=list)
    comments: list[ChiefOfficerComment] = field(default_factory=list)

    @property
    def report_published_on(self) -> datetime.date:
        published_on = self.response.inspection.published_on
        assert published_on  # noqa: S101 - only published inspections have responses
        return published_on

    def on(self, day_of_period: int) -> datetime.date:
        """Return the date of a day of the period, but no later than the day before the demonstration's."""
        on = self.report_published_on + datetime.timedelta(days=day_of_period - 1)
        return min(on, self.day - datetime.timedelta(days=1))

    @property
    def published_on(self) -> datetime.date:
        return self.on(self.plan.published)


def make_responses(*, seed: int, day: datetime.date) -> int:
    """Save the invented responses, where the fixtures have none, and return how many. Publications never change."""
    people = {person.email: person for person in Person.objects.filter(email__contains=".")}
    drafts = list(_invented_responses(seed, day, people))
    _join(drafts)
    _write_drafts(drafts)
    _approve(drafts)
    published = [invented for invented in drafts if invented.plan.stage is ResponseStage.PUBLISHED]
    _publish(published)
    _commit(published)
    return len(drafts)


def _invented_responses(seed: int, day: datetime.date, people: dict[str, Person]) -> Iterable[InventedResponse]:
    known = set(Response.objects.values_list("inspection", "force"))
    using_tracker = list(Force.objects.filter(uses_soteria_tracker=True).order_by("slug"))
    for inspection in Inspection.objects.published_by(day).order_by("slug"):
        bodies = {
            period.force_id: period.body
            for period in Oversight.objects.on(inspection.published_on or day).select_related("body")
        }
        recommendations = list(
            inspection.recommendations.prefetch_related("addressees__body").order_by("order", "reference")
        )
        subjects = set(inspection.subject_forces.values_list("pk", flat=True))
        for force in using_tracker:
            rng = seeded_random(seed, "response", force.slug, inspection.slug)
            plan = plan_for(force.slug, inspection.slug, rng)
            concerns = inspection.subjects != Inspection.Subjects.NAMED_FORCES or force.pk in subjects
            if plan and concerns and force.pk in bodies and (inspection.pk, force.pk) not in known:
                response = Response(inspection=inspection, force=force)
                office = people[f"office.{force.slug}@example.org"]
                invented = InventedResponse(plan, response, bodies[force.pk], office, day, rng)
                _fill(invented, recommendations, approver=people.get(f"approver.{force.slug}@example.org", office))
                yield invented


# --- one response ------------------------------------------------------------------------------------------


def _fill(invented: InventedResponse, recommendations: Sequence[Recommendation], *, approver: Person) -> None:
    response, plan, rng = invented.response, invented.plan, invented.rng
    if plan.own_report:
        _answer_through_own_report(invented)
        return
    board = rng.choice(BOARDS)
    response.general_comments = rng.choice(phrases.GENERAL_COMMENTS).format(board=board)
    response.invited_on, response.comments_wanted_by = invented.on(plan.invited), invented.on(plan.wanted)
    response.stage = plan.stage
    response.returned_comment = phrases.RETURNED if plan.returned else ""
    if plan.stage is not ResponseStage.DRAFT:
        response.submitted_by, response.submitted_at = invented.office, _at_noon(_submitted_on(invented))
    if plan.stage in (ResponseStage.APPROVED, ResponseStage.PUBLISHED):
        response.approved_by, response.approved_at = (
            approver,
            _at_noon(_submitted_on(invented) + APPROVED_AFTER_SUBMISSION),
        )
        response.approved_digest = "-"  # until the text is written, whose digest it is
    if plan.comments_came:
        response.comments_received_on = invented.on(plan.wanted - 3)
        response.reply = rng.choice(phrases.REPLIES)
        invented.comments.append(_comment(invented, None, rng.choice(phrases.CHIEF_OFFICER).format(board=board)))
    to_explain = [
        recommendation
        for recommendation in recommendations
        if recommendation.kind not in {RecommendationKind.AFI, *Recommendation.KINDS_WITHOUT_ACTION}
    ]
    for place, recommendation in enumerate(to_explain):
        national = is_national(recommendation.addressees.all())
        if place < plan.explained * len(to_explain):
            invented.explanations.append(_explanation(invented, recommendation, board, national=national))
        if plan.comments_came and not national:
            invented.comments.append(_comment(invented, recommendation, rng.choice(phrases.ON_ONE).format(board=board)))


def _submitted_on(invented: InventedResponse) -> datetime.date:
    """Return a day shortly before publication, or before the day of the demonstration."""
    end = invented.published_on if invented.plan.published else invented.day
    return end - datetime.timedelta(days=4)


def _answer_through_own_report(invented: InventedResponse) -> None:
    other = Inspection.objects.filter(subject_forces=invented.response.force.pk, scope=Inspection.Scope.FORCE)
    invented.response.own_report = other.exclude(pk=invented.response.inspection.pk).order_by("-published_on").first()
    invented.response.applicability = Response.Applicability.OWN_REPORT
    invented.response.applicability_reason = phrases.NO_RESPONSE_REASON
    invented.response.decided_by, invented.response.decided_on = invented.office, invented.on(10)


def _comment(invented: InventedResponse, recommendation: Recommendation | None, text: str) -> ChiefOfficerComment:
    return ChiefOfficerComment(
        response=invented.response, recommendation=recommendation, text=text, written_by=invented.office
    )


def _explanation(
    invented: InventedResponse, recommendation: Recommendation, board: str, *, national: bool
) -> Explanation:
    roll = invented.rng.random()
    if national:
        kind, words = ExplanationKind.NONE, phrases.NATIONAL
    elif roll < 0.6:
        kind, words = ExplanationKind.TAKEN, phrases.TAKEN
    elif roll < 0.9:
        kind, words = ExplanationKind.PROPOSED, phrases.PROPOSED
    else:
        kind, words = ExplanationKind.NONE, phrases.NO_ACTION
    return Explanation(
        response=invented.response,
        recommendation=recommendation,
        kind=kind,
        text=invented.rng.choice(words).format(board=board, cases=invented.rng.choice([20, 30, 40, 60])),
        proposed_by=_proposed_by(invented) if kind == ExplanationKind.PROPOSED else None,
        written_by=invented.office,
    )


def _proposed_by(invented: InventedResponse) -> datetime.date:
    """Return a day some months after the report, and sometimes a day in the future."""
    if invented.rng.random() < 0.4:
        return round_date(invented.day + datetime.timedelta(days=invented.rng.choice([5, 18, 60])))
    return round_date(invented.report_published_on + datetime.timedelta(days=invented.rng.choice([150, 240])))


def _at_noon(on: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(on, datetime.time(12), LONDON)


def _join(drafts: Sequence[InventedResponse]) -> None:
    """Make members of the joint responses, and write the texts of the first into the others, where all are there."""
    invented = {(draft.response.force.slug, draft.response.inspection.slug): draft for draft in drafts}
    for members in JOINT:
        if not all(member in invented for member in members):
            continue
        first, *others = (invented[member] for member in members)
        asked_at, answered_at = _at_noon(first.on(2)), _at_noon(first.on(3))
        joint = JointResponse.objects.create(started_by=first.office, started_at=asked_at)
        first.response.joint = joint
        for other in others:
            JointRequest.objects.create(
                joint=joint,
                inspection=other.response.inspection,
                force=other.response.force,
                asked_by=first.office,
                asked_at=asked_at,
                answer=JointRequest.Answer.ACCEPTED,
                answered_by=other.office,
                answered_at=answered_at,
            )
            other.response.joint, other.response.general_comments = joint, first.response.general_comments
            other.explanations = [
                Explanation(
                    response=other.response,
                    recommendation=row.recommendation,
                    kind=row.kind,
                    text=row.text,
                    proposed_by=row.proposed_by,
                    written_by=first.office,
                )
                for row in first.explanations
            ]


# --- writing -----------------------------------------------------------------------------------------------


def _write_drafts(drafts: list[InventedResponse]) -> None:
    bulk_create_with_history([invented.response for invented in drafts], Response)
    bulk_create_with_history([row for invented in drafts for row in invented.explanations], Explanation)
    bulk_create_with_history([row for invented in drafts for row in invented.comments], ChiefOfficerComment)


def _approve(drafts: list[InventedResponse]) -> None:
    """Give each approval the digest of the approved text."""
    approved = [invented for invented in drafts if invented.response.approved_by_id]
    for invented in approved:
        read_on = invented.published_on if invented.plan.stage is ResponseStage.PUBLISHED else invented.day
        invented.response.approved_digest = content_of(invented.response, read_on).digest
    Response.objects.bulk_update([invented.response for invented in approved], ["approved_digest"])


def _publish(published: list[InventedResponse]) -> None:
    publications = Publication.objects.bulk_create(
        Publication(
            response=invented.response,
            version=1,
            body=invented.body,
            signatory_name=SIGNATORY,
            signatory_title=invented.body.office_holder_title,
            published_on=invented.published_on,
            content=content_of(invented.response, invented.published_on).as_json(),
            digest=invented.response.approved_digest,
            recorded_at=_at_noon(invented.published_on),
            recorded_by=invented.response.approved_by,
        )
        for invented in published
    )
    Sending.objects.bulk_create(
        Sending(
            publication=publication,
            recipient=recipient,
            sent_on=invented.published_on,
            sent_by=str(invented.office),
            recorded_at=_at_noon(invented.published_on),
            recorded_by=invented.office,
        )
        for invented, publication in zip(published, publications, strict=True)
        for recipient in invented.plan.sent_to
    )


def _commit(published: list[InventedResponse]) -> None:
    """Save a commitment for each proposal with a date. Those whose date has passed are done."""
    bulk_create_with_history(
        [
            Commitment(
                body=invented.body,
                explanation=explanation,
                what=explanation.text,
                due_on=explanation.proposed_by,
                done_on=explanation.proposed_by if explanation.proposed_by < invented.day else None,
            )
            for invented in published
            for explanation in invented.explanations
            if explanation.proposed_by
        ],
        Commitment,
    )
