"""Read a document of any kind: tell what it is, and read it as that."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from recommendations.reading.blocks.block import BlockKind, ReadFile
from recommendations.reading.letters.as_json import letter_as_json
from recommendations.reading.letters.reader import read_letter
from recommendations.reading.letters.reading import LetterReading
from recommendations.reading.names import BodyNames
from recommendations.reading.reports.as_json import report_as_json
from recommendations.reading.reports.reader import read_report
from recommendations.reading.reports.reading import ReportReading
from recommendations.reading.responses.as_json import response_as_json
from recommendations.reading.responses.reader import read_response
from recommendations.reading.responses.reading import ResponseReading

Reading = ReportReading | LetterReading | ResponseReading

_START = 14  # blocks that say what a document is
_RESPONSE_TITLE = re.compile(
    r"^(?:.{0,80}?\b(?:PCC|PFCC|commissioner)s?\b.{0,60}?|joint |formal |official |"
    r"statutory )?response (?:to|by|of|from)\b|"
    r"\bresponse by the (?:PCC|police)",
    re.I,
)
_RESPONSE_WORDS = re.compile(
    r"\b(?:my|our) (?:formal |statutory )?response\b|\bwriting to you in response\b|\b(?:PCC|PFCC|"
    r"commissioner)[’']?s? (?:& constabulary )?"
    r"(?:response|comments?)\b|\bcomment by the (?:PCC|commissioner)\b|\bforce response\b|\bwe publish this response\b|"
    r"\brequires? local policing bodies to respond\b",
    re.I,
)
_LETTER_TITLE = re.compile(r"\b(?:revisit|closing|closure|re-?inspection|decision) letter\b|^letter information$", re.I)
_LETTER_WORDS = re.compile(r"^dear (?:chief|commissioner|sir|madam)|^(?:from|sent on)$|^our ref\b", re.I)
_DECIDES = re.compile(
    r"\b(?:been|now) closed\b|\bre-?opened\b|\bposition to close\b|\bwe (?:have )?(?:now )?closed\b|"
    r"\bremains? open\b|\bclosing decisions?\b|\bnot (?:yet )?been (?:met|closed)\b",
    re.I,
)


class ReadKind(StrEnum):
    REPORT = "report"
    RESPONSE = "response"
    LETTER = "letter"
    OTHER = "other"


def kind_of(file: ReadFile) -> ReadKind:
    """Return what a document is, from its title and its turns of phrase. A report without items is another document."""
    first = [file.title, *(block.line for block in file.blocks[:_START])]
    text = " ".join(block.line for block in file.blocks)
    headings = [block.line for block in file.blocks if block.kind is BlockKind.HEADING]
    if any(_LETTER_TITLE.search(line) for line in first) and _DECIDES.search(text):
        return ReadKind.LETTER
    if any(_LETTER_WORDS.match(line) for line in first) and _DECIDES.search(text):
        return ReadKind.LETTER
    is_called_response = any(_RESPONSE_TITLE.search(line) for line in first if len(line) < 300)
    answers = len(_RESPONSE_WORDS.findall(f"{text} {' '.join(headings)}")) + sum(
        1
        for block in file.blocks
        for cell in (block.rows[0] if block.rows else ())
        if re.search(r"\b(?:PCC|commissioner)\b", cell, re.I)
    )
    if is_called_response and (answers or "commissioner" in text.lower() or "PCC" in text):
        return ReadKind.RESPONSE
    return ReadKind.RESPONSE if answers > 1 else ReadKind.REPORT


def read_document(file: ReadFile, names: BodyNames) -> Reading | None:
    """Return the reading of a document; None if it is none of those that can be read."""
    kind = kind_of(file)
    if kind is ReadKind.LETTER:
        return read_letter(file, names)
    if kind is ReadKind.RESPONSE:
        return read_response(file, names)
    report = read_report(file, names)
    return report if report.items else None


def as_json(reading: Reading | None) -> dict[str, Any]:
    """Return a reading as values of JSON."""
    if isinstance(reading, ReportReading):
        return report_as_json(reading)
    if isinstance(reading, LetterReading):
        return letter_as_json(reading)
    if isinstance(reading, ResponseReading):
        return response_as_json(reading)
    return {"kind": "other", "items": []}
