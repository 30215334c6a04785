"""Who holds the record of a body: the body itself, and from the day of a reorganisation its successor.

A succession with `passes_record` passes a body's whole record to the successor on its day. Records keep the body for
which they were made; who holds them on a day follows from here. See docs/decisions for why.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from forces.bodies.models import Succession


class Handover(NamedTuple):
    """The record of one body (id) passes to another on a day."""

    predecessor: int
    successor: int
    on: datetime.date


@dataclass(frozen=True)
class Handovers:
    """Every handover. A body hands over its record at most once."""

    rows: tuple[Handover, ...] = ()

    @classmethod
    def load(cls) -> Handovers:
        """Return the handovers recorded, in one query. There are few."""
        rows = Succession.objects.filter(passes_record=True).order_by("on", "predecessor")
        return cls(tuple(Handover(*row) for row in rows.values_list("predecessor", "successor", "on")))

    @cached_property
    def _of(self) -> dict[int, Handover]:
        return {row.predecessor: row for row in self.rows}

    def holders_of(self, body: int) -> Iterable[tuple[datetime.date, int]]:
        """Yield the later holders of a body's record (ids), each with the day from which it holds the record."""
        while (row := self._of.get(body)) is not None:
            body = row.successor
            yield row.on, body

    def holder_on(self, body: int, day: datetime.date) -> int:
        """Return who holds the record of a body on the day: its own id if it has not passed on."""
        holder = body
        for on, successor in self.holders_of(body):
            if on <= day:
                holder = successor
        return holder

    def held_by(self, bodies: Collection[int], day: datetime.date) -> frozenset[int]:
        """Return these bodies, and every body whose record one of them holds on the day (ids)."""
        former = {row.predecessor for row in self.rows if self.holder_on(row.predecessor, day) in bodies}
        return frozenset(bodies) | former

    def passed_by(self, day: datetime.date) -> frozenset[int]:
        """Return the bodies whose record has passed to another by the day (ids)."""
        return frozenset(row.predecessor for row in self.rows if row.on <= day)


NO_HANDOVERS = Handovers()
