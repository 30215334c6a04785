"""The server starts with its configuration, and has loaded everything before the first request."""

import gc
import http.client
import os
import runpy
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = ROOT / "gunicorn.conf.py"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="gunicorn does not run on Windows")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a server with one worker, on an empty database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "soteria_tracker.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        "SOTERIA_BIND": address,
        "SOTERIA_WORKERS": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "soteria_tracker.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env=variables, stderr=subprocess.PIPE)
    try:
        yield address
    finally:
        server.terminate()
        server.communicate(timeout=30)


def test_it_answers(served: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        connection = http.client.HTTPConnection(served, timeout=30)
        try:
            connection.request("GET", "/health/")
            answer = connection.getresponse()
            break
        except ConnectionRefusedError:  # not yet
            assert time.monotonic() < deadline, "The server did not answer within a minute."
            time.sleep(0.2)
        finally:
            connection.close()
    assert answer.status == 200


def test_what_is_loaded_before_the_workers_start_is_not_collected_again() -> None:
    configuration = runpy.run_path(str(CONFIGURATION))
    assert configuration["preload_app"]
    gc.unfreeze()
    try:
        configuration["when_ready"](None)
        assert gc.get_freeze_count() > 100_000
    finally:
        gc.unfreeze()
