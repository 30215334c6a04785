"""The table of everyone who holds one recommendation."""

from __future__ import annotations

import datetime

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations.pages.common.action_rows import holder_words
from recommendations.pages.inspection.recommendation.queries import HolderRow
from recommendations.register.statuses import label_of
from recommendations.register.tables import StatusColumn
from soteria_tracker.web.tables import DateColumn, Table
from soteria_tracker.web.templatetags.soteria import date, labelled_icon


class HolderTable(Table):
    """The holders of one recommendation, as `RecommendationPage.holders` returns them."""

    name = tables.Column(verbose_name=_("Held by"))
    status = StatusColumn(
        accessor="group", verbose_name=_("Status"), order_by="position__rank", exclude_from_export=True
    )
    deadline = tables.Column(accessor="due_on", verbose_name=_("Deadline"), empty_values=(), exclude_from_export=True)
    last_update = DateColumn(
        accessor="last_update_on", verbose_name=_("Last update"), default="–", exclude_from_export=True
    )
    words = tables.Column(
        accessor="short_text",
        verbose_name=_("Last update in words"),
        default="–",
        orderable=False,
        exclude_from_export=True,
    )

    row_head = "name"

    class Meta:
        empty_text = _("No one matches. Clear the filter to see everyone.")

    def render_name(self, value: str, record: HolderRow) -> SafeString:
        address = record.position.action.get_absolute_url()
        return format_html('<a class="govuk-link" href="{}">{}</a>', address, value)

    def value_name(self, record: HolderRow) -> str:
        return holder_words(record.position)

    def render_status(self, value: str, record: HolderRow) -> SafeString:
        shown = labelled_icon(value, label_of(value, record.wording))
        if not record.waiting_for:
            return shown
        waiting = gettext("Waiting for %(awaited)s") % {"awaited": record.waiting_for}
        return format_html('{}<br><span class="st-quiet">{}</span>', shown, waiting)

    def render_deadline(self, value: datetime.date | None, record: HolderRow) -> SafeString | str:
        deadline = date(value) if value else record.deadline_words
        return (
            format_html("{}<br><small>{}</small>", deadline, record.deadline_note) if record.deadline_note else deadline
        )

    def render_words(self, value: str, record: HolderRow) -> SafeString:
        if value == record.text:
            return format_html("{}", value)
        return format_html(
            '{} <a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
            value,
            record.position.action.get_absolute_url(),
            gettext("Read it in full"),
            record.name,
        )
