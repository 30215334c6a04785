"""Setting the project that delivers several actions."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from forces.people.access import Reader
from forces.people.history import save_all_with_history
from recommendations.register.models import Action


@transaction.atomic
def set_project(*, actions: Sequence[Action], project: str, by: Reader) -> list[Action]:
    """Set the project of these actions, or clear it. Return the actions that changed.

    Raises PermissionDenied.
    """
    if not all(by.may_follow(action.holder) for action in actions):
        raise PermissionDenied(_("Only the office can set the project of an action."))
    held = Action.objects.select_for_update().filter(pk__in=[action.pk for action in actions]).order_by("pk")
    name = " ".join(project.split())
    changed = [action for action in held if action.project != name]
    for action in changed:
        action.project = name
    save_all_with_history(changed, fields=["project"], by=by.person)
    return changed
