"""The table of responses."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import LocalPolicingBody
from recommendations.pages.responses.queries import ResponseRow
from recommendations.pages.responses.response_export import completeness_words
from recommendations.templatetags.clocks import clock_status
from soteria_tracker.web.tables import DateColumn, Table

EMPTY = "–"


def _less(value: object) -> str:
    """On a phone an empty cell is only read out."""
    return "st-less" if value == EMPTY else ""


_MAY_BE_EMPTY = {"td": {"class": _less}}


class ResponseTable(Table):
    """Responses as `response_rows` gives them."""

    inspection = tables.Column(accessor="inspection__short_title", verbose_name=_("Response to"))
    force = tables.Column(accessor="force__label", verbose_name=_("Force"))
    body = tables.Column(
        accessor="body",
        verbose_name=_("Local policing body"),
        default=EMPTY,
        order_by="body__name",
        attrs={"td": {"class": "st-less"}},
    )
    state = tables.Column(accessor="clock", verbose_name=_("State"), order_by=("state_rank", "last_day"))
    last_day = DateColumn(verbose_name=_("Last day"), default=EMPTY)
    completeness = tables.Column(
        accessor="explained", verbose_name=_("Explained"), empty_values=(), orderable=False, attrs=_MAY_BE_EMPTY
    )
    stage = tables.Column(verbose_name=_("Stage"), default=EMPTY, attrs=_MAY_BE_EMPTY)

    row_head = "inspection"

    class Meta:
        empty_text = _("No response matches. Clear the filter.")

    def render_inspection(self, value: str, record: ResponseRow) -> SafeString:
        whose = format_html('<span class="govuk-visually-hidden">, {}</span>', record.force.label)
        return format_html('<a class="govuk-link" href="{}">{}{}</a>', record.get_absolute_url(), value, whose)

    def render_body(self, value: LocalPolicingBody) -> str:
        return value.label

    def render_state(self, record: ResponseRow) -> SafeString:
        if not (record.publication and record.is_incomplete):
            return clock_status(record.clock)
        return format_html('{}<br><span class="st-quiet">{}</span>', clock_status(record.clock), _now("incomplete"))

    def render_completeness(self, record: ResponseRow) -> str:
        return completeness_words(record) or EMPTY
