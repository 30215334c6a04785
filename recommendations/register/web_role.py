"""The rights of the web processes' role in PostgreSQL: it owns nothing, and cannot change what is insert-only.

The owner of the tables runs the migrations. The role of the web processes and the worker gets its rights from
`manage.py grant_web_role`, again after each migration, because new tables give none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from forces.bodies.models import Installation
from forces.proof.proof import proven_models
from recommendations.register.insert_only import TABLES, InsertOnly


def grants(role: str, using: str = "default") -> list[str]:
    """Return the SQL that gives the role its rights and takes away all others. The owner of the tables runs it."""
    connection = connections[using]
    name = connection.ops.quote_name(role)
    statements = [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON SCHEMA public FROM {name}",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}",
    ]
    for rule in TABLES:
        statements.append(f"REVOKE UPDATE, DELETE ON {rule.table} FROM {name}")
        if columns := _changeable(rule):
            statements.append(f"GRANT UPDATE ({', '.join(columns)}) ON {rule.table} TO {name}")
    return statements


def _changeable(rule: InsertOnly) -> list[str]:
    """Return the columns that may change, without those that the database works out."""
    if rule.change_allowed:
        return ["text"]  # of words, which can be emptied
    fields = [
        each for model in proven_models().values() if model._meta.db_table == rule.table for each in model._meta.fields
    ]
    return sorted(field.column for field in fields if field.column in rule.changeable and not field.generated)


def excess(using: str = "default") -> list[str]:
    """Return what the present role may do and a web process should not: own a table, or change an insert-only one."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() == (True,):
            return ["is a superuser"]
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND pg_has_role(current_user, relowner, 'USAGE') ORDER BY relname"
        )
        if owned := cursor.fetchall():
            return [f"owns {len(owned)} tables"]
        return [each for rule in TABLES for each in _excess_on(rule, connection)]


def _excess_on(rule: InsertOnly, connection: BaseDatabaseWrapper) -> list[str]:
    allowed = _changeable(rule)
    with connection.cursor() as cursor:
        names = [column.name for column in connection.introspection.get_table_description(cursor, rule.table)]
        cursor.execute(
            "SELECT has_table_privilege(%s, 'DELETE'), has_table_privilege(%s, 'TRUNCATE')", [rule.table] * 2
        )
        found = [
            f"may {verb} {rule.table}"
            for verb, may in zip(("delete from", "empty"), cursor.fetchone(), strict=True)
            if may
        ]
        for name in names:
            cursor.execute("SELECT has_column_privilege(%s, %s, 'UPDATE')", [rule.table, name])
            if cursor.fetchone() == (True,) and name not in allowed:
                return [*found, f"may change {rule.table}"]
    return found


def check_role(app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Return a warning if the web processes' role may do more than they need. For `check --deploy --database`."""
    return [
        Warning(
            f"The role of this process in the database {what}.",
            hint="Let the web processes use a role of their own: docs/database-roles.md says how.",
            id="recommendations.W002",
        )
        for using in databases or []
        if _is_register(using)
        for what in excess(using)
    ]


def _is_register(using: str) -> bool:
    tables = connections[using].introspection.table_names()
    return Installation._meta.db_table in tables and not Installation.objects.using(using).exists()
