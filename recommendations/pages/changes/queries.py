"""What changed between two days, as a page shows it: each line of the reckoning with its actions, and who says so."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body
from forces.people.access import Edition, Reader
from recommendations.pages.common.editions import wording_for
from recommendations.positions.changes import Change, Moved, changes_between
from recommendations.positions.models import PositionQuerySet
from recommendations.register.models import Action, Update
from recommendations.register.statuses import Wording, label_of
from soteria_tracker.web.templatetags.soteria import day

MOVED = "moved"
Row = TypeVar("Row", Change, Moved)
Shown = Callable[[str, list[Any]], list[Any]]


@dataclass(frozen=True)
class ChangedAction:
    """An action in a line of the reckoning."""

    action: Action
    before: str  # the key of a status; empty for a new one
    after: str
    on: datetime.date
    said: str  # who says so
    wording: Wording


@dataclass(frozen=True)
class MovedDeadline:
    """A deadline that moved, and who moved it why."""

    action: Action
    is_hmicfrs: bool
    before: datetime.date | None
    after: datetime.date | None
    on: datetime.date
    said: str
    reason: str

    @property
    def whose(self) -> str:
        """ "HMICFRS’s deadline" or "Local target"."""
        return _("HMICFRS’s deadline") if self.is_hmicfrs else _("Local target")


@dataclass(frozen=True)
class Line:
    """One line of the reckoning: its words, how many actions, whether they are added, and those that are shown."""

    key: str
    words: str
    sign: str
    count: int
    actions: list[ChangedAction]


@dataclass(frozen=True)
class ChangesPage:
    """What changed between the end of two days for one reader."""

    start: datetime.date
    end: datetime.date
    opening: int
    closing: int
    lines: list[Line]
    moved_count: int
    moved: list[MovedDeadline]  # those that are shown

    @classmethod
    def of(
        cls,
        start: datetime.date,
        end: datetime.date,
        reader: Reader,
        scope: PositionQuerySet,
        shown: Shown = lambda key, rows: rows,
    ) -> ChangesPage:
        """The changes among the positions of `scope`, in three queries.

        `shown` picks what a page shows of the list with a key (a line's, or MOVED): all of it, if it is not given.
        """
        found = changes_between(start, end, reader, scope)
        changes = {
            "new": _latest_last(found.new),
            "reopened": _latest_last(found.reopened),
            "closed": _latest_last(found.closed),
            "ended": _latest_last(found.ended),
        }
        picked = {key: shown(key, rows) for key, rows in changes.items()}
        moved = shown(MOVED, _latest_last(found.moved))
        listed = [*chain.from_iterable(picked.values()), *moved]
        actions = _actions(one.action for one in listed)
        updates = Update.objects.in_bulk({one.update for one in listed if one.update})

        def line(key: str, words: str, sign: str) -> Line:
            rows = [_changed(one, actions[one.action], updates, reader) for one in picked[key]]
            return Line(key, words, sign, len(changes[key]), rows)

        return cls(
            start=start,
            end=end,
            opening=found.opening,
            closing=found.closing,
            lines=[
                line("new", _("New"), "+"),
                line("reopened", _("Re-opened"), "+"),
                line("closed", _("Closed"), "−"),
                line("ended", _("Ended otherwise"), "−"),
            ],
            moved_count=len(found.moved),
            moved=[_moved(one, actions[one.action], updates, reader) for one in moved],
        )

    @property
    def figures(self) -> dict[str, int]:
        """The reckoning in numbers."""
        counts = {line.key: line.count for line in self.lines}
        return {"opening": self.opening, **counts, "closing": self.closing}

    @property
    def sentence(self) -> str:
        """ "Between 1 January 2025 and 3 March 2025 2 actions were closed and 1 was added."."""
        counts = self.figures
        told = [
            words % {"count": counts[key]}
            for key, words in (
                ("closed", ngettext("%(count)d closed", "%(count)d closed", counts["closed"])),
                ("new", ngettext("%(count)d new", "%(count)d new", counts["new"])),
                ("reopened", ngettext("%(count)d re-opened", "%(count)d re-opened", counts["reopened"])),
                ("ended", ngettext("%(count)d ended otherwise", "%(count)d ended otherwise", counts["ended"])),
            )
            if counts[key]
        ]
        between = _("After %(start)s and up to %(end)s:") % {"start": day(self.start), "end": day(self.end)}
        what = ", ".join(told) if told else _("nothing was closed, added, re-opened or ended")
        open_now = ngettext("%(count)d action is open.", "%(count)d actions are open.", self.closing) % {
            "count": self.closing
        }
        return f"{between} {what}. {open_now}"


def said(update: Update | None, holder: Body, reader: Reader) -> str:
    """Who says so: "The force, Head of Learning"; nobody where no update does.

    Who reported it is told, as in the history of the action, to those who see the holder's working records.
    """
    if update is None:
        return ""
    reported_by = update.reported_by if reader.edition_of(holder) == Edition.WORKING else ""
    return ", ".join(filter(None, [update.get_said_by_display(), reported_by]))


def _latest_last(changes: Iterable[Row]) -> list[Row]:
    return sorted(changes, key=lambda one: (one.on, one.action))


def _actions(ids: Iterable[int]) -> dict[int, Action]:
    actions = Action.objects.select_related("holder", "part", "recommendation__inspection")
    return actions.defer("recommendation__text", "recommendation__inspection__key_findings", "part__text").in_bulk(
        list(dict.fromkeys(ids))
    )


def _changed(one: Change, action: Action, updates: dict[int, Update], reader: Reader) -> ChangedAction:
    return ChangedAction(
        action=action,
        before=one.before or "",
        after=one.after,
        on=one.on,
        said=said(updates.get(one.update or 0), action.holder, reader),
        wording=wording_for(action.holder, reader),
    )


def _moved(one: Moved, action: Action, updates: dict[int, Update], reader: Reader) -> MovedDeadline:
    update = updates.get(one.update or 0)
    return MovedDeadline(
        action=action,
        is_hmicfrs=one.is_hmicfrs,
        before=one.before,
        after=one.after,
        on=one.on,
        said=said(update, action.holder, reader),
        reason=update.deadline_reason if update else "",
    )


# --- the download ------------------------------------------------------------------------------------------


def change_columns() -> list[str]:
    """The names of the columns of `change_cells`."""
    return [
        _("Line"),
        _("Held by"),
        _("Inspection"),
        _("Reference"),
        _("Title"),
        _("Before"),
        _("After"),
        _("Since"),
        _("Who says so"),
        _("Reason"),
    ]


def change_cells(page: ChangesPage) -> Iterator[list[Any]]:
    """One line of a download for each action of each line, then for each deadline that moved."""
    for line in page.lines:
        for one in line.actions:
            words = [label_of(key, one.wording) if key else "" for key in (one.before, one.after)]
            yield [line.words, *_of_action(one.action), *words, one.on, one.said, ""]
    for moved in page.moved:
        days = [moved.before, moved.after, moved.on]
        yield [moved.whose, *_of_action(moved.action), *days, moved.said, moved.reason]


def _of_action(action: Action) -> list[str]:
    recommendation = action.recommendation
    return [
        action.holder.name,
        recommendation.inspection.short_title,
        recommendation.reference,
        recommendation.short_title,
    ]
