"""Seal records: add each to the chain of its body, in the transaction that inserts it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Exists, OuterRef
from django.utils import timezone

from forces.proof.models import ChainHead, ChainLink
from forces.proof.proof import ProvenRecord, link_digest, proven_models, read_proven

AT_ONCE = 5_000


@transaction.atomic
def seal(*groups: Iterable[models.Model]) -> None:
    """Add these new records to the chains, in the order given.

    The service that inserts records calls it last, in its own transaction: each chain is locked until that ends.
    """
    records: list[ProvenRecord] = []
    for group in groups:
        by_model: dict[type[models.Model], list[int]] = defaultdict(list)
        for record in group:
            by_model[type(record)].append(record.pk)
        for model, pks in by_model.items():
            records += read_proven(model, pks)
    _append(records)


def seal_all() -> int:
    """Seal every record that has no link yet, and return how many there were.

    Only for a register whose records were made before there were chains, and for invented ones.
    """
    sealed = 0
    for kind, model in proven_models().items():
        pks = list(unsealed(kind, model))
        for start in range(0, len(pks), AT_ONCE):
            with transaction.atomic():
                _append(list(read_proven(model, pks[start : start + AT_ONCE])))
        sealed += len(pks)
    return sealed


def unsealed(kind: str, model: type[models.Model]) -> models.QuerySet[models.Model, int]:
    """Return the ids of the records without a link, in their order."""
    links = ChainLink.objects.filter(kind=kind, record_id=OuterRef("pk"))
    return model._base_manager.filter(~Exists(links)).order_by("pk").values_list("pk", flat=True)


def _append(records: Sequence[ProvenRecord]) -> None:
    heads = _lock({record.holder for record in records})
    now, links = timezone.now(), []
    for record in records:
        head = heads[record.holder]
        head.number += 1
        head.digest = link_digest(head.digest, record)
        links.append(
            ChainLink(
                head=head, number=head.number, kind=record.kind, record_id=record.pk, digest=head.digest, sealed_at=now
            )
        )
    ChainLink.objects.bulk_create(links, batch_size=2_000)
    ChainHead.objects.bulk_update(heads.values(), ["number", "digest"])


def _lock(holders: set[int | None]) -> Mapping[int | None, ChainHead]:
    """Return the heads of these chains, locked in one order, so that no two writers wait for each other."""
    wanted = models.Q(holder__in=[holder for holder in holders if holder])
    if None in holders:
        wanted |= models.Q(holder=None)
    locked = ChainHead.objects.select_for_update().filter(wanted).order_by("pk")
    heads = {head.holder_id: head for head in locked}
    if missing := holders - heads.keys():
        ChainHead.objects.bulk_create(
            (ChainHead(holder_id=holder) for holder in sorted(missing, key=lambda holder: holder or 0)),
            ignore_conflicts=True,
        )
        heads = {head.holder_id: head for head in locked.all()}
    return heads


def seal_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Seal the records of a register that has no chains yet, once all migrations are applied (`post_migrate`).

    From then on a record without a link was not recorded by Soteria Tracker, so none is sealed later.
    """
    connection = connections[using]
    if using != DEFAULT_DB_ALIAS or ChainLink._meta.db_table not in connection.introspection.table_names():
        return
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()) and not ChainHead.objects.exists():
        seal_all()
