"""The table of responses, which is also the download."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import LocalPolicingBody
from forces.people.access import Reader
from recommendations.pages.responses.queries import ResponseRow
from recommendations.templatetags.clocks import clock_status
from soteria_tracker.web.tables import DateColumn, Table, page_link_column

EMPTY = "–"
OWN_OFFICE_ONLY = ("completeness", "stage")


def _empty_class(value: object) -> str:
    """Return the class that hides an empty cell on a phone."""
    return "st-less" if value == EMPTY else ""


_MAY_BE_EMPTY = {"td": {"class": _empty_class}}


class ResponseTable(Table):
    """Responses as `response_rows` returns them. The columns on drafts are for the staff of an office."""

    inspection = tables.Column(accessor="inspection__short_title", verbose_name=_("Response to"))
    report_published = DateColumn(
        accessor="inspection__published_on", verbose_name=_("Report published"), visible=False
    )
    force = tables.Column(accessor="force__label", verbose_name=_("Force"))
    joint_with = tables.Column(verbose_name=_("Joint with"), default="", visible=False)
    body = tables.Column(
        accessor="body",
        verbose_name=_("Local policing body"),
        default=EMPTY,
        order_by="body__name",
        attrs={"td": {"class": "st-less"}},
    )
    state = tables.Column(accessor="clock", verbose_name=_("State"), order_by=("state_rank", "last_day"))
    clock = tables.Column(accessor="clock__words", verbose_name=_("State in words"), visible=False)
    last_day = DateColumn(verbose_name=_("Last day"), default=EMPTY)
    published = DateColumn(accessor="clock__published_on", verbose_name=_("Response published"), visible=False)
    dated = DateColumn(accessor="clock__dated_on", verbose_name=_("Response dated"), visible=False)
    address = tables.Column(accessor="publication__address", verbose_name=_("Web address"), default="", visible=False)
    completeness = tables.Column(
        accessor="explained", verbose_name=_("Explained"), empty_values=(), orderable=False, attrs=_MAY_BE_EMPTY
    )
    stage = tables.Column(verbose_name=_("Stage"), default=EMPTY, attrs=_MAY_BE_EMPTY)

    page = page_link_column(ResponseRow.get_absolute_url)

    row_head = "inspection"

    class Meta:
        empty_text = _("No responses match. Clear the filter to see all.")

    def __init__(self, *args: Any, reader: Reader, is_on_paper: bool = False, **options: Any) -> None:
        """On paper, the name of the force says whose response it is: rows of one or two lines."""
        left_out = (*(() if reader.office else OWN_OFFICE_ONLY), *(("body",) if is_on_paper else ()))
        super().__init__(*args, exclude=left_out, **options)

    def render_inspection(self, value: str, record: ResponseRow) -> SafeString:
        force = format_html('<span class="govuk-visually-hidden">, {}</span>', record.force.label)
        return format_html('<a class="govuk-link" href="{}">{}{}</a>', record.get_absolute_url(), value, force)

    def value_inspection(self, value: str) -> str:
        return value

    def render_force(self, value: str, record: ResponseRow) -> str:
        if not record.joint_with:
            return value
        joint = gettext("joint with %(names)s") % {"names": record.joint_with}
        return format_html('{}<br><span class="st-quiet">{}</span>', value, joint)

    def value_force(self, record: ResponseRow) -> str:
        return record.force.shown_name

    def render_body(self, value: LocalPolicingBody) -> str:
        return value.label

    def value_body(self, value: LocalPolicingBody) -> str:
        return value.shown_name

    def render_state(self, record: ResponseRow) -> SafeString:
        if not (record.publication and record.is_incomplete):
            return clock_status(record.clock)
        return format_html('{}<br><span class="st-quiet">{}</span>', clock_status(record.clock), gettext("incomplete"))

    def value_state(self, record: ResponseRow) -> str:
        return str(record.state.label)

    def render_completeness(self, record: ResponseRow) -> str:
        return self.value_completeness(record) or EMPTY

    def value_completeness(self, record: ResponseRow) -> str:
        """Return "12 of 14" for a draft, and for a publication whether it was incomplete."""
        if record.publication:
            return gettext("Published incomplete") if record.is_incomplete else ""
        return str(record.explained) if record.explained else ""
