"""`dev.py run` and `dev.py manage` with a database created by an earlier version."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from devtools import environment
from devtools.environment import Database


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database in a temporary folder, with a table of applied migrations."""
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VAR", tmp_path)
    for app in environment.APPS:
        (tmp_path / app / "migrations").mkdir(parents=True)
        (tmp_path / app / "migrations" / "0001_initial.py").touch()
    database = Database("demonstration")
    with closing(sqlite3.connect(database.path)) as connection:
        connection.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
    return database


def apply(database: Database, app: str, name: str) -> None:
    with closing(sqlite3.connect(database.path)) as connection, connection:
        connection.execute("INSERT INTO django_migrations VALUES (?, ?)", (app, name))


def test_a_database_of_an_earlier_version_is_refused_with_what_to_do(database: Database) -> None:
    apply(database, "recommendations", "0001_initial")
    apply(database, "recommendations", "0007_the_years_work")
    with pytest.raises(SystemExit) as refusal:
        database.refuse_if_outdated()
    assert "before 0.1" in str(refusal.value)
    assert "var/demonstration.sqlite3 and var/demonstration-files" in str(refusal.value)


def test_a_database_with_the_present_migrations_is_accepted(database: Database) -> None:
    apply(database, "recommendations", "0001_initial")
    apply(database, "auth", "0012_alter_user_first_name_max_length")
    database.refuse_if_outdated()


def test_a_database_without_tables_is_accepted(database: Database) -> None:
    with closing(sqlite3.connect(database.path)) as connection:
        connection.execute("DROP TABLE django_migrations")
    database.refuse_if_outdated()


def test_a_missing_database_is_accepted(database: Database) -> None:
    database.path.unlink()
    database.refuse_if_outdated()
    assert not database.path.exists()
