"""Update actions, positions and search when someone changes the register by hand, in the same transaction."""

from __future__ import annotations

from django.db import transaction

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.maintenance.services.opening import open_actions
from recommendations.positions.rebuilding import rebuild
from recommendations.positions.revisions import renew_revisions
from recommendations.register.models import Action, Document, Inspection, Recommendation
from recommendations.search.indexing import index
from recommendations.search.sources import REGISTER


@transaction.atomic
def settle_inspection(*, inspection: Inspection, by: Person) -> list[Action]:
    """Index a changed inspection, and open its actions if it is published. Return the new actions."""
    index(REGISTER, [inspection.pk])
    return open_actions(by=by, inspections=[inspection])


@transaction.atomic
def settle_recommendation(*, recommendation: Recommendation, by: Person) -> list[Action]:
    """Update positions and search after a change of a recommendation, its parts or addressees. Return the new actions.

    No action ends automatically: if a holder is no longer addressed, someone must end its action.
    """
    rebuild(list(recommendation.actions.values_list("pk", flat=True)))
    index(REGISTER, [recommendation.inspection_id])
    return open_actions(by=by, inspections=[recommendation.inspection])


@transaction.atomic
def settle_document(*, document: Document) -> None:
    """Index a changed document and its statements."""
    index(REGISTER, [document.inspection_id])


@transaction.atomic
def save_action(*, action: Action, by: Person) -> Action:
    """Save an action and bring its positions up to date."""
    save_with_history(action, by=by)
    rebuild([action.pk])
    return action


@transaction.atomic
def delete_action(*, action: Action, by: Person) -> None:
    """Delete an action opened by mistake. Raises ProtectedError once anything has been recorded about it."""
    holders = set(action.positions.values_list("holder", flat=True))
    delete_with_history(action, by=by)
    renew_revisions(holders)
