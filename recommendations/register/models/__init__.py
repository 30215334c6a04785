"""The records of the register."""

from recommendations.register.models.action import Action, Lead
from recommendations.register.models.addressee import Addressee
from recommendations.register.models.closing_level import ClosingLevel
from recommendations.register.models.document import Document, Statement
from recommendations.register.models.evidence import Evidence
from recommendations.register.models.inspection import Inspection
from recommendations.register.models.letter import Letter
from recommendations.register.models.link import Link
from recommendations.register.models.recommendation import Part, Recommendation
from recommendations.register.models.release import Release, ReleasedItem
from recommendations.register.models.update import PartDone, Update, UpdateWords

__all__ = [
    "Action",
    "Addressee",
    "ClosingLevel",
    "Document",
    "Evidence",
    "Inspection",
    "Lead",
    "Letter",
    "Link",
    "Part",
    "PartDone",
    "Recommendation",
    "Release",
    "ReleasedItem",
    "Statement",
    "Update",
    "UpdateWords",
]
