"""Verify the history: every record against its digest, every link against the one before it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.proof.anchors import Anchor
from forces.proof.models import ChainHead, ChainLink, Verification
from forces.proof.proof import ProvenRecord, link_digest, proof_of, proven_models, read_proven
from forces.proof.sealing import unsealed

AT_ONCE = 5_000


@dataclass
class History:
    """What a verification found. The faults are sentences, those of one chain in its order."""

    records: int = 0
    chains: int = 0
    faults: list[str] = field(default_factory=list)


def verify_history(
    anchors: Iterable[Anchor] = (), *, removed: Collection[tuple[str, int]] = frozenset(), with_files: bool = True
) -> History:
    """Verify every chain, and look for records without a link. It holds a few thousand records in memory.

    With `anchors`, the chains must also go through the places that were written down before. `removed` are the
    records, by kind and id, whose words or file were removed by a decision; only they may lack them. Without
    `with_files`, stored files are not read.
    """
    found, models_by_kind = History(), proven_models()
    of_chain: dict[int | None, dict[int, Anchor]] = defaultdict(dict)
    for anchor in anchors:
        of_chain[anchor.holder][anchor.number] = anchor
    for head in ChainHead.objects.select_related("holder").order_by("pk"):
        found.chains += 1
        _Chain(head, models_by_kind, of_chain.pop(head.holder_id, {}), found, removed, with_files).verify()
    for lost in of_chain.values():
        found.faults += [_("%(anchor)s: the whole chain is missing.") % {"anchor": max(lost.values())}]
    for kind, model in models_by_kind.items():
        for pk in unsealed(kind, model).iterator(chunk_size=AT_ONCE):
            found.faults.append(
                _("%(record)s is in no chain: it was not recorded by Soteria Tracker.") % {"record": named(model, pk)}
            )
    return found


def record_verification(found: History) -> Verification:
    """Keep the result of a verification, for the auditor's page."""
    return Verification.objects.create(
        verified_at=timezone.now(),
        records=found.records,
        faults=len(found.faults),
        first_fault=found.faults[0] if found.faults else "",
    )


def named(model: type[models.Model], pk: int) -> str:
    """Return “Update 12”."""
    return f"{str(model._meta.verbose_name).capitalize()} {pk}"


class _Chain:
    """The verification of one chain."""

    def __init__(
        self,
        head: ChainHead,
        models_by_kind: dict[str, type[models.Model]],
        anchors: dict[int, Anchor],
        found: History,
        removed: Collection[tuple[str, int]],
        with_files: bool,
    ) -> None:
        self.head, self.models, self.anchors, self.found = head, models_by_kind, anchors, found
        self.removed, self.with_files = removed, with_files
        self.number, self.digest = 0, ""

    def verify(self) -> None:
        links = self.head.links.filter(number__lte=self.head.number).order_by("number").iterator(chunk_size=AT_ONCE)
        while batch := list(islice(links, AT_ONCE)):
            records = self._records(batch)
            for link in batch:
                self._verify_link(link, records.get((link.kind, link.record_id)))
        self.found.records += self.number
        if (self.number, self.digest) != (self.head.number, self.head.digest):
            self._fault(_("the chain ends at %(number)d, but %(head)d records were added.") % self._numbers)
        last = self.head.links.aggregate(last=Max("number"))["last"] or 0
        self.head.refresh_from_db(fields=["number"])  # others record meanwhile: read after the links
        if last > self.head.number:
            self._fault(_("links were added after its end."))
        for anchor in sorted(self.anchors.values()):
            self._fault(_("%(anchor)s: the chain now ends before that.") % {"anchor": anchor})

    def _records(self, links: Sequence[ChainLink]) -> dict[tuple[str, int], ProvenRecord]:
        ids: dict[str, list[int]] = defaultdict(list)
        for link in links:
            ids[link.kind].append(link.record_id)
        return {
            (kind, record.pk): record
            for kind, pks in ids.items()
            if kind in self.models
            for record in read_proven(self.models[kind], pks)
        }

    def _verify_link(self, link: ChainLink, record: ProvenRecord | None) -> None:
        if link.number != self.number + 1:
            self._fault(_("links %(from)d to %(to)d are missing.") % {"from": self.number + 1, "to": link.number - 1})
        name = self._name(link)
        if record is None:
            self._fault(_("%(record)s was deleted.") % {"record": name})
        elif link_digest(self.digest, record) != link.digest:
            self._fault(_("%(record)s was changed after it was recorded.") % {"record": name})
        else:
            for fault in self._faults_beside(record):
                self._fault(fault % {"record": name})
        anchor = self.anchors.pop(link.number, None)
        if anchor and anchor.digest != link.digest:
            self._fault(_("%(anchor)s: the chain had another record there.") % {"anchor": anchor})
        self.number, self.digest = link.number, link.digest

    def _faults_beside(self, record: ProvenRecord) -> Iterator[str]:
        is_removed = (record.kind, record.pk) in self.removed
        for text, digest in record.texts:
            if not (is_removed and text == "") and hashlib.sha256(text.encode()).hexdigest() != digest:
                yield _("the words of %(record)s were changed after it was recorded.")
        proof = proof_of(self.models[record.kind])
        model: Any = self.models[record.kind]
        storages = [model._meta.get_field(name).storage for name in (proof.files if proof else ())]
        for storage, (name, digest) in zip(storages, record.files, strict=False):
            if is_removed or not self.with_files:
                continue
            try:
                with storage.open(name, "rb") as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                        yield _("the file of %(record)s is not the one that was recorded.")
            except OSError:
                yield _("the file of %(record)s is missing or cannot be read.")

    def _name(self, link: ChainLink) -> str:
        model = self.models.get(link.kind)
        return named(model, link.record_id) if model else f"{link.kind} {link.record_id}"

    @property
    def _numbers(self) -> dict[str, int]:
        return {"number": self.number, "head": self.head.number}

    def _fault(self, words: str) -> None:
        self.found.faults.append(f"{self.head}: {words}")
