"""The records of responses."""

from recommendations.responses.models.office import DocumentTemplate, OfficeSettings
from recommendations.responses.models.publication import Publication, Sending
from recommendations.responses.models.response import ChiefOfficerComment, Commitment, Explanation, Response

__all__ = [
    "ChiefOfficerComment",
    "Commitment",
    "DocumentTemplate",
    "Explanation",
    "OfficeSettings",
    "Publication",
    "Response",
    "Sending",
]
