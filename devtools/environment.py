"""The virtual environment, the secret key and the databases kept in var/."""

import hashlib
import os
import re
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from devtools.steps import say

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
APPS = ("forces", "recommendations")  # those with migrations of their own
LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
# Modules are compiled when they are first imported: compiling all of them takes longer.
PIP_INSTALL = [str(PYTHON), "-m", "pip", "install", "-qq", "--no-compile", "--disable-pip-version-check"]
LOCKED = ["--no-deps", "--require-hashes", "--requirement"]


def prepare(lock: str) -> None:
    """Create .venv if there is none, and install what the lock file names unless it is installed already."""
    if not PYTHON.exists():
        _make_venv()
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    stamp = VENV / f"installed-{lock}.sha256"
    if stamp.exists() and stamp.read_text() == digest:
        return
    began = time.monotonic()
    say(f"Installing {lock} into .venv (a minute or less on most connections)")
    if not _install_with_uv(ROOT / lock) and call([*PIP_INSTALL, *LOCKED, str(ROOT / lock)]) != 0:
        sys.exit(
            "The packages could not be installed; the lines above say why. They come from the Python package index, "
            "so this step needs a connection to it. When you have one, run the command again."
        )
    stamp.write_text(digest)
    say(f"   installed in {time.monotonic() - began:.1f} s")


def _install_with_uv(lock: Path) -> bool:
    """Return whether uv installed it. It takes a third of pip's time, but does not read pip's settings."""
    pinned = re.search(r"^uv==.*\n(?: .*\n)*", (ROOT / DEV_LOCK).read_text(encoding="utf-8"), re.MULTILINE)
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.lock"
        only_uv.write_text(pinned.group() if pinned else "", encoding="utf-8")
        if call([*PIP_INSTALL, *LOCKED, str(only_uv)]) != 0:
            return False
    command = [str(PYTHON.with_name("uv")), "pip", "install", "--quiet", "--python", str(PYTHON)]
    return call([*command, *LOCKED, str(lock)]) == 0


def _make_venv() -> None:
    say("Creating the virtual environment .venv")
    created = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False, capture_output=True)
    if created.returncode != 0:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"This Python cannot create a virtual environment. On Debian and Ubuntu a package is missing: "
            f"`sudo apt install python3-venv` (or python{version}-venv). Elsewhere install Python from python.org. "
            f"The error was:\n{(created.stdout + created.stderr).decode(errors='replace').strip()}"
        )


def call(command: Sequence[str], variables: Mapping[str, str] | None = None) -> int:
    """Run a command in the project's folder, and return its exit code."""
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode


def manage(*arguments: str) -> list[str]:
    """Return the command line of a manage.py command."""
    return [str(PYTHON), "manage.py", *arguments]


def manage_all(*commands: list[str]) -> list[str]:
    """Return the command line that runs several manage.py commands in one process, until one fails."""
    script = (
        "import os, sys\n"
        "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'soteria_tracker.settings')\n"
        "from django.core.management import execute_from_command_line\n"
        f"for command in {commands!r}:\n"
        "    execute_from_command_line(['manage.py', *command])\n"
    )
    return [str(PYTHON), "-c", script]


def secret_key() -> str:
    """Return the key that signs sessions: created once in var/, readable by its owner only."""
    path = VAR / "secret-key"
    if not path.exists():
        (VAR / "static").mkdir(parents=True, exist_ok=True)  # whitenoise expects the folder, even when it is empty
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


@dataclass(frozen=True)
class Database:
    """One of the SQLite databases in var/: "demonstration" or "register"."""

    name: str

    @property
    def path(self) -> Path:
        return VAR / f"{self.name}.sqlite3"

    def variables(self) -> dict[str, str]:
        """Return the environment that points Django at this database."""
        return os.environ | {
            "DATABASE_URL": f"sqlite:///{self.path.as_posix()}",
            "DJANGO_SETTINGS_MODULE": "soteria_tracker.settings",
            "DJANGO_RUNSERVER_HIDE_WARNING": "true",
            "PYTHONUTF8": "1",
            "SOTERIA_ALLOWED_HOSTS": "127.0.0.1,localhost",
            "SOTERIA_DEBUG": "",
            "SOTERIA_HTTPS": "",
            "SOTERIA_MEDIA": str(VAR / f"{self.name}-files"),
            "SOTERIA_SECRET_KEY": secret_key(),
        }

    def refuse_if_outdated(self) -> None:
        """Exit with an explanation if the database was made by migrations that no longer exist."""
        if self._applied_migrations() <= set(_migrations()):
            return
        files = f"var/{self.name}.sqlite3 and var/{self.name}-files"
        sys.exit(
            f"{self.path.relative_to(ROOT)} was made by a version before 0.1, which this version cannot upgrade. Move "
            f"{files} to another folder to keep what was recorded, or delete them. Then run this command again: it "
            f"makes a new database."
        )

    def _applied_migrations(self) -> set[tuple[str, str]]:
        """Return the app and name of each of our migrations that the database has had."""
        if not self.path.exists():
            return set()
        with closing(sqlite3.connect(self.path)) as connection:
            try:
                rows = connection.execute("SELECT app, name FROM django_migrations").fetchall()
            except sqlite3.OperationalError:  # nothing was migrated yet
                return set()
        return {(app, name) for app, name in rows if app in APPS}

    def is_up_to_date(self) -> bool:
        """Whether it was filled from the current migrations and fixtures."""
        return self.path.exists() and self._stamp.exists() and self._stamp.read_text() == _digest_of_content()

    def note_up_to_date(self) -> None:
        self._stamp.write_text(_digest_of_content())

    @property
    def _stamp(self) -> Path:
        return VAR / f"{self.name}.sha256"


def _migrations() -> dict[tuple[str, str], Path]:
    """Return the file of each migration, by app and name."""
    return {(app, path.stem): path for app in APPS for path in (ROOT / app / "migrations").glob("[0-9]*.py")}


def _digest_of_content() -> str:
    """Return a digest of everything that fills a database. The lock file covers the migrations of libraries."""
    fixtures = [path for path in ROOT.glob("fixtures/**/*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted([ROOT / LOCK, *_migrations().values(), *fixtures]):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
