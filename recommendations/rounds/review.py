"""What a person reviews: each reply beside the current state of its action, and what needs checking."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from forces.people.access import Reader
from forces.people.editions import Audience
from recommendations.register.models import Action, Update
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.statuses import Status, may_become, reopens
from recommendations.rounds.models import RequestedAction, ReturnedRow, Round, RowOutcome
from recommendations.rounds.replies import Reply, parse_reply, reply_fingerprint
from recommendations.rounds.workbook_sheet import ReplyCell
from recommendations.updates.queries import current_updates, latest_seen


@dataclass
class ReplyReview:
    """One reply on one action, beside the action's current update.

    `newer` has the updates recorded since the round was created; `duplicates` the rows of other workbooks with the
    same reply; `conflicts` the rows with a different reply on the same action.
    """

    row: ReturnedRow
    action: Action
    reply: Reply
    current: Update | None
    seen: int
    newer: list[Update] = field(default_factory=list)
    duplicates: list[ReturnedRow] = field(default_factory=list)
    conflicts: list[ReturnedRow] = field(default_factory=list)

    @property
    def status(self) -> Status | None:
        """The status that accepting it records: the one in the reply, or the current one if it names none."""
        if self.reply.status or self.reply.status_is_unclear:
            return self.reply.status
        return Status(self.current.status) if self.current else None

    @property
    def expected_on(self) -> datetime.date | None:
        """The expected date that accepting it records: the one in the reply, or the current one."""
        return self.reply.expected_on or (self.current.expected_on if self.current else None)

    @property
    def needs_status(self) -> bool:
        """Whether a person has to select the status: the reply names none, or an unclear one."""
        return self.status is None

    @property
    def needs_expected_on(self) -> bool:
        """Whether a person has to enter the expected date, or leave it empty."""
        return self.reply.expected_is_unclear

    @property
    def own_page_reason(self) -> str:
        """Why it cannot be accepted together with others; empty if it can."""
        before, after = self.current_status, self.status
        length = len(self.reply.text)
        if length > WORDS_LIMIT:
            message = _("The text has %(length)s characters. An update can have 10,000: shorten it on its own page.")
            return message % {"length": f"{length:,}"}
        if after and not may_become(before, after):
            return _("The status cannot change from “%(before)s” to “%(after)s”.") % {
                "before": before.label,
                "after": after.label,
            }
        if after == Status.WAITING and before != Status.WAITING:
            return _("Enter what it is waiting for.")
        if after == Status.CLOSED and before != Status.CLOSED:
            return _("Enter who closed it.")
        return ""

    @property
    def reopens(self) -> bool:
        """Whether it reopens an action that is closed or ended."""
        return self.current is not None and self.status is not None and reopens(self.current_status, self.status)

    @property
    def current_status(self) -> Status:
        """The action's status now."""
        return Status(self.current.status) if self.current else Status.NO_UPDATE

    @property
    def is_ready(self) -> bool:
        """Whether it can be accepted as it is, together with others, and nothing needs checking."""
        is_incomplete = self.needs_status or self.needs_expected_on or bool(self.own_page_reason)
        return not (is_incomplete or self.newer or self.conflicts or self.reopens)


def cells_of(row: ReturnedRow) -> list[ReplyCell]:
    """Return the cells of a stored row."""
    return [ReplyCell(**cell) for cell in row.cells]


def issuers_of(action: Action) -> tuple[str, ...]:
    """Return the names of the body that can close the action, as people may write them."""
    issuer = action.recommendation.issuer
    return (issuer.name, issuer.body_name)


def reply_reviews(rows: Sequence[ReturnedRow], round_: Round, reader: Reader) -> list[ReplyReview]:
    """Return one review for each different reply in the rows that have an action, in order of the reports.

    Nine queries at most. Get the rows from `rows_to_review`.
    """
    matched = [(row, row.requested) for row in rows if row.requested]
    actions = {requested.action_id: requested.action for _row, requested in matched}
    current = current_updates(actions.values(), reader.day)
    prefetch_related_objects([*current.values()], "words")
    seen = latest_seen(list(actions.values()), reader)
    newer = updates_since(round_, list(actions))
    by_reply: dict[tuple, ReplyReview] = {}
    for row, requested in matched:
        cells = cells_of(row)
        identity = (requested.pk, reply_fingerprint(cells))
        if identity in by_reply:
            by_reply[identity].duplicates.append(row)
            continue
        by_reply[identity] = ReplyReview(
            row=row,
            action=requested.action,
            reply=parse_reply(cells, issuers_of(requested.action)),
            current=current.get(requested.action_id),
            seen=seen[requested.action_id],
            newer=newer.get(requested.action_id, []),
        )
    reviews = sorted(by_reply.values(), key=lambda review: (_order(review.action), review.row.pk))
    for review in reviews:
        review.conflicts = [
            other.row for other in reviews if other.action.pk == review.action.pk and other is not review
        ]
    return reviews


def _order(action: Action) -> tuple:
    recommendation = action.recommendation
    return (recommendation.inspection.short_title, recommendation.inspection_id, recommendation.order, action.pk)


def updates_since(round_: Round, actions: Sequence[int]) -> dict[int, list[Update]]:
    """Return the updates of these actions recorded since the round was created, without office notes, by action id."""
    updates = (
        Update.objects.filter(action__in=actions, recorded_at__gt=round_.created_at)
        .exclude(shown_to=Audience.OFFICE)
        .select_related("words", "recorded_by")
        .in_order()
    )
    by_action: dict[int, list[Update]] = {}
    for update in updates:
        by_action.setdefault(update.action_id, []).append(update)
    return by_action


def rows_to_review(round_: Round) -> list[ReturnedRow]:
    """Return the rows that no one has decided about, matched to an action or not, in the order they came."""
    return list(
        ReturnedRow.objects.filter(workbook__round=round_, outcome=RowOutcome.TO_REVIEW)
        .select_related(
            "workbook",
            "requested__request",
            "requested__action__holder",
            "requested__action__part",
            "requested__action__recommendation__inspection__issued_by",
            "requested__action__recommendation__issued_by",
        )
        .defer("requested__action__recommendation__inspection__key_findings")
        .order_by("workbook", "sheet", "number")
    )


def actions_without_reply(round_: Round) -> list[RequestedAction]:
    """Return the requested actions that no workbook replies on, by lead post and report."""
    return list(
        RequestedAction.objects.filter(request__round=round_, replies=None)
        .select_related("request", "action__holder", "action__recommendation__inspection")
        .defer("action__recommendation__text", "action__recommendation__inspection__key_findings")
        .order_by(
            "request__lead_post", "action__recommendation__inspection__short_title", "action__recommendation__order"
        )
    )
