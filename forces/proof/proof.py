"""What the digest of a record covers, and how it is worked out."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models


@dataclass(frozen=True)
class Proof:
    """How the records of an insert-only table are proved. A model names it as `proof`."""

    holder: str = ""  # path to the body whose chain they join; empty: the chain of the register itself
    leaves_out: frozenset[str] = frozenset()  # columns that may change after the record was made
    texts: Mapping[str, str] = field(default_factory=dict)  # path to a text: path to its SHA-256, which is kept
    files: Mapping[str, str] = field(default_factory=dict)  # column of a stored file: column of its SHA-256


class ProvenRecord(NamedTuple):
    """A record as its digest sees it."""

    kind: str  # "recommendations.update"
    pk: int
    holder: int | None  # the body whose chain it joins
    content: str
    texts: tuple[tuple[str, str], ...]  # each text with the SHA-256 that it should have
    files: tuple[tuple[str, str], ...]  # the name of each stored file with the SHA-256 that it should have


def proven_models() -> dict[str, type[models.Model]]:
    """Return the models whose records are proved, by their labels."""
    return {model._meta.label_lower: model for model in apps.get_models() if isinstance(proof_of(model), Proof)}


def proof_of(model: type[models.Model]) -> Proof | None:
    return getattr(model, "proof", None)


def read_proven(model: type[models.Model], pks: Iterable[int]) -> Iterator[ProvenRecord]:
    """Yield the records with these ids, in the order of their ids, as the database has them. One query.

    A column that is empty is left out, so that a column added later does not change the digests of older records.
    """
    proof = model.proof  # type: ignore[attr-defined]
    own = [
        each.attname
        for each in model._meta.concrete_fields
        if not each.primary_key and not each.generated and each.name not in proof.leaves_out
    ]
    covered = [*own, *(digest for digest in proof.texts.values() if digest not in own)]
    beside = [proof.holder or "pk", *proof.texts, *proof.texts.values(), *proof.files, *proof.files.values()]
    rows = model._base_manager.filter(pk__in=pks).order_by("pk").values_list("pk", *covered, *beside)
    end = 1 + len(covered)
    kind, texts, files = model._meta.label_lower, len(proof.texts), len(proof.files)
    for row in rows.iterator(chunk_size=2_000):
        holder, *more = row[end:]
        yield ProvenRecord(
            kind,
            row[0],
            holder if proof.holder else None,
            _content(covered, row[1:end]),
            tuple((text, digest) for text, digest in _pairs(more[: 2 * texts]) if digest is not None),
            tuple((name, digest) for name, digest in _pairs(more[2 * texts : 2 * (texts + files)]) if name),
        )


def _pairs(values: list[Any]) -> zip[tuple[Any, Any]]:
    half = len(values) // 2
    return zip(values[:half], values[half:], strict=True)


def _content(names: list[str], values: tuple[Any, ...]) -> str:
    named = zip(names, values, strict=True)
    stated = {name: value for name, value in named if value or (value == 0 and value is not False)}
    return json.dumps(stated, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    """Return a value of the database as both databases give it: a moment in UTC, a day, an id."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def link_digest(previous: str, record: ProvenRecord) -> str:
    """Return the SHA-256 that follows the previous link's, in hexadecimal."""
    return hashlib.sha256(f"{previous}\n{record.kind} {record.pk}\n{record.content}".encode()).hexdigest()
