"""The national overview: every force, the national bodies, deadlines and the newest inspections, for one reader."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from forces.bodies.models import Body, LocalPolicingBody, Oversight
from forces.people.access import Reader
from recommendations.pages.common.editions import wording_of_many
from recommendations.pages.common.progress import key_of
from recommendations.pages.force.queries import (
    Counts,
    ForceHolding,
    Holding,
    HoldingGroup,
    by_region,
    counts_by_holder,
    force_holdings,
    forces_of,
    total_of,
)
from recommendations.pages.overview.deadlines import OTHER_HOLDER, Deadlines, deadlines_of, still_to_finish
from recommendations.positions.conditions import DUE_WITHIN_DAYS
from recommendations.positions.counting import Tally, positions_on, tally_by
from recommendations.register.models import Inspection, Recommendation
from recommendations.register.statuses import PositionGroup, Wording
from recommendations.responses.models import Response

INSPECTIONS_SHOWN = 3
_RECOMMENDATION = "recommendation"
_INSPECTION = f"{_RECOMMENDATION}__inspection"
_Key = tuple[int, int, datetime.date | None, str]  # inspection, recommendation, day due, holder that is no force


@dataclass(frozen=True)
class InspectionRow:
    """An inspection with its recommendations by addressee, where the forces' actions stand, and its responses."""

    inspection: Inspection
    to_forces: int
    to_others: int
    tally: Tally
    wording: Wording
    published: int  # responses
    answering: int  # how many forces' local policing bodies are there to answer on the day

    @property
    def bar(self) -> list[tuple[str, int]]:
        """The groups that have any of those kept here, for {% status_bar %}."""
        return [(group.value, count) for group, count in self.tally.present if group is not PositionGroup.NOT_KEPT]

    @property
    def key(self) -> list[dict[str, object]]:
        """The groups that have any, with words and counts."""
        return key_of(self.tally, self.wording)


@dataclass(frozen=True)
class Overview:
    """The overview for one reader on the reader's day. Its headline counts the forces' actions only."""

    day: datetime.date
    forces: list[ForceHolding]
    others: list[HoldingGroup]
    deadlines: Deadlines
    inspections: list[InspectionRow]
    inspections_in_all: int
    wording: Wording  # what "no update" means for the forces together
    own: frozenset[int]  # the forces for which the reader works or which the reader scrutinises

    @property
    def whole(self) -> Tally:
        """The sum over the forces."""
        return total_of(self.forces)

    @property
    def regions(self) -> list[HoldingGroup]:
        return by_region(self.forces)

    @property
    def on_the_map(self) -> list[ForceHolding]:
        """The forces that have a place on the map, from north to south and west to east: the order of reading."""
        placed = [holding for holding in self.forces if holding.has_place]
        return sorted(placed, key=lambda holding: (holding.body.map_row, holding.body.map_column))

    @property
    def off_the_map(self) -> list[ForceHolding]:
        """The special forces that hold actions, and any force without a place."""
        return [holding for holding in self.forces if not holding.has_place]

    @property
    def kept(self) -> list[ForceHolding]:
        """The forces whose offices use Soteria Tracker."""
        return [holding for holding in self.forces if holding.is_kept]

    @property
    def with_overdue(self) -> int:
        """How many forces have anything overdue."""
        return sum(1 for holding in self.forces if holding.tally.overdue)

    @property
    def passed(self) -> int:
        """Deadlines that passed without any update recorded."""
        return self.whole.groups[PositionGroup.PASSED]

    @property
    def due_until(self) -> datetime.date:
        """The last day that "due next" looks ahead to."""
        return self.day + datetime.timedelta(days=DUE_WITHIN_DAYS)

    @property
    def shown_together(self) -> Tally:
        """The forces' actions of the inspections that are shown."""
        whole = Tally()
        for row in self.inspections:
            whole.add(row.tally)
        return whole

    @property
    def key(self) -> list[dict[str, object]]:
        """The groups in which the shown inspections have any, without counts."""
        return [
            item | {"count": None} for item in key_of(self.shown_together, self.wording) if item["key"] != "not-kept"
        ]

    @property
    def table_of_inspections(self) -> list[tuple[Inspection, list[int]]]:
        """The shown inspections with their counts in the groups of the key: the bars as a table."""
        groups = [group for group, _count in self.shown_together.present if group is not PositionGroup.NOT_KEPT]
        return [(row.inspection, [row.tally.groups[group] for group in groups]) for row in self.inspections]


def overview_of(reader: Reader) -> Overview:
    """Everything the overview shows, in five queries however much there is."""
    bodies = _bodies(reader)
    counts = counts_by_holder(reader, bodies)
    forces = [body.force for body in bodies.values() if body.kind == Body.Kind.FORCE and body.is_open_on(reader.day)]
    visible = _visible(reader)
    shown = [one for one in visible if _is_national(one)][:INSPECTIONS_SHOWN]
    tallies = _tallies(shown, reader)
    wording = wording_of_many(reader)
    return Overview(
        reader.day,
        _with_actions(force_holdings(forces, counts)),
        _others(bodies.values(), counts),
        _deadlines(tallies, shown, reader, wording),
        _rows(tallies, shown, wording),
        len(visible),
        wording,
        reader.working_forces | reader.panel,
    )


def overview_forces(
    reader: Reader, counts: Counts, overseers: Mapping[int, LocalPolicingBody] | None = None
) -> list[ForceHolding]:
    """The territorial forces that exist on the day, and the special forces that hold actions."""
    return _with_actions(force_holdings(forces_of(reader).open_on(reader.day), counts, overseers))


def _with_actions(holdings: list[ForceHolding]) -> list[ForceHolding]:
    return [holding for holding in holdings if holding.body.territorial or holding.tally.total]


def _bodies(reader: Reader) -> dict[int, Body]:
    """Every body that this reader may see, by its id, forces with what is theirs; in one query."""
    seen = Body.objects.filter(reader.holders()).exclude(kind=Body.Kind.PANEL)
    return {body.pk: body for body in seen.select_related("force").order_by("name")}


def _others(bodies: Iterable[Body], counts: Counts) -> list[HoldingGroup]:
    """The national and local policing bodies that hold actions, each kind under its heading."""
    headings = {Body.Kind.NATIONAL: _("National bodies"), Body.Kind.LOCAL: _("Local policing bodies")}
    holding = [Holding(**counts.of(body)) for body in bodies if body.pk in counts.tallies]
    groups = [
        HoldingGroup(str(heading), [one for one in holding if one.body.kind == kind])
        for kind, heading in headings.items()
    ]
    return [group for group in groups if group.rows]


# --- inspections and deadlines -----------------------------------------------------------------------------


def _visible(reader: Reader) -> list[Any]:
    """Every inspection of any scope that the reader can find in the list, the newest first, with its responses.

    As `published` how many responses are published, as `answering` how many forces somebody answers for.
    """
    published = Response.objects.filter(inspection=OuterRef("pk"), publications__isnull=False)
    in_office = Oversight.objects.on(reader.day).order_by().values("force__territorial")
    return list(
        Inspection.objects.visible_to(reader)
        .defer("key_findings")
        .annotate(
            published=Coalesce(
                Subquery(published.order_by().values("inspection").annotate(n=Count("pk", distinct=True)).values("n")),
                0,
            ),
            answering=Coalesce(Subquery(in_office.annotate(n=Count("pk")).values("n")[:1]), 0),
        )
        .order_by("-published_on", "title")
    )


def _is_national(inspection: Inspection) -> bool:
    return inspection.scope == Inspection.Scope.NATIONAL and inspection.subjects != Inspection.Subjects.NAMED_FORCES


def _tallies(shown: list[Any], reader: Reader) -> dict[_Key, Tally]:
    """All positions of the inspections shown, and what is still to finish of other national ones, in one query.

    By inspection, recommendation, day due, and the name of a holder that is no force.
    """
    national = Q(**{f"{_INSPECTION}__scope": Inspection.Scope.NATIONAL}) & ~Q(
        **{f"{_INSPECTION}__subjects": Inspection.Subjects.NAMED_FORCES}
    )
    wanted = Q(**{f"{_INSPECTION}__in": shown}) | (national & still_to_finish(reader.day))
    positions = positions_on(reader.day, reader).filter(wanted).annotate(other=OTHER_HOLDER)
    return cast(dict[_Key, Tally], tally_by(positions, reader.day, _INSPECTION, _RECOMMENDATION, "due_on", "other"))


def _rows(tallies: Mapping[_Key, Tally], shown: list[Any], wording: Wording) -> list[InspectionRow]:
    of_forces: dict[int, Tally] = {one.pk: Tally() for one in shown}
    addressed: dict[tuple[int, bool], set[int]] = {}
    for (inspection, recommendation, _due_on, other), tally in tallies.items():
        addressed.setdefault((inspection, bool(other)), set()).add(recommendation)
        if inspection in of_forces and not other:
            of_forces[inspection].add(tally)
    return [
        InspectionRow(
            inspection=one,
            to_forces=len(addressed.get((one.pk, False), ())),
            to_others=len(addressed.get((one.pk, True), ())),
            tally=of_forces[one.pk],
            wording=wording,
            published=one.published,
            answering=one.answering,
        )
        for one in shown
    ]


def _deadlines(tallies: Mapping[_Key, Tally], shown: list[Any], reader: Reader, wording: Wording) -> Deadlines:
    """In one query, for the recommendations that are named."""
    in_full = {key[1] for key in tallies if key[0] in {one.pk for one in shown}}
    by_recommendation = {key[1:]: tally for key, tally in tallies.items()}
    found = deadlines_of(by_recommendation, reader.day, wording, in_full=in_full)
    due = [due for deadline in found.shown for due in deadline.shown]
    named = Recommendation.objects.select_related("inspection").defer("text", "inspection__key_findings")
    recommendations = named.in_bulk({one.recommendation for one in due})
    for one in due:
        one.found = recommendations[one.recommendation]
    return found
