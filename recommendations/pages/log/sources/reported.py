"""The sources of the log: one query for each table that says who recorded what, as far as a reader may see it.

Each shows only what the reader may see elsewhere: nothing under embargo, no notes of an office to its auditor, no
draft responses to anyone outside the office.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from forces.people.access import Reader
from forces.people.models import Membership, Role
from recommendations.assurance.models import Assurance
from recommendations.imports.models import LoadRun
from recommendations.pages.log.records import LogSource, RecordKind, count_of, either, name_or_email, source
from recommendations.register.models import Action, Inspection, Letter, Recommendation, Release, Update
from recommendations.releases.queries import items_visible_to
from recommendations.responses.models import Commitment, Publication, Response, ResponseStage, Sending
from recommendations.rounds.models import RequestedAction, ReturnedWorkbook
from recommendations.rounds.queries import visible_rounds


def sources(reader: Reader) -> list[LogSource]:
    """Return the records that the reader may see, one query for each source, none of them run yet."""
    found = [
        *(_updates(reader), _retractions(reader), _assurances(reader), _letters(reader)),
        *(_rounds(reader), _returned_workbooks(reader), _releases(reader)),
        *(_responses(reader), _publications(reader), _sendings(reader), _commitments(reader)),
        *(_leads(reader), _memberships(reader)),
    ]
    return [*found, _inspections(reader), _recommendations(reader), _loads()] if _is_auditor(reader) else found


def _is_auditor(reader: Reader) -> bool:
    return Role.AUDITOR in reader.roles


def _before(model: Any, field: str) -> Subquery:
    """Return what the field was before a change, for each row of the history; NULL where that is not recorded."""
    earlier = model.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    return Subquery(earlier.values(field)[:1])


# --- what was reported ---------------------------------------------------------------------------------------


def _readable_updates(reader: Reader) -> QuerySet[Update]:
    return Update.objects.filter(
        reader.readable_texts("action__holder", "shown_to"),
        reader.logged("action__holder__"),
        action__recommendation__inspection__in=Inspection.objects.visible_to(reader),
    )


def _updates(reader: Reader) -> LogSource:
    return source(
        _readable_updates(reader).filter(retracts__isnull=True),
        RecordKind.UPDATE,
        body="action__holder",
        recommendation="action__recommendation",
        state="status",
    )


def _retractions(reader: Reader) -> LogSource:
    return source(
        _readable_updates(reader).filter(retracts__isnull=False),
        RecordKind.RETRACTION,
        body="action__holder",
        recommendation="action__recommendation",
        state=Value("update"),
        text="words__text",
        day="retracts__effective_on",
    )


def _assurances(reader: Reader) -> LogSource:
    visible = Assurance.objects.filter(
        reader.readable_texts("action__holder"),
        reader.logged("action__holder__"),
        action__recommendation__inspection__in=Inspection.objects.visible_to(reader),
    )
    return source(
        visible,
        either(Q(retracts__isnull=False), RecordKind.RETRACTION, RecordKind.ASSURANCE),
        body="action__holder",
        recommendation="action__recommendation",
        state=either(Q(retracts__isnull=False), "assurance", F("level")),
        day="dated_on",
    )


def _letters(reader: Reader) -> LogSource:
    readable = _readable_updates(reader).filter(letter=OuterRef("pk"))
    return source(
        Letter.objects.filter(Exists(readable)),
        RecordKind.LETTER,
        body="holder",
        how_many=count_of(readable.filter(retracts__isnull=True)),
        text="sender",
        day="dated_on",
    )


# --- what was requested, released and assigned ------------------------------------------------------------------


def _rounds(reader: Reader) -> LogSource:
    return source(
        visible_rounds(reader).filter(reader.logged("holder__")),
        RecordKind.REQUEST,
        at="created_at",
        by="created_by",
        body="holder",
        how_many=count_of(RequestedAction.objects.filter(request__round=OuterRef("pk"))),
        day="reply_by",
    )


def _returned_workbooks(reader: Reader) -> LogSource:
    return source(
        ReturnedWorkbook.objects.filter(reader.logged("round__holder__"), round__in=visible_rounds(reader)),
        RecordKind.REQUEST,
        at="uploaded_at",
        by="uploaded_by",
        body="round__holder",
        state=Value("upload"),
        day="round__reply_by",
        key="round",
    )


def _releases(reader: Reader) -> LogSource:
    items = items_visible_to(reader).filter(release=OuterRef("pk"))
    return source(
        Release.objects.filter(reader.logged("holder__"), Exists(items)),
        RecordKind.RELEASE,
        body="holder",
        how_many=count_of(items.filter(update__isnull=False, update__retracts=None)),
        state=either(Q(withdraws__isnull=False), "withdrawn", F("audience")),
        text="reason",
    )


def _leads(reader: Reader) -> LogSource:
    """Changes of an action after it was opened: its lead and project, and others such as the day it ended."""
    changed = Action.history.filter(
        reader.logged("holder__"),
        history_type="~",
        recommendation__inspection__in=Inspection.objects.visible_to(reader),
    ).alias(
        lead_before=Coalesce(_before(Action, "lead_post"), F("lead_post")),
        project_before=Coalesce(_before(Action, "project"), F("project")),
    )
    return source(
        changed,
        RecordKind.LEAD,
        at="history_date",
        by="history_user",
        body="holder",
        recommendation="recommendation",
        state=either(Q(lead_post=F("lead_before"), project=F("project_before")), "other", "lead"),
        text="lead_post",
    )


# --- responses -----------------------------------------------------------------------------------------------


def _responses(reader: Reader) -> LogSource:
    """Every change of the stage of a draft: for its office, and what led to a later publication for its auditors."""
    published = Exists(Publication.objects.filter(response=OuterRef("id"), recorded_at__gte=OuterRef("history_date")))
    steps = [ResponseStage.SUBMITTED, ResponseStage.APPROVED]
    returned = Q(stage=ResponseStage.DRAFT, stage_before__in=steps) & ~Q(returned_comment="")
    change = either(Q(stage=ResponseStage.DRAFT), Concat(Value("draft:"), F("stage_before")), F("stage"))
    changed = (
        Response.history.exclude(history_type="-")
        .exclude(stage=ResponseStage.PUBLISHED)
        .annotate(stage_before=Coalesce(_before(Response, "stage"), Value("")))
        .exclude(stage=F("stage_before"))
        .filter(
            Q(force__in=reader.office) | (Q(force__in=reader.audits, stage__in=steps) & published),
            inspection__in=Inspection.objects.visible_to(reader),
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


def _publications(reader: Reader) -> LogSource:
    return source(
        Publication.objects.filter(
            reader.logged("response__force__"), response__inspection__in=Inspection.objects.visible_to(reader)
        ),
        RecordKind.PUBLICATION,
        body="response__force",
        inspection="response__inspection",
        how_many=F("version"),
        state=either(Q(is_published_elsewhere=True), "elsewhere", "published"),
        day="published_on",
    )


def _sendings(reader: Reader) -> LogSource:
    return source(
        Sending.objects.filter(
            reader.logged("publication__response__force__"),
            publication__response__inspection__in=Inspection.objects.visible_to(reader),
        ),
        RecordKind.PUBLICATION,
        body="publication__response__force",
        inspection="publication__response__inspection",
        how_many=F("publication__version"),
        state=Concat(Value("sent:"), F("recipient")),
        day="sent_on",
    )


def _commitments(reader: Reader) -> LogSource:
    """Every change of a commitment or duty, for the office that keeps it."""
    visible = Inspection.objects.visible_to(reader)
    about = ("inspection", "explanation__response__inspection", "action__recommendation__inspection")
    changed = Commitment.history.filter(
        *(Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__in": visible}) for path in about),
        body__in=reader.office | reader.own_bodies,
    ).alias(done_before=_before(Commitment, "done_on"))
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


# --- accounts and the register -------------------------------------------------------------------------------


def _memberships(reader: Reader) -> LogSource:
    """Roles given, changed and removed in the bodies of the log; auditors see those of administrators too."""
    of_bodies = Q(body__in=reader.logged_holders) | Q(body__panel__scrutinises__in=reader.logged_holders)
    everywhere = Q(body__isnull=True) if _is_auditor(reader) else Q(pk__in=[])
    return source(
        Membership.history.filter(of_bodies | everywhere),
        RecordKind.ACCOUNT,
        at="history_date",
        by="history_user",
        body="body",
        state=Concat(F("history_type"), Value(":"), F("role")),
        text=name_or_email("person"),
        day="last_day",
        key="id",
    )


def _inspections(reader: Reader) -> LogSource:
    return source(
        Inspection.history.filter(id__in=Inspection.objects.visible_to(reader).values("pk")),
        RecordKind.REPORT,
        at="history_date",
        by="history_user",
        inspection="",
        state="history_type",
        key="id",
    )


def _recommendations(reader: Reader) -> LogSource:
    """Changes of recommendations after they were loaded."""
    changed = Recommendation.history.filter(inspection__in=Inspection.objects.visible_to(reader))
    return source(
        changed.exclude(history_type="+"),
        RecordKind.REPORT,
        at="history_date",
        by="history_user",
        recommendation="",
        state=Concat(Value("item"), F("history_type")),
        key="id",
    )


def _loads() -> LogSource:
    """Loads of files, except those that held a report under embargo."""
    return source(
        LoadRun.objects.exclude(result__under_embargo=True), RecordKind.REPORT, at="at", by="by", state=Value("load")
    )
