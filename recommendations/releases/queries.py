"""What waits to be released, and what was released and withdrawn."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.functional import cached_property

from forces.bodies.models import Body
from forces.people.access import Audience, Edition, Reader
from recommendations.assurance.models import Assurance
from recommendations.positions.models import Position, PositionQuerySet
from recommendations.register.models import Action, Update
from recommendations.releases.models import Release, Released
from recommendations.releases.plan import narrower_than
from recommendations.releases.preview import EDITIONS


@dataclass(frozen=True)
class ToRelease:
    """How many of a holder's actions have a last update that its panel does not read, and since when the oldest."""

    holder: Body
    count: int
    oldest: datetime.datetime


def to_release(reader: Reader) -> list[ToRelease]:
    """What waits to be released to the panel, for each holder whose record the reader's office keeps. One query."""
    waiting = _waiting(Position.objects.visible_to(reader), reader, Audience.PANEL).values("pk")
    holders = (
        Body.objects.filter(pk__in=reader.office | reader.own_bodies)
        .annotate(
            waiting=Count("positions", filter=Q(positions__in=waiting)),
            oldest=Min("positions__update__recorded_at", filter=Q(positions__in=waiting)),
        )
        .filter(waiting__gt=0)
        .order_by("name")
    )
    return [ToRelease(holder, holder.waiting, holder.oldest) for holder in holders]


def _waiting(positions: PositionQuerySet, reader: Reader, audience: str) -> PositionQuerySet:
    """The actions whose last update in force is not shown to the audience, as they stand in the working edition."""
    return positions.on(reader.day).filter(edition=Edition.WORKING, update__shown_to__in=narrower_than(audience))


@dataclass
class Waiting:
    """An action whose last update the audience does not read yet: what it reads instead."""

    position: Position  # with the last update
    read_status: str

    @property
    def action(self) -> Action:
        return self.position.action

    @property
    def update(self) -> Update:
        assert self.position.update  # noqa: S101 - the query asks for it
        return self.position.update


def waiting_for(holder: Body, reader: Reader, audience: str) -> list[Waiting]:
    """The actions whose last update the audience does not read yet, the newest recorded first. Two queries."""
    positions = (
        _waiting(Position.objects.visible_to(reader, holder), reader, audience)
        .select_related("action__holder", "action__part", "action__recommendation__inspection", "update__words")
        .defer("action__recommendation__text", "action__recommendation__inspection__key_findings")
        .order_by("-update__recorded_at", "-update_id")
    )
    read = Position.objects.on(reader.day).filter(holder=holder, edition=EDITIONS[audience])
    statuses = dict(read.values_list("action", "status"))
    return [Waiting(position, statuses.get(position.action_id, "")) for position in positions]


def releases_of(holder: Body, reader: Reader) -> QuerySet[Release]:
    """The holder's releases and withdrawals, the newest first, each with how many updates and actions it concerned.

    Of what is under embargo they tell its named readers only.
    """
    visible = _items_visible_to(reader)
    seen = Q(items__in=visible)
    told = seen & Q(items__update__isnull=False, items__update__retracts=None)
    return (
        Release.objects.filter(Exists(visible.filter(release=OuterRef("pk"))), holder=holder)
        .select_related("recorded_by", "withdraws", "withdrawal")
        .annotate(
            updates=Count("items", filter=told),
            actions=Count("items__update__action", filter=told, distinct=True),
            assurances=Count("items", filter=seen & Q(items__assurance__retracts=None, items__assurance__isnull=False)),
        )
        .order_by("-recorded_at", "-pk")
    )


def _items_visible_to(reader: Reader) -> QuerySet[Released]:
    """What releases and withdrawals concerned, of the actions this reader may see."""
    actions = Action.objects.visible_to(reader)
    return Released.objects.filter(Q(update__action__in=actions) | Q(assurance__action__in=actions))


@dataclass
class Shown:
    """What a release or a withdrawal concerned, by action."""

    action: Action
    items: list[Released] = field(default_factory=list)


@dataclass
class OneRelease:
    """A release or a withdrawal with what it concerned, as far as the reader may see it."""

    release: Release
    reader: Reader

    @classmethod
    def found(cls, holder: Body, pk: int, reader: Reader) -> OneRelease:
        """The holder's release with this id. Raises Http404."""
        release = releases_of(holder, reader).select_related("holder", "withdrawal__recorded_by").filter(pk=pk).first()
        if release is None:
            raise Http404
        return cls(release, reader)

    @cached_property
    def shown(self) -> list[Shown]:
        """What it concerned, by action; retractions that went along are not told apart. One query."""
        items = (
            _items_visible_to(self.reader)
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
        by_action: dict[int, Shown] = {}
        for item in items:
            told = item.update or item.assurance
            assert told  # noqa: S101 - it is one of the two, as the database checks
            by_action.setdefault(told.action_id, Shown(told.action)).items.append(item)
        return list(by_action.values())

    @cached_property
    def still_shown(self) -> int:
        """Of a withdrawal: how many updates the panel or the public reads all the same."""
        updates = (item for shown in self.shown for item in shown.items if item.update)
        return sum(item.after in EDITIONS for item in updates)


@dataclass
class Named:
    """Updates and assurances of one holder that an address names one by one."""

    updates: list[Update]
    assurances: list[Assurance]

    def __bool__(self) -> bool:
        return bool(self.updates or self.assurances)

    @classmethod
    def of(cls, holder: Body, reader: Reader, *, updates: list[int], assurances: list[int]) -> Named:
        """Those with these ids. Raises Http404 where one is not the holder's or not this reader's to see."""
        actions = Action.objects.visible_to(reader).filter(holder=holder)
        named = cls(
            list(Update.objects.filter(pk__in=updates, action__in=actions).select_related(*_NAMED, "words"))
            if updates
            else [],
            list(Assurance.objects.filter(pk__in=assurances, action__in=actions).select_related(*_NAMED))
            if assurances
            else [],
        )
        if (len(named.updates), len(named.assurances)) != (len(updates), len(assurances)):
            raise Http404
        return named


_NAMED = ("action__holder", "action__part", "action__recommendation__inspection")
