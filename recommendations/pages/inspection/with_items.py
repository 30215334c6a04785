"""An inspection with what it recommends and to whom, and the inspections it follows up or is followed by: one query."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from forces.bodies.models import Body, Force
from forces.people.access import Reader
from recommendations.pages.common.together import bring, together
from recommendations.register.models import Addressee, Inspection, Part, Recommendation

_ITEM = {
    "subject_forces": Force,
    "recommendations": Recommendation,
    "recommendations__addressees": Addressee,
    "recommendations__addressees__body": Body,
    "recommendations__addressees__part": Part,
}
_IN_ORDER = ("pk", "recommendations__order", "recommendations__reference", "recommendations__addressees")


def with_items(slug: str, reader: Reader) -> Found:
    """The visible inspection of this slug and its relatives, with everything `Found` gives of them."""
    followed_up = Inspection.objects.filter(slug=slug).values("follow_up_of")
    near = Q(slug=slug) | Q(pk__in=followed_up) | Q(follow_up_of__slug=slug)
    inspections = Inspection.objects.visible_to(reader).filter(near).order_by(*_IN_ORDER)
    found = Found()
    for row in together(inspections, _ITEM):
        found.add(*row)
    return found


@dataclass
class Found:
    """What the rows of `together` hold, each once: of the inspection and of those it follows up or is followed by."""

    inspections: dict[int, Inspection] = field(default_factory=dict)
    _forces: dict[tuple[int, int], Force] = field(default_factory=dict)
    _recommendations: dict[int, Recommendation] = field(default_factory=dict)
    _addressees: dict[int, dict[int, Addressee]] = field(default_factory=lambda: defaultdict(dict))

    def add(
        self,
        inspection: Inspection,
        force: Force | None,
        recommendation: Recommendation | None,
        addressee: Addressee | None,
        body: Body | None,
        part: Part | None,
    ) -> None:
        self.inspections.setdefault(inspection.pk, inspection)
        if force:
            self._forces[inspection.pk, force.pk] = force
        if recommendation:
            self._recommendations.setdefault(recommendation.pk, recommendation)
        if recommendation and addressee:
            addressee.body, addressee.part = body, part
            self._addressees[recommendation.pk][addressee.pk] = addressee

    def subject_forces_of(self, inspection: Inspection) -> list[Force]:
        """The forces it names, by name."""
        named = inspection.subjects == Inspection.Subjects.NAMED_FORCES
        forces = [force for (pk, _force), force in self._forces.items() if named and pk == inspection.pk]
        return sorted(forces, key=lambda force: force.name)

    def recommendations_of(self, inspection: Inspection) -> list[Recommendation]:
        """In the report's order, their addressees as if they had been prefetched."""
        found = [one for one in self._recommendations.values() if one.inspection_id == inspection.pk]
        for recommendation in found:
            recommendation.inspection = inspection
            bring(recommendation, "addressees", list(self._addressees[recommendation.pk].values()))
        return found
