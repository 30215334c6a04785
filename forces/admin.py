"""Imports only: the admin pages of the bodies and of the people."""

from forces.bodies import admin as bodies
from forces.people import admin as people

__all__ = ["bodies", "people"]
