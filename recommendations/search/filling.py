"""Round a migration: the database's own index in place, and the index filled where the register was there before."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from recommendations.register.models import Inspection
from recommendations.search import full_text
from recommendations.search.indexing import index_all
from recommendations.search.models import SearchText


def lift_before_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """What `pre_migrate` calls: no trigger may stand in the way of altering a table."""
    full_text.lift(using)


def prepare_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """What `post_migrate` calls, once the recommendations app has migrated."""
    full_text.install(using)
    if using == DEFAULT_DB_ALIAS and _is_to_be_filled(using):
        index_all()


def _is_to_be_filled(using: str) -> bool:
    """Whether the register has inspections and the index nothing; not halfway through the migrations."""
    connection = connections[using]
    if SearchText._meta.db_table not in connection.introspection.table_names():
        return False
    if SearchText.objects.exists() or not Inspection.objects.exists():
        return False
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
