"""A report that was read, as one that is known: to read a response or a letter about it."""

from __future__ import annotations

import re

from recommendations.reading.known import KnownInspection
from recommendations.reading.reports.reading import ReportReading
from recommendations.reading.trackers.known import KnownItem


def as_known(reading: ReportReading) -> KnownInspection:
    """Return the report as a known inspection. Its slug is made of its title."""
    return KnownInspection(
        slug=slug_of(reading),
        title=reading.title,
        other_titles=tuple(_parts_of_title(reading.title)),
        published_on=reading.published_on,
        source=reading.issued_by,
        items=tuple(
            KnownItem(
                reference=item.reference,
                label=f"{item.kind} {item.number}".strip(),
                kind=item.kind,
                text=item.text,
                held_here=True,
                parent=item.parent.reference if item.parent else "",
                deadline=item.deadline.date,
                led_by=tuple(found.body for found in item.addressees if found.role == "lead" and found.body),
                theme=item.theme,
            )
            for item in reading.items
        ),
    )


def slug_of(reading: ReportReading) -> str:
    """Return a slug for the report: its title in letters, digits and hyphens, at most 60 characters, with the year."""
    words = re.sub(r"[^a-z0-9]+", "-", reading.title.lower().replace("’", "")).strip("-")
    year = f"-{reading.published_on.year}" if reading.published_on else ""
    return words[: 60 - len(year)].rstrip("-") + year


def _parts_of_title(title: str) -> list[str]:
    """Return the parts of a title at its colon that say enough to be found by."""
    return [part.strip() for part in re.split(r":\s", title) if len(part) > 25]
