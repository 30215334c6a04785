"""What a release would do, before it is done: whom it shows what, what goes along with it, what it leaves out and why.

The service carries out just this plan, and the preview shows it, so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Audience, Reader
from recommendations.assurance.models import Assurance
from recommendations.positions.rebuilding import histories_of
from recommendations.positions.replay import UpdateSnapshot, in_force
from recommendations.register.models import Action, Update

Item = TypeVar("Item", Update, Assurance)
RELEASABLE = (Audience.PANEL, Audience.PUBLIC)
_WIDTHS = {audience.value: place for place, audience in enumerate(Audience)}


def widest(audiences: Iterable[str]) -> str:
    """The audience that contains the others. Raises ValueError for none."""
    return max(audiences, key=lambda audience: _WIDTHS[audience])


def narrower_than(audience: str) -> list[str]:
    """The audiences of updates that can be released to this one: notes for the office never can."""
    return [one for one, width in _WIDTHS.items() if one != Audience.OFFICE and width < _WIDTHS[audience]]


class LeftOut(NamedTuple):
    """Something that was chosen and is not released."""

    what: Update | Assurance
    why: str


@dataclass
class Plan:
    """What a release of chosen updates and assurances to an audience would do."""

    audience: str
    updates: list[Update] = field(default_factory=list)
    assurances: list[Assurance] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    histories: dict[int, list[UpdateSnapshot]] = field(default_factory=dict)  # of every action concerned, by its id

    def __bool__(self) -> bool:
        return bool(self.updates or self.assurances)

    @cached_property
    def actions(self) -> list[Action]:
        """The actions whose updates become readable, each once, in order."""
        return list({update.action_id: update.action for update in self.updates}.values())

    @cached_property
    def shown(self) -> set[int]:
        """The ids of the updates that become readable, and of the retractions that go along with them."""
        return {pk for update in self.updates for pk in with_retractions(update.pk, self.histories[update.action_id])}


def plan_of(
    holder: Body, by: Reader, audience: str, *, updates: Collection[int] = (), assurances: Collection[int] = ()
) -> Plan:
    """What a release of these updates and assurances (by id) would do, in three queries at most.

    Raises PermissionDenied for what is not the holder's, ValidationError for a note that only the office may read.
    """
    chosen = _updates(holder, by, updates)
    plan = Plan(audience, histories=histories_of({update.action_id for update in chosen}) if chosen else {})
    standing = {told.id for history in plan.histories.values() for told in in_force(history)}
    for update in chosen:
        if update.is_note:
            raise ValidationError(
                _("A note for the office only cannot be released. Record what others may read as an update of its own.")
            )
        if why := _why_not(update, audience, is_retracted=update.pk not in standing):
            plan.left_out.append(LeftOut(update, why))
        else:
            plan.updates.append(update)
    for assurance in _assurances(holder, by, assurances):
        if why := _why_not(assurance, audience, is_retracted=hasattr(assurance, "retraction")):
            plan.left_out.append(LeftOut(assurance, why))
        else:
            plan.assurances.append(assurance)
    return plan


def unreleased(actions: Collection[int], audience: str) -> list[int]:
    """The ids of all updates of these actions that are in force and could be released to the audience. One query."""
    narrower = narrower_than(audience)
    return [
        told.id
        for history in histories_of(actions).values()
        for told in in_force(history)
        if told.retracts_id is None and told.shown_to in narrower
    ]


def with_retractions(update: int, history: Iterable[UpdateSnapshot]) -> set[int]:
    """The ids of an update, of what retracts it, and of what retracts that: they are always shown to the same readers.

    Without its retraction a mistake would be read as true; without the mistake, a retraction says nothing.
    """
    retracts = {told.id: told.retracts_id for told in history}
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
    """The chosen updates, each action's in order. Raises PermissionDenied where one is not the holder's."""
    if not ids:
        return []
    found = (
        Update.objects.filter(pk__in=ids, action__holder=holder, action__in=Action.objects.visible_to(by))
        .select_related("words", "action__holder", "action__part", "action__recommendation__inspection")
        .defer("action__recommendation__text", "action__recommendation__inspection__key_findings")
        .order_by(*_ORDER, "effective_on", "recorded_at", "pk")
    )
    return _all_of(list(found), ids)


def _assurances(holder: Body, by: Reader, ids: Collection[int]) -> list[Assurance]:
    """The chosen assurances. Raises PermissionDenied where one is not the holder's."""
    if not ids:
        return []
    found = (
        Assurance.objects.filter(pk__in=ids, action__holder=holder, action__in=Action.objects.visible_to(by))
        .select_related("retraction", "action__holder", "action__part", "action__recommendation__inspection")
        .order_by(*_ORDER, "dated_on", "recorded_at", "pk")
    )
    return _all_of(list(found), ids)


def _all_of(found: list[Item], ids: Collection[int]) -> list[Item]:
    if len(found) != len(set(ids)):
        raise PermissionDenied(_("You may release only what your own office keeps."))
    return found


def _why_not(item: Update | Assurance, audience: str, *, is_retracted: bool) -> str:
    """Why something chosen is not released; empty if it is."""
    if item.retracts_id is not None:
        return _("A retraction is shown with what it retracts.")
    if is_retracted:
        return _("It has been retracted: a mistake is not released.")
    shown_to = item.shown_to if isinstance(item, Update) else item.audience
    if _WIDTHS[shown_to] < _WIDTHS[audience]:
        return ""
    if shown_to == audience:
        return _("It is released already.")
    return _("Everybody reads it already. To take it back, withdraw the release that shows it.")
