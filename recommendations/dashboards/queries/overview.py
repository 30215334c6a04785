"""The national overview: every force, the national bodies and the newest inspections, as one reader sees them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from forces.bodies.models import Body, LocalPolicingBody
from forces.people.access import Reader
from recommendations.dashboards.queries.editions import wording_of_many
from recommendations.dashboards.queries.forces import (
    Counts,
    ForceHolding,
    Holding,
    HoldingGroup,
    by_region,
    counts_by_holder,
    force_holdings,
    forces_of,
)
from recommendations.dashboards.queries.progress import key_of
from recommendations.positions.counting import Tally, positions_on, tally_by, total
from recommendations.positions.groups import DUE_WITHIN_DAYS, Group
from recommendations.register.models import Inspection
from soteria_tracker.web.statuses import Wording

INSPECTIONS_SHOWN = 10


@dataclass(frozen=True)
class InspectionRow:
    """An inspection with its recommendations by addressee, and where the forces' actions stand."""

    inspection: Inspection
    to_forces: int
    to_others: int
    tally: Tally
    wording: Wording

    @property
    def key(self) -> list[dict[str, object]]:
        """The groups that have any, for {% key %}."""
        return key_of(self.tally, self.wording)


@dataclass(frozen=True)
class Overview:
    """The overview for one reader on the reader's day. Its headline counts the forces' actions only."""

    day: datetime.date
    forces: list[ForceHolding]
    others: list[HoldingGroup]
    inspections: list[InspectionRow]
    inspections_in_all: int
    wording: Wording  # what "no update" means for the forces together

    @property
    def whole(self) -> Tally:
        """The sum over the forces."""
        whole = Tally()
        for holding in self.forces:
            whole.add(holding.tally)
        return whole

    @property
    def regions(self) -> list[HoldingGroup]:
        return by_region(self.forces)

    @property
    def kept(self) -> list[ForceHolding]:
        """The forces whose offices keep their records here."""
        return [holding for holding in self.forces if holding.is_kept]

    @property
    def with_overdue(self) -> int:
        """How many forces have anything overdue."""
        return sum(1 for holding in self.forces if holding.tally.overdue)

    @property
    def passed(self) -> int:
        """Deadlines that passed without any update recorded."""
        return self.whole.groups[Group.PASSED]

    @property
    def due_until(self) -> datetime.date:
        """The last day that "due next" looks ahead to."""
        return self.day + datetime.timedelta(days=DUE_WITHIN_DAYS)

    @property
    def key(self) -> list[dict[str, object]]:
        """The groups in which the shown inspections have any, without counts."""
        whole = total(dict(enumerate(row.tally for row in self.inspections)))
        return [item | {"count": None} for item in key_of(whole, self.wording)]


def overview_of(reader: Reader) -> Overview:
    """Everything the overview shows, in as many queries however much there is."""
    counts = counts_by_holder(reader)
    inspections, in_all = _inspections(reader)
    forces = overview_forces(reader, counts)
    return Overview(reader.day, forces, _others(counts), inspections, in_all, wording_of_many(reader))


def overview_forces(
    reader: Reader, counts: Counts, overseers: Mapping[int, LocalPolicingBody] | None = None
) -> list[ForceHolding]:
    """The territorial forces that exist on the day, and the special forces that hold actions."""
    holdings = force_holdings(forces_of(reader).open_on(reader.day), counts, overseers)
    return [holding for holding in holdings if holding.body.territorial or holding.tally.total]


def _others(counts: Counts) -> list[HoldingGroup]:
    """The national and local policing bodies that hold actions, each kind under its heading."""
    bodies = Body.objects.filter(pk__in=counts.tallies).exclude(kind=Body.Kind.FORCE)
    holdings = [Holding(**counts.of(body)) for body in bodies.order_by("name")]
    headings = {Body.Kind.NATIONAL: _("National bodies"), Body.Kind.LOCAL: _("Local policing bodies")}
    groups = [
        HoldingGroup(str(heading), [holding for holding in holdings if holding.body.kind == kind])
        for kind, heading in headings.items()
    ]
    return [group for group in groups if group.rows]


def _inspections(reader: Reader) -> tuple[list[InspectionRow], int]:
    """The newest national inspections, and how many inspections of any scope the reader can find in the list."""
    visible = list(Inspection.objects.visible_to(reader).defer("key_findings").order_by("-published_on", "title"))
    shown = [one for one in visible if _is_national(one)][:INSPECTIONS_SHOWN]
    inspection = "action__recommendation__inspection"
    positions = positions_on(reader.day, reader).filter(**{f"{inspection}__in": shown})
    of_force = Q(holder__kind=Body.Kind.FORCE)
    tallies = tally_by(positions.filter(of_force), reader.day, inspection)
    addressed = {
        row[inspection]: row
        for row in positions.order_by()
        .values(inspection)
        .annotate(
            to_forces=Count("action__recommendation", distinct=True, filter=of_force),
            to_others=Count("action__recommendation", distinct=True, filter=~of_force),
        )
    }
    rows = [
        InspectionRow(
            inspection=shown_one,
            to_forces=addressed.get(shown_one.pk, {}).get("to_forces", 0),
            to_others=addressed.get(shown_one.pk, {}).get("to_others", 0),
            tally=tallies.get(shown_one.pk, Tally()),
            wording=wording_of_many(reader),
        )
        for shown_one in shown
    ]
    return rows, len(visible)


def _is_national(inspection: Inspection) -> bool:
    return inspection.scope == Inspection.Scope.NATIONAL and inspection.subjects != Inspection.Subjects.NAMED_FORCES
