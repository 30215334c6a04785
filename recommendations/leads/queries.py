"""The posts of a body and the actions that each leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.positions.models import Position
from recommendations.register.models import Action, Lead
from recommendations.register.statuses import ENDED, Status

DONE = ENDED | {Status.CLOSED}


@dataclass(frozen=True)
class Post:
    """A post that leads actions, or whose holder is recorded, with the number of its actions."""

    post: str
    name: str = ""
    email: str = ""
    open: int = 0
    done: int = 0


def posts_of(holder: Body, reader: Reader) -> list[Post]:
    """Return the posts of a body in the order of their names. Two queries."""
    leads = Lead.objects.by_post(holder, reader.held_by(holder))
    counted = {
        row["action__lead_post"]: row
        for row in _positions(holder, reader)
        .exclude(action__lead_post="")
        .order_by()
        .values("action__lead_post")
        .annotate(all=Count("pk"), open=Count("pk", filter=_is_open()))
    }
    posts = []
    for post in sorted({*leads, *counted}, key=str.lower):
        lead, row = leads.get(post), counted.get(post, {"all": 0, "open": 0})
        held = {"name": lead.name, "email": lead.email} if lead else {}
        if row["all"] or any(held.values()):
            posts.append(Post(post, **held, open=row["open"], done=row["all"] - row["open"]))
    return posts


def open_actions(holder: Body, reader: Reader, *, post: str = "") -> list[Position]:
    """Return the positions of the open actions that `post` leads; of those without a lead if it is empty."""
    return _in_order(_positions(holder, reader).filter(_is_open(), action__lead_post=post))


def positions_of(actions: Sequence[Action], holder: Body, reader: Reader) -> list[Position]:
    """Return the positions of these actions."""
    return _in_order(_positions(holder, reader).filter(action__in=actions))


def _in_order(positions: QuerySet[Position]) -> list[Position]:
    by_report = ("recommendation__inspection__short_title", "recommendation__order", "action_id")
    return list(positions.select_related("action__holder", "action__recommendation__inspection").order_by(*by_report))


def _positions(holder: Body, reader: Reader) -> QuerySet[Position]:
    return Position.objects.on(reader.day).visible_to(reader, holder)


def _is_open() -> Q:
    return ~Q(status__in=DONE)
