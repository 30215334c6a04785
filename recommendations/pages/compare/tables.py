"""The table of a comparison, for its downloads: a row for each force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from recommendations.pages.compare.queries import ForceMeasures
from soteria_tracker.web.tables import ExportColumn, Table, page_link_column


def _if_tracked(label: Any, value_of: Callable[[ForceMeasures], Any]) -> ExportColumn:
    """Return a column that is empty for a force that does not use Soteria Tracker."""
    return ExportColumn(label, lambda row: value_of(row) if row.uses_soteria_tracker else None)


class CompareTable(Table):
    """Forces with what is compared, as `Comparison.measures` returns them."""

    force = ExportColumn(_("Force"), lambda row: row.force.shown_name)
    is_tracked = ExportColumn(_("Uses Soteria Tracker"), lambda row: _("yes") if row.uses_soteria_tracker else _("no"))
    shared = ExportColumn(_("Shared actions"), lambda row: row.tally.total)
    closed = _if_tracked(_("Closed"), lambda row: row.tally.closed)
    closed_share = _if_tracked(_("Closed (%)"), lambda row: row.tally.closed_share)
    overdue = _if_tracked(_("Overdue"), lambda row: row.tally.overdue)
    longest_late = _if_tracked(_("Longest overdue (days)"), lambda row: row.longest_late)
    without_update = _if_tracked(_("No update"), lambda row: row.without_update)
    typical_days = _if_tracked(_("Typical time to close (days)"), lambda row: row.typical_days)
    responses_due = ExportColumn(_("Responses due"), lambda row: row.responses_due)
    in_time = ExportColumn(_("Responses in time"), lambda row: row.in_time)
    late = ExportColumn(_("Responses late"), lambda row: row.late)
    date_not_stated = ExportColumn(_("Responses without a stated date"), lambda row: row.date_not_stated)
    page = page_link_column(lambda row: row.force.get_absolute_url())
