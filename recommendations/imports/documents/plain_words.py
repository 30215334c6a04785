"""What was read from a document, in sentences for a person: first what it says, then what has to be decided."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator

from recommendations.reading.certainty import Certainty
from recommendations.reading.documents import Reading
from recommendations.reading.letters.reading import LetterReading, ReadChange
from recommendations.reading.reports.reading import ReadItem, ReportReading
from recommendations.reading.responses.reading import ResponseReading

_WIDTH = 100


def lines_of(reading: Reading | None) -> Iterator[str]:
    """Yield the lines that describe a reading."""
    if isinstance(reading, ReportReading):
        yield from _report(reading)
    elif isinstance(reading, LetterReading):
        yield from _letter(reading)
    elif isinstance(reading, ResponseReading):
        yield from _response(reading)
    else:
        yield "This is neither a report with recommendations, nor a response or a letter about them. Nothing was read."


def decisions_in(reading: Reading | None) -> list[str]:
    """Return what only a person can decide, one sentence each."""
    if isinstance(reading, ReportReading):
        found = [] if reading.published_on else ["The document does not say when it was published."]
        for item in reading.items:
            name = _name(item)
            if item.deadline.certainty is Certainty.DECIDE:
                found.append(f"{name}: “{item.deadline.wording}” names no day. Is there one?")
            if item.certainty is Certainty.DECIDE:
                found.append(f"{name}: {item.why}")
        return found
    if isinstance(reading, LetterReading):
        return [f"{_items(change)}: {change.why}" for change in reading.changes if change.certainty is Certainty.DECIDE]
    if isinstance(reading, ResponseReading):
        return [
            f"“{said.text[:60]}…” is about {said.reference}: which items are these?"
            for said in reading.statements
            if said.certainty is Certainty.DECIDE
        ]
    return []


def _report(reading: ReportReading) -> Iterator[str]:
    yield f"Report: {reading.title}"
    yield f"Published on {_day(reading.published_on)}. {len(reading.items)} items."
    for item in reading.items:
        yield ""
        by = item.deadline.wording or "no deadline"
        day = f" ({_day(item.deadline.date)})" if item.deadline.date else ""
        yield f"{_name(item)}: {by}{day}{_mark(item.deadline.certainty)}"
        yield textwrap.shorten(item.text, _WIDTH, initial_indent="  ", placeholder=" …")
        for addressee in item.addressees:
            means = addressee.to or addressee.body or addressee.others
            yield f"  {addressee.role}: {means}{_mark(addressee.certainty)}"
    for duty in reading.duties:
        yield ""
        yield f"Not an item, but asked for: {duty.text}"


def _letter(reading: LetterReading) -> Iterator[str]:
    sender, to = reading.sender or "a sender that it does not name", reading.to or "a body that it does not name"
    yield f"Letter from {sender} of {_day(reading.sent_on)}, to {to}"
    for change in reading.changes:
        level = f", level {change.level}" if change.level else ""
        starts = f", from {_day(change.starts_on)}" if change.starts_on else ""
        new = f", new date {_day(change.new_date)}" if change.new_date else ""
        yield f"{change.report}, {_items(change)}: {change.change}{level}{starts}{new}{_mark(change.certainty)}"


def _response(reading: ResponseReading) -> Iterator[str]:
    for body, force in reading.answers_for:
        yield f"Response of {body or 'a body that is not known'} for {force}"
    for title in (reading.report_title, *(title for _slug, title in reading.other_reports)):
        yield f"To: {title}"
    answers = sum(1 for said in reading.statements if said.reference)
    yield f"{len(reading.items)} items quoted, {answers} answers to items."
    for said in reading.statements:
        yield textwrap.shorten(
            f"{said.reference or 'in general'}, {said.speaker}: {said.text}", _WIDTH, placeholder=" …"
        )
    if reading.missing:
        yield f"Without an explanation of the local policing body (section 55(5B)): {', '.join(reading.missing)}"
    for claim in reading.claims:
        if claim.is_wrong:
            yield f"Wrong: {claim.what} “{claim.printed}”, should be {claim.truth}. {claim.why}"


def _name(item: ReadItem) -> str:
    return f"{item.kind} {item.reference}".capitalize()


def _items(change: ReadChange) -> str:
    return ", ".join(change.recommendations)


def _mark(certainty: Certainty) -> str:
    return "" if certainty is Certainty.CLEAR else f" [{certainty}]"


def _day(day: datetime.date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "a day that it does not say"
