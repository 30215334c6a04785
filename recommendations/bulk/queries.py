"""The actions of one body as rows to select, grouped by inspection."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, F, QuerySet
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
    """The rows of one inspection that are on the page, and how many match the filter in all."""

    inspection: Inspection
    rows: list[ActionRow]
    matching: int

    @property
    def selected(self) -> int:
        """The number of rows on the page that are selected."""
        return sum(row.is_selected for row in self.rows)

    @property
    def is_partly_selected(self) -> bool:
        return 0 < self.selected < len(self.rows)


def by_inspection(positions: QuerySet[Position]) -> QuerySet[Position]:
    """Return the positions with everything that a row shows, by inspection and recommendation."""
    return short_rows(positions).order_by(*_BY_REPORT)


def group_by_inspection(
    page: Iterable[Position], day: datetime.date, *, selected: Collection[int], matching: QuerySet[Position]
) -> list[InspectionRows]:
    """Return the rows of one page of `by_inspection`, grouped; `selected` are ids of actions. One query."""
    counts = dict(matching.order_by().values_list("recommendation__inspection").annotate(count=Count("pk")))
    return [
        InspectionRows(
            inspection, [ActionRow(each, day, each.action_id in selected) for each in rows], counts[inspection.pk]
        )
        for inspection, rows in groupby(page, key=lambda position: position.action.recommendation.inspection)
    ]


def positions_by_action(actions: Iterable[Action], holder: Body, reader: Reader) -> dict[int, Position]:
    """Return the position of each action today, as the reader sees it, by the action's id. One query."""
    rows = short_rows(positions_of(holder, reader).filter(action__in=[action.pk for action in actions]))
    return {row.action_id: row for row in rows}


def projects_of(holder: Body, reader: Reader) -> list[str]:
    """Return the names of the projects of a body."""
    named = Action.objects.filter(holder__in=reader.held_by(holder)).exclude(project="").order_by("project")
    return list(named.values_list("project", flat=True).distinct())
