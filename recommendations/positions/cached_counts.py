"""Counts of positions that are kept in Django's cache, so that a page counts again only what has changed.

A kept count is never cleared. Its key names everything that the count depends on: the holder with the token of its
positions (`revisions`), the edition and the inspections that the reader sees, with their titles, the day, and whether
the holder uses Soteria Tracker. When one of them changes, so does the key. That is also why each process can have a
cache of its own.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from django.core.cache import BaseCache, caches

from forces.bodies.models import Body, BodyKind
from forces.people.access import Reader
from recommendations.positions.counting import Tally, positions_on, tally_by
from recommendations.register.models import Inspection

CACHE = "counts"

_OF_INSPECTIONS = ("pk", "state", "published_on", "slug", "short_title")

Count = TypeVar("Count")


def cache() -> BaseCache:
    """Return the cache of counts."""
    return caches[CACHE]


@dataclass(frozen=True)
class CountScope:
    """What a reader's counts on a day depend on: a key for each holder whose actions the reader may see.

    `keys` is None if the counts cannot be kept, because the page shows what was known on an earlier day.
    """

    keys: Mapping[int, str] | None

    @classmethod
    def of(cls, reader: Reader, *only: Body) -> CountScope:
        """Return the scope of this reader, of all holders or `only` of these, in two queries."""
        if reader.known_on:
            return cls(None)
        inspections = Inspection.objects.visible_to(reader).order_by("pk").values_list(*_OF_INSPECTIONS)
        day_and_inspections = f"{reader.day}:{digest(inspections)}"
        holders = Body.objects.filter(reader.holders()).exclude(kind=BodyKind.PANEL).order_by("pk")
        if only:
            holders = holders.filter(pk__in=[holder.pk for holder in only])
        columns = holders.values_list("pk", "kind", "force__uses_soteria_tracker", "position_revision__token")
        return cls(
            {
                pk: f"{pk}:{token}:{reader.edition_of(Body(pk=pk, kind=kind)).value}:{is_tracked}:{day_and_inspections}"
                for pk, kind, is_tracked, token in columns
            }
        )

    @property
    def key(self) -> str | None:
        """Return one key for all these holders together; None if the counts cannot be kept."""
        return None if self.keys is None else digest(self.keys.values())

    def by_holder(self, name: str, count: Callable[[Collection[int] | None], dict[int, Count]]) -> dict[int, Count]:
        """Return the count called `name` of each holder that has one.

        `count` is called with the ids of the holders that are not in the cache, if any, and with None for all.
        """
        if self.keys is None:
            return count(None)
        names = {pk: f"{name}:{key}" for pk, key in self.keys.items()}
        found = cache().get_many(names.values())
        missing = [pk for pk, key in names.items() if key not in found]
        if missing:
            counted = count(None if len(missing) == len(names) else missing)
            new = {names[pk]: counted.get(pk) for pk in missing}  # None, so that no position is remembered too
            cache().set_many(new)
            found |= new
        return {pk: found[key] for pk, key in names.items() if found[key] is not None}

    def of_holder(self, holder: Body, name: str, count: Callable[[], Count]) -> Count:
        """Return the count called `name` of one holder."""
        found = self.by_holder(name, lambda _missing: {holder.pk: count()})
        return found[holder.pk] if holder.pk in found else count()

    def for_all_holders(self, name: str, count: Callable[[], Count]) -> Count:
        """Return the count called `name` of all holders together."""
        if self.keys is None:
            return count()
        kept = cache().get_or_set(digest([name, self.key]), count)  # a name may be long
        return cast(Count, kept)


def tallies_by_due_date(holder: Body, reader: Reader, scope: CountScope) -> dict[datetime.date | None, Tally]:
    """Return the tallies of a holder's positions by due date. At most one query."""

    def count() -> dict[datetime.date | None, Tally]:
        return tally_by(positions_on(reader.day, reader, holder), reader.day, "due_on")

    return scope.of_holder(holder, "by-due-date", count)


def digest(values: Iterable[object]) -> str:
    """Return a short text that is different for different values."""
    return hashlib.blake2b("|".join(map(str, values)).encode(), digest_size=16).hexdigest()
