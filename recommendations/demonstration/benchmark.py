"""A large invented register of any size for benchmarks, in a separate database.

It writes rows directly into the tables, because hundreds of thousands would take too long with the services. Positions
are computed as everywhere, so `manage.py rebuild_positions --check` passes.
"""

from __future__ import annotations

import datetime
import itertools
import random
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import prefetch_related_objects

from forces.bodies.handovers import NO_HANDOVERS
from forces.bodies.models import Force, Installation, NationalBody
from forces.people.editions import Audience
from forces.people.models import Person
from recommendations.demonstration.accounts import make_accounts
from recommendations.demonstration.randomness import seeded_random
from recommendations.demonstration.services import RealRegisterError
from recommendations.demonstration.timing import HISTORY_LENGTH
from recommendations.maintenance.search_index import SOURCES
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import rows_of
from recommendations.positions.replay import SNAPSHOT_COLUMNS, snapshot
from recommendations.positions.revisions import renew_revisions
from recommendations.register.models import (
    Action,
    Addressee,
    Inspection,
    InspectionState,
    Recommendation,
    RecommendationKind,
    Update,
    UpdateWords,
)
from recommendations.register.statuses import Status
from recommendations.search.indexing import index
from recommendations.search.models import SearchText
from recommendations.search.sources import UPDATES, row_of_update

UPDATES_AN_ACTION = 10
RECOMMENDATIONS_AN_INSPECTION = 10
_AT_ONCE = 5_000
_LAST = [
    *[Status.CLOSED] * 9,
    *[Status.IN_PROGRESS] * 5,
    *[Status.WAITING] * 2,
    *[Status.NOT_STARTED],
    *[Status.COMPLETE] * 2,
    *[Status.SENT] * 2,
    Status.NOT_ACCEPTED,
    Status.SUPERSEDED,
]
_ON_THE_WAY = [Status.NOT_STARTED, Status.IN_PROGRESS, Status.IN_PROGRESS, Status.WAITING]
_AUDIENCES = [Audience.PUBLIC, Audience.PANEL, Audience.FORCE_AND_OFFICE, Audience.FORCE_AND_OFFICE]


@transaction.atomic
def make_benchmark_data(
    *, actions_per_force: int, seed: int, day: datetime.date, progress: Callable[[str], None]
) -> None:
    """Fill a database that has at most the fixtures with this many actions for every force, each with 10 updates.

    One seed and one day give the same content. Raises RealRegisterError if there are people or updates already.
    """
    if Installation.objects.exists() or Person.objects.exists() or Update.objects.exists():
        raise RealRegisterError
    if not Force.objects.exists():
        call_command("load_register", verbosity=0)
    Installation.objects.create(pk=1, is_demonstration=True, seed=seed, made_on=day)
    people = make_accounts(first_day=day - HISTORY_LENGTH, day=day)
    Force._base_manager.filter(territorial=True).update(uses_soteria_tracker=True)
    recommendations = _make_recommendations(actions_per_force, day, seeded_random(seed, "benchmark"))
    progress(f"{len(recommendations)} recommendations")
    histories = _BenchmarkHistories(
        recommendations, recorder=people["office.cleveland@example.org"], day=day, seed=seed
    )
    with _without_checks(), _without_indexes(_BenchmarkHistories.MODELS):
        histories.write(progress)
        progress("indexes")
    renew_revisions(Action.objects.values_list("holder", flat=True).distinct())
    for source in SOURCES:
        if source is not UPDATES:  # written with the updates
            index(source, source.all_ids())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def _without_checks() -> Iterator[None]:
    """Write without checking each reference, on a PostgreSQL server whose administrator we are."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


# How to drop and create each index of the tables, apart from primary keys, and each constraint that has one.
_INDEXES = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE conrelid = ANY(%(tables)s::regclass[]) AND contype = 'u'
    UNION ALL
    SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index WHERE indrelid = ANY(%(tables)s::regclass[])
        AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE contype IN ('p', 'u'))
"""


@contextmanager
def _without_indexes(written: Collection[type[models.Model]]) -> Iterator[None]:
    """Write without the indexes of these tables, and create them at the end: that takes half as long."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute(_INDEXES, {"tables": [model._meta.db_table for model in written]})
        indexes = cursor.fetchall()
        for drop, _create in indexes:
            cursor.execute(drop)
        yield
        for _drop, create in indexes:
            cursor.execute(create)


def _make_recommendations(how_many: int, day: datetime.date, rng: random.Random) -> list[Recommendation]:
    inspections = [
        Inspection(
            slug=f"benchmark-{number}",
            title=f"An invented inspection for measuring, number {number}",
            short_title=f"Measured {number}",
            state=InspectionState.PUBLISHED,
            published_on=day - datetime.timedelta(days=rng.randint(100, 1400)),
            inspectorates=["HMICFRS"],
            subjects=Inspection.Subjects.ALL_FORCES,
        )
        for number in range(1, -(-how_many // RECOMMENDATIONS_AN_INSPECTION) + 1)
    ]
    Inspection.objects.bulk_create(inspections)
    recommendations = [
        _recommendation(inspections[n // RECOMMENDATIONS_AN_INSPECTION], n, rng) for n in range(how_many)
    ]
    Recommendation.objects.bulk_create(recommendations, batch_size=500)
    to_forces = Addressee.Group.ALL_FORCES
    Addressee.objects.bulk_create(
        (Addressee(recommendation=recommendation, group=to_forces) for recommendation in recommendations),
        batch_size=500,
    )
    prefetch_related_objects(recommendations, "parts")  # none: their deadlines are all their own
    return recommendations


def _recommendation(inspection: Inspection, number: int, rng: random.Random) -> Recommendation:
    in_report = number % RECOMMENDATIONS_AN_INSPECTION + 1
    published_on = inspection.published_on or datetime.date.min
    due_on = published_on + datetime.timedelta(days=rng.randint(90, 700))
    deadline = (
        {"deadline_kind": "none"}
        if rng.random() < 0.4
        else {"deadline_kind": "date", "deadline_on": due_on, "deadline_wording": f"By {due_on:%d %B %Y}"}
    )
    return Recommendation(
        inspection=inspection,
        number=in_report,
        reference=str(in_report),
        order=in_report,
        kind=rng.choice([RecommendationKind.RECOMMENDATION, RecommendationKind.AFI]),
        theme=rng.choice(["Investigation", "Victims", "Workforce", "Data"]),
        short_title=f"Improve invented matter {number + 1}",
        text=f"Invented for measuring: chief constables should improve matter {number + 1}. " + "Words follow. " * 20,
        **deadline,
    )


class _BenchmarkHistories:
    """The actions of every force with their updates, words, positions and texts, saved one force at a time."""

    MODELS = (Action, UpdateWords, Update, Position, SearchText)

    def __init__(
        self, recommendations: list[Recommendation], *, recorder: Person, day: datetime.date, seed: int
    ) -> None:
        self.recommendations = recommendations
        self.recorder = recorder
        self.day = day
        self.seed = seed
        self.forces = list(Force.objects.territorial().open_on(day).order_by("slug"))
        self.awaited = NationalBody.objects.order_by("slug").first()
        self.action_ids = _ids_after(Action)
        self.update_ids = _ids_after(Update)
        self.words_ids = _ids_after(UpdateWords)
        self.position_ids = _ids_after(Position)
        self.text_ids = _ids_after(SearchText)

    def write(self, progress: Callable[[str], None]) -> None:
        counts = dict.fromkeys(self.MODELS, 0)
        for number, force in enumerate(self.forces, start=1):
            for model, rows in self._of(force, seeded_random(self.seed, force.slug)).items():
                _write(model, rows)
                counts[model] += len(rows)
            if number % 10 == 0 or number == len(self.forces):
                totals = ", ".join(f"{count:,} {model._meta.verbose_name_plural}" for model, count in counts.items())
                progress(f"{number} of {len(self.forces)} forces: {totals}")
        _continue_ids(*counts)

    def _of(self, force: Force, rng: random.Random) -> dict[type[models.Model], list[models.Model]]:
        rows: dict[type[models.Model], list[models.Model]] = {model: [] for model in self.MODELS}
        for recommendation in self.recommendations:
            action = Action(
                id=next(self.action_ids),
                recommendation=recommendation,
                holder_id=force.pk,
                opened_on=recommendation.inspection.published_on or self.day,
                lead_post=rng.choice(["Head of Learning", "Head of Performance", "Det Supt, Public Protection"]),
            )
            updates = self._updates(action, rng)
            rows[Action].append(action)
            rows[UpdateWords] += [update.words for update in updates if update.words]
            rows[Update] += updates
            rows[Position] += self._positions(action, updates)
            rows[SearchText] += self._texts(updates)
        return rows

    def _updates(self, action: Action, rng: random.Random) -> list[Update]:
        days = (self.day - action.opened_on).days
        on = sorted(rng.randint(0, days) for _number in range(UPDATES_AN_ACTION))
        last = rng.choice(_LAST)
        return [
            self._update(action, last if number == UPDATES_AN_ACTION - 1 else rng.choice(_ON_THE_WAY), after, rng)
            for number, after in enumerate(on)
        ]

    def _update(self, action: Action, status: Status, after: int, rng: random.Random) -> Update:
        on = action.opened_on + datetime.timedelta(days=after)
        text = f"Invented for measuring: update of matter {action.recommendation.number} on {on:%d %B %Y}."
        return Update(
            id=next(self.update_ids),
            action=action,
            effective_on=on,
            recorded_at=datetime.datetime.combine(on, datetime.time(12), tzinfo=datetime.UTC),
            recorded_by=self.recorder,
            said_by=Update.SaidBy.FORCE,
            reported_by=action.lead_post,
            audience=rng.choice(_AUDIENCES),
            words=UpdateWords(id=next(self.words_ids), digest=UpdateWords.from_text(text).digest, text=text),
            status=status,
            expected_on=on + datetime.timedelta(days=rng.randint(30, 300)) if rng.random() < 0.5 else None,
            waiting_for_body=self.awaited if status == Status.WAITING else None,
            closed_by=Update.ClosedBy.SOURCE if status == Status.CLOSED else "",
            submission_key=uuid.UUID(int=rng.getrandbits(128), version=4),
        )

    def _positions(self, action: Action, updates: list[Update]) -> Iterator[Position]:
        # the database makes `shown_to`, which is the audience while nothing has been released
        columns = [column for column in SNAPSHOT_COLUMNS if column != "shown_to"]
        history = [snapshot(**{c: getattr(update, c) for c in columns}, shown_to=update.audience) for update in updates]
        for position in rows_of(action, history, NO_HANDOVERS):
            position.pk = next(self.position_ids)
            yield position

    def _texts(self, updates: list[Update]) -> Iterator[SearchText]:
        for update in updates:
            if update.words:
                text = row_of_update(update, update.words, shown_to=update.audience)
                text.pk = next(self.text_ids)
                yield text


# --- into the tables ---------------------------------------------------------------------------------------


def _ids_after(model: type[models.Model]) -> Iterator[int]:
    last = model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
    return itertools.count(last + 1)


def _write(model: type[models.Model], rows: list[models.Model]) -> None:
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows, batch_size=_AT_ONCE)
        return
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_value(field, row) for field in fields])


def _value(field: models.Field, row: models.Model) -> Any:
    value = getattr(row, field.attname)
    if isinstance(field, models.JSONField):
        return field.get_db_prep_save(value, connection)
    return value.value if isinstance(value, models.Choices) else value


def _continue_ids(*written: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(written)):
            cursor.execute(statement)
