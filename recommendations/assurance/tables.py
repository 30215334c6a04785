"""The table of assurances."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.assurance.models import Assurance
from recommendations.register.tables import StatusColumn
from soteria_tracker.web.tables import DateColumn, Table
from soteria_tracker.web.templatetags.soteria import ago, date, labelled_icon


class AssuranceTable(Table):
    """Assurances of `queries.listed_assurances`, each beside the status of its action."""

    action = tables.Column(verbose_name=_("Action"), orderable=False)
    level = tables.Column(verbose_name=_("Assurance"))
    dated_on = DateColumn(verbose_name=_("Date"))
    looked_at = tables.Column(verbose_name=_("What the office looked at"), orderable=False)
    check_again_on = tables.Column(
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

    def render_action(self, record: Assurance) -> SafeString:
        recommendation = record.action.recommendation
        return format_html(
            '<a class="govuk-link" href="{}#assurance">{}</a><br><small>{}, {}</small>',
            record.action.get_absolute_url(),
            recommendation.short_title,
            recommendation.inspection.short_title,
            recommendation.label,
        )

    def render_level(self, value: str, record: Assurance) -> SafeString:
        return labelled_icon(record.level, value)

    def render_looked_at(self, value: str, record: Assurance) -> str:
        text, meeting = Truncator(value).chars(160), record.meeting
        return format_html("{}<br><small>{}</small>", text, meeting) if meeting else text

    def order_check_again_on(
        self, assurances: QuerySet[Assurance], is_descending: bool
    ) -> tuple[QuerySet[Assurance], bool]:
        day = F("check_again_on")
        order = day.desc(nulls_last=True) if is_descending else day.asc(nulls_last=True)
        return assurances.order_by(order, "dated_on", "pk"), True

    def render_check_again_on(self, value: datetime.date | None) -> str:
        if value is None:
            return "–"
        due = format_html("<br>{}", labelled_icon("due", _now("Check again"))) if value <= self.day else ""
        return format_html("{}<br><small>{}</small>{}", date(value), ago(value, self.day), due)
