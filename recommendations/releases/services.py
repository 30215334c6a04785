"""Releasing and withdrawing. Only this module sets `released_to` of updates and assurances.

The audience of an item is always the widest of the audience it was recorded for and of the releases that name it and
were not withdrawn. A retraction has the audience of what it retracts.
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
from forces.people.access import Reader
from forces.people.editions import Audience
from forces.proof.sealing import seal
from recommendations.assurance.models import Assurance
from recommendations.positions.rebuilding import histories_of, rebuild
from recommendations.register.models import Release, ReleasedItem, Update
from recommendations.releases.plan import RELEASABLE, plan_release, widest, with_retractions
from recommendations.search.indexing import index
from recommendations.search.sources import UPDATES
from recommendations.updates.queries import locked_actions

REASON_LIMIT = 500


@dataclass(frozen=True)
class AudiencesAfter:
    """The audience of each update and assurance (by id) after a release or a withdrawal."""

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
    """Release updates and assurances of one holder (by id) to its panel or to the public, and return the release.

    What the audience can already read and what was retracted is skipped. A form sent twice makes one release. Raises
    PermissionDenied, and ValidationError if there is nothing to release.
    """
    if not by.may_follow(holder):
        raise PermissionDenied(_("Only the office can release to its panel or to the public."))
    if audience not in RELEASABLE:
        raise ValidationError({"audience": [_("Select who can see this")]})
    _check_length(reason)
    _lock(Update.objects.filter(pk__in=updates), Assurance.objects.filter(pk__in=assurances))
    if existing := _saved_before(submission_key, holder, by):
        return existing
    plan = plan_release(holder, by, audience, updates=updates, assurances=assurances)
    if not plan:
        raise ValidationError(_("There is nothing to release: all of it has already been released, or was retracted."))
    created = Release.objects.create(
        holder=holder,
        audience=audience,
        reason=reason.strip(),
        recorded_at=timezone.now(),
        recorded_by=by.person,
        submission_key=submission_key,
    )
    _write(
        created, AudiencesAfter(dict.fromkeys(plan.shown, audience), {item.pk: audience for item in plan.assurances})
    )
    return created


@transaction.atomic
def withdraw(*, release: Release, reason: str, by: Reader, submission_key: uuid.UUID) -> Release:
    """Withdraw a release and return the withdrawal: its items have the audience they would have without it.

    A form sent twice makes one withdrawal. Raises PermissionDenied, and ValidationError without a reason, for a
    withdrawal, and for a release that was already withdrawn.
    """
    if not by.may_follow(release.holder):
        raise PermissionDenied(_("Only the office can withdraw a release."))
    _check_length(reason)
    if not reason.strip():
        raise ValidationError({"reason": [_("Enter the reason for withdrawing this release")]})
    if release.withdraws_id:
        raise ValidationError(_("A withdrawal cannot be withdrawn. Release the updates again instead."))
    _lock(Update.objects.filter(releases__release=release), Assurance.objects.filter(releases__release=release))
    if existing := _saved_before(submission_key, release.holder, by):
        return existing
    if Release.objects.filter(withdraws=release).exists():
        raise ValidationError(_("This release has already been withdrawn."))
    after = audiences_without(release)
    created = Release.objects.create(
        holder=release.holder,
        audience=release.audience,
        reason=reason.strip(),
        withdraws=release,
        recorded_at=timezone.now(),
        recorded_by=by.person,
        submission_key=submission_key,
    )
    _write(created, after)
    return created


def audiences_without(release: Release) -> AudiencesAfter:
    """Return the audience each item of a release has without it, retractions included. Three or four queries."""
    updates = list(Update.objects.filter(releases__release=release, retracts=None).only("audience", "action"))
    still_released = ReleasedItem.objects.filter(release__withdraws=None, release__withdrawal=None).exclude(
        release=release
    )
    audiences: dict[int, list[str]] = {update.pk: [update.audience] for update in updates}
    for pk, audience in still_released.filter(update__in=list(audiences)).values_list("update", "release__audience"):
        audiences[pk].append(audience)
    histories = histories_of({update.action_id for update in updates})
    after = {
        pk: widest(audiences[update.pk])
        for update in updates
        for pk in with_retractions(update.pk, histories[update.action_id])
    }
    return AudiencesAfter(after, _assurances_without(release, still_released))


def _assurances_without(release: Release, still_released: models.QuerySet[ReleasedItem]) -> dict[int, str]:
    named = set(release.items.exclude(assurance=None).values_list("assurance", flat=True))
    if not named:
        return {}
    audiences = {pk: [str(Audience.OFFICE)] for pk in named}
    for pk, audience in still_released.filter(assurance__in=named).values_list("assurance", "release__audience"):
        audiences[pk].append(audience)
    after = {pk: widest(readable_by) for pk, readable_by in audiences.items()}
    retractions = Assurance.objects.filter(retracts__in=named)
    return after | {retraction.pk: after[retraction.retracts_id or 0] for retraction in retractions}


def _write(release: Release, after: AudiencesAfter) -> None:
    """Record the audience of each item after a release or a withdrawal, and update rows, positions and search."""
    items = [("update_id", pk, to) for pk, to in sorted(after.updates.items())]
    items += [("assurance_id", pk, to) for pk, to in sorted(after.assurances.items())]
    released = ReleasedItem.objects.bulk_create(
        ReleasedItem(release=release, audience_after=to, **{name: pk}) for name, pk, to in items
    )
    seal([release, *released])
    for model, audiences in ((Update, after.updates), (Assurance, after.assurances)):
        for audience in sorted(set(audiences.values())):
            model.objects.filter(pk__in=[pk for pk, to in audiences.items() if to == audience]).update(
                released_to=audience
            )
    updates = Update.objects.filter(pk__in=list(after.updates))
    actions = list(updates.order_by("action").values_list("action", flat=True).distinct())
    rebuild(actions)
    index(UPDATES, actions)


def _lock(updates: models.QuerySet[Update], assurances: models.QuerySet[Assurance]) -> None:
    """Lock the actions until the transaction ends, so that releasing, recording and retracting take turns."""
    locked_actions({*updates.values_list("action", flat=True), *assurances.values_list("action", flat=True)})


def _saved_before(submission_key: uuid.UUID, holder: Body, by: Reader) -> Release | None:
    """Return the release that this form made before, if any. Raises ValidationError for someone else's form."""
    existing = Release.objects.filter(submission_key=submission_key).first()
    if existing and (existing.holder_id != holder.pk or existing.recorded_by_id != by.person.pk):
        raise ValidationError(_("This form has already been used. Select what to release again."))
    return existing


def _check_length(reason: str) -> None:
    if len(reason) > REASON_LIMIT:
        raise ValidationError({"reason": [_("Shorten this to 500 characters or fewer")]})
