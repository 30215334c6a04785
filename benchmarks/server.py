"""Gunicorn with two workers for the measurements, and the processor time that a server's processes have used."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WORKERS = 2


@dataclass(frozen=True)
class Server:
    """A server that answers at `address` ("127.0.0.1:8001")."""

    address: str
    process: int

    def processor_ms(self) -> float | None:
        """Return the processor time that all workers have used, in milliseconds; None on other systems than Linux."""
        return processor_ms_of_children(self.process)


def processor_ms_of_children(pid: int) -> float | None:
    """Return the processor time that the children of a process have used, those that ended included; None as above."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        return None
    ticks = sum(_stat(pid)[13:15])  # of those that ended, in user mode and in system mode
    for child in children.read_text().split():
        ticks += sum(_stat(int(child))[11:13])
    return 1000 * ticks / os.sysconf("SC_CLK_TCK")


def parent_of(pid: int) -> int:
    """Return the id of the process that started this one, on Linux."""
    return _stat(pid)[1]


def _stat(pid: int) -> list[int]:
    """Return the figures after the name and the state in /proc/PID/stat; the first is a 0."""
    return [0, *map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1:])]


@contextmanager
def serving() -> Iterator[Server]:
    """Start the server on the database that DATABASE_URL names, wait until it answers, and stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    variables = os.environ | {"SOTERIA_BIND": address, "SOTERIA_WORKERS": str(WORKERS)}
    command = [sys.executable, "-m", "gunicorn", "--keep-alive", "60", "--log-level", "warning", "benchmarks.wsgi"]
    process = subprocess.Popen(command, env=variables, stdout=sys.stderr)
    try:
        _wait_until_it_answers(address)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait_until_it_answers(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection(address, timeout=30)
        try:
            connection.request("GET", "/health/")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    sys.exit("The server to be measured did not answer within a minute.")
