"""Read a response: its parties, its statements by speaker and item, its claims, and what it lacks."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence

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
from recommendations.reading.responses.sections import is_called
from recommendations.reading.responses.speakers import labelled
from recommendations.reading.responses.statements import Statements
from recommendations.reading.wording import plain

_TITLE_ROW = re.compile(r"^(?:title of (?:report|inspection)|(?:report|inspection) title|report|inspection)$", re.I)
_TITLE_LINE = re.compile(
    r"^(?:title of (?:report|inspection)|(?:report|inspection) title)\s*[:–-]\s*(?P<title>.+)$", re.I
)
_TITLE = r"(?:[^’”]|’(?=\w)){15,300}"  # within quotation marks; an apostrophe does not end it
_QUOTED = re.compile(rf"[‘“]({_TITLE})[’”]")
_QUOTED_TITLE = re.compile(rf"\breport\b[^.‘“]{{0,80}}[‘“](?P<title>{_TITLE})[’”]", re.I)
_QUOTED_TITLES = re.compile(
    rf"\breports\b[^.‘“]{{0,80}}(?P<titles>[‘“]{_TITLE}[’”](?:,? (?:and )?[‘“]{_TITLE}[’”])+)", re.I
)
_RESPONSE_TO = re.compile(r"^(?:.{0,60}?\bresponse (?:to|by)\b[^:]{0,40}?:?\s*)(?P<title>.{15,})$", re.I)
_LEAST_TITLE = 25  # characters of a title that is looked for in headings
_ISSUER_LINE = re.compile(r"^(?:HMICFRS|HMIC)\s*:\s*(?P<title>.{15,})$")


def read_response(file: ReadFile, names: BodyNames) -> ResponseReading:
    """Return what a response says. The same file, names and known reports give the same reading."""
    dated = _dated(file.blocks)
    answers_for = tuple(_answers_for(file, names))
    published = _published(file.blocks)
    reports = _reports(file, names, published.date if published else None)
    first = reports[0]
    known = [report for report in reports if report.slug]
    statements = Statements(
        file, names, known if len(reports) == 1 else reports, [force for _body, force in answers_for]
    )
    found = statements.read()
    items = _quoted(file, names, statements.rows)
    claims = claims_of(file.blocks, known, dated)
    return ResponseReading(
        answers_for,
        first.slug,
        first.title,
        next((claim.date for claim in claims if claim.what == "report published"), None),
        dated.date if dated else None,
        found,
        tuple(_missing_of_all(file, found, items, reports)),
        claims,
        statements.accepted,
        items,
        file.title,
        file.format,
        tuple((report.slug, report.title) for report in reports[1:]),
    )


def _reports(file: ReadFile, names: BodyNames, published_on: datetime.date | None) -> list[KnownInspection]:
    """Return the reports that it answers, at least one. One that is not known has its title only."""
    known = names.register.inspections
    first, *others = _report_titles(file)
    found = [known_report(known, first, published_on) or _unknown(first)]
    found += [known_report(known, title) or _unknown(title) for title in others]
    headings = [block.line for block in file.blocks if block.kind is BlockKind.HEADING or block.is_bold]
    found += [
        report
        for report in known
        if len(report.title) >= _LEAST_TITLE and any(is_called(line, report.title) for line in headings)
    ]
    reports: dict[str, KnownInspection] = {}
    for report in found:
        reports.setdefault(plain(report.title), report)
    return list(reports.values())


def _unknown(title: str) -> KnownInspection:
    return KnownInspection("", title, (), None, "", ())


def _report_titles(file: ReadFile) -> list[str]:
    """Return the titles of the reports that it says it answers, at least one, which may be empty."""
    if titled := list(_titled(file)):
        # a second report is one that is called a title, too
        return list(dict.fromkeys([titled[0][1], *(title for is_title, title in titled if is_title)]))
    for block in file.blocks[:20]:
        if match := _QUOTED_TITLES.search(block.line):
            return _QUOTED.findall(match["titles"])
        if match := _QUOTED_TITLE.search(block.line):
            return [match["title"]]
    first = [block.line for block in file.blocks[:8] if block.kind is BlockKind.HEADING or block.is_bold]
    for line in [file.title, *first]:
        if match := _RESPONSE_TO.match(line):
            return [match["title"]]
    return [file.title]


def _titled(file: ReadFile) -> Iterator[tuple[bool, str]]:
    """Yield what a label calls the report, and whether it calls it a title: "Title of report: …"."""
    for block in file.blocks:
        for label, value in form_rows(block.rows):
            if _TITLE_ROW.match(label):
                yield "title" in label.lower(), value
        if match := _TITLE_LINE.match(block.line):
            yield True, match["title"]
        if match := _ISSUER_LINE.match(block.line):
            yield False, match["title"]


def _dated(blocks: tuple[Block, ...]) -> PrintedDate | None:
    for block in blocks[:25]:
        for line in block.text.split("\n"):
            if only_date(line) is not None:
                return next(dates_in(line))
    return None


def _published(blocks: tuple[Block, ...]) -> PrintedDate | None:
    for claim in claims_of(blocks, (), None):
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


def _missing_of_all(
    file: ReadFile, statements: list[ReadStatement], items: list[ReadItem], reports: Sequence[KnownInspection]
) -> Iterator[str]:
    """Yield the recommendations without an explanation; of several reports, each with its report."""
    if len(reports) == 1:
        yield from _missing(file, statements, items, reports[0] if reports[0].slug else None)
        return
    for report in reports:
        key = report.slug or report.title
        about = [said for said in statements if said.report == key]
        yield from (f"{key}/{reference}" for reference in _missing(file, about, [], report if report.slug else None))


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
