"""What a report says of itself: its title, its day of publication, who issued it, and which forces it is about."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from recommendations.reading.blocks.block import Block, BlockKind, ReadFile
from recommendations.reading.dates import dates_in, only_date
from recommendations.reading.known import KnownBody
from recommendations.reading.names import BodyNames, without_article
from recommendations.reading.reports.labels import is_list_heading, label_of

_PUBLISHED = re.compile(r"^(?:date\s+)?(?:first\s+)?publi(?:shed|cation date|cation)\b(?:\s+on)?\s*:?", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\((?:accessible(?: version)?|HTML|PDF|web version)\)\s*$", re.IGNORECASE)
_SITE = re.compile(r"\s+[-–|]\s+(?:His|Her) Majesty[’']s Inspectorate.*$|\s+[-–|]\s+(?:HMICFRS|GOV\.UK)$")
_INSPECTORATES = (
    (
        "HM Inspectorate of Constabulary and Fire & Rescue Services",
        re.compile(r"HMICFRS|Inspectorates? of Constabulary"),
    ),
    ("College of Policing", re.compile(r"College of Policing")),
    ("Independent Office for Police Conduct", re.compile(r"\bIOPC\b|Independent Office for Police Conduct")),
    ("HM Crown Prosecution Service Inspectorate", re.compile(r"HMCPSI|Crown Prosecution Service Inspectorate")),
)
_NATURES = (
    ("super-complaint", re.compile(r"super-complaint", re.IGNORECASE)),
    ("peel", re.compile(r"\bPEEL\b")),
    ("child protection", re.compile(r"child protection", re.IGNORECASE)),
    ("custody", re.compile(r"custody", re.IGNORECASE)),
    ("crime data integrity", re.compile(r"crime data integrity", re.IGNORECASE)),
    ("joint thematic", re.compile(r"joint thematic", re.IGNORECASE)),
    ("revisit", re.compile(r"revisit", re.IGNORECASE)),
    ("thematic", re.compile(r"\bresponse to\b|\bthematic\b|\beffectiveness of\b|values and culture", re.IGNORECASE)),
)
_UNIT = re.compile(r"^(?P<place>[A-Z][\w &-]*?)\s+(?:regional organised crime unit|ROCU)$", re.IGNORECASE)
_REGIONAL = re.compile(r"\bregional?\b", re.IGNORECASE)
_START = 40  # blocks that may say when the report was published


@dataclass(frozen=True)
class ReportFacts:
    """What a report says of itself. `unit` is the slug of the regional unit with a section of its own."""

    title: str
    published_on: datetime.date | None
    published_printed: str
    forces: tuple[KnownBody, ...]
    scope: str
    unit: str
    bodies: tuple[str, ...]
    nature: str


def facts_of(file: ReadFile, names: BodyNames) -> ReportFacts:
    """Return what a report says of itself. What it does not say stays empty."""
    title = title_of(file)
    published_on, printed = publication_of(file.blocks)
    titled = names.forces_in(title)
    sections = list(
        dict.fromkeys(body for block in headings(file.blocks) if (body := force_of_heading(block.line, names)))
    )
    unit = next((slug for block in headings(file.blocks) if (slug := unit_of_heading(block.line))), "")
    forces = tuple(titled or (sections if len(sections) > 1 else ()))
    is_regional = bool(unit) or (len(forces) > 1 and bool(_REGIONAL.search(title)))
    scope = "force" if len(forces) == 1 else "regional" if is_regional else "several forces" if forces else "national"
    text = " ".join(block.line for block in file.blocks[:60])
    return ReportFacts(
        title,
        published_on,
        printed,
        forces,
        scope,
        unit,
        tuple(name for name, pattern in _INSPECTORATES if pattern.search(text)),
        next((nature for nature, pattern in _NATURES if pattern.search(title)), "other"),
    )


def headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the headings among the blocks."""
    return [block for block in blocks if block.kind is BlockKind.HEADING]


def title_of(file: ReadFile) -> str:
    """Return the title of a document, without what a website adds to it."""
    first = next(
        (block.line for block in headings(file.blocks) if not label_of(block.line) and not is_list_heading(block.line)),
        "",
    )
    return _ASIDE.sub("", _SITE.sub("", " ".join((file.title or first).split())))


def publication_of(blocks: Sequence[Block]) -> tuple[datetime.date | None, str]:
    """Return the day of publication and its words: what is called that, or else the first date on its own."""
    for block in blocks[:_START]:
        if _PUBLISHED.match(block.line) and (found := next(dates_in(block.line), None)):
            return found.date, found.printed
        for row in block.rows:
            if len(row) > 1 and _PUBLISHED.match(row[0]) and (found := next(dates_in(row[1]), None)):
                return found.date, found.printed
    for block in blocks[:12]:
        if (day := only_date(block.line)) is not None:
            return day, block.line
    return None, ""


def force_of_heading(text: str, names: BodyNames) -> KnownBody | None:
    """Return the force that a heading names and says nothing else about."""
    body = names.exactly(re.sub(r"^\d+\.?\s+", "", text))
    return body if body is not None and body.kind == "force" else None


def unit_of_heading(text: str) -> str:
    """Return the slug of the regional unit that a heading names: "south-west-rocu"."""
    match = _UNIT.match(without_article(text))
    if match is None:
        return ""
    place = re.sub(r"[^a-z]+", "-", match["place"].lower()).strip("-")
    return f"{place}-rocu"
