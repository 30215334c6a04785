"""The records of the register."""

from recommendations.register.models.action import Action, Lead
from recommendations.register.models.addressee import Addressee, AddresseeRole
from recommendations.register.models.closing_level import ClosingLevel
from recommendations.register.models.document import Document, PublishedDocumentKind, Statement
from recommendations.register.models.evidence import Evidence, EvidenceKind
from recommendations.register.models.inspection import Inspection, InspectionState, visible_inspections
from recommendations.register.models.letter import Letter
from recommendations.register.models.link import Link, LinkKind
from recommendations.register.models.recommendation import Part, Recommendation, RecommendationKind
from recommendations.register.models.release import Release, ReleasedItem
from recommendations.register.models.source import Source
from recommendations.register.models.update import PartDone, Update, UpdateWords

__all__ = [
    "Action",
    "Addressee",
    "AddresseeRole",
    "ClosingLevel",
    "Document",
    "Evidence",
    "EvidenceKind",
    "Inspection",
    "InspectionState",
    "Lead",
    "Letter",
    "Link",
    "LinkKind",
    "Part",
    "PartDone",
    "PublishedDocumentKind",
    "Recommendation",
    "RecommendationKind",
    "Release",
    "ReleasedItem",
    "Source",
    "Statement",
    "Update",
    "UpdateWords",
    "visible_inspections",
]
