"""What passes between a process that serves pages and the child process that reads a tracker: JSON both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from recommendations.reading.errors import UnreadableFile
from recommendations.reading.trackers.known import Known
from recommendations.reading.trackers.results import TrackerReading

_DAMAGED = "This file cannot be read. Save it again in the program that wrote it, and try again."


@dataclass(frozen=True)
class TrackerTask:
    """What a child is asked to read, beside the file itself."""

    known: Known
    answers: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TrackerAnswer:
    """What a child answers: the reading, or the sentence that says why there is none."""

    reading: TrackerReading | None = None
    unreadable: str = ""


_TASK = TypeAdapter(TrackerTask)
_ANSWER = TypeAdapter(TrackerAnswer)


def task_of(contents: bytes, task: TrackerTask) -> bytes:
    """Return the standard input of a child: the task on one line, then the file."""
    return _TASK.dump_json(task) + b"\n" + contents


def split_task(written: bytes) -> tuple[TrackerTask, bytes]:
    """Return the task and the file that a child was given."""
    line, _newline, contents = written.partition(b"\n")
    return _TASK.validate_json(line), contents


def answer_json(answer: TrackerAnswer) -> bytes:
    """Return the standard output of a child."""
    return _ANSWER.dump_json(answer)


def reading_of(written: bytes) -> TrackerReading:
    """Return the reading that a child wrote. Raises UnreadableFile for its sentence, or for nothing."""
    try:
        answer = _ANSWER.validate_json(written)
    except ValidationError as error:
        raise UnreadableFile(_DAMAGED) from error
    if answer.reading is None:
        raise UnreadableFile(answer.unreadable or _DAMAGED)
    return answer.reading
