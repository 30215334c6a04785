"""The national overview: every force, the national bodies, deadlines and the newest inspections, for one reader."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

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
from recommendations.pages.overview.deadlines import OTHER_HOLDER, Deadlines, deadlines_of, still_to_finish
from recommendations.positions.conditions import last_day_due_next
from recommendations.positions.counting import Tally, positions_on, tally_by
from recommendations.register.models import Inspection, Recommendation
from recommendations.register.statuses import PositionGroup, Wording
from recommendations.responses.models import Response

INSPECTIONS_SHOWN = 3
_RECOMMENDATION = "recommendation"
_INSPECTION = f"{_RECOMMENDATION}__inspection"
_Key = tuple[int, int, datetime.date | None, str]  # inspection, recommendation, day due, holder that is not a force


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
    """Return everything the overview shows, in five queries."""
    bodies = _bodies(reader)
    counts = counts_by_holder(reader, bodies)
    forces = [body.force for body in bodies.values() if body.kind == BodyKind.FORCE and body.is_open_on(reader.day)]
    visible = _visible(reader)
    shown = [inspection for inspection in visible if _is_national(inspection)][:INSPECTIONS_SHOWN]
    tallies = _tallies(shown, reader)
    wording = wording_of_many(reader)
    return Overview(
        reader.day,
        _with_actions(force_summaries(forces, counts)),
        _other_bodies(bodies.values(), counts),
        _deadlines(tallies, shown, reader, wording),
        _rows(tallies, shown, wording),
        len(visible),
        wording,
        reader.working_forces | reader.panel,
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
    """Return the national and local policing bodies that hold actions, grouped by kind."""
    headings = {BodyKind.NATIONAL: _("National bodies"), BodyKind.LOCAL: _("Local policing bodies")}
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
    """Return tallies of the inspections shown, and of what is still to finish in other national ones, in one query.

    By inspection, recommendation, due date, and the name of a holder that is not a force.
    """
    national = Q(**{f"{_INSPECTION}__scope": Inspection.Scope.NATIONAL}) & ~Q(
        **{f"{_INSPECTION}__subjects": Inspection.Subjects.NAMED_FORCES}
    )
    wanted = Q(**{f"{_INSPECTION}__in": shown}) | (national & still_to_finish(reader.day))
    positions = positions_on(reader.day, reader).filter(wanted).annotate(other=OTHER_HOLDER)
    return cast(dict[_Key, Tally], tally_by(positions, reader.day, _INSPECTION, _RECOMMENDATION, "due_on", "other"))


def _rows(tallies: Mapping[_Key, Tally], shown: list[Any], wording: Wording) -> list[InspectionRow]:
    of_forces: dict[int, Tally] = {inspection.pk: Tally() for inspection in shown}
    addressed: dict[tuple[int, bool], set[int]] = {}
    for (inspection, recommendation, _due_on, other), tally in tallies.items():
        addressed.setdefault((inspection, bool(other)), set()).add(recommendation)
        if inspection in of_forces and not other:
            of_forces[inspection].add(tally)
    return [
        InspectionRow(
            inspection=row,
            to_forces=len(addressed.get((row.pk, False), ())),
            to_other_bodies=len(addressed.get((row.pk, True), ())),
            tally=of_forces[row.pk],
            wording=wording,
            published=row.published,
            answering=row.answering,
        )
        for row in shown
    ]


def _deadlines(tallies: Mapping[_Key, Tally], shown: list[Any], reader: Reader, wording: Wording) -> Deadlines:
    """Return the deadlines, with the recommendations shown, in one query."""
    in_full = {key[1] for key in tallies if key[0] in {inspection.pk for inspection in shown}}
    by_recommendation = {key[1:]: tally for key, tally in tallies.items()}
    deadlines = deadlines_of(by_recommendation, reader.day, wording, in_full=in_full)
    shown_due = [due for deadline in deadlines.shown for due in deadline.shown]
    named = Recommendation.objects.select_related("inspection").defer("text", "inspection__key_findings")
    recommendations = named.in_bulk({due.recommendation_id for due in shown_due})
    for due in shown_due:
        due.recommendation = recommendations[due.recommendation_id]
    return deadlines
