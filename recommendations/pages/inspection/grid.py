"""Forces by recommendations: each cell where one force stands on one recommendation."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from forces.bodies.models import Body
from recommendations.pages.common.editions import wording_in
from recommendations.pages.common.progress import key_of
from recommendations.pages.common.regions import north_to_south
from recommendations.positions.counting import Tally
from recommendations.positions.models import Position
from recommendations.register.models import Recommendation
from recommendations.register.statuses import Group, Wording, short_label_of

MOST_COLUMNS_WITH_WORDS = 8
MOST_COLUMNS_BESIDE_A_LIST = 5
_ORDER = {group: place for place, group in enumerate(Group.values)}


class Standing(NamedTuple):
    """Where one holder stands on one recommendation, by its id and the action's."""

    action: int
    recommendation: int
    reference: str
    inspection: str
    kind: str
    slug: str
    name: str
    short_name: str
    region: str | None
    map_row: int | None
    group: str
    due_on: datetime.date | None
    last_update_on: datetime.date | None
    edition: str
    status: str
    waits_for: int | None  # a recommendation's id
    is_due_next: bool | None
    is_forecast_late: bool | None
    is_past_local_target: bool | None

    @property
    def label(self) -> str:
        """The holder's short name where there is one, else its name."""
        return self.short_name or self.name

    @property
    def word(self) -> str:
        """Where it stands, short enough for a cell."""
        return short_label_of(self.group, self.wording)

    @property
    def wording(self) -> Wording:
        """What "no update" means for it."""
        return wording_in(self.kind, self.edition)

    @property
    def address(self) -> str:
        """The action's address."""
        tree = "force-action" if self.kind == Body.Kind.FORCE else "body-action"
        return reverse(tree, args=[self.slug, self.inspection, self.reference])


_FIELDS = (
    "action",
    "recommendation",
    "recommendation__reference",
    "recommendation__inspection__slug",
    "holder__kind",
    "holder__slug",
    "holder__name",
    "holder__short_name",
    "holder__force__region",
    "holder__force__map_row",
    "group",
    "due_on",
    "update__effective_on",
    "edition",
    "status",
    "waiting_for_recommendation",
    "is_due_next",
    "is_forecast_late",
    "is_past_local_target",
)


def standings_of(positions: QuerySet[Position], *others: QuerySet[Position]) -> list[Standing]:
    """Where every holder stands, in one query, by holder's name. The positions must be `counting.with_conditions`.

    Those in several of the querysets come once.
    """
    rows = positions.order_by().values_list(*_FIELDS)
    if others:
        rows = rows.union(*(other.order_by().values_list(*_FIELDS) for other in others))
    return sorted((Standing(*row) for row in rows), key=lambda standing: (standing.name, standing.recommendation))


@dataclass(frozen=True)
class Column:
    """One recommendation; `tally` is of the forces shown, `waits_for` what must come first."""

    recommendation: Recommendation
    tally: Tally
    waits_for: list[Recommendation]


@dataclass(frozen=True)
class Cell:
    """Where a force, or the national bodies together, stand: the group, its word and the page that tells more."""

    group: str
    word: str
    address: str

    @classmethod
    def of(cls, standings: Sequence[Standing], recommendation: Recommendation) -> Cell | None:
        """Of several that hold the same it tells the one to look at first, and leads to all; None without any."""
        if not standings:
            return None
        first = min(standings, key=lambda standing: _ORDER[standing.group])
        return cls(first.group, first.word, first.address if len(standings) == 1 else recommendation.get_absolute_url())


@dataclass(frozen=True)
class Row:
    """One force, or the national bodies together; a cell for each column, None where there is no action."""

    name: str
    address: str
    cells: list[Cell | None]


@dataclass(frozen=True)
class Grid:
    """Its columns, and its rows by region, north to south. `national` is the row above them, if it is shown."""

    columns: list[Column]
    national: Row | None
    regions: list[tuple[str, list[Row]]]
    wording: Wording

    @property
    def is_dense(self) -> bool:
        """Too many columns for words in the cells."""
        return len(self.columns) > MOST_COLUMNS_WITH_WORDS

    @property
    def is_wide(self) -> bool:
        """Too many columns to leave room for anything beside it."""
        return len(self.columns) > MOST_COLUMNS_BESIDE_A_LIST

    @property
    def key(self) -> list[dict[str, object]]:
        """The groups of the forces' actions shown, with their counts."""
        whole = Tally()
        for column in self.columns:
            whole.add(column.tally)
        return key_of(whole, self.wording)


def grid_of(standings: Iterable[Standing], columns: Iterable[Column], wording: Wording, *, national: bool) -> Grid:
    """The grid of the forces among these standings, which are those to show.

    Its columns are those on which a force has an action; with `national` all of them, below a row of national bodies.
    """
    found = list(standings)
    of_forces = [standing for standing in found if standing.kind == Body.Kind.FORCE]
    held = {standing.recommendation for standing in of_forces}
    columns = [column for column in columns if national or column.recommendation.pk in held]
    shown = in_order_of_the_grid(of_forces)
    of_bodies = [standing for standing in found if standing.kind == Body.Kind.NATIONAL]
    return Grid(
        columns=columns,
        national=Row("", "", _cells(of_bodies, columns)) if national else None,
        regions=[
            (name or "", [_row(list(row), columns) for _slug, row in groupby(rows, lambda standing: standing.slug)])
            for name, rows in groupby(shown, lambda standing: standing.region)
        ],
        wording=wording,
    )


def in_order_of_the_grid(of_forces: list[Standing]) -> list[Standing]:
    """Standings of forces by region from north to south, and by the force's name."""
    regions = _north_to_south(of_forces)
    return sorted(of_forces, key=lambda standing: (regions.index(standing.region or ""), standing.label, standing.slug))


def regions_of(standings: Iterable[Standing]) -> list[str]:
    """The regions of the forces among these standings, north to south."""
    of_forces = [standing for standing in standings if standing.kind == Body.Kind.FORCE]
    return [region for region in _north_to_south(of_forces) if region]


def _north_to_south(standings: list[Standing]) -> list[str]:
    return north_to_south((standing.region, standing.map_row) for standing in standings)


def _row(standings: list[Standing], columns: list[Column]) -> Row:
    first = standings[0]
    return Row(first.label, reverse("force", args=[first.slug]), _cells(standings, columns))


def _cells(standings: list[Standing], columns: list[Column]) -> list[Cell | None]:
    of_recommendation = defaultdict(list)
    for standing in standings:
        of_recommendation[standing.recommendation].append(standing)
    return [Cell.of(of_recommendation[column.recommendation.pk], column.recommendation) for column in columns]
