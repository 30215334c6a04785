"""The list of inspections: how many recommendations each made, and how far the forces are with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from forces.bodies.models import BodyKind
from forces.people.access import Reader
from recommendations.pages.common.wording import force_progress_in_words, wording_of_many
from recommendations.pages.inspection.report_summary import ReportSummary, report_summaries
from recommendations.positions.counting import Tally, positions_on, tally_by, total
from recommendations.register.models import Inspection


@dataclass(frozen=True)
class InspectionListRow:
    """One inspection in the list, with the tally of the forces' actions."""

    inspection: Inspection
    summary: ReportSummary
    forces: Tally

    @property
    def closed_rank(self) -> tuple[int, int]:
        """Return the sort key by share of actions closed; inspections without any tracked action come first."""
        share = self.forces.closed_share
        return (-1 if share is None else share, self.forces.closed)


def inspection_rows(inspections: QuerySet[Inspection], reader: Reader) -> list[InspectionListRow]:
    """Return a row for each of these inspections, which must be visible to the reader, in four queries."""
    positions = positions_on(reader.day, reader).filter(
        holder__kind=BodyKind.FORCE, recommendation__inspection__in=inspections
    )
    tallies = tally_by(positions, reader.day, "recommendation__inspection")
    summaries = report_summaries(inspections)
    return [
        InspectionListRow(
            inspection, summaries.get(inspection.pk, ReportSummary()), tallies.get(inspection.pk, Tally())
        )
        for inspection in inspections
    ]


def progress_sentence(rows: list[InspectionListRow], reader: Reader) -> str:
    """Return how far the forces are with all these inspections together."""
    if not rows:
        return _("No inspections match your filter.")
    return force_progress_in_words(forces_tally(rows), wording_of_many(reader))


def forces_tally(rows: Iterable[InspectionListRow]) -> Tally:
    """Return the tally of the forces' actions on all these inspections."""
    return total(dict(enumerate(row.forces for row in rows)))
