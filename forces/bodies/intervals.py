"""The number of days without an update after which actions are stale. The office that oversees a body can set it."""

from __future__ import annotations

import datetime
from collections import defaultdict

from forces.bodies.models import Body, BodyKind, LocalPolicingBody, Oversight

# Days: for national bodies, forces without a commissioner, and offices that have not set an interval.
USUAL_INTERVAL: int = LocalPolicingBody._meta.get_field("update_interval").default


def other_intervals_on(day: datetime.date) -> dict[int, list[int]]:
    """Return the ids of the bodies with an unusual interval, by that interval in days. One query.

    A force has the interval of the body that oversees it on the day. A local policing body has its own.
    """
    own = LocalPolicingBody.objects.exclude(update_interval=USUAL_INTERVAL).order_by()
    of_forces = Oversight.objects.on(day).exclude(body__update_interval=USUAL_INTERVAL).order_by()
    intervals: defaultdict[int, list[int]] = defaultdict(list)
    either = own.values_list("update_interval", "pk").union(of_forces.values_list("body__update_interval", "force"))
    for days, pk in either:
        intervals[days].append(pk)
    return dict(intervals)


def interval_of(holder: Body, day: datetime.date) -> int:
    """Return the interval of one body on the day, in days. At most one query."""
    if holder.kind not in (BodyKind.FORCE, BodyKind.LOCAL):
        return USUAL_INTERVAL
    return next((days for days, bodies in other_intervals_on(day).items() if holder.pk in bodies), USUAL_INTERVAL)
