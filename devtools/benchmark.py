"""`dev.py bench`: measure every page at several sizes on PostgreSQL."""

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

SIZES = (50, 500, 2000)
HEAD = f"{'':34}{'queries':>8}{'kB':>7}{'median':>9}{'95 %':>8}{'SQL':>8}{'empty':>7}{'own':>7}   targets missed"


def run(arguments: list[str]) -> int:
    """Create the data of each size, measure the pages and print the figures. Return 0 whatever they are."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure the pages on PostgreSQL.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="N", help="actions a force (50 500 2000)")
    parser.add_argument("--repeat", type=int, default=30, help="how often to request each page (30)")
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
    say(f"   created in {time.monotonic() - began:.0f} s; measuring")
    measure = [str(PYTHON), "-m", "benchmarks.measure", "--repeat", str(repeat)]
    measured = subprocess.run(measure, cwd=ROOT, env=variables, check=True, stdout=subprocess.PIPE)
    _print(size, json.loads(measured.stdout))


def _print(size: int, figures: dict[str, Any]) -> None:
    say(f"\n{size:,} actions a force: {figures['actions']:,} actions, {figures['updates']:,} updates. Milliseconds.")
    say(HEAD)
    for page in figures["pages"]:
        say(
            f"{page['name']:34}{page['queries']:>8}{page['kb']:>7.0f}{page['median']:>9.1f}{page['p95']:>8.1f}"
            f"{page['sql']:>8.1f}{page['empty']:>7.1f}{page['own']:>7.1f}   {', '.join(page['missed'])}"
        )
    say("")


def _database(address: str, size: int) -> dict[str, str]:
    """Create a database for this size on the server, and return the environment that uses it."""
    name = f"bench_{size}"
    make = f"import psycopg; psycopg.connect({address!r}, autocommit=True).execute('CREATE DATABASE {name}')"
    subprocess.run([str(PYTHON), "-c", make], check=True)
    return environment.Database("demonstration").variables() | {
        "DATABASE_URL": address.replace("/postgres", f"/{name}", 1),
        "PYTHONPATH": os.fspath(ROOT),
    }
