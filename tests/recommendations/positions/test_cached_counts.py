"""Counts kept in the cache are always those that would be counted now."""

import datetime
import re
import uuid
from collections.abc import Callable, Collection, Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from forces.people.access import Reader
from forces.people.models import Person
from recommendations.maintenance.services import correcting, entering
from recommendations.pages.common.body_summaries import counts_by_holder
from recommendations.pages.overview.queries import overview_of
from recommendations.positions import cached_counts
from recommendations.positions.cached_counts import CountScope
from recommendations.register.models import Inspection, InspectionState, Update
from recommendations.register.statuses import Status
from recommendations.releases.services import release, withdraw
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.services import record_update, retract_update
from soteria_tracker.web.service_forms import Unconfirmed
from soteria_tracker.web.templatetags import kept
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import RecommendationFactory, as_reader, open_action

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

EARLIER = datetime.date(2025, 1, 31)
WRITES = [
    "record", "close", "backdate", "retract", "release", "withdraw", "open", "delete", "republish", "embargo", "leave",
    "retitle", "retitle_report", "rename", "change_lead",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _on_3_march_2025() -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture(autouse=True)
def process(monkeypatch: pytest.MonkeyPatch) -> "Processes":
    return Processes(monkeypatch)


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


def shown_to(reader: Reader) -> tuple[Any, ...]:
    """Return every number that the overview and the list of forces show."""
    overview = overview_of(reader)
    inspections = [(row.inspection.pk, row.tally, row.to_forces, row.to_other_bodies) for row in overview.inspections]
    forces = [(summary.body.pk, summary.tally, summary.awaited) for summary in overview.forces]
    others = [(summary.body.pk, summary.tally) for group in overview.other_bodies for summary in group.rows]
    return forces, others, inspections, overview.deadlines, counts_by_holder(reader)


def check_after_each(
    writes: list[str], process: Processes, writer: Writer, shown: Callable[[], object] | None = None
) -> None:
    """Compare what is kept with what is new before the writes and after each, as seen by two processes in turn.

    It compares what `shown` returns; without it, the counts that three readers see.
    """
    cast = writer.cast
    readers = [as_reader(cast.office, TODAY), as_reader(cast.panel_member, TODAY)]
    readers.append(as_reader(cast.cumbria_office, TODAY).at(EARLIER))
    shown = shown or (lambda: [shown_to(reader) for reader in readers])
    for number, write in enumerate([None, None, *writes]):
        if write:
            try:
                with transaction.atomic():
                    writer.write(write)
            except (PermissionDenied, ValidationError, Unconfirmed):
                continue  # the services refuse it here
        process.use("first" if number % 2 else "second")
        found = shown()
        process.use(f"new-{number}")
        assert found == shown(), writes[:number]


@pytest.mark.parametrize("write", WRITES)
def test_counts_in_the_cache_equal_counts_without_it_after_each_kind_of_write(
    write: str, process: Processes, history: Register, cast: Cast
) -> None:
    check_after_each([write, write], process, Writer(history, cast))


PAGES = (
    "/overview/",
    "/forces/",
    "/forces/cleveland/",
    "/forces/cleveland/?status=in-progress&sort=-deadline",
    f"/as-at/{EARLIER}/forces/cleveland/",
    "/inspections/",
    "/inspections/soteria-2024/",
    "/inspections/soteria-2024/7/",
    "/forces/cleveland/soteria-2024/7/",
    "/responses/",
)
OF_THE_OFFICE = ("/my-work/", "/my-work/?mine=on", "/log/")
OF_THE_PANEL = ("/panel/cleveland/",)
# Tokens, signatures and keys differ with every request.
CHANGING = re.compile(r'value="([A-Za-z0-9]{64}|[0-9a-f-]{36}:[\w:-]+)"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}')


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("writes", [WRITES[:6], WRITES[6:11], WRITES[11:]], ids=" ".join)
def test_pages_with_parts_from_the_cache_equal_pages_without_it_after_each_kind_of_write(
    writes: list[str], process: Processes, history: Register, cast: Cast
) -> None:
    clients = [(signed_in(cast.office), PAGES + OF_THE_OFFICE), (signed_in(cast.panel_member), PAGES + OF_THE_PANEL)]

    def pages() -> list[tuple[int, str]]:
        found = [client.get(address) for client, addresses in clients for address in addresses]
        return [(page.status_code, CHANGING.sub("", page.content.decode())) for page in found]

    history.soteria.embargo_readers.add(cast.office)
    check_after_each(writes, process, Writer(history, cast), pages)


@given(st.lists(st.sampled_from(WRITES), min_size=2, max_size=5))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_in_the_cache_equal_counts_without_it_after_any_writes(
    process: Processes, history: Register, cast: Cast, writes: list[str]
) -> None:
    with transaction.atomic():
        check_after_each(writes, process, Writer(history, cast))
        transaction.set_rollback(True)


def test_a_write_that_was_rolled_back_leaves_no_count_behind(history: Register, cast: Cast) -> None:
    reader = as_reader(cast.office, TODAY)
    before = shown_to(reader)
    writer = Writer(history, cast)
    with transaction.atomic():
        writer.write("close")
        assert shown_to(reader) != before
        transaction.set_rollback(True)
    assert shown_to(reader) == before
    writer.write("record")
    after = counts_by_holder(reader).tallies[history.cleveland.pk]
    assert (after.closed, after.overdue) == (0, 1)


def test_a_write_at_one_force_counts_only_that_force_again(history: Register, cast: Cast) -> None:
    reader = as_reader(cast.office, TODAY)
    counted: list[Collection[int] | None] = []

    def count(holders: Collection[int] | None) -> dict[int, int]:
        counted.append(holders)
        return {history.cleveland.pk: len(counted)}

    for _twice in range(2):
        assert CountScope.of(reader).by_holder("anything", count) == {history.cleveland.pk: 1}
    Writer(history, cast).write("close")
    assert CountScope.of(reader).by_holder("anything", count) == {history.cleveland.pk: 2}
    assert counted == [None, [history.cleveland.pk]]


def test_a_page_known_on_an_earlier_day_is_counted_without_the_cache(history: Register, cast: Cast) -> None:
    reader = as_reader(cast.office, TODAY).at(EARLIER, known_on=EARLIER)
    counted = [CountScope.of(reader).for_all_holders("anything", iter(range(5)).__next__) for _twice in range(2)]
    assert counted == [0, 0]
    assert CountScope.of(reader).key is None


def test_counts_in_the_cache_need_no_query_of_positions(
    history: Register, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = as_reader(cast.office, TODAY)
    with django_assert_num_queries(7):
        overview_of(reader)
    with django_assert_num_queries(5):
        overview_of(reader)


def test_every_status_survives_the_cache(history: Register, cast: Cast) -> None:
    tally = counts_by_holder(as_reader(cast.office, TODAY)).tallies[history.cleveland.pk]
    again = counts_by_holder(as_reader(cast.office, TODAY)).tallies[history.cleveland.pk]
    assert again == tally
    assert tally.groups[Status.COMPLETE] == 1
