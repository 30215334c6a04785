"""What the register knows of one force's actions, for reading its tracker and for planning what the tracker changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Case, When

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.imports.documents.known import known_register
from recommendations.imports.trackers.planned import ActionNow, RecordedUpdate
from recommendations.imports.trackers.reading import known_without_force
from recommendations.reading.names import names_of
from recommendations.reading.trackers.known import Known, KnownInspection
from recommendations.register.models import Action, Addressee, AddresseeRole, ClosingLevel, Evidence, Update
from recommendations.register.models.recommendation import ISSUER_OF_ACTION
from recommendations.register.models.update_state import STATE_FIELDS
from recommendations.register.retraction import retracted_ids
from recommendations.register.statuses import RECORDABLE


def known_to(reader: Reader, force: Force) -> Known:
    """Return what the register knows, as far as the reader may see it, for reading a tracker of this force."""
    register = known_register(reader.day)
    held = set(_actions(reader, force).values_list("recommendation__inspection__slug", "recommendation__reference"))
    leads = _bodies_that_lead()
    names = {body.slug: names_of(body) for body in register.bodies if body.kind == "force"}
    return replace(
        known_without_force(register),
        force=force.slug,
        force_names=tuple(names.get(force.slug, (force.name,))),
        other_forces=tuple(name for slug, found in names.items() if slug != force.slug for name in found),
        statuses={str(status.label): status.value for status in RECORDABLE},
        inspections=tuple(_with_actions(inspection, held, leads) for inspection in register.inspections),
    )


def _with_actions(
    inspection: KnownInspection, held: set[tuple[str, str]], leads: Mapping[tuple[str, str], list[str]]
) -> KnownInspection:
    keys = [(inspection.slug, item.reference) for item in inspection.items]
    items = (
        replace(item, held_here=key in held, led_by=tuple(leads.get(key, ())))
        for key, item in zip(keys, inspection.items, strict=True)
    )
    return replace(inspection, items=tuple(items))


def _bodies_that_lead() -> dict[tuple[str, str], list[str]]:
    """Return the names of the single bodies that lead items, by inspection and reference."""
    leading = Addressee.objects.filter(role=AddresseeRole.LEAD, body__isnull=False)
    found = defaultdict[tuple[str, str], list[str]](list)
    for *key, name in leading.values_list(
        "recommendation__inspection__slug", "recommendation__reference", "body__name"
    ):
        found[key[0], key[1]].append(name)
    return found


def actions_now(reader: Reader, force: Force) -> dict[tuple[str, str], ActionNow]:
    """Return the force's actions with their updates, by inspection and reference. Five queries."""
    own_last = Case(When(holder=force, then=1), default=0)  # where a predecessor held an action for the same item too
    actions = list(
        _actions(reader, force)
        .select_related("part", "recommendation__inspection", *ISSUER_OF_ACTION)
        .order_by(own_last, "pk")
    )
    evidence = defaultdict[int, set[str]](set)
    for action, *shown in Evidence.objects.filter(update__action__in=actions).values_list(
        "update__action", "address", "shows"
    ):
        evidence[action] |= set(filter(None, shown))
    updates = _updates_of(actions)
    return {
        (action.recommendation.inspection.slug, action.recommendation.reference): ActionNow(
            pk=action.pk,
            lead=action.lead_post,
            references=tuple((each["system"], each["reference"]) for each in action.external_references),
            deadline_on=action.published_deadline_on,
            closes_items=action.recommendation.issuer.closes_items,
            sets_deadlines=action.recommendation.issuer.sets_deadlines,
            updates=tuple(updates[action.pk]),
            evidence=frozenset(evidence[action.pk]),
        )
        for action in actions
    }


def actions_to_place(reader: Reader, force: Force) -> list[Action]:
    """Return the force's actions at which a row of a tracker can be placed, by inspection and recommendation."""
    inspection = "recommendation__inspection"
    actions = _actions(reader, force).select_related(inspection)
    return list(actions.order_by(f"{inspection}__short_title", inspection, "recommendation__order"))


def closing_levels() -> dict[str, ClosingLevel]:
    """Return the levels at which items are closed, by their names in lower case."""
    return {level.name.casefold(): level for level in ClosingLevel.objects.all()}


def _actions(reader: Reader, force: Force):  # type: ignore[no-untyped-def]
    return Action.objects.visible_to(reader).filter(holder__in=reader.held_by(force))


def _updates_of(actions: list[Action]) -> dict[int, list[RecordedUpdate]]:
    """Return the updates that count, in their order, by the action's id."""
    found = list(Update.objects.filter(action__in=actions).with_state().select_related("words").in_order())
    retracted = retracted_ids(found)
    by_action: dict[int, list[RecordedUpdate]] = defaultdict(list)
    for update in found:
        if update.retracts_id is None and update.pk not in retracted:
            parts_done = frozenset(part.pk for part in update.parts_done.all())
            state = {name: getattr(update, name) for name in STATE_FIELDS} | {"parts_done": parts_done}
            words = update.words.text if update.words else ""
            by_action[update.action_id].append(
                RecordedUpdate(update.effective_on, words, {} if update.is_note else state)
            )
    return by_action
