"""How gunicorn serves Soteria Tracker. `gunicorn soteria_tracker.wsgi`, run in this folder, reads this file.

The variables SOTERIA_BIND, SOTERIA_WORKERS and SOTERIA_THREADS change it; so do gunicorn's own options.
"""

import gc
import os
from typing import Any

bind = os.environ.get("SOTERIA_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("SOTERIA_WORKERS") or os.cpu_count() or 2)
# While one thread waits, for the database or for a slow upload, the others of the worker answer.
threads = int(os.environ.get("SOTERIA_THREADS", "4"))
timeout = 60
# A page makes tens of thousands of objects and drops them again: to look for cycles after every 700 costs 5%.
OBJECTS_BETWEEN_COLLECTIONS = 20_000
# The code is loaded once, and the workers share its memory.
preload_app = True


def when_ready(server: Any) -> None:
    """Load what the first request would load, and keep all of it out of later garbage collections.

    gunicorn calls this before it starts the workers. Without it the first request of each worker takes 0.3 s, and
    every eighth request waits for a collection of 80 ms.
    """
    from django.db import connections
    from django.template.loader import get_template
    from django.urls import get_resolver

    get_resolver().check()  # imports every view
    get_template("base.html")
    connections.close_all()  # the workers must not share one
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
