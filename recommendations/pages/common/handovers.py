"""What a page says about a reorganisation: whose actions a body took over, or who took over its own."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from forces.bodies.models import Body
from forces.people.access import Reader


@dataclass(frozen=True)
class PassedRecords:
    """Who holds a body's actions on the day if it passed them on, and the bodies that passed theirs to it."""

    holder: Body | None
    since: datetime.date | None
    received: list[tuple[Body, datetime.date]]

    def __bool__(self) -> bool:
        return bool(self.holder or self.received)

    @classmethod
    def of(cls, body: Body, reader: Reader) -> PassedRecords:
        """Return what has been passed by the reader's day. No query where nothing has, else one."""
        rows = [row for row in reader.handovers.rows if row.on <= reader.day]
        held = reader.held_by(body)
        received = {row.predecessor: row.on for row in rows if row.predecessor in held}
        holder = reader.current_holder(body.pk)
        since = max((on for on, _to in reader.handovers.holders_of(body.pk) if on <= reader.day), default=None)
        bodies = Body.objects.in_bulk({holder, *received} - {body.pk}) if since or received else {}
        return cls(
            bodies.get(holder),
            since,
            sorted(((bodies[pk], on) for pk, on in received.items() if pk in bodies), key=lambda pair: pair[0].name),
        )
