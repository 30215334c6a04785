"""How often the deadline that counts was moved: told beside it, so that nobody takes the last date for the first."""

from __future__ import annotations

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from forces.people.access import Reader
from recommendations.positions.known import end_of, shown_to_by
from recommendations.positions.models import Position
from recommendations.register.models import Update


def with_moves(positions: QuerySet[Position], reader: Reader) -> QuerySet[Position]:
    """Each position with `times_moved`: how often its deadline changed to another one by the reader's day.

    To be given a deadline where there was none, or to lose it, is no move. It is computed for the rows that are read.
    """
    same = {"action": OuterRef("action"), "edition": OuterRef("edition")}
    before = Position.objects.filter(**same, until=OuterRef("starts_on"), due_on__isnull=False)
    moved = Position.objects.filter(
        Exists(before.exclude(due_on=OuterRef("due_on"))), **same, starts_on__lte=reader.day, due_on__isnull=False
    )
    if reader.known_on:
        moment = end_of(reader.known_on)
        known = Update.objects.alias(shown_then=shown_to_by(moment)).filter(
            reader.readable_updates(shown_to="shown_then"), recorded_at__lt=moment
        )
        moved = moved.filter(Q(update__isnull=True) | Exists(known.filter(pk=OuterRef("update"))))
    count = moved.order_by().values("action").annotate(times=Count("pk")).values("times")
    times_moved = Coalesce(Subquery(count, output_field=IntegerField()), 0)
    return positions.annotate(times_moved=times_moved)  # type: ignore[no-redef]
