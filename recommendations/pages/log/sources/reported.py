"""What was reported: updates, retractions, assurances and letters."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from forces.people.access import Reader
from recommendations.assurance.models import Assurance
from recommendations.pages.log.records import LogSource, RecordKind, count_of, either, source
from recommendations.register.models import Letter, Update, visible_inspections


def readable_updates(reader: Reader) -> QuerySet[Update]:
    return Update.objects.filter(
        reader.readable_texts("action__holder", "shown_to"),
        reader.logged("action__holder__"),
        visible_inspections(reader, "action__recommendation__inspection__"),
    )


def updates(reader: Reader) -> LogSource:
    return source(
        readable_updates(reader).filter(retracts__isnull=True),
        RecordKind.UPDATE,
        body="action__holder",
        recommendation="action__recommendation",
        state="status",
    )


def retractions(reader: Reader) -> LogSource:
    return source(
        readable_updates(reader).filter(retracts__isnull=False),
        RecordKind.RETRACTION,
        body="action__holder",
        recommendation="action__recommendation",
        state=Value("update"),
        text="words__text",
        day="retracts__effective_on",
    )


def assurances(reader: Reader) -> LogSource:
    visible = Assurance.objects.filter(
        reader.readable_texts("action__holder"),
        reader.logged("action__holder__"),
        visible_inspections(reader, "action__recommendation__inspection__"),
    )
    return source(
        visible,
        either(Q(retracts__isnull=False), RecordKind.RETRACTION, RecordKind.ASSURANCE),
        body="action__holder",
        recommendation="action__recommendation",
        state=either(Q(retracts__isnull=False), "assurance", F("level")),
        day="dated_on",
    )


def letters(reader: Reader) -> LogSource:
    readable = readable_updates(reader).filter(letter=OuterRef("pk"))
    return source(
        Letter.objects.filter(Exists(readable)),
        RecordKind.LETTER,
        body="holder",
        how_many=count_of(readable.filter(retracts__isnull=True)),
        text="sender",
        day="dated_on",
    )
