"""The list of inspections: what each made, and how far the forces are with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.pages.common.editions import wording_of_many
from recommendations.pages.common.progress import force_progress_in_words
from recommendations.pages.inspection.report_summary import Made, made_by
from recommendations.positions.counting import Tally, positions_on, tally_by, total
from recommendations.register.models import Inspection
from recommendations.register.statuses import Group, label_of


@dataclass(frozen=True)
class InspectionRow:
    """One inspection in the list."""

    inspection: Inspection
    made: Made
    forces: Tally  # the forces' actions

    @property
    def closed_order(self) -> tuple[int, int]:
        """For sorting by how much is closed: what is not kept here first, then by share."""
        share = self.forces.closed_share
        return (-1 if share is None else share, self.forces.closed)


def inspection_rows(inspections: QuerySet[Inspection], reader: Reader) -> list[InspectionRow]:
    """A row for each of these inspections, which must be visible to the reader. Four queries."""
    positions = positions_on(reader.day, reader).filter(
        holder__kind=Body.Kind.FORCE, recommendation__inspection__in=inspections
    )
    tallies = tally_by(positions, reader.day, "recommendation__inspection")
    made = made_by(inspections)
    return [
        InspectionRow(inspection, made.get(inspection.pk, Made()), tallies.get(inspection.pk, Tally()))
        for inspection in inspections
    ]


def sentence(rows: list[InspectionRow], reader: Reader) -> str:
    """What a list of inspections comes to: how far the forces are with all of it."""
    if not rows:
        return _("No inspection matches.")
    return force_progress_in_words(forces_in(rows), wording_of_many(reader))


def forces_in(rows: Iterable[InspectionRow]) -> Tally:
    """The forces' actions on all these inspections."""
    return total(dict(enumerate(row.forces for row in rows)))


# --- the download ------------------------------------------------------------------------------------------


def inspection_columns(reader: Reader) -> list[str]:
    """The names of the columns of `inspection_cells`."""
    return [
        _("Inspection"),
        _("Short title"),
        _("Published"),
        _("Nature"),
        _("Recommendations to forces"),
        _("Recommendations to national bodies"),
        _("Force actions"),
        _("Force actions kept here"),
        *(label_of(group, wording_of_many(reader)) for group in Group),
    ]


def inspection_cells(rows: Iterable[InspectionRow]) -> Iterator[list[Any]]:
    """One line of a download for each inspection, in the order of `inspection_columns`."""
    for row in rows:
        yield [
            row.inspection.title,
            row.inspection.short_title,
            row.inspection.published_on,
            row.inspection.get_nature_display(),
            row.made.to_forces,
            row.made.to_national,
            row.forces.total,
            row.forces.kept,
            *(row.forces.groups[group] for group in Group),
        ]
