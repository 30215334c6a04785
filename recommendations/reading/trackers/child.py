"""Read a tracker in a child process with limits."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from recommendations.reading.errors import UnreadableFile, check_size
from recommendations.reading.trackers.exchange import TrackerTask, reading_of, task_of
from recommendations.reading.trackers.known import Known
from recommendations.reading.trackers.results import TrackerReading
from soteria_tracker.operations.child_process import ChildTookTooLongError, Limits, run_worker

LIMITS = Limits(seconds=60, cpu_seconds=40, memory_bytes=1024 * 1024 * 1024)
# Run in the child, never imported here: it needs openpyxl and others.
_WORKER = Path(__file__).with_name("worker.py")


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
