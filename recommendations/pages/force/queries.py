"""Summaries of bodies, and one force with its local policing body and panels."""

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
        return self.tally.groups[PositionGroup.NO_UPDATE] + self.passed

    @property
    def passed(self) -> int:
        return self.tally.groups[PositionGroup.PASSED]

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


def counts_by_holder(reader: Reader, bodies: Mapping[int, Body] | None = None) -> HolderCounts:
    """Return the counts of every holder this reader may see, in one query.

    A second query looks up the names of the awaited bodies, unless `bodies` (by id) has them.
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
    return HolderCounts(tallies, named)


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
        return is_special, regions.index(region), summary.body.name

    return sorted(summaries, key=place)


def total_of(summaries: Iterable[BodySummary]) -> Tally:
    """Return the sum of the tallies."""
    return total(dict(enumerate(summary.tally for summary in summaries)))


def by_region(summaries: Iterable[ForceSummary]) -> list[SummaryGroup]:
    """Group summaries in the order of `force_summaries` by region, with special forces under their own heading."""
    return [
        SummaryGroup(_("Special forces") if is_special else region or _("Other"), list(rows))
        for (is_special, region), rows in groupby(summaries, key=lambda summary: summary.region)
    ]


@dataclass(frozen=True)
class ForceOversight:
    """A force's local policing body on a day, since when, and the panels that scrutinise it."""

    body: LocalPolicingBody | None
    since: datetime.date | None
    panels: list[Body]


def force_and_overseers(slug: str, reader: Reader) -> tuple[Force, ForceOversight]:
    """Return a force this reader may see, with its local policing body and panels on the day, in one query.

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
    return by_kind[Body.Kind.FORCE][0].force, ForceOversight(
        overseer.localpolicingbody if overseer else None,
        overseer.overseer_since if overseer else None,
        by_kind[Body.Kind.PANEL],
    )
