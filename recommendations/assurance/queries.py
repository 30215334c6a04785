"""Assurances of one action, of one body, and those to check again."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.assurance.models import Assurance
from recommendations.positions.counting import positions_on
from recommendations.register.listed_columns import action_columns
from recommendations.register.models import Action, visible_inspections

_LONG_TEXTS = ("action__recommendation__text", "action__recommendation__inspection__key_findings")
_OF_TASKS = ("level", "dated_on", "check_again_on", "recorded_by", *action_columns("action"))


def assurances_of(action: Action, reader: Reader) -> list[Assurance]:
    """Return the assurances of an action that the reader can read, newest first, each with its retraction."""
    return list(
        Assurance.objects.filter(action=action, retracts=None, audience__in=reader.audiences(action.holder))
        .select_related("recorded_by", "retraction__recorded_by")
        .order_by("-dated_on", "-recorded_at", "-pk")
    )


def latest_assurances(holders: Collection[int], reader: Reader) -> QuerySet[Assurance]:
    """Return the latest assurances of these holders (ids) that the reader's office follows."""
    held = reader.handovers.held_by(holders, reader.day)
    followed = (reader.office | reader.own_bodies) & held
    return (
        Assurance.objects.latest_in_force()
        .filter(visible_inspections(reader, "action__recommendation__inspection__"), action__holder__in=followed)
        .select_related("action__holder", "action__recommendation__inspection")
    )


def to_check_again(reader: Reader) -> QuerySet[Assurance]:
    """Return the latest assurances with a date to check again, the earliest first, without actions that have ended."""
    followed = latest_assurances(reader.office | reader.own_bodies, reader).exclude(action__ended_on__lte=reader.day)
    return followed.filter(check_again_on__isnull=False).only(*_OF_TASKS).order_by("check_again_on", "action_id")


def due_to_check(day: datetime.date) -> Q:
    """Return the filter for assurances that it is time to check again."""
    return Q(check_again_on__lte=day)


def listed_assurances(holder: Body, reader: Reader) -> QuerySet[Assurance]:
    """Return the latest assurance of each action of the holder, with the `group` of the action's status on the day.

    What is to be checked first comes first, then the oldest assurance. Neither changes the other.
    """
    of_action = positions_on(reader.day, reader, holder).filter(action=OuterRef("action"))
    return (
        latest_assurances([holder.pk], reader)
        .defer(*_LONG_TEXTS)
        .annotate(group=Subquery(of_action.values("group")[:1]))  # type: ignore[misc]  # of positions_on
        .order_by(F("check_again_on").asc(nulls_last=True), "dated_on", "pk")
    )


@dataclass(frozen=True)
class AssuranceCounts:
    """How many assurances there are of each level, and the ids of the actions to check again."""

    levels: Counter[str]
    due: list[int]

    @classmethod
    def of(cls, assurances: QuerySet[Assurance], day: datetime.date) -> AssuranceCounts:
        """Return the counts, in one query."""
        is_due = ExpressionWrapper(due_to_check(day), output_field=BooleanField())
        rows = list(assurances.values_list("action", "level", is_due))
        return cls(Counter(level for _action, level, _due in rows), [action for action, _level, due in rows if due])

    @property
    def sentence(self) -> str:
        """Return "Assurance is recorded for 12 actions: 5 assured, 7 not assured. 2 are due to be checked again."."""
        total = self.levels.total()
        if not total:
            return _("No assurance has been recorded for these actions yet.")
        parts = [f"{self.levels[level]} {level.label.lower()}" for level in Assurance.Level if self.levels[level]]
        sentence = ngettext(
            "Assurance is recorded for %(count)d action: %(levels)s.",
            "Assurance is recorded for %(count)d actions: %(levels)s.",
            total,
        ) % {"count": total, "levels": ", ".join(parts)}
        due = len(self.due)
        if not due:
            return sentence
        again = ngettext("%(count)d is due to be checked again.", "%(count)d are due to be checked again.", due)
        return f"{sentence} {again % {'count': due}}"
