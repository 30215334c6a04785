"""The parts of a recommendation that have deadlines of their own, with the state of each at an action."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from recommendations.positions.models import Position
from recommendations.register.models import Action, Part, Update
from recommendations.register.models.deadline import Deadline
from recommendations.register.part_deadlines import due_on_of
from recommendations.register.statuses import TO_DO, Status
from soteria_tracker.web.templatetags.soteria import ago, timing
from soteria_tracker.web.templatetags.soteria import day as day_in_words


@dataclass(frozen=True)
class DatedPart:
    """One part with its deadline. `state` says in words how it stands: empty where nothing is recorded here."""

    part: Part
    due_on: datetime.date
    is_done: bool
    is_late: bool
    state: str
    is_revised: bool = False  # a letter set a new date

    @property
    def is_local(self) -> bool:
        """Whether its date was set locally."""
        return self.part.deadline_set_by == Deadline.SetBy.LOCALLY and not self.is_revised


def with_dated_parts(positions: QuerySet[Position]) -> QuerySet[Position]:
    """Read with the positions what `dated_parts_of` needs, in three more queries."""
    return positions.select_related("action__holder__force", "update").prefetch_related(
        "action__recommendation__parts__addressees", "update__parts_done"
    )


def dated_parts(position: Position, day: datetime.date) -> list[DatedPart]:
    """Return the dated parts of the action in this position, which was read `with_dated_parts`."""
    done = {part.pk for part in position.update.parts_done.all()} if position.update else set()
    return dated_parts_of(position.action, position, position.update, done, day)


def dated_parts_of(
    action: Action, position: Position | None, update: Update | None, parts_done: Collection[int], day: datetime.date
) -> list[DatedPart]:
    """Return the dated parts of an action in the order of the text, after its current update. `parts_done` are ids."""
    found = []
    for part in action.dated_parts:
        due_on = due_on_of(part, update if position is not None and position.is_tracked else None)
        assert due_on  # noqa: S101 - that is what makes it a dated part
        is_tracked = position is not None and position.is_tracked
        is_done = is_tracked and part.pk in parts_done
        is_to_do = position is not None and is_tracked and not is_done and position.status in TO_DO
        state = _state(position.status, due_on, is_done, day) if position and is_tracked else ""
        revised = due_on != part.due_on
        found.append(DatedPart(part, due_on, is_done, is_to_do and due_on < day, state, revised))
    return found


def _state(status: str, due_on: datetime.date, is_done: bool, day: datetime.date) -> str:
    """Return "Done", "12 days late", "in 30 days"; without an update, no one knows whether a date was met."""
    if is_done:
        return _("Done")
    if status not in TO_DO:
        return _("Not recorded as done")
    if status == Status.NO_UPDATE and due_on < day:
        return _("passed %(ago)s, no update recorded") % {"ago": ago(due_on, day)}
    return timing(due_on, day)


def dated_parts_words(position: Position, day: datetime.date) -> str:
    """Return "a: 10 July 2023, Done; b: 1 September 2023, in 30 days" for one cell of a download."""
    return "; ".join(
        f"{dated.part.label}: {', '.join(filter(None, [day_in_words(dated.due_on), dated.state]))}"
        for dated in dated_parts(position, day)
    )
