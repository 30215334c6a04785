"""The records of responses."""

from recommendations.responses.models.joint import JointRequest, JointResponse
from recommendations.responses.models.office import DocumentTemplate, OfficeSettings, TemplateKind
from recommendations.responses.models.publication import Publication, Sending
from recommendations.responses.models.response import (
    ChiefOfficerComment,
    Commitment,
    CommitmentKind,
    Explanation,
    ExplanationKind,
    Response,
    ResponseStage,
)

__all__ = [
    "ChiefOfficerComment",
    "Commitment",
    "CommitmentKind",
    "DocumentTemplate",
    "Explanation",
    "ExplanationKind",
    "JointRequest",
    "JointResponse",
    "OfficeSettings",
    "Publication",
    "Response",
    "ResponseStage",
    "Sending",
    "TemplateKind",
]
