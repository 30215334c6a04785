"""Commitments: recording that what was promised or asked for has been done."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from forces.people.access import Reader
from forces.people.history import save_with_history
from recommendations.responses.models import Commitment
from recommendations.responses.services.working import refuse

HOW_LIMIT = 500


def keeps(commitment: Commitment, by: Reader) -> bool:
    """Whether this reader's office keeps the record of a commitment.

    What a response promised is kept by whoever answers for its force today: a successor inherits it. Anything else
    by the office that follows whoever has to do it.
    """
    explanation = commitment.explanation
    return by.may_draft(explanation.response.force) if explanation else by.may_follow(commitment.body)


@transaction.atomic
def record_done(*, commitment: Commitment, done_on: datetime.date | None, by: Reader, how_done: str = "") -> Commitment:
    """Record the day on which a commitment was done and how, or take that back with None.

    Raises PermissionDenied, and ValidationError for a day still to come.
    """
    if not keeps(commitment, by):
        raise PermissionDenied(_("Only the office that keeps this record says that it is done."))
    errors = {}
    if done_on and done_on > by.day:
        errors["done_on"] = _("The day it was done must be today or in the past")
    if len(how_done.strip()) > HOW_LIMIT:
        errors["how_done"] = _("Shorten this to %(limit)d characters or fewer") % {"limit": HOW_LIMIT}
    refuse(errors)
    commitment.done_on = done_on
    commitment.how_done = how_done.strip() if done_on else ""
    save_with_history(commitment, by=by.person)
    return commitment
