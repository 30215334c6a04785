"""Forces with their counts, and the facts of one force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from forces.bodies.models import Body, Force, ForceQuerySet, LocalPolicingBody, Oversight, Panel
from forces.people.access import Reader
from recommendations.dashboards.queries.actions import overdue_waiting_words, waited_for
from recommendations.dashboards.queries.editions import wording_of_many
from recommendations.dashboards.queries.regions import north_to_south
from recommendations.positions.counting import Tally, positions_on, tally_by
from recommendations.positions.groups import Group
from recommendations.positions.models import Position
from recommendations.register.moves import Status
from soteria_tracker.web.statuses import status_of


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A body with the counts of its actions."""

    body: Body
    tally: Tally
    awaited: list[str]  # for whom or what its overdue actions wait

    @property
    def is_kept(self) -> bool:
        """Whether its records are kept here: only a force’s may not be."""
        return True

    @property
    def without_update(self) -> int:
        """Actions nobody has reported on, whether their deadline has passed or not."""
        return self.tally.groups[Group.NO_UPDATE] + self.passed

    @property
    def passed(self) -> int:
        return self.tally.groups[Group.PASSED]

    @property
    def waiting_words(self) -> str:
        """ "1 of them waits for others: Soteria Joint Unit"; empty if none of the overdue waits."""
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
    def region(self) -> tuple[bool, str]:
        """Whether it is a special force, and else its region: where it stands in a list of forces."""
        return (not self.body.territorial, self.body.region if self.body.territorial else "")


@dataclass(frozen=True)
class Counts:
    """The counts of every holder, and for whom or what their overdue actions wait, by the holder's id."""

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


def counts_by_holder(reader: Reader) -> Counts:
    """The counts of every holder this reader may see, in two queries."""
    positions = positions_on(reader.day, reader)
    return Counts(tally_by(positions, reader.day, "holder"), awaited_by_holder(positions, reader))


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


def awaited_by_holder(positions: QuerySet[Position], reader: Reader) -> dict[int, list[str]]:
    """For whom or what the overdue actions of each holder wait, in words, each once; one query."""
    waiting = (
        positions.filter(Q(group=Group.OVERDUE, status=Status.WAITING))
        .select_related("waiting_for_body", "waiting_for_recommendation__inspection", "action__recommendation")
        .order_by("due_on", "action")
    )
    found: dict[int, list[str]] = {}
    for position in waiting:
        words = waited_for(position, reader.day)
        if words and words not in found.setdefault(position.holder_id, []):
            found[position.holder_id].append(words)
    return found


def by_region(holdings: Iterable[ForceHolding]) -> list[HoldingGroup]:
    """Forces, in the order of `force_holdings`, under their regions; special forces under a heading of their own."""
    return [
        HoldingGroup(_("Special forces") if is_special else region or _("Other"), list(rows))
        for (is_special, region), rows in groupby(holdings, key=lambda holding: holding.region)
    ]


@dataclass(frozen=True)
class Oversees:
    """Who answers for a force on a day, and who scrutinises that body."""

    oversight: Oversight | None
    panels: list[Body]


def oversight_of(force: Force, reader: Reader) -> Oversees:
    """The local policing body and the panel of a force on the reader's day; special forces have neither."""
    oversight = Oversight.objects.on(reader.day).filter(force=force).select_related("body").first()
    return Oversees(oversight, list(Panel.objects.open_on(reader.day).filter(Q(scrutinises=force))))


# --- the download ------------------------------------------------------------------------------------------


def holding_columns(reader: Reader) -> list[Any]:
    """The names of the columns of `holding_cells`."""
    return [
        _("Force"),
        _("Region"),
        _("Local policing body"),
        _("Kept here"),
        _("Actions"),
        _("Closed, per cent of those kept here"),
        *(status_of(group, wording_of_many(reader)).word for group in Group),
        _("Of the overdue, waiting for others"),
        _("Due in the next 30 days"),
        _("Forecast late"),
        _("Past its local target"),
        _("Edition"),
    ]


def holding_cells(holdings: Iterable[ForceHolding], reader: Reader) -> Iterable[list[Any]]:
    """One line of a download for each force, in the order of `holding_columns`."""
    for holding in holdings:
        force, tally = holding.body, holding.tally
        yield [
            force.name,
            force.region,
            holding.overseer.name if holding.overseer else "",
            _("yes") if holding.is_kept else _("no"),
            tally.total,
            tally.closed_share,
            *(tally.groups[group] for group in Group),
            tally.overdue_waiting,
            tally.due_next,
            tally.forecast_late,
            tally.past_local_target,
            reader.edition_of(force).label,
        ]
