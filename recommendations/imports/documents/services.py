"""Read a document that was uploaded: in a child process with limits, then by the rules."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from recommendations.imports.documents.known import known_register
from recommendations.reading import blocks
from recommendations.reading.blocks.block import Block, BlockKind, ReadFile
from recommendations.reading.documents import Reading, read_document
from recommendations.reading.errors import UnreadableFile, check_size
from recommendations.reading.known import KnownRegister
from recommendations.reading.names import BodyNames
from recommendations.reading.reports.as_known import as_known
from recommendations.reading.reports.reading import ReportReading
from soteria_tracker.operations.child_process import ChildTookTooLongError, Limits, run_worker

LIMITS = Limits(seconds=60, cpu_seconds=40, memory_bytes=1024 * 1024 * 1024)
# Run in the child, never imported here: it needs pdfplumber and others.
_WORKER = Path(blocks.__file__).with_name("worker.py")


def read_blocks(contents: bytes) -> ReadFile:
    """Return the blocks of a file. Raises UnreadableFile with a sentence for the person who uploaded it."""
    return blocks_of(written_blocks(contents))


def written_blocks(contents: bytes) -> bytes:
    """Return what the child wrote about a file, for `blocks_of`. Raises UnreadableFile."""
    check_size(contents)
    try:
        return run_worker(_WORKER, contents, LIMITS)
    except ChildTookTooLongError as error:
        raise UnreadableFile("This file takes too long to read. Save only the pages that matter.") from error


def blocks_of(written: bytes) -> ReadFile:
    """Return the blocks that the child wrote. Raises UnreadableFile for its sentence, or for nothing."""
    try:
        answer: dict[str, Any] = json.loads(written)
    except ValueError as error:
        raise UnreadableFile("This file cannot be read. Save it again in the program that wrote it.") from error
    if "unreadable" in answer:
        raise UnreadableFile(answer["unreadable"])
    return ReadFile(answer["format"], answer["title"], tuple(_block(block) for block in answer["blocks"]))


class ReadUpload(NamedTuple):
    """What was read from a document (None if it is of no kind that can be read), what was known, and its blocks."""

    reading: Reading | None
    register: KnownRegister
    file: ReadFile


def read_upload(contents: bytes, *, day: datetime.date, reports: Sequence[bytes] = ()) -> ReadUpload:
    """Return the reading of a document, with what was known.

    `reports` are files of reports that the register does not hold yet: a response or letter about them is matched to
    their items. Raises UnreadableFile.
    """
    return reading_of(read_blocks(contents), day=day, reports=reports)


def reading_of(file: ReadFile, *, day: datetime.date, reports: Sequence[bytes] = ()) -> ReadUpload:
    """Return the reading of a document whose blocks were read. See `read_upload`."""
    register = known_register(day)
    for report in reports:
        reading = read_document(read_blocks(report), BodyNames(register))
        if isinstance(reading, ReportReading):
            register = replace(register, inspections=(*register.inspections, as_known(reading)))
    return ReadUpload(read_document(file, BodyNames(register)), register, file)


def _block(values: dict[str, Any]) -> Block:
    rows = tuple(tuple(row) for row in values.pop("rows"))
    return Block(**(values | {"kind": BlockKind(values["kind"]), "rows": rows}))
