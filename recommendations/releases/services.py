"""Releasing and withdrawing. Only here `released_to` of updates and assurances is ever set.

What an item shows is always: the widest of the audience chosen when it was recorded and of the releases that stand and
name it. A retraction follows what it retracts.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Audience, Reader
from recommendations.assurance.models import Assurance
from recommendations.positions.rebuilding import histories_of, rebuild
from recommendations.register.models import Update
from recommendations.releases.models import Release, Released
from recommendations.releases.plan import RELEASABLE, plan_of, widest, with_retractions
from recommendations.search.indexing import index
from recommendations.search.sources import UPDATES
from recommendations.updates.queries import locked_actions

REASON_LIMIT = 500


@dataclass(frozen=True)
class After:
    """For whom updates and assurances (by id) are after a release or a withdrawal."""

    updates: Mapping[int, str] = field(default_factory=dict)
    assurances: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def release(
    *,
    holder: Body,
    updates: Collection[int],
    assurances: Collection[int] = (),
    audience: str,
    reason: str = "",
    by: Reader,
    submission_key: uuid.UUID,
) -> Release:
    """Show updates and assurances of one holder (by id) to its panel or to the public.

    What the audience reads already, and what was retracted, is left out. Returns the release, or the one that this
    submission made before. Raises PermissionDenied, and ValidationError where nothing can be released.
    """
    if not by.may_follow(holder):
        raise PermissionDenied(_("Only the office releases to its panel or to the public."))
    if audience not in RELEASABLE:
        raise ValidationError({"audience": [_("Choose for whom this is released")]})
    _check_length(reason)
    _lock(Update.objects.filter(pk__in=updates), Assurance.objects.filter(pk__in=assurances))
    if made := _made_before(submission_key, holder, by):
        return made
    plan = plan_of(holder, by, audience, updates=updates, assurances=assurances)
    if not plan:
        raise ValidationError(_("There is nothing here to release: all of it is shown already, or was retracted."))
    made = Release.objects.create(
        holder=holder,
        audience=audience,
        reason=reason.strip(),
        recorded_at=timezone.now(),
        recorded_by=by.person,
        submission_key=submission_key,
    )
    _write(made, After(dict.fromkeys(plan.shown, audience), {one.pk: audience for one in plan.assurances}))
    return made


@transaction.atomic
def withdraw(*, release: Release, reason: str, by: Reader, submission_key: uuid.UUID) -> Release:
    """Withdraw a release: what it showed is again for whom it is without it, other releases counted in.

    Returns the withdrawal, or the one that this submission made before. Raises PermissionDenied, and ValidationError
    without a reason, for a withdrawal, and for a release that was withdrawn already.
    """
    if not by.may_follow(release.holder):
        raise PermissionDenied(_("Only the office withdraws what it released."))
    _check_length(reason)
    if not reason.strip():
        raise ValidationError({"reason": [_("Say why this release is withdrawn")]})
    if release.withdraws_id:
        raise ValidationError(_("A withdrawal cannot be withdrawn. Release again what is to be shown."))
    _lock(Update.objects.filter(releases__release=release), Assurance.objects.filter(releases__release=release))
    if made := _made_before(submission_key, release.holder, by):
        return made
    if Release.objects.filter(withdraws=release).exists():
        raise ValidationError(_("This release has been withdrawn already."))
    after = without(release)
    made = Release.objects.create(
        holder=release.holder,
        audience=release.audience,
        reason=reason.strip(),
        withdraws=release,
        recorded_at=timezone.now(),
        recorded_by=by.person,
        submission_key=submission_key,
    )
    _write(made, after)
    return made


def without(release: Release) -> After:
    """For whom everything that a release showed is without it, retractions included. Three or four queries."""
    updates = list(Update.objects.filter(releases__release=release, retracts=None).only("audience", "action"))
    others = Released.objects.filter(release__withdraws=None, release__withdrawal=None).exclude(release=release)
    standing: dict[int, list[str]] = {update.pk: [update.audience] for update in updates}
    for pk, audience in others.filter(update__in=list(standing)).values_list("update", "release__audience"):
        standing[pk].append(audience)
    histories = histories_of({update.action_id for update in updates})
    after = {
        pk: widest(standing[update.pk])
        for update in updates
        for pk in with_retractions(update.pk, histories[update.action_id])
    }
    return After(after, _assurances_without(release, others))


def _assurances_without(release: Release, others: models.QuerySet[Released]) -> dict[int, str]:
    named = set(release.items.exclude(assurance=None).values_list("assurance", flat=True))
    if not named:
        return {}
    standing = {pk: [str(Audience.OFFICE)] for pk in named}
    for pk, audience in others.filter(assurance__in=named).values_list("assurance", "release__audience"):
        standing[pk].append(audience)
    after = {pk: widest(audiences) for pk, audiences in standing.items()}
    retractions = Assurance.objects.filter(retracts__in=named)
    return after | {retraction.pk: after[retraction.retracts_id or 0] for retraction in retractions}


def _write(made: Release, after: After) -> None:
    """Record what a release or a withdrawal made of each thing, and bring rows, positions and search to it."""
    Released.objects.bulk_create(
        [
            *(Released(release=made, update_id=pk, after=to) for pk, to in sorted(after.updates.items())),
            *(Released(release=made, assurance_id=pk, after=to) for pk, to in sorted(after.assurances.items())),
        ]
    )
    for model, items in ((Update, after.updates), (Assurance, after.assurances)):
        for audience in sorted(set(items.values())):
            model.objects.filter(pk__in=[pk for pk, to in items.items() if to == audience]).update(released_to=audience)
    moved = (
        Update.objects.filter(pk__in=list(after.updates)).order_by("action").values_list("action", flat=True).distinct()
    )
    actions = list(moved)
    rebuild(actions)
    index(UPDATES, actions)


def _lock(updates: models.QuerySet[Update], assurances: models.QuerySet[Assurance]) -> None:
    """Hold the actions until the transaction ends, so that who releases and who records or retracts take turns."""
    locked_actions({*updates.values_list("action", flat=True), *assurances.values_list("action", flat=True)})


def _made_before(submission_key: uuid.UUID, holder: Body, by: Reader) -> Release | None:
    """The release this very form has made already: a double submit is one. Raises ValidationError for another's key."""
    made = Release.objects.filter(submission_key=submission_key).first()
    if made and (made.holder_id != holder.pk or made.recorded_by_id != by.person.pk):
        raise ValidationError(_("This form was used for something else. Choose again what to release."))
    return made


def _check_length(reason: str) -> None:
    if len(reason) > REASON_LIMIT:
        raise ValidationError({"reason": [_("Shorten this to 500 characters or fewer")]})
