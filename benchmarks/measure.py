"""Measure the pages on the database that DATABASE_URL names, and write the figures as JSON on standard output.

Each page is requested from gunicorn over one connection, in turn with an empty page, so that both are measured on the
same machine under the same load. Its queries are counted in this process, and run again through psycopg alone.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.server import Server, parent_of, processor_ms_of_children, serving

if TYPE_CHECKING:
    from benchmarks.pages import Page

WARM_UP = 2
SLOW = 1_000  # milliseconds from which a page is requested five times only
SECONDS = 10  # of throughput, for each number of clients
CLIENTS = (4, 8, 16)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measure", description=__doc__)
    parser.add_argument("--repeat", type=int, default=20, help="how often to request each page (20)")
    parser.add_argument("--size", type=int, default=0, help="how many actions each force has, which sets the targets")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soteria_tracker.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.urls"
    json.dump(_measure(options.repeat, options.size), sys.stdout)


def _measure(repeat: int, size: int) -> dict[str, Any]:
    from benchmarks.pages import pages
    from recommendations.register.models import Action, Update
    from soteria_tracker.web.today import today

    results = []
    with serving() as server:
        for page in pages(today()):
            sys.stderr.write(f"   {page.name}\n")
            figures = _timed(server, page, repeat) | _queried(page)
            results.append({"name": page.name, "missed": page.missed(figures, size)} | figures)
        sys.stderr.write("   throughput\n")
        throughput = _throughput(server)
    return {
        "actions": Action.objects.count(),
        "updates": Update.objects.count(),
        "pages": results,
        "throughput": throughput,
    }


# --- one page ----------------------------------------------------------------------------------------------


def _timed(server: Server, page: Page, repeat: int) -> dict[str, Any]:
    """Return the medians of the page and of the empty page, in milliseconds."""
    client = _Client(server, page.person)
    for _number in range(WARM_UP):
        client.get("/empty/")
        length = client.get(page.address)
    if _milliseconds(lambda: client.get(page.address)) > SLOW:
        repeat = min(repeat, 5)
    times: dict[str, list[float]] = {"/empty/": [], page.address: []}
    for _number in range(repeat):
        for address, of_address in times.items():
            if page.is_cold and address == page.address:
                _forget_counts()
            of_address.append(_milliseconds(lambda address=address: client.get(address)))  # type: ignore[misc]
    before = server.processor_ms()
    for _number in range(repeat):
        client.get(page.address)
    after = server.processor_ms()
    empty, median = statistics.median(times["/empty/"]), statistics.median(times[page.address])
    return {
        "kb": length / 1000,
        "median": median,
        "p95": sorted(times[page.address])[int(repeat * 0.95) - 1],
        "empty": empty,
        "ratio": median / empty,
        "processor": None if before is None or after is None else (after - before) / repeat,
    }


class _Client:
    """A person who is signed in, on one connection."""

    def __init__(self, server: Server, person: str) -> None:
        self.connection = http.client.HTTPConnection(server.address, timeout=120)
        self.headers = {"Cookie": session_cookie(person)}

    def get(self, address: str) -> int:
        """Request an address and return the length of the answer. Exit if it is not a page."""
        self.connection.request("GET", address, headers=self.headers)
        response = self.connection.getresponse()
        body = response.read()
        if response.status != http.HTTPStatus.OK:
            sys.exit(f"{address} answered {response.status}.")
        return len(body)


def session_cookie(person: str) -> str:
    """Return the cookie of a new session of the person with this email address."""
    from django.conf import settings
    from django.test import Client

    from forces.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(email=person))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _forget_counts() -> None:
    """Make every count that a server keeps out of date."""
    from forces.bodies.models import Body
    from recommendations.positions.revisions import renew_revisions

    renew_revisions(Body.objects.values_list("pk", flat=True))


def _queried(page: Page) -> dict[str, Any]:
    """Return how many queries the page makes, and the milliseconds that they take without Django."""
    from django.db import connection
    from django.test import Client

    from forces.people.models import Person

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(Person.objects.get(email=page.person))
    client.get(page.address)
    queries: list[tuple[str, Any]] = []

    def note_query(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        queries.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note_query):
        client.get(page.address)
    return {
        "queries": len(queries),
        "sql": statistics.median(_milliseconds(lambda: _run_queries(connection, queries)) for _number in range(5)),
    }


def _run_queries(connection: Any, queries: list[tuple[str, Any]]) -> None:
    """Run the queries without Django and fetch all rows."""
    for sql, params in queries:
        with connection.connection.cursor() as cursor:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


def _milliseconds(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


# --- many clients ------------------------------------------------------------------------------------------

_LUA = """
wrk.headers["Cookie"] = "{cookie}"
local dashboards, lists = {{{dashboards}}}, {{{lists}}}
request = function()
  local draw = math.random()
  if draw < 0.05 then return wrk.format("POST", "/record/") end
  if draw < 0.2 then return wrk.format("GET", lists[math.random(#lists)]) end
  return wrk.format("GET", dashboards[math.random(#dashboards)])
end
"""


def _throughput(server: Server) -> list[dict[str, Any]]:
    """Return what wrk measures of 80% dashboards, 15% lists and details, and 5% writes, for each number of clients.

    Processor time is in milliseconds a request, of the web workers, of PostgreSQL and of wrk. Empty without wrk.
    """
    from benchmarks.pages import DASHBOARDS, LISTS, OFFICE

    wrk = shutil.which("wrk")
    if not wrk:
        return []
    script = _LUA.format(
        cookie=session_cookie(OFFICE),
        dashboards=", ".join(f'"{address}"' for address in DASHBOARDS),
        lists=", ".join(f'"{address}"' for address in LISTS),
    )
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        mix = Path(folder) / "mix.lua"
        mix.write_text(script)
        for clients in CLIENTS:
            load = [wrk, "-t1", f"-c{clients}", f"-d{SECONDS}s", "--timeout", "20s", "-s", str(mix)]
            before = _processor_times(server)
            done = subprocess.run([*load, f"http://{server.address}"], capture_output=True, text=True, check=True)
            lines = done.stdout.splitlines()
            requests = int(next(line.split()[0] for line in lines if "requests in" in line))
            measured.append(
                {
                    "clients": clients,
                    "requests_a_second": float(next(line.split()[1] for line in lines if "Requests/sec" in line)),
                    "failed": sum(int(line.split()[-1]) for line in lines if "Non-2xx" in line),
                    "processor": {
                        name: (after - before[name]) / requests for name, after in _processor_times(server).items()
                    },
                }
            )
    return measured


def _processor_times(server: Server) -> dict[str, float]:
    """Return the processor time that each kind of process has used so far, in milliseconds; empty except on Linux."""
    from django.db import connection

    web = server.processor_ms()
    if web is None:
        return {}
    import resource  # absent on Windows

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        database = processor_ms_of_children(parent_of(cursor.fetchone()[0])) or 0
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"web": web, "PostgreSQL": database, "wrk": 1000 * (children.ru_utime + children.ru_stime)}


if __name__ == "__main__":
    main()
