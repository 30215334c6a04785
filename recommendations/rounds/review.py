"""What came back against what stands: each answer with its action as it is now, and what wants a person's eye."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from forces.people.access import Audience, Reader
from recommendations.register.models import Action, Update
from recommendations.register.models.update import WORDS_LIMIT
from recommendations.register.statuses import Status, may_become, reopens
from recommendations.rounds.models import RequestedAction, ReturnedRow, Round
from recommendations.rounds.replies import Answer, answer_of, gist
from recommendations.rounds.workbook_reader import Cell
from recommendations.updates.queries import current_updates, latest_seen


@dataclass
class Difference:
    """One answer to one action. `standing`: the update that stands there now; `meanwhile`: what came since the round.

    `copies`: other workbooks' rows that say the same; `rivals`: rows that say something else of the same action.
    """

    row: ReturnedRow
    action: Action
    answer: Answer
    standing: Update | None
    seen: int
    meanwhile: list[Update] = field(default_factory=list)
    copies: list[ReturnedRow] = field(default_factory=list)
    rivals: list[ReturnedRow] = field(default_factory=list)

    @property
    def status(self) -> Status | None:
        """The status after it: the one understood; that of the present where none was written."""
        if self.answer.status or self.answer.status_is_unclear:
            return self.answer.status
        return Status(self.standing.status) if self.standing else None

    @property
    def expected_on(self) -> datetime.date | None:
        """The expected date after it: the one understood, or the present one."""
        return self.answer.expected_on or (self.standing.expected_on if self.standing else None)

    @property
    def asks_status(self) -> bool:
        """Whether a person has to choose the status: none was written, or it is not understood."""
        return self.status is None

    @property
    def asks_expected(self) -> bool:
        """Whether a person has to enter the date, or leave it."""
        return self.answer.expected_is_unclear

    @property
    def wants_own_page(self) -> str:
        """Why it cannot be taken in with others, in words; empty where it can."""
        before, after = self.standing_status, self.status
        length = len(self.answer.words)
        if length > WORDS_LIMIT:
            words = _("It has %(length)s characters, and an update holds 10,000. Nothing is cut: shorten it yourself.")
            return words % {"length": f"{length:,}"}
        if after and not may_become(before, after):
            return _("From “%(before)s” it cannot become “%(after)s”.") % {"before": before.label, "after": after.label}
        if after == Status.WAITING and before != Status.WAITING:
            return _("Say for whom, or for what, it waits.")
        if after == Status.CLOSED and before != Status.CLOSED:
            return _("Say who closed it.")
        return ""

    @property
    def reopens(self) -> bool:
        """Whether it says that something closed or ended is open work again."""
        return self.standing is not None and self.status is not None and reopens(self.standing_status, self.status)

    @property
    def standing_status(self) -> Status:
        """Where the action stands now."""
        return Status(self.standing.status) if self.standing else Status.NO_UPDATE

    @property
    def is_ready(self) -> bool:
        """Whether it can be accepted as it is, and nothing speaks against doing so with all the others."""
        asks = self.asks_status or self.asks_expected or bool(self.wants_own_page)
        return not (asks or self.meanwhile or self.rivals or self.reopens)


def cells_of(row: ReturnedRow) -> list[Cell]:
    """The cells of a kept row."""
    return [Cell(**cell) for cell in row.cells]


def differences(rows: Sequence[ReturnedRow], round_: Round, reader: Reader) -> list[Difference]:
    """The answers of these rows, which all have an action, in the order of the reports; equal ones are told once.

    In nine queries at most, however many there are. The rows come from `rows_to_decide`.
    """
    placed = [(row, row.requested) for row in rows if row.requested]
    actions = {asked.action_id: asked.action for _row, asked in placed}
    standing = current_updates(actions.values(), reader.day)
    prefetch_related_objects([*standing.values()], "words")
    seen = latest_seen(list(actions.values()), reader)
    since = recorded_since(round_, list(actions))
    found: dict[tuple, Difference] = {}
    for row, asked in placed:
        cells = cells_of(row)
        same = found.get((asked.pk, gist(cells)))
        if same:
            same.copies.append(row)
            continue
        found[asked.pk, gist(cells)] = Difference(
            row=row,
            action=asked.action,
            answer=answer_of(cells),
            standing=standing.get(asked.action_id),
            seen=seen[asked.action_id],
            meanwhile=since.get(asked.action_id, []),
        )
    told = sorted(found.values(), key=lambda one: (_place(one.action), one.row.pk))
    for one in told:
        one.rivals = [other.row for other in told if other.action.pk == one.action.pk and other is not one]
    return told


def _place(action: Action) -> tuple:
    recommendation = action.recommendation
    return (recommendation.inspection.short_title, recommendation.inspection_id, recommendation.order, action.pk)


def recorded_since(round_: Round, actions: Sequence[int]) -> dict[int, list[Update]]:
    """What was recorded of these actions after the round was made, by the action's id. Notes for the office are not."""
    updates = (
        Update.objects.filter(action__in=actions, recorded_at__gt=round_.made_at)
        .exclude(shown_to=Audience.OFFICE)
        .select_related("words", "recorded_by")
        .in_order()
    )
    found: dict[int, list[Update]] = {}
    for update in updates:
        found.setdefault(update.action_id, []).append(update)
    return found


def rows_to_decide(round_: Round) -> list[ReturnedRow]:
    """The rows that nobody has decided about, with or without an action, in the order they came."""
    return list(
        ReturnedRow.objects.filter(returned__round=round_, outcome=ReturnedRow.Outcome.WAITING)
        .select_related(
            "returned",
            "requested__request",
            "requested__action__holder",
            "requested__action__part",
            "requested__action__recommendation__inspection",
        )
        .defer("requested__action__recommendation__inspection__key_findings")
        .order_by("returned", "sheet", "number")
    )


def not_answered(round_: Round) -> list[RequestedAction]:
    """What was asked and has no answer in any workbook, in the order of the posts and reports."""
    return list(
        RequestedAction.objects.filter(request__round=round_, answers=None)
        .select_related("request", "action__holder", "action__recommendation__inspection")
        .defer("action__recommendation__text", "action__recommendation__inspection__key_findings")
        .order_by(
            "request__lead_post", "action__recommendation__inspection__short_title", "action__recommendation__order"
        )
    )
