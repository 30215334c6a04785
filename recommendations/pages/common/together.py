"""Rows of several tables in one query: outer joins that Django's `select_related` does not make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model, QuerySet


def together(rows: QuerySet[Any], relations: Mapping[str, type[Model]]) -> Iterator[tuple[Any, ...]]:
    """For each row its object and, by their paths, the related ones: None where there is none. One query.

    A path may lead to many ("recommendations__addressees"): the object then comes once for each of them.
    """
    models = {"": rows.model, **relations}
    fields = {path: [field.attname for field in model._meta.concrete_fields] for path, model in models.items()}
    names = [f"{path}__{name}" if path else name for path, of_model in fields.items() for name in of_model]
    for values in rows.values_list(*names):
        of_row = iter(values)
        named = {path: [(name, next(of_row)) for name in of_model] for path, of_model in fields.items()}
        yield tuple(_made(models[path], rows.db, its_values) for path, its_values in named.items())


def _made(model: type[Model], database: str, values: list[tuple[str, Any]]) -> Model | None:
    named = dict(values)
    if named[model._meta.pk.attname] is None:
        return None
    return model.from_db(database, list(named), list(named.values()))


def bring(one: Model, relation: str, found: list[Any]) -> None:
    """Give an object its related ones ("addressees") as if they had been prefetched."""
    related = getattr(one, relation).all()
    related._result_cache = found
    one.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = related
