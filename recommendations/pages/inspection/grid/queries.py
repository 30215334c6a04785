"""The grid of one inspection: forces by recommendations, each cell the status of one action."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from forces.bodies.models import RECORDED_BY_ADMINISTRATORS, BodyKind
from forces.bodies.names import name_and_label
from recommendations.pages.common.body_summaries import north_to_south
from recommendations.pages.common.wording import key_of, wording_in
from recommendations.positions.counting import Tally
from recommendations.positions.models import Position
from recommendations.register.models import Recommendation
from recommendations.register.statuses import PositionGroup, Wording, short_label_of

MOST_COLUMNS_WITH_WORDS = 8
MOST_COLUMNS_BESIDE_A_LIST = 5
_GROUP_ORDER = {group: place for place, group in enumerate(PositionGroup.values)}


class HolderStatus(NamedTuple):
    """The position of one holder on one recommendation, as plain values: a page may hold a thousand of them."""

    action: int  # the ids of the action and of its recommendation
    recommendation: int
    reference: str
    inspection: str
    kind: str
    slug: str
    region: str | None
    map_row: int | None
    group: str
    due_on: datetime.date | None
    last_update_on: datetime.date | None
    edition: str
    status: str
    is_due_next: bool | None
    is_forecast_late: bool | None
    is_past_local_target: bool | None
    opened_for: str  # the slug of the body in the action's address, which a reorganisation does not change
    hmicfrs_deadline_on: datetime.date | None  # in force, as its source set it
    part_deadline_set_by: str | None  # of the part whose deadline counts, if one does
    name: str  # on the day of the page
    label: str  # the short name, or the name where there is none

    @property
    def is_force(self) -> bool:
        return self.kind == BodyKind.FORCE

    @property
    def is_national(self) -> bool:
        """Whether the holder is a national body or a regional unit: recorded once for everyone."""
        return self.kind in RECORDED_BY_ADMINISTRATORS

    @property
    def short_word(self) -> str:
        """Return the status in a word short enough for a cell."""
        return short_label_of(self.group, self.wording)

    @property
    def wording(self) -> Wording:
        """Return what "no update" means for this holder."""
        return wording_in(self.kind, self.edition)

    @property
    def address(self) -> str:
        """Return the address of the action."""
        name = "force-action" if self.is_force else "body-action"
        return reverse(name, args=[self.opened_for, self.inspection, self.reference])


_FIELDS = (
    "action",
    "recommendation",
    "recommendation__reference",
    "recommendation__inspection__slug",
    "holder__kind",
    "holder__slug",
    "holder__force__region",
    "holder__force__map_row",
    "group",
    "due_on",
    "update__effective_on",
    "edition",
    "status",
    "is_due_next",
    "is_forecast_late",
    "is_past_local_target",
    "action__holder__slug",
    "hmicfrs_deadline_on",
    "next_part__deadline_set_by",
)
_NAMED = ("holder", "holder__name", "holder__short_name")


def holder_statuses(positions: QuerySet[Position]) -> list[HolderStatus]:
    """Return the status of every holder, by name, in one query. `positions` must be `counting.with_conditions`."""
    rows = positions.order_by("holder__name", "recommendation").values_list(*_FIELDS, *_NAMED)
    return [HolderStatus._make((*row[:-3], *name_and_label(*row[-3:]))) for row in rows]


@dataclass(frozen=True)
class GridColumn:
    """One recommendation, the tally of the forces shown, and the recommendations that must be completed first."""

    recommendation: Recommendation
    tally: Tally
    waits_for: list[Recommendation]


@dataclass(frozen=True)
class GridCell:
    """The status of a force, or of the national bodies together, on one recommendation, with a link to the details."""

    group: str
    word: str
    address: str

    @classmethod
    def of(cls, statuses: Sequence[HolderStatus], recommendation: Recommendation) -> GridCell | None:
        """Return the cell of these holders: the most urgent status, linked to all of them. None without holders."""
        if not statuses:
            return None
        first = min(statuses, key=lambda status: _GROUP_ORDER[status.group])
        address = first.address if len(statuses) == 1 else recommendation.get_absolute_url()
        return cls(first.group, first.short_word, address)


@dataclass(frozen=True)
class GridRow:
    """One force, or the national bodies together: a cell for each column, None where there is no action."""

    name: str
    address: str
    cells: list[GridCell | None]


@dataclass(frozen=True)
class InspectionGrid:
    """The columns, and the rows by region from north to south. `national` is the row of national bodies, if shown."""

    columns: list[GridColumn]
    national: GridRow | None
    regions: list[tuple[str, list[GridRow]]]
    wording: Wording

    @property
    def is_dense(self) -> bool:
        """Return whether there are too many columns for words in the cells."""
        return len(self.columns) > MOST_COLUMNS_WITH_WORDS

    @property
    def is_wide(self) -> bool:
        """Return whether there are too many columns to leave room for a list beside the grid."""
        return len(self.columns) > MOST_COLUMNS_BESIDE_A_LIST

    @property
    def key(self) -> list[dict[str, object]]:
        """Return the groups of the forces' actions shown, with their counts."""
        tally = Tally()
        for column in self.columns:
            tally.add(column.tally)
        return key_of(tally, self.wording)


def build_grid(
    statuses: Iterable[HolderStatus], columns: Iterable[GridColumn], wording: Wording, *, with_national_bodies: bool
) -> InspectionGrid:
    """Return the grid of the forces among these statuses.

    It has the columns on which a force has an action; with national bodies all columns, and a row for these bodies.
    """
    statuses = list(statuses)
    of_forces = in_grid_order(status for status in statuses if status.is_force)
    held = {status.recommendation for status in of_forces}
    columns = [column for column in columns if with_national_bodies or column.recommendation.pk in held]
    national = [status for status in statuses if status.is_national]
    return InspectionGrid(
        columns=columns,
        national=GridRow(_name_of(national), "", _cells(national, columns)) if with_national_bodies else None,
        regions=[
            (region or "", [_row(list(of_force), columns) for _slug, of_force in groupby(rows, lambda row: row.slug)])
            for region, rows in groupby(of_forces, lambda status: status.region)
        ],
        wording=wording,
    )


def _name_of(national: Iterable[HolderStatus]) -> str:
    has_units = any(status.kind == BodyKind.REGIONAL for status in national)
    return _("National bodies and regional units") if has_units else _("National bodies")


def in_grid_order(of_forces: Iterable[HolderStatus]) -> list[HolderStatus]:
    """Return the statuses of forces by region from north to south, then by the force's name."""
    of_forces = list(of_forces)
    place = {region: index for index, region in enumerate(_north_to_south(of_forces))}
    return sorted(of_forces, key=lambda status: (place[status.region or ""], status.label, status.slug))


def regions_of(statuses: Iterable[HolderStatus]) -> list[str]:
    """Return the regions of the forces among these statuses, from north to south."""
    return [region for region in _north_to_south(status for status in statuses if status.is_force) if region]


def _north_to_south(statuses: Iterable[HolderStatus]) -> list[str]:
    return north_to_south((status.region, status.map_row) for status in statuses)


def _row(statuses: list[HolderStatus], columns: list[GridColumn]) -> GridRow:
    force = statuses[0]
    return GridRow(force.label, reverse("dated:force", args=[force.slug]), _cells(statuses, columns))


def _cells(statuses: list[HolderStatus], columns: list[GridColumn]) -> list[GridCell | None]:
    by_recommendation = defaultdict(list)
    for status in statuses:
        by_recommendation[status.recommendation].append(status)
    return [GridCell.of(by_recommendation[column.recommendation.pk], column.recommendation) for column in columns]
