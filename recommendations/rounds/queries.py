"""How far rounds are: who has answered, what waits to be taken in, what is waited for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.register.models import Action
from recommendations.register.selection import holder_of
from recommendations.rounds.emails import Mail, To, reminder, request_mail
from recommendations.rounds.models import Request, RequestedAction, Return, ReturnedRow, Round

_WAITING = ReturnedRow.Outcome.WAITING


def may_follow(reader: Reader, holder: Body) -> bool:
    """Who may come to the pages of rounds: see `Reader.may_follow`."""
    return reader.may_follow(holder)


def round_of(reader: Reader, holder: str, pk: int) -> Round:
    """One round of a holder. Raises Http404 and PermissionDenied as `holder_of` does, Http404 for another's round."""
    body = holder_of(reader, holder, may=may_follow)
    found = visible_to(reader).filter(pk=pk, holder=body).select_related("made_by").first()
    if found is None:
        raise Http404
    found.holder = body
    return found


def visible_to(reader: Reader) -> QuerySet[Round]:
    """The rounds that ask about nothing but what this reader may see: of an embargo those named there know."""
    hidden = RequestedAction.objects.exclude(action__in=Action.objects.visible_to(reader))
    return Round.objects.exclude(Exists(hidden.filter(request__round=OuterRef("pk"))))


def rounds_of(holder: Body, reader: Reader) -> QuerySet[Round]:
    """The rounds of a holder, the newest first, each with `posts`, `actions`, `answered` and `to_take_in`."""
    rows = RequestedAction.objects.filter(request__round=OuterRef("pk"))
    waiting = ReturnedRow.objects.filter(returned__round=OuterRef("pk"), outcome=_WAITING)
    answered = ReturnedRow.objects.filter(requested__request__round=OuterRef("pk"))
    return (
        visible_to(reader)
        .filter(holder=holder)
        .annotate(
            posts=_count(Request.objects.filter(round=OuterRef("pk"))),
            actions=_count(rows),
            answered=_count(answered, of="requested"),
            to_take_in=_count(waiting),
        )
    )


def _count(rows: QuerySet, of: str = "pk") -> Coalesce:
    """How many different ones there are, in a sub-select of their own: joined, they would multiply."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(count=Count(of, distinct=True))
    return Coalesce(Subquery(counted.values("count")), 0)


def requests_of(round_: Round) -> QuerySet[Request]:
    """What each post was asked, each with `actions`, `answered` and `to_take_in`."""
    return Request.objects.filter(round=round_).annotate(
        actions=Count("rows", distinct=True),
        answered=Count("rows__answers__requested", distinct=True),
        to_take_in=Count("rows__answers", distinct=True, filter=Q(rows__answers__outcome=_WAITING)),
    )


def returns_of(round_: Round) -> QuerySet[Return]:
    """What came back, each with `answered` (rows that have an action), `unplaced` (that have none), `to_take_in`."""
    return (
        Return.objects.filter(round=round_)
        .select_related("recorded_by")
        .annotate(
            answered=Count("rows", filter=Q(rows__requested__isnull=False)),
            unplaced=Count("rows", filter=Q(rows__requested__isnull=True)),
            to_take_in=Count("rows", filter=Q(rows__outcome=_WAITING)),
        )
        .order_by("-recorded_at", "-pk")
    )


def decided_rows(round_: Round) -> list[ReturnedRow]:
    """The rows that somebody has decided about, each with its action and its update."""
    return list(
        ReturnedRow.objects.filter(returned__round=round_)
        .exclude(outcome=_WAITING)
        .select_related(
            "returned",
            "decided_by",
            "update",
            "requested__action__holder",
            "requested__action__recommendation__inspection",
        )
        .defer(
            "cells",
            "requested__action__recommendation__text",
            "requested__action__recommendation__inspection__key_findings",
        )
        .order_by("-decided_at", "pk")
    )


@dataclass(frozen=True)
class Letterbox:
    """What one post was asked, how far it is, and the e-mails for it."""

    request: Request
    mail: Mail
    reminder: Mail
    actions: int
    answered: int
    to_take_in: int

    @property
    def key(self) -> str:
        """The icon of how far it is."""
        if self.answered:
            return "closed" if self.answered == self.actions else "in-progress"
        return "waiting" if self.request.sent_on else "not-started"


def letterboxes(round_: Round) -> list[Letterbox]:
    """One for each post that was asked, in the order of the posts, in one query. What has no lead comes last."""
    boxes = [_letterbox(round_, request) for request in requests_of(round_)]
    return sorted(boxes, key=lambda box: (not box.request.lead_post, box.request.lead_post.casefold()))


def _letterbox(round_: Round, request: Request) -> Letterbox:
    actions, answered = request.actions, request.answered  # type: ignore[attr-defined]
    to = To(
        holder=str(round_.holder),
        post=request.lead_post,
        name=request.lead_name,
        email=request.lead_email,
        actions=actions,
        wanted_by=round_.wanted_by,
    )
    return Letterbox(
        request=request,
        mail=request_mail(round_.message, to),
        reminder=reminder(to, answered=answered, sent_on=request.sent_on),
        actions=actions,
        answered=answered,
        to_take_in=request.to_take_in,  # type: ignore[attr-defined]
    )


# --- for My work -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AnswersToTakeIn:
    """A round with answers that nobody has decided about: how many, the first received when."""

    round: Round
    holder: Body
    count: int
    since: datetime.date


@dataclass(frozen=True)
class Awaited:
    """A round some of whose posts have not answered at all: how many of how many, wanted by when."""

    round: Round
    holder: Body
    posts: int
    unanswered: int
    wanted_by: datetime.date


def _own(reader: Reader) -> QuerySet[Round]:
    return visible_to(reader).filter(holder__in=reader.office | reader.own_bodies).select_related("holder")


def answers_to_take_in(reader: Reader) -> Sequence[AnswersToTakeIn]:
    """The rounds of the reader's own holders with answers to decide about, the oldest first, in one query."""
    rounds = (
        _own(reader)
        .filter(returns__rows__outcome=_WAITING)
        .annotate(count=Count("returns__rows"), since=Min("returns__received_on"))
        .order_by("since", "pk")
    )
    return [AnswersToTakeIn(found, found.holder, found.count, found.since) for found in rounds]


def awaited(reader: Reader) -> Sequence[Awaited]:
    """The rounds of the reader's own holders that wait for posts, those wanted first before others, in one query."""
    answered = ReturnedRow.objects.filter(requested__request=OuterRef("requests"))
    rounds = (
        _own(reader)
        .filter(ended_on=None)
        .annotate(
            posts=Count("requests"),
            unanswered=Count("requests", filter=~Exists(answered)),
        )
        .filter(unanswered__gt=0)
        .order_by(F("wanted_by"), "pk")
    )
    return [Awaited(found, found.holder, found.posts, found.unanswered, found.wanted_by) for found in rounds]
