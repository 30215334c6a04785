"""The table of My work for its download."""

from __future__ import annotations

import datetime

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from recommendations.pages.my_work.tasks import TaskGroup
from soteria_tracker.web.tables import DateColumn, Table, page_link_column


class TaskTable(Table):
    """Every task, in the order of the page."""

    group = tables.Column(verbose_name=_("Group"))
    title = tables.Column(verbose_name=_("Task"))
    about = tables.Column(verbose_name=_("About"))
    due_on = DateColumn(verbose_name=_("Due"))
    timing = tables.Column(verbose_name=_("Timing"))
    state = tables.Column(verbose_name=_("Status"))
    page = page_link_column(lambda task: task.url)

    def value_group(self, value: TaskGroup) -> str:
        return str(value.label)

    def value_due_on(self, value: datetime.date | None) -> datetime.date | None:
        return value
