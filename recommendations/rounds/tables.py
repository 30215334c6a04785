"""The table of the rounds of one holder."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations.rounds.models import Round
from soteria_tracker.web.tables import DateColumn, Table, TitleColumn
from soteria_tracker.web.templatetags.soteria import date, day


class RoundTable(Table):
    """Rounds as `queries.rounds_of` returns them."""

    created_at = TitleColumn(verbose_name=_("Created"), linkify=("round", [tables.A("holder__slug"), tables.A("pk")]))
    reply_by = DateColumn(verbose_name=_("Reply by"))
    posts = tables.Column(verbose_name=_("Posts asked"))
    replied = tables.Column(verbose_name=_("Actions with replies"))
    to_review = tables.Column(verbose_name=_("To review"))
    state = tables.Column(verbose_name=_("State"), empty_values=())

    row_head = "created_at"

    def __init__(self, *args: Any, today: datetime.date, **options: Any) -> None:
        super().__init__(*args, orderable=False, caption=_("Newest first"), **options)
        self.today = today

    def render_created_at(self, value: datetime.datetime) -> SafeString:
        return date(value)

    def render_replied(self, value: int, record: Any) -> str:
        return gettext("%(replied)d of %(actions)d") % {"replied": value, "actions": record.actions}

    def render_to_review(self, value: int, record: Round) -> SafeString | int:
        if not value:
            return value
        address = reverse("round-review", args=[record.holder.slug, record.pk])
        return format_html('<a class="govuk-link" href="{}">{}</a>', address, value)

    def render_state(self, record: Any) -> str:
        if record.closed_on:
            return gettext("Closed on %(day)s") % {"day": day(record.closed_on)}
        is_late = record.reply_by < self.today and record.replied < record.actions
        return gettext("Replies are late") if is_late else gettext("Open")
