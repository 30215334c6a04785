"""The plan for merging an inspection that was entered twice, and anything that prevents the merge.

The kept inspection keeps its facts, texts, deadlines and addressees. Records about the duplicate move to it. Updates,
assurances, assignments and comments are insert-only: they move with their action, never from one action to another
(docs/decisions/0004).
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.maintenance.services.merge_responses import ResponsesPlan, plan_responses
from recommendations.register.models import (
    Action,
    Document,
    Inspection,
    InspectionState,
    Link,
    LinkKind,
    PartDone,
    Recommendation,
    Statement,
    Update,
)
from recommendations.register.models.link import has_circle

_INSERT_ONLY = ("updates", "assurances", "assignments", "comments")  # of an action, which is empty without any

KEEP_BOTH = gettext_lazy(
    "Records, even retracted ones, are never moved to another action or deleted. Keep both inspections, and ask each "
    "office to record “Superseded” on its action for this inspection. The action keeps its history, and no longer "
    "counts as open."
)


@dataclass
class MergePlan:
    """What merging would do. Any collision prevents it."""

    duplicate: Inspection
    kept: Inspection
    responses: ResponsesPlan
    matched: list[tuple[Recommendation, Recommendation]] = field(
        default_factory=list
    )  # (of the duplicate, of the kept inspection)
    moved: list[Recommendation] = field(default_factory=list)  # the kept inspection has no such reference
    texts_differ: list[Recommendation] = field(default_factory=list)
    actions_moved: list[Action] = field(default_factory=list)  # with their updates
    actions_replaced: list[tuple[Action, Action]] = field(default_factory=list)  # the kept one's, empty, is deleted
    actions_dropped: list[tuple[Action, Action]] = field(default_factory=list)  # the duplicate's, empty, is deleted
    updates: int = 0
    documents: list[Document] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    follow_ups: list[Inspection] = field(default_factory=list)
    collisions: list[str] = field(default_factory=list)

    @property
    def surviving(self) -> list[Action]:
        """The duplicate's actions that continue under the kept inspection."""
        moved = Action.objects.filter(recommendation__in=self.moved).select_related("holder", "recommendation", "part")
        return [*self.actions_moved, *(action for action, _replaced in self.actions_replaced), *moved]

    @property
    def fingerprint(self) -> str:
        """A digest that is the same for the same plan, so that what is carried out is what was confirmed."""
        moved = [*self.moved, *self.actions_moved, *self.documents, *self.statements, *self.links]
        shown = (
            self.duplicate.pk,
            self.kept.pk,
            [recommendation.pk for recommendation, _kept in self.matched],
            [record.pk for record in moved],
            [action.pk for action, _other in [*self.actions_replaced, *self.actions_dropped]],
            self.updates,
            self.responses.sentences,
            self.collisions,
        )
        return hashlib.sha256(repr(shown).encode()).hexdigest()

    def link_ends(self, link: Link) -> tuple[int, int]:
        """Return the ids of the two recommendations that a link joins after the merge."""
        kept = {duplicate.pk: kept.pk for duplicate, kept in self.matched}
        start, end = link.from_recommendation_id, link.to_recommendation_id
        return kept.get(start, start), kept.get(end, end)

    def opening_day(self, action: Action) -> datetime.date:
        """Return the day an action opens after the merge.

        An action that opened on the duplicate's publication opens on the kept inspection's. A later day stays.
        """
        if self.kept.published_on and action.opened_on == self.duplicate.published_on:
            return self.kept.published_on
        return action.opened_on


def preview_merge(*, duplicate: Inspection, kept: Inspection) -> MergePlan:
    """Return what merging would do. Raises ValidationError if both are the same inspection."""
    if duplicate == kept:
        raise ValidationError({"kept": [_("Choose another inspection. This is the one that would be deleted.")]})
    plan = MergePlan(duplicate, kept, plan_responses(duplicate, kept))
    by_reference = {recommendation.reference: recommendation for recommendation in kept.recommendations.all()}
    for recommendation in duplicate.recommendations.all():
        match = by_reference.get(recommendation.reference)
        if match is None:
            plan.moved.append(recommendation)
            continue
        plan.matched.append((recommendation, match))
        if " ".join(recommendation.text.split()) != " ".join(match.text.split()):
            plan.texts_differ.append(recommendation)
    _plan_actions(plan)
    _plan_other_records(plan)
    plan.collisions += _insert_only_references(plan) + _circles(plan) + plan.responses.collisions
    return plan


def _plan_actions(plan: MergePlan) -> None:
    recommendations = [*(duplicate for duplicate, _kept in plan.matched), *plan.moved]
    with_records = {
        pk
        for records in _INSERT_ONLY
        for pk in Action.objects.filter(
            **{"recommendation__inspection__in": [plan.duplicate, plan.kept], f"{records}__isnull": False}
        ).values_list("pk", flat=True)
    }
    actions = Action.objects.select_related("holder", "part", "recommendation").order_by(
        "recommendation", "holder__name"
    )
    kept_actions = {
        (action.recommendation_id, action.holder_id): action
        for action in actions.filter(recommendation__in=[kept for _duplicate, kept in plan.matched])
    }
    kept_of = {duplicate.pk: kept for duplicate, kept in plan.matched}
    recorded_twice = []
    for action in actions.filter(recommendation__in=kept_of):
        other = kept_actions.get((kept_of[action.recommendation_id].pk, action.holder_id))
        if other is None:
            plan.actions_moved.append(action)
        elif action.pk not in with_records:
            plan.actions_dropped.append((action, other))
        elif other.pk not in with_records:
            plan.actions_replaced.append((action, other))
        else:
            recorded_twice.append(
                _("%(holder)s has updates, assurance, assignments or comments on %(reference)s in both inspections.")
                % {"holder": action.holder, "reference": action.recommendation.label}
            )
    if recorded_twice:
        plan.collisions += [*recorded_twice, str(KEEP_BOTH)]
    surviving = plan.surviving
    plan.updates = Update.objects.filter(
        action__recommendation__in=recommendations, action__in=[action.pk for action in surviving]
    ).count()
    if surviving and plan.kept.state != InspectionState.PUBLISHED:
        plan.collisions.append(_("The inspection to keep is not published, and the other one has actions."))
    plan.collisions += [
        _("“%(action)s” ended before the kept inspection was published. Correct its dates first.") % {"action": action}
        for action in surviving
        if action.ended_on and action.ended_on <= plan.opening_day(action)
    ]


def _plan_other_records(plan: MergePlan) -> None:
    matched = [duplicate.pk for duplicate, _kept in plan.matched]
    plan.documents = list(plan.duplicate.documents.all())
    plan.statements = list(Statement.objects.filter(recommendation__in=matched).select_related("recommendation"))
    plan.links = list(
        (Link.objects.filter(from_recommendation__in=matched) | Link.objects.filter(to_recommendation__in=matched))
        .select_related("from_recommendation", "to_recommendation")
        .order_by("pk")
    )
    plan.follow_ups = list(plan.duplicate.follow_ups.all())


def _insert_only_references(plan: MergePlan) -> list[str]:
    """Return updates that refer to recommendations or parts of the duplicate: they cannot be changed or deleted."""
    collisions = []
    for recommendation, _kept in plan.matched:
        waiting = Update.objects.filter(waiting_for_recommendation=recommendation).count()
        parts = PartDone.objects.filter(part__recommendation=recommendation).count()
        if waiting:
            collisions.append(
                _("%(count)d updates wait for %(label)s of the duplicate.")
                % {"count": waiting, "label": recommendation.label}
            )
        if Update.objects.filter(action__recommendation=recommendation).exclude(part_deadlines={}).exists():
            collisions.append(
                _("A letter set new dates for parts of %(label)s of the duplicate.") % {"label": recommendation.label}
            )
        if parts:
            collisions.append(
                _("%(count)d updates mark parts of %(label)s of the duplicate as done.")
                % {"count": parts, "label": recommendation.label}
            )
    return collisions


def _circles(plan: MergePlan) -> list[str]:
    """Return the kinds of links that would form a circle. A link between a recommendation and its match is deleted."""
    collisions = []
    for kind in LinkKind:
        ends = {plan.link_ends(link) for link in Link.objects.filter(kind=kind)}
        if has_circle([(start, end) for start, end in ends if start != end]):
            collisions.append(_("The links “%(kind)s” would form a circle.") % {"kind": kind.label})
    return collisions
