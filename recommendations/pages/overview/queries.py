"""The national overview: every force, the national bodies, deadlines and the newest inspections, for one reader."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from forces.bodies.models import Body, BodyKind, LocalPolicingBody, Oversight
from forces.people.access import Reader
from recommendations.pages.common.body_summaries import (
    BodySummary,
    ForceSummary,
    HolderCounts,
    SummaryGroup,
    by_region,
    counts_by_holder,
    force_summaries,
    forces_of,
    total_of,
)
from recommendations.pages.common.wording import key_of, wording_of_many
from recommendations.pages.overview.deadlines import (
    OTHER_HOLDER,
    Deadlines,
    deadlines_of,
    still_to_finish,
    with_lines,
)
from recommendations.positions.cached_counts import CountScope
from recommendations.positions.conditions import last_day_due_next
from recommendations.positions.counting import Tally, positions_on, tally_by
from recommendations.register.models import Inspection
from recommendations.register.statuses import PositionGroup, Wording
from recommendations.responses.models import Response

INSPECTIONS_SHOWN = 3
_RECOMMENDATION = "recommendation"
_INSPECTION = f"{_RECOMMENDATION}__inspection"
# inspection, recommendation, day due, holder that is not a force
_Key = tuple[int, int, datetime.date | None, int | None]


@dataclass(frozen=True)
class InspectionRow:
    """An inspection with its recommendations by addressee, the tally of forces' actions, and its responses."""

    inspection: Inspection
    to_forces: int
    to_other_bodies: int
    tally: Tally
    wording: Wording
    published: int  # responses
    answering: int  # forces with a local policing body on the day, which has to respond

    @property
    def bar(self) -> list[tuple[str, int]]:
        """Return the groups with any actions and their counts, for {% status_bar %}."""
        return [(group.value, count) for group, count in self.tally.present if group is not PositionGroup.NOT_TRACKED]

    @property
    def key(self) -> list[dict[str, object]]:
        """Return the groups with any actions, with labels and counts."""
        return key_of(self.tally, self.wording)


@dataclass(frozen=True)
class Overview:
    """The overview for one reader on the reader's day. Its headline figures count forces' actions only."""

    day: datetime.date
    forces: list[ForceSummary]
    other_bodies: list[SummaryGroup]
    deadlines: Deadlines
    inspections: list[InspectionRow]
    inspections_in_all: int
    wording: Wording  # what "no update" means for the forces together
    own: frozenset[int]  # the forces for which the reader works or which the reader scrutinises
    looks_back: bool  # its links lead to pages about the same day
    known_on: datetime.date | None

    def shown_values(self) -> list[object]:
        """Return everything that the sections of the page show, for `{% kept %}`."""
        others = [summary for group in self.other_bodies for summary in group.rows]
        deadlines = self.deadlines
        return [
            [(summary.body, summary.tally.counts, summary.awaited) for summary in (*self.forces, *others)],
            [
                (row.inspection, row.to_forces, row.to_other_bodies, row.published, row.answering, row.tally.counts)
                for row in self.inspections
            ],
            deadlines.lines,
            (deadlines.earlier, deadlines.earlier_actions, deadlines.later, self.inspections_in_all),
            (self.day, self.looks_back, self.known_on, self.wording, self.own),
        ]

    @property
    def tally(self) -> Tally:
        """Return the tally of all forces' actions."""
        return total_of(self.forces)

    @property
    def regions(self) -> list[SummaryGroup]:
        return by_region(self.forces)

    @property
    def on_the_map(self) -> list[ForceSummary]:
        """Return the forces on the map in reading order: from north to south and west to east."""
        placed = [summary for summary in self.forces if summary.has_place]
        return sorted(placed, key=lambda summary: (summary.body.map_row, summary.body.map_column))

    @property
    def off_the_map(self) -> list[ForceSummary]:
        """Return the special forces that hold actions, and any force without a place on the map."""
        return [summary for summary in self.forces if not summary.has_place]

    @property
    def tracked(self) -> list[ForceSummary]:
        """Return the forces that use Soteria Tracker."""
        return [summary for summary in self.forces if summary.is_tracked]

    @property
    def with_overdue(self) -> int:
        """Return how many forces have an overdue action."""
        return sum(1 for summary in self.forces if summary.tally.overdue)

    @property
    def due_until(self) -> datetime.date:
        """Return the last day that counts as "due next"."""
        return last_day_due_next(self.day)

    @property
    def inspections_tally(self) -> Tally:
        """Return the tally of forces' actions in the inspections shown."""
        tally = Tally()
        for row in self.inspections:
            tally.add(row.tally)
        return tally

    @property
    def key(self) -> list[dict[str, object]]:
        """Return the groups with any actions in the inspections shown, without counts."""
        return [
            item | {"count": None}
            for item in key_of(self.inspections_tally, self.wording)
            if item["key"] != "not-tracked"
        ]

    @property
    def table_of_inspections(self) -> list[tuple[Inspection, list[int]]]:
        """Return the inspections shown with their counts for each group of the key: the bars as a table."""
        groups = [group for group, _count in self.inspections_tally.present if group is not PositionGroup.NOT_TRACKED]
        return [(row.inspection, [row.tally.groups[group] for group in groups]) for row in self.inspections]


def overview_of(reader: Reader) -> Overview:
    """Return everything the overview shows, in five queries, and two for counts that are not in the cache."""
    scope = CountScope.of(reader)
    bodies = _bodies(reader)
    counts = counts_by_holder(reader, bodies, scope)
    forces = [body.force for body in bodies.values() if body.kind == BodyKind.FORCE and body.is_open_on(reader.day)]
    visible = _visible(reader)
    national = [inspection for inspection in visible if _is_national(inspection)]
    shown = national[:INSPECTIONS_SHOWN]
    # the list of national inspections is part of the name: an inspection can be corrected to be about one force
    name = f"overview-by-recommendation:{','.join(str(inspection.pk) for inspection in national)}"
    counted = scope.for_all_holders(name, lambda: _count(national, shown, reader))
    wording = wording_of_many(reader)
    return Overview(
        reader.day,
        _with_actions(force_summaries(forces, counts)),
        _other_bodies(bodies.values(), counts),
        with_lines(counted.deadlines, wording, bodies, day=reader.day),
        _rows(counted, shown, wording),
        len(visible),
        wording,
        reader.working_forces | reader.panel,
        reader.looks_back,
        reader.known_on,
    )


def overview_forces(
    reader: Reader, counts: HolderCounts, overseers: Mapping[int, LocalPolicingBody] | None = None
) -> list[ForceSummary]:
    """Return the territorial forces that exist on the day, and the special forces that hold actions."""
    return _with_actions(force_summaries(forces_of(reader).open_on(reader.day), counts, overseers))


def _with_actions(summaries: list[ForceSummary]) -> list[ForceSummary]:
    return [summary for summary in summaries if summary.body.territorial or summary.tally.total]


def _bodies(reader: Reader) -> dict[int, Body]:
    """Return every body that this reader may see, by id, in one query."""
    visible = Body.objects.filter(reader.holders()).exclude(kind=BodyKind.PANEL)
    return {body.pk: body for body in visible.select_related("force").order_by("name")}


def _other_bodies(bodies: Iterable[Body], counts: HolderCounts) -> list[SummaryGroup]:
    """Return the bodies other than forces that hold actions, grouped by kind."""
    headings = {
        BodyKind.NATIONAL: _("National bodies"),
        BodyKind.LOCAL: _("Local policing bodies"),
        BodyKind.REGIONAL: _("Regional units"),
        BodyKind.FIRE: _("Fire and rescue services"),
    }
    summaries = [BodySummary(**counts.of(body)) for body in bodies if body.pk in counts.tallies]
    groups = [
        SummaryGroup(str(heading), [summary for summary in summaries if summary.body.kind == kind])
        for kind, heading in headings.items()
    ]
    return [group for group in groups if group.rows]


# --- inspections and deadlines -----------------------------------------------------------------------------


def _visible(reader: Reader) -> list[Any]:
    """Return every inspection that the reader may see, the newest first.

    Annotated with the numbers of published responses (`published`) and of forces with a local policing body
    (`answering`).
    """
    published = Response.objects.filter(inspection=OuterRef("pk"), publications__isnull=False)
    published_on = OuterRef("published_on")
    existed = Q(force__opened_on=None) | Q(force__opened_on__lte=published_on)
    existed &= Q(force__closed_on=None) | Q(force__closed_on__gt=published_on)
    in_office = Oversight.objects.on(reader.day).order_by().filter(existed).values("force__territorial")
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


@dataclass(frozen=True)
class _NationalCounts:
    """What the overview counts of national inspections: the deadlines, and for those shown the tally and addressees."""

    deadlines: Deadlines
    of_forces: dict[int, Tally]  # by inspection
    addressed: dict[tuple[int, bool], int]  # recommendations, by inspection and whether to forces


def _count(national: list[Any], shown: list[Any], reader: Reader) -> _NationalCounts:
    """Return the counts of the inspections shown, and of what is still to finish in other national ones. One query."""
    ids = [inspection.pk for inspection in shown]
    unfinished = Q(**{f"{_INSPECTION}__in": [inspection.pk for inspection in national]}) & still_to_finish(reader.day)
    positions = positions_on(reader.day, reader).filter(Q(**{f"{_INSPECTION}__in": ids}) | unfinished)
    tallies: dict[_Key, Tally] = tally_by(
        positions.annotate(other=OTHER_HOLDER), reader.day, _INSPECTION, _RECOMMENDATION, "due_on", "other"
    )
    of_forces: dict[int, Tally] = {pk: Tally() for pk in ids}
    addressed: dict[tuple[int, bool], set[int]] = {}
    for (inspection, recommendation, _due_on, other), tally in tallies.items():
        addressed.setdefault((inspection, other is None), set()).add(recommendation)
        if inspection in of_forces and other is None:
            of_forces[inspection].add(tally)
    in_full = {key[1] for key in tallies if key[0] in of_forces}
    deadlines = deadlines_of({key[1:]: tally for key, tally in tallies.items()}, reader.day, in_full=in_full)
    return _NationalCounts(deadlines, of_forces, {key: len(found) for key, found in addressed.items()})


def _rows(counted: _NationalCounts, shown: list[Any], wording: Wording) -> list[InspectionRow]:
    return [
        InspectionRow(
            inspection=row,
            to_forces=counted.addressed.get((row.pk, True), 0),
            to_other_bodies=counted.addressed.get((row.pk, False), 0),
            tally=counted.of_forces[row.pk],
            wording=wording,
            published=row.published,
            answering=row.answering,
        )
        for row in shown
    ]
