"""Measure the pages on the database that DATABASE_URL names, and write the figures as JSON on standard output.

Each page is requested in this process, through every middleware. Its queries then run again through psycopg alone.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

WARM_UP = 3


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measure", description=__doc__)
    parser.add_argument("--repeat", type=int, default=30, help="how often to request each page (30)")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soteria_tracker.settings")
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.urls"
    json.dump(_measure(options.repeat), sys.stdout)


def _measure(repeat: int) -> dict[str, Any]:
    from benchmarks.pages import pages
    from recommendations.register.models import Action, Update
    from soteria_tracker.web.today import today

    results = []
    for page in pages(today()):
        sys.stderr.write(f"   {page.name}\n")
        measured = _page(page.address, page.person, repeat)
        empty = _page("/empty/", page.person, repeat)
        # the time of the page itself: without the database, and without what every page costs
        sql = measured["sql"] - empty["sql"]
        figures = measured | {"empty": empty["median"], "own": measured["median"] - empty["median"] - sql}
        results.append({"name": page.name, "missed": page.missed(figures)} | figures)
    return {"actions": Action.objects.count(), "updates": Update.objects.count(), "pages": results}


def _page(address: str, person: str, repeat: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client

    from forces.people.models import Person

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(Person.objects.get(email=person))
    queries: list[tuple[str, Any]] = []

    def note_query(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        queries.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note_query):
        response = client.get(address)
    if response.status_code != 200:
        sys.exit(f"{address} answered {response.status_code}.")
    times = _times(lambda: client.get(address), repeat)
    return {
        "queries": len(queries),
        "kb": len(response.content) / 1000,
        "median": statistics.median(times),
        "p95": sorted(times)[int(len(times) * 0.95) - 1],
        "sql": statistics.median(_times(lambda: _run_queries(connection, queries), repeat)),
    }


def _run_queries(connection: Any, queries: list[tuple[str, Any]]) -> None:
    """Run the queries without Django and fetch all rows."""
    for sql, params in queries:
        with connection.connection.cursor() as cursor:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


def _times(call: Callable[[], Any], repeat: int) -> list[float]:
    """Return the milliseconds of each of `repeat` calls, after a few to warm up."""
    for _number in range(WARM_UP):
        call()
    times = []
    for _number in range(repeat):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    return times


if __name__ == "__main__":
    main()
