"""The table of forces, for their downloads: the page shows the same rows under their regions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from forces.people.access import Reader
from recommendations.pages.common.editions import wording_of_many
from recommendations.pages.force.queries import ForceSummary
from recommendations.register.statuses import PositionGroup, label_of
from soteria_tracker.web.tables import ExportColumn, Table


class ForceTable(Table):
    """Forces with their counts, as `force_summaries` returns them."""

    def __init__(self, data: list[ForceSummary], *, reader: Reader, **options: Any) -> None:
        wording = wording_of_many(reader)

        def count(group: PositionGroup) -> ExportColumn:
            return ExportColumn(label_of(group, wording), lambda row: row.tally.groups[group])

        groups = [(f"group_{group.value}", count(group)) for group in PositionGroup]
        edition = ExportColumn(_("Edition"), lambda row: reader.edition_of(row.body).label)
        columns = [*_FACTS, *groups, *_PARTS_OF_GROUPS, ("edition", edition)]
        super().__init__(data, extra_columns=columns, **options)


_FACTS = [
    ("force", ExportColumn(_("Force"), lambda row: row.body.name)),
    ("region", ExportColumn(_("Region"), lambda row: row.body.region)),
    ("overseer", ExportColumn(_("Local policing body"), lambda row: row.overseer.name if row.overseer else "")),
    (
        "uses_soteria_tracker",
        ExportColumn(_("Uses Soteria Tracker"), lambda row: _("yes") if row.is_tracked else _("no")),
    ),
    ("actions", ExportColumn(_("Actions"), lambda row: row.tally.total)),
    ("closed", ExportColumn(_("Closed, per cent of the actions recorded"), lambda row: row.tally.closed_share)),
]
_PARTS_OF_GROUPS = [
    ("overdue_waiting", ExportColumn(_("Overdue and waiting for another body"), lambda row: row.tally.overdue_waiting)),
    ("due_next", ExportColumn(_("Due in the next 30 days"), lambda row: row.tally.due_next)),
    ("forecast_late", ExportColumn(_("Forecast late"), lambda row: row.tally.forecast_late)),
    ("past_local_target", ExportColumn(_("Past its local target"), lambda row: row.tally.past_local_target)),
]
