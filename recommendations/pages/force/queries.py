"""Forces with their counts, and the facts of one force."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.http import Http404
from django.utils.translation import gettext as _

from forces.bodies.models import Body, Force, ForceQuerySet, LocalPolicingBody, Oversight, Panel
from forces.people.access import Reader
from recommendations.pages.common.attention import overdue_waiting_words
from recommendations.pages.common.regions import north_to_south
from recommendations.positions.conditions import OVERDUE
from recommendations.positions.counting import Tally, positions_on, tally_by, total
from recommendations.register.statuses import PositionGroup, Status

BANDS = (40, 60, 80)  # per cent closed, from which a tile on the map is darker


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A body with the counts of its actions."""

    body: Body
    tally: Tally
    awaited: list[str]  # for whom its overdue actions wait

    @property
    def is_kept(self) -> bool:
        """Whether its records are kept here: only a force’s may not be."""
        return True

    @property
    def without_update(self) -> int:
        """Actions nobody has reported on, whether their deadline has passed or not."""
        return self.tally.groups[PositionGroup.NO_UPDATE] + self.passed

    @property
    def passed(self) -> int:
        return self.tally.groups[PositionGroup.PASSED]

    @property
    def waiting_words(self) -> str:
        """ "1 of them is waiting for others: Soteria Joint Unit"; empty if none of the overdue waits."""
        return overdue_waiting_words(self.tally, self.awaited)


@dataclass(frozen=True, kw_only=True)
class ForceHolding(Holding):
    """A force with the counts of its actions, and who oversees it on the day."""

    body: Force
    overseer: LocalPolicingBody | None = None

    @property
    def is_kept(self) -> bool:
        return self.body.kept_here

    @property
    def has_place(self) -> bool:
        """Whether it stands on the map of forces: special forces do not."""
        return self.body.territorial and bool(self.body.map_column and self.body.map_row)

    @property
    def band(self) -> int:
        """How dark its tile is on the map: 1 to 4, by the share closed; 0 where there is no share."""
        share = self.tally.closed_share if self.is_kept else None
        return 0 if share is None else 1 + sum(share >= least for least in BANDS)

    @property
    def region(self) -> tuple[bool, str]:
        """Whether it is a special force, and else its region: where it stands in a list of forces."""
        return (not self.body.territorial, self.body.region if self.body.territorial else "")


@dataclass(frozen=True)
class Counts:
    """The counts of every holder, and for whom their overdue actions wait, by the holder's id."""

    tallies: dict[Any, Tally]
    awaited: dict[int, list[str]]

    def of(self, body: Body) -> dict[str, Any]:
        """What a Holding of the body needs."""
        return {"body": body, "tally": self.tallies.get(body.pk, Tally()), "awaited": self.awaited.get(body.pk, [])}


@dataclass(frozen=True)
class HoldingGroup:
    """Holdings under one heading of a table."""

    heading: str
    rows: Sequence[Holding]


def forces_of(reader: Reader) -> ForceQuerySet:
    """Every force this reader may see, closed ones included."""
    return Force.objects.filter(reader.holders())


def counts_by_holder(reader: Reader, bodies: Mapping[int, Body] | None = None) -> Counts:
    """The counts of every holder this reader may see, in one query.

    Another asks for the names of whom the overdue wait for, where any do and `bodies` by id are not at hand.
    """
    awaited_by_overdue = Case(When(OVERDUE.q(reader.day) & Q(status=Status.WAITING), then=F("waiting_for_body")))
    positions = positions_on(reader.day, reader).annotate(awaited=awaited_by_overdue)
    tallies: dict[Any, Tally] = {}
    awaited: dict[int, list[int]] = {}
    for (holder, body), tally in tally_by(positions, reader.day, "holder", "awaited").items():
        tallies.setdefault(holder, Tally()).add(tally)
        if body:
            awaited.setdefault(holder, []).append(body)
    wanted = {body for of_holder in awaited.values() for body in of_holder}
    names = bodies if bodies is not None else Body.objects.in_bulk(wanted)
    named = {holder: [str(names[body]) for body in found if body in names] for holder, found in awaited.items()}
    return Counts(tallies, named)


def overseers_on(reader: Reader) -> dict[int, LocalPolicingBody]:
    """The local policing body of each force on the reader's day, by the force's id."""
    return {o.force_id: o.body for o in Oversight.objects.on(reader.day).select_related("body")}


def force_holdings(
    forces: Iterable[Force], counts: Counts, overseers: Mapping[int, LocalPolicingBody] | None = None
) -> list[ForceHolding]:
    """The forces with their counts, by region from north to south and by name; special forces last."""
    holdings = [ForceHolding(**counts.of(force), overseer=(overseers or {}).get(force.pk)) for force in forces]
    regions = north_to_south((holding.region[1], holding.body.map_row) for holding in holdings)

    def place(holding: ForceHolding) -> tuple[bool, int, str]:
        is_special, region = holding.region
        return is_special, regions.index(region), holding.body.name

    return sorted(holdings, key=place)


def total_of(holdings: Iterable[Holding]) -> Tally:
    """The sum over the holdings."""
    return total(dict(enumerate(holding.tally for holding in holdings)))


def by_region(holdings: Iterable[ForceHolding]) -> list[HoldingGroup]:
    """Forces, in the order of `force_holdings`, under their regions; special forces under a heading of their own."""
    return [
        HoldingGroup(_("Special forces") if is_special else region or _("Other"), list(rows))
        for (is_special, region), rows in groupby(holdings, key=lambda holding: holding.region)
    ]


@dataclass(frozen=True)
class Oversees:
    """Who answers for a force on a day and since when, and who scrutinises that body."""

    body: LocalPolicingBody | None
    since: datetime.date | None
    panels: list[Body]


def force_and_overseers(slug: str, reader: Reader) -> tuple[Force, Oversees]:
    """A force this reader may see, with its local policing body and panels on the reader's day, in one query.

    Special forces have neither. Raises Http404 where there is no such force for the reader.
    """
    oversight = Oversight.objects.on(reader.day).filter(force__slug=slug)
    own = reader.holders() & Q(kind=Body.Kind.FORCE, slug=slug)
    panels = Panel.objects.open_on(reader.day).filter(Q(scrutinises__slug=slug))
    found = (
        Body.objects.filter(own | Q(pk__in=oversight.values("body")) | Q(pk__in=panels.values("pk")))
        .select_related("force", "localpolicingbody")
        .annotate(overseer_since=Subquery(oversight.filter(body=OuterRef("pk")).values("first_day")[:1]))
        .order_by("name")
    )
    by_kind: dict[str, list[Any]] = {kind: [] for kind in Body.Kind.values}
    for body in found:
        by_kind[body.kind].append(body)
    if not by_kind[Body.Kind.FORCE]:
        raise Http404
    overseer = next(iter(by_kind[Body.Kind.LOCAL]), None)
    return by_kind[Body.Kind.FORCE][0].force, Oversees(
        overseer.localpolicingbody if overseer else None,
        overseer.overseer_since if overseer else None,
        by_kind[Body.Kind.PANEL],
    )
