"""Imports only, so that one migrations folder and one app label serve all slices of forces."""

from forces.bodies.models import (
    Body,
    EarlierName,
    FireService,
    Force,
    Installation,
    LocalPolicingBody,
    NationalBody,
    Oversight,
    Panel,
    RegionalUnit,
    Succession,
)
from forces.bodies.reorganisation import Reorganisation
from forces.bodies.worklists import ForceWithoutBody
from forces.people.models import CalendarAddress, DataAddress, Membership, Person, SavedView, UnsavedFile, UnsavedForm
from forces.proof.models import ChainHead, ChainLink, Verification

__all__ = [
    "Body",
    "CalendarAddress",
    "ChainHead",
    "ChainLink",
    "DataAddress",
    "EarlierName",
    "FireService",
    "Force",
    "ForceWithoutBody",
    "Installation",
    "LocalPolicingBody",
    "Membership",
    "NationalBody",
    "Oversight",
    "Panel",
    "Person",
    "RegionalUnit",
    "Reorganisation",
    "SavedView",
    "Succession",
    "UnsavedFile",
    "UnsavedForm",
    "Verification",
]
