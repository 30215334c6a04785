"""The editions of what a register holds about a force, and the audiences of its updates.

`forces.people.access` says which edition each reader sees, and who may choose which audience.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.TextChoices):
    """What a reader sees of a force: as the force and its office do, as its panel does, or as everyone else does."""

    WORKING = "working", _("What the force and its office see")
    PANEL = "panel", _("What the panel sees")
    PUBLIC = "public", _("What the public sees")


class Audience(models.TextChoices):
    """Who can see an update. Each audience includes the ones before it."""

    OFFICE = "office", _("The office only (a note: it does not change the status)")
    FORCE_AND_OFFICE = "force-and-office", _("The force and the office")
    PANEL = "panel", _("The force, the office and the panel")
    PUBLIC = "public", _("Everyone with an account")


# The audiences whose updates each edition includes. Notes for the office are in none.
AUDIENCES_OF_EDITION: dict[Edition, frozenset[Audience]] = {
    Edition.WORKING: frozenset({Audience.FORCE_AND_OFFICE, Audience.PANEL, Audience.PUBLIC}),
    Edition.PANEL: frozenset({Audience.PANEL, Audience.PUBLIC}),
    Edition.PUBLIC: frozenset({Audience.PUBLIC}),
}
