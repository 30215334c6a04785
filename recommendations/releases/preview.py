"""What a release would change for one of its readers. Nothing is released or written to work it out.

The figures before are the reader's own positions. Those after come from replaying each action's history with the
audience that the release would give its updates, and counting the result by the same rules.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from forces.bodies.handovers import NO_HANDOVERS, Handovers
from forces.bodies.models import Body, BodyKind, Oversight
from forces.people.access import Reader
from forces.people.editions import AUDIENCES_OF_EDITION, Audience, Edition
from forces.people.models import Person, Role
from recommendations.positions.conditions import DUE_NEXT, FORECAST_LATE, PAST_LOCAL_TARGET, group_of
from recommendations.positions.counting import Tally, positions_on, with_conditions
from recommendations.positions.rebuilding import rows_of
from recommendations.register.models import Action, Update
from recommendations.register.statuses import PositionGroup, Wording
from recommendations.releases.plan import ReleasePlan

EDITIONS = {Audience.PUBLIC.value: Edition.PUBLIC, Audience.PANEL.value: Edition.PANEL}


def audiences_affected(audience: str) -> list[str]:
    """Return the audiences for whom a release changes anything: what the public reads, the panel reads as well."""
    return [affected for affected, edition in EDITIONS.items() if audience in AUDIENCES_OF_EDITION[edition]]


def typical_reader(holder: Body, audience: str, day: datetime.date) -> Reader:
    """Return a reader with the rights of the holder's panel, or of the public, and with no other rights."""
    stranger = Person(pk=0)  # no row has this id, so nothing belongs to it
    if audience == Audience.PUBLIC:
        return Reader(stranger, day, frozenset({Role.PANEL_MEMBER}), descriptions=(_("Public reader"),))
    overseen = Oversight.objects.on(day).filter(Q(force=holder.pk) | Q(body=holder.pk))
    pairs = list(overseen.values_list("force", "body"))
    forces = {holder.pk} if holder.kind == BodyKind.FORCE else {force for force, _body in pairs}
    handovers = Handovers.load()
    return Reader(
        stranger,
        day,
        frozenset({Role.PANEL_MEMBER}),
        panel=handovers.held_by(forces, day),
        scrutinised_bodies=handovers.held_by({body for _force, body in pairs}, day),
        handovers=handovers,
        descriptions=(_("Panel member"),),
    )


class PreviewedState(NamedTuple):
    """An action's state for a reader on a day: what `Tally.count` counts, and the dates shown beside it."""

    group: str
    status: str
    due_on: datetime.date | None
    expected_on: datetime.date | None
    is_due_next: bool
    is_forecast_late: bool
    is_past_local_target: bool


class ActionPreview(NamedTuple):
    """An action whose updates become readable: its state before and after, and those updates."""

    action: Action
    before: PreviewedState
    after: PreviewedState
    updates: list[Update]

    @property
    def changes(self) -> bool:
        """Whether its status or a date changes; otherwise there is only more to read."""
        return self.before != self.after


class PreviewFigure(NamedTuple):
    """A count before and after. `key` names a group; without one, `label` says what is counted."""

    before: int
    after: int
    key: str = ""
    label: str = ""


@dataclass(frozen=True)
class ReleasePreview:
    """What a planned release changes for one reader: figures and actions, before and after.

    `hidden` has the actions that this reader does not see even after the release: their reports are under embargo.
    """

    audience: str
    before: Tally
    after: Tally
    actions: list[ActionPreview]
    hidden: list[Action]
    wording = Wording.RELEASED

    @property
    def figures(self) -> list[PreviewFigure]:
        """The counts by group, then the parts counted beside the groups; those that are 0 throughout are omitted."""
        groups = [
            PreviewFigure(self.before.groups[group], self.after.groups[group], group.value) for group in PositionGroup
        ]
        parts = [
            PreviewFigure(getattr(self.before, name), getattr(self.after, name), label=label)
            for label, name in (
                (_("Due within 30 days"), "due_next"),
                (_("Forecast late"), "forecast_late"),
                (_("Past local target"), "past_local_target"),
            )
        ]
        return [figure for figure in (*groups, *parts) if figure.before or figure.after]

    @property
    def changing(self) -> list[ActionPreview]:
        """The actions whose status or dates change."""
        return [preview for preview in self.actions if preview.changes]

    @property
    def unchanged(self) -> list[ActionPreview]:
        """The actions with more updates to read and the same status and dates."""
        return [preview for preview in self.actions if not preview.changes]


def preview_release(plan: ReleasePlan, holder: Body, audience: str, day: datetime.date) -> ReleasePreview:
    """Return what the plan changes for the panel or the public on the day, in two queries at most."""
    reader = typical_reader(holder, audience, day)
    positions: Any = with_conditions(positions_on(day, reader, holder), day)
    before = {position.action_id: _stored_state(position) for position in positions}
    updates: dict[int, list[Update]] = {}
    for update in plan.updates:
        if update.shown_to not in AUDIENCES_OF_EDITION[EDITIONS[audience]]:
            updates.setdefault(update.action_id, []).append(update)
    actions = [action for action in plan.actions if action.pk in updates]
    previews = [
        ActionPreview(action, before[action.pk], _state_after(action, plan, before[action.pk], day, audience), new)
        for action in actions
        if action.pk in before and (new := updates[action.pk])
    ]
    after = before | {preview.action.pk: preview.after for preview in previews}
    hidden = [action for action in actions if action.pk not in before]
    return ReleasePreview(audience, _tally(before), _tally(after), previews, hidden)


def _tally(states: dict[int, PreviewedState]) -> Tally:
    tally = Tally()
    for state in states.values():
        tally.count(state)
    return tally


def _stored_state(position: Any) -> PreviewedState:
    conditions = (position.is_due_next, position.is_forecast_late, position.is_past_local_target)
    dates = (position.due_on, position.expected_on)
    return PreviewedState(position.group, position.status, *dates, *map(bool, conditions))


def _state_after(
    action: Action, plan: ReleasePlan, before: PreviewedState, day: datetime.date, audience: str
) -> PreviewedState:
    """Replay the action's history with the audience that the release gives its updates."""
    history = [
        replace(entry, shown_to=plan.audience) if entry.id in plan.shown else entry
        for entry in plan.histories[action.pk]
    ]
    rows = rows_of(action, history, NO_HANDOVERS)  # whichever body holds it
    positions = (position for position in rows if position.edition == EDITIONS[audience])
    position = next(position for position in positions if position.starts_on <= day < position.until)
    position.group = before.group  # whether the holder uses Soteria Tracker does not change
    return PreviewedState(
        group_of(position, day),
        position.status,
        position.due_on,
        position.expected_on,
        DUE_NEXT.holds(position, day),
        FORECAST_LATE.holds(position, day),
        PAST_LOCAL_TARGET.holds(position, day),
    )
