"""A response that was read, as the file of a document with statements: what `load_register` loads.

What has to be checked or decided is a comment above its key.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from recommendations.imports.documents.yaml_draft import quoted
from recommendations.reading.certainty import Certainty
from recommendations.reading.responses.reading import ReadSpeaker, ReadStatement, ResponseReading

_SPEAKERS = {ReadSpeaker.COMMISSIONER: "local policing body", ReadSpeaker.CHIEF_OFFICER: "chief officer"}
_SLUG = 80  # characters
_TITLE = 300


@dataclass(frozen=True)
class _Part:
    """What a response is for one force about one report."""

    body: str
    force: str
    report: str  # its slug if it is known
    report_title: str
    siblings: tuple[str, ...] = ()  # the other forces

    def concerns(self, said: ReadStatement) -> bool:
        """Whether a statement speaks for this force, about this report or about all of them."""
        is_of_report = said.report in ("", self.report or self.report_title)
        is_of_force = not self.siblings or said.force in ("", self.force)
        is_of_sibling = said.reference.startswith(tuple(f"{other}-" for other in self.siblings))
        return is_of_report and is_of_force and not is_of_sibling


def response_drafts(reading: ResponseReading, source: str) -> dict[str, str]:
    """Return the drafts of documents as YAML, by the names of their files. `source` names the document that was read.

    A response for several forces, or to several reports, has a draft for each force and report: with the statements
    that speak for that force about that report, and those that name none.
    """
    parts = list(_parts(reading))
    stem = PurePath(source).stem
    return {
        f"{stem}-{_slug(part, reading)}.yaml" if len(parts) > 1 else f"{stem}.yaml": _draft(
            part, parts, reading, source
        )
        for part in parts
    }


def _parts(reading: ResponseReading) -> Iterator[_Part]:
    forces = [force for _body, force in reading.answers_for]
    for slug, title in ((reading.report, reading.report_title), *reading.other_reports):
        for body, force in reading.answers_for or (("", ""),):
            yield _Part(body, force, slug, title, tuple(other for other in forces if other != force))


def _draft(part: _Part, parts: Sequence[_Part], reading: ResponseReading, source: str) -> str:
    statements = [said for said in reading.statements if part.concerns(said)]
    lines = [*_document(part, len(parts), reading, source), "  statements:", *_statements(statements, part, reading)]
    return "\n".join(lines) + "\n"


def _document(part: _Part, count: int, reading: ResponseReading, source: str) -> Iterator[str]:
    yield f"# Read from {source}. Check it against the document, above all the lines marked “check” and “decide”."
    if count > 1:
        yield f"# One of {count} drafts of this document: one for each force and report. Load them together."
    yield "document:"
    yield "  # check: used in its address"
    yield f"  slug: {_slug(part, reading)}"
    yield f"  title: {quoted(reading.title[:_TITLE] or 'Response')}"
    yield "  # check: letter, form, web page or report"
    yield f"  kind: {'web page' if reading.format == 'html' else 'letter'}"
    if not part.report:
        yield f"  # decide: the register does not know the report {quoted(part.report_title)}"
    yield f"  inspection: {part.report}".rstrip()
    yield f"  force: {part.force}".rstrip()
    yield f"  published_by: {part.body}".rstrip()
    if reading.dated is not None:
        yield f"  dated_on: {reading.dated}"
    yield f"  source: {quoted(source)}"
    yield "  # decide: add “response: {}” if this is the response that the law requires"
    if reading.claims:
        yield "  claims:"
    for claim in reading.claims:
        if claim.is_wrong:
            yield f"    # check: should be {claim.truth}. {claim.why}"
        yield f"    - {{what: {quoted(claim.what)}, words: {quoted(claim.printed)}}}"


def _statements(statements: list[ReadStatement], part: _Part, reading: ResponseReading) -> Iterator[str]:
    """Yield the statements; paragraphs of one speaker about one item that follow each other are one statement."""
    for (reference, speaker), group in itertools.groupby(statements, lambda said: (said.reference, said.speaker)):
        paragraphs = list(group)
        yield ""
        if any(said.certainty is not Certainty.CLEAR for said in paragraphs) or ":" in reference:
            yield f"    # check: is it about {reference}?"
        if part.siblings and speaker is ReadSpeaker.CHIEF_OFFICER and not any(said.force for said in paragraphs):
            yield f"    # check: does it speak for {part.force}?"
        if reading.other_reports and reference and not any(said.report for said in paragraphs):
            yield f"    # check: which report’s {reference} is it about?"
        yield f"    - speaker: {_SPEAKERS[speaker]}"
        if reference and ":" not in reference:
            yield f"      recommendation: {quoted(reference)}"
        yield "      text: |"
        text = "\n\n".join(said.text for said in paragraphs)
        yield from (f"        {line}".rstrip() for line in text.split("\n"))


def _slug(part: _Part, reading: ResponseReading) -> str:
    year = f"-{reading.dated.year}" if reading.dated else ""
    report = part.report or (part.report_title.lower() if reading.other_reports else "response")
    return re.sub(r"[^a-z0-9]+", "-", f"{part.force}{year}-{report}").strip("-")[:_SLUG].strip("-")
