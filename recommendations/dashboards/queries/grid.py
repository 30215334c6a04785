"""Forces by recommendations: each cell where one force stands on one recommendation."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from forces.bodies.models import Body
from recommendations.dashboards.queries.editions import wording_in
from recommendations.dashboards.queries.progress import key_of
from recommendations.dashboards.queries.regions import north_to_south
from recommendations.positions.counting import Tally
from recommendations.positions.models import Position
from recommendations.register.models import Recommendation
from soteria_tracker.web.statuses import Wording, status_of

MOST_COLUMNS_WITH_WORDS = 8
MOST_COLUMNS_BESIDE_A_LIST = 5


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

    @property
    def label(self) -> str:
        """The holder's short name where there is one, else its name."""
        return self.short_name or self.name

    @property
    def word(self) -> str:
        """Where it stands, short enough for a cell."""
        return str(status_of(self.group, self.wording).short)

    @property
    def wording(self) -> Wording:
        """What "no update" means for it."""
        return wording_in(self.kind, self.edition)

    @property
    def address(self) -> str:
        """The action's address."""
        tree = "force-action" if self.kind == Body.Kind.FORCE else "body-action"
        return reverse(tree, args=[self.slug, self.inspection, self.reference])


def standings_of(positions: QuerySet[Position]) -> list[Standing]:
    """Where every holder stands, in one query, by holder's name. The positions must have their group."""
    rows = positions.order_by("holder__name", "action__recommendation__order").values_list(  # type: ignore[misc]
        "action",
        "action__recommendation",
        "action__recommendation__reference",
        "action__recommendation__inspection__slug",
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
    )
    return [Standing(*row) for row in rows]


@dataclass(frozen=True)
class Column:
    """One recommendation; `tally` is of the forces shown, `waits_for` what must come first."""

    recommendation: Recommendation
    tally: Tally
    waits_for: list[Recommendation]


@dataclass(frozen=True)
class Row:
    """One force; a cell for each column, None where the force has no action."""

    name: str
    address: str
    cells: list[Standing | None]


@dataclass(frozen=True)
class Grid:
    """Its columns, and its rows by region, north to south."""

    columns: list[Column]
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
        """The groups present in what is shown, with their counts."""
        whole = Tally()
        for column in self.columns:
            whole.add(column.tally)
        return key_of(whole, self.wording)


def grid_of(standings: Iterable[Standing], columns: Iterable[Column], region: str, wording: Wording) -> Grid:
    """The grid of the forces among these standings; the rows of one region only if one is named.

    Of the columns it keeps those on which a force has an action. Their tallies are of the forces of that region.
    """
    of_forces = [standing for standing in standings if standing.kind == Body.Kind.FORCE]
    held = {standing.recommendation for standing in of_forces}
    columns = [column for column in columns if column.recommendation.pk in held]
    regions = _north_to_south(of_forces)
    shown = sorted(
        (standing for standing in of_forces if region in ("", standing.region)),
        key=lambda standing: (regions.index(standing.region or ""), standing.label, standing.slug),
    )
    return Grid(
        columns=columns,
        regions=[
            (name or "", [_row(list(row), columns) for _slug, row in groupby(rows, lambda standing: standing.slug)])
            for name, rows in groupby(shown, lambda standing: standing.region)
        ],
        wording=wording,
    )


def regions_of(standings: Iterable[Standing]) -> list[str]:
    """The regions of the forces among these standings, north to south."""
    of_forces = [standing for standing in standings if standing.kind == Body.Kind.FORCE]
    return [region for region in _north_to_south(of_forces) if region]


def _north_to_south(standings: list[Standing]) -> list[str]:
    return north_to_south((standing.region, standing.map_row) for standing in standings)


def _row(standings: list[Standing], columns: list[Column]) -> Row:
    of_recommendation = {standing.recommendation: standing for standing in standings}
    return Row(
        name=standings[0].label,
        address=reverse("force", args=[standings[0].slug]),
        cells=[of_recommendation.get(column.recommendation.pk) for column in columns],
    )
