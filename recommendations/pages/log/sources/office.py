"""What an office requested, released and assigned."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from forces.people.access import Reader
from recommendations.pages.log.records import LogSource, RecordKind, before, count_of, either, source
from recommendations.register.models import Action, Release, visible_inspections
from recommendations.releases.queries import items_visible_to
from recommendations.rounds.models import RequestedAction, ReturnedWorkbook
from recommendations.rounds.queries import visible_rounds


def rounds(reader: Reader) -> LogSource:
    return source(
        visible_rounds(reader).filter(reader.logged("holder__")),
        RecordKind.REQUEST,
        at="created_at",
        by="created_by",
        body="holder",
        how_many=count_of(RequestedAction.objects.filter(request__round=OuterRef("pk"))),
        day="reply_by",
    )


def returned_workbooks(reader: Reader) -> LogSource:
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


def releases(reader: Reader) -> LogSource:
    items = items_visible_to(reader).filter(release=OuterRef("pk"))
    return source(
        Release.objects.filter(reader.logged("holder__"), Exists(items)),
        RecordKind.RELEASE,
        body="holder",
        how_many=count_of(items.filter(update__isnull=False, update__retracts=None)),
        state=either(Q(withdraws__isnull=False), "withdrawn", F("audience")),
        text="reason",
    )


def leads(reader: Reader) -> LogSource:
    """Changes of an action after it was opened: its lead and project, and others such as the day it ended."""
    changed = Action.history.filter(
        reader.logged("holder__"),
        visible_inspections(reader, "recommendation__inspection__"),
        history_type="~",
    ).alias(
        lead_before=Coalesce(before(Action, "lead_post"), F("lead_post")),
        project_before=Coalesce(before(Action, "project"), F("project")),
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
