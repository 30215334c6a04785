"""`dev.py bench`: measure every page at several sizes, with gunicorn and PostgreSQL."""

import argparse
import json
import os
import subprocess
import sys
import time
from typing import Any

from devtools import environment, postgres
from devtools.environment import PYTHON, ROOT
from devtools.steps import say

SIZES = (200, 2000)
HEAD = (
    f"{'':36}{'median':>8}{'95 %':>8}{'empty':>7}{'times':>7}{'web cpu':>9}{'SQL':>8}{'queries':>9}{'kB':>6}"
    "   targets missed"
)


def run(arguments: list[str]) -> int:
    """Create the data of each size, measure the pages and print the figures. Return 0 whatever they are."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure the pages on PostgreSQL.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="N", help="actions a force (200 2000)")
    parser.add_argument("--repeat", type=int, default=20, help="how often to request each page (20)")
    options = parser.parse_args(arguments)
    environment.prepare(environment.DEV_LOCK)
    with postgres.temporary_server() as address:
        if not address:
            sys.exit(postgres.HOW_TO_INSTALL)
        for size in options.sizes:
            _measure_at(size, _database(address, size), options.repeat)
    return 0


def _measure_at(size: int, variables: dict[str, str], repeat: int) -> None:
    say(f"== {size:,} actions a force: creating the data")
    began = time.monotonic()
    for command in (
        ("migrate", "-v0"),
        ("createcachetable",),
        ("make_benchmark_data", "--actions-per-force", str(size)),
    ):
        subprocess.run(environment.manage(*command), cwd=ROOT, env=variables, check=True, stdout=sys.stderr)
    _execute(variables["DATABASE_URL"], "VACUUM ANALYZE")  # as every real server does after some minutes
    say(f"   created in {time.monotonic() - began:.0f} s; measuring")
    measure = [str(PYTHON), "-m", "benchmarks.measure", "--repeat", str(repeat), "--size", str(size)]
    measured = subprocess.run(measure, cwd=ROOT, env=variables, check=True, stdout=subprocess.PIPE)
    _print(size, json.loads(measured.stdout))


def _print(size: int, figures: dict[str, Any]) -> None:
    say(f"\n{size:,} actions a force: {figures['actions']:,} actions, {figures['updates']:,} updates. Milliseconds.")
    say(HEAD)
    for page in figures["pages"]:
        processor = "" if page["processor"] is None else f"{page['processor']:.1f}"
        say(
            f"{page['name']:36}{page['median']:>8.1f}{page['p95']:>8.1f}{page['empty']:>7.1f}{page['ratio']:>7.1f}"
            f"{processor:>9}{page['sql']:>8.1f}{page['queries']:>9}{page['kb']:>6.0f}   {', '.join(page['missed'])}"
        )
    if not figures["throughput"]:
        say("\nThroughput was not measured: it needs wrk. Debian and Ubuntu: sudo apt install wrk.\n")
        return
    say("\n80% dashboards, 15% lists and details, 5% writes:")
    for measured in figures["throughput"]:
        processor = ", ".join(f"{name} {ms:.1f}" for name, ms in measured["processor"].items())
        say(
            f"{measured['clients']:>4} clients: {measured['requests_a_second']:.1f} requests a second, "
            f"{measured['failed']} failed" + (f"; processor ms a request: {processor}" if processor else "")
        )
    say("")


def _database(address: str, size: int) -> dict[str, str]:
    """Create a database for this size on the server, and return the environment that uses it."""
    name = f"bench_{size}"
    _execute(address, f"CREATE DATABASE {name}")
    return environment.Database("demonstration").variables() | {
        "DATABASE_URL": address.replace("/postgres", f"/{name}", 1),
        "PYTHONPATH": os.fspath(ROOT),
    }


def _execute(address: str, statement: str) -> None:
    """Execute a statement outside a transaction."""
    connect = f"psycopg.connect({address.replace('postgres://', 'postgresql://')!r}, autocommit=True)"
    subprocess.run([str(PYTHON), "-c", f"import psycopg; {connect}.execute({statement!r})"], check=True)
