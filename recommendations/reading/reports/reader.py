"""Read a report: its facts, its items with deadlines, addressees and references, and its duties."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from recommendations.reading.blocks.block import Block, BlockKind, ReadFile
from recommendations.reading.dates import dates_in
from recommendations.reading.names import BodyNames
from recommendations.reading.reports.addressees import Surroundings, addressees_of
from recommendations.reading.reports.deadlines import deadline_of
from recommendations.reading.reports.facts import ReportFacts, facts_of
from recommendations.reading.reports.labels import first_sentence, sentences
from recommendations.reading.reports.reading import ReadDuty, ReadItem, ReportReading
from recommendations.reading.reports.walk import ReportWalk
from recommendations.reading.wording import plain

_SAME = 92  # per cent of likeness from which two texts with the same label are one item
_DUTY = re.compile(
    r"\b(?:should|must|is required to|are required to|we will ask|we (?:expect|require)|we ask)\b.{0,160}?"
    r"\b(?:action plan|write to us|tell us|respond(?: to us)?|response|provide us|send us|publish)\b",
    re.IGNORECASE,
)
_RESPONSE = re.compile(r"\b(?:write to us|respond|response|accept)\b", re.IGNORECASE)
_SPEECH = re.compile(r"[“\"]")


def read_report(file: ReadFile, names: BodyNames) -> ReportReading:
    """Return what a report says. The same file and names give the same reading."""
    facts = facts_of(file, names)
    walked = ReportWalk(facts, names).read(file.blocks)
    items = _without_repeats(walked)
    for item in items:
        _complete(item, facts, names)
    set_references(items, by_section=_needs_sections(items, facts))
    duties = tuple(_duties(file.blocks, items, facts))
    return ReportReading(
        facts.title,
        facts.published_on,
        facts.published_printed,
        "hmicfrs",
        facts.scope,
        tuple(force.slug for force in facts.forces),
        items,
        duties,
        next((duty.due_on for duty in duties if duty.due_on and _RESPONSE.search(duty.text)), None),
        facts.nature,
        facts.bodies,
        len(walked) - len(items),
    )


def _without_repeats(walked: Sequence[ReadItem]) -> list[ReadItem]:
    """Return each item once. Where a summary repeats it, the theme and the words are those of the body."""
    items: list[ReadItem] = []
    new: dict[int, ReadItem] = {}
    for item in walked:
        twin = next((other for other in items if _is_repeat(other, item)), None)
        if twin is None:
            items.append(item)
        else:
            if len(item.text) >= len(twin.text):
                twin.text, twin.parts = item.text, item.parts
            twin.theme, twin.section = item.theme, item.section or twin.section
            twin.parent = twin.parent or item.parent
            new[id(item)] = twin
    for item in items:
        if item.parent is not None:
            item.parent = new.get(id(item.parent), item.parent)
    return items


def _is_repeat(first: ReadItem, second: ReadItem) -> bool:
    if first.kind != second.kind or first.issuer != second.issuer or first.number != second.number:
        return False
    if first.section != second.section and first.section and second.section:
        return False
    return fuzz.ratio(plain(first.text), plain(second.text)) >= (_SAME if first.number else 97)


def _complete(item: ReadItem, facts: ReportFacts, names: BodyNames) -> None:
    if item.deadline.kind == "none" and not item.deadline.wording:
        item.deadline = deadline_of(item.text, facts.published_on)
    if item.kind.endswith("cause of concern"):
        return
    forces = tuple(force.slug for force in facts.forces)
    own = item.section if item.section in names.by_slug else forces[0] if len(forces) == 1 else ""
    item.addressees = addressees_of(item.text, Surroundings(names, own, forces, facts.unit))
    if item.issuer:
        name = names.by_slug[item.issuer]
        short = min((name.name, *name.other_names), key=len)
        item.kind = f"{short} {item.kind}"


def _needs_sections(items: Sequence[ReadItem], facts: ReportFacts) -> bool:
    """Whether printed numbers start again in the section of each force, so that they alone name no item."""
    if not any(item.section for item in items):
        return False
    numbers = Counter((item.kind, item.number, item.issuer) for item in items if item.number and item.parent is None)
    return any(count > 1 for count in numbers.values())


def set_references(items: Sequence[ReadItem], *, by_section: bool) -> None:
    """Give each item a reference that is unique in its report: "7", "afi-3", "coc-1-2", "gloucestershire-afi-1"."""
    counts: Counter[tuple[str, str]] = Counter()
    used: set[str] = set()
    for item in items:
        section = _section_name(item) if by_section else ""
        prefix = f"{section}-" if section else ""
        counts[section, item.kind] += 1
        number = item.number or str(counts[section, item.kind])
        if item.parent is not None and item.parent.reference:
            counts[item.parent.reference, "child"] += 1
            reference = f"{item.parent.reference}-{item.number or counts[item.parent.reference, 'child']}"
        elif item.issuer:
            reference = f"{prefix}{item.kind.split()[0].lower()}-{number}"
        elif item.kind == "afi":
            reference = f"{prefix}afi-{number}"
        elif item.kind.endswith("cause of concern"):
            reference = f"{prefix}coc-{number}"
        elif item.kind == "action":
            reference = f"{prefix}action-{number}"
        else:
            reference = f"{prefix}{number}"
        item.reference = _unique(reference.replace(".", "-"), used)


def _section_name(item: ReadItem) -> str:
    if item.section.endswith("-rocu"):
        return "rocu"
    return item.section or "region"


def _unique(reference: str, used: set[str]) -> str:
    candidate, number = reference, 2
    while candidate in used:
        candidate, number = f"{reference}-{number}", number + 1
    used.add(candidate)
    return candidate


def _duties(blocks: Sequence[Block], items: Sequence[ReadItem], facts: ReportFacts) -> list[ReadDuty]:
    """Return the sentences that ask for an action plan or a response and are part of no item."""
    texts = " ".join(plain(item.text) for item in items)
    found = []
    for block in blocks:
        if block.kind is not BlockKind.PARAGRAPH or block.is_quoted:
            continue
        for sentence in sentences(block.line):
            if _DUTY.search(sentence) and not _SPEECH.search(sentence) and plain(sentence) not in texts:
                deadline = deadline_of(sentence, facts.published_on)
                day = deadline.date or next((printed.date for printed in dates_in(sentence)), None)
                if day is not None and (facts.published_on is None or day >= facts.published_on):
                    found.append(ReadDuty(first_sentence(sentence), day, block.place))
    return found
