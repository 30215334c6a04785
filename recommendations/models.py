"""Imports only, so that one migrations folder and one app label serve all slices of recommendations."""

from recommendations.assurance.models import Assurance
from recommendations.discussion.models import ActionComment, Assignment, Mention
from recommendations.imports.models import LoadedRecord, LoadRun
from recommendations.imports.trackers.models import ImportedRow, ImportedUpdate, TrackerImport
from recommendations.imports.uploads.models import ImportUpload
from recommendations.positions.models import Position
from recommendations.positions.revisions import PositionRevision
from recommendations.redactions.models import Redaction, RedactionDecision
from recommendations.register.models import (
    Action,
    Addressee,
    ClosingLevel,
    Document,
    Evidence,
    Inspection,
    Lead,
    Letter,
    Link,
    Part,
    PartDone,
    Recommendation,
    Release,
    ReleasedItem,
    Statement,
    Update,
    UpdateWords,
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
    JointRequest,
    JointResponse,
    OfficeSettings,
    Publication,
    Response,
    Sending,
)
from recommendations.rounds.models import Request, RequestedAction, ReturnedRow, ReturnedWorkbook, Round
from recommendations.search.models import SearchText

__all__ = [
    "Action",
    "ActionComment",
    "ActionWithoutLead",
    "Addressee",
    "Assignment",
    "Assurance",
    "ChiefOfficerComment",
    "ClosingLevel",
    "Commitment",
    "Document",
    "DocumentTemplate",
    "Evidence",
    "Explanation",
    "ImportUpload",
    "ImportedRow",
    "ImportedUpdate",
    "Inspection",
    "InspectionWithMissingActions",
    "JointRequest",
    "JointResponse",
    "Lead",
    "Letter",
    "Link",
    "LoadRun",
    "LoadedRecord",
    "Mention",
    "OfficeSettings",
    "Part",
    "PartDone",
    "Position",
    "PositionRevision",
    "Publication",
    "Recommendation",
    "RecommendationWithoutDeadlineKind",
    "Redaction",
    "RedactionDecision",
    "Release",
    "ReleasedItem",
    "Request",
    "RequestedAction",
    "Response",
    "ReturnedRow",
    "ReturnedWorkbook",
    "Round",
    "SearchText",
    "Sending",
    "Statement",
    "TrackerImport",
    "Update",
    "UpdateWords",
]
