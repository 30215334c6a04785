"""Databases that tests start from. Each is made once and copied for every process that runs tests.

They are kept in a folder that the environment names: `dev.py test` makes one for all its stages and calls this module
to fill it; otherwise pytest makes one for itself and its workers.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import django
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "SOTERIA_TEST_DATABASES"
WAIT_SECONDS = 180
DEMONSTRATION = "demonstration.sqlite3"
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def make_folder() -> Callable[[], None]:
    """Make the folder unless there is one, and return a function that removes what this process made."""
    if FOLDER in os.environ:
        return lambda: None
    os.environ[FOLDER] = folder = tempfile.mkdtemp(prefix="test_soteria_")
    return lambda: shutil.rmtree(folder, ignore_errors=True)


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder of that name, which the first process to ask for it fills and the others wait for."""
    folder = Path(os.environ[FOLDER]) / name
    ready = folder.with_suffix(".ready")
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + WAIT_SECONDS
        while not ready.exists():
            assert time.monotonic() < deadline, f"Another process did not finish making {folder}."
            time.sleep(0.1)
    else:
        make(folder)
        ready.touch()
    return folder


@contextmanager
def copy_of_migrated_database(worker: str, unblock: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
    """Connect Django to a copy of the migrated database, which is removed at the end."""
    creation = connection.creation
    original = connection.settings_dict["NAME"]
    with unblock():
        connection.settings_dict["NAME"] = migrated_database()
        creation.clone_test_db(worker, verbosity=0, autoclobber=True)
        connection.settings_dict["NAME"] = creation.get_test_db_clone_settings(worker)["NAME"]
    yield
    with unblock():
        creation.destroy_test_db(original, verbosity=0)


def migrated_database() -> str:
    """Return the name of a database that has had all migrations and nothing else."""
    if connection.vendor == "sqlite":  # in a file: a database in memory does not wait for locks
        connection.settings_dict["TEST"]["NAME"] = str(Path(os.environ[FOLDER]) / "test_soteria.sqlite3")
    name = connection.creation._get_test_db_name()  # before _migrate() connects to it
    made_once(f"migrated-{connection.vendor}", lambda _: _migrate())
    return name


def _migrate() -> None:
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()


def demonstration() -> Path:
    """Return the folder of the demonstration's database and files."""
    return made_once("demonstration", _make_demonstration)


def _make_demonstration(folder: Path) -> None:
    environment = product_environment(folder)
    shutil.copy(migrated_database(), folder / DEMONSTRATION)
    done = subprocess.run(
        [*MANAGE, "make_demonstration"], env=environment, capture_output=True, text=True, timeout=WAIT_SECONDS
    )
    assert done.returncode == 0, f"make_demonstration failed:\n{done.stdout}{done.stderr}"


def product_environment(folder: Path) -> dict[str, str]:
    """Return the environment of a product that keeps its database and files in `folder`."""
    return os.environ | {
        "DATABASE_URL": f"sqlite:///{(folder / DEMONSTRATION).as_posix()}",
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "PYTHONUTF8": "1",
        "SOTERIA_ALLOWED_HOSTS": "127.0.0.1",
        "SOTERIA_DEBUG": "",
        "SOTERIA_HTTPS": "",
        "SOTERIA_MEDIA": str(folder / "files"),
        "SOTERIA_SECRET_KEY": "only-for-tests",
    }


if __name__ == "__main__":
    django.setup()
    demonstration()
