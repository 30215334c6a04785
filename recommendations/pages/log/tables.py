"""The table of the log, which is also the download."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from forces.people.access import Reader
from recommendations.pages.log.filters import NO_PERSON
from recommendations.pages.log.records import LogRecord, RecordKind
from recommendations.pages.log.sentences import about, address, what_was_done
from soteria_tracker.web.exports import PageLink
from soteria_tracker.web.tables import Table

_STANDS_OUT = {RecordKind.RETRACTION: "retracted", RecordKind.RELEASE: "released"}


class LogTable(Table):
    """Rows of `Log.rows`, the newest first."""

    when = tables.Column(verbose_name=_("When"), accessor="happened_at")
    who = tables.Column(verbose_name=_("Who"), accessor="person_label", empty_values=())
    kind = tables.Column(verbose_name=_("Kind"), accessor="record_kind")
    what = tables.Column(verbose_name=_("What"), accessor="record_state", empty_values=())
    about = tables.Column(verbose_name=_("About"), accessor="body_label", empty_values=())

    row_head = "when"

    class Meta:
        attrs = {"class": "govuk-table st-table st-table--cards st-log"}
        empty_text = _("No records match. Clear the filter.")

    def __init__(self, *args: Any, reader: Reader, **options: Any) -> None:
        super().__init__(*args, orderable=False, **options)
        self.reader = reader

    def render_when(self, value: datetime.datetime) -> SafeString:
        local = timezone.localtime(value)
        return format_html(
            '<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), date_format(local, "j F Y, H:i")
        )

    def render_who(self, value: str) -> str:
        return value or str(NO_PERSON)

    def render_kind(self, value: str) -> SafeString:
        kind = RecordKind(value)
        modifier = f" st-kind--{_STANDS_OUT[kind]}" if kind in _STANDS_OUT else ""
        return format_html('<span class="st-kind{}">{}</span>', modifier, kind.label)

    def render_what(self, record: LogRecord) -> str:
        return what_was_done(record)

    def render_about(self, record: LogRecord) -> SafeString:
        name = record.item_title or about(record)
        place = record.body_label if record.body_label != name else ""
        url = address(record, self.reader)
        link = format_html('<a class="govuk-link" href="{}">{}</a>', url, name) if url else name
        return format_html("{}, {}", link, place) if place else format_html("{}", link)


# The columns of the file, each with its value for a record as the reader sees it. Not columns of a table, because
# those would hold all records in memory.
DOWNLOAD_COLUMNS: list[tuple[Any, Callable[[LogRecord, Reader], Any]]] = [
    (_("When"), lambda record, reader: record.happened_at),
    (_("Who"), lambda record, reader: record.person_label or NO_PERSON),
    (_("Kind"), lambda record, reader: RecordKind(record.record_kind).label),
    (_("What"), lambda record, reader: what_was_done(record)),
    (_("Organisation"), lambda record, reader: record.body_label),
    (_("Inspection"), lambda record, reader: record.report_label),
    (_("Reference"), lambda record, reader: record.item_number),
    (_("Title"), lambda record, reader: record.item_title),
    (_("Page"), lambda record, reader: PageLink(address(record, reader))),
]
