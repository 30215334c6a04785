"""Measures the pages on the database that DATABASE_URL names, and writes the figures as JSON on standard output.

Each page is asked for in-process through every middleware; its queries are then asked again through psycopg alone.
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
    parser.add_argument("--repeat", type=int, default=30, help="how often each page is asked for (30)")
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

    found = []
    for page in pages(today()):
        sys.stderr.write(f"   {page.name}\n")
        measured = _page(page.address, page.person, repeat)
        empty = _page("/empty/", page.person, repeat)
        # what the page itself takes beside the database and what every page costs
        sql = measured["sql"] - empty["sql"]
        figures = measured | {"empty": empty["median"], "own": measured["median"] - empty["median"] - sql}
        found.append({"name": page.name, "missed": page.missed(figures)} | figures)
    return {"actions": Action.objects.count(), "updates": Update.objects.count(), "pages": found}


def _page(address: str, person: str, repeat: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client

    from forces.people.models import Person

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(Person.objects.get(email=person))
    asked: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        response = client.get(address)
    if response.status_code != 200:
        sys.exit(f"{address} answered {response.status_code}.")
    times = _times(lambda: client.get(address), repeat)
    return {
        "queries": len(asked),
        "kb": len(response.content) / 1000,
        "median": statistics.median(times),
        "p95": sorted(times)[int(len(times) * 0.95) - 1],
        "sql": statistics.median(_times(lambda: _ask(connection, asked), repeat)),
    }


def _ask(connection: Any, asked: list[tuple[str, Any]]) -> None:
    """The same queries without Django: sent and all rows fetched."""
    for sql, params in asked:
        with connection.connection.cursor() as cursor:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


def _times(what: Callable[[], Any], repeat: int) -> list[float]:
    """Milliseconds of each of so many calls, after a few to warm up."""
    for _number in range(WARM_UP):
        what()
    times = []
    for _number in range(repeat):
        began = time.perf_counter()
        what()
        times.append((time.perf_counter() - began) * 1000)
    return times


if __name__ == "__main__":
    main()
