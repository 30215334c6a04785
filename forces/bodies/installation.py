"""Whether this database is a demonstration, whose content is invented, or a real register."""

from __future__ import annotations

from functools import cache

from forces.bodies.models import Installation


def installation() -> Installation | None:
    """Return the installation's row, or None for a real register."""
    return Installation.objects.first()


@cache
def settled_installation() -> Installation | None:
    """Return the same, looked up once while the product runs.

    For pages of signed-in people: a demonstration can only be created in a database without people, so the answer
    cannot change after someone has signed in.
    """
    return installation()
