"""Imports only: the admin pages of all slices of recommendations."""

from recommendations.imports import admin as loading
from recommendations.maintenance import admin as positions
from recommendations.register import admin as register
from recommendations.reorganisations import admin as reorganisations

__all__ = ["loading", "positions", "register", "reorganisations"]
