"""What the page of one action shows to one reader."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.shortcuts import get_object_or_404

from forces.bodies.models import BodyKind
from forces.people.access import Reader
from recommendations.pages.common.wording import shows_lead
from recommendations.positions.counting import positions_on
from recommendations.positions.models import Position
from recommendations.redactions.models import RedactionDecision
from recommendations.redactions.queries import removals_of
from recommendations.register.listed_columns import body_columns, inspection_columns, label_columns
from recommendations.register.models import (
    Action,
    Evidence,
    Link,
    Part,
    Recommendation,
    Statement,
    Update,
    visible_inspections,
)
from recommendations.register.models.recommendation import ISSUER_OF_ACTION
from recommendations.register.models.update_state import COUNTED_COLUMNS
from recommendations.register.part_deadlines import revised_on
from recommendations.register.retraction import retracted_ids
from recommendations.register.statuses import Status, reopens

UPDATES_SHOWN = 3


def action_of(reader: Reader, holder: str, inspection: str, reference: str, *, tree: str) -> Action:
    """Return the action at an address, if the reader may see it. `tree` is "forces" or "bodies". Raises Http404."""
    is_force = Q(holder__kind=BodyKind.FORCE)
    actions = Action.objects.visible_to(reader).filter(is_force if tree == "forces" else ~is_force)
    return get_object_or_404(
        actions.with_parts()
        .select_related("recommendation__parent", *ISSUER_OF_ACTION)
        .prefetch_related("recommendation__addressees__body"),
        holder__slug=holder,
        recommendation__inspection__slug=inspection,
        recommendation__reference=reference,
    )


# of the position of an action
_SHOWN = (
    *("edition", *COUNTED_COLUMNS, "hmicfrs_deadline_on", "due_on", "update", "action__holder"),
    *body_columns("holder"),
    *("next_part__label", "next_part__deadline_set_by"),
    *body_columns("waiting_for_body"),
    *label_columns("waiting_for_recommendation"),
    *inspection_columns("waiting_for_recommendation__inspection"),
)


def positions_by_holder(
    recommendation: Recommendation, reader: Reader, holders: Collection[int]
) -> dict[int, Position]:
    """Return the positions of the actions opened for these bodies, in the editions the reader sees, by body."""
    found = positions_on(reader.day, reader).filter(recommendation=recommendation, action__holder__in=holders)
    related = found.select_related(
        "action", "holder", "next_part", "waiting_for_body", "waiting_for_recommendation__inspection"
    )
    return {position.action.holder_id: position for position in related.only(*_SHOWN).order_by()}


@dataclass(frozen=True)
class HistoryEntry:
    """One update in the history of an action, and what changed with it."""

    update: Update
    is_retracted: bool
    reopened: bool
    has_new_deadline: bool
    has_new_expected_date: bool
    has_other_parts_done: bool
    has_new_occurrence: bool
    waiting_for: str
    may_be_retracted: bool
    new_dates_of_parts: list[tuple[Part, datetime.date]]
    removals: Mapping[int | None, RedactionDecision]  # by the id of the file's evidence; None: of the words

    @property
    def icon(self) -> str:
        """The icon beside it."""
        return "reopened" if self.reopened else self.update.status or "event"

    @property
    def counts(self) -> bool:
        """Whether it is an update that counts: it is not retracted, and does not retract another."""
        return not self.is_retracted and self.update.retracts_id is None

    @property
    def correct_address(self) -> str:
        """The address where this update is corrected."""
        return self.update.action.address_of("correct", self.update.pk)

    @property
    def parts_done(self) -> list[str]:
        """The labels of the parts that are done after it, if these are others than before."""
        return _labels_done(self.update) if self.has_other_parts_done else []

    @property
    def evidence(self) -> list[tuple[Evidence, str, RedactionDecision | None]]:
        """Its evidence, each with the address of its file, if it is one, and the decision that removed that file."""
        return [
            (
                piece,
                self.update.action.address_of("evidence", piece.pk) if piece.file else "",
                self.removals.get(piece.pk),
            )
            for piece in self.update.evidence.all()
        ]

    @property
    def words_removal(self) -> RedactionDecision | None:
        """The decision that removed its words."""
        return self.removals.get(None)


def history_of(action: Action, reader: Reader) -> list[HistoryEntry]:
    """Return the updates that the reader may read, newest first, retracted ones marked."""
    found = (
        Update.objects.readable_by(reader, action)
        .with_state()
        .select_related("words", "recorded_by", "retracts__words", "letter__holder")
        .prefetch_related("evidence")
        .order_by()  # with so many columns Django takes longer to write the order than Python to sort
    )
    updates = sorted(found, key=lambda update: (update.effective_on, update.recorded_at, update.pk))
    retracted = retracted_ids(updates)
    removals = removals_of(action) if any(map(_may_lack_something, updates)) else {}
    history: list[HistoryEntry] = []
    before: Update | None = None
    for update in updates:
        update.action = action  # its holder and recommendation have been read
        in_force = update.retracts_id is None and update.pk not in retracted
        counts = bool(update.status) and in_force
        may_retract = reader.may_retract(action.holder, audience=update.shown_to, recorded_by=update.recorded_by_id)
        history.append(
            HistoryEntry(
                update,
                is_retracted=update.pk in retracted,
                reopened=counts and before is not None and reopens(Status(before.status), Status(update.status)),
                has_new_deadline=_dates(update) != _dates(before) and update.deadline_reason != "",
                has_new_expected_date=bool(update.expected_on)
                and update.expected_on != (before and before.expected_on),
                has_other_parts_done=_labels_done(update) != _labels_done(before),
                has_new_occurrence=update.occurrence_outcome != "" and _occurrence(update) != _occurrence(before),
                waiting_for=_waiting_for(update, reader.day),
                may_be_retracted=in_force and may_retract,
                removals=removals.get(update.pk, {}),
                new_dates_of_parts=[
                    (part, day)
                    for part in action.recommendation.parts.all()
                    if (day := revised_on(part, update)) and day != revised_on(part, before)
                ],
            )
        )
        before = update if counts else before
    return history[::-1]


def _may_lack_something(update: Update) -> bool:
    """Whether its words are empty, or it has a file, so that someone may have removed one of them."""
    return (update.words is not None and not update.words.text) or any(piece.file for piece in update.evidence.all())


def _waiting_for(update: Update, day: datetime.date) -> str:
    """Return what and whom it is waiting for. A recommendation whose report is not published is not named."""
    awaited = update.waiting_for_recommendation
    named = [awaited.label] if awaited and awaited.inspection.is_out_on(day) else []
    body = [str(update.waiting_for_body)] if update.waiting_for_body else []
    return ", ".join([*named, *body, *filter(None, [update.waiting_for_other])])


def _labels_done(update: Update | None) -> list[str]:
    return [part.label for part in update.parts_done.all()] if update else []


def _occurrence(update: Update | None) -> tuple[datetime.date | None, str]:
    return (update.settled_until, update.occurrence_outcome) if update else (None, "")


def _dates(update: Update | None) -> tuple[datetime.date | None, datetime.date | None]:
    return (update.revised_deadline_on, update.local_target_on) if update else (None, None)


@dataclass(frozen=True)
class PublishedStatements:
    """What published documents say about the recommendation."""

    own: list[Statement]  # of this holder, about this recommendation
    own_general: list[Statement]  # of this holder, about the report as a whole
    of_other_forces: list[Statement]

    @property
    def other_forces(self) -> set[int]:
        """The ids of the other forces that published something."""
        return {statement.document.force_id for statement in self.of_other_forces if statement.document.force_id}


def statements_about(action: Action) -> PublishedStatements:
    """Return the statements about the recommendation in published documents, as each document attributes them."""
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
    return PublishedStatements(
        own=[s for s in own if s.recommendation_id],
        own_general=[s for s in own if not s.recommendation_id],
        of_other_forces=[s for s in statements if s.document.force_id != action.holder_id],
    )


def links_of(action: Action, reader: Reader) -> list[Link]:
    """Return the links of the recommendation, in both directions, to what the reader may see."""
    pk = action.recommendation_id
    return list(
        Link.objects.filter(
            Q(visible_inspections(reader, "to_recommendation__inspection__"), from_recommendation=pk)
            | Q(visible_inspections(reader, "from_recommendation__inspection__"), to_recommendation=pk)
        ).select_related("from_recommendation__inspection", "to_recommendation__inspection")
    )


def with_same_project(action: Action, reader: Reader) -> list[int]:
    """Return the ids of the holder's other actions of the same project, for readers who may see projects."""
    if not action.project or not shows_lead(action.holder, reader):
        return []
    same = Action.objects.visible_to(reader).filter(holder=action.holder, project=action.project)
    return list(same.exclude(pk=action.pk).order_by("pk").values_list("pk", flat=True))


def latest_and_earlier(history: list[HistoryEntry]) -> dict[str, list[HistoryEntry]]:
    """Return what the page shows of a history, newest first: the latest updates that count, and the folded others."""
    latest = [entry for entry in history if entry.counts][:UPDATES_SHOWN]
    return {"latest": latest, "earlier": [entry for entry in history if entry not in latest]}


def current_update(position: Position | None, history: Iterable[HistoryEntry]) -> Update | None:
    """Return the update that sets the position, as read with the history."""
    current = position.update_id if position else None
    return next((entry.update for entry in history if entry.update.pk == current), None)
