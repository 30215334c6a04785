"""Correcting the publication date of an inspection: first what would move, then the correction.

Other dates follow from this one: the last day for responses, the first day of the actions and of their positions.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forces.people.history import save_with_history
from forces.people.models import Person
from recommendations.maintenance.services.opening import open_actions
from recommendations.positions.rebuilding import rebuild
from recommendations.register.models import Action, Inspection, Part, Recommendation
from recommendations.register.models.recommendation import Deadline
from recommendations.search.indexing import index
from recommendations.search.sources import REGISTER
from soteria_tracker.web.today import today

# Police Act 1996, s.55(5A): "before the end of the period of 56 days beginning with the day" of publication
RESPONSE_LAST_DAY = datetime.timedelta(days=55)


@dataclass(frozen=True)
class Move:
    """A day that becomes another."""

    before: datetime.date
    after: datetime.date


@dataclass(frozen=True)
class ActionMove:
    """An action that opens on another day."""

    action: Action
    opened: Move


@dataclass(frozen=True)
class DateCorrection:
    """What a correction of the publication date would move."""

    inspection: Inspection
    published: Move
    response: Move | None  # the last day for responses, where the 56 days apply
    actions: list[ActionMove]
    to_check: list[Recommendation | Part]  # deadlines relative to publication, which a person works out again
    early: list[Recommendation | Part]  # deadlines that would then be before publication

    @property
    def fingerprint(self) -> str:
        """The same for the same correction: what was confirmed is what was shown."""
        moved = [(move.action.pk, move.opened.before, move.opened.after) for move in self.actions]
        return hashlib.sha256(repr((self.published, self.response, moved)).encode()).hexdigest()


def _check(inspection: Inspection, published_on: datetime.date) -> None:
    if inspection.state != Inspection.State.PUBLISHED:
        raise ValidationError(_("It is not published yet. Change the date on its own page."))
    if published_on == inspection.published_on:
        raise ValidationError({"published_on": [_("This is the publication date already.")]})
    if published_on > today():
        raise ValidationError({"published_on": [_("The day of publication must be today or in the past.")]})


def _action_moves(inspection: Inspection, before: datetime.date, after: datetime.date) -> list[ActionMove]:
    """Actions opened by publication move with it; later ones only where they would stand before it."""
    actions = Action.objects.filter(recommendation__inspection=inspection).select_related("holder", "recommendation")
    moving = [action for action in actions if action.opened_on == before or action.opened_on < after]
    ended = [action for action in moving if action.ended_on and action.ended_on <= after]
    if ended:
        raise ValidationError(
            {
                "published_on": [
                    _("These actions ended before that day. Correct their days first: %(actions)s.")
                    % {"actions": "; ".join(str(action) for action in ended)}
                ]
            }
        )
    ordered = sorted(moving, key=lambda action: (action.recommendation.order, action.holder.name))
    return [ActionMove(action, Move(action.opened_on, after)) for action in ordered]


def preview_publication_date(*, inspection: Inspection, published_on: datetime.date) -> DateCorrection:
    """What the correction would move. Raises ValidationError where it cannot be made."""
    _check(inspection, published_on)
    before = inspection.published_on
    if before is None:
        raise ValidationError(_("It has no publication date yet."))
    statutory = inspection.response_rule == Inspection.ResponseRule.DAYS_56
    deadlines: list[Recommendation | Part] = [
        *inspection.recommendations.all(),
        *Part.objects.filter(recommendation__inspection=inspection),
    ]
    return DateCorrection(
        inspection=inspection,
        published=Move(before, published_on),
        response=Move(before + RESPONSE_LAST_DAY, published_on + RESPONSE_LAST_DAY) if statutory else None,
        actions=_action_moves(inspection, before, published_on),
        to_check=[d for d in deadlines if d.deadline_kind == Deadline.Kind.RELATIVE and d.deadline_on],
        early=[d for d in deadlines if d.deadline_on and before <= d.deadline_on < published_on],
    )


@transaction.atomic
def correct_publication_date(
    *, inspection: Inspection, published_on: datetime.date, by: Person, shown: str
) -> DateCorrection:
    """Make the correction that was shown (its fingerprint). Returns what it moved.

    Raises ValidationError where it cannot be made, or where it would now move something else than was shown.
    """
    inspection = Inspection.objects.select_for_update().get(pk=inspection.pk)
    correction = preview_publication_date(inspection=inspection, published_on=published_on)
    if correction.fingerprint != shown:
        raise ValidationError(_("Something changed since this was shown. Look at it again before you confirm."))
    inspection.published_on = published_on
    save_with_history(inspection, by=by)
    for move in correction.actions:
        move.action.opened_on = move.opened.after
        save_with_history(move.action, by=by)
    rebuild([move.action.pk for move in correction.actions])
    index(REGISTER, [inspection.pk])
    open_actions(by=by, inspections=[inspection])  # a force that was open on the right day only
    return correction
