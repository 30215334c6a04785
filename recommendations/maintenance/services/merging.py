"""Merging an inspection that was entered twice: first what would move and what collides, then the merge.

The kept inspection's own words stand: its facts, texts, deadlines and addressees. What was recorded about the
duplicate moves to it. Updates are insert-only, so they move with their action and never from one to another
(docs/decisions/0004).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.positions.rebuilding import rebuild
from recommendations.register.models import (
    Action,
    Document,
    Inspection,
    Link,
    Part,
    PartDone,
    Recommendation,
    Statement,
    Update,
)
from recommendations.register.models.recommendation import circle_of
from recommendations.search.indexing import index
from recommendations.search.sources import REGISTER, UPDATES


@dataclass(frozen=True)
class Following:
    """What a slice above this one does in a merge: told before, and then made by the person who confirms it."""

    told: list[str]
    collisions: list[str]
    make: Callable[[Person], None]


@dataclass
class Merge:
    """What merging would do. With a single collision it cannot be done."""

    duplicate: Inspection
    kept: Inspection
    merged: list[tuple[Recommendation, Recommendation]] = field(default_factory=list)  # the duplicate's, the kept one
    moved: list[Recommendation] = field(default_factory=list)  # whole: the kept inspection has no such reference
    actions_moved: list[Action] = field(default_factory=list)  # with their updates
    actions_replaced: list[tuple[Action, Action]] = field(default_factory=list)  # the kept one's, empty, gives way
    actions_dropped: list[tuple[Action, Action]] = field(default_factory=list)  # the duplicate's, empty, gives way
    updates: int = 0
    documents: list[Document] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    follow_ups: list[Inspection] = field(default_factory=list)
    followings: list[Following] = field(default_factory=list)
    texts_differ: list[Recommendation] = field(default_factory=list)
    collisions: list[str] = field(default_factory=list)

    @property
    def surviving(self) -> list[Action]:
        """The duplicate's actions that live on under the kept inspection."""
        whole = Action.objects.filter(recommendation__in=self.moved).select_related("holder", "recommendation", "part")
        return [*self.actions_moved, *(mine for mine, _theirs in self.actions_replaced), *whole]

    @property
    def told(self) -> list[str]:
        """What the slices above tell of their part in it."""
        return [sentence for following in self.followings for sentence in following.told]

    @property
    def fingerprint(self) -> str:
        """The same for the same merge: what was confirmed is what was shown."""
        shown = (
            self.duplicate.pk,
            self.kept.pk,
            [pair[0].pk for pair in self.merged],
            [one.pk for one in [*self.moved, *self.actions_moved, *self.documents, *self.statements, *self.links]],
            [pair[0].pk for pair in [*self.actions_replaced, *self.actions_dropped]],
            self.updates,
            self.told,
            self.collisions,
        )
        return hashlib.sha256(repr(shown).encode()).hexdigest()


# Asked at every merge. What stands above this slice adds its own when the product starts (recommendations/apps.py).
FOLLOWERS: list[Callable[[Merge], Following]] = []


def preview_merge(*, duplicate: Inspection, kept: Inspection) -> Merge:
    """What merging the duplicate into the kept inspection would do. Raises ValidationError if they are one."""
    if duplicate == kept:
        raise ValidationError({"kept": [_("Choose the other inspection: this is the one that would go.")]})
    merge = Merge(duplicate, kept)
    by_reference = {recommendation.reference: recommendation for recommendation in kept.recommendations.all()}
    for mine in duplicate.recommendations.all():
        theirs = by_reference.get(mine.reference)
        if theirs is None:
            merge.moved.append(mine)
            continue
        merge.merged.append((mine, theirs))
        if " ".join(mine.text.split()) != " ".join(theirs.text.split()):
            merge.texts_differ.append(mine)
    _plan_actions(merge)
    _plan_the_rest(merge)
    merge.collisions += _insert_only_references(merge) + _circles(merge)
    merge.followings = [follow(merge) for follow in FOLLOWERS]
    merge.collisions += [collision for following in merge.followings for collision in following.collisions]
    return merge


def _plan_actions(merge: Merge) -> None:
    recommendations = [*(mine for mine, _theirs in merge.merged), *merge.moved]
    told = set(
        Update.objects.filter(action__recommendation__inspection__in=[merge.duplicate, merge.kept])
        .values_list("action", flat=True)
        .distinct()
    )
    actions = Action.objects.select_related("holder", "part", "recommendation").order_by(
        "recommendation", "holder__name"
    )
    held = {
        (action.recommendation_id, action.holder_id): action
        for action in actions.filter(recommendation__in=[theirs for _mine, theirs in merge.merged])
    }
    target = {mine.pk: theirs for mine, theirs in merge.merged}
    for action in actions.filter(recommendation__in=target):
        other = held.get((target[action.recommendation_id].pk, action.holder_id))
        if other is None:
            merge.actions_moved.append(action)
        elif action.pk not in told:
            merge.actions_dropped.append((action, other))
        elif other.pk not in told:
            merge.actions_replaced.append((action, other))
        else:
            merge.collisions.append(
                _("%(holder)s has updates on %(reference)s in both inspections. Updates are never moved or deleted.")
                % {"holder": action.holder, "reference": action.recommendation.label}
            )
    merge.updates = Update.objects.filter(
        action__recommendation__in=recommendations, action__in=[action.pk for action in merge.surviving]
    ).count()
    if merge.surviving and merge.kept.state != Inspection.State.PUBLISHED:
        merge.collisions.append(_("The inspection to keep is not published, and the other one has actions."))
    merge.collisions += [
        _("“%(action)s” ended before the kept inspection was published. Correct its days first.") % {"action": action}
        for action in merge.surviving
        if action.ended_on and action.ended_on <= _opening_day(action, merge)
    ]


def _opening_day(action: Action, merge: Merge) -> datetime.date:
    """What opened on the duplicate's publication opens on the kept one's; what opened later stays."""
    if merge.kept.published_on and action.opened_on == merge.duplicate.published_on:
        return merge.kept.published_on
    return action.opened_on


def _plan_the_rest(merge: Merge) -> None:
    going = [mine.pk for mine, _theirs in merge.merged]
    merge.documents = list(merge.duplicate.documents.all())
    merge.statements = list(Statement.objects.filter(recommendation__in=going).select_related("recommendation"))
    merge.links = list(
        (Link.objects.filter(from_recommendation__in=going) | Link.objects.filter(to_recommendation__in=going))
        .select_related("from_recommendation", "to_recommendation")
        .order_by("pk")
    )
    merge.follow_ups = list(merge.duplicate.follow_ups.all())


def _insert_only_references(merge: Merge) -> list[str]:
    """What updates say of the duplicate's own recommendations and parts: it can be neither changed nor lost."""
    collisions = []
    for mine, _theirs in merge.merged:
        waiting = Update.objects.filter(waiting_for_recommendation=mine).count()
        parts = PartDone.objects.filter(part__recommendation=mine).count()
        if waiting:
            collisions.append(
                _("%(count)d updates wait for %(label)s of the duplicate.") % {"count": waiting, "label": mine.label}
            )
        if parts:
            collisions.append(
                _("%(count)d updates mark parts of %(label)s of the duplicate as done.")
                % {"count": parts, "label": mine.label}
            )
    return collisions


def _after(link: Link, merge: Merge) -> tuple[int, int]:
    target = {mine.pk: theirs.pk for mine, theirs in merge.merged}
    start, end = link.from_recommendation_id, link.to_recommendation_id
    return target.get(start, start), target.get(end, end)


def _circles(merge: Merge) -> list[str]:
    """Kinds of links that would form a circle once the two are one. A link between the two themselves goes."""
    collisions = []
    for kind in Link.Kind:
        links = {_after(link, merge) for link in Link.objects.filter(kind=kind)}
        if circle_of([(start, end) for start, end in links if start != end]):
            collisions.append(_("The links “%(kind)s” would form a circle.") % {"kind": kind.label})
    return collisions


@transaction.atomic
def merge_inspections(*, duplicate: Inspection, kept: Inspection, by: Person, shown: str) -> Merge:
    """Make the merge that was shown (its fingerprint); the duplicate is deleted, its history stays.

    Raises ValidationError where something collides, or where something else would now happen than was shown.
    """
    list(Inspection.objects.select_for_update().filter(pk__in=[duplicate.pk, kept.pk]))
    merge = preview_merge(duplicate=duplicate, kept=kept)
    if merge.fingerprint != shown:
        raise ValidationError(_("Something changed since this was shown. Look at it again before you confirm."))
    if merge.collisions:
        raise ValidationError([_("These two cannot be merged:"), *merge.collisions])
    surviving = merge.surviving
    try:
        _move_actions(merge, surviving, by)
        _move_the_rest(merge, by)
        for following in merge.followings:
            following.make(by)
        _delete_duplicate(merge, by)
    except ProtectedError as error:
        raise ValidationError(
            _("Something else still refers to the duplicate: %(what)s.")
            % {"what": ", ".join(sorted({str(one._meta.verbose_name) for one in error.protected_objects}))}
        ) from error
    rebuild([action.pk for action in surviving])
    index(REGISTER, [kept.pk])
    index(UPDATES, [action.pk for action in surviving])
    return merge


def _move_actions(merge: Merge, surviving: list[Action], by: Person) -> None:
    target = {mine.pk: theirs for mine, theirs in merge.merged}
    for going, staying in [*merge.actions_dropped, *((theirs, mine) for mine, theirs in merge.actions_replaced)]:
        staying.lead_post = staying.lead_post or going.lead_post
        staying.project = staying.project or going.project
        missing = [
            reference for reference in going.references_elsewhere if reference not in staying.references_elsewhere
        ]
        staying.references_elsewhere = [*staying.references_elsewhere, *missing]
        delete_with_history(going, by=by)
        save_with_history(staying, by=by)
    for action in surviving:
        action.opened_on = _opening_day(action, merge)
        if theirs := target.get(action.recommendation_id):
            label = action.part.label if action.part else None
            action.recommendation, action.part = theirs, theirs.parts.filter(label=label).first()
        save_with_history(action, by=by)


def _move_the_rest(merge: Merge, by: Person) -> None:
    target = {mine.pk: theirs for mine, theirs in merge.merged}
    for recommendation in merge.moved:
        recommendation.inspection = merge.kept
        save_with_history(recommendation, by=by)
    for child in Recommendation.objects.filter(parent__in=target).exclude(pk__in=target):
        child.parent = target[child.parent_id or 0]
        save_with_history(child, by=by)
    for document in merge.documents:
        document.inspection = merge.kept
        save_with_history(document, by=by)
    for statement in merge.statements:
        statement.recommendation = target[statement.recommendation_id or 0]
        save_with_history(statement, by=by)
    for link in merge.links:
        start, end = _after(link, merge)
        known = Link.objects.filter(kind=link.kind, from_recommendation=start, to_recommendation=end)
        if start == end or known.exists():
            delete_with_history(link, by=by)
            continue
        link.from_recommendation_id, link.to_recommendation_id = start, end
        save_with_history(link, by=by)
    for follow_up in merge.follow_ups:
        follow_up.follow_up_of = None if follow_up == merge.kept else merge.kept
        save_with_history(follow_up, by=by)


def _delete_duplicate(merge: Merge, by: Person) -> None:
    gone = [mine for mine, _theirs in merge.merged]
    for recommendation in gone:
        for addressee in recommendation.addressees.all():
            delete_with_history(addressee, by=by)
        for part in Part.objects.filter(recommendation=recommendation):
            delete_with_history(part, by=by)
    for recommendation in sorted(gone, key=lambda one: one.parent_id is None):  # children before their parents
        delete_with_history(recommendation, by=by)
    delete_with_history(merge.duplicate, by=by)
