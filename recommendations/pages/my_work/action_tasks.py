"""What an office has to do about actions: ask about those that are late or wait, check those that fall due."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.pages.common.action_filter import DUE_NEXT
from recommendations.pages.common.action_rows import DEFAULT_ORDER, short_rows, waited_for
from recommendations.pages.my_work.tasks import Task, When, in_a_sentence, when
from recommendations.positions import conditions
from recommendations.positions.models import Position
from recommendations.register.statuses import Group
from soteria_tracker.web.templatetags.soteria import ago, day, timing

# The filter of a force's table that shows the actions of a group of My work.
FILTERS = {
    When.OVERDUE: Group.OVERDUE,
    When.WEEK: DUE_NEXT,
    When.MONTH: DUE_NEXT,
    When.PASSED: Group.PASSED,
    When.WAITING: Group.WAITING,
}
MOST_IN_AN_ADDRESS = 200  # actions: some servers take no address of more than 4,000 characters


def action_tasks(positions: QuerySet[Position], reader: Reader) -> list[Task]:
    """A task for what is overdue, due some day, unreported past its deadline or waiting; in one query."""
    wanted = conditions.UPCOMING.q(reader.day)
    for group in (Group.OVERDUE, Group.PASSED, Group.WAITING):
        wanted |= conditions.IN_GROUP[group].q(reader.day)
    rows = short_rows(positions.filter(wanted)).order_by("due_on", *DEFAULT_ORDER)
    return [_task(position, reader) for position in rows]


def _task(position: Position, reader: Reader) -> Task:
    """What is to be done about one action. It is the reader's own where that person recorded its last update."""
    action, on = position.action, reader.day
    recommendation = action.recommendation
    what = f"{in_a_sentence(recommendation.label)}: {in_a_sentence(recommendation.short_title)}"
    page = action.get_absolute_url()
    its_time, title, url = when(position.due_on, on), _("Check %(what)s"), page
    if position.group == Group.OVERDUE:
        its_time, title, url = When.OVERDUE, _("Ask for an update on %(what)s"), ""
    elif position.group == Group.PASSED:
        its_time, title, url = When.PASSED, _("Ask for a first update on %(what)s"), ""
    elif position.group == Group.WAITING and not conditions.DUE_NEXT.holds(position, on):
        its_time, title, url = When.WAITING, _("Ask what holds up %(what)s"), ""
    return Task(
        when=its_time,
        title=title % {"what": what},
        url=url or asking_about(action.holder, [action.pk]),
        see="" if url else page,
        about=_about(position, reader),
        icon=position.group,
        state=str(Group(position.group).label),
        due_on=position.due_on,
        timing=ago(position.due_on, on) if its_time is When.PASSED else timing(position.due_on, on),
        is_mine=position.update is not None and position.update.recorded_by_id == reader.person.pk,
        holder=position.holder_id,
        action=action.pk,
    )


def _about(position: Position, reader: Reader) -> str:
    words = [f"{position.action.recommendation.inspection.short_title}, {position.action.holder}."]
    if awaited := waited_for(position, reader.day):
        words.append(_("Waits for %(awaited)s.") % {"awaited": awaited})
    if position.update:
        words.append(_("Last update %(day)s.") % {"day": day(position.update.effective_on)})
    return " ".join(words)


def asking_about(holder: Body, actions: Iterable[int]) -> str:
    """The address at which a round of requests about these actions (ids) of one holder begins."""
    return f"{reverse('round-new', args=[holder.slug])}?{urlencode([('action', pk) for pk in actions])}"
