"""The table of inspections."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forces.people.access import Reader
from recommendations.pages.common.wording import wording_of_many
from recommendations.pages.inspection.list.queries import InspectionListRow
from recommendations.positions.counting import Tally
from recommendations.register.models import InspectionState
from recommendations.register.statuses import PositionGroup, label_of
from soteria_tracker.web.tables import LESS, LESS_NUMBER, NUMBER, DateColumn, NumberColumn, Table, page_link_column
from soteria_tracker.web.templatetags.soteria import labelled_icon


class InspectionTable(Table):
    """Inspections as `inspection_rows` returns them. A download has a column for each status instead of two."""

    title = tables.Column(accessor="inspection__title", verbose_name=_("Inspection"))
    short_title = tables.Column(accessor="inspection__short_title", verbose_name=_("Short title"), visible=False)
    published = DateColumn(accessor="inspection__published_on", verbose_name=_("Published"))
    nature = tables.Column(accessor="inspection__get_nature_display", verbose_name=_("Nature"), attrs=LESS)
    to_forces = NumberColumn(verbose_name=_("To forces"), attrs=LESS_NUMBER)
    to_national = NumberColumn(verbose_name=_("To national bodies"), attrs=LESS_NUMBER)
    closed = tables.Column(
        accessor="forces",
        verbose_name=_("Force actions closed"),
        order_by="closed_rank",
        attrs=NUMBER,
        exclude_from_export=True,
    )
    overdue = tables.Column(
        accessor="forces__overdue", verbose_name=_("Overdue"), attrs=NUMBER, exclude_from_export=True
    )
    actions = tables.Column(accessor="forces__total", verbose_name=_("Force actions"), visible=False)
    tracked = tables.Column(accessor="forces__tracked", verbose_name=_("Force actions recorded"), visible=False)

    row_head = "title"

    class Meta:
        attrs = {"class": "govuk-table st-table st-table--cards st-table--brief"}
        empty_text = _("No inspections match. Clear the filter to see all.")

    def __init__(self, *args: Any, reader: Reader, **options: Any) -> None:
        wording = wording_of_many(reader)
        groups = [
            (
                f"group_{group.value}",
                tables.Column(
                    accessor=f"forces__groups__{group.value}",
                    verbose_name=label_of(group, wording),
                    visible=False,
                ),
            )
            for group in PositionGroup
        ]
        page = ("page", page_link_column(lambda row: row.inspection.get_absolute_url()))
        super().__init__(*args, extra_columns=[*groups, page], **options)

    def render_title(self, value: str, record: InspectionListRow) -> SafeString:
        inspection = record.inspection
        state = "" if inspection.state == InspectionState.PUBLISHED else inspection.get_state_display()
        short_title = inspection.short_title if inspection.short_title != value else ""
        notes = " · ".join(filter(None, [short_title, str(state)]))
        note = format_html('<br><span class="st-quiet">{}</span>', notes) if notes else ""
        return format_html('<a class="govuk-link" href="{}">{}</a>{}', inspection.get_absolute_url(), value, note)

    def value_title(self, value: str) -> str:
        return value

    def render_closed(self, value: Tally) -> str:
        if not value.tracked:
            return gettext("No force uses Soteria Tracker") if value.total else "–"
        return gettext("%(closed)d of %(tracked)d") % {"closed": value.closed, "tracked": value.tracked}

    def render_overdue(self, value: int, record: InspectionListRow) -> SafeString | str:
        if not record.forces.tracked:
            return "–"
        return labelled_icon("overdue", str(value)) if value else "0"
