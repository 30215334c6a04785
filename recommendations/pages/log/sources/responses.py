"""The steps of responses, their publication, and commitments."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from forces.people.access import Reader
from recommendations.pages.log.records import LogSource, RecordKind, before, either, source
from recommendations.register.models import Inspection, visible_inspections
from recommendations.responses.models import Commitment, JointRequest, Publication, Response, ResponseStage, Sending


def responses(reader: Reader) -> LogSource:
    """Every change of the stage of a draft: for its office, and what led to a later publication for its auditors."""
    published = Exists(Publication.objects.filter(response=OuterRef("id"), recorded_at__gte=OuterRef("history_date")))
    steps = [ResponseStage.SUBMITTED, ResponseStage.APPROVED]
    returned = Q(stage=ResponseStage.DRAFT, stage_before__in=steps) & ~Q(returned_comment="")
    change = either(Q(stage=ResponseStage.DRAFT), Concat(Value("draft:"), F("stage_before")), F("stage"))
    changed = (
        Response.history.exclude(history_type="-")
        .exclude(stage=ResponseStage.PUBLISHED)
        .annotate(stage_before=Coalesce(before(Response, "stage"), Value("")))
        .exclude(stage=F("stage_before"))
        .filter(
            Q(force__in=reader.office) | (Q(force__in=reader.audits, stage__in=steps) & published),
            visible_inspections(reader, "inspection__"),
        )
    )
    return source(
        changed,
        either(returned | Q(stage=ResponseStage.APPROVED), RecordKind.APPROVAL, RecordKind.RESPONSE),
        at="history_date",
        by="history_user",
        body="force",
        inspection="inspection",
        state=either(Q(stage_before=""), "started", either(returned, "returned", change)),
        text=either(returned, F("returned_comment"), ""),
        key="id",
    )


def joint_requests(reader: Reader) -> LogSource:
    """Every request to answer jointly, for the office that was asked and those that asked."""
    return source(
        _requests_to(reader), RecordKind.RESPONSE, at="asked_at", by="asked_by", state=Value("asked"), **_ABOUT
    )


def joint_answers(reader: Reader) -> LogSource:
    """Every answer to a request to answer jointly, for the same offices."""
    answered = _requests_to(reader).exclude(answer="")
    return source(answered, RecordKind.RESPONSE, at="answered_at", by="answered_by", state=F("answer"), **_ABOUT)


_ABOUT = {"body": "force", "inspection": "inspection"}


def _requests_to(reader: Reader) -> QuerySet[JointRequest]:
    asking = Response.objects.filter(force__in=reader.office, joint__isnull=False).values("joint")
    return JointRequest.objects.filter(
        Q(force__in=reader.office) | Q(joint__in=asking), visible_inspections(reader, "inspection__")
    )


def publications(reader: Reader) -> LogSource:
    return source(
        Publication.objects.filter(
            reader.logged("response__force__"), visible_inspections(reader, "response__inspection__")
        ),
        RecordKind.PUBLICATION,
        body="response__force",
        inspection="response__inspection",
        how_many=F("version"),
        state=either(Q(is_published_elsewhere=True), "elsewhere", "published"),
        day="published_on",
    )


def sendings(reader: Reader) -> LogSource:
    return source(
        Sending.objects.filter(
            reader.logged("publication__response__force__"),
            visible_inspections(reader, "publication__response__inspection__"),
        ),
        RecordKind.PUBLICATION,
        body="publication__response__force",
        inspection="publication__response__inspection",
        how_many=F("publication__version"),
        state=Concat(Value("sent:"), F("recipient")),
        day="sent_on",
    )


def commitments(reader: Reader) -> LogSource:
    """Every change of a commitment or duty, for the office that keeps it."""
    visible = Inspection.objects.visible_to(reader)
    about = ("inspection", "explanation__response__inspection", "action__recommendation__inspection")
    changed = Commitment.history.filter(
        *(Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__in": visible}) for path in about),
        body__in=reader.office | reader.own_bodies,
    ).alias(done_before=before(Commitment, "done_on"))
    completed = Q(done_on__isnull=False, done_before__isnull=True)
    change = either(Q(history_type="-"), "-", either(completed, "done", F("history_type")))
    return source(
        changed,
        RecordKind.COMMITMENT,
        at="history_date",
        by="history_user",
        body="body",
        inspection="explanation__response__inspection",
        state=Concat(F("kind"), Value(":"), change),
        text="what",
        day="due_on",
        key="id",
    )
