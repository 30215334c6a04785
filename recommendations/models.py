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

__all__ = [
    "Action",
    "Addressee",
    "ClosingLevel",
    "Document",
    "Evidence",
    "Inspection",
    "Letter",
    "Link",
    "LoadRun",
    "LoadedRecord",
    "Part",
    "PartDone",
    "Position",
    "Recommendation",
    "Statement",
    "Update",
    "Words",
]
