"""Correcting the publication date of an inspection: a preview, then the correction.

Other dates depend on it: the last day for responses, and the first day of actions and of their positions.
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
from recommendations.register.models import Action, Inspection, InspectionState, Part, Recommendation
from recommendations.register.models.deadline import DeadlineKind
from recommendations.register.response_period import PERIOD_DAYS, ResponseRule
from recommendations.search.indexing import index
from recommendations.search.sources import REGISTER
from soteria_tracker.web.today import today


@dataclass(frozen=True)
class DateChange:
    """A date before and after the correction."""

    before: datetime.date
    after: datetime.date


@dataclass(frozen=True)
class OpeningChange:
    """An action that opens on another day."""

    action: Action
    opened: DateChange


@dataclass(frozen=True)
class DateCorrection:
    """What a correction of the publication date would change."""

    inspection: Inspection
    published: DateChange
    response: DateChange | None  # the last day for responses, if the 56 days apply
    actions: list[OpeningChange]
    to_check: list[Recommendation | Part]  # deadlines relative to publication, for a person to recalculate
    early: list[Recommendation | Part]  # deadlines that would then be before publication

    @property
    def fingerprint(self) -> str:
        """A digest that is the same for the same correction, so that what is saved is what was confirmed."""
        changes = [(change.action.pk, change.opened.before, change.opened.after) for change in self.actions]
        return hashlib.sha256(repr((self.published, self.response, changes)).encode()).hexdigest()


def _check(inspection: Inspection, published_on: datetime.date) -> None:
    if inspection.state != InspectionState.PUBLISHED:
        raise ValidationError(_("This inspection is not published yet. Change the date on its own page."))
    if published_on == inspection.published_on:
        raise ValidationError({"published_on": [_("This is already the publication date.")]})
    if published_on > today():
        raise ValidationError({"published_on": [_("The publication date must be today or in the past.")]})


def _opening_changes(inspection: Inspection, before: datetime.date, after: datetime.date) -> list[OpeningChange]:
    """Return new opening days for the actions opened on publication, and for any that would open before it."""
    actions = Action.objects.filter(recommendation__inspection=inspection).select_related("holder", "recommendation")
    changing = [action for action in actions if action.opened_on == before or action.opened_on < after]
    ended = [action for action in changing if action.ended_on and action.ended_on <= after]
    if ended:
        raise ValidationError(
            {
                "published_on": [
                    _("These actions ended before that day. Correct their dates first: %(actions)s.")
                    % {"actions": "; ".join(str(action) for action in ended)}
                ]
            }
        )
    ordered = sorted(changing, key=lambda action: (action.recommendation.order, action.holder.name))
    return [OpeningChange(action, DateChange(action.opened_on, after)) for action in ordered]


def _response_change(inspection: Inspection, before: datetime.date, after: datetime.date) -> DateChange | None:
    """Return the change of the last day for responses, if it depends on publication."""
    if inspection.response_rule != ResponseRule.DAYS_56:
        return None
    period = datetime.timedelta(days=PERIOD_DAYS - 1)
    return DateChange(before + period, after + period)


def preview_publication_date(*, inspection: Inspection, published_on: datetime.date) -> DateCorrection:
    """Return what the correction would change. Raises ValidationError if it cannot be made."""
    _check(inspection, published_on)
    before = inspection.published_on
    if before is None:
        raise ValidationError(_("This inspection has no publication date yet."))
    deadlines: list[Recommendation | Part] = [
        *inspection.recommendations.all(),
        *Part.objects.filter(recommendation__inspection=inspection),
    ]
    return DateCorrection(
        inspection=inspection,
        published=DateChange(before, published_on),
        response=_response_change(inspection, before, published_on),
        actions=_opening_changes(inspection, before, published_on),
        to_check=[d for d in deadlines if d.deadline_kind == DeadlineKind.RELATIVE and d.deadline_on],
        early=[d for d in deadlines if d.deadline_on and before <= d.deadline_on < published_on],
    )


@transaction.atomic
def correct_publication_date(
    *, inspection: Inspection, published_on: datetime.date, by: Person, shown: str
) -> DateCorrection:
    """Make the correction with the fingerprint `shown`, and return it.

    Raises ValidationError if it cannot be made, or has changed since it was shown.
    """
    inspection = Inspection.objects.select_for_update().get(pk=inspection.pk)
    correction = preview_publication_date(inspection=inspection, published_on=published_on)
    if correction.fingerprint != shown:
        raise ValidationError(_("Something changed since this was shown. Check it again before you confirm."))
    inspection.published_on = published_on
    save_with_history(inspection, by=by)
    for change in correction.actions:
        change.action.opened_on = change.opened.after
        save_with_history(change.action, by=by)
    rebuild([change.action.pk for change in correction.actions])
    index(REGISTER, [inspection.pk])
    open_actions(by=by, inspections=[inspection])  # for a force that existed only on the corrected date
    return correction
