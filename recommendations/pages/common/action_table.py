"""The table of actions on the page of a force and of a body, and the columns of its download."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet, Value
from django.db.models.functions import NullIf
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from forces.people.access import Reader
from forces.people.editions import Edition
from recommendations.pages.common.action_rows import (
    days_late,
    deadline_note,
    deadline_words,
    holder_words,
    next_part_words,
    opened_for,
    parts_words,
    revised_deadline,
    waited_for,
)
from recommendations.pages.common.dated_parts import dated_parts_words
from recommendations.pages.common.wording import shows_lead, wording_of
from recommendations.positions.conditions import STILL_TO_DO
from recommendations.positions.counting import Tally
from recommendations.positions.due_dates import due_on, recurs, set_by
from recommendations.positions.models import Position
from recommendations.register.models import Action
from recommendations.register.statuses import PositionGroup, label_of
from recommendations.register.tables import StatusColumn
from soteria_tracker.web.tables import DateColumn, ExportColumn, Table, page_link_column
from soteria_tracker.web.templatetags.soteria import ago, day, labelled_icon, timing
from soteria_tracker.web.verbatim import blocks

_RECOMMENDATION = "action__recommendation"
_BY_REPORT = ("recommendation__inspection__short_title", "recommendation__order", "action_id")
YEARS_FROM = 2  # years from which an age is given in years, not days


class ActionTable(Table):
    """Actions of `short_rows`. Sorted by a column, rows with the same value stay in the order of the reports."""

    holder = ExportColumn(_("Held by"), holder_words)
    # shown only where the rows are not under the headings of inspections
    inspection = tables.Column(
        accessor=f"{_RECOMMENDATION}__inspection__short_title", verbose_name=_("Inspection"), exclude_from_export=True
    )
    title = tables.Column(
        accessor=f"{_RECOMMENDATION}__short_title",
        verbose_name=_("Recommendation"),
        orderable=False,
        exclude_from_export=True,
    )
    deadline = tables.Column(accessor="due_on", verbose_name=_("Deadline"), empty_values=(), exclude_from_export=True)
    status = StatusColumn(accessor="group", verbose_name=_("Status"), exclude_from_export=True)
    updated = DateColumn(
        accessor="update__effective_on",
        verbose_name=_("Last update"),
        default="–",
        exclude_from_export=True,
        attrs={"td": {"class": "st-nowrap st-less"}},
    )
    lead = tables.Column(
        accessor="action__lead_post",
        verbose_name=_("Lead"),
        default="–",
        exclude_from_export=True,
        attrs={"td": {"class": "st-less"}},
    )

    row_head = "title"

    class Meta:
        attrs = {"class": "govuk-table st-table st-table--cards st-table--brief"}
        empty_text = _("No action matches. Clear the filter.")

    def __init__(
        self,
        *args: Any,
        reader: Reader,
        with_leads: bool,
        with_texts: bool = False,
        is_download: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(
            *args,
            exclude=() if with_leads else ("lead",),
            extra_columns=action_export_columns(reader) if is_download else (),
            **options,
        )
        self.day = reader.day
        self.with_texts = with_texts  # of what is still to do

    def heading_of(self, record: Position) -> SafeString | None:
        """Return a link to the inspection, as long as the rows are in the order of the inspections."""
        if self.order_by:
            return None
        inspection = record.action.recommendation.inspection
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>', inspection.get_absolute_url(), inspection.short_title
        )

    # --- cells ---------------------------------------------------------------------------------------------

    def render_title(self, value: str, record: Position) -> SafeString:
        link = format_html(
            '<a class="govuk-link" href="{}">{}</a>',
            record.action.get_absolute_url(),
            record.action.recommendation.heading,
        )
        awaited = waited_for(record, self.day)
        waiting = gettext("Waiting for %(awaited)s") % {"awaited": awaited} if awaited else ""
        notes = [(note,) for note in (opened_for(record), waiting, parts_words(record)) if note]
        has_text = self.with_texts and STILL_TO_DO.holds(record, self.day)
        text = _quoted(record.action.recommendation.text) if has_text else ""
        return format_html("{}{}{}", link, format_html_join("", "<br><small>{}</small>", notes), text)

    def render_deadline(self, record: Position) -> SafeString:
        return deadline_cell(record, self.day)

    def render_status(self, value: str, record: Position) -> SafeString:
        return labelled_icon(value, label_of(value, wording_of(record)))

    def render_updated(self, value: datetime.date, record: Position) -> SafeString | str:
        return on_one_line(value) if record.is_tracked else "–"

    # --- order ---------------------------------------------------------------------------------------------

    def order_inspection(self, rows: QuerySet[Position], is_descending: bool) -> tuple[QuerySet[Position], bool]:
        order = [F(name).desc() if is_descending else F(name).asc() for name in _BY_REPORT]
        return rows.order_by(*order), True

    def order_deadline(self, rows: QuerySet[Position], is_descending: bool) -> tuple[QuerySet[Position], bool]:
        return _by(F("due_on"), rows, is_descending), True

    def order_status(self, rows: QuerySet[Position], is_descending: bool) -> tuple[QuerySet[Position], bool]:
        return _by(F("rank"), rows, is_descending), True

    def order_updated(self, rows: QuerySet[Position], is_descending: bool) -> tuple[QuerySet[Position], bool]:
        return _by(F("update__effective_on"), rows, is_descending), True

    def order_lead(self, rows: QuerySet[Position], is_descending: bool) -> tuple[QuerySet[Position], bool]:
        named = NullIf(F("action__lead_post"), Value(""))
        return _by(named, rows, is_descending), True


def _quoted(text: str) -> SafeString:
    return render_to_string("components/verbatim.html", {"blocks": blocks(text)})


def _by(column: F | NullIf, rows: QuerySet[Position], is_descending: bool) -> QuerySet[Position]:
    order = column.desc(nulls_last=True) if is_descending else column.asc(nulls_last=True)
    return rows.order_by(order, *_BY_REPORT)


def deadline_cell(position: Position, on: datetime.date) -> SafeString:
    """Return the deadline that counts, with its timing, who set it and how it changed (`deadline_note`)."""
    due = due_on(position)
    timing_note = timing_words(position, on) if STILL_TO_DO.holds(position, on) else ""
    notes = ". ".join(filter(None, [timing_note, deadline_note(position)]))
    line = format_html("<br><small>{}</small>", notes) if notes else ""
    return format_html("{}{}", on_one_line(due) if due else deadline_words(position), line)


def on_one_line(value: datetime.date) -> str:
    """Return a day in words with no-break spaces, for narrow cells: "31 January 2025"."""
    return day(value).replace(" ", "\N{NO-BREAK SPACE}")


def timing_words(position: Position, on: datetime.date) -> str:
    """Return "31 days late" or "in 28 days"; without a date "open for 612 days".

    For a deadline that passed with no update, return "passed 31 days ago": no one knows whether it was met.
    """
    if position.due_on is None:
        return open_for(position.action, on)
    if position.group == PositionGroup.PASSED:
        return gettext("passed %(ago)s") % {"ago": ago(position.due_on, on)}
    return timing(position.due_on, on)


def open_for(action: Action, on: datetime.date) -> str:
    """Return "open for 612 days", counted from the day the action opened; "open for 5 years" from 2 years on."""
    opened = action.opened_on
    years = on.year - opened.year - ((on.month, on.day) < (opened.month, opened.day))
    if years >= YEARS_FROM:
        return ngettext("open for %(years)d year", "open for %(years)d years", years) % {"years": years}
    days = (on - opened).days
    return ngettext("open for %(days)d day", "open for %(days)d days", days) % {"days": days}


def caption_of(table: ActionTable, tally: Tally, *, inspections: int) -> str:
    """Return "200 actions from 35 inspections", or for a filtered table "7 of 200 actions"."""
    shown = table.paginator.count if hasattr(table, "paginator") else len(table.data)
    if shown != tally.total:
        return ngettext("%(shown)d of %(total)d action", "%(shown)d of %(total)d actions", tally.total) % {
            "shown": shown,
            "total": tally.total,
        }
    actions = ngettext("%(count)d action", "%(count)d actions", tally.total) % {"count": tally.total}
    reports = ngettext("%(count)d inspection", "%(count)d inspections", inspections) % {"count": inspections}
    return gettext("%(actions)s from %(reports)s") % {"actions": actions, "reports": reports}


# --- the columns of a download ------------------------------------------------------------------------------

ValueOfPosition = Callable[[Position], Any]


def action_export_columns(
    reader: Reader, position_of: Callable[[Any], Position] = lambda row: row
) -> list[tuple[str, tables.Column]]:
    """Return the columns for a table's `extra_columns`; `position_of` gets the position of one of the table's rows.

    Of a force that does not use Soteria Tracker they hold what the report asks for, and nothing that was recorded.
    """

    def column(label: Any, value: ValueOfPosition) -> ExportColumn:
        return ExportColumn(label, lambda row: value(position_of(row)))

    columns = [*_of_the_report(), *_as_recorded(reader)]
    page = page_link_column(lambda row: position_of(row).action.get_absolute_url())
    named = [(f"export_{number}", column(label, value)) for number, (label, value) in enumerate(columns)]
    return [*named, ("export_page", page)]


def _of_the_report() -> list[tuple[Any, ValueOfPosition]]:
    return [
        (_("Inspection"), lambda position: position.action.recommendation.inspection.short_title),
        (_("Reference"), lambda position: position.action.recommendation.printed_number),
        (_("Label in the report"), lambda position: position.action.recommendation.label),
        (_("Kind"), lambda position: position.action.recommendation.kind_label),
        (_("Title"), lambda position: position.action.recommendation.short_title),
        (_("Full text"), lambda position: position.action.recommendation.text),
        (
            _("Deadline as published"),
            lambda position: position.action.deadline.deadline_wording or deadline_words(position),
        ),
        (_("Deadline"), lambda position: position.action.published_deadline_on),
    ]


def _as_recorded(reader: Reader) -> list[tuple[Any, ValueOfPosition]]:
    def if_recorded(value: ValueOfPosition, otherwise: Any = None) -> ValueOfPosition:
        return lambda position: value(position) if position.is_tracked else otherwise

    def if_internal(name: str) -> ValueOfPosition:
        return if_recorded(lambda p: getattr(p.action, name) if shows_lead(p.action.holder, reader) else "", "")

    return [
        (_("Revised deadline"), revised_deadline),
        (_("Local target"), if_recorded(lambda position: position.local_target_on)),
        (_("Next deadline"), due_on),
        (_("Next deadline is for"), _next_deadline_is_for),
        (_("Deadlines of parts"), lambda position: dated_parts_words(position, reader.day)),
        (_("Deadline set by"), set_by),
        (_("Times the deadline changed"), if_recorded(lambda position: position.deadline_change_count)),
        (_("Status"), if_recorded(lambda position: label_of(position.status, wording_of(position)), "")),
        (_("Status with timing"), lambda position: label_of(position.group, wording_of(position))),
        (_("Days late"), lambda position: days_late(position.group, position.due_on, reader.day)),
        (_("Expected"), if_recorded(lambda position: position.expected_on)),
        (_("Waiting for"), lambda position: waited_for(position, reader.day)),
        (_("Lead"), if_internal("lead_post")),
        (_("Project"), if_internal("project")),
        (_("Last update"), if_recorded(lambda position: position.update and position.update.effective_on)),
        (_("Last update in words"), if_recorded(_text_of_update, "")),
        (_("Records shown"), lambda position: Edition(position.edition).label),
    ]


def _next_deadline_is_for(position: Position) -> str:
    """Return "Part a", or "Recurs every year"; empty for the deadline of the action as a whole."""
    if recurs(position):
        return gettext("Recurs %(interval)s") % {"interval": position.action.deadline.interval_in_words}
    return str(capfirst(next_part_words(position)))


def _text_of_update(position: Position) -> str:
    update = position.update
    return update.words.text if update and update.words else ""
