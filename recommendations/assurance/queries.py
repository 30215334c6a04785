"""Assurances of one action, of one body, and those to check again."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.assurance.models import Assurance
from recommendations.positions.counting import positions_on
from recommendations.register.models import Action, Inspection

_LONG_TEXTS = ("action__recommendation__text", "action__recommendation__inspection__key_findings")


def assurances_of(action: Action, reader: Reader) -> list[Assurance]:
    """Return the assurances of an action that the reader can read, newest first, each with its retraction."""
    return list(
        Assurance.objects.readable_by(reader)
        .filter(action=action, retracts=None)
        .select_related("recorded_by", "retraction__recorded_by")
        .order_by("-dated_on", "-recorded_at", "-pk")
    )


def latest_assurances(holders: Collection[int], reader: Reader) -> QuerySet[Assurance]:
    """Return the latest assurances of these holders (ids) that the reader's office follows, for a list."""
    followed = (reader.office | reader.own_bodies) & set(holders)
    return (
        Assurance.objects.latest_in_force()
        .filter(
            action__holder__in=followed, action__recommendation__inspection__in=Inspection.objects.visible_to(reader)
        )
        .select_related("action__holder", "action__recommendation__inspection")
        .defer(*_LONG_TEXTS)
    )


def to_check_again(reader: Reader) -> QuerySet[Assurance]:
    """Return the latest assurances with a date to check again, the earliest first, without actions that have ended."""
    followed = latest_assurances(reader.office | reader.own_bodies, reader).exclude(action__ended_on__lte=reader.day)
    return followed.filter(check_again_on__isnull=False).order_by("check_again_on", "action")


@dataclass(frozen=True)
class AssuranceRow:
    """An action's latest assurance beside its status. Neither changes the other."""

    assurance: Assurance
    group: str  # register.statuses.PositionGroup on the reader's day
    day: datetime.date

    @property
    def action(self) -> Action:
        return self.assurance.action

    @property
    def is_due(self) -> bool:
        """Whether it is time to check again."""
        return self.assurance.check_again_on is not None and self.assurance.check_again_on <= self.day

    @property
    def order(self) -> tuple[datetime.date, datetime.date, int]:
        """The sort key: what is to be checked first, then the oldest assurance."""
        return (self.assurance.check_again_on or datetime.date.max, self.assurance.dated_on, self.assurance.pk)


def assurance_rows(holder: Body, reader: Reader) -> list[AssuranceRow]:
    """Return a row for each action of the holder with an assurance, in two queries."""
    latest = latest_assurances([holder.pk], reader)
    positions = positions_on(reader.day, reader, holder).filter(action__in=latest.values("action"))
    groups = dict(positions.values_list("action", "group"))  # type: ignore[misc]  # of positions_on
    rows = [AssuranceRow(each, groups.get(each.action_id, ""), reader.day) for each in latest]
    return sorted(rows, key=lambda row: row.order)


def assurance_summary(rows: Sequence[AssuranceRow]) -> str:
    """Return for example "12 actions have an assurance: 5 assured, 7 not assured. 2 are due to be checked again."."""
    if not rows:
        return _("No assurance has been recorded for these actions yet.")
    counts = Counter(row.assurance.level for row in rows)
    parts = [f"{counts[level]} {level.label.lower()}" for level in Assurance.Level if counts[level]]
    sentence = ngettext(
        "%(count)d action has an assurance: %(levels)s.", "%(count)d actions have an assurance: %(levels)s.", len(rows)
    ) % {"count": len(rows), "levels": ", ".join(parts)}
    due = sum(row.is_due for row in rows)
    if not due:
        return sentence
    again = ngettext("%(count)d is due to be checked again.", "%(count)d are due to be checked again.", due)
    return f"{sentence} {again % {'count': due}}"
