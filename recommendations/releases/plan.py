"""What a release would do before it is done: which updates it shows to whom, and what it leaves out and why.

The service carries out exactly this plan and the preview shows it, so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.people.editions import Audience
from recommendations.assurance.models import Assurance
from recommendations.positions.rebuilding import histories_of
from recommendations.positions.replay import UpdateSnapshot, in_force
from recommendations.register.models import Action, Update

Item = TypeVar("Item", Update, Assurance)
RELEASABLE = (Audience.PANEL, Audience.PUBLIC)
_WIDTHS = {audience.value: width for width, audience in enumerate(Audience)}


def widest(audiences: Iterable[str]) -> str:
    """Return the audience that contains the others. Raises ValueError for none."""
    return max(audiences, key=lambda audience: _WIDTHS[audience])


def narrower_than(audience: str) -> list[str]:
    """Return the audiences of updates that can be released to this one: notes for the office never can."""
    return [other for other, width in _WIDTHS.items() if other != Audience.OFFICE and width < _WIDTHS[audience]]


class NotReleased(NamedTuple):
    """An update or assurance that was selected and is not released, and why."""

    item: Update | Assurance
    reason: str


@dataclass
class ReleasePlan:
    """What a release of the selected updates and assurances to an audience would do."""

    audience: str
    updates: list[Update] = field(default_factory=list)
    assurances: list[Assurance] = field(default_factory=list)
    not_released: list[NotReleased] = field(default_factory=list)
    histories: dict[int, list[UpdateSnapshot]] = field(default_factory=dict)  # of every affected action, by its id

    def __bool__(self) -> bool:
        return bool(self.updates or self.assurances)

    @cached_property
    def actions(self) -> list[Action]:
        """The actions whose updates become readable, each once, in order."""
        return list({update.action_id: update.action for update in self.updates}.values())

    @cached_property
    def shown(self) -> set[int]:
        """The ids of the updates that become readable, and of their retractions."""
        return {pk for update in self.updates for pk in with_retractions(update.pk, self.histories[update.action_id])}

    @property
    def office_notes(self) -> int:
        """How many notes on these actions stay with the office (advice, and what section 55(2) withholds)."""
        return sum(
            entry.retracts_id is None and entry.shown_to == Audience.OFFICE
            for history in self.histories.values()
            for entry in in_force(history)
        )


def plan_release(
    holder: Body, by: Reader, audience: str, *, updates: Collection[int] = (), assurances: Collection[int] = ()
) -> ReleasePlan:
    """Return what a release of these updates and assurances (by id) would do, in three queries at most.

    Raises PermissionDenied for another holder's, ValidationError for a note that only the office may read.
    """
    selected = _updates(holder, by, updates)
    plan = ReleasePlan(audience, histories=histories_of({update.action_id for update in selected}) if selected else {})
    in_force_ids = {entry.id for history in plan.histories.values() for entry in in_force(history)}
    for update in selected:
        if update.is_note:
            raise ValidationError(
                _("A note for the office only cannot be released. Record what others may read as a separate update.")
            )
        if reason := _refusal_reason(update, audience, is_retracted=update.pk not in in_force_ids):
            plan.not_released.append(NotReleased(update, reason))
        else:
            plan.updates.append(update)
    for assurance in _assurances(holder, by, assurances):
        if reason := _refusal_reason(assurance, audience, is_retracted=hasattr(assurance, "retraction")):
            plan.not_released.append(NotReleased(assurance, reason))
        else:
            plan.assurances.append(assurance)
    return plan


def unreleased_updates(actions: Collection[int], audience: str) -> list[int]:
    """Return the ids of the updates of these actions that could be released to the audience. One query."""
    narrower = narrower_than(audience)
    return [
        entry.id
        for history in histories_of(actions).values()
        for entry in in_force(history)
        if entry.retracts_id is None and entry.shown_to in narrower
    ]


def with_retractions(update: int, history: Iterable[UpdateSnapshot]) -> set[int]:
    """Return the ids of an update, of what retracts it, and of what retracts that. They share their readers.

    Without its retraction a mistake would be read as true; without the mistake, a retraction makes no sense.
    """
    retracts = {entry.id: entry.retracts_id for entry in history}
    found, latest = {update}, {update}
    while latest:
        latest = {pk for pk, retracted in retracts.items() if retracted in latest} - found
        found |= latest
    return found


_ORDER = (
    "-action__recommendation__inspection__published_on",
    "action__recommendation__inspection__short_title",
    "action__recommendation__order",
    "action_id",
)


def _updates(holder: Body, by: Reader, ids: Collection[int]) -> list[Update]:
    """Return the selected updates, each action's in order. Raises PermissionDenied for another holder's."""
    if not ids:
        return []
    found = (
        Update.objects.filter(
            pk__in=ids, action__holder__in=by.held_by(holder), action__in=Action.objects.visible_to(by)
        )
        .select_related("words", "action__holder", "action__part", "action__recommendation__inspection")
        .defer("action__recommendation__text", "action__recommendation__inspection__key_findings")
        .prefetch_related("action__recommendation__parts__addressees")
        .order_by(*_ORDER, "effective_on", "recorded_at", "pk")
    )
    return _all_of(list(found), ids)


def _assurances(holder: Body, by: Reader, ids: Collection[int]) -> list[Assurance]:
    """Return the selected assurances. Raises PermissionDenied for another holder's."""
    if not ids:
        return []
    found = (
        Assurance.objects.filter(
            pk__in=ids, action__holder__in=by.held_by(holder), action__in=Action.objects.visible_to(by)
        )
        .select_related("retraction", "action__holder", "action__part", "action__recommendation__inspection")
        .order_by(*_ORDER, "dated_on", "recorded_at", "pk")
    )
    return _all_of(list(found), ids)


def _all_of(found: list[Item], ids: Collection[int]) -> list[Item]:
    if len(found) != len(set(ids)):
        raise PermissionDenied(_("You can release only your own office’s records."))
    return found


def _refusal_reason(item: Update | Assurance, audience: str, *, is_retracted: bool) -> str:
    """Return why something selected is not released; empty if it is."""
    if item.retracts_id is not None:
        return _("A retraction is released with the update that it retracts.")
    if is_retracted:
        return _("It has been retracted. Mistakes are not released.")
    shown_to = item.shown_to if isinstance(item, Update) else item.audience
    if _WIDTHS[shown_to] < _WIDTHS[audience]:
        return ""
    if shown_to == audience:
        return _("It has already been released.")
    return _("Everyone with an account can already read it. To change that, withdraw the release that shows it.")
