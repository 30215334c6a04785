"""How long each body may be without an update before its actions are stale: what the office that follows it says."""

from __future__ import annotations

import datetime
from collections import defaultdict

from forces.bodies.models import Body, LocalPolicingBody, Oversight

# Days; of national bodies, of forces that nobody oversees, and of every office that has not said otherwise.
USUAL_INTERVAL: int = LocalPolicingBody._meta.get_field("update_interval").default


def other_intervals_on(day: datetime.date) -> dict[int, list[int]]:
    """The intervals that are not the usual one, in days, each with the ids of the bodies it is for; one query.

    A force has that of the body that oversees it on the day, a local policing body its own.
    """
    own = LocalPolicingBody.objects.exclude(update_interval=USUAL_INTERVAL).order_by()
    of_forces = Oversight.objects.on(day).exclude(body__update_interval=USUAL_INTERVAL).order_by()
    intervals: defaultdict[int, list[int]] = defaultdict(list)
    either = own.values_list("update_interval", "pk").union(of_forces.values_list("body__update_interval", "force"))
    for days, pk in either:
        intervals[days].append(pk)
    return dict(intervals)


def interval_of(holder: Body, day: datetime.date) -> int:
    """The interval of one body on the day, in days; one query, none for those that have the usual one."""
    if holder.kind not in (Body.Kind.FORCE, Body.Kind.LOCAL):
        return USUAL_INTERVAL
    return next((days for days, bodies in other_intervals_on(day).items() if holder.pk in bodies), USUAL_INTERVAL)
