"""The progress of rounds: who has replied, what is to be reviewed, and who is expected to reply."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.register.listed_columns import body_columns
from recommendations.register.models import visible_inspections
from recommendations.rounds.emails import EmailRecipient, RoundEmail, reminder_email, request_email
from recommendations.rounds.models import Request, RequestedAction, ReturnedRow, ReturnedWorkbook, Round, RowOutcome

_TO_REVIEW = RowOutcome.TO_REVIEW


def get_round(reader: Reader, holder: Body, pk: int) -> Round:
    """Return one round of a holder. Raises Http404 if the reader cannot see it."""
    return get_object_or_404(
        visible_rounds(reader).filter(holder__in=reader.held_by(holder)).select_related("created_by", "holder"), pk=pk
    )


def visible_rounds(reader: Reader) -> QuerySet[Round]:
    """Return the rounds whose actions this reader can all see: only named readers see those of embargoed reports."""
    hidden = RequestedAction.objects.exclude(
        reader.holders("action__holder__"),
        visible_inspections(reader, "action__recommendation__inspection__"),
    )
    return Round.objects.exclude(Exists(hidden.filter(request__round=OuterRef("pk"))))


def rounds_of(holder: Body, reader: Reader) -> QuerySet[Round]:
    """Return the rounds of a holder, newest first, each with `posts`, `actions`, `replied` and `to_review`."""
    rows = RequestedAction.objects.filter(request__round=OuterRef("pk"))
    to_review = ReturnedRow.objects.filter(workbook__round=OuterRef("pk"), outcome=_TO_REVIEW)
    replied = ReturnedRow.objects.filter(requested__request__round=OuterRef("pk"))
    return (
        visible_rounds(reader)
        .filter(holder__in=reader.held_by(holder))
        .annotate(
            posts=_count(Request.objects.filter(round=OuterRef("pk"))),
            actions=_count(rows),
            replied=_count(replied, of="requested"),
            to_review=_count(to_review),
        )
    )


def _count(rows: QuerySet, of: str = "pk") -> Coalesce:
    """Return a sub-select that counts distinct rows: joined, the counts would multiply."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(count=Count(of, distinct=True))
    return Coalesce(Subquery(counted.values("count")), 0)


def requests_of(round_: Round) -> QuerySet[Request]:
    """Return the requests of a round, each with `actions`, `replied` and `to_review`."""
    return Request.objects.filter(round=round_).annotate(
        actions=Count("rows", distinct=True),
        replied=Count("rows__replies__requested", distinct=True),
        to_review=Count("rows__replies", distinct=True, filter=Q(rows__replies__outcome=_TO_REVIEW)),
    )


def returned_workbooks_of(round_: Round) -> QuerySet[ReturnedWorkbook]:
    """Return the returned workbooks, newest first, each with its rows counted.

    `replied`: rows with an action; `unmatched`: rows without one; `to_review`: rows that no one has decided about.
    """
    return (
        ReturnedWorkbook.objects.filter(round=round_)
        .select_related("uploaded_by")
        .annotate(
            replied=Count("rows", filter=Q(rows__requested__isnull=False)),
            unmatched=Count("rows", filter=Q(rows__requested__isnull=True)),
            to_review=Count("rows", filter=Q(rows__outcome=_TO_REVIEW)),
        )
        .order_by("-uploaded_at", "-pk")
    )


def decided_rows(round_: Round) -> list[ReturnedRow]:
    """Return the rows that someone has decided about, each with its action and its update."""
    return list(
        ReturnedRow.objects.filter(workbook__round=round_)
        .exclude(outcome=_TO_REVIEW)
        .select_related(
            "workbook",
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
class RequestProgress:
    """A request with how many of its actions have replies, and the emails for its lead."""

    request: Request
    email: RoundEmail
    reminder: RoundEmail
    actions: int
    replied: int
    to_review: int

    @property
    def icon(self) -> str:
        """The icon of its progress."""
        if self.replied:
            return "closed" if self.replied == self.actions else "in-progress"
        return "waiting" if self.request.sent_on else "not-started"


def requests_with_progress(round_: Round) -> list[RequestProgress]:
    """Return the requests of a round by post, the one without a lead last. One query."""
    requests = [_with_progress(round_, request) for request in requests_of(round_)]
    return sorted(requests, key=lambda each: (not each.request.lead_post, each.request.lead_post.casefold()))


def _with_progress(round_: Round, request: Request) -> RequestProgress:
    actions, replied = request.actions, request.replied  # type: ignore[attr-defined]
    recipient = EmailRecipient(
        holder=str(round_.holder),
        post=request.lead_post,
        name=request.lead_name,
        email=request.lead_email,
        actions=actions,
        reply_by=round_.reply_by,
    )
    return RequestProgress(
        request=request,
        email=request_email(round_.email_text, recipient),
        reminder=reminder_email(recipient, replied=replied, sent_on=request.sent_on),
        actions=actions,
        replied=replied,
        to_review=request.to_review,  # type: ignore[attr-defined]
    )


# --- for My work -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoundToReview:
    """A round with replies to review: how many, and when the first was received."""

    round: Round
    holder: Body
    count: int
    since: datetime.date


@dataclass(frozen=True)
class RoundAwaitingReplies:
    """An open round with posts that have not replied at all."""

    round: Round
    holder: Body
    posts: int
    not_replied: int
    reply_by: datetime.date


@dataclass(frozen=True)
class RoundsInHand:
    """What an office has to do about its rounds: review replies, the oldest first; and remind, by date."""

    to_review: list[RoundToReview]
    awaiting: list[RoundAwaitingReplies]


def rounds_in_hand(reader: Reader) -> RoundsInHand:
    """Return the rounds of the reader's own holders with replies to review, and the open ones with posts that have not
    replied. One query.
    """
    to_review = ReturnedRow.objects.filter(workbook__round=OuterRef("pk"), outcome=_TO_REVIEW)
    replied = ReturnedRow.objects.filter(requested__request__round=OuterRef("pk"))
    rounds = (
        visible_rounds(reader)
        .filter(holder__in=reader.office | reader.own_bodies)
        .select_related("holder")
        .only("reply_by", "closed_on", "created_at", "created_by", *body_columns("holder"))
        .annotate(
            to_review=_count(to_review),
            since=Subquery(to_review.order_by("workbook__received_on").values("workbook__received_on")[:1]),
            posts=_count(Request.objects.filter(round=OuterRef("pk"))),
            replied=_count(replied, of="requested__request"),
        )
        .filter(Q(to_review__gt=0) | Q(closed_on=None))
        .order_by()
    )
    found = sorted(rounds, key=lambda each: each.pk)
    return RoundsInHand(
        sorted(
            (RoundToReview(each, each.holder, each.to_review, each.since) for each in found if each.to_review),
            key=lambda review: review.since,
        ),
        sorted(
            (
                RoundAwaitingReplies(each, each.holder, each.posts, each.posts - each.replied, each.reply_by)
                for each in found
                if each.closed_on is None and each.posts > each.replied
            ),
            key=lambda awaiting: awaiting.reply_by,
        ),
    )
