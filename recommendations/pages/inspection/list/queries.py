"""The list of inspections: how many recommendations each made, and how far the forces are with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When
from django.utils.translation import gettext as _

from forces.bodies.models import BodyKind
from forces.people.access import Reader
from recommendations.pages.common.wording import force_progress_in_words, wording_of_many
from recommendations.pages.inspection.report_summary import KIND_OF_GROUP
from recommendations.positions.cached_counts import CountScope
from recommendations.positions.counting import Tally, positions_on, tally_by, total
from recommendations.register.models import Addressee, AddresseeRole, Inspection, Recommendation


@dataclass(frozen=True)
class InspectionListRow:
    """One inspection in the list, with the tally of the forces' actions."""

    inspection: Inspection
    to_forces: int  # recommendations that forces lead, in whole or in part
    to_national: int
    forces: Tally

    @property
    def closed_rank(self) -> tuple[int, int]:
        """Return the sort key by share of actions closed; inspections without any tracked action come first."""
        share = self.forces.closed_share
        return (-1 if share is None else share, self.forces.closed)


def inspection_rows(inspections: QuerySet[Inspection], reader: Reader) -> list[InspectionListRow]:
    """Return a row for each of these inspections, which must be visible to the reader.

    In four queries, and one for the tallies if they are not in the cache.
    """
    tallies = CountScope.of(reader).for_all_holders("by-inspection", lambda: _tallies_of_forces(reader))
    led = _led_by_kind(inspections)
    return [
        InspectionListRow(
            inspection,
            led.get((inspection.pk, BodyKind.FORCE), 0),
            led.get((inspection.pk, BodyKind.NATIONAL), 0),
            tallies.get(inspection.pk, Tally()),
        )
        for inspection in inspections
    ]


def _tallies_of_forces(reader: Reader) -> dict[int, Tally]:
    """Return the tally of the forces' actions of each inspection, by its id."""
    of_forces = positions_on(reader.day, reader).filter(holder__kind=BodyKind.FORCE)
    return tally_by(of_forces, reader.day, "recommendation__inspection")


def _led_by_kind(inspections: QuerySet[Inspection]) -> dict[tuple[int, str], int]:
    """Return how many recommendations each kind of body leads, by the inspection's id and the kind. One query."""
    kind = Case(
        When(body__isnull=False, then=F("body__kind")),
        *(When(group=group, then=Value(kind)) for group, kind in KIND_OF_GROUP.items()),
        output_field=CharField(),
    )
    rows = (
        Addressee.objects.filter(role=AddresseeRole.LEAD, recommendation__inspection__in=inspections)
        .exclude(recommendation__kind__in=Recommendation.KINDS_WITHOUT_ACTION)
        .order_by()
        .values_list("recommendation__inspection", kind)
        .annotate(count=Count("recommendation", distinct=True))
    )
    return {(inspection, kind): count for inspection, kind, count in rows}


def progress_sentence(rows: list[InspectionListRow], reader: Reader) -> str:
    """Return how far the forces are with all these inspections together."""
    if not rows:
        return _("No inspections match your filter.")
    return force_progress_in_words(forces_tally(rows), wording_of_many(reader))


def forces_tally(rows: Iterable[InspectionListRow]) -> Tally:
    """Return the tally of the forces' actions on all these inspections."""
    return total(dict(enumerate(row.forces for row in rows)))
