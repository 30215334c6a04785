"""The tables of changed actions and deadlines, which are also the download."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from recommendations.pages.changes.queries import ChangeRow
from recommendations.register.statuses import label_of
from soteria_tracker.web.tables import DateColumn, Table, page_link_column
from soteria_tracker.web.templatetags.soteria import date, day, labelled_icon


class ChangeTable(Table):
    """Actions whose status changed. The download names the change and the action in columns of their own.

    `subject` is the slug of the body or inspection that the page is about, which rows do not name again.
    """

    action = tables.Column(verbose_name=_("Action"), exclude_from_export=True)
    change = tables.Column(verbose_name=_("Change"), visible=False)
    holder = tables.Column(accessor="action__holder", verbose_name=_("Held by"), visible=False)
    inspection = tables.Column(
        accessor="action__recommendation__inspection__short_title", verbose_name=_("Inspection"), visible=False
    )
    reference = tables.Column(
        accessor="action__recommendation__printed_number", verbose_name=_("Reference"), visible=False
    )
    title = tables.Column(accessor="action__recommendation__short_title", verbose_name=_("Title"), visible=False)
    before = tables.Column(verbose_name=_("Before"), default="–")
    after = tables.Column(verbose_name=_("After"), default="–")
    on = DateColumn(verbose_name=_("Since"))
    reported_by = tables.Column(verbose_name=_("Reported by"), default="–")
    reason = tables.Column(verbose_name=_("Reason"), visible=False)
    page = page_link_column(lambda row: row.action.get_absolute_url())

    row_head = "action"

    def __init__(self, *args: Any, subject: str = "", **options: Any) -> None:
        super().__init__(*args, orderable=False, **options)
        self.subject = subject

    def render_action(self, record: ChangeRow) -> SafeString:
        action, recommendation = record.action, record.action.recommendation
        names = (
            (action.holder.slug, action.holder.label),
            (recommendation.inspection.slug, recommendation.inspection.short_title),
            ("", recommendation.kind_and_number),
        )
        return format_html(
            '<a class="govuk-link" href="{}">{}</a><br><span class="st-quiet">{}</span>',
            action.get_absolute_url(),
            recommendation.short_title,
            ", ".join(name for slug, name in names if not slug or slug != self.subject),
        )

    def render_before(self, value: Any, record: ChangeRow) -> SafeString:
        return _render(value, record)

    def render_after(self, value: Any, record: ChangeRow) -> SafeString:
        return _render(value, record)

    def value_before(self, value: Any, record: ChangeRow) -> Any:
        return _value(value, record)

    def value_after(self, value: Any, record: ChangeRow) -> Any:
        return _value(value, record)


class DeadlineChangeTable(ChangeTable):
    """Actions whose deadline changed, with source changed it and why."""

    change = tables.Column(verbose_name=_("Deadline"))
    before = DateColumn(verbose_name=_("From"), default="–")
    after = DateColumn(verbose_name=_("To"), default="–")
    on = DateColumn(visible=False)
    reported_by = tables.Column(verbose_name=_("Changed by, and why"), default="–", empty_values=())

    def render_reported_by(self, record: ChangeRow) -> str:
        source = ", ".join(filter(None, [record.reported_by, day(record.on)]))
        return f"{source}: {record.reason}" if record.reason else source


def _render(value: Any, row: ChangeRow) -> SafeString:
    return date(value) if isinstance(value, datetime.date) else labelled_icon(value, label_of(value, row.wording))


def _value(value: Any, row: ChangeRow) -> Any:
    return value if isinstance(value, datetime.date) else label_of(value, row.wording)
