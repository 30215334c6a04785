"""A response that was read, as the file of a document with statements: what `load_register` loads.

What has to be checked or decided is a comment above its key.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from recommendations.imports.documents.yaml_draft import quoted
from recommendations.reading.certainty import Certainty
from recommendations.reading.responses.reading import ReadSpeaker, ReadStatement, ResponseReading

_SPEAKERS = {ReadSpeaker.COMMISSIONER: "local policing body", ReadSpeaker.CHIEF_OFFICER: "chief officer"}
_SLUG = 80  # characters
_TITLE = 300


def response_yaml(reading: ResponseReading, source: str) -> str:
    """Return the draft of a document as YAML. `source` names the document that was read.

    A joint response is one document for each force: the draft is that of the first, and says so.
    """
    return "\n".join([*_document(reading, source), "  statements:", *_statements(reading.statements)]) + "\n"


def _document(reading: ResponseReading, source: str) -> Iterator[str]:
    body, force = reading.answers_for[0] if reading.answers_for else ("", "")
    yield f"# Read from {source}. Check it against the document, above all the lines marked “check” and “decide”."
    if len(reading.answers_for) > 1:
        yield f"# decide: it also answers for {', '.join(force for _body, force in reading.answers_for[1:])}"
    yield "document:"
    yield "  # check: used in its address"
    yield f"  slug: {_slug(force, reading)}"
    yield f"  title: {quoted(reading.title[:_TITLE] or 'Response')}"
    yield "  # check: letter, form, web page or report"
    yield f"  kind: {'web page' if reading.format == 'html' else 'letter'}"
    if not reading.report:
        yield f"  # decide: the register does not know the report {quoted(reading.report_title)}"
    yield f"  inspection: {reading.report}".rstrip()
    yield f"  force: {force}".rstrip()
    yield f"  published_by: {body}".rstrip()
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


def _statements(statements: list[ReadStatement]) -> Iterator[str]:
    """Yield the statements; paragraphs of one speaker about one item that follow each other are one statement."""
    for (reference, speaker), group in itertools.groupby(statements, lambda said: (said.reference, said.speaker)):
        paragraphs = list(group)
        yield ""
        if any(said.certainty is not Certainty.CLEAR for said in paragraphs) or ":" in reference:
            yield f"    # check: is it about {reference}?"
        yield f"    - speaker: {_SPEAKERS[speaker]}"
        if reference and ":" not in reference:
            yield f"      recommendation: {quoted(reference)}"
        yield "      text: |"
        text = "\n\n".join(said.text for said in paragraphs)
        yield from (f"        {line}".rstrip() for line in text.split("\n"))


def _slug(force: str, reading: ResponseReading) -> str:
    year = f"-{reading.dated.year}" if reading.dated else ""
    name = f"{force}{year}-{reading.report or 'response'}"
    return re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:_SLUG]
