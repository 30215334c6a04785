"""What the home of a panel's members shows of their force: counted from the positions that its panel can see."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.charts.mini_bars import mini_bar
from recommendations.charts.steps import StepChart
from recommendations.pages.changes.queries import TAKEN_OVER, USUAL_DAYS, ChangeList, ChangesPage
from recommendations.pages.common.action_rows import deadline_words, positions_of, rows_of_holders, short_rows
from recommendations.pages.common.action_table import timing_words
from recommendations.pages.compare.forms import CompareForm
from recommendations.pages.compare.queries import Comparison
from recommendations.pages.force.queries import Progress
from recommendations.positions.cached_counts import CountScope, tallies_by_due_date
from recommendations.positions.conditions import (
    DUE_NEXT,
    FORECAST_LATE,
    OVERDUE,
    UPCOMING,
    Condition,
    last_day_due_next,
)
from recommendations.positions.counting import Tally, total
from recommendations.positions.due_dates import due_on
from recommendations.positions.models import Position
from recommendations.register.models import Inspection
from recommendations.register.statuses import PlainStatus, plain_status_of

ROWS_SHOWN = 5  # of each list
ROWS_PRINTED = 3  # of each list, so that the page fits on two sheets of paper
LINES_PRINTED = 44  # of all lists together, as `_by_report` counts them


@dataclass(frozen=True)
class PlainAction:
    """One action with its plain status, and its date in words."""

    position: Position
    day: datetime.date

    @property
    def plain(self) -> PlainStatus:
        return plain_status_of(self.position.group)

    @property
    def due_on(self) -> datetime.date | None:
        return due_on(self.position)

    @property
    def undated(self) -> str:
        """Return the words in place of a date: "Immediately", "No date set" or the report's words."""
        return deadline_words(self.position)

    @property
    def timing(self) -> str:
        """Return "668 days late" or "in 15 days"."""
        return timing_words(self.position, self.day)

    @property
    def expected_late_on(self) -> datetime.date | None:
        """Return when the force expects to finish, if that is after the date."""
        return self.position.expected_on if FORECAST_LATE.holds(self.position, self.day) else None


@dataclass(frozen=True)
class ForceShare:
    """What one force has closed of the actions that it shares with others, and how many of them are late."""

    force: Force
    is_own: bool
    tally: Tally

    @property
    def bar(self) -> str:
        """Return the width of the bar of what is closed."""
        return mini_bar(self.tally.closed_share or 0, 100)


@dataclass(frozen=True)
class OtherForces:
    """The force beside the other forces of its region that use Soteria Tracker."""

    shares: list[ForceShare] = field(default_factory=list)  # the force itself first; empty if they share nothing
    inspections: list[Inspection] = field(default_factory=list)  # that they share
    without_tracker: list[Force] = field(default_factory=list)  # other forces of the region
    compared_with: list[Force] = field(default_factory=list)

    @classmethod
    def of(cls, force: Force, reader: Reader) -> OtherForces:
        """Return the comparison, over the actions that all of them share, in three queries."""
        neighbours = CompareForm(QueryDict(), force, reader).neighbours
        tracked = [other for other in neighbours if other.uses_soteria_tracker]
        without = [other for other in neighbours if not other.uses_soteria_tracker]
        if not tracked:
            return cls(without_tracker=without)
        comparison = Comparison([force, *tracked], reader)
        inspections, tallies = comparison.inspections(), comparison.tallies
        shares = [ForceShare(each, each == force, tallies[each.pk]) for each in [force, *tracked] if inspections]
        return cls(shares, inspections, without, tracked)


@dataclass(frozen=True)
class PanelHome:
    """Everything on the page."""

    force: Force
    day: datetime.date
    tally: Tally
    late: list[PlainAction]
    due_next: list[PlainAction]
    next_due_on: datetime.date | None  # the next date of all
    changes: ChangesPage
    new_reports: list[Any]  # inspections with the number of `new_actions`, the newest first
    progress: Progress
    others: OtherForces
    printed: list[tuple[str, list[PlainAction]]]  # all actions by report; empty if the paper has no room for them

    @classmethod
    def of(cls, force: Force, reader: Reader) -> PanelHome:
        """Return the page for a member of the force's panel, in at most 17 queries."""
        positions, day, scope = positions_of(force, reader), reader.day, CountScope.of(reader, force)
        counted = total(tallies_by_due_date(force, reader, scope))
        changes, new_reports = _changes(force, reader)

        def first(condition: Condition) -> list[int]:
            found = positions.filter(condition.q(day)).order_by("due_on", "pk")
            return list(found.values_list("pk", flat=True)[:ROWS_SHOWN])

        named = scope.of_holder(force, "panel-home", lambda: (first(OVERDUE), first(DUE_NEXT)))
        rows = rows_of_holders([force], positions.filter(pk__in=chain(*named)))
        plain = {row.pk: PlainAction(row, day) for row in rows}
        late, due_next = ([plain[pk] for pk in ids if pk in plain] for ids in named)

        lines = LINES_PRINTED - _lines_printed(counted, changes)
        upcoming = positions.filter(UPCOMING.q(day)).order_by("due_on").values_list("due_on", flat=True)
        return cls(
            force,
            day,
            counted,
            late,
            due_next,
            due_next[0].due_on if due_next else upcoming.first(),
            changes,
            new_reports,
            Progress.of(force, reader, scope, overdue=counted.overdue),
            OtherForces.of(force, reader),
            _by_report(positions, day, lines) if 0 < counted.tracked < lines else [],
        )

    @property
    def is_tracked(self) -> bool:
        return self.force.uses_soteria_tracker

    @property
    def due_until(self) -> datetime.date:
        """Return the last day of what is next."""
        return last_day_due_next(self.day)

    @property
    def change_lists(self) -> list[tuple[str, str, ChangeList]]:
        """Return the lists of changed actions with any rows, each with its icon and heading; new ones have none."""
        headings = {
            "overdue": ("overdue", _("Became late")),
            TAKEN_OVER: ("event", _("Taken over")),
            "closed": ("closed", _("Closed")),
            "ended": ("withdrawn", _("Ended")),
            "reopened": ("reopened", _("Re-opened")),
            "deadlines": ("calendar", _("Date changed")),
        }
        return [(*headings[each.key], each) for each in self.changes.changed_lists if each.key in headings]

    @property
    def new_actions(self) -> int:
        return self.changes.figures["new"]

    @property
    def has_changed(self) -> bool:
        return bool(self.changes.changed_lists)

    @property
    def chart(self) -> StepChart | None:
        """Return the chart of progress. "Open" has a narrower meaning among the plain words."""
        return self.progress.chart_with(_("%(open)d not finished"))


def _changes(force: Force, reader: Reader) -> tuple[ChangesPage, list[Any]]:
    """Return the changes that the page of changes shows first, and the reports that opened actions. Four queries."""
    new: list[int] = []

    def pick(key: str, rows: list[Any]) -> list[Any]:
        if key == "new":
            new.extend(change.action for change in rows)
            return []
        return rows[:ROWS_SHOWN]

    start = reader.day - datetime.timedelta(days=USUAL_DAYS)
    changes = ChangesPage.of(start, reader.day, reader, Position.objects.filter(holder=force), pick)
    return changes, _new_reports(new)


def _new_reports(actions: Iterable[int]) -> list[Any]:
    opened = Inspection.objects.filter(recommendations__actions__in=actions).defer("key_findings")
    counted = opened.annotate(new_actions=Count("recommendations__actions"))
    return list(counted.order_by("-published_on", "short_title")[:ROWS_SHOWN])


def _lines_printed(counted: Tally, changes: ChangesPage) -> int:
    """Return how many lines of a list the other lists fill on paper: three for a row with its last update."""
    rows = min(counted.overdue, ROWS_PRINTED) + min(counted.due_next, ROWS_PRINTED)
    return 3 * rows + sum(2 + min(each.count, ROWS_PRINTED) for each in changes.changed_lists)


def _by_report(positions: QuerySet[Position], day: datetime.date, lines: int) -> list[tuple[str, list[PlainAction]]]:
    """Return all actions under the short titles of their reports, the newest first; none if they need more lines."""
    rows = short_rows(positions).order_by(
        "-recommendation__inspection__published_on",
        "recommendation__inspection__short_title",
        "recommendation__order",
        "action_id",
    )
    actions = [PlainAction(row, day) for row in rows]
    by_report = groupby(actions, lambda action: action.position.action.recommendation.inspection.short_title)
    found = [(title, list(of_report)) for title, of_report in by_report]
    return found if len(actions) + len(found) <= lines else []
