"""Imports only, so that one migrations folder and one app label serve all slices of recommendations."""

from recommendations.loading.models import LoadedRecord, LoadRun
from recommendations.positions.models import Position
from recommendations.register.models import (
    Action,
    Addressee,
    ClosingLevel,
    Document,
    Evidence,
    Inspection,
    Letter,
    Link,
    Part,
    PartDone,
    Recommendation,
    Statement,
    Update,
    Words,
)
from recommendations.register.models.worklists import (
    ActionWithoutLead,
    InspectionWithMissingActions,
    RecommendationWithoutDeadlineKind,
)
from recommendations.responses.models import (
    ChiefOfficerComment,
    Commitment,
    DocumentTemplate,
    Explanation,
    OfficeSettings,
    Publication,
    Response,
    Sending,
)
from recommendations.searching.models import SearchText

__all__ = [
    "Action",
    "ActionWithoutLead",
    "Addressee",
    "ChiefOfficerComment",
    "ClosingLevel",
    "Commitment",
    "Document",
    "DocumentTemplate",
    "Evidence",
    "Explanation",
    "Inspection",
    "InspectionWithMissingActions",
    "Letter",
    "Link",
    "LoadRun",
    "LoadedRecord",
    "OfficeSettings",
    "Part",
    "PartDone",
    "Position",
    "Publication",
    "Recommendation",
    "RecommendationWithoutDeadlineKind",
    "Response",
    "SearchText",
    "Sending",
    "Statement",
    "Update",
    "Words",
]
