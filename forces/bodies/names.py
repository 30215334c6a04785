"""The names that bodies had on the day of the page.

A page about an earlier day keeps the names of that day until its request ends, as it keeps the day for its addresses
(soteria_tracker.web.as_at). `Body.shown_name`, `Body.label` and `str(body)` are then the names of that day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forces.bodies.models import EarlierName

Names = Mapping[int, "EarlierName"]  # by the ids of the bodies
_kept: ContextVar[Names | None] = ContextVar("names_of_the_day", default=None)


def keep_names(names: Names) -> None:
    """Show bodies by these names, until the request ends."""
    _kept.set(names)


def kept_names() -> Names:
    """Return the earlier names that the present page shows. Bodies that are not in it have their present name."""
    return _kept.get() or {}


@contextmanager
def showing_names(names: Names) -> Iterator[None]:
    """Show bodies by these names, unless the block keeps others. They are forgotten when it ends."""
    token = _kept.set(names)
    try:
        yield
    finally:
        _kept.reset(token)


def name_and_label(body: int, name: str, short_name: str) -> tuple[str, str]:
    """Return the name and the short label of a body, by its id, on the day of the page; the values are today's."""
    earlier = kept_names().get(body)
    if earlier:
        name, short_name = earlier.name, earlier.short_name
    return name, short_name or name
