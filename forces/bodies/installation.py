"""Whether this database is a demonstration, whose content is invented, or a real register."""

from __future__ import annotations

from functools import cache

from forces.bodies.models import Installation


def installation() -> Installation | None:
    """Return the installation's row, or None for a real register."""
    return Installation.objects.first()


@cache
def settled_installation() -> Installation | None:
    """The same, asked once for as long as the product runs.

    For pages of signed-in people: a demonstration is made only where there are no people yet, so once somebody has
    signed in a database stays what it is.
    """
    return installation()
