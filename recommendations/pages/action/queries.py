"""What the page of one action shows to one reader."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.shortcuts import get_object_or_404

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.assurance.queries import has_assurance
from recommendations.pages.common.editions import shows_lead
from recommendations.pages.common.together import bring, together
from recommendations.positions.counting import positions_on
from recommendations.positions.models import Position
from recommendations.register.models import (
    Action,
    Addressee,
    Evidence,
    Inspection,
    Link,
    Part,
    Recommendation,
    Statement,
    Update,
)
from recommendations.register.retraction import is_retracted
from recommendations.register.statuses import Status, reopens


def action_of(reader: Reader, holder: str, inspection: str, reference: str, *, tree: str) -> Action:
    """The action at an address, if the reader may see it. Raises Http404. `tree` is "forces" or "bodies"."""
    kind = Q(holder__kind=Body.Kind.FORCE)
    actions = Action.objects.visible_to(reader).filter(kind if tree == "forces" else ~kind)
    action = get_object_or_404(
        actions.annotate(has_assurance=has_assurance(reader)).select_related(
            "holder", "part", "recommendation__inspection", "recommendation__parent"
        ),
        holder__slug=holder,
        recommendation__inspection__slug=inspection,
        recommendation__reference=reference,
    )
    _bring_parts_and_addressees(action.recommendation)
    return action


def _bring_parts_and_addressees(recommendation: Recommendation) -> None:
    """As if they had been prefetched, in one query for both."""
    parts: dict[int, Part] = {}
    addressees: dict[int, Addressee] = {}
    related = {"parts": Part, "addressees": Addressee, "addressees__body": Body}
    rows = Recommendation.objects.filter(pk=recommendation.pk).order_by("parts__order", "parts", "addressees__order")
    for _recommendation, part, addressee, body in together(rows, related):
        if part:
            parts.setdefault(part.pk, part)
        if addressee:
            addressee.body = body
            addressees.setdefault(addressee.pk, addressee)
    for addressee in addressees.values():
        addressee.part = parts.get(addressee.part_id or 0)
    bring(recommendation, "parts", list(parts.values()))
    bring(recommendation, "addressees", list(addressees.values()))


def positions_by_holder(action: Action, reader: Reader, others: Collection[int]) -> dict[int, Position]:
    """Where the recommendation stands today at the action's holder and at others (ids), in the editions seen.

    Each with the update that says so, by the holder's id.
    """
    found = positions_on(reader.day, reader).filter(
        recommendation=action.recommendation_id, holder__in={action.holder_id, *others}
    )
    related = found.select_related("waiting_for_body", "waiting_for_recommendation__inspection", "update")
    return {position.holder_id: position for position in related}


@dataclass(frozen=True)
class HistoryEntry:
    """One entry of the history: an update, and what came of it."""

    update: Update
    is_retracted: bool
    reopened: bool
    new_deadline: bool  # its dates differ from those of the update before: only then are they worth telling
    new_expected: bool
    waiting_for: str
    may_be_retracted: bool

    @property
    def mark(self) -> str:
        """The icon at its side."""
        if self.reopened:
            return "reopened"
        return self.update.status or "event"

    @property
    def retract_address(self) -> str:
        """Where this update is retracted."""
        return self.update.action.address_of("retract", self.update.pk)

    @property
    def parts_done(self) -> str:
        """The labels of the parts done in the state after it."""
        if not self.update.action.recommendation.parts.all():
            return ""
        return ", ".join(part.label for part in self.update.parts_done.all())

    @property
    def evidence(self) -> list[tuple[Evidence, str]]:
        """What it rests on, each with the address of its file, if it is one."""
        pieces = self.update.evidence.all()
        return [(piece, self.update.action.address_of("evidence", piece.pk) if piece.file else "") for piece in pieces]


_OF_UPDATES = ("evidence", "parts_done")


def history_of(action: Action, reader: Reader) -> list[HistoryEntry]:
    """The updates the reader may read, newest first, retracted ones marked."""
    updates = list(
        Update.objects.readable_by(reader, action)
        .in_order()
        .select_related(
            "words", "recorded_by", "waiting_for_body", "waiting_for_recommendation__inspection", "closing_level"
        )
        .select_related("retracts__words", "letter")
        .prefetch_related(*_OF_UPDATES if action.recommendation.parts.all() else _OF_UPDATES[:1])
    )
    history: list[HistoryEntry] = []
    before: Update | None = None
    for update in updates:
        update.action = action  # its holder and recommendation are at hand already
        retracted = is_retracted(update, updates)
        counts = bool(update.status) and not retracted
        history.append(
            HistoryEntry(
                update,
                is_retracted=retracted,
                reopened=counts and before is not None and reopens(Status(before.status), Status(update.status)),
                new_deadline=_dates(update) != _dates(before) and update.deadline_reason != "",
                new_expected=bool(update.expected_on) and update.expected_on != (before and before.expected_on),
                waiting_for=_waiting_for(update, reader.day),
                may_be_retracted=counts
                and reader.may_retract(action.holder, audience=update.shown_to, recorded_by=update.recorded_by_id),
            )
        )
        before = update if counts else before
    return history[::-1]


def _waiting_for(update: Update, day: datetime.date) -> str:
    """For what and for whom; a recommendation whose report is not out is not named."""
    awaited = update.waiting_for_recommendation
    named = [awaited.label] if awaited and awaited.inspection.is_out_on(day) else []
    return ", ".join(named + [str(update.waiting_for_body)] * bool(update.waiting_for_body))


def _dates(update: Update | None) -> tuple[datetime.date | None, datetime.date | None]:
    return (update.revised_deadline_on, update.local_target_on) if update else (None, None)


@dataclass(frozen=True)
class Others:
    """What published documents say about the recommendation."""

    own: list[Statement]  # of this force, on this recommendation
    own_general: list[Statement]  # of this force, on the report as a whole
    of_others: list[Statement]
    positions: dict[int, Position] = field(default_factory=dict)  # by holder

    @property
    def speakers(self) -> set[int]:
        """The other forces that published something, by their ids."""
        return {statement.document.force_id for statement in self.of_others if statement.document.force_id}

    @property
    def elsewhere(self) -> list[tuple[Statement, Position | None]]:
        """What other forces published, with where they stand for this reader."""
        return [(statement, self.positions.get(statement.document.force_id or 0)) for statement in self.of_others]


def statements_about(action: Action, reader: Reader) -> Others:
    """The statements in documents about this inspection, each as its document attributes it."""
    recommendation = action.recommendation
    about = Q(recommendation=recommendation) | Q(
        recommendation=None, document__inspection=recommendation.inspection_id, document__force=action.holder_id
    )
    statements = list(
        Statement.objects.filter(about)
        .select_related("document__force", "document__published_by")
        .order_by("document", "order")
    )
    own = [s for s in statements if s.document.force_id == action.holder_id]
    return Others(
        own=[s for s in own if s.recommendation_id],
        own_general=[s for s in own if not s.recommendation_id],
        of_others=[s for s in statements if s.document.force_id != action.holder_id],
    )


def links_of(action: Action, reader: Reader) -> list[Link]:
    """The links of the recommendation, in both directions, to what the reader may see."""
    visible = Inspection.objects.visible_to(reader)
    pk = action.recommendation_id
    return list(
        Link.objects.filter(
            Q(from_recommendation=pk, to_recommendation__inspection__in=visible)
            | Q(to_recommendation=pk, from_recommendation__inspection__in=visible)
        ).select_related("from_recommendation__inspection", "to_recommendation__inspection")
    )


def with_same_project(action: Action, reader: Reader) -> list[int]:
    """The ids of the holder's other actions that the same project answers, for those who are told projects."""
    if not action.project or not shows_lead(action.holder, reader):
        return []
    same = Action.objects.visible_to(reader).filter(holder=action.holder, project=action.project)
    return list(same.exclude(pk=action.pk).order_by("pk").values_list("pk", flat=True))


def newest_seen(history: Iterable[HistoryEntry]) -> int:
    """The id of the newest update among those the reader may read; 0 without one: see `latest_seen`."""
    return max((told.update.pk for told in history), default=0)


def update_behind(position: Position | None, history: Iterable[HistoryEntry]) -> Update | None:
    """The update that says where the action stands, as the history has it: with its parts."""
    standing = position.update_id if position else None
    return next((told.update for told in history if told.update.pk == standing), None)
