"""Inventing the history of one action: what was recorded about it, when, for whom and on what evidence.

Pure: rows are made here and written by `making`. One seed and one day give the same history.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from forces.bodies.models import Body
from forces.people.access import Audience
from forces.people.models import Person
from recommendations.demonstration import phrases
from recommendations.demonstration.dice import dice_for
from recommendations.demonstration.inspections import round_date
from recommendations.demonstration.outcomes import CHOSEN, Outcome, Pace, outcome_of, path_to
from recommendations.demonstration.timing import TOO_NEW, Dates, dates_of, effective_days, recorded_at
from recommendations.register.models import Action, ClosingLevel, Evidence, Part, Recommendation, Update, UpdateWords
from recommendations.register.statuses import OPEN, Status, reopens

_SaidBy, _How = Update.SaidBy, Update.ReceivedHow
_AUDIENCES = {Audience.PUBLIC: 76, Audience.PANEL: 11, Audience.FORCE_AND_OFFICE: 13}


@dataclass(frozen=True)
class Setting:
    """What the histories of one holder have in common."""

    day: datetime.date
    seed: int
    pace: Pace
    office: Person  # who records what the force reports
    leads: Sequence[str]
    contributor: Person | None = None  # who records for the force itself
    closing_levels: Sequence[ClosingLevel] = ()
    may_wait_for: Sequence[Body] = ()
    how_many: tuple[int, int] = (6, 10)


@dataclass
class Recorded:
    """One update that is not written yet, with what hangs on it. A retraction of it is written after it."""

    update: Update
    words: UpdateWords
    parts: list[Part] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    retraction: Recorded | None = None


class History:
    """The invented history of one action."""

    def __init__(
        self, action: Action, setting: Setting, *, parts: Sequence[Part], waits_for: tuple[Recommendation, Body] | None
    ) -> None:
        slug = action.recommendation.inspection.slug
        self.dice = dice_for(setting.seed, action.holder.slug, slug, action.recommendation.reference)
        self.action = action
        self.setting = setting
        self.parts = parts
        self.waits_for = waits_for
        self.is_national = action.holder.kind == Body.Kind.NATIONAL
        self.told: set[str] = set()
        self.board = self.dice.choice(phrases.BOARDS)
        self.lead_post = "" if self.is_national or self.dice.random() < 0.1 else self.dice.choice(setting.leads)
        self.outcome = self._outcome()

    def tell(self) -> list[Recorded]:
        """The updates in their order, notes of the office and retracted mistakes among them."""
        how_many = max(self.dice.randint(*self.setting.how_many), 2 if self.outcome is Outcome.OVERDUE else 1)
        path = path_to(self.outcome, how_many, self.dice, waits=self.waits_for is not None)
        day, published = self.setting.day, self.action.published_deadline_on
        days = effective_days(self.outcome, len(path), opened_on=self.action.opened_on, day=day, dice=self.dice)
        dates = dates_of(self.outcome, days, published=published, day=day, dice=self.dice)
        waiting_for = self._waiting_for()
        told: list[Recorded] = []
        before = Status.NO_UPDATE
        for place, (status, effective_on) in enumerate(zip(path, days, strict=True)):
            recorded = self._update(place, path, effective_on, before)
            self._add_state(recorded, place, path, dates, waiting_for)
            told.append(recorded)
            before = status
        if len(path) >= 5:
            self._add_note(told)
            self._add_mistake(told)
        return told

    def _outcome(self) -> Outcome:
        age = self.setting.day - self.action.opened_on
        if age < TOO_NEW:
            return Outcome.NO_UPDATE
        key = (self.action.holder.slug, *self.action.recommendation.natural_key())
        outcome = CHOSEN.get(key) or outcome_of(self.setting.pace, age, self.dice)
        return Outcome.IN_PROGRESS if outcome is Outcome.WAITING and not self._waiting_for() else outcome

    # --- what ----------------------------------------------------------------------------------------------

    def _update(self, place: int, path: Sequence[Status], day: datetime.date, before: Status) -> Recorded:
        """The update apart from its dates and evidence: who said it, how it came, its words, for whom."""
        status, dice = path[place], self.dice
        by_hmicfrs = status is Status.CLOSED or (reopens(before, status) and dice.random() < 0.5)
        update = Update(
            action=self.action,
            effective_on=day,
            recorded_at=recorded_at(day, day=self.setting.day, dice=dice),
            recorded_by=self.setting.office,
            status=status,
            audience=self._audience(is_last=place == len(path) - 1),
            said_by=_SaidBy.INSPECTORATE if by_hmicfrs else _SaidBy.BODY if self.is_national else _SaidBy.FORCE,
            reported_by=phrases.VERIFIER if by_hmicfrs else self._reporter(),
            received_how=_How.LETTER if by_hmicfrs else self._received_how(),
            received_on=day,
            submission_key=self._key(),
        )
        if self.setting.contributor and not by_hmicfrs and place < len(path) - 1 and dice.random() < 0.25:
            update.recorded_by = self.setting.contributor
            update.reported_by = str(self.setting.contributor)
            update.received_how, update.audience = _How.HERE, Audience.FORCE_AND_OFFICE
        return self._with_words(update, self._text(status, before))

    def _add_state(
        self,
        recorded: Recorded,
        place: int,
        path: Sequence[Status],
        dates: Dates,
        waiting_for: dict[str, Recommendation | Body],
    ) -> None:
        """The whole state after the update: dates in force, whom it waits for, who closed it, parts done, evidence."""
        update, dice = recorded.update, self.dice
        if dates.reason and place >= dates.agreed_at:
            update.revised_deadline_on = dates.revised_deadline_on
            update.local_target_on = dates.local_target_on
            update.deadline_reason = dates.reason
        if update.status in OPEN and place >= len(path) // 2 and dice.random() < 0.6:
            due_on = update.revised_deadline_on or self.action.published_deadline_on or update.local_target_on
            around = max(due_on or update.effective_on, update.effective_on + datetime.timedelta(days=45))
            update.expected_on = round_date(around + datetime.timedelta(days=dice.choice([-20, -10, 0, 30])))
        if update.status == Status.WAITING:
            for name, value in waiting_for.items():
                setattr(update, name, value)
        if update.status == Status.CLOSED:
            update.closed_by, update.verified_by = Update.ClosedBy.HMICFRS, phrases.VERIFIER
            update.closing_level = dice.choice(self.setting.closing_levels) if self.setting.closing_levels else None
        recorded.parts = self._parts_done(Status(update.status), place, path)
        if self.is_national or dice.random() < (0.2 if update.status in OPEN else 0.45):
            recorded.evidence = [self._evidence(update)]

    def _parts_done(self, status: Status, place: int, path: Sequence[Status]) -> list[Part]:
        """All when it is claimed done or closed; before that more and more of them, but one is always left."""
        if status in (Status.COMPLETE, Status.SENT, Status.CLOSED):
            return list(self.parts)
        how_many = len(self.parts) * place // len(path) if status in (Status.IN_PROGRESS, Status.WAITING) else 0
        return list(self.parts[:how_many])

    def _waiting_for(self) -> dict[str, Recommendation | Body]:
        if self.waits_for:
            recommendation, body = self.waits_for
            return {"waiting_for_recommendation": recommendation, "waiting_for_body": body}
        others = [body for body in self.setting.may_wait_for if body.pk != self.action.holder_id]
        return {"waiting_for_body": self.dice.choice(others)} if others else {}

    def _evidence(self, update: Update) -> Evidence:
        shows = self.dice.choice(phrases.EVIDENCE).format(board=self.board)
        if not self.is_national and self.dice.random() < 0.35:
            return Evidence(update=update, kind=Evidence.Kind.SEEN, shows=shows, dated_on=update.effective_on)
        recommendation = self.action.recommendation
        address = "/".join(
            ["https://example.org", self.action.holder.slug, recommendation.inspection.slug, recommendation.reference]
        )
        return Evidence(
            update=update, kind=Evidence.Kind.ADDRESS, address=address, shows=shows, dated_on=update.effective_on
        )

    # --- what is apart from the story ----------------------------------------------------------------------

    def _add_note(self, told: list[Recorded]) -> None:
        """In some histories of forces, a note for the office only; it has words and no state."""
        if self.is_national or self.dice.random() > 0.28:
            return
        after = self.dice.choice(told).update
        note = Update(
            action=self.action,
            effective_on=after.effective_on,
            recorded_at=after.recorded_at + datetime.timedelta(minutes=self.dice.randint(5, 90)),
            recorded_by=self.setting.office,
            said_by=_SaidBy.OFFICE,
            reported_by=str(self.setting.office),
            received_how=_How.HERE,
            received_on=after.effective_on,
            audience=Audience.OFFICE,
            submission_key=self._key(),
        )
        told.append(self._with_words(note, self.dice.choice(phrases.NOTES)))

    def _add_mistake(self, told: list[Recorded]) -> None:
        """In a few histories of forces, an update typed in by mistake and retracted within days."""
        if self.is_national or self.dice.random() > 0.02:
            return
        after = next((r.update for r in told if r.update.status == Status.IN_PROGRESS), None)
        if after is None:
            return
        typed_in_at = after.recorded_at + datetime.timedelta(minutes=20)
        common = {
            "action": self.action,
            "effective_on": after.effective_on,
            "recorded_by": self.setting.office,
            "audience": Audience.FORCE_AND_OFFICE,
        }
        mistake = Update(
            **common,
            status=Status.COMPLETE,
            recorded_at=typed_in_at,
            said_by=_SaidBy.FORCE,
            reported_by=self._reporter(),
            received_how=_How.EMAIL,
            received_on=after.effective_on,
            submission_key=self._key(),
        )
        retraction = Update(
            **common,
            retracts=mistake,
            recorded_at=typed_in_at + datetime.timedelta(hours=2),
            said_by=_SaidBy.OFFICE,
            reported_by=str(self.setting.office),
            received_how=_How.HERE,
            submission_key=self._key(),
        )
        told.append(self._with_words(mistake, self._text(Status.COMPLETE, Status.IN_PROGRESS)))
        told[-1].retraction = self._with_words(retraction, self.dice.choice(phrases.MISTAKES))

    # --- small choices -------------------------------------------------------------------------------------

    def _audience(self, *, is_last: bool) -> Audience:
        """For whom. What an action came to is mostly released, so that the editions do not drift far apart."""
        if self.is_national or (is_last and self.dice.random() < 0.6):
            return Audience.PUBLIC
        return self.dice.choices(list(_AUDIENCES), weights=list(_AUDIENCES.values()))[0]

    def _reporter(self) -> str:
        if self.is_national:
            return self.dice.choice(phrases.NATIONAL_REPORTERS)
        return self.lead_post if self.lead_post and self.dice.random() < 0.6 else self.dice.choice(phrases.REPORTERS)

    def _received_how(self) -> Update.ReceivedHow:
        if self.is_national:
            return _How.DOCUMENT
        return self.dice.choices([_How.EMAIL, _How.WORKBOOK, _How.MEETING, _How.TELEPHONE], weights=[45, 35, 15, 5])[0]

    def _text(self, status: Status, before: Status) -> str:
        """Words for an update; one history says the same thing twice only when there is nothing else to say."""
        pool = phrases.NATIONAL_WHAT.get(status, phrases.WHAT[status]) if self.is_national else phrases.WHAT[status]
        if reopens(before, status):
            pool = phrases.REOPENED
        what = self.dice.choice([sentence for sentence in pool if sentence not in self.told] or pool)
        self.told.add(what)
        following = self.dice.choice(phrases.NEXT) if status is Status.IN_PROGRESS and not self.is_national else ""
        total = self.dice.randint(6, 14)
        return f"{what} {following}".strip().format(
            title=self.action.recommendation.short_title,
            board=self.board,
            left=self.dice.randint(2, total - 2),
            all=total,
        )

    def _with_words(self, update: Update, text: str) -> Recorded:
        return Recorded(update, UpdateWords.from_text(text))

    def _key(self) -> uuid.UUID:
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)
