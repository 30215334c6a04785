"""The actions of one holder, a force or another body, as a page and as a download."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.http import HttpResponseBase
from django.urls import reverse
from django_tables2 import RequestConfig

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.charts.timeline import Due, Line, Timeline, in_sight, spans, timeline
from recommendations.pages.common.action_rows import (
    action_rows,
    positions_of,
    short_rows,
    waited_for,
)
from recommendations.pages.common.action_table import ActionTable, caption_of
from recommendations.pages.common.downloads import download_table, figures_of, rows_on_a_page
from recommendations.pages.common.filters import ActionFilter
from recommendations.pages.common.wording import key_of, overdue_waiting_words, released_to, wording_for
from recommendations.positions.conditions import (
    DUE_NEXT,
    FORECAST_LATE,
    OVERDUE,
    UPCOMING,
    Condition,
    last_day_due_next,
)
from recommendations.positions.counting import Tally, total
from recommendations.positions.models import Position
from recommendations.register.statuses import PositionGroup, Status, Wording, short_label_of
from soteria_tracker.web.exports import Format


def actions_page(request: ReaderRequest, holder: Body, *, rows_on_screen: int, interval: int) -> dict[str, Any]:
    """Return the context for a holder's actions: their summary, timeline, table and filter.

    `interval` is the number of days without an update after which an action is stale (forces.bodies.intervals).
    """
    day = request.reader.day
    form = ActionFilter(request.GET, holder, request.reader, interval=interval)
    table = ActionTable(short_rows(form.rows), reader=request.reader, with_leads=form.with_leads)
    RequestConfig(request, paginate={"per_page": rows_on_a_page(request, rows_on_screen)}).configure(table)
    table.caption = caption_of(table, form.tally, inspections=form.choices.inspections_in_all)
    summary = ActionSummary.of(holder, request.reader, form.tally)
    return {
        "summary": summary,
        "line": deadline_line(form.tallies_by_due_date, summary.attention.named, day, summary.wording),
        "inspections": form.choices.inspections_in_all,
        "form": form.form,
        "table": table,
        "choose": _selection_url(request, holder),
        "follows": not request.reader.looks_back and request.reader.may_follow(holder),
        "kept_parameters": [(name, request.GET[name]) for name in ("sort",) if name in request.GET],
    }


def _selection_url(request: ReaderRequest, holder: Body) -> str:
    """Return the address for selecting actions under the same filter; empty for readers who may not record updates."""
    if request.reader.looks_back or not request.reader.may_record(holder):
        return ""
    kept = request.GET.copy()
    for name in ("sort", "page", "known"):
        kept.pop(name, None)
    return reverse("choose", args=[holder.slug]) + (f"?{kept.urlencode()}" if kept else "")


def actions_download(request: ReaderRequest, format: Format, holder: Body, *, edition: str) -> HttpResponseBase:
    """Return the rows of the page's table, from all its pages, filtered and sorted as there."""
    form = ActionFilter(request.GET, holder, request.reader)
    table = ActionTable(action_rows(form.rows), reader=request.reader, with_leads=form.with_leads)
    RequestConfig(request, paginate=False).configure(table)
    return download_table(
        request,
        format,
        table,
        name=holder.slug,
        title=holder.name,
        filters=form.in_words,
        edition=edition,
        figures=figures_of(form.tally),
    )


NAMED = 3  # actions of each list named on a page
COMING = 12  # next deadlines on the timeline


@dataclass(frozen=True)
class Attention:
    """The actions named at the top of a page: the first of each list, by deadline."""

    overdue: list[Position]
    due_next: list[Position]
    forecast_late: list[Position]  # actions not yet overdue first
    coming: list[Position]  # the next deadlines, however far

    @property
    def named(self) -> list[Position]:
        """Return all the actions named, without duplicates."""
        return list({position.pk: position for position in (*self.overdue, *self.forecast_late, *self.coming)}.values())

    @classmethod
    def among(cls, positions: QuerySet[Position], day: datetime.date) -> Attention:
        """Return the lists, in one query each."""

        def first(count: int, condition: Condition, *order: Any) -> list[Position]:
            return list(short_rows(positions.filter(condition.q(day))).order_by(*order, "due_on", "pk")[:count])

        not_overdue_first = Case(When(due_on__lt=day, then=Value(1)), default=Value(0))
        return cls(
            overdue=first(NAMED, OVERDUE),
            due_next=first(NAMED, DUE_NEXT),
            forecast_late=first(NAMED, FORECAST_LATE, not_overdue_first),
            coming=first(COMING, UPCOMING),
        )


@dataclass(frozen=True)
class ActionSummary:
    """The counts of one holder's actions on a day, and which of them need attention."""

    tally: Tally
    attention: Attention
    day: datetime.date
    wording: Wording  # what "no update" means here
    released_to: str  # "As released to the panel:"; empty where the reader is shown everything

    @classmethod
    def of(cls, holder: Body, reader: Reader, tally: Tally) -> ActionSummary:
        """Return the summary for the reader; `tally` is that of all the holder's positions."""
        return cls(
            tally,
            Attention.among(positions_of(holder, reader), reader.day),
            reader.day,
            wording_for(holder, reader),
            released_to(holder, reader),
        )

    @property
    def key(self) -> list[dict[str, object]]:
        """Return the groups with any actions, with labels and counts."""
        return key_of(self.tally, self.wording)

    @property
    def overdue_since(self) -> datetime.date | None:
        """Return the earliest deadline of the overdue actions."""
        return self.attention.overdue[0].due_on if self.attention.overdue else None

    @property
    def due_until(self) -> datetime.date:
        """Return the last day that counts as "due next"."""
        return last_day_due_next(self.day)

    @property
    def waiting_words(self) -> str:
        """Return "1 of them is waiting for others: Soteria Joint Unit"; empty if no overdue action is waiting.

        Only if all the waiting actions are named on the page is the awaited body known.
        """
        waiting = [position for position in self.attention.overdue if position.status == Status.WAITING]
        awaited = (waited_for(position, self.day) for position in waiting)
        is_all = len(waiting) == self.tally.overdue_waiting
        return overdue_waiting_words(self.tally, list(dict.fromkeys(filter(None, awaited))) if is_all else [])


NAMED_ON_A_DAY = 2


@dataclass(frozen=True)
class DeadlineLine:
    """The deadlines on the timeline, and the tallies of actions that are not on it."""

    days: list[Due]
    today: datetime.date
    earlier: Tally
    later: Tally
    undated: Tally

    @property
    def drawing(self) -> Timeline | None:
        return timeline(self.days, self.today)


def deadline_line(
    tallies: Mapping[datetime.date | None, Tally], positions: Iterable[Position], today: datetime.date, wording: Wording
) -> DeadlineLine:
    """Return the timeline for tallies by due date; `positions` are those that may be named. Pure."""
    named: dict[datetime.date, list[Position]] = {}
    for position in positions:
        if position.due_on:
            named.setdefault(position.due_on, []).append(position)
    before, shown, after = in_sight(sorted(day for day, tally in tallies.items() if day and tally.tracked), today)
    days = []
    for span in spans(shown, today):
        tally = total({day: tallies[day] for day in span})
        of_span = [position for day in span for position in named.get(day, [])]
        lines = _names(of_span) if len(of_span) == tally.tracked <= NAMED_ON_A_DAY else _counts(tally, wording)
        days.append(Due(span[0], span[-1], lines))
    return DeadlineLine(
        days,
        today,
        earlier=total({day: tallies[day] for day in before}),
        later=total({day: tallies[day] for day in after}),
        undated=tallies.get(None, Tally()),
    )


def _names(positions: Iterable[Position]) -> list[Line]:
    return [
        Line(
            position.group,
            position.action.recommendation.short_title,
            url=position.action.get_absolute_url(),
        )
        for position in positions
    ]


def _counts(tally: Tally, wording: Wording) -> list[Line]:
    return [
        Line(group.value, f"{count} {_within_a_line(group, wording)}", count)
        for group, count in tally.present
        if group is not PositionGroup.NOT_TRACKED
    ]


def _within_a_line(group: PositionGroup, wording: Wording) -> str:
    word = short_label_of(group, wording)
    return word[:1].lower() + word[1:]
