"""What is not released yet, and what was released and withdrawn."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.functional import cached_property

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.people.editions import Audience, Edition
from recommendations.assurance.models import Assurance
from recommendations.positions.models import Position, PositionQuerySet
from recommendations.register.models import Action, Release, ReleasedItem, Update
from recommendations.releases.plan import narrower_than
from recommendations.releases.preview import EDITIONS


@dataclass(frozen=True)
class UnreleasedCount:
    """How many of a holder's actions have a last update that its panel cannot read, and the oldest's time."""

    holder: Body
    count: int
    oldest: datetime.datetime


def unreleased_counts(reader: Reader) -> list[UnreleasedCount]:
    """Return what is not released to the panel, for each holder whose record the reader's office keeps. One query."""
    kept = Position.objects.visible_to(reader).filter(holder__in=reader.office | reader.own_bodies)
    counted = (
        _unreleased(kept, reader, Audience.PANEL)
        .order_by("holder__name")
        .values_list("holder", "holder__kind", "holder__name", "holder__slug")
        .annotate(count=Count("pk"), oldest=Min("update__recorded_at"))
    )
    return [
        UnreleasedCount(Body(pk=pk, kind=kind, name=name, slug=slug), count, oldest)
        for pk, kind, name, slug, count, oldest in counted
    ]


def _unreleased(positions: PositionQuerySet, reader: Reader, audience: str) -> PositionQuerySet:
    """Filter working positions to those whose update the audience cannot read."""
    return positions.on(reader.day).filter(edition=Edition.WORKING, update__shown_to__in=narrower_than(audience))


def unreleased_actions(holder: Body, reader: Reader, audience: str) -> QuerySet[Position]:
    """Return the positions of actions whose last update the audience cannot read, the newest recorded first.

    Each has the `released_status` that the audience reads instead; None where it reads none.
    """
    released = Position.objects.on(reader.day).filter(action=OuterRef("action"), edition=EDITIONS[audience])
    return (
        _unreleased(Position.objects.visible_to(reader, holder), reader, audience)
        .annotate(released_status=Subquery(released.values("status")[:1]))
        .select_related("action__holder", "action__part", "action__recommendation__inspection", "update__words")
        .defer("action__recommendation__text", "action__recommendation__inspection__key_findings")
        .order_by("-update__recorded_at", "-update_id")
    )


def releases_of(holder: Body, reader: Reader) -> QuerySet[Release]:
    """Return the holder's releases and withdrawals, the newest first, with counts of their updates and actions.

    Only named readers see and count what is under embargo.
    """
    visible = items_visible_to(reader)
    visible_items = Q(items__in=visible)
    updates = visible_items & Q(items__update__isnull=False, items__update__retracts=None)
    return (
        Release.objects.filter(Exists(visible.filter(release=OuterRef("pk"))), holder__in=reader.held_by(holder))
        .select_related("recorded_by", "withdraws", "withdrawal")
        .annotate(
            updates=Count("items", filter=updates),
            actions=Count("items__update__action", filter=updates, distinct=True),
            assurances=Count(
                "items", filter=visible_items & Q(items__assurance__retracts=None, items__assurance__isnull=False)
            ),
        )
        .order_by("-recorded_at", "-pk")
    )


def items_visible_to(reader: Reader) -> QuerySet[ReleasedItem]:
    """Return the items of releases and withdrawals on actions that this reader can see."""
    actions = Action.objects.visible_to(reader)
    return ReleasedItem.objects.filter(Q(update__action__in=actions) | Q(assurance__action__in=actions))


@dataclass
class ReleasedAction:
    """The items of a release or a withdrawal on one action."""

    action: Action
    items: list[ReleasedItem] = field(default_factory=list)


@dataclass
class ReleaseDetail:
    """A release or a withdrawal with those of its items that the reader can see."""

    release: Release
    reader: Reader

    @classmethod
    def find(cls, holder: Body, pk: int, reader: Reader) -> ReleaseDetail:
        """Return the holder's release with this id. Raises Http404."""
        release = releases_of(holder, reader).select_related("holder", "withdrawal__recorded_by").filter(pk=pk).first()
        if release is None:
            raise Http404
        return cls(release, reader)

    @cached_property
    def actions(self) -> list[ReleasedAction]:
        """Its items by action, without the retractions released with them. One query."""
        items = (
            items_visible_to(self.reader)
            .filter(release=self.release)
            .exclude(update__retracts__isnull=False)
            .exclude(assurance__retracts__isnull=False)
            .select_related(
                *(
                    f"{what}__action__{path}"
                    for what in ("update", "assurance")
                    for path in ("holder", "part", "recommendation__inspection")
                ),
                "update__words",
            )
            .order_by("update__action__recommendation__order", "update__effective_on", "pk")
        )
        by_action: dict[int, ReleasedAction] = {}
        for item in items:
            record = item.update or item.assurance
            assert record  # noqa: S101 - it is one of the two, as the database checks
            by_action.setdefault(record.action_id, ReleasedAction(record.action)).items.append(item)
        return list(by_action.values())

    @cached_property
    def still_shown(self) -> int:
        """How many updates of a withdrawal the panel or the public can still read."""
        updates = (item for action in self.actions for item in action.items if item.update)
        return sum(item.audience_after in EDITIONS for item in updates)


@dataclass
class SelectedItems:
    """Updates and assurances of one holder that an address names one by one."""

    updates: list[Update]
    assurances: list[Assurance]

    def __bool__(self) -> bool:
        return bool(self.updates or self.assurances)

    @classmethod
    def find(cls, holder: Body, reader: Reader, *, updates: list[int], assurances: list[int]) -> SelectedItems:
        """Return those with these ids. Raises Http404 for another holder's and for what the reader cannot see."""
        actions = Action.objects.visible_to(reader).filter(holder__in=reader.held_by(holder))
        selected = cls(
            list(Update.objects.filter(pk__in=updates, action__in=actions).select_related(*_ACTION_PATHS, "words"))
            if updates
            else [],
            list(Assurance.objects.filter(pk__in=assurances, action__in=actions).select_related(*_ACTION_PATHS))
            if assurances
            else [],
        )
        if (len(selected.updates), len(selected.assurances)) != (len(updates), len(assurances)):
            raise Http404
        return selected


_ACTION_PATHS = ("action__holder", "action__part", "action__recommendation__inspection")
