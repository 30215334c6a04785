"""A worker runs under limits, without the environment of its parent, and writes no file."""

import os
import sys
from pathlib import Path

import pytest

from soteria_tracker.operations.child_process import ChildTookTooLongError, Limits, run_worker

MB = 1024 * 1024
LIMITS = Limits(seconds=20, cpu_seconds=10, memory_bytes=300 * MB)


def worker(folder: Path, code: str) -> Path:
    path = folder / "worker.py"
    path.write_text(code)
    return path


def test_it_gets_the_task_and_gives_the_answer(tmp_path: Path) -> None:
    echo = worker(tmp_path, "import sys\nsys.stdout.write(sys.stdin.read().upper())")
    assert run_worker(echo, b"words", LIMITS) == b"WORDS"


def test_it_is_stopped_by_the_clock(tmp_path: Path) -> None:
    with pytest.raises(ChildTookTooLongError):
        run_worker(worker(tmp_path, "while True: pass"), b"", Limits(0.3, 10, 300 * MB))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of Linux")
def test_it_gets_no_more_memory_and_writes_no_file(tmp_path: Path) -> None:
    assert run_worker(worker(tmp_path, "print(len(bytes(10**9)))"), b"", LIMITS) == b""
    assert run_worker(worker(tmp_path, "open('x', 'w').write('words')"), b"", LIMITS) == b""
    assert (tmp_path / "x").read_bytes() == b""


def test_it_has_no_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "SOTERIA_SECRET_KEY", "a secret")
    seen = run_worker(worker(tmp_path, "import os\nprint(','.join(os.environ))"), b"", LIMITS)
    assert b"SOTERIA" not in seen
