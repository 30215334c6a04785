"""Find the report that a document names among those that are known, and an item by its subject."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from recommendations.reading.known import KnownInspection
from recommendations.reading.trackers.known import KnownItem
from recommendations.reading.wording import plain

_ALIKE = 88  # per cent, of titles
_ALIKE_WITH_DATE = 70  # if the day of publication is the same
_LITTLE = frozenset([
    "the", "a", "an", "of", "to", "for", "and", "in", "on", "at", "by", "with", "its", "their", "it", "is", "are",
    "that", "this", "which", "about", "how",
])  # fmt: skip
_SUBJECT = 60  # per cent of the words of a subject that an item has to share


def known_report(
    inspections: Iterable[KnownInspection], title: str, published_on: datetime.date | None = None
) -> KnownInspection | None:
    """Return the known report with this title, and date if one is given; None if none is like it."""
    best, found = 0.0, None
    wanted = plain(re.sub(r"\([^()]*\d{4}\)\s*$", "", title))
    for inspection in inspections:
        for name in (inspection.title, *inspection.other_titles):
            likeness = _likeness(wanted, plain(name))
            same_day = published_on is not None and published_on == inspection.published_on
            if likeness >= (_ALIKE_WITH_DATE if same_day else _ALIKE) and likeness > best:
                best, found = likeness, inspection
    return found


def _likeness(first: str, second: str) -> float:
    whole = fuzz.token_sort_ratio(first, second)
    if min(len(first), len(second)) < 25:
        return whole
    return max(whole, fuzz.partial_ratio(first, second) - 1, fuzz.token_set_ratio(first, second) - 4)


def items_about(items: Iterable[KnownItem], subject: str, kind: str = "", least: int = _SUBJECT) -> list[KnownItem]:
    """Return the item that a subject names, "giving advice to callers"; several or none where the words do not tell.

    `least` is the share of the subject's words, in per cent, that the item has to have.
    """
    wanted = _stems(subject)
    scored = []
    for item in items:
        if kind and not item.kind.startswith(kind):
            continue
        shared = wanted & _stems(f"{item.text} {item.short_title}")
        scored.append((100 * len(shared) / max(len(wanted), 1), item))
    best = max((score for score, _item in scored), default=0)
    return [item for score, item in scored if score == best and score >= least]


def _stems(text: str) -> set[str]:
    words = re.findall(r"[a-z]+", plain(text))
    return {
        re.sub(r"(?:ing|ers|er|ies|es|s|ed|y)$", "", word) for word in words if word not in _LITTLE and len(word) > 2
    }
