"""What pages ask of the office's views: those of one action, those of one body, and what is to be checked again."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.assurance.models import Assurance
from recommendations.positions.counting import positions_on
from recommendations.register.models import Action, Inspection

_LONG_TEXTS = ("action__recommendation__text", "action__recommendation__inspection__key_findings")


def has_views(reader: Reader) -> Exists:
    """For actions: whether there is a view of it that this reader may read. So that a page asks only where it pays."""
    return Exists(Assurance.objects.readable_by(reader).filter(action=OuterRef("pk"), retracts=None))


def views_of(action: Action, reader: Reader) -> list[Assurance]:
    """The views of one action that the reader may read, newest first, each with the retraction it may have."""
    return list(
        Assurance.objects.readable_by(reader)
        .filter(action=action, retracts=None)
        .select_related("recorded_by", "retraction__recorded_by")
        .order_by("-dated_on", "-recorded_at", "-pk")
    )


def newest_views(holders: Collection[int], reader: Reader) -> QuerySet[Assurance]:
    """What the reader's office thinks now of the actions of these holders (ids), with what a list shows of each."""
    followed = (reader.office | reader.own_bodies) & set(holders)
    return (
        Assurance.objects.newest()
        .filter(
            action__holder__in=followed, action__recommendation__inspection__in=Inspection.objects.visible_to(reader)
        )
        .select_related("action__holder", "action__recommendation__inspection")
        .defer(*_LONG_TEXTS)
    )


def to_check_again(reader: Reader) -> QuerySet[Assurance]:
    """The newest views of all that the reader's office follows which name a day to check again, the earliest first.

    Not of actions that have ended.
    """
    followed = newest_views(reader.office | reader.own_bodies, reader).exclude(action__ended_on__lte=reader.day)
    return followed.filter(check_again_on__isnull=False).order_by("check_again_on", "action")


@dataclass(frozen=True)
class AssuranceRow:
    """One action's newest view, beside where the action stands: two facts that never change one another."""

    assurance: Assurance
    group: str  # positions.groups.Group on the reader's day
    day: datetime.date

    @property
    def action(self) -> Action:
        return self.assurance.action

    @property
    def is_due(self) -> bool:
        """Whether the day to check again has come."""
        return self.assurance.check_again_on is not None and self.assurance.check_again_on <= self.day

    @property
    def order(self) -> tuple[datetime.date, datetime.date, int]:
        """What is to be checked first; of the rest, the oldest view first."""
        return (self.assurance.check_again_on or datetime.date.max, self.assurance.dated_on, self.assurance.pk)


def assurance_rows(holder: Body, reader: Reader) -> list[AssuranceRow]:
    """A row for each action of the holder that the office has a view of; two queries."""
    newest = newest_views([holder.pk], reader)
    standing = positions_on(reader.day, reader, holder).filter(action__in=newest.values("action"))
    groups = dict(standing.values_list("action", "group"))  # type: ignore[misc]  # of positions_on
    rows = [AssuranceRow(one, groups.get(one.action_id, ""), reader.day) for one in newest]
    return sorted(rows, key=lambda row: row.order)


def in_words(rows: Sequence[AssuranceRow]) -> str:
    """ "The office has a view of 12 actions: 5 assured, 7 not assured. 2 are to be checked again now." """
    if not rows:
        return _("The office has recorded no view of these actions yet.")
    counts = Counter(row.assurance.view for row in rows)
    parts = [f"{counts[view]} {view.label.lower()}" for view in Assurance.View if counts[view]]
    actions = ngettext("%(count)d action", "%(count)d actions", len(rows)) % {"count": len(rows)}
    words = _("The office has a view of %(actions)s: %(views)s.") % {"actions": actions, "views": ", ".join(parts)}
    due = sum(row.is_due for row in rows)
    if not due:
        return words
    again = ngettext("%(count)d is to be checked again now.", "%(count)d are to be checked again now.", due)
    return f"{words} {again % {'count': due}}"
