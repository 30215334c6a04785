"""Settings for tests: the product's own, with faster choices.

DATABASE_URL chooses the database; without it tests use SQLite. `tests/databases.py` says where it is.
"""

import os

os.environ.setdefault("SOTERIA_SECRET_KEY", "only-for-tests")

from soteria_tracker.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECOND_FACTOR = "off"  # tests/forces/people/test_second_factor.py turns it on
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # done before the page answers
WHITENOISE_AUTOREFRESH = True  # static files are used where they are: nothing is collected for tests
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
