"""Fill the whole search index, and check that it matches the register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from recommendations.register.models import Inspection
from recommendations.responses.searchable import PUBLICATIONS
from recommendations.search import full_text
from recommendations.search.indexing import differing_keys, index
from recommendations.search.models import SearchText
from recommendations.search.sources import REGISTER, UPDATES

SOURCES = [REGISTER, UPDATES, PUBLICATIONS]


def index_all(report: Callable[[str], None] = lambda line: None) -> int:
    """Bring the whole index up to date, and return how many rows it has. `report` is called with each step."""
    for source in SOURCES:
        ids = source.all_ids()
        index(source, ids)
        report(f"{source.name}: {len(ids)}")
    return SearchText.objects.count()


def differing() -> list[str]:
    """Return the keys of the rows that are missing, wrong or obsolete. An empty list proves the index correct."""
    return sorted({key for source in SOURCES for key in differing_keys(source, source.all_ids())})


def lift_before_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Remove the triggers before a migration (`pre_migrate`), because they prevent changes to tables."""
    full_text.lift(using)


def prepare_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Install the full-text index after a migration (`post_migrate`), and fill it if it is new."""
    full_text.install(using)
    if using == DEFAULT_DB_ALIAS and _is_to_be_filled(using):
        index_all()


def _is_to_be_filled(using: str) -> bool:
    """Return whether the index is empty although there are inspections. False part-way through the migrations."""
    connection = connections[using]
    if SearchText._meta.db_table not in connection.introspection.table_names():
        return False
    if SearchText.objects.exists() or not Inspection.objects.exists():
        return False
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
