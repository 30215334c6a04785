"""The insert-only tables, and the database triggers that enforce this.

The triggers are installed after every migrate: SQLite rebuilds a table when a migration alters it and drops the
table's triggers silently. PostgreSQL's TRUNCATE bypasses row triggers, so it has its own trigger.
Two changes are allowed. The text of an update can be emptied (a redaction), while its digest stays as proof. A
release can change the audience of an update or an assurance, but nothing else in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "This table is insert-only"


@dataclass(frozen=True)
class InsertOnly:
    """A table whose rows are never changed or deleted.

    Exceptions: updates that meet `change_allowed`, a condition in SQL; and the columns in `changeable`, including any
    that are generated from them.
    """

    table: str
    change_allowed: str = ""
    changeable: frozenset[str] = frozenset()


TABLES = [
    InsertOnly("forces_reorganisation"),
    InsertOnly("recommendations_update", changeable=frozenset({"released_to", "shown_to"})),
    InsertOnly("recommendations_assurance", changeable=frozenset({"released_to", "audience"})),
    InsertOnly("recommendations_assignment"),
    InsertOnly("recommendations_actioncomment"),
    InsertOnly("recommendations_mention"),
    InsertOnly("recommendations_release"),
    InsertOnly("recommendations_releaseditem"),
    InsertOnly("recommendations_returnedworkbook"),
    InsertOnly("recommendations_partdone"),
    InsertOnly("recommendations_evidence"),
    InsertOnly("recommendations_letter"),
    InsertOnly("recommendations_loadrun"),
    InsertOnly("recommendations_publication"),
    InsertOnly("recommendations_sending"),
    InsertOnly(
        "recommendations_updatewords", change_allowed="NEW.text = '' AND NEW.digest = OLD.digest AND NEW.id = OLD.id"
    ),
]


def _name(table: str, event: str) -> str:
    return f"insert_only_{table}_{event}"


def _events(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the events to refuse. SQLite's INSERT OR REPLACE does not fire the delete trigger, so it has its own."""
    return ["update", "delete", "truncate" if connection.vendor == "postgresql" else "replace"]


def _same_row(connection: BaseDatabaseWrapper, table: str) -> str:
    """Return the SQL condition that a new row would replace an existing one, by any of the table's unique keys."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, table).values()
    keys = sorted({tuple(c["columns"]) for c in constraints if (c["unique"] or c["primary_key"]) and c["columns"]})
    same = [" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys]
    return f"EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(f'({key})' for key in same)})"  # noqa: S608 - our names


def _change(rule: InsertOnly, connection: BaseDatabaseWrapper) -> str:
    """Return the SQL event for a forbidden change: of any column, or of any column that is not changeable."""
    if not rule.changeable:
        return "UPDATE"
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, rule.table)}
    return f"UPDATE OF {', '.join(sorted(columns - rule.changeable))}"


def _create(rule: InsertOnly, event: str, connection: BaseDatabaseWrapper) -> str:
    name = _name(rule.table, event)
    change = _change(rule, connection) if event == "update" else event.upper()
    if event == "replace":
        return (
            f"CREATE TRIGGER {name} BEFORE INSERT ON {rule.table} FOR EACH ROW "
            f"WHEN {_same_row(connection, rule.table)} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {rule.table}'); END"
        )
    when = f"WHEN (NOT ({rule.change_allowed}))" if event == "update" and rule.change_allowed else ""
    if connection.vendor == "sqlite":
        return (
            f"CREATE TRIGGER {name} BEFORE {change} ON {rule.table} FOR EACH ROW {when} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {rule.table}'); END"
        )
    each = "STATEMENT" if event == "truncate" else "ROW"
    return (
        f"CREATE TRIGGER {name} BEFORE {change} ON {rule.table} FOR EACH {each} {when} "
        f"EXECUTE FUNCTION refuse_to_change()"
    )


def _drop(rule: InsertOnly, event: str, connection: BaseDatabaseWrapper) -> str:
    on = f" ON {rule.table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER {_name(rule.table, event)}{on}"


_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_to_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL}: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def missing(using: str = "default") -> list[str]:
    """Return the names of triggers that are missing from the tables in the database."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    required = {_name(rule.table, event) for rule in TABLES if rule.table in tables for event in _events(connection)}
    return sorted(required - _present(connection))


def install(using: str = "default") -> None:
    """Create the missing triggers. Safe to run any number of times.

    A trigger that names columns is always created again: it lists the columns that existed when it was created, and
    a migration may have added more.
    """
    connection = connections[using]
    absent, present = set(missing(using)), _present(connection)
    with connection.cursor() as cursor:
        for rule in TABLES:
            name = _name(rule.table, "update")
            if rule.changeable and name in present:
                cursor.execute(_drop(rule, "update", connection))
                absent.add(name)
        if absent and connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for rule in TABLES:
            for event in _events(connection):
                if _name(rule.table, event) in absent:
                    cursor.execute(_create(rule, event, connection))


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Remove the triggers while the block runs. Only for `flush` on a test database."""
    connection = connections[using]
    present = _present(connection)
    with connection.cursor() as cursor:
        for rule in TABLES:
            for event in _events(connection):
                if _name(rule.table, event) in present:
                    cursor.execute(_drop(rule, event, connection))
    try:
        yield
    finally:
        install(using)


def check_triggers(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Return an error for each missing trigger. A database check, so it runs at every migrate."""
    return [
        Error(
            f"The trigger {name} is missing from the database, so an insert-only table could be changed.",
            hint="Run `manage.py migrate --skip-checks`, which installs it again.",
            id="recommendations.E001",
        )
        for using in databases or []
        for name in missing(using)
    ]


def install_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Install the triggers after the recommendations app has migrated (`post_migrate`)."""
    install(using)
