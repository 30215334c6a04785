"""The columns of a download of actions, each with its value for one position."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_tables2 import Column

from forces.people.access import Edition, Reader
from recommendations.pages.common.action_rows import deadline_words, revised_deadline, set_by, waited_for
from recommendations.pages.common.editions import shows_lead, wording_of
from recommendations.positions.models import Position
from recommendations.register.statuses import label_of
from soteria_tracker.web.tables import ExportColumn

Value = Callable[[Position], Any]


def action_export_columns(
    reader: Reader, position_of: Callable[[Any], Position] = lambda row: row
) -> list[tuple[str, Column]]:
    """Return the columns for a table's `extra_columns`; `position_of` gets the position of one of the table's rows.

    Of a force that does not use Soteria Tracker they hold what the report asks for, and nothing that was recorded.
    """

    def column(label: Any, value: Value) -> ExportColumn:
        return ExportColumn(label, lambda row: value(position_of(row)))

    columns = [*_of_the_report(), *_as_recorded(reader)]
    return [(f"export_{number}", column(label, value)) for number, (label, value) in enumerate(columns)]


def _of_the_report() -> list[tuple[Any, Value]]:
    return [
        (_("Inspection"), lambda position: position.action.recommendation.inspection.short_title),
        (_("Reference"), lambda position: position.action.recommendation.reference),
        (_("Kind"), lambda position: position.action.recommendation.kind_label),
        (_("Title"), lambda position: position.action.recommendation.short_title),
        (_("Full text"), lambda position: position.action.recommendation.text),
        (
            _("Deadline as published"),
            lambda position: position.action.deadline.deadline_wording or deadline_words(position),
        ),
        (_("Deadline"), lambda position: position.action.published_deadline_on),
    ]


def _as_recorded(reader: Reader) -> list[tuple[Any, Value]]:
    def if_recorded(value: Value, otherwise: Any = None) -> Value:
        return lambda position: value(position) if position.is_tracked else otherwise

    def if_internal(name: str) -> Value:
        return if_recorded(lambda p: getattr(p.action, name) if shows_lead(p.action.holder, reader) else "", "")

    return [
        (_("HMICFRS’s revised deadline"), revised_deadline),
        (_("Local target"), if_recorded(lambda position: position.local_target_on)),
        (_("Deadline set by"), set_by),
        (_("Times the deadline changed"), if_recorded(lambda position: position.deadline_change_count)),
        (_("Status"), if_recorded(lambda position: label_of(position.status, wording_of(position)), "")),
        (_("Status with timing"), lambda position: label_of(position.group, wording_of(position))),
        (_("Expected"), if_recorded(lambda position: position.expected_on)),
        (_("Waiting for"), lambda position: waited_for(position, reader.day)),
        (_("Lead"), if_internal("lead_post")),
        (_("Project"), if_internal("project")),
        (_("Last update"), if_recorded(lambda position: position.update and position.update.effective_on)),
        (_("Last update in words"), if_recorded(_text_of_update, "")),
        (_("Edition"), lambda position: Edition(position.edition).label),
    ]


def _text_of_update(position: Position) -> str:
    update = position.update
    return update.words.text if update and update.words else ""
