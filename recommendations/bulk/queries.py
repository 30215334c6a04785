"""The actions of one holder as rows to choose from, by inspection."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, QuerySet
from django.utils.safestring import SafeString

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.pages.common.action_rows import is_kept, parts_words, positions_of, short_rows, waited_for
from recommendations.pages.common.action_table import deadline_cell
from recommendations.positions.models import Position
from recommendations.register.models import Action, Inspection

# The order of `register.choosing.chosen`: the newest report first.
_BY_REPORT = (
    F("recommendation__inspection__published_on").desc(nulls_first=True),
    "recommendation__inspection__short_title",
    "recommendation__inspection_id",
    "recommendation__order",
    "recommendation__reference",
)


@dataclass(frozen=True)
class Ticked:
    """Which rows are ticked: those named, those of the inspections named, or all."""

    actions: Collection[str] = ()
    inspections: Collection[str] = ()
    everything: bool = False

    def holds(self, position: Position) -> bool:
        """Whether the row of this position is ticked."""
        inspection = position.action.recommendation.inspection
        return self.everything or str(position.action_id) in self.actions or inspection.slug in self.inspections


@dataclass(frozen=True)
class Row:
    """Where an action stands on a day, and whether it is ticked."""

    position: Position
    day: datetime.date
    is_ticked: bool = True

    @property
    def action(self) -> Action:
        return self.position.action

    @property
    def deadline(self) -> SafeString:
        """The deadline that counts, with its timing."""
        return deadline_cell(self.position, self.day)

    @property
    def waits_for(self) -> str:
        return waited_for(self.position, self.day)

    @property
    def parts(self) -> str:
        """ "1 of 2 parts done"."""
        return parts_words(self.position)

    @property
    def updated_on(self) -> datetime.date | None:
        """From which day the last update is true; None where there is none, or nothing is kept here."""
        update = self.position.update if is_kept(self.position) else None
        return update.effective_on if update else None

    @property
    def last_words(self) -> str:
        """What the last update said."""
        update = self.position.update if is_kept(self.position) else None
        return update.words.text if update and update.words else ""


@dataclass(frozen=True)
class OfInspection:
    """The rows of one inspection."""

    inspection: Inspection
    rows: list[Row]


def by_report(positions: QuerySet[Position]) -> QuerySet[Position]:
    """Positions with everything a row shows, by inspection and recommendation."""
    return short_rows(positions).order_by(*_BY_REPORT)


def grouped(positions: Iterable[Position], day: datetime.date, ticked: Ticked) -> list[OfInspection]:
    """The rows of `by_report` under their inspections."""
    by_inspection = groupby(positions, key=lambda position: position.action.recommendation.inspection)
    return [
        OfInspection(inspection, [Row(position, day, ticked.holds(position)) for position in theirs])
        for inspection, theirs in by_inspection
    ]


def standing_of(actions: Iterable[Action], holder: Body, reader: Reader) -> dict[int, Position]:
    """Where each of these actions stands today for the reader, by the action's id, in one query."""
    rows = short_rows(positions_of(holder, reader).filter(action__in=[action.pk for action in actions]))
    return {row.action_id: row for row in rows}


def projects_of(holder: Body) -> list[str]:
    """The names of the holder's projects."""
    named = Action.objects.filter(holder=holder).exclude(project="").order_by("project")
    return list(named.values_list("project", flat=True).distinct())
