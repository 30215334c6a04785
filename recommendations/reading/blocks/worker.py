"""Reads one file into blocks, in a process of its own: the file from standard input, JSON to standard output."""

from __future__ import annotations

import dataclasses
import json
import sys

from recommendations.reading.blocks.read_file import read_file
from recommendations.reading.errors import UnreadableFile


def main() -> None:
    """Write {"format", "title", "blocks"}, or {"unreadable": sentence}."""
    try:
        answer = dataclasses.asdict(read_file(sys.stdin.buffer.read()))
    except UnreadableFile as error:
        answer = {"unreadable": error.sentence}
    except (MemoryError, RecursionError):
        answer = {"unreadable": "This file contains too much to be read. Make it smaller and try again."}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
