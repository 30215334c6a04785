"""The progress of actions: in a sentence, as a key with counts, and over time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.charts.steps import Point, StepChart, steps, thinned
from recommendations.positions.counting import Tally
from recommendations.positions.progress import ProgressStep, progress_of
from recommendations.register.statuses import PositionGroup, Wording, label_of

MOST_POINTS, MOST_ROWS = 48, 10  # of the chart, and of its table


@dataclass(frozen=True)
class Progress:
    """How many actions of a holder were opened and closed over time."""

    steps: list[ProgressStep]
    day: datetime.date

    @classmethod
    def of(cls, holder: Body, reader: Reader) -> Progress:
        """Return the holder's progress, in one query."""
        return cls(progress_of(holder, reader), reader.day)

    @property
    def rows(self) -> list[ProgressStep]:
        """Return the rows of the table, the newest first."""
        return thinned(self.steps, MOST_ROWS)[::-1]

    @property
    def chart(self) -> StepChart | None:
        """Return the chart; None where there are fewer than two points."""
        if not self.steps:
            return None
        last = self.steps[-1]
        done = _("%(closed)d closed") % {"closed": last.closed}
        return steps(
            [Point(step.on, step.opened, step.done) for step in thinned(self.steps, MOST_POINTS)],
            self.day,
            opened=_("%(opened)d opened") % {"opened": last.opened},
            still=_("%(open)d open") % {"open": last.still_open},
            done=_("%(closed)s, %(ended)d ended") % {"closed": done, "ended": last.ended} if last.ended else done,
        )

    @property
    def ever_ended(self) -> bool:
        """Return whether any action was closed for another reason."""
        return any(step.ended for step in self.steps)


def key_of(tally: Tally, wording: Wording) -> list[dict[str, object]]:
    """Return the groups with any actions, with the labels for this reader and the counts, for {% key %}."""
    return [{"key": group.value, "word": label_of(group, wording), "count": count} for group, count in tally.present]


def force_progress_in_words(tally: Tally, wording: Wording) -> str:
    """Return "86 of 215 force actions are closed and 29 are overdue.", or that no force uses Soteria Tracker.

    `wording` is whether "no update" means none recorded or none released.
    """
    if not tally.total:
        return _("No force has an action here.")
    if not tally.tracked:
        return _("No force uses Soteria Tracker yet.")
    return " ".join(filter(None, [_closed_and_overdue(tally), _passed(tally, wording), _waiting(tally)]))


def _closed_and_overdue(tally: Tally) -> str:
    closed = ngettext(
        "%(closed)d of %(tracked)d force actions is closed",
        "%(closed)d of %(tracked)d force actions are closed",
        tally.closed,
    ) % {"closed": tally.closed, "tracked": tally.tracked}
    if tally.overdue:
        overdue = ngettext("%(count)d is overdue", "%(count)d are overdue", tally.overdue) % {"count": tally.overdue}
        return _("%(closed)s and %(overdue)s.") % {"closed": closed, "overdue": overdue}
    if tally.groups[PositionGroup.PASSED]:  # `_passed` comes next: those may be late too
        return f"{closed}."
    return _("%(closed)s. Nothing is overdue.") % {"closed": closed}


def _waiting(tally: Tally) -> str:
    waiting = tally.overdue_waiting
    if not waiting:
        return ""
    words = ngettext(
        "%(count)d of the overdue is waiting for others.", "%(count)d of the overdue are waiting for others.", waiting
    )
    return words % {"count": waiting}


def _passed(tally: Tally, wording: Wording) -> str:
    passed = tally.groups[PositionGroup.PASSED]
    if not passed:
        return ""
    words = _("For %(count)d the deadline has passed and no update is %(recorded)s.")
    return words % {"count": passed, "recorded": wording.label}
