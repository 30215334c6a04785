"""Where a holder's actions stand, and which of them need attention: the first of each list, of however many."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import ngettext

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.pages.common.action_rows import (
    positions_of,
    short_rows,
    waited_for,
)
from recommendations.pages.common.editions import released_to, wording_for
from recommendations.pages.common.progress import key_of
from recommendations.positions.conditions import DUE_NEXT, DUE_WITHIN_DAYS, FORECAST_LATE, OVERDUE, UPCOMING
from recommendations.positions.counting import Tally
from recommendations.positions.models import Position
from recommendations.register.statuses import Group, Status, Wording

NAMED = 3  # so many of each list are named on a page
COMING = 12  # so many of the next deadlines, for the line of time


@dataclass
class Attention:
    """The actions that a page names at its head: the first of each list."""

    overdue: list[Position] = field(default_factory=list)
    due_next: list[Position] = field(default_factory=list)
    forecast_late: list[Position] = field(default_factory=list)  # those not overdue yet come first
    coming: list[Position] = field(default_factory=list)  # the next deadlines, however far

    @property
    def named(self) -> list[Position]:
        """All of them, each once."""
        return list({position.pk: position for position in (*self.overdue, *self.forecast_late, *self.coming)}.values())

    @classmethod
    def among(cls, rows: Iterable[Position], day: datetime.date) -> Attention:
        """The lists from rows among which those of `needs_attention` are, the earliest deadline first. No query."""
        found = cls()
        for position in sorted(rows, key=lambda row: (row.due_on or datetime.date.max, row.pk)):
            if OVERDUE.holds(position, day):
                found.overdue.append(position)
            if DUE_NEXT.holds(position, day):
                found.due_next.append(position)
            if FORECAST_LATE.holds(position, day):
                found.forecast_late.append(position)
            if UPCOMING.holds(position, day):
                found.coming.append(position)
        found.forecast_late.sort(key=lambda position: position.group == Group.OVERDUE)
        found.overdue, found.due_next = found.overdue[:NAMED], found.due_next[:NAMED]
        found.forecast_late, found.coming = found.forecast_late[:NAMED], found.coming[:COMING]
        return found


def needs_attention(positions: QuerySet[Position], day: datetime.date) -> list[QuerySet[Position]]:
    """The first of what is overdue, due next, forecast late or coming among the positions: a few, of however many."""

    def first(how_many: int, condition: Q, *order: Any) -> QuerySet[Position]:
        return positions.filter(condition).order_by(*order, "due_on", "pk")[:how_many]

    not_overdue_first = Case(When(due_on__lt=day, then=Value(1)), default=Value(0))
    return [
        first(NAMED, OVERDUE.q(day)),
        first(NAMED, FORECAST_LATE.q(day), not_overdue_first),
        first(COMING, UPCOMING.q(day)),
    ]


def _any_of(chosen: Iterable[QuerySet[Position]], reader: Reader) -> Q:
    """The positions of any of the short lists.

    As a union, since a database that sees "in this list or in that" expects half of all rows and reads them all.
    """
    on_the_day = Position.objects.on(reader.day, reader.known_on).order_by().values("pk")
    one, *others = (on_the_day.filter(pk__in=each.values("pk")) for each in chosen)
    return Q(pk__in=one.union(*others))


@dataclass(frozen=True)
class Standing:
    """Where the actions of one holder stand on a day: the counts, and what needs attention."""

    tally: Tally
    attention: Attention
    day: datetime.date
    wording: Wording  # what "no update" means here
    released_to: str  # "As released to the panel:"; empty where the reader is shown everything

    @classmethod
    def of(cls, holder: Body, reader: Reader, tally: Tally, rows: Iterable[Position] | None = None) -> Standing:
        """Where the holder stands for the reader; `tally` is that of all its positions.

        One query, unless `rows` are at hand that hold what `needs_attention`.
        """
        if rows is None:
            positions = positions_of(holder, reader)
            rows = short_rows(positions.filter(_any_of(needs_attention(positions, reader.day), reader)))
        return cls(
            tally,
            Attention.among(rows, reader.day),
            reader.day,
            wording_for(holder, reader),
            released_to(holder, reader),
        )

    @property
    def key(self) -> list[dict[str, object]]:
        """The groups that have any, with their words and counts."""
        return key_of(self.tally, self.wording)

    @property
    def overdue_since(self) -> datetime.date | None:
        """The earliest deadline among the overdue."""
        return self.attention.overdue[0].due_on if self.attention.overdue else None

    @property
    def passed(self) -> int:
        """Deadlines that passed without any update recorded, or released to the reader."""
        return self.tally.groups[Group.PASSED]

    @property
    def due_until(self) -> datetime.date:
        """The last day that "due next" looks ahead to."""
        return self.day + datetime.timedelta(days=DUE_WITHIN_DAYS)

    @property
    def waiting_words(self) -> str:
        """ "1 of them waits for others: Soteria Joint Unit"; empty if none of the overdue waits.

        For whom is told where all that wait are among the overdue that are named.
        """
        waiting = [position for position in self.attention.overdue if position.status == Status.WAITING]
        awaited = (waited_for(position, self.day) for position in waiting)
        is_all = len(waiting) == self.tally.overdue_waiting
        return overdue_waiting_words(self.tally, list(dict.fromkeys(filter(None, awaited))) if is_all else [])


def page_with_attention(
    page: QuerySet[Position], positions: QuerySet[Position], reader: Reader, *, between: tuple[int, int]
) -> tuple[list[Position], list[Position]]:
    """The rows between two places of a table, and those that `needs_attention` among all positions, in one query.

    `page` is the table's queryset, filtered and in order.
    """
    on_page = page[slice(*between)]
    rows = short_rows(positions.filter(_any_of([on_page, *needs_attention(positions, reader.day)], reader)))
    is_on_page = Case(When(pk__in=on_page.values("pk"), then=Value(True)), default=Value(False))
    together = rows.annotate(is_on_page=is_on_page)
    found: list[Any] = list(together.order_by(*page.query.order_by))
    return [row for row in found if row.is_on_page], found


def overdue_waiting_words(tally: Tally, awaited: list[str]) -> str:
    """How many of the overdue wait, and for whom if they all wait for the same."""
    if not tally.overdue_waiting:
        return ""
    words = ngettext(
        "%(count)d of them waits for others", "%(count)d of them wait for others", tally.overdue_waiting
    ) % {"count": tally.overdue_waiting}
    return f"{words}: {awaited[0]}" if len(awaited) == 1 else words
