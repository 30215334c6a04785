"""What a response says of the report and itself, and which of it is wrong.

A claim is called wrong only where the register, the law or the response itself shows it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from recommendations.reading.blocks.block import Block
from recommendations.reading.dates import DATE, PrintedDate, dates_in
from recommendations.reading.known import KnownInspection
from recommendations.reading.responses.answer_tables import form_rows
from recommendations.reading.responses.reading import ReadClaim

RESPONSE_DAYS = 56  # Police Act 1996, section 55(6): the day of publication is day 1
_PUBLISHED_ROW = re.compile(
    r"^(?:date (?:of )?)?(?:report |inspection )?(?:was )?publi(?:shed|cation)(?: date)?$|"
    r"^date (?:report|inspection) (?:was )?published$",
    re.I,
)
_DUE_ROW = re.compile(r"^(?:response|reply) (?:is )?due(?: by| on| date)?$|^due date$", re.I)
_OWN_ROW = re.compile(r"^(?:response|reply) (?:was )?published(?: on)?$|^date (?:of )?response(?: published)?$", re.I)
_PUBLISHED = re.compile(
    rf"\breport\b[^.]{{0,200}}?\b(?:was |which was )?published\s+(?:on\s+)?(?P<day>{DATE})|"
    rf"^published (?:on )?(?P<start>{DATE})",
    re.I,
)
_OWN = re.compile(rf"\bpublish(?:ed)?\s+(?:this|our|my|the) response\s+(?:on\s+)?(?P<day>{DATE})", re.I)
_LINE = re.compile(rf"\b(?P<label>date (?:inspection |report )?published)\s*[:–-]\s*(?P<day>{DATE})", re.I)
_SECTION = re.compile(r"\bsection\s+(?P<number>\d+)(?P<rest>(?:\(\w+\))*)\s+of\s+the\s+Police\s+Act\s+1996", re.I)
_ABOUT_RESPONDING = re.compile(r"\brespon[ds]|\bpublish|\breply", re.I)


def claims_of(
    blocks: tuple[Block, ...], reports: Sequence[KnownInspection], dated: PrintedDate | None
) -> tuple[ReadClaim, ...]:
    """Return the claims that a response to these reports makes, each marked if it is wrong."""
    found = list(dict.fromkeys([*_dates(blocks), *_sections(blocks)]))
    if dated is not None:
        found.append(ReadClaim("dated", dated.printed, dated.date))
    due = next((claim.date for claim in found if claim.what == "response due"), None)
    own = next((claim.date for claim in found if claim.what == "response published"), dated.date if dated else None)
    days = [report.published_on for report in reports if report.published_on is not None]
    return tuple(_judged(claim, days, due, own) for claim in found)


def _dates(blocks: tuple[Block, ...]) -> Iterator[ReadClaim]:
    rows = (("report published", _PUBLISHED_ROW), ("response due", _DUE_ROW), ("response published", _OWN_ROW))
    for block in blocks:
        for label, value in form_rows(block.rows):
            day = next(dates_in(value), None)
            for what, pattern in rows:
                if day is not None and pattern.match(label):
                    yield ReadClaim(what, day.printed, day.date)
        for pattern, what in (
            (_LINE, "report published"),
            (_PUBLISHED, "report published"),
            (_OWN, "response published"),
        ):
            for match in pattern.finditer(block.line):
                printed = match["day"] or match.groupdict().get("start") or ""
                if (day := next(dates_in(printed), None)) is not None:
                    yield ReadClaim(what, day.printed, day.date)


def _sections(blocks: tuple[Block, ...]) -> Iterator[ReadClaim]:
    """Yield the sections of the Police Act 1996 that are named as the reason to respond: section 55 is right."""
    for block in blocks:
        for match in _SECTION.finditer(block.line):
            around = block.line[max(0, match.start() - 120) : match.end() + 160]
            if match["number"] == "55":
                yield ReadClaim("section", match[0])
            elif _ABOUT_RESPONDING.search(around) and match["number"] not in ("54", "55"):
                why = "Section 55 of the Police Act 1996 requires the response."
                yield ReadClaim("section", match[0], None, is_wrong=True, truth="section 55", why=why)


def _judged(
    claim: ReadClaim, days: Sequence[datetime.date], due: datetime.date | None, own: datetime.date | None
) -> ReadClaim:
    if claim.what != "report published" or claim.date is None:
        return claim
    if days:
        is_wrong = claim.date not in days
        truth = " or ".join(day.isoformat() for day in days) if is_wrong else ""
        why = "The register has another day." if is_wrong else ""
        return ReadClaim(claim.what, claim.printed, claim.date, is_wrong, truth, why)
    period = datetime.timedelta(days=RESPONSE_DAYS - 1)
    if due is not None and due < claim.date + period and due - claim.date > period / 2:
        right = due - period
        why = f"Its own last day, {due:%-d %B %Y}, is day {RESPONSE_DAYS} of {right:%-d %B %Y}."
        return ReadClaim(claim.what, claim.printed, claim.date, is_wrong=True, truth=right.isoformat(), why=why)
    later = _a_year_later(claim.date)
    if own is not None and own - claim.date > datetime.timedelta(days=300) and later <= own <= later + 2 * period:
        why = f"The response is dated {own:%-d %B %Y}: a year too early."
        return ReadClaim(claim.what, claim.printed, claim.date, is_wrong=True, truth=later.isoformat(), why=why)
    return claim


def _a_year_later(day: datetime.date) -> datetime.date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)
