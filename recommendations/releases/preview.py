"""What a reader will see after a release: the figures before and after, and the pages themselves.

A page is made by doing the release and undoing it: the page's own view answers a reader of the panel, or of the public,
inside a transaction that is rolled back. Nothing of it stays.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.urls import Resolver404, get_script_prefix, resolve, set_script_prefix
from django.utils.translation import gettext as _

from forces.bodies.models import Body, Oversight
from forces.people.access import AUDIENCES_OF_EDITION, Audience, Edition, Reader
from forces.people.models import Person, Role
from forces.people.requests import ReaderRequest
from recommendations.positions.conditions import DUE_NEXT, FORECAST_LATE, PAST_LOCAL_TARGET, group_of
from recommendations.positions.counting import Tally, positions_on, with_conditions
from recommendations.positions.rebuilding import rows_of
from recommendations.register.models import Action, Inspection, Update
from recommendations.register.statuses import Group, Wording
from recommendations.releases.plan import Plan
from soteria_tracker.web.as_at import day_of_address

# The pages on which updates or figures of them stand, by the names of their addresses.
PAGES = frozenset(
    {
        "overview",
        "forces",
        *("force", "force-also-named", "force-changes", "force-action"),
        *("body", "body-changes", "body-action"),
        *("inspections", "inspection", "inspection-changes"),
        *("recommendation", "published-statements"),
        "search",
    }
)
EDITIONS = {Audience.PUBLIC.value: Edition.PUBLIC, Audience.PANEL.value: Edition.PANEL}


def stand_in(holder: Body, audience: str, day: datetime.date) -> Reader:
    """A reader as the holder's panel, or as everybody else, has one: nobody in particular."""
    nobody = Person(pk=0)  # no row has this id, so that nothing is theirs
    if audience == Audience.PUBLIC:
        return Reader(nobody, day, frozenset({Role.PANEL_MEMBER}), descriptions=(_("Reader of the register"),))
    overseen = Oversight.objects.on(day).filter(Q(force=holder.pk) | Q(body=holder.pk))
    pairs = list(overseen.values_list("force", "body"))
    forces = {holder.pk} if holder.kind == Body.Kind.FORCE else {force for force, _body in pairs}
    return Reader(
        nobody,
        day,
        frozenset({Role.PANEL_MEMBER}),
        panel=frozenset(forces),
        scrutinised_bodies=frozenset(body for _force, body in pairs),
        descriptions=(_("Panel member"),),
    )


# --- figures -----------------------------------------------------------------------------------------------


class Stands(NamedTuple):
    """Where an action stands for a reader on a day: what `Tally.count` counts, and the dates told beside it."""

    group: str
    status: str
    due_on: datetime.date | None
    expected_on: datetime.date | None
    is_due_next: bool
    is_forecast_late: bool
    is_past_local_target: bool


class Line(NamedTuple):
    """An action whose updates become readable: where it stands for the reader before and after, and what is read."""

    action: Action
    before: Stands
    after: Stands
    updates: list[Update]

    @property
    def moves(self) -> bool:
        """Whether it stands otherwise afterwards: else only more words are read."""
        return self.before != self.after


class Figure(NamedTuple):
    """A count before and after."""

    key: str
    before: int
    after: int


@dataclass(frozen=True)
class Preview:
    """What a planned release changes for one reader of the holder's pages."""

    audience: str
    before: Tally
    after: Tally
    lines: list[Line]
    wording = Wording.RELEASED

    @classmethod
    def of(cls, plan: Plan, holder: Body, reader: Reader, audience: str) -> Preview:
        """The figures of the reader's day as they are, and as they will be, in one query."""
        rows: Any = with_conditions(positions_on(reader.day, reader, holder), reader.day)
        stood = {row.action_id: _as_stored(row) for row in rows}
        chosen: dict[int, list[Update]] = {}
        for update in plan.updates:
            if update.shown_to not in AUDIENCES_OF_EDITION[EDITIONS[audience]]:
                chosen.setdefault(update.action_id, []).append(update)
        lines = [
            Line(action, before, _after(action, plan, before, reader.day, audience), chosen[action.pk])
            for action in plan.actions
            if action.pk in chosen and (before := stood.get(action.pk))
        ]
        stands = stood | {line.action.pk: line.after for line in lines}
        return cls(audience, _count(stood), _count(stands), lines)

    @property
    def figures(self) -> list[Figure]:
        """The counts that are not nought both before and after, in the order of the groups."""
        counts = [Figure(group.value, self.before.groups[group], self.after.groups[group]) for group in Group]
        return [figure for figure in counts if figure.before or figure.after]

    @property
    def parts(self) -> list[tuple[str, int, int]]:
        """What is told beside the groups: its name, the count before and after."""
        names = [
            (_("Due within 30 days"), "due_next"),
            (_("Forecast late"), "forecast_late"),
            (_("Past its local target"), "past_local_target"),
        ]
        counts = [(word, getattr(self.before, name), getattr(self.after, name)) for word, name in names]
        return [(word, before, after) for word, before, after in counts if before or after]

    @property
    def inspections(self) -> list[Inspection]:
        """The inspections of what becomes readable, each once."""
        return list({i.pk: i for i in (line.action.recommendation.inspection for line in self.lines)}.values())

    @property
    def moving(self) -> list[Line]:
        """The actions that stand otherwise afterwards."""
        return [line for line in self.lines if line.moves]

    @property
    def staying(self) -> list[Line]:
        """The actions of which more words are read, and that stand as before."""
        return [line for line in self.lines if not line.moves]


def _count(stood: dict[int, Stands]) -> Tally:
    tally = Tally()
    for one in stood.values():
        tally.count(one)
    return tally


def _as_stored(row: Any) -> Stands:
    told = (bool(row.is_due_next), bool(row.is_forecast_late), bool(row.is_past_local_target))
    return Stands(row.group, row.status, row.due_on, row.expected_on, *told)


def _after(action: Action, plan: Plan, before: Stands, day: datetime.date, audience: str) -> Stands:
    """Where the action will stand, by the replay of its updates as they will be shown."""
    history = [
        replace(told, shown_to=plan.audience) if told.id in plan.shown else told for told in plan.histories[action.pk]
    ]
    positions = (row for row in rows_of(action, history) if row.edition == EDITIONS[audience])
    position = next(row for row in positions if row.starts_on <= day < row.until)
    position.group = before.group  # whether the holder uses Soteria Tracker does not change
    return Stands(
        group_of(position, day),
        position.status,
        position.due_on,
        position.expected_on,
        DUE_NEXT.holds(position, day),
        FORECAST_LATE.holds(position, day),
        PAST_LOCAL_TARGET.holds(position, day),
    )


def audiences_shown(audience: str) -> list[str]:
    """For whom a release changes anything: what everybody reads, the panel reads as well."""
    return [one for one, edition in EDITIONS.items() if audience in AUDIENCES_OF_EDITION[edition]]


# --- pages -------------------------------------------------------------------------------------------------


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is undone at its end."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


class Banner(NamedTuple):
    """What a previewed page says of itself, and the way back."""

    audience: str
    holder: Body
    back: str


def page_for(request: ReaderRequest, reader: Reader, page: str, *, under: str, banner: Banner) -> HttpResponseBase:
    """The page at an address ("forces/cleveland/") as its view answers this reader, links leading on to previews.

    `under` is the address below which previews stand; every link that the page makes begins with it. Raises Http404
    where there is no such page, or none that a release can change.
    """
    try:
        match = resolve(f"/{page}")
    except Resolver404:
        raise Http404 from None
    if match.url_name not in PAGES:
        raise Http404
    asked: ReaderRequest = WSGIRequest(  # type: ignore[assignment]
        {**request.META, "REQUEST_METHOD": "GET", "SCRIPT_NAME": under.rstrip("/"), "PATH_INFO": f"/{page}"}
    )
    asked.user, asked.reader, asked.resolver_match = reader.person, reader, match
    asked.preview = banner  # type: ignore[attr-defined]
    before = get_script_prefix()
    set_script_prefix(under)
    try:
        with day_of_address(asked.path_info):
            return match.func(asked, *match.args, **match.kwargs)
    finally:
        set_script_prefix(before)
