"""The download of one inspection: the cells of its grid, one to a row."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from forces.people.editions import Edition
from recommendations.pages.common.action_rows import days_late
from recommendations.pages.inspection.grid.queries import HolderStatus
from recommendations.positions.due_dates import set_by
from recommendations.positions.models import Position
from recommendations.register.models import Action, Part
from recommendations.register.models.recommendation import ISSUER_OF_ACTION
from recommendations.register.statuses import PositionGroup, label_of
from soteria_tracker.web.tables import DateColumn, Table, page_link_column


class GridTable(Table):
    """A row for each holder and recommendation.

    For a force that does not use Soteria Tracker it holds the published deadline, and nothing that was recorded.
    """

    holder = tables.Column(accessor="name", verbose_name=_("Held by"))
    region = tables.Column(verbose_name=_("Region"))
    reference = tables.Column(accessor="action", verbose_name=_("Reference"))
    label = tables.Column(accessor="action", verbose_name=_("Label in the report"))
    title = tables.Column(accessor="action", verbose_name=_("Title"))
    status = tables.Column(accessor="group", verbose_name=_("Status"))
    deadline_wording = tables.Column(accessor="action", verbose_name=_("Deadline, in the report’s words"))
    deadline = DateColumn(accessor="due_on", verbose_name=_("Deadline"), empty_values=())
    deadline_set_by = tables.Column(accessor="action", verbose_name=_("Deadline set by"))
    days_late = tables.Column(accessor="due_on", verbose_name=_("Days late"), empty_values=())
    last_update = DateColumn(accessor="last_update_on", verbose_name=_("Last update"))
    edition = tables.Column(verbose_name=_("Records shown"))
    page = page_link_column(lambda status: status.address)

    def __init__(self, statuses: Iterable[HolderStatus], *, day: datetime.date, **options: Any) -> None:
        statuses = list(statuses)
        super().__init__(statuses, **options)
        actions = Action.objects.filter(recommendation__in={status.recommendation for status in statuses})
        self._day = day
        self._actions = {action.pk: action for action in actions.select_related("part", *ISSUER_OF_ACTION)}

    def value_title(self, value: int) -> str:
        return self._actions[value].recommendation.short_title

    def value_reference(self, value: int) -> str:
        return self._actions[value].recommendation.printed_number

    def value_label(self, value: int) -> str:
        return self._actions[value].recommendation.label

    def value_days_late(self, record: HolderStatus) -> int | None:
        return days_late(record.group, record.due_on, self._day)

    def value_status(self, record: HolderStatus) -> str:
        return label_of(record.group, record.wording)

    def value_deadline_wording(self, value: int) -> str:
        deadline = self._actions[value].deadline
        return deadline.deadline_wording or str(deadline.deadline_words)

    def value_deadline(self, record: HolderStatus) -> Any:
        return record.due_on if _is_tracked(record) else self._actions[record.action].deadline.due_on

    def value_deadline_set_by(self, record: HolderStatus) -> str:
        part = Part(deadline_set_by=record.part_deadline_set_by) if record.part_deadline_set_by else None
        position = Position(
            action=self._actions[record.action],
            due_on=record.due_on,
            hmicfrs_deadline_on=record.hmicfrs_deadline_on,
            next_part=part,
        )
        position.group = record.group
        return set_by(position)

    def value_last_update(self, record: HolderStatus) -> Any:
        return record.last_update_on if _is_tracked(record) else None

    def value_edition(self, value: str) -> str:
        return str(Edition(value).label)


def _is_tracked(status: HolderStatus) -> bool:
    return status.group != PositionGroup.NOT_TRACKED
