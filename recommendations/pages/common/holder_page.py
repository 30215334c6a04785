"""The actions of one holder, a force or another body, as a page and as a download."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django_tables2 import Table
from django_tables2.rows import BoundRows

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.charts.timeline import Due, Timeline, TimelineLine, in_sight, spans, timeline
from recommendations.pages.common.action_rows import (
    BY_INSPECTION,
    action_rows,
    next_part_words,
    rows_of_holders,
    waited_for,
)
from recommendations.pages.common.action_table import ActionTable, caption_of
from recommendations.pages.common.attention import Attention, attention_ids
from recommendations.pages.common.dated_parts import with_dated_parts
from recommendations.pages.common.downloads import FilteredPage, TablePageMixin, figures_of, is_on_paper
from recommendations.pages.common.filters import ActionFilter
from recommendations.pages.common.handovers import PassedRecords
from recommendations.pages.common.wording import (
    edition_note_of,
    key_of,
    overdue_waiting_words,
    released_to,
    wording_for,
)
from recommendations.positions.conditions import (
    last_day_due_next,
)
from recommendations.positions.counting import Tally, total
from recommendations.positions.models import Position
from recommendations.register.statuses import PositionGroup, Status, Wording, short_label_of
from soteria_tracker.web.as_at import KNOWN, with_query
from soteria_tracker.web.tables import CountedPaginator


class HolderPage(TablePageMixin, FilteredPage):
    """The page of one force or other body: the summary, the timeline and the table of its actions.

    A subclass sets `holder` and `interval`, the number of days without an update after which an action is stale.
    """

    filterset_class = ActionFilter
    table_class = ActionTable
    holder: Any
    interval: Any
    rows: dict[int, Position]  # of the table's page and of the summary

    @property
    def download_title(self) -> str:
        return self.holder.shown_name

    @property
    def edition_note(self) -> str:
        return edition_note_of(self.holder, self.reader)

    def get_filterset_kwargs(self, filterset_class: type[ActionFilter]) -> dict[str, Any]:
        return {
            "data": self.request.GET,
            "holder": self.holder,
            "reader": self.reader,
            "interval": self.interval,
        }

    def get_table_data(self) -> QuerySet[Position]:
        rows = with_dated_parts(action_rows(self.object_list)) if self.is_download else self.object_list
        return rows.order_by(*BY_INSPECTION)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {
            "reader": self.reader,
            "with_leads": self.filterset.with_leads,
            "with_texts": is_on_paper(self.request),
            "is_download": self.is_download,
        }

    def get_table_pagination(self, table: Table) -> Mapping[str, Any] | bool:
        """Return how to divide the table. Without a filter its rows have been counted."""
        paging = super().get_table_pagination(table)
        if isinstance(paging, bool) or self.request.GET:
            return paging
        return {**paging, "paginator_class": partial(CountedPaginator, count=self.filterset.tally.total)}

    def get_table(self, **kwargs: Any) -> ActionTable:
        table = super().get_table(**kwargs)
        if not self.is_download:
            ids = list(table.page.object_list.data.values_list("pk", flat=True))
            self.rows = self._rows_of({*ids, *chain(*self.attention_ids.values())})
            table.page.object_list = BoundRows([self.rows[pk] for pk in ids if pk in self.rows], table)
        if not table.order_by:
            table.columns.hide("inspection")
        table.caption = caption_of(table, self.filterset.tally, inspections=self.filterset.choices.inspections_in_all)
        return table

    @cached_property
    def attention_ids(self) -> dict[str, list[int]]:
        return attention_ids(self.holder, self.reader, self.filterset.scope)

    def _rows_of(self, ids: Collection[int]) -> dict[int, Position]:
        """Return the rows of one page by id: to sort ids and then read their rows is cheaper than to sort all rows."""
        positions = self.filterset.queryset.filter(pk__in=ids)
        rows = rows_of_holders([self.holder], positions, with_texts=is_on_paper(self.request))
        return {row.pk: row for row in rows}

    def get_figures(self) -> dict[str, Any]:
        return figures_of(self.filterset.tally)

    def get_page_context(self) -> dict[str, Any]:
        context = super().get_page_context()
        return context | {
            "holder": self.holder,
            "passed": PassedRecords.of(self.holder, self.reader),
            "inspections": self.filterset.choices.inspections_in_all,
            "clear_url": f"{context['clear_url']}#all",
            "is_filter_folded": True,
            "filters_in_words": self.get_filters_in_words(),
            "choose": self._selection_url(),
            "follows": not self.reader.looks_back and self.reader.may_follow(self.holder),
        }

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the summary and the timeline, whose actions are read together with the rows of the table."""
        context = super().get_context_data(**context)
        if self.is_download:
            return context
        actions, day = self.filterset, self.reader.day
        summary = ActionSummary.of(self.holder, self.reader, actions.tally, Attention.of(self.attention_ids, self.rows))
        line = deadline_line(actions.tallies_by_due_date, summary.attention.named, day, summary.wording)
        return context | {"summary": summary, "line": line}

    def _selection_url(self) -> str:
        """Return the address for selecting actions under the same filter; empty for those who may not record."""
        if self.reader.looks_back or not self.reader.may_record(self.holder):
            return ""
        query = self.request.GET.copy()
        for name in ("sort", "page", KNOWN):
            query.pop(name, None)
        return with_query(reverse("choose", args=[self.holder.slug]), query.urlencode())


# --- the summary -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ActionSummary:
    """The counts of one holder's actions on a day, and which of them need attention."""

    tally: Tally
    attention: Attention
    day: datetime.date
    wording: Wording  # what "no update" means here
    released_to: str  # "As released to the panel:"; empty where the reader is shown everything

    @classmethod
    def of(cls, holder: Body, reader: Reader, tally: Tally, attention: Attention) -> ActionSummary:
        """Return the summary for the reader; `tally` is that of all the holder's positions."""
        return cls(
            tally,
            attention,
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


# --- the timeline ------------------------------------------------------------------------------------------


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


def _names(positions: Iterable[Position]) -> list[TimelineLine]:
    return [
        TimelineLine(
            position.group,
            ", ".join(filter(None, [position.action.recommendation.short_title, next_part_words(position)])),
            url=position.action.get_absolute_url(),
        )
        for position in positions
    ]


def _counts(tally: Tally, wording: Wording) -> list[TimelineLine]:
    return [
        TimelineLine(group.value, f"{count} {_within_a_line(group, wording)}", count)
        for group, count in tally.present
        if group is not PositionGroup.NOT_TRACKED
    ]


def _within_a_line(group: PositionGroup, wording: Wording) -> str:
    word = short_label_of(group, wording)
    return word[:1].lower() + word[1:]
