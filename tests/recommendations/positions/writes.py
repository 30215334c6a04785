"""Writes through the services, and two processes with a cache each: for tests that compare pages with the cache."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from recommendations.maintenance.services import correcting, entering
from recommendations.positions import cached_counts
from recommendations.register.models import Inspection, InspectionState, Update
from recommendations.releases.services import release, withdraw
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.services import record_update, retract_update
from soteria_tracker.web.service_forms import Unconfirmed
from soteria_tracker.web.templatetags import kept
from tests.cast import TODAY, Cast, Register
from tests.factories import RecommendationFactory, as_reader, open_action

WRITES = [
    "record", "close", "backdate", "retract", "release", "withdraw", "open", "delete", "republish", "embargo", "leave",
    "retitle", "retitle_report", "rename", "change_lead",
]  # fmt: skip


class Processes:
    """Several processes with a cache each: only one of them is at work at a time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.run = uuid.uuid4()
        self.use("first")

    def use(self, name: str) -> None:
        for module in (cached_counts, kept):
            cache = LocMemCache(f"{self.run}-{module.__name__}-{name}", {})
            self.monkeypatch.setattr(module, "cache", lambda cache=cache: cache)


class Writer:
    """Makes one change after another through the services, as people do."""

    def __init__(self, register: Register, cast: Cast) -> None:
        self.register, self.cast = register, cast
        self.office = as_reader(cast.office, TODAY)
        self.action = register.actions[("cleveland", "7")]
        self.unneeded = register.actions[("cumbria", "5")]  # without updates
        self.released: Any = None

    def write(self, name: str) -> None:
        getattr(self, f"_{name}")()

    def _entry(self, status: str, on: datetime.date, **fields: Any) -> None:
        entry = UpdateEntry.of(
            status=status,
            words=f"As board {uuid.uuid4()} heard.",
            effective_on=on,
            reported_by="Head of Learning",
            **fields,
        )
        record_update(action=self.action, entry=entry, by=self.office, submission_key=uuid.uuid4())

    def _record(self) -> None:
        self._entry("in-progress", TODAY)

    def _close(self) -> None:
        self._entry("closed", TODAY, closed_by="hmicfrs", verified_by="HMICFRS lead", audience="public")

    def _backdate(self) -> None:
        self._entry("in-progress", datetime.date(2025, 1, 10), audience="panel")

    def _retract(self) -> None:
        retracted = Update.objects.filter(retracts__isnull=False).values("retracts")
        update = Update.objects.filter(action=self.action, retracts=None).exclude(pk__in=retracted).last()
        if update:
            retract_update(update=update, reason="A mistake.", by=self.office, submission_key=uuid.uuid4())

    def _release(self) -> None:
        updates = list(Update.objects.filter(action=self.action).values_list("pk", flat=True))
        self.released = release(
            holder=self.register.cleveland,
            updates=updates,
            audience="public",
            by=self.office,
            submission_key=uuid.uuid4(),
        )

    def _withdraw(self) -> None:
        if self.released:
            withdraw(release=self.released, reason="A name.", by=self.office, submission_key=uuid.uuid4())
            self.released = None

    def _open(self) -> None:
        self.unneeded = open_action(RecommendationFactory(inspection=self.register.soteria), self.register.cumbria)

    def _delete(self) -> None:
        if self.unneeded.pk:
            entering.delete_action(action=self.unneeded, by=self.cast.administrator)

    def _republish(self) -> None:
        inspection = Inspection.objects.get(pk=self.register.soteria.pk)
        day = (inspection.published_on or TODAY) - datetime.timedelta(days=1)
        shown = correcting.preview_publication_date(inspection=inspection, published_on=day).fingerprint
        correcting.correct_publication_date(
            inspection=inspection, published_on=day, by=self.cast.administrator, shown=shown
        )

    def _embargo(self) -> None:
        inspection = Inspection.objects.get(pk=self.register.soteria.pk)
        is_out = inspection.state == InspectionState.PUBLISHED
        inspection.state = InspectionState.EMBARGOED if is_out else InspectionState.PUBLISHED
        inspection.save()
        entering.settle_inspection(inspection=inspection, by=self.cast.administrator)

    # texts that no count depends on, each alone: another change would hide that one is forgotten

    def _retitle(self) -> None:
        self._change(self.action.recommendation, "short_title")

    def _retitle_report(self) -> None:
        self._change(self.action.recommendation.inspection, "short_title")

    def _rename(self) -> None:
        self._change(self.register.cleveland, "name")

    def _change_lead(self) -> None:
        self._change(self.action, "lead_post")

    @staticmethod
    def _change(record: Any, name: str) -> None:
        setattr(record, name, f"{getattr(record, name)} (new)")
        record.save()

    def _leave(self) -> None:
        force = self.register.cumbria
        force.uses_soteria_tracker = not force.uses_soteria_tracker
        force.save()


def check_after_each(writes: list[str], process: Processes, writer: Writer, shown: Callable[[], object]) -> None:
    """Compare what `shown` returns with and without the cache after each write.

    Two processes with a cache each are at work in turn.
    """
    for number, write in enumerate([None, None, *writes]):
        if write:
            try:
                with transaction.atomic():
                    writer.write(write)
            except (PermissionDenied, ValidationError, Unconfirmed):
                continue  # the services refuse it here
        process.use("first" if number % 2 else "second")
        found = shown()
        if write:  # until then each process has filled its empty cache
            process.use(f"new-{number}")
            assert found == shown(), writes[:number]
