"""The insert-only tables, and the database triggers that enforce this.

The triggers are installed after every migrate: SQLite rebuilds a table when a migration alters it and drops the
table's triggers silently. PostgreSQL's TRUNCATE bypasses row triggers, so it has its own trigger. The system check
compares every trigger in the database, and every function that one calls, with what is written here.
Two changes are allowed. The text of an update can be emptied (a redaction), while its digest stays as proof. A
release can change the audience of an update or an assurance, but nothing else in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error, Warning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

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
    InsertOnly("forces_accountevent"),
    InsertOnly("forces_chainlink"),
    InsertOnly("forces_historicalmembership"),
    InsertOnly("forces_reorganisation"),
    InsertOnly("recommendations_update", changeable=frozenset({"released_to", "shown_to"})),
    InsertOnly("recommendations_assurance", changeable=frozenset({"released_to", "audience"})),
    InsertOnly("recommendations_assignment"),
    InsertOnly("recommendations_actioncomment"),
    InsertOnly("recommendations_mention"),
    InsertOnly("recommendations_redaction"),
    InsertOnly("recommendations_redactiondecision"),
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


def _events(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Return the events to refuse.

    SQLite needs two more. INSERT OR REPLACE does not fire its delete trigger, and UPDATE OR REPLACE of the rowid
    fires no trigger that names columns.
    """
    if connection.vendor == "postgresql":
        return ("update", "delete", "truncate")
    return ("update", "delete", "replace", "rowid")


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


def _sqlite_trigger(rule: InsertOnly, event: str, connection: BaseDatabaseWrapper) -> str:
    match event:
        case "update":
            happens = _change(rule, connection)
            when = f"(NOT ({rule.change_allowed}))" if rule.change_allowed else ""
        case "replace":
            happens, when = "INSERT", _same_row(connection, rule.table)
        case "rowid":
            happens, when = "UPDATE", "NEW.rowid IS NOT OLD.rowid"
        case _:
            happens, when = "DELETE", ""
    return (
        f"CREATE TRIGGER {_name(rule.table, event)} BEFORE {happens} ON {rule.table} FOR EACH ROW "
        f"{f'WHEN {when} ' if when else ''}BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {rule.table}'); END"
    )


def _function(rule: InsertOnly, event: str) -> str:
    """Return the name of the PostgreSQL function that refuses this event."""
    return f"refuse_to_change_{rule.table}" if event == "update" and rule.change_allowed else "refuse_to_change"


def _function_body(rule: InsertOnly, event: str) -> str:
    allowed = f"IF {rule.change_allowed} THEN RETURN NEW; END IF;" if event == "update" and rule.change_allowed else ""
    return f"BEGIN {allowed} RAISE EXCEPTION '{REFUSAL}: %', TG_TABLE_NAME USING ERRCODE = '23000'; END"


def _postgresql_trigger(rule: InsertOnly, event: str, connection: BaseDatabaseWrapper) -> str:
    happens = _change(rule, connection) if event == "update" else event.upper()
    each = "STATEMENT" if event == "truncate" else "ROW"
    return (
        f"CREATE TRIGGER {_name(rule.table, event)} BEFORE {happens} ON {rule.table} FOR EACH {each} "
        f"EXECUTE FUNCTION {_function(rule, event)}()"
    )


def _wanted(connection: BaseDatabaseWrapper) -> dict[str, tuple[InsertOnly, str, str]]:
    """Return each trigger's table and event, and its full definition in SQL, by its name.

    On PostgreSQL the definition ends with the body of the function that it calls.
    """
    with connection.cursor() as cursor:
        present = {table.name for table in connection.introspection.get_table_list(cursor)}
    found = {}
    for rule in TABLES:
        for event in _events(connection) if rule.table in present else ():
            if connection.vendor == "postgresql":
                definition = f"{_postgresql_trigger(rule, event, connection)} plpgsql {_function_body(rule, event)}"
            else:
                definition = _sqlite_trigger(rule, event, connection)
            found[_name(rule.table, event)] = (rule, event, definition)
    return found


# Only triggers that fire always count: a superuser can skip the others with session_replication_role.
_IN_POSTGRESQL = """
SELECT tgname, replace(pg_get_triggerdef(pg_trigger.oid, true), '"', '') || ' ' || lanname || ' ' || prosrc
FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid AND relkind = 'r'
JOIN pg_proc ON pg_proc.oid = tgfoid AND NOT prosecdef AND proconfig IS NULL
JOIN pg_language ON pg_language.oid = prolang
WHERE NOT tgisinternal AND tgenabled = 'A' AND pg_table_is_visible(tgrelid)
"""


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the definition of each trigger in the database, as in _wanted, by its name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else _IN_POSTGRESQL
        )
        return dict(cursor.fetchall())


def faults(using: str = "default") -> list[str]:
    """Return the names of triggers that are missing, switched off or other than the code defines them."""
    connection = connections[using]
    present = _present(connection)
    return sorted(name for name, (*_, wanted) in _wanted(connection).items() if present.get(name) != wanted)


def install(using: str = "default") -> None:
    """Create the triggers anew that are missing or differ. Safe to run any number of times.

    They differ after a migration that added a column, because they list the columns that may not change.
    """
    connection = connections[using]
    present = _present(connection)
    with connection.cursor() as cursor:
        for name, (rule, event, definition) in _wanted(connection).items():
            if present.get(name) != definition:
                for statement in _creation(rule, event, definition, connection):
                    cursor.execute(statement)


def _creation(rule: InsertOnly, event: str, definition: str, connection: BaseDatabaseWrapper) -> list[str]:
    if connection.vendor == "sqlite":
        return [_drop(rule, event, connection), definition]
    return [
        f"CREATE OR REPLACE FUNCTION {_function(rule, event)}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $${_function_body(rule, event)}$$",
        _drop(rule, event, connection),
        _postgresql_trigger(rule, event, connection),
        f"ALTER TABLE {rule.table} ENABLE ALWAYS TRIGGER {_name(rule.table, event)}",
    ]


def _drop(rule: InsertOnly, event: str, connection: BaseDatabaseWrapper) -> str:
    on = f" ON {rule.table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {_name(rule.table, event)}{on}"


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
    """Return an error for each trigger that does not protect its table. A database check: migrate runs it too.

    While migrations wait to be applied it is one warning, because a newer version may protect more.
    """
    messages: list[CheckMessage] = []
    for using in databases or []:
        names = faults(using)
        if names and _has_migrations_to_apply(using):
            messages.append(
                Warning(
                    f"{len(names)} triggers of insert-only tables are missing or older, such as {names[0]}.",
                    hint="`manage.py migrate` installs the present ones.",
                    id="recommendations.W001",
                )
            )
            continue
        messages += [
            Error(
                f"The trigger {name} is missing, switched off or changed, so an insert-only table could be altered.",
                hint="Find out who changed it. `manage.py migrate --skip-checks` installs it again.",
                id="recommendations.E001",
            )
            for name in names
        ]
    return messages


def _has_migrations_to_apply(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def install_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Install the triggers after the recommendations app has migrated (`post_migrate`)."""
    install(using)
