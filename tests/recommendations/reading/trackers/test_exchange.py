"""A task and its answer pass between two processes as they are."""

import pytest

from recommendations.reading.errors import UnreadableFile
from recommendations.reading.trackers.exchange import (
    TrackerAnswer,
    TrackerTask,
    answer_json,
    reading_of,
    split_task,
    task_of,
)
from recommendations.reading.trackers.known import Known
from tests.recommendations.reading.trackers.conftest import Read


def test_what_is_known_and_what_was_read_arrive_unchanged(known: Known, read: Read) -> None:
    task = TrackerTask(known, {"inspections": "draft"}, {"A": "note"})
    assert split_task(task_of(b"one\ntwo", task)) == (task, b"one\ntwo")
    reading = read("02-sheet-per-inspection-brag.xlsx")
    assert reading_of(answer_json(TrackerAnswer(reading))) == reading


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (b"", "cannot be read"),
        (b'{"reading": {"rows": 3}}', "cannot be read"),
        (answer_json(TrackerAnswer(unreadable="This file is empty.")), "This file is empty."),
    ],
)
def test_an_answer_without_a_reading_is_a_sentence(written: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        reading_of(written)
