"""Positions as they had been recorded by a day: computed from the updates instead of read from the projection.

`read_from_history` puts a sub-select with the columns of Position in the place of its table, so that every count and
list works on it unchanged. The rules are those of `replay`, which the tests hold it to. An update counts for whom it
had been by then and still is: what was released later is left out, and what was withdrawn since is read no more. What
the register itself says (deadlines as published, when an action opened) is taken as it is today.
"""

from __future__ import annotations

import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db import connections, models
from django.db.models import Case, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.db.models.sql.datastructures import BaseTable
from django.utils import timezone

from forces.people.access import AUDIENCES_OF_EDITION, Edition
from recommendations.positions.replay import FOR_EVER, UpdateSnapshot, in_force
from recommendations.register.models import Action, Part, Recommendation, Update
from recommendations.register.models.deadline import Deadline
from recommendations.register.statuses import Status

Rows = TypeVar("Rows", bound=models.QuerySet)

# One row for each action and edition: its last update that was in force on the day, as far as recorded by then.
_HISTORY = """
    SELECT
        a.id AS id, a.id AS action_id, edition.name AS edition, a.holder_id AS holder_id,
        a.recommendation_id AS recommendation_id,
        CASE WHEN u.effective_on > a.opened_on THEN u.effective_on ELSE a.opened_on END AS starts_on,
        {for_ever} AS until,
        COALESCE(u.status, %s) AS status,
        COALESCE(u.revised_deadline_on, published.deadline_on) AS hmicfrs_deadline_on,
        COALESCE(u.local_target_on, target.deadline_on) AS local_target_on,
        COALESCE(u.revised_deadline_on, published.deadline_on, u.local_target_on, target.deadline_on) AS due_on,
        u.expected_on AS expected_on,
        u.waiting_for_body_id AS waiting_for_body_id,
        u.waiting_for_recommendation_id AS waiting_for_recommendation_id,
        u.id AS update_id
    FROM {action} a
    CROSS JOIN ({editions}) edition
    LEFT JOIN ({deadlines}) published ON published.action_id = a.id AND published.set_by = %s
    LEFT JOIN ({deadlines}) target ON target.action_id = a.id AND target.set_by = %s
    LEFT JOIN {update} u ON u.id = (
        SELECT told.id FROM {update} told
        WHERE told.action_id = a.id AND told.effective_on <= {day} AND told.recorded_at < {end_of_known}
            AND told.retracts_id IS NULL {and_not_retracted} AND ({audiences})
        ORDER BY told.effective_on DESC, told.recorded_at DESC, told.id DESC LIMIT 1
    )
    WHERE a.opened_on <= {day} AND (a.ended_on IS NULL OR a.ended_on > {day})
"""
# For whom an update was: what the last release or withdrawal that names it made of it, else what was chosen at first.
# An update that no release ever named is asked about no further.
_SHOWN_TO = """
    CASE WHEN told.released_to = '' THEN told.audience ELSE COALESCE((
        SELECT named.audience_after FROM {released} named JOIN {release} act ON act.id = named.release_id
        WHERE named.update_id = told.id AND act.recorded_at < {end_of_known}
        ORDER BY act.recorded_at DESC, act.id DESC LIMIT 1
    ), told.audience) END
"""
_DEADLINES = """
    SELECT own.id AS action_id,
        CASE WHEN part.deadline_kind <> '' THEN part.deadline_on ELSE whole.deadline_on END AS deadline_on,
        CASE WHEN part.deadline_kind <> '' THEN part.deadline_set_by ELSE whole.deadline_set_by END AS set_by
    FROM {action} own
    JOIN {recommendation} whole ON whole.id = own.recommendation_id
    LEFT JOIN {part} part ON part.id = own.part_id
"""


class _History(BaseTable):
    """Stands where a query has the table of positions, under its name."""

    def __init__(self, table_name: str, alias: str | None, sql: str, params: tuple[Any, ...]) -> None:
        super().__init__(table_name, alias)
        self.sql, self.params = sql, params

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return f"({self.sql}) {compiler.quote_name_unless_alias(self.table_alias)}", self.params

    def relabeled_clone(self, change_map: dict[str | None, str]) -> _History:
        alias = change_map.get(self.table_alias, self.table_alias)
        return self.__class__(self.table_name, alias, self.sql, self.params)


def read_from_history(positions: Rows, day: datetime.date, known_on: datetime.date) -> Rows:
    """The positions of the day, made of the updates recorded by the end of `known_on`. Asks for retractions at once."""
    sql, params = _history(positions.db, day, known_on)
    read: Rows = positions.all()
    alias = read.query.get_initial_alias()
    read.query.alias_map[alias] = _History(read.model._meta.db_table, alias, sql, params)
    return read


def end_of(day: datetime.date) -> datetime.datetime:
    """The moment at which the day is over, in Europe/London."""
    next_day = day + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(next_day, datetime.time.min))


def shown_to_by(moment: datetime.datetime) -> Case:
    """For whom an update had been by a moment, as an expression: what `_SHOWN_TO` says, for queries of updates."""
    released = apps.get_model("recommendations.ReleasedItem").objects
    named = released.filter(update=OuterRef("pk"), release__recorded_at__lt=moment)
    last = named.order_by("-release__recorded_at", "-release").values("audience_after")[:1]
    return Case(When(released_to="", then=F("audience")), default=Coalesce(Subquery(last), F("audience")))


def _history(database: str, day: datetime.date, known_on: datetime.date) -> tuple[str, tuple[Any, ...]]:
    released = apps.get_model("recommendations.ReleasedItem")  # by its name: releases stand above this slice
    release = apps.get_model("recommendations.Release")
    read = (Action, Recommendation, Part, Update, released, release)
    tables = {model.__name__.lower(): _table(database, model) for model in read}
    deadlines = _DEADLINES.format(**tables)
    retracted = _retracted(known_on)
    audiences = [sorted(AUDIENCES_OF_EDITION[edition]) for edition in Edition]
    moment = _literal(database, models.DateTimeField(), end_of(known_on))
    shown_to = _SHOWN_TO.format(**tables, end_of_known=moment)
    sql = _HISTORY.format(
        **tables,
        deadlines=deadlines,
        day=_literal(database, models.DateField(), day),
        end_of_known=moment,
        for_ever=_literal(database, models.DateField(), FOR_EVER),
        editions=" UNION ALL ".join("SELECT %s AS name" for _edition in Edition),
        and_not_retracted=f"AND told.id NOT IN ({_places(retracted)})" if retracted else "",
        audiences=" OR ".join(
            f"edition.name = %s AND told.shown_to IN ({_places(names)}) AND {shown_to} IN ({_places(names)})"
            for names in audiences
        ),
    )
    of_audiences = [
        value for edition, names in zip(Edition, audiences, strict=True) for value in (edition, *names, *names)
    ]
    params = [Status.NO_UPDATE, *Edition, Deadline.SetBy.HMICFRS, Deadline.SetBy.LOCALLY, *retracted, *of_audiences]
    return sql, tuple(str(value) if isinstance(value, str) else value for value in params)


def _retracted(known_on: datetime.date) -> list[int]:
    """The updates that were not in force any more, as far as recorded by then: few, so the replay's rule decides."""
    recorded = Update.objects.filter(recorded_at__lt=end_of(known_on))
    concerned = recorded.filter(models.Q(retracts__isnull=False) | models.Q(retractions__isnull=False)).distinct()
    told = [UpdateSnapshot(**row) for row in concerned.values(*UpdateSnapshot.__dataclass_fields__)]
    return sorted({one.id for one in told} - {one.id for one in in_force(told)})


def _table(database: str, model: type[models.Model]) -> str:
    return connections[database].ops.quote_name(model._meta.db_table)


def _places(values: list[Any]) -> str:
    return ", ".join("%s" for _value in values)


def _literal(database: str, field: models.Field, value: datetime.date) -> str:
    """A day or a moment as it stands in a statement: it holds digits and signs of dates, and nothing of a person's."""
    connection = connections[database]
    prepared = field.get_db_prep_value(value, connection)
    cast = field.db_type(connection) if connection.vendor == "postgresql" else ""
    return f"CAST('{prepared}' AS {cast})" if cast else f"'{prepared}'"
