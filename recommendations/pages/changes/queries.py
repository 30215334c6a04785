"""What changed between two days: the number of open actions, the actions behind each change, and changed deadlines."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.people.access import Reader
from forces.people.editions import Edition
from recommendations.pages.common.wording import wording_for
from recommendations.positions.changes import DeadlineChange, StatusChange, changes_between
from recommendations.positions.known import end_of
from recommendations.positions.models import PositionQuerySet
from recommendations.register.models import Action, Inspection, Update
from recommendations.register.models.recommendation import ISSUER_OF_ACTION
from recommendations.register.statuses import Wording

DEADLINES, OVERDUE = "deadlines", "overdue"  # the keys of two lists
TAKEN_OVER = "taken-over"  # of a list that only a body with actions of others has
LIST_KEYS = ("new", TAKEN_OVER, "reopened", "closed", "ended", DEADLINES, OVERDUE)
USUAL_DAYS = 91  # of a comparison: panels meet some four times a year
PickRows = Callable[[str, list[Any]], list[Any]]


@dataclass(frozen=True)
class ChangeRow:
    """A changed action: `before` and `after` are keys of statuses, or dates where its deadline changed."""

    change: str
    action: Action
    before: str | datetime.date | None
    after: str | datetime.date | None
    on: datetime.date
    reported_by: str
    wording: Wording
    reason: str = ""
    closed_by: str = ""  # "HMICFRS" or "the force"


@dataclass(frozen=True)
class ChangeList:
    """The actions that changed in one way: how many, whether they add to the open actions, and the rows to show."""

    key: str
    label: str
    sign: str
    count: int
    rows: list[ChangeRow]

    @property
    def icon(self) -> str:
        """The icon beside the heading."""
        icons = {"closed": "closed", "reopened": "reopened", OVERDUE: "overdue", DEADLINES: "calendar"}
        return icons.get(self.key, "event")

    @property
    def caption(self) -> str:
        if self.key == DEADLINES:
            return ngettext("%(count)d change", "%(count)d changes", self.count) % {"count": self.count}
        return ngettext("%(count)d action", "%(count)d actions", self.count) % {"count": self.count}


@dataclass(frozen=True)
class ChangesPage:
    """What changed between the end of two days for one reader."""

    start: datetime.date
    end: datetime.date
    opening: int
    closing: int
    lists: list[ChangeList]
    deadlines: ChangeList
    overdue: ChangeList  # the actions that became overdue
    overdue_before: int
    overdue_after: int

    @classmethod
    def of(
        cls,
        start: datetime.date,
        end: datetime.date,
        reader: Reader,
        scope: PositionQuerySet,
        pick: PickRows = lambda key, rows: rows,
    ) -> ChangesPage:
        """Return the changes among the positions of `scope`, in three queries.

        `pick` chooses the rows to show of the list with a key; without it all rows are shown.
        """
        found = changes_between(start, end, reader, scope)
        changes = {
            "new": _by_date(found.new),
            TAKEN_OVER: _by_date(found.taken_over),
            "reopened": _by_date(found.reopened),
            "closed": _by_date(found.closed),
            "ended": _by_date(found.ended),
            DEADLINES: _by_date(found.deadline_changes),
            OVERDUE: _by_date(found.newly_overdue),
        }
        shown = {key: pick(key, rows) for key, rows in changes.items()}
        records = _Records.of(chain.from_iterable(shown.values()), reader)

        def change_list(key: str, label: str, sign: str = "") -> ChangeList:
            return ChangeList(
                key, label, sign, len(changes[key]), [records.row(label, change) for change in shown[key]]
            )

        return cls(
            start=start,
            end=end,
            opening=found.opening,
            closing=found.closing,
            lists=[
                change_list("new", _("New"), "+"),
                *([change_list(TAKEN_OVER, _("Taken over"), "+")] if found.taken_over else []),
                change_list("reopened", _("Re-opened"), "+"),
                change_list("closed", _("Closed"), "−"),
                change_list("ended", _("Closed for another reason"), "−"),
            ],
            deadlines=change_list(DEADLINES, _("Deadlines changed")),
            overdue=change_list(OVERDUE, _("Became overdue")),
            overdue_before=found.overdue_before,
            overdue_after=found.overdue_after,
        )

    @property
    def rows(self) -> list[ChangeRow]:
        """Return the rows of all lists, the changed deadlines last."""
        return [row for changes in [self.overdue, *self.lists, self.deadlines] for row in changes.rows]

    @property
    def figures(self) -> dict[str, int]:
        """Return the number of open actions at the start and at the end, and of each change between them."""
        counts = {changes.key: changes.count for changes in self.lists}
        return {"opening": self.opening, **counts, "closing": self.closing}

    @property
    def no_longer_overdue(self) -> int:
        return self.overdue_before + self.overdue.count - self.overdue_after

    @property
    def changed_lists(self) -> list[ChangeList]:
        """Return the lists with any actions, the most urgent first."""
        return [changes for changes in [self.overdue, *reversed(self.lists), self.deadlines] if changes.count]


@dataclass(frozen=True)
class RecordedUpdates:
    """How many updates that the reader can see were recorded between the end of two days, and on how many actions."""

    updates: int
    actions: int

    @classmethod
    def between(cls, start: datetime.date, end: datetime.date, reader: Reader, about: Q) -> RecordedUpdates:
        """Return the counts among the updates that match `about`, without those retracted since. One query."""
        recorded = Update.objects.filter(
            about,
            reader.readable_updates(),
            action__recommendation__inspection__in=Inspection.objects.visible_to(reader.at(end)),
            recorded_at__gte=end_of(start),
            recorded_at__lt=end_of(end),
            retracts=None,
            retractions=None,
        ).exclude(status="")
        return cls(**recorded.aggregate(updates=Count("pk"), actions=Count("action", distinct=True)))


@dataclass(frozen=True)
class _Records:
    """The actions and updates of the changes to show."""

    actions: dict[int, Action]
    updates: dict[int, Update]
    reader: Reader

    @classmethod
    def of(cls, changes: Iterable[StatusChange | DeadlineChange], reader: Reader) -> _Records:
        changes = list(changes)
        actions = Action.objects.select_related("holder", "part", *ISSUER_OF_ACTION).defer(
            "recommendation__text", "recommendation__inspection__key_findings", "part__text"
        )
        updates = Update.objects.in_bulk({change.update for change in changes if change.update})
        return cls(actions.in_bulk({change.action for change in changes}), updates, reader)

    def row(self, label: str, change: StatusChange | DeadlineChange) -> ChangeRow:
        action, update = self.actions[change.action], self.updates.get(change.update or 0)
        reason = ""
        if isinstance(change, DeadlineChange):
            label = action.recommendation.issuer.deadline_label if change.is_of_source else _("Local target")
            reason = update.deadline_reason if update else ""
        return ChangeRow(
            change=label,
            action=action,
            before=change.before,
            after=change.after,
            on=change.on,
            reported_by=reported_by(update, action, self.reader),
            wording=wording_for(action.holder, self.reader),
            reason=reason,
            closed_by=update.closer_of(action.recommendation) if update else "",
        )


def reported_by(update: Update | None, action: Action, reader: Reader) -> str:
    """Return who reported an update: "The force, Head of Learning"; empty without an update.

    Only those who see everything recorded on the holder see the name or post, as in the action's history.
    """
    if update is None:
        return ""
    name = update.reported_by if reader.edition_of(action.holder) == Edition.WORKING else ""
    return ", ".join(filter(None, [update.speaker_about(action.recommendation), name]))


def _by_date(changes: Iterable[Any]) -> list[Any]:
    return sorted(changes, key=lambda change: (change.on, change.action))
