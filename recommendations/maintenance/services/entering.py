"""The door for what people enter by hand: actions opened, positions and search made anew in the same transaction."""

from __future__ import annotations

from django.db import transaction

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.maintenance.services.opening import open_actions
from recommendations.positions.rebuilding import rebuild
from recommendations.register.models import Action, Document, Inspection, Recommendation
from recommendations.search.indexing import index
from recommendations.search.sources import REGISTER


@transaction.atomic
def settle_inspection(*, inspection: Inspection, by: Person) -> list[Action]:
    """After an inspection was changed: it is found by its words, and once published its actions are open.

    Returns the new actions.
    """
    index(REGISTER, [inspection.pk])
    return open_actions(by=by, inspections=[inspection])


@transaction.atomic
def settle_recommendation(*, recommendation: Recommendation, by: Person) -> list[Action]:
    """After a recommendation, its parts or addressees were changed: deadlines move positions, new leads get actions.

    Returns the new actions. Nothing is closed: an action whose holder is no longer addressed is ended by hand.
    """
    rebuild(list(recommendation.actions.values_list("pk", flat=True)))
    index(REGISTER, [recommendation.inspection_id])
    return open_actions(by=by, inspections=[recommendation.inspection])


@transaction.atomic
def settle_document(*, document: Document) -> None:
    """After a document or its statements were changed: they are found by their words."""
    index(REGISTER, [document.inspection_id])


@transaction.atomic
def save_action(*, action: Action, by: Person) -> Action:
    """Change an action's lead, references, part or days, and its positions with them."""
    save_with_history(action, by=by)
    rebuild([action.pk])
    return action


@transaction.atomic
def delete_action(*, action: Action, by: Person) -> None:
    """Delete an action that was opened by mistake. Raises ProtectedError once anything was recorded about it."""
    delete_with_history(action, by=by)
