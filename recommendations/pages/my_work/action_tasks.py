"""The tasks of an office on actions: update those that are late or waiting, and those that fall due."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.pages.common.action_rows import DEFAULT_ORDER, short_rows, waited_for
from recommendations.pages.common.filters import DUE_NEXT
from recommendations.pages.my_work.tasks import Task, TaskGroup, group_by_date, in_a_sentence
from recommendations.positions import conditions
from recommendations.positions.models import Position
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
MOST_IN_AN_ADDRESS = 200  # actions: some servers take no address of more than 4,000 characters


def action_tasks(positions: QuerySet[Position], reader: Reader) -> list[Task]:
    """Return a task for each action that is overdue, due some day, past its deadline without an update, or waiting.

    One query.
    """
    wanted = conditions.UPCOMING.q(reader.day)
    for group in (PositionGroup.OVERDUE, PositionGroup.PASSED, PositionGroup.WAITING):
        wanted |= conditions.IN_GROUP[group].q(reader.day)
    rows = short_rows(positions.filter(wanted)).order_by("due_on", *DEFAULT_ORDER)
    return [_task(position, reader) for position in rows]


def _task(position: Position, reader: Reader) -> Task:
    """Return the task about one action. It is the reader's own where they recorded the last update."""
    action, today = position.action, reader.day
    group = _group_of(position, today)
    return Task(
        group=group,
        title=action.recommendation.short_title,
        url=action.get_absolute_url(),
        about=_about(position, reader),
        verb=_("Update"),
        icon=position.group,
        state=str(PositionGroup(position.group).label),
        due_on=position.due_on,
        timing=ago(position.due_on, today) if group is TaskGroup.PASSED else timing(position.due_on, today),
        is_mine=position.update is not None and position.update.recorded_by_id == reader.person.pk,
        is_update=True,
        holder=position.holder_id,
        action=action.pk,
    )


def _group_of(position: Position, today: datetime.date) -> TaskGroup:
    """Return the group of the task about one action."""
    if position.group == PositionGroup.OVERDUE:
        return TaskGroup.OVERDUE
    if position.group == PositionGroup.PASSED:
        return TaskGroup.PASSED
    if position.group == PositionGroup.WAITING and not conditions.DUE_NEXT.holds(position, today):
        return TaskGroup.WAITING
    return group_by_date(position.due_on, today)


def _about(position: Position, reader: Reader) -> str:
    recommendation = position.action.recommendation
    inspection, label = recommendation.inspection.short_title, in_a_sentence(recommendation.label)
    sentences = [f"{inspection}, {label}, {position.action.holder}."]
    if awaited := waited_for(position, reader.day):
        sentences.append(_("Waiting for %(awaited)s.") % {"awaited": awaited})
    if position.update:
        sentences.append(_("Last update %(day)s.") % {"day": day(position.update.effective_on)})
    return " ".join(sentences)


def request_updates_url(holder: Body, actions: Iterable[int]) -> str:
    """Return the address at which the office requests updates on these actions (ids) of one holder."""
    return f"{reverse('round-new', args=[holder.slug])}?{urlencode([('action', pk) for pk in actions])}"
