"""The actions of one body as rows to select, grouped by inspection."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, QuerySet
from django.utils.safestring import SafeString

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.pages.common.action_rows import parts_words, positions_of, short_rows, waited_for
from recommendations.pages.common.action_table import deadline_cell
from recommendations.positions.models import Position
from recommendations.register.models import Action, Inspection

# The order of `register.selection.selected_actions`: the newest report first.
_BY_REPORT = (
    F("recommendation__inspection__published_on").desc(nulls_first=True),
    "recommendation__inspection__short_title",
    "recommendation__inspection_id",
    "recommendation__order",
    "recommendation__reference",
)


@dataclass(frozen=True)
class SelectedRows:
    """Which rows are selected: the actions named, those of the inspections named, or all."""

    actions: Collection[str] = ()
    inspections: Collection[str] = ()
    everything: bool = False

    def includes(self, position: Position) -> bool:
        """Whether the row of this position is selected."""
        inspection = position.action.recommendation.inspection
        return self.everything or str(position.action_id) in self.actions or inspection.slug in self.inspections


@dataclass(frozen=True)
class ActionRow:
    """An action with its position on a day, and whether it is selected."""

    position: Position
    day: datetime.date
    is_selected: bool = True

    @property
    def action(self) -> Action:
        return self.position.action

    @property
    def deadline(self) -> SafeString:
        """The deadline, with its timing."""
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
        """The date of the last update; None where there is none or the force does not use Soteria Tracker."""
        update = self.position.update if self.position.is_tracked else None
        return update.effective_on if update else None

    @property
    def last_text(self) -> str:
        """The text of the last update."""
        update = self.position.update if self.position.is_tracked else None
        return update.words.text if update and update.words else ""


@dataclass(frozen=True)
class InspectionRows:
    """The rows of one inspection."""

    inspection: Inspection
    rows: list[ActionRow]


def by_inspection(positions: QuerySet[Position]) -> QuerySet[Position]:
    """Return the positions with everything that a row shows, by inspection and recommendation."""
    return short_rows(positions).order_by(*_BY_REPORT)


def group_by_inspection(
    positions: Iterable[Position], day: datetime.date, selected: SelectedRows
) -> list[InspectionRows]:
    """Return the rows of `by_inspection`, grouped."""
    groups = groupby(positions, key=lambda position: position.action.recommendation.inspection)
    return [
        InspectionRows(inspection, [ActionRow(each, day, selected.includes(each)) for each in group])
        for inspection, group in groups
    ]


def positions_by_action(actions: Iterable[Action], holder: Body, reader: Reader) -> dict[int, Position]:
    """Return the position of each action today, as the reader sees it, by the action's id. One query."""
    rows = short_rows(positions_of(holder, reader).filter(action__in=[action.pk for action in actions]))
    return {row.action_id: row for row in rows}


def projects_of(holder: Body) -> list[str]:
    """Return the names of the projects of a body."""
    named = Action.objects.filter(holder=holder).exclude(project="").order_by("project")
    return list(named.values_list("project", flat=True).distinct())
