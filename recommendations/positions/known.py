"""Positions as they had been recorded by a day: computed from the updates instead of read from the projection.

`read_from_history` puts a sub-select with the columns of Position in the place of its table, so that every count and
list works on it unchanged. It relies on `Query.base_table_class` and `BaseTable`, which Django does not document:
verified on Django 5.2.19.

The rules are those of `replay`, and tests hold them equal. An update counts for its audience at that time, and only if
that audience can still see it: updates released later are left out, and so are those withdrawn since. What the
register itself says (deadlines as published, when an action opened) is taken as it is today.
"""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any, TypeVar

from django.db import connections, models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.db.models.sql.datastructures import BaseTable
from django.utils import timezone

from forces.bodies.handovers import Handovers
from forces.people.editions import AUDIENCES_OF_EDITION, Edition
from recommendations.positions.replay import FOR_EVER
from recommendations.register.models import (
    Action,
    AddresseeRole,
    Part,
    PartDone,
    Recommendation,
    Release,
    ReleasedItem,
    Update,
)
from recommendations.register.models.deadline import KINDS_WITHOUT_END, Deadline, DeadlineKind
from recommendations.register.models.update_state import COUNTED_COLUMNS
from recommendations.register.retraction import retracted_ids
from recommendations.register.statuses import Status

Rows = TypeVar("Rows", bound=models.QuerySet)

# One row for each action and edition: its last update that was in force on the day, as far as recorded by then.
_HISTORY = """
    SELECT
        a.id AS id, a.id AS action_id, edition.name AS edition, {holder} AS holder_id,
        a.recommendation_id AS recommendation_id,
        CASE WHEN u.effective_on > a.opened_on THEN u.effective_on ELSE a.opened_on END AS starts_on,
        {for_ever} AS until,
        {counted},
        COALESCE(u.revised_deadline_on, published.deadline_on) AS hmicfrs_deadline_on,
        COALESCE({revised_next_part}, next_part.deadline_on, {next_occurrence}, {own_due_on}) AS due_on,
        next_part.id AS next_part_id,
        u.id AS update_id
    FROM {action} a
    CROSS JOIN ({editions}) edition
    LEFT JOIN ({deadlines}) published ON published.action_id = a.id AND published.set_by = %s
    LEFT JOIN ({deadlines}) target ON target.action_id = a.id AND target.set_by = %s
    LEFT JOIN {update} u ON u.id = (
        SELECT candidate.id FROM {update} candidate
        WHERE candidate.action_id = a.id AND candidate.effective_on <= {day} AND candidate.recorded_at < {end_of_known}
            AND candidate.retracts_id IS NULL {and_not_retracted} AND ({audiences})
        ORDER BY candidate.effective_on DESC, candidate.recorded_at DESC, candidate.id DESC LIMIT 1
    )
    LEFT JOIN {part} next_part ON next_part.id = (
        SELECT open.id FROM (
        SELECT dated.id, dated."order", COALESCE({revised_dated}, dated.deadline_on) AS due_on FROM {part} dated
        WHERE dated.recommendation_id = a.recommendation_id AND dated.deadline_on IS NOT NULL
            AND dated.deadline_kind NOT IN {without_end} AND (a.part_id IS NULL OR dated.id <> a.part_id)
            AND COALESCE({revised_dated}, dated.deadline_on) < COALESCE({next_occurrence}, {own_due_on}, {for_ever})
            AND (dated.deadline_set_by = '{by_hmicfrs}' OR {revised_dated} IS NOT NULL
                OR COALESCE(u.revised_deadline_on, published.deadline_on) IS NULL)
            AND NOT EXISTS (SELECT 1 FROM {partdone} done WHERE done.update_id = u.id AND done.part_id = dated.id)
            {and_answered_for}
        ) open ORDER BY open.due_on, open."order", open.id LIMIT 1
    )
    WHERE a.opened_on <= {day} AND (a.ended_on IS NULL OR a.ended_on > {day})
"""
_OWN_DUE_ON = "COALESCE(u.revised_deadline_on, published.deadline_on, u.local_target_on, target.deadline_on)"
# Recurring duties are few, so their occurrences are listed: dates cannot be counted on in the same SQL everywhere.
_NEXT_OCCURRENCE = """CASE WHEN a.recommendation_id IN ({recommendations}) THEN (
        WITH occurrence(recommendation_id, part_id, due_on) AS (VALUES {occurrences})
        SELECT MIN(occurrence.due_on) FROM occurrence
        WHERE occurrence.recommendation_id = a.recommendation_id
            AND occurrence.part_id = CASE WHEN a.part_id IN ({parts}) THEN a.part_id ELSE 0 END
            AND (u.id IS NULL OR occurrence.due_on > COALESCE(u.settled_until, u.effective_on))
    ) END"""
# How the state follows from the update; every other column of the state is the update's own.
_COUNTED = {
    "status": "COALESCE(u.status, %s)",
    "waiting_for_other": "COALESCE(u.waiting_for_other, '')",
    "local_target_on": "COALESCE(u.local_target_on, target.deadline_on)",
}
# The audience of an update at a time: what the last release or withdrawal of it by then made it, or else the audience
# chosen when it was recorded. Updates that were never released need no look-up.
_SHOWN_TO = """
    CASE WHEN candidate.released_to = '' THEN candidate.audience ELSE COALESCE((
        SELECT named.audience_after FROM {releaseditem} named JOIN {release} act ON act.id = named.release_id
        WHERE named.update_id = candidate.id AND act.recorded_at < {end_of_known}
        ORDER BY act.recorded_at DESC, act.id DESC LIMIT 1
    ), candidate.audience) END
"""
_DEADLINES = """
    SELECT own.id AS action_id,
        CASE WHEN part.deadline_kind IN {without_end} THEN NULL WHEN part.deadline_kind <> '' THEN part.deadline_on
            WHEN whole.deadline_kind IN {without_end} THEN NULL ELSE whole.deadline_on END AS deadline_on,
        CASE WHEN part.deadline_kind <> '' THEN part.deadline_set_by ELSE whole.deadline_set_by END AS set_by
    FROM {action} own
    JOIN {recommendation} whole ON whole.id = own.recommendation_id
    LEFT JOIN {part} part ON part.id = own.part_id
"""


class _History(BaseTable):
    """Takes the place of the table of positions in a query, under the same alias."""

    def __init__(self, table_name: str, alias: str | None, *, sql: str, params: tuple[Any, ...]) -> None:
        super().__init__(table_name, alias)
        self.sql, self.params = sql, params

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return f"({self.sql}) {compiler.quote_name_unless_alias(self.table_alias)}", self.params

    def relabeled_clone(self, change_map: dict[str | None, str]) -> _History:
        alias = change_map.get(self.table_alias, self.table_alias)
        return self.__class__(self.table_name, alias, sql=self.sql, params=self.params)


def read_from_history(positions: Rows, day: datetime.date, known_on: datetime.date) -> Rows:
    """Return the positions of the day, computed from the updates recorded by the end of `known_on`.

    `positions` is not filtered yet. Five queries, for retractions, handovers, parts of others and recurring duties, are
    made at once; two more where a duty recurs.
    """
    sql, params = _history(positions.db, day, known_on)
    from_history: Rows = positions.all()
    from_history.query.base_table_class = partial(_History, sql=sql, params=params)  # type: ignore[assignment]
    return from_history


def end_of(day: datetime.date) -> datetime.datetime:
    """Return the moment at which the day ends in Europe/London."""
    next_day = day + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(next_day, datetime.time.min))


def shown_to_by(moment: datetime.datetime) -> Case:
    """Return the audience of an update at a time as an expression for queries of updates: the same as `_SHOWN_TO`."""
    released = ReleasedItem.objects.filter(update=OuterRef("pk"), release__recorded_at__lt=moment)
    last = released.order_by("-release__recorded_at", "-release").values("audience_after")[:1]
    return Case(When(released_to="", then=F("audience")), default=Coalesce(Subquery(last), F("audience")))


def _history(database: str, day: datetime.date, known_on: datetime.date) -> tuple[str, tuple[Any, ...]]:
    used = (Action, Recommendation, Part, PartDone, Update, ReleasedItem, Release)
    tables = {model.__name__.lower(): _table(database, model) for model in used}
    kinds = ", ".join(f"'{kind}'" for kind in KINDS_WITHOUT_END)
    without_end = f"({kinds})"
    deadlines = _DEADLINES.format(**tables, without_end=without_end)
    retracted, of_others = _retracted(known_on), _parts_of_others()
    audiences = [sorted(AUDIENCES_OF_EDITION[edition]) for edition in Edition]
    moment = _literal(database, models.DateTimeField(), end_of(known_on))
    next_occurrence = _next_occurrence(database, day)
    settled = f"COALESCE(u.settled_until, CASE WHEN {next_occurrence} IS NOT NULL THEN u.effective_on END)"
    columns = _COUNTED | {"settled_until": settled}
    shown_to = _SHOWN_TO.format(**tables, end_of_known=moment)
    sql = _HISTORY.format(
        **tables,
        deadlines=deadlines,
        without_end=without_end,
        own_due_on=_OWN_DUE_ON,
        next_occurrence=next_occurrence,
        revised_dated=_revised_on(database, "dated"),
        revised_next_part=_revised_on(database, "next_part"),
        by_hmicfrs=Deadline.SetBy.SOURCE,
        and_answered_for=f"AND (a.id, dated.id) NOT IN (VALUES {', '.join(map(str, of_others))})" if of_others else "",
        day=_literal(database, models.DateField(), day),
        end_of_known=moment,
        counted=", ".join(f"{columns.get(name, f'u.{name}')} AS {name}" for name in COUNTED_COLUMNS),
        holder=_holder_on(day),
        for_ever=_literal(database, models.DateField(), FOR_EVER),
        editions=" UNION ALL ".join("SELECT %s AS name" for _edition in Edition),
        and_not_retracted=f"AND candidate.id NOT IN ({_places(retracted)})" if retracted else "",
        audiences=" OR ".join(
            f"edition.name = %s AND candidate.shown_to IN ({_places(names)}) AND {shown_to} IN ({_places(names)})"
            for names in audiences
        ),
    )
    of_audiences = [
        value for edition, names in zip(Edition, audiences, strict=True) for value in (edition, *names, *names)
    ]
    params = [Status.NO_UPDATE, *Edition, Deadline.SetBy.SOURCE, Deadline.SetBy.LOCALLY, *retracted, *of_audiences]
    return sql, tuple(str(value) if isinstance(value, str) else value for value in params)


def _revised_on(database: str, part: str) -> str:
    """Return the new date of a part after the update `u`, in SQL. `part` is the alias of its table."""
    if connections[database].vendor == "postgresql":
        return f"CAST(u.part_deadlines ->> CAST({part}.id AS text) AS date)"
    return f"json_extract(u.part_deadlines, '$.\"' || {part}.id || '\"')"


def _holder_on(day: datetime.date) -> str:
    """Return who holds an action on the day, in SQL: its own holder, or the one that took over. One query."""
    handovers = Handovers.load()
    passed = sorted((body, handovers.holder_on(body, day)) for body in handovers.passed_by(day))
    cases = " ".join(f"WHEN {body:d} THEN {holder:d}" for body, holder in passed)
    return f"CASE a.holder_id {cases} ELSE a.holder_id END" if cases else "a.holder_id"


def _retracted(known_on: datetime.date) -> list[int]:
    """Return the ids of the updates that had been retracted, as far as recorded by then. There are few."""
    retractions = Update.objects.filter(recorded_at__lt=end_of(known_on), retracts__isnull=False)
    return sorted(retracted_ids(retractions.only("retracts_id")))


def _next_occurrence(database: str, day: datetime.date) -> str:
    """Return when a recurring duty falls due next, as SQL. An update can record an occurrence in advance."""
    recurring = {"deadline_kind": DeadlineKind.RECURRING, "interval_months__isnull": False}
    deadlines: dict[tuple[int, int], Deadline] = {
        **{(each.pk, 0): each for each in Recommendation.objects.filter(**recurring)},
        **{(part.recommendation_id, part.pk): part for part in Part.objects.filter(**recurring)},
    }
    if not deadlines:
        return "CAST(NULL AS date)"
    ids = sorted({recommendation for recommendation, _part in deadlines})
    of_these = Update.objects.filter(action__recommendation__in=ids)
    last = max(day, of_these.aggregate(last=models.Max("settled_until"))["last"] or day)
    parts = Part.objects.filter(recommendation__in=ids).exclude(deadline_kind="").values_list("pk", flat=True)
    rows = [
        f"({recommendation}, {part}, {_literal(database, models.DateField(), due_on)})"
        for (recommendation, part), deadline in deadlines.items()
        if (recurrence := deadline.recurrence)
        for due_on in recurrence.after_until(None, recurrence.next_after(last))
    ]
    return _NEXT_OCCURRENCE.format(
        recommendations=", ".join(map(str, ids)),
        occurrences=", ".join(rows),
        parts=", ".join(map(str, parts)) or "NULL",
    )


def _parts_of_others() -> list[tuple[int, int]]:
    """Return the actions and the dated parts of their recommendations that others answer for, by their ids. Few."""
    to_part = Q(recommendation__addressees__part__isnull=False, recommendation__addressees__role=AddresseeRole.LEAD)
    actions = Action.objects.filter(Q(part__isnull=False) | to_part, recommendation__parts__deadline_on__isnull=False)
    return [
        (action.pk, part.pk)
        for action in actions.with_parts().distinct()
        for part in action.recommendation.dated_parts
        if part not in action.dated_parts
    ]


def _table(database: str, model: type[models.Model]) -> str:
    return connections[database].ops.quote_name(model._meta.db_table)


def _places(values: list[Any]) -> str:
    return ", ".join("%s" for _value in values)


def _literal(database: str, field: models.Field, value: datetime.date) -> str:
    """Return a day or a moment as SQL. It is made from a date, so it holds no text that a person typed."""
    connection = connections[database]
    prepared = field.get_db_prep_value(value, connection)
    cast = field.db_type(connection) if connection.vendor == "postgresql" else ""
    return f"CAST('{prepared}' AS {cast})" if cast else f"'{prepared}'"
