"""What an office has to do: late and coming actions of its forces, its responses, its promises."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.dashboards.filters.actions import DUE_NEXT
from recommendations.dashboards.queries.actions import DEFAULT_ORDER, short_rows, waited_for
from recommendations.dashboards.queries.responses import response_rows
from recommendations.dashboards.queries.tasks import (
    Task,
    When,
    commitment_tasks,
    in_a_sentence,
    response_tasks,
    when,
)
from recommendations.positions.counting import due_next, in_group, positions_on
from recommendations.positions.groups import DUE_WITHIN_DAYS, TO_DO, Group, is_due_next
from recommendations.positions.models import Position
from soteria_tracker.web.templatetags.soteria import ago, day, timing

SHOWN = 10  # actions in one group on the page; the others are a link away

# The filter of a force's table that shows the actions of a group of My work.
_FILTERS = {
    When.OVERDUE: Group.OVERDUE,
    When.WEEK: DUE_NEXT,
    When.MONTH: DUE_NEXT,
    When.PASSED: Group.PASSED,
    When.WAITING: Group.WAITING,
}
ICONS = {
    When.OVERDUE: "overdue",
    When.WEEK: "due",
    When.MONTH: "calendar",
    When.PASSED: "passed",
    When.WAITING: "waiting",
    When.LATER: "event",
}


@dataclass(frozen=True)
class More:
    """Where a force's actions are that the page leaves out."""

    words: str
    url: str


@dataclass(frozen=True)
class Pile:
    """The tasks of one group, the earliest first. `count` includes the actions that are left out."""

    when: When
    count: int
    tasks: list[Task]
    more: list[More]

    @property
    def icon(self) -> str:
        return ICONS[self.when]


class MyWork:
    """What one office has to do on the reader's day."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    @cached_property
    def _holders(self) -> list[Body]:
        """Whose actions are the office's concern: its forces, and the local policing body itself."""
        return list(Body.objects.filter(pk__in=self.reader.office | self.reader.own_bodies).order_by("name"))

    @property
    def bodies(self) -> list[Body]:
        """The local policing bodies in whose offices the reader works."""
        return [holder for holder in self._holders if holder.pk in self.reader.own_bodies]

    # --- what there is -------------------------------------------------------------------------------------

    @cached_property
    def _positions(self) -> QuerySet[Position]:
        return positions_on(self.reader.day, self.reader).filter(holder__in=self.reader.office | self.reader.own_bodies)

    @cached_property
    def actions(self) -> list[Task]:
        """The actions of the office and its forces: overdue, due in 30 days, unreported past the deadline, waiting."""
        day = self.reader.day
        wanted = due_next(day)
        for group in (Group.OVERDUE, Group.PASSED, Group.WAITING):
            wanted |= in_group(group, day)
        rows = short_rows(self._positions.filter(wanted)).order_by("due_on", *DEFAULT_ORDER)
        return [self._action_task(position) for position in rows]

    @cached_property
    def responses(self) -> list[Task]:
        rows = response_rows(self.reader, forces=self.reader.office)
        return list(response_tasks(rows, self.reader))

    @cached_property
    def commitments(self) -> list[Task]:
        return list(commitment_tasks(self.reader))

    @cached_property
    def piles(self) -> list[Pile]:
        """The groups that hold something, in their order."""
        everything = [*self.responses, *self.commitments, *self.actions]
        by_time = {time: sorted((t for t in everything if t.when is time), key=lambda t: t.order) for time in When}
        return [self._pile(time, tasks) for time, tasks in by_time.items() if tasks]

    # --- one action, one group -----------------------------------------------------------------------------

    def _action_task(self, position: Position) -> Task:
        action, on = position.action, self.reader.day
        recommendation = action.recommendation
        what = f"{in_a_sentence(recommendation.label)}: {in_a_sentence(recommendation.short_title)}"
        if position.group == Group.OVERDUE:
            time, title = When.OVERDUE, _("Ask for an update on %(what)s")
        elif position.group == Group.PASSED:
            time, title = When.PASSED, _("Ask for a first update on %(what)s")
        elif position.group == Group.WAITING and not is_due_next(position.status, position.due_on, on, kept=True):
            time, title = When.WAITING, _("Ask what holds up %(what)s")
        else:
            time, title = when(position.due_on, on), _("Check %(what)s")
        return Task(
            when=time,
            title=title % {"what": what},
            url=action.get_absolute_url(),
            about=self._about(position),
            icon=position.group,
            state=str(Group(position.group).label),
            due_on=position.due_on,
            timing=ago(position.due_on, on) if time is When.PASSED else timing(position.due_on, on),
            action_of=position.holder_id,
        )

    def _about(self, position: Position) -> str:
        words = [f"{position.action.recommendation.inspection.short_title}, {position.action.holder}."]
        if awaited := waited_for(position, self.reader.day):
            words.append(_("Waits for %(awaited)s.") % {"awaited": awaited})
        if position.update:
            words.append(_("Last update %(day)s.") % {"day": day(position.update.effective_on)})
        return " ".join(words)

    def _pile(self, time: When, tasks: list[Task]) -> Pile:
        left_out = {id(task) for task in [task for task in tasks if task.action_of][SHOWN:]}
        shown = [task for task in tasks if id(task) not in left_out]
        return Pile(time, len(tasks), shown, list(self._more(time)) if left_out else [])

    def _more(self, time: When) -> Iterator[More]:
        """The way to all of each holder in this group; what is due this week or later this month is one list there."""
        key = _FILTERS[time]
        counts = Counter(task.action_of for task in self.actions if _FILTERS[task.when] == key)
        for holder in (holder for holder in self._holders if holder.pk in counts):
            words = ngettext(
                "See the one action of %(holder)s in this list",
                "See all %(count)d actions of %(holder)s in this list",
                counts[holder.pk],
            )
            group = _("due in the next 30 days") if key == DUE_NEXT else Group(key).label
            yield More(
                words % {"count": counts[holder.pk], "holder": holder.name} + f" ({in_a_sentence(str(group))})",
                f"{holder.get_absolute_url()}?status={key}#all",
            )

    # --- words ---------------------------------------------------------------------------------------------

    @property
    def needs_nothing(self) -> bool:
        """Whether nothing is to be done within 30 days; what waits for others may still be there."""
        return all(pile.when in (When.WAITING, When.LATER) for pile in self.piles)

    @property
    def sentence(self) -> str:
        """What the page opens with. The counts of actions are those of the forces' own pages."""
        counts = Counter(task.when for task in self.actions)
        due = counts[When.WEEK] + counts[When.MONTH]
        others = Counter(task.when for task in [*self.responses, *self.commitments])
        to_do = sum(others.values()) - others[When.WAITING] - others[When.LATER]
        overdue = ngettext("%(count)d action is overdue", "%(count)d actions are overdue", counts[When.OVERDUE])
        coming = ngettext("%(count)d is due in the next 30 days", "%(count)d are due in the next 30 days", due) % {
            "count": due
        }
        words = _("%(overdue)s and %(coming)s.") % {
            "overdue": overdue % {"count": counts[When.OVERDUE]},
            "coming": coming,
        }
        if not to_do:
            return words
        steps = ngettext("The responses need %(count)d step", "The responses need %(count)d steps", to_do)
        late = _("%(count)d of them overdue") % {"count": others[When.OVERDUE]} if others[When.OVERDUE] else ""
        return f"{words} {', '.join(filter(None, [steps % {'count': to_do}, late]))}."

    @cached_property
    def next_deadline(self) -> Task | None:
        """What comes after the next 30 days, when nothing comes before."""
        end = self.reader.day + datetime.timedelta(days=DUE_WITHIN_DAYS)
        later = short_rows(self._positions.filter(status__in=TO_DO, due_on__gt=end)).order_by("due_on", "action")
        tasks = [task for task in [*self.responses, *self.commitments] if task.when is When.LATER]
        tasks += [self._action_task(position) for position in later[:1]]
        return min(tasks, key=lambda task: task.order, default=None)
