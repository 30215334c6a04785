"""Give what came from outside to a child process that has limits, no environment and no files to write."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_STARTER = Path(__file__).with_name("limited_child.py")


@dataclass(frozen=True)
class Limits:
    """What a child may use: seconds by the clock, seconds of the processor, and bytes of memory."""

    seconds: float
    cpu_seconds: int
    memory_bytes: int


class ChildTookTooLongError(Exception):
    """The child was stopped after its seconds."""


def run_worker(worker: Path, task: bytes, limits: Limits) -> bytes:
    """Run a worker's file with the task as its standard input, and return what it wrote.

    That may be nothing, if the worker failed or used up its memory. Raises ChildTookTooLongError.
    """
    arguments = [str(math.ceil(limits.cpu_seconds)), str(limits.memory_bytes), str(worker)]
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(_STARTER), *arguments],
            input=task,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            env={},  # no secret of the installation is within its reach
            cwd=worker.parent,
        )
    except subprocess.TimeoutExpired as error:
        raise ChildTookTooLongError(str(worker)) from error
    return child.stdout
