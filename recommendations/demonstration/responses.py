"""Inventing responses: in every stage for the forces with accounts, published for most others."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from simple_history.utils import bulk_create_with_history

from forces.bodies.models import Force, LocalPolicingBody, Oversight
from forces.people.models import Person
from recommendations.demonstration import response_phrases as phrases
from recommendations.demonstration.dice import dice_for
from recommendations.demonstration.inspections import round_date
from recommendations.demonstration.phrases import BOARDS
from recommendations.demonstration.response_plans import Plan, Stage, plan_for
from recommendations.demonstration.timing import LONDON
from recommendations.register.models import Inspection, Recommendation
from recommendations.responses.models import (
    ChiefOfficerComment,
    Commitment,
    Explanation,
    Publication,
    Response,
    Sending,
)
from recommendations.responses.queries import content_of, is_national

_Kind = Explanation.Kind
SIGNATORY = "The office-holder (invented)"
APPROVED_AFTER_SUBMISSION = datetime.timedelta(days=2)


@dataclass
class Invented:
    """One response that is not written yet, with its explanations and comments."""

    plan: Plan
    response: Response
    body: LocalPolicingBody
    office: Person
    day: datetime.date
    dice: random.Random
    explanations: list[Explanation] = field(default_factory=list)
    comments: list[ChiefOfficerComment] = field(default_factory=list)

    @property
    def report_published_on(self) -> datetime.date:
        published_on = self.response.inspection.published_on
        assert published_on  # noqa: S101 - only published inspections have responses
        return published_on

    def on(self, day_of_period: int) -> datetime.date:
        """The date of a day of the period, at the latest the day before the demonstration's."""
        on = self.report_published_on + datetime.timedelta(days=day_of_period - 1)
        return min(on, self.day - datetime.timedelta(days=1))

    @property
    def published_on(self) -> datetime.date:
        return self.on(self.plan.published)


def make_responses(*, seed: int, day: datetime.date) -> int:
    """Write the invented responses, where the fixtures have none; returns how many. Publications are never changed."""
    people = {person.email: person for person in Person.objects.filter(email__contains=".")}
    invented = list(_invented(seed, day, people))
    _write_drafts(invented)
    _approve(invented)
    published = [one for one in invented if one.plan.stage is Stage.PUBLISHED]
    _publish(published)
    _promise(published)
    return len(invented)


def _invented(seed: int, day: datetime.date, people: dict[str, Person]) -> Iterable[Invented]:
    known = set(Response.objects.values_list("inspection", "force"))
    kept = list(Force.objects.filter(kept_here=True).order_by("slug"))
    for inspection in Inspection.objects.published_by(day).order_by("slug"):
        bodies = {
            period.force_id: period.body
            for period in Oversight.objects.on(inspection.published_on or day).select_related("body")
        }
        recommendations = list(
            inspection.recommendations.prefetch_related("addressees__body").order_by("order", "reference")
        )
        subjects = set(inspection.subject_forces.values_list("pk", flat=True))
        for force in kept:
            dice = dice_for(seed, "response", force.slug, inspection.slug)
            plan = plan_for(force.slug, inspection.slug, dice)
            concerns = inspection.subjects != Inspection.Subjects.NAMED_FORCES or force.pk in subjects
            if plan and concerns and force.pk in bodies and (inspection.pk, force.pk) not in known:
                response = Response(inspection=inspection, force=force)
                office = people[f"office.{force.slug}@example.org"]
                one = Invented(plan, response, bodies[force.pk], office, day, dice)
                _fill(one, recommendations, approver=people.get(f"approver.{force.slug}@example.org", office))
                yield one


# --- one response ------------------------------------------------------------------------------------------


def _fill(one: Invented, recommendations: Sequence[Recommendation], *, approver: Person) -> None:
    response, plan, dice = one.response, one.plan, one.dice
    if plan.own_report:
        _answer_through_own_report(one)
        return
    board = dice.choice(BOARDS)
    response.general_comments = dice.choice(phrases.GENERAL_COMMENTS).format(board=board)
    response.invited_on, response.comments_wanted_by = one.on(plan.invited), one.on(plan.wanted)
    response.stage = plan.stage
    response.returned_comment = phrases.RETURNED if plan.returned else ""
    if plan.stage is not Stage.DRAFT:
        response.submitted_by, response.submitted_at = one.office, _at_noon(_submitted_on(one))
    if plan.stage in (Stage.APPROVED, Stage.PUBLISHED):
        response.approved_by, response.approved_at = approver, _at_noon(_submitted_on(one) + APPROVED_AFTER_SUBMISSION)
        response.approved_digest = "-"  # until the text is written, whose digest it is
    if plan.comments_came:
        response.comments_received_on = one.on(plan.wanted - 3)
        response.reply = dice.choice(phrases.REPLIES)
        one.comments.append(_comment(one, None, dice.choice(phrases.CHIEF_OFFICER).format(board=board)))
    to_explain = [
        recommendation
        for recommendation in recommendations
        if recommendation.kind not in {Recommendation.Kind.AFI, *Recommendation.KINDS_WITHOUT_ACTION}
    ]
    for place, recommendation in enumerate(to_explain):
        national = is_national(recommendation.addressees.all())
        if place < plan.explained * len(to_explain):
            one.explanations.append(_explanation(one, recommendation, board, national=national))
        if plan.comments_came and not national:
            one.comments.append(_comment(one, recommendation, dice.choice(phrases.ON_ONE).format(board=board)))


def _submitted_on(one: Invented) -> datetime.date:
    """Shortly before publication, or before the day of the demonstration."""
    end = one.published_on if one.plan.published else one.day
    return end - datetime.timedelta(days=4)


def _answer_through_own_report(one: Invented) -> None:
    other = Inspection.objects.filter(subject_forces=one.response.force.pk, scope=Inspection.Scope.FORCE)
    one.response.own_report = other.exclude(pk=one.response.inspection.pk).order_by("-published_on").first()
    one.response.applicability = Response.Applicability.OWN_REPORT
    one.response.applicability_reason = phrases.NO_RESPONSE_REASON
    one.response.decided_by, one.response.decided_on = one.office, one.on(10)


def _comment(one: Invented, recommendation: Recommendation | None, text: str) -> ChiefOfficerComment:
    return ChiefOfficerComment(response=one.response, recommendation=recommendation, text=text, written_by=one.office)


def _explanation(one: Invented, recommendation: Recommendation, board: str, *, national: bool) -> Explanation:
    roll = one.dice.random()
    if national:
        kind, words = _Kind.NONE, phrases.NATIONAL
    elif roll < 0.6:
        kind, words = _Kind.TAKEN, phrases.TAKEN
    elif roll < 0.9:
        kind, words = _Kind.PROPOSED, phrases.PROPOSED
    else:
        kind, words = _Kind.NONE, phrases.NO_ACTION
    return Explanation(
        response=one.response,
        recommendation=recommendation,
        kind=kind,
        text=one.dice.choice(words).format(board=board, cases=one.dice.choice([20, 30, 40, 60])),
        proposed_by=_promised_for(one) if kind == _Kind.PROPOSED else None,
        written_by=one.office,
    )


def _promised_for(one: Invented) -> datetime.date:
    """Some months after the report; now and then a day that is still to come."""
    if one.dice.random() < 0.4:
        return round_date(one.day + datetime.timedelta(days=one.dice.choice([5, 18, 60])))
    return round_date(one.report_published_on + datetime.timedelta(days=one.dice.choice([150, 240])))


def _at_noon(on: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(on, datetime.time(12), LONDON)


# --- writing -----------------------------------------------------------------------------------------------


def _write_drafts(invented: list[Invented]) -> None:
    bulk_create_with_history([one.response for one in invented], Response)
    bulk_create_with_history([row for one in invented for row in one.explanations], Explanation)
    bulk_create_with_history([row for one in invented for row in one.comments], ChiefOfficerComment)


def _approve(invented: list[Invented]) -> None:
    """Give each approval the digest of the text that it is of."""
    approved = [one for one in invented if one.response.approved_by_id]
    for one in approved:
        read_on = one.published_on if one.plan.stage is Stage.PUBLISHED else one.day
        one.response.approved_digest = content_of(one.response, read_on).digest
    Response.objects.bulk_update([one.response for one in approved], ["approved_digest"])


def _publish(published: list[Invented]) -> None:
    publications = Publication.objects.bulk_create(
        Publication(
            response=one.response,
            version=1,
            body=one.body,
            signatory_name=SIGNATORY,
            signatory_title=one.body.office_holder_title,
            published_on=one.published_on,
            content=content_of(one.response, one.published_on).as_json(),
            digest=one.response.approved_digest,
            recorded_at=_at_noon(one.published_on),
            recorded_by=one.response.approved_by,
        )
        for one in published
    )
    Sending.objects.bulk_create(
        Sending(
            publication=publication,
            recipient=recipient,
            sent_on=one.published_on,
            sent_by=str(one.office),
            recorded_at=_at_noon(one.published_on),
            recorded_by=one.office,
        )
        for one, publication in zip(published, publications, strict=True)
        for recipient in one.plan.sent_to
    )


def _promise(published: list[Invented]) -> None:
    """What was proposed by a date is a commitment; those whose day has passed were kept."""
    bulk_create_with_history(
        [
            Commitment(
                body=one.body,
                explanation=explanation,
                what=explanation.text,
                due_on=explanation.proposed_by,
                done_on=explanation.proposed_by if explanation.proposed_by < one.day else None,
            )
            for one in published
            for explanation in one.explanations
            if explanation.proposed_by
        ],
        Commitment,
    )
