"""Bodies with the counts of their actions: summaries, totals, and the table of forces for downloads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body, Force, ForceQuerySet, LocalPolicingBody, Oversight
from forces.people.access import Reader
from recommendations.pages.common.wording import overdue_waiting_words, wording_of_many
from recommendations.positions.cached_counts import CountScope
from recommendations.positions.counting import Tally, counted_by, positions_on, total
from recommendations.register.statuses import PositionGroup, label_of
from soteria_tracker.web.tables import ExportColumn, Table, page_link_column

BANDS = (40, 60, 80)  # per cent closed, from which a tile on the map is darker


@dataclass(frozen=True, kw_only=True)
class BodySummary:
    """A body with the tally of its actions."""

    body: Body
    tally: Tally
    awaited: list[str]  # the bodies that its overdue actions are waiting for

    @property
    def is_tracked(self) -> bool:
        """Return whether the body uses Soteria Tracker: only a force may not."""
        return True

    @property
    def without_update(self) -> int:
        """Return the number of actions without any update, whether or not their deadline has passed."""
        return self.tally.groups[PositionGroup.NO_UPDATE] + self.tally.passed

    @property
    def waiting_words(self) -> str:
        """Return "1 of them is waiting for others: Soteria Joint Unit"; empty if no overdue action is waiting."""
        return overdue_waiting_words(self.tally, self.awaited)


@dataclass(frozen=True, kw_only=True)
class ForceSummary(BodySummary):
    """A force with the tally of its actions and its local policing body on the day."""

    body: Force
    overseer: LocalPolicingBody | None = None

    @property
    def is_tracked(self) -> bool:
        return self.body.uses_soteria_tracker

    @property
    def has_place(self) -> bool:
        """Return whether the force is on the map: special forces are not."""
        return self.body.territorial and bool(self.body.map_column and self.body.map_row)

    @property
    def band(self) -> int:
        """Return the shade of its tile on the map: 1 to 4, by the share closed; 0 without a share."""
        share = self.tally.closed_share if self.is_tracked else None
        return 0 if share is None else 1 + sum(share >= least for least in BANDS)

    @property
    def region(self) -> tuple[bool, str]:
        """Return its place in a list of forces: whether it is a special force, and its region if not."""
        return (not self.body.territorial, self.body.region if self.body.territorial else "")


@dataclass(frozen=True)
class HolderCounts:
    """The tally of every holder, and the bodies that its overdue actions are waiting for, by the holder's id."""

    tallies: dict[Any, Tally]
    awaited: dict[int, list[str]]

    def of(self, body: Body) -> dict[str, Any]:
        """Return the arguments of the body's `BodySummary`."""
        return {"body": body, "tally": self.tallies.get(body.pk, Tally()), "awaited": self.awaited.get(body.pk, [])}


@dataclass(frozen=True)
class SummaryGroup:
    """Summaries under one heading of a table."""

    heading: str
    rows: Sequence[BodySummary]


def forces_of(reader: Reader) -> ForceQuerySet:
    """Return every force this reader may see, including closed ones."""
    return Force.objects.filter(reader.holders())


def counts_by_holder(
    reader: Reader, bodies: Mapping[int, Body] | None = None, scope: CountScope | None = None
) -> HolderCounts:
    """Return the counts of every holder this reader may see. One query for those that are not in the cache.

    Another query looks up the names of the awaited bodies, unless `bodies` (by id) has them, and two find the scope,
    unless it is given.
    """
    scope = scope or CountScope.of(reader)
    counted = scope.by_holder("awaited", lambda holders: _counted_by_awaited(reader, holders))
    awaited = {holder: [body for body in tallies if body] for holder, tallies in counted.items()}
    wanted = {body for of_holder in awaited.values() for body in of_holder}
    names = bodies if bodies is not None else Body.objects.in_bulk(wanted)
    named = {holder: [str(names[body]) for body in found if body in names] for holder, found in awaited.items()}
    return HolderCounts({holder: total(tallies) for holder, tallies in counted.items()}, named)


def _counted_by_awaited(reader: Reader, holders: Collection[int] | None) -> dict[int, dict[int | None, Tally]]:
    """Return the tallies of these holders, or of all, by the body that an overdue action is waiting for."""
    positions = positions_on(reader.day, reader)
    if holders is not None:
        positions = positions.filter(holder__in=holders)
    tallies: dict[int, dict[int | None, Tally]] = {}
    for counted in counted_by(positions, reader.day, "holder", "waiting_for_body"):
        holder, body = counted.by
        awaited = body if counted.group is PositionGroup.OVERDUE and counted.waiting else None
        tallies.setdefault(holder, {}).setdefault(awaited, Tally()).count_together(counted)
    return tallies


def overseers_on(reader: Reader) -> dict[int, LocalPolicingBody]:
    """Return the local policing body of each force on the reader's day, by the force's id."""
    return {o.force_id: o.body for o in Oversight.objects.on(reader.day).select_related("body")}


def force_summaries(
    forces: Iterable[Force], counts: HolderCounts, overseers: Mapping[int, LocalPolicingBody] | None = None
) -> list[ForceSummary]:
    """Return the forces' summaries, by region from north to south and by name; special forces last."""
    summaries = [ForceSummary(**counts.of(force), overseer=(overseers or {}).get(force.pk)) for force in forces]
    regions = north_to_south((summary.region[1], summary.body.map_row) for summary in summaries)

    def place(summary: ForceSummary) -> tuple[bool, int, str]:
        is_special, region = summary.region
        return is_special, regions.index(region), summary.body.shown_name

    return sorted(summaries, key=place)


def north_to_south(forces: Iterable[tuple[str | None, int | None]]) -> list[str]:
    """Return the regions of forces, given as (region, map row), ordered by their northernmost force; no region last."""
    northernmost: dict[str, int] = {}
    for region, row in forces:
        name, place = region or "", row or 99
        northernmost[name] = min(place, northernmost.get(name, place))
    return sorted(northernmost, key=lambda region: (not region, northernmost[region], region))


def total_of(summaries: Iterable[BodySummary]) -> Tally:
    """Return the sum of the tallies."""
    return total(dict(enumerate(summary.tally for summary in summaries)))


def by_region(summaries: Iterable[ForceSummary]) -> list[SummaryGroup]:
    """Group summaries in the order of `force_summaries` by region, with special forces under their own heading."""
    return [
        SummaryGroup(gettext("Special forces") if is_special else region or gettext("Other"), list(rows))
        for (is_special, region), rows in groupby(summaries, key=lambda summary: summary.region)
    ]


# --- the download of forces --------------------------------------------------------------------------------


class ForceTable(Table):
    """Forces with their counts, as `force_summaries` returns them."""

    def __init__(self, data: list[ForceSummary], *, reader: Reader, **options: Any) -> None:
        wording = wording_of_many(reader)

        def count(group: PositionGroup) -> ExportColumn:
            return ExportColumn(label_of(group, wording), lambda row: row.tally.groups[group])

        groups = [(f"group_{group.value}", count(group)) for group in PositionGroup]
        edition = ExportColumn(_("Records shown"), lambda row: reader.edition_of(row.body).label)
        page = page_link_column(lambda row: row.body.get_absolute_url())
        columns = [*_FACTS, *groups, *_PARTS_OF_GROUPS, ("edition", edition), ("page", page)]
        super().__init__(data, extra_columns=columns, **options)


_FACTS = [
    ("force", ExportColumn(_("Force"), lambda row: row.body.shown_name)),
    ("region", ExportColumn(_("Region"), lambda row: row.body.region)),
    ("overseer", ExportColumn(_("Local policing body"), lambda row: row.overseer.shown_name if row.overseer else "")),
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
