"""Read a response: its parties, its statements by speaker and item, its claims, and what it lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from recommendations.reading.blocks.block import Block, BlockKind, ReadFile
from recommendations.reading.dates import PrintedDate, dates_in, only_date
from recommendations.reading.known import KnownInspection
from recommendations.reading.matching import known_report
from recommendations.reading.names import BodyNames
from recommendations.reading.references import count_of
from recommendations.reading.reports.builder import parts_of
from recommendations.reading.reports.deadlines import deadline_of
from recommendations.reading.reports.labels import is_obligation
from recommendations.reading.reports.reader import read_report
from recommendations.reading.reports.reading import ReadItem
from recommendations.reading.responses.answer_tables import form_rows
from recommendations.reading.responses.claims import claims_of
from recommendations.reading.responses.reading import ReadSpeaker, ReadStatement, ResponseReading
from recommendations.reading.responses.speakers import labelled
from recommendations.reading.responses.statements import Statements

_TITLE_ROW = re.compile(r"^(?:title of (?:report|inspection)|(?:report|inspection) title|report|inspection)$", re.I)
_TITLE_LINE = re.compile(
    r"^(?:title of (?:report|inspection)|(?:report|inspection) title)\s*[:–-]\s*(?P<title>.+)$", re.I
)
_QUOTED_TITLE = re.compile(r"\breport\b[^.‘“]{0,80}[‘“](?P<title>[^’”]{15,300})[’”]", re.I)
_RESPONSE_TO = re.compile(r"^(?:.{0,60}?\bresponse (?:to|by)\b[^:]{0,40}?:?\s*)(?P<title>.{15,})$", re.I)
_ISSUER_LINE = re.compile(r"^(?:HMICFRS|HMIC)\s*:\s*(?P<title>.{15,})$")


def read_response(file: ReadFile, names: BodyNames) -> ResponseReading:
    """Return what a response says. The same file, names and known reports give the same reading."""
    title = _report_title(file)
    dated = _dated(file.blocks)
    answers_for = _answers_for(file, names)
    published = _published(file.blocks)
    known = known_report(names.register.inspections, title, published.date if published else None)
    statements = Statements(file, names, known)
    found = statements.read()
    items = _quoted(file, names, statements.rows)
    claims = claims_of(file.blocks, known, dated)
    return ResponseReading(
        tuple(answers_for),
        known.slug if known is not None else "",
        known.title if known is not None else title,
        next((claim.date for claim in claims if claim.what == "report published"), None),
        dated.date if dated else None,
        found,
        tuple(_missing(file, found, items, known)),
        claims,
        statements.accepted,
        items,
        file.title,
        file.format,
    )


def _report_title(file: ReadFile) -> str:
    for block in file.blocks:
        for label, value in form_rows(block.rows):
            if _TITLE_ROW.match(label):
                return value
        for pattern in (_TITLE_LINE, _ISSUER_LINE):
            if match := pattern.match(block.line):
                return match["title"]
    for block in file.blocks[:20]:
        if match := _QUOTED_TITLE.search(block.line):
            return match["title"]
    lines = [file.title, *(block.line for block in file.blocks[:8] if block.kind is BlockKind.HEADING or block.is_bold)]
    for line in lines:
        if match := _RESPONSE_TO.match(line):
            return match["title"]
    return file.title


def _dated(blocks: tuple[Block, ...]) -> PrintedDate | None:
    for block in blocks[:25]:
        for line in block.text.split("\n"):
            if only_date(line) is not None:
                return next(dates_in(line))
    return None


def _published(blocks: tuple[Block, ...]) -> PrintedDate | None:
    for claim in claims_of(blocks, None, None):
        if claim.what == "report published" and claim.date is not None:
            return PrintedDate(claim.printed, claim.date, 0)
    return None


def _answers_for(file: ReadFile, names: BodyNames) -> Iterator[tuple[str, str]]:
    """Yield the local policing body and the force: those of the title, or else of the force that is named most."""
    first = [file.title, *(block.line for block in file.blocks[:3])]
    forces = next(
        (found for line in first if (found := names.forces_in(line)) and "inspect" not in line.lower()[:25]), []
    )
    if not forces:
        counted: Counter[str] = Counter()
        for block in file.blocks:
            text = " ".join([block.line, *(cell for row in block.rows for cell in row)])
            counted.update(force.slug for force in names.forces_in(text))
        forces = [names.by_slug[slug] for slug, _count in counted.most_common(1)]
    for force in forces:
        yield names.local_body_of(force.slug), force.slug


def _quoted(file: ReadFile, names: BodyNames, rows: list[tuple[str, str, str]]) -> list[ReadItem]:
    """Return the items that the response quotes: under their labels, or in a column of a table."""
    items = [
        item
        for item in read_report(file, names).items
        if item.kind.endswith("cause of concern") or (is_obligation(item.text) and labelled(item.text, names) is None)
    ]
    for number, text, place in rows:
        if text and not text.lower().startswith("for the ") and "[…]" not in text:
            item = ReadItem("recommendation", number, text, parts_of([]), "", place, reference=number)
            item.deadline = deadline_of(text, None)
            items.append(item)
    return items


def _missing(
    file: ReadFile, statements: list[ReadStatement], items: list[ReadItem], known: KnownInspection | None
) -> Iterator[str]:
    """Yield the recommendations without an explanation of the local policing body's own (section 55(5B))."""
    answered = {said.reference for said in statements if said.speaker is ReadSpeaker.COMMISSIONER}
    expected: list[str] = []
    text = " ".join(block.line for block in file.blocks)
    named = {said.reference for said in statements if said.reference}
    if known is not None:
        expected = [item.reference for item in known.items if item.kind == "recommendation"]
        of_concerned = {reference.rpartition("-")[0] for reference in named}
        if any("-" in reference for reference in expected) and of_concerned:
            expected = [ref for ref in expected if ref in named or ref.rpartition("-")[0] in of_concerned]
    elif re.search(r"\bcause of concern\b", text, re.I) and (count := count_of(text, "recommendations?")):
        expected = [f"coc-1-{number}" for number in range(1, count + 1)]
    elif (count := count_of(text, "recommendations?")) and not any(
        not ref.isdigit() for ref in named if "afi" not in ref
    ):
        expected = [str(number) for number in range(1, count + 1)]
    own = [item.reference for item in items if item.kind == "recommendation"]
    rest = [reference for reference in sorted(named) if not re.search(r"afi|coc-\d+$|action|:", reference)]
    for reference in dict.fromkeys([*expected, *own, *rest]):
        if reference not in answered:
            yield reference
