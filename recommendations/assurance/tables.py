"""The table of assurances."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.assurance.models import Assurance
from recommendations.assurance.queries import AssuranceRow
from recommendations.register.tables import StatusColumn
from soteria_tracker.web.tables import DateColumn, Table
from soteria_tracker.web.templatetags.soteria import ago, date, labelled_icon


class AssuranceTable(Table):
    """Rows of `queries.assurance_rows`: the assurance of each action beside its status."""

    action = tables.Column(accessor="action", verbose_name=_("Action"), orderable=False)
    level = tables.Column(accessor="assurance__level", verbose_name=_("Assurance"))
    dated_on = DateColumn(accessor="assurance__dated_on", verbose_name=_("Date"))
    looked_at = tables.Column(
        accessor="assurance__looked_at", verbose_name=_("What the office looked at"), orderable=False
    )
    check_again_on = tables.Column(
        accessor="assurance__check_again_on",
        verbose_name=_("Check again"),
        empty_values=(),
        attrs={"td": {"class": "st-nowrap"}},
    )
    group = StatusColumn(verbose_name=_("Status"), orderable=False, default="–")

    row_head = "action"

    class Meta:
        empty_text = _("No action matches. Clear the filter.")

    def __init__(self, *args: Any, day: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day

    def render_action(self, record: AssuranceRow) -> SafeString:
        recommendation = record.action.recommendation
        return format_html(
            '<a class="govuk-link" href="{}#assurance">{}</a><br><small>{}, {}</small>',
            record.action.get_absolute_url(),
            recommendation.short_title,
            recommendation.inspection.short_title,
            recommendation.label,
        )

    def render_level(self, value: str) -> SafeString:
        return labelled_icon(value, str(Assurance.Level(value).label))

    def render_looked_at(self, value: str, record: AssuranceRow) -> str:
        text, meeting = Truncator(value).chars(160), record.assurance.meeting
        return format_html("{}<br><small>{}</small>", text, meeting) if meeting else text

    def render_check_again_on(self, value: datetime.date | None, record: AssuranceRow) -> str:
        if value is None:
            return "–"
        due = format_html("<br>{}", labelled_icon("due", _now("Check again"))) if record.is_due else ""
        return format_html("{}<br><small>{}</small>{}", date(value), ago(value, self.day), due)
