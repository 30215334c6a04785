"""`dev.py run`: fill a register and serve it on this machine only."""

import argparse
import os
import socket
import subprocess
import sys
import time

from devtools import environment
from devtools.environment import Database
from devtools.steps import say

CONFLICTS = 3  # load_register: loaded, but records that someone had changed were left as they are
HOST = "127.0.0.1"  # no other machine: the demonstration's passwords are printed


def run(arguments: list[str]) -> int:
    """Serve until Ctrl-C, and return the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py run", description="Serve Soteria Tracker on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="the port to serve on (8000)")
    parser.add_argument("--empty", action="store_true", help="a real register: fixtures only, no invented content")
    options = parser.parse_args(arguments)
    _refuse_a_port_in_use(options.port)
    environment.prepare(environment.LOCK)
    database = Database("register" if options.empty else "demonstration")
    database.refuse_if_outdated()
    if not database.is_up_to_date():
        _fill(database)
    if options.empty:
        _do(["add_administrator", "--only-if-none"], database=database)
    return _serve(database, options.port)


def _refuse_a_port_in_use(port: int) -> None:
    with socket.socket() as probe:
        if os.name != "nt":  # there the option would let two programs share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem).rstrip(".")
            sys.exit(
                f"Port {port} cannot be used: {reason}. Stop the program that uses it or choose another port, "
                f"for example: python3 dev.py run --port {port + 1 if 1024 <= port < 65535 else 8001}"
            )


def _fill(database: Database) -> None:
    """Bring the schema and the fixtures up to date. No command changes what a person recorded."""
    is_demonstration, is_new = database.name == "demonstration", not database.path.exists()
    prepare = [["migrate", "--no-input", "--skip-checks", "--verbosity", "0"], ["createcachetable"]]
    if is_demonstration and is_new:  # make_demonstration loads the fixtures itself
        _do(*prepare, ["make_demonstration"], database=database)
    else:
        _do(*prepare, database=database)
        _do(["load_register"], database=database, accepted=(0, CONFLICTS))
        if is_demonstration:  # an earlier run may have been stopped before
            _do(["make_demonstration"], database=database)
    database.note_up_to_date()


def _do(*commands: list[str], database: Database, accepted: tuple[int, ...] = (0,)) -> None:
    """Run commands in one process, because each process takes seconds to start."""
    names = ", ".join(command[0] for command in commands)
    say(f"== {names}")
    began = time.monotonic()
    if environment.call(environment.manage_all(*commands), database.variables()) not in accepted:
        sys.exit(f"`{names}` failed: the lines above say why. Nothing is being served.")
    say(f"   {names}: {time.monotonic() - began:.1f} s")


def _serve(database: Database, port: int) -> int:
    variables = database.variables()
    # The greeting of runserver is hidden, as it does not name the accounts. Requests and errors go to standard error.
    command = environment.manage("runserver", f"{HOST}:{port}", "--noreload")
    server = subprocess.Popen(command, cwd=environment.ROOT, env=variables, stdout=subprocess.DEVNULL)
    started = [server]
    try:
        if database.name == "demonstration":
            environment.call(environment.manage("make_demonstration", "--accounts"), variables)
        _wait_until_it_answers(server, port)
        # It does what takes longer than a second, such as PDF files.
        worker = environment.manage("db_worker", "--no-reload", "-v", "0")
        started.append(subprocess.Popen(worker, cwd=environment.ROOT, env=variables))
        say(f"\nSoteria Tracker is at http://{HOST}:{port}/\nPress Ctrl-C to stop. What you record is kept.\n")
        server.wait()
        return server.returncode
    except KeyboardInterrupt:
        say("\nStopped. What you recorded is kept: run the same command to continue.")
        return 0
    finally:
        for process in started:
            process.terminate()
            process.wait()


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if server.poll() is not None:
            sys.exit("The server stopped before it answered: the lines above say why.")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("The server did not answer within a minute.")
