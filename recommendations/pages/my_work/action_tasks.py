"""The tasks of an office on actions: update those that are late or waiting, and those that fall due."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.discussion.models import ActionComment, Assignment
from recommendations.pages.common.action_rows import next_part_words, waited_for
from recommendations.pages.common.filters import DUE_NEXT
from recommendations.pages.my_work.tasks import CountedTask, Task, TaskGroup, group_by_date, in_a_sentence
from recommendations.positions import conditions
from recommendations.positions.cached_counts import CountScope
from recommendations.positions.counting import positions_on
from recommendations.positions.models import Position
from recommendations.register.listed_columns import body_columns, label_columns
from recommendations.register.models import Action
from recommendations.register.statuses import PositionGroup
from soteria_tracker.web.templatetags.soteria import ago, day, timing

# The filter of a holder's table that shows the actions of a group of My work.
FILTERS = {
    TaskGroup.OVERDUE: PositionGroup.OVERDUE,
    TaskGroup.WEEK: DUE_NEXT,
    TaskGroup.MONTH: DUE_NEXT,
    TaskGroup.PASSED: PositionGroup.PASSED,
    TaskGroup.WAITING: PositionGroup.WAITING,
}
# What a task shows of a position.
_RELATED = (
    *("action__holder", "action__recommendation__inspection", "update", "next_part"),
    *("waiting_for_body", "waiting_for_recommendation__inspection"),
)
_LISTED = (
    *("holder", "status", "due_on", "waiting_for_other", "update__effective_on", "next_part__label"),
    *body_columns("action__holder"),
    *label_columns("action__recommendation"),
    *("action__recommendation__inspection__slug", "action__recommendation__inspection__short_title"),
    *body_columns("waiting_for_body"),
    *label_columns("waiting_for_recommendation"),
    *(f"waiting_for_recommendation__inspection__{name}" for name in ("short_title", "state", "published_on")),
)
MOST_IN_AN_ADDRESS = 200  # actions: some servers take no address of more than 4,000 characters


@dataclass(frozen=True)
class Discussion:
    """What the office has agreed and said about actions, by the action's id."""

    assignments: Mapping[int, Assignment]
    mentions: Mapping[int, ActionComment]  # the newest comment that waits for the reader

    def is_assigned_to(self, reader: Reader, action: int) -> bool:
        """Return whether the action is assigned to the reader."""
        return action in self.assignments and self.assignments[action].assignee_id == reader.person.pk


class OpenPosition(NamedTuple):
    """The columns of a position by which its task is counted."""

    action: int
    holder: int
    group: str
    status: str
    due_on: datetime.date | None

    @property
    def is_tracked(self) -> bool:
        return self.group != PositionGroup.NOT_TRACKED


def _open_positions(holders: Collection[Body], reader: Reader) -> list[OpenPosition]:
    """Return what these holders still have to do, the earliest first. One query, for those not in the cache."""

    def read(missing: Collection[int] | None) -> dict[int, list[OpenPosition]]:
        positions = positions_on(reader.day, reader).filter(
            conditions.STILL_TO_DO.q(reader.day), holder__in=holders if missing is None else missing
        )
        by_holder: dict[int, list[OpenPosition]] = {}
        for row in positions.order_by("due_on", "action_id").values_list(*OpenPosition._fields):
            position = OpenPosition(*row)
            by_holder.setdefault(position.holder, []).append(position)
        return by_holder

    found = CountScope.of(reader, *holders).by_holder("open-positions", read)
    return [position for of_holder in found.values() for position in of_holder]


def counted_tasks(holders: Collection[Body], reader: Reader, discussion: Discussion) -> list[CountedTask]:
    """Return a task for each action that is overdue, due some day, past its deadline without an update, or waiting.

    Work that is assigned to the reader is always included.
    """
    return [
        CountedTask(
            group=group,
            due_on=position.due_on,
            is_mine=_is_mine(position.action, reader, discussion),
            is_update=True,
            holder=position.holder,
            action=position.action,
        )
        for position in _open_positions(holders, reader)
        if (group := _group_of(position, reader.day)) is not TaskGroup.LATER
        or position.due_on
        or discussion.is_assigned_to(reader, position.action)
    ]


def action_tasks(
    holders: Collection[Body], reader: Reader, discussion: Discussion, actions: Collection[int]
) -> dict[int, Task]:
    """Return the tasks about these actions (ids) in full, by the action's id. One query."""
    positions = positions_on(reader.day, reader).filter(holder__in=holders, action__in=actions)
    rows = positions.select_related(*_RELATED).only(*_LISTED).order_by()
    return {position.action_id: _task(position, reader, discussion) for position in rows}


def _is_mine(action: int, reader: Reader, discussion: Discussion) -> bool:
    """Return whether a task about an action is the reader's own: it is assigned to them, or mentions them."""
    return discussion.is_assigned_to(reader, action) or action in discussion.mentions


def mention_tasks(discussion: Discussion, reader: Reader, without: Collection[int]) -> Iterator[Task]:
    """Yield a task for each action with a comment that waits for the reader, except `without` these (ids)."""
    for pk, comment in discussion.mentions.items():
        if pk not in without:
            written_on = timezone.localdate(comment.written_at)
            yield Task(
                group=TaskGroup.MENTIONS,
                title=comment.action.recommendation.short_title,
                url=comment.action.get_absolute_url(),
                do_url=f"{comment.action.get_absolute_url()}#comments",
                about=" ".join([_place(comment.action, reader), *_discussed(pk, reader, discussion)]),
                verb=_("Reply"),
                icon="event",
                state=_("Comment"),
                is_mine=True,
                due_on=written_on,
                timing=ago(written_on, reader.day),
            )


def _task(position: Position, reader: Reader, discussion: Discussion) -> Task:
    """Return the task about one action."""
    action, today = position.action, reader.day
    group = _group_of(position, today)
    return Task(
        group=group,
        title=action.recommendation.short_title,
        url=action.get_absolute_url(),
        about=_about(position, reader, discussion),
        verb=_("Update"),
        icon=position.group,
        state=str(PositionGroup(position.group).label),
        due_on=position.due_on,
        timing=ago(position.due_on, today) if group is TaskGroup.PASSED else timing(position.due_on, today),
        is_mine=_is_mine(action.pk, reader, discussion),
        is_update=True,
        holder=position.holder_id,
        action=action.pk,
    )


def _group_of(position: Position | OpenPosition, today: datetime.date) -> TaskGroup:
    """Return the group of the task about one action."""
    if position.group == PositionGroup.OVERDUE:
        return TaskGroup.OVERDUE
    if position.group == PositionGroup.PASSED:
        return TaskGroup.PASSED
    if position.group == PositionGroup.WAITING and not conditions.DUE_NEXT.holds(position, today):
        return TaskGroup.WAITING
    return group_by_date(position.due_on, today) if position.due_on else TaskGroup.LATER


def _place(action: Action, reader: Reader) -> str:
    """Return the report and the recommendation, and the holder unless it is the office's one force."""
    recommendation = action.recommendation
    words = [recommendation.inspection.short_title, in_a_sentence(recommendation.kind_and_number)]
    if reader.office != {action.holder_id}:
        words.append(str(action.holder))
    return f"{', '.join(words)}."


def _discussed(action: int, reader: Reader, discussion: Discussion) -> Iterator[str]:
    """Yield to whom the action is assigned, and who mentioned the reader."""
    if discussion.is_assigned_to(reader, action):
        yield _("Assigned to you.")
    elif action in discussion.assignments:
        yield _("Assigned to %(person)s.") % {"person": discussion.assignments[action].assignee}
    if comment := discussion.mentions.get(action):
        yield _("%(person)s mentioned you on %(day)s.") % {"person": comment.written_by, "day": day(comment.written_at)}


def _about(position: Position, reader: Reader, discussion: Discussion) -> str:
    sentences = [_place(position.action, reader), *_discussed(position.action_id, reader, discussion)]
    if part := next_part_words(position):
        sentences.append(_("This deadline is for %(part)s.") % {"part": part})
    if awaited := waited_for(position, reader.day):
        sentences.append(_("Waiting for %(awaited)s.") % {"awaited": awaited})
    if position.update:
        sentences.append(_("Last update %(day)s.") % {"day": day(position.update.effective_on)})
    return " ".join(sentences)


def request_updates_url(holder: Body, actions: Iterable[int]) -> str:
    """Return the address at which the office requests updates on these actions (ids) of one holder."""
    return f"{reverse('round-new', args=[holder.slug])}?{urlencode([('action', pk) for pk in actions])}"
