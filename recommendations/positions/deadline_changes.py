"""The number of times a deadline has changed. It is shown beside the deadline, so that an extension is not hidden."""

from __future__ import annotations

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from forces.people.access import Reader
from recommendations.positions.conditions import OWN_DUE_ON
from recommendations.positions.known import end_of, shown_to_by
from recommendations.positions.models import Position
from recommendations.register.models import Update


def with_deadline_changes(positions: QuerySet[Position], reader: Reader) -> QuerySet[Position]:
    """Annotate positions with `deadline_change_count`: how often the deadline had changed by the reader's day.

    Setting a first deadline or removing one does not count, nor does finishing a part that had a deadline of its own.
    It is computed only for the rows that are read.
    """
    same = {"action": OuterRef("action"), "edition": OuterRef("edition")}
    dated = Position.objects.alias(own=OWN_DUE_ON).filter(**same, own__isnull=False)
    before = dated.filter(until=OuterRef("starts_on"))
    changed = dated.filter(Exists(before.exclude(own=OuterRef("own"))), starts_on__lte=reader.day)
    if reader.known_on:
        moment = end_of(reader.known_on)
        known = Update.objects.alias(shown_then=shown_to_by(moment)).filter(
            reader.readable_updates(shown_to="shown_then"), recorded_at__lt=moment
        )
        changed = changed.filter(Q(update__isnull=True) | Exists(known.filter(pk=OuterRef("update"))))
    count = changed.order_by().values("action").annotate(times=Count("pk")).values("times")
    deadline_change_count = Coalesce(Subquery(count, output_field=IntegerField()), 0)
    return positions.annotate(deadline_change_count=deadline_change_count)  # type: ignore[no-redef]
