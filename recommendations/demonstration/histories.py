"""The invented history of one action: its updates, their dates, audiences and evidence.

It makes rows and saves none: `services` does. One seed and one day give the same history.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from forces.bodies.models import Body, BodyKind
from forces.people.editions import Audience
from forces.people.models import Person
from recommendations.demonstration import update_phrases as phrases
from recommendations.demonstration.outcomes import CHOSEN, ActionOutcome, Pace, outcome_of, path_to
from recommendations.demonstration.randomness import seeded_random
from recommendations.demonstration.timing import TOO_NEW, Dates, dates_of, effective_days, recorded_at, round_date
from recommendations.register.models import (
    Action,
    ClosingLevel,
    Evidence,
    EvidenceKind,
    Part,
    Recommendation,
    Update,
    UpdateWords,
)
from recommendations.register.statuses import OPEN, Status, reopens

_SaidBy, _How = Update.SaidBy, Update.ReceivedHow
_AUDIENCES = {Audience.PUBLIC: 76, Audience.PANEL: 11, Audience.FORCE_AND_OFFICE: 13}


@dataclass(frozen=True)
class HistorySettings:
    """What the histories of one holder have in common."""

    day: datetime.date
    seed: int
    pace: Pace
    office: Person  # records what the force reports
    leads: Sequence[str]
    contributor: Person | None = None  # records for the force itself
    closing_levels: Sequence[ClosingLevel] = ()
    may_wait_for: Sequence[Body] = ()
    how_many: tuple[int, int] = (6, 10)


@dataclass
class PlannedUpdate:
    """One update that is not saved yet, with its words, parts and evidence. Its retraction is saved after it."""

    update: Update
    words: UpdateWords
    parts: list[Part] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    retraction: PlannedUpdate | None = None


class ActionHistory:
    """The invented history of one action."""

    def __init__(
        self,
        action: Action,
        settings: HistorySettings,
        *,
        parts: Sequence[Part],
        waits_for: tuple[Recommendation, Body] | None,
    ) -> None:
        slug = action.recommendation.inspection.slug
        self.rng = seeded_random(settings.seed, action.holder.slug, slug, action.recommendation.reference)
        self.action = action
        self.settings = settings
        self.parts = parts
        self.waits_for = waits_for
        self.is_national = action.holder.kind == BodyKind.NATIONAL
        self.used_sentences: set[str] = set()
        self.board = self.rng.choice(phrases.BOARDS)
        self.lead_post = "" if self.is_national or self.rng.random() < 0.1 else self.rng.choice(settings.leads)
        self.outcome = self._outcome()

    def updates(self) -> list[PlannedUpdate]:
        """Return the updates in their order, with the notes of the office and the retracted mistakes."""
        how_many = max(self.rng.randint(*self.settings.how_many), 2 if self.outcome is ActionOutcome.OVERDUE else 1)
        path = path_to(self.outcome, how_many, self.rng, waits=self.waits_for is not None)
        day, published = self.settings.day, self.action.published_deadline_on
        days = effective_days(self.outcome, len(path), opened_on=self.action.opened_on, day=day, rng=self.rng)
        dates = dates_of(self.outcome, days, published=published, day=day, rng=self.rng)
        waiting_for = self._waiting_for()
        updates: list[PlannedUpdate] = []
        before = Status.NO_UPDATE
        for place, (status, effective_on) in enumerate(zip(path, days, strict=True)):
            planned = self._update(place, path, effective_on, before)
            self._add_state(planned, place, path, dates, waiting_for)
            updates.append(planned)
            before = status
        if len(path) >= 5:
            self._add_note(updates)
            self._add_mistake(updates)
        return updates

    def _outcome(self) -> ActionOutcome:
        age = self.settings.day - self.action.opened_on
        if age < TOO_NEW:
            return ActionOutcome.NO_UPDATE
        key = (self.action.holder.slug, *self.action.recommendation.natural_key())
        outcome = CHOSEN.get(key) or outcome_of(self.settings.pace, age, self.rng)
        return ActionOutcome.IN_PROGRESS if outcome is ActionOutcome.WAITING and not self._waiting_for() else outcome

    # --- updates ---------------------------------------------------------------------------------------------

    def _update(self, place: int, path: Sequence[Status], day: datetime.date, before: Status) -> PlannedUpdate:
        """Return an update without its dates and evidence: who reported it, how it came, its words, its audience."""
        status, rng = path[place], self.rng
        by_hmicfrs = status is Status.CLOSED or (reopens(before, status) and rng.random() < 0.5)
        update = Update(
            action=self.action,
            effective_on=day,
            recorded_at=recorded_at(day, day=self.settings.day, rng=rng),
            recorded_by=self.settings.office,
            status=status,
            audience=self._audience(is_last=place == len(path) - 1),
            said_by=_SaidBy.SOURCE if by_hmicfrs else _SaidBy.BODY if self.is_national else _SaidBy.FORCE,
            reported_by=phrases.VERIFIER if by_hmicfrs else self._reporter(),
            received_how=_How.LETTER if by_hmicfrs else self._received_how(),
            received_on=day,
            submission_key=self._key(),
        )
        if self.settings.contributor and not by_hmicfrs and place < len(path) - 1 and rng.random() < 0.25:
            update.recorded_by = self.settings.contributor
            update.reported_by = str(self.settings.contributor)
            update.received_how, update.audience = _How.HERE, Audience.FORCE_AND_OFFICE
        return self._with_words(update, self._text(status, before))

    def _add_state(
        self,
        planned: PlannedUpdate,
        place: int,
        path: Sequence[Status],
        dates: Dates,
        waiting_for: dict[str, Recommendation | Body],
    ) -> None:
        """Add the state after the update: dates in force, what it waits for, who closed it, parts done, evidence."""
        update, rng = planned.update, self.rng
        if dates.reason and place >= dates.agreed_at:
            update.revised_deadline_on = dates.revised_deadline_on
            update.local_target_on = dates.local_target_on
            update.deadline_reason = dates.reason
        if update.status in OPEN and place >= len(path) // 2 and rng.random() < 0.6:
            due_on = update.revised_deadline_on or self.action.published_deadline_on or update.local_target_on
            around = max(due_on or update.effective_on, update.effective_on + datetime.timedelta(days=45))
            update.expected_on = round_date(around + datetime.timedelta(days=rng.choice([-20, -10, 0, 30])))
        if update.status == Status.WAITING:
            for name, value in waiting_for.items():
                setattr(update, name, value)
        if update.status == Status.CLOSED:
            update.closed_by, update.verified_by = Update.ClosedBy.SOURCE, phrases.VERIFIER
            update.closing_level = rng.choice(self.settings.closing_levels) if self.settings.closing_levels else None
        planned.parts = self._parts_done(Status(update.status), place, path)
        if self.is_national or rng.random() < (0.2 if update.status in OPEN else 0.45):
            planned.evidence = [self._evidence(update)]

    def _parts_done(self, status: Status, place: int, path: Sequence[Status]) -> list[Part]:
        """Return all parts if the action is complete or closed, and before that a growing number, but never all."""
        if status in (Status.COMPLETE, Status.SENT, Status.CLOSED):
            return list(self.parts)
        how_many = len(self.parts) * place // len(path) if status in (Status.IN_PROGRESS, Status.WAITING) else 0
        return list(self.parts[:how_many])

    def _waiting_for(self) -> dict[str, Recommendation | Body]:
        if self.waits_for:
            recommendation, body = self.waits_for
            return {"waiting_for_recommendation": recommendation, "waiting_for_body": body}
        candidates = [body for body in self.settings.may_wait_for if body.pk != self.action.holder_id]
        return {"waiting_for_body": self.rng.choice(candidates)} if candidates else {}

    def _evidence(self, update: Update) -> Evidence:
        shows = self.rng.choice(phrases.EVIDENCE).format(board=self.board)
        if not self.is_national and self.rng.random() < 0.35:
            return Evidence(update=update, kind=EvidenceKind.SEEN, shows=shows, dated_on=update.effective_on)
        recommendation = self.action.recommendation
        address = "/".join(
            ["https://example.org", self.action.holder.slug, recommendation.inspection.slug, recommendation.reference]
        )
        return Evidence(
            update=update, kind=EvidenceKind.ADDRESS, address=address, shows=shows, dated_on=update.effective_on
        )

    # --- notes and mistakes ----------------------------------------------------------------------------------

    def _add_note(self, updates: list[PlannedUpdate]) -> None:
        """Add to some histories of forces a note for the office only. It has words and no state."""
        if self.is_national or self.rng.random() > 0.28:
            return
        after = self.rng.choice(updates).update
        note = Update(
            action=self.action,
            effective_on=after.effective_on,
            recorded_at=after.recorded_at + datetime.timedelta(minutes=self.rng.randint(5, 90)),
            recorded_by=self.settings.office,
            said_by=_SaidBy.OFFICE,
            reported_by=str(self.settings.office),
            received_how=_How.HERE,
            received_on=after.effective_on,
            audience=Audience.OFFICE,
            submission_key=self._key(),
        )
        updates.append(self._with_words(note, self.rng.choice(phrases.NOTES)))

    def _add_mistake(self, updates: list[PlannedUpdate]) -> None:
        """Add to a few histories of forces an update entered by mistake and retracted within hours."""
        if self.is_national or self.rng.random() > 0.02:
            return
        after = next((r.update for r in updates if r.update.status == Status.IN_PROGRESS), None)
        if after is None:
            return
        entered_at = after.recorded_at + datetime.timedelta(minutes=20)
        common = {
            "action": self.action,
            "effective_on": after.effective_on,
            "recorded_by": self.settings.office,
            "audience": Audience.FORCE_AND_OFFICE,
        }
        mistake = Update(
            **common,
            status=Status.COMPLETE,
            recorded_at=entered_at,
            said_by=_SaidBy.FORCE,
            reported_by=self._reporter(),
            received_how=_How.EMAIL,
            received_on=after.effective_on,
            submission_key=self._key(),
        )
        retraction = Update(
            **common,
            retracts=mistake,
            recorded_at=entered_at + datetime.timedelta(hours=2),
            said_by=_SaidBy.OFFICE,
            reported_by=str(self.settings.office),
            received_how=_How.HERE,
            submission_key=self._key(),
        )
        updates.append(self._with_words(mistake, self._text(Status.COMPLETE, Status.IN_PROGRESS)))
        updates[-1].retraction = self._with_words(retraction, self.rng.choice(phrases.MISTAKES))

    # --- small choices ---------------------------------------------------------------------------------------

    def _audience(self, *, is_last: bool) -> Audience:
        """Return the audience. The last update is mostly released, so that the editions do not differ much."""
        if self.is_national or (is_last and self.rng.random() < 0.6):
            return Audience.PUBLIC
        return self.rng.choices(list(_AUDIENCES), weights=list(_AUDIENCES.values()))[0]

    def _reporter(self) -> str:
        if self.is_national:
            return self.rng.choice(phrases.NATIONAL_REPORTERS)
        return self.lead_post if self.lead_post and self.rng.random() < 0.6 else self.rng.choice(phrases.REPORTERS)

    def _received_how(self) -> Update.ReceivedHow:
        if self.is_national:
            return _How.DOCUMENT
        return self.rng.choices([_How.EMAIL, _How.WORKBOOK, _How.MEETING, _How.TELEPHONE], weights=[45, 35, 15, 5])[0]

    def _text(self, status: Status, before: Status) -> str:
        """Return the words of an update. A history repeats a sentence only when it has used all of them."""
        pool = phrases.NATIONAL_WHAT.get(status, phrases.WHAT[status]) if self.is_national else phrases.WHAT[status]
        if reopens(before, status):
            pool = phrases.REOPENED
        sentence = self.rng.choice([unused for unused in pool if unused not in self.used_sentences] or pool)
        self.used_sentences.add(sentence)
        following = self.rng.choice(phrases.NEXT) if status is Status.IN_PROGRESS and not self.is_national else ""
        total = self.rng.randint(6, 14)
        return f"{sentence} {following}".strip().format(
            title=self.action.recommendation.short_title,
            board=self.board,
            left=self.rng.randint(2, total - 2),
            all=total,
        )

    def _with_words(self, update: Update, text: str) -> PlannedUpdate:
        return PlannedUpdate(update, UpdateWords.from_text(text))

    def _key(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)
