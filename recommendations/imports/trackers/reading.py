"""Read a tracker that an office uploaded: in a child process with limits."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from recommendations.reading import trackers
from recommendations.reading.errors import UnreadableFile, check_size
from recommendations.reading.known import KnownRegister
from recommendations.reading.names import names_of
from recommendations.reading.sheets.kinds import has_table, is_spreadsheet, is_workbook
from recommendations.reading.trackers.exchange import TrackerTask, reading_of, task_of
from recommendations.reading.trackers.known import Known
from recommendations.reading.trackers.overview import tells_progress
from recommendations.reading.trackers.results import TrackerReading
from soteria_tracker.operations.child_process import ChildTookTooLongError, Limits, run_worker

LIMITS = Limits(seconds=60, cpu_seconds=40, memory_bytes=1024 * 1024 * 1024)
# Run in the child, never imported here: it needs openpyxl and others.
_WORKER = Path(trackers.__file__).with_name("worker.py")


def read_in_child(
    contents: bytes, known: Known, answers: Mapping[str, str] | None = None, columns: Mapping[str, str] | None = None
) -> TrackerReading:
    """Return what a tracker says. Raises UnreadableFile with a sentence for the person who uploaded it."""
    check_size(contents)
    return reading_of(run_reader(task_of(contents, TrackerTask(known, answers or {}, columns or {}))))


def run_reader(task: bytes) -> bytes:
    """Return what the child wrote about a task, for `reading_of`. Raises UnreadableFile."""
    try:
        return run_worker(_WORKER, task, LIMITS)
    except ChildTookTooLongError as error:
        raise UnreadableFile("This file takes too long to read. Save only the sheets that matter.") from error


def tracker_in(contents: bytes, known: Known) -> TrackerReading | None:
    """Return the reading of a file that is a tracker; None if it is another document.

    A web page or text is a tracker if it has a table with progress. Raises UnreadableFile for a workbook that is none.
    """
    if not (is_spreadsheet(contents) or has_table(contents)):
        return None
    try:
        reading = read_in_child(contents, known)
    except UnreadableFile:
        if is_workbook(contents):
            raise
        return None
    if has_table(contents) and not tells_progress(reading):
        return None
    return reading


def known_without_force(register: KnownRegister) -> Known:
    """Return what the register knows for reading a tracker whose force is not known."""
    return Known(
        force="",
        force_names=(),
        today=register.today,
        inspections=register.inspections,
        bodies={name: body.slug for body in register.bodies if body.kind == "national" for name in names_of(body)},
    )
