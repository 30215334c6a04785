"""Commitments: recording that what a published response promised has been done."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from forces.people.access import Reader
from forces.people.history import save_with_history
from recommendations.responses.models import Commitment
from recommendations.responses.services.working import refuse


@transaction.atomic
def record_done(*, commitment: Commitment, done_on: datetime.date | None, by: Reader) -> Commitment:
    """Record the day on which a commitment was done, or take that back with None.

    Raises PermissionDenied, and ValidationError for a day still to come.
    """
    if not by.may_draft(commitment.explanation.response.force):
        raise PermissionDenied(_("Only the force’s own local policing body says that its commitment is done."))
    if done_on and done_on > by.day:
        refuse({"done_on": _("The day it was done must be today or in the past")})
    commitment.done_on = done_on
    save_with_history(commitment, by=by.person)
    return commitment
