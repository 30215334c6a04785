"""Reads one tracker in a process of its own: task and file from standard input, JSON to standard output."""

from __future__ import annotations

import gc
import sys
import warnings

from recommendations.reading.errors import UnreadableFile
from recommendations.reading.trackers.exchange import TrackerAnswer, answer_json, split_task
from recommendations.reading.trackers.reader import read_tracker


def main() -> None:
    """Write the reading, or the sentence that says why there is none."""
    gc.disable()  # the process reads one file and ends; half of its time would go into looking for garbage
    warnings.simplefilter("ignore")  # of openpyxl, about what it leaves out of a workbook
    task, contents = split_task(sys.stdin.buffer.read())
    try:
        reading = read_tracker(contents, "", known=task.known, answers=task.answers, columns=task.columns)
        answer = TrackerAnswer(reading)
    except UnreadableFile as error:
        answer = TrackerAnswer(unreadable=error.sentence)
    except (MemoryError, RecursionError):
        answer = TrackerAnswer(unreadable="This file contains too much to be read. Make it smaller and try again.")
    sys.stdout.buffer.write(answer_json(answer))


if __name__ == "__main__":
    main()
