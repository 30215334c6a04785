"""Why updates were not saved, where it is not an error in a field."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from recommendations.register.models import Update
from soteria_tracker.web.service_forms import Unconfirmed


class EditConflict(Exception):
    """Someone recorded these updates of the same action after the person opened the form."""

    def __init__(self, updates: list[Update]) -> None:
        super().__init__(f"{len(updates)} updates were recorded in the meantime")
        self.updates = updates


class UpdatesRefused(Exception):
    """None of several updates was saved. `objections` has the reasons by the id of the action."""

    def __init__(self, objections: Mapping[int, ValidationError | Unconfirmed | EditConflict]) -> None:
        super().__init__(f"{len(objections)} of the updates cannot be recorded")
        self.objections = objections
