"""Which invented inspections there are, and how many items each has."""

from __future__ import annotations

from dataclasses import dataclass

from recommendations.register.models import Inspection

_Nature = Inspection.Nature


@dataclass(frozen=True)
class InspectionPlan:
    """The contents of one invented inspection. The first `of_concern` recommendations belong to a cause of concern.

    `dated_parts`: the deadlines of the two parts of its first recommendation, which has no other.
    """

    nature: Inspection.Nature
    afis: int
    recommendations: int = 0
    of_concern: int = 0
    dated_parts: tuple[str, str] | None = None


# 33 inspections in the order of publication, with 187 items that each become an action.
PLANS = [
    InspectionPlan(_Nature.PEEL, 13),
    InspectionPlan(_Nature.CUSTODY, 6, 2, 2),
    InspectionPlan(_Nature.THEMATIC, 3, 2),
    InspectionPlan(_Nature.CRIME_DATA_INTEGRITY, 4),
    InspectionPlan(_Nature.CHILD_PROTECTION, 6, 2),
    InspectionPlan(_Nature.OTHER, 4),
    InspectionPlan(_Nature.JOINT_THEMATIC, 3, 1),
    InspectionPlan(_Nature.REVISIT, 3),
    InspectionPlan(_Nature.THEMATIC, 4),
    InspectionPlan(_Nature.CUSTODY, 4),
    InspectionPlan(_Nature.PEEL, 13, 2, 2),
    InspectionPlan(_Nature.OTHER, 5),
    InspectionPlan(_Nature.CRIME_DATA_INTEGRITY, 3),
    InspectionPlan(_Nature.JOINT_THEMATIC, 3, 1),
    InspectionPlan(_Nature.CHILD_PROTECTION, 5, 3, 2),
    InspectionPlan(_Nature.REVISIT, 4),
    InspectionPlan(_Nature.THEMATIC, 4, 1),
    InspectionPlan(_Nature.CUSTODY, 6, 1),
    InspectionPlan(_Nature.OTHER, 3),
    InspectionPlan(_Nature.CRIME_DATA_INTEGRITY, 3, 1),
    InspectionPlan(_Nature.JOINT_THEMATIC, 4),
    InspectionPlan(_Nature.CHILD_PROTECTION, 4),
    InspectionPlan(_Nature.PEEL, 12, 3, 3),
    InspectionPlan(_Nature.REVISIT, 3),
    InspectionPlan(_Nature.THEMATIC, 3, 2, dated_parts=("within three months", "within nine months")),
    InspectionPlan(_Nature.CUSTODY, 5),
    InspectionPlan(_Nature.OTHER, 5),
    InspectionPlan(_Nature.CHILD_PROTECTION, 4, 2),
    InspectionPlan(_Nature.CRIME_DATA_INTEGRITY, 4),
    InspectionPlan(_Nature.JOINT_THEMATIC, 2, 2),
    InspectionPlan(_Nature.REVISIT, 3, 1),
    InspectionPlan(_Nature.THEMATIC, 4, 2, dated_parts=("within two months", "within four months")),
    InspectionPlan(_Nature.CUSTODY, 4, 3, 2),
]

# Two more for a force with few inspections of its own, and how many days before the day each was published.
RECENT = [(InspectionPlan(_Nature.CUSTODY, 0, 2), 29), (InspectionPlan(_Nature.OTHER, 0, 2), 12)]
