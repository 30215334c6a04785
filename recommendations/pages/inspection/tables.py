"""The tables of inspections, and of everybody who holds one recommendation."""

from __future__ import annotations

import datetime

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.pages.inspection.inspection_rows import InspectionRow
from recommendations.pages.inspection.recommendation import HolderRow
from recommendations.positions.counting import Tally
from recommendations.register.statuses import Group, label_of
from recommendations.register.tables import StatusColumn
from soteria_tracker.web.tables import NUMBER, DateColumn, NumberColumn, Table
from soteria_tracker.web.templatetags.soteria import date, day, labelled_icon


class InspectionTable(Table):
    """Inspections as `queries.inspections.inspection_rows` gives them."""

    title = tables.Column(accessor="inspection__title", verbose_name=_("Inspection"))
    published = DateColumn(accessor="inspection__published_on", verbose_name=_("Published"))
    nature = tables.Column(accessor="inspection__get_nature_display", verbose_name=_("Nature"))
    to_forces = NumberColumn(accessor="made__to_forces", verbose_name=_("To forces"))
    to_national = NumberColumn(accessor="made__to_national", verbose_name=_("To national bodies"))
    closed = tables.Column(
        accessor="forces", verbose_name=_("Force actions closed"), order_by="closed_order", attrs=NUMBER
    )
    overdue = tables.Column(accessor="forces__overdue", verbose_name=_("Overdue"), attrs=NUMBER)

    row_head = "title"

    class Meta:
        empty_text = _("No inspection matches. Clear the filter.")

    def render_title(self, value: str, record: InspectionRow) -> SafeString:
        inspection = record.inspection
        note = "" if inspection.state == inspection.State.PUBLISHED else f" · {inspection.get_state_display()}"
        return format_html(
            '<a class="govuk-link" href="{}">{}</a><br><span class="st-quiet">{}{}</span>',
            inspection.get_absolute_url(),
            value,
            inspection.short_title,
            note,
        )

    def render_closed(self, value: Tally) -> str:
        if not value.kept:
            return str(Group.NOT_KEPT.label) if value.total else "–"
        return _now("%(closed)d of %(kept)d") % {"closed": value.closed, "kept": value.kept}

    def render_overdue(self, value: int, record: InspectionRow) -> SafeString | str:
        if not record.forces.kept:
            return "–"
        return labelled_icon("overdue", str(value)) if value else "0"


class HolderTable(Table):
    """Everybody who holds one recommendation, as `queries.recommendation.holders` gives them."""

    name = tables.Column(verbose_name=_("Held by"))
    status = StatusColumn(accessor="group", verbose_name=_("Status"), order_by="position__rank")
    deadline = tables.Column(accessor="due_on", verbose_name=_("Deadline"), empty_values=())
    last_update = DateColumn(accessor="last_update_on", verbose_name=_("Last update"), default="–")
    words = tables.Column(accessor="short_words", verbose_name=_("What was said"), default="–", orderable=False)

    row_head = "name"

    class Meta:
        empty_text = _("Nobody matches. Clear the filter.")

    def render_name(self, value: str, record: HolderRow) -> SafeString:
        address = record.position.action.get_absolute_url()
        return format_html('<a class="govuk-link" href="{}">{}</a>', address, value)

    def render_status(self, value: str, record: HolderRow) -> SafeString:
        shown = labelled_icon(value, label_of(value, record.wording))
        if not record.waits_for:
            return shown
        waits = _now("Waits for %(awaited)s") % {"awaited": record.waits_for}
        return format_html('{}<br><span class="st-quiet">{}</span>', shown, waits)

    def render_deadline(self, value: datetime.date | None, record: HolderRow) -> SafeString:
        when = date(value) if value else record.deadline_words
        notes = [record.deadline_note] if record.deadline_note else []
        if record.original_deadline:
            notes.append(_now("first set for %(day)s") % {"day": day(record.original_deadline)})
        return format_html("{}{}", when, format_html_join("", "<br><small>{}</small>", ((note,) for note in notes)))

    def render_words(self, value: str, record: HolderRow) -> SafeString:
        if value == record.words:
            return format_html("{}", value)
        return format_html(
            '{} <a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
            value,
            record.position.action.get_absolute_url(),
            _now("Read all of it"),
            record.name,
        )
