"""Imports only, so that one migrations folder and one app label serve all slices of forces."""

from forces.bodies.models import (
    Body,
    EarlierName,
    Force,
    Installation,
    LocalPolicingBody,
    NationalBody,
    Oversight,
    Panel,
    Succession,
)
from forces.bodies.reorganisation import Reorganisation
from forces.bodies.worklists import ForceWithoutBody
from forces.people.models import CalendarAddress, DataAddress, Membership, Person, SavedView, UnsavedFile, UnsavedForm

__all__ = [
    "Body",
    "CalendarAddress",
    "DataAddress",
    "EarlierName",
    "Force",
    "ForceWithoutBody",
    "Installation",
    "LocalPolicingBody",
    "Membership",
    "NationalBody",
    "Oversight",
    "Panel",
    "Person",
    "Reorganisation",
    "SavedView",
    "Succession",
    "UnsavedFile",
    "UnsavedForm",
]
