"""Columns of tables that show records of the register."""

from __future__ import annotations

import django_tables2 as tables
from django.utils.safestring import SafeString

from recommendations.register.statuses import label_of
from soteria_tracker.web.templatetags.soteria import labelled_icon


class StatusColumn(tables.Column):
    """A status or group: icon and label."""

    def render(self, value: str) -> SafeString:
        return labelled_icon(value, label_of(value))

    def value(self, value: str | None) -> str:
        """Return the label without its icon, for exports."""
        return label_of(value) if value else ""
