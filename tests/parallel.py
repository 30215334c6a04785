"""Requests at the same moment, each with its own connection to the database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")


def twice_at_once(do: Callable[[], Result]) -> list[Result]:
    """Call a function in two threads at the same moment. Return both results, or raise what one of them raised.

    The test needs a database with `transaction=True`.
    """
    start = threading.Barrier(2)

    def call() -> Result:
        start.wait(timeout=10)
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        return [result.result(timeout=30) for result in [pool.submit(call), pool.submit(call)]]
