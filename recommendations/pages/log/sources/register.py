"""Roles of people, and changes of the register itself."""

from __future__ import annotations

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Concat

from forces.bodies.reorganisation import Reorganisation
from forces.people.access import Reader
from forces.people.models import AccountEvent, Membership, Role
from recommendations.imports.models import LoadRun
from recommendations.pages.log.records import LogSource, RecordKind, name_or_email, source
from recommendations.register.models import Inspection, Recommendation, visible_inspections


def is_auditor(reader: Reader) -> bool:
    return Role.AUDITOR in reader.roles


def memberships(reader: Reader) -> LogSource:
    """Roles given, changed and removed in the bodies of the log; auditors see those of administrators too."""
    return source(
        Membership.history.filter(_in_bodies_of_the_log(reader)),
        RecordKind.ACCOUNT,
        at="history_date",
        by="history_user",
        body="body",
        state=Concat(F("history_type"), Value(":"), F("role")),
        text=name_or_email("person"),
        day="last_day",
        key="id",
    )


def account_events(reader: Reader) -> LogSource:
    """What was done to the accounts of people with a role, at any time, in the bodies of the log."""
    people = Membership.objects.filter(_in_bodies_of_the_log(reader)).order_by().values("person")
    return source(
        AccountEvent.objects.filter(person__in=people), RecordKind.ACCOUNT, state="kind", text=name_or_email("person")
    )


def _in_bodies_of_the_log(reader: Reader) -> Q:
    """Return a filter for roles in the bodies of the log; for auditors those of administrators too."""
    of_bodies = Q(body__in=reader.logged_holders) | Q(body__panel__scrutinises__in=reader.logged_holders)
    return of_bodies | (Q(body__isnull=True) if is_auditor(reader) else Q(pk__in=[]))


def inspections(reader: Reader) -> LogSource:
    return source(
        Inspection.history.filter(id__in=Inspection.objects.visible_to(reader).values("pk")),
        RecordKind.REPORT,
        at="history_date",
        by="history_user",
        inspection="",
        state="history_type",
        key="id",
    )


def recommendations(reader: Reader) -> LogSource:
    """Changes of recommendations after they were loaded."""
    changed = Recommendation.history.filter(visible_inspections(reader, "inspection__"))
    return source(
        changed.exclude(history_type="+"),
        RecordKind.REPORT,
        at="history_date",
        by="history_user",
        recommendation="",
        state=Concat(Value("item"), F("history_type")),
        key="id",
    )


def loads(reader: Reader) -> LogSource:
    """Loads of files, except those that held a report under embargo."""
    return source(
        LoadRun.objects.exclude(result__under_embargo=True), RecordKind.REPORT, at="at", by="by", state=Value("load")
    )


def reorganisations(reader: Reader) -> LogSource:
    """Plans of reorganisation that were carried out or undone."""
    return source(
        Reorganisation.objects.all(),
        RecordKind.REORGANISATION,
        state=Case(When(undoes=None, then=Value("done")), default=Value("undone")),
        text=Coalesce("undoes__summary", "summary"),
        day="on",
    )
