"""Settings for tests: the product's own, with faster choices.

DATABASE_URL chooses the database; without it tests use SQLite, in a file: in memory it does not wait for locks.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SOTERIA_SECRET_KEY", "only-for-tests")

from soteria_tracker.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # done before the page answers
WHITENOISE_AUTOREFRESH = True  # static files are used where they are: nothing is collected for tests
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # pytest-xdist adds each worker's name to it
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"test_soteria_{os.getpid()}.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
