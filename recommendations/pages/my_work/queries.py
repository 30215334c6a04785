"""What an office has to do, and which of it is one person's: actions, responses, duties, requests and releases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body, LocalPolicingBody, Oversight
from forces.people.access import Reader
from recommendations.pages.common.filters import DUE_NEXT
from recommendations.pages.my_work.action_tasks import (
    FILTERS,
    MOST_IN_AN_ADDRESS,
    action_tasks,
    request_updates_url,
)
from recommendations.pages.my_work.commitment_tasks import commitment_tasks
from recommendations.pages.my_work.office_tasks import office_tasks
from recommendations.pages.my_work.response_tasks import response_tasks
from recommendations.pages.my_work.tasks import NOT_URGENT, Task, TaskGroup, in_a_sentence
from recommendations.pages.responses.queries import current_oversights, response_rows
from recommendations.positions.counting import positions_on
from recommendations.register.statuses import PositionGroup

ACTION_TASKS_SHOWN = 5  # in one group on the page; a link leads to the others

ICONS = {
    TaskGroup.OVERDUE: "overdue",
    TaskGroup.WEEK: "due",
    TaskGroup.MONTH: "calendar",
    TaskGroup.PASSED: "passed",
    TaskGroup.WAITING: "waiting",
    TaskGroup.RELEASE: "withheld",
    TaskGroup.REPLIES: "arrow",
    TaskGroup.CHECK: "partly",
    TaskGroup.LATER: "event",
}


@dataclass(frozen=True)
class TaskLink:
    """A link below the tasks of a group."""

    text: str
    url: str


@dataclass(frozen=True)
class TaskSection:
    """The tasks of one group, the earliest first. `count` includes those that the page leaves out.

    `request_links` lead to one request for updates on all its actions, `list_links` to the lists that hold the rest.
    """

    group: TaskGroup
    count: int
    tasks: list[Task]
    request_links: list[TaskLink] = field(default_factory=list)
    list_links: list[TaskLink] = field(default_factory=list)

    @property
    def icon(self) -> str:
        return ICONS[self.group]


class MyWork:
    """What one office has to do on the reader's day; with `mine` only the reader's own tasks.

    Tasks are not assigned to people. A person's own are the response steps that this person can take, the actions on
    which this person recorded the last update, and what this person started: requests for updates, assurances to check
    again, commitments and duties.
    """

    def __init__(self, reader: Reader, *, mine: bool = False, open_action: int | None = None) -> None:
        """`open_action` is the id of the action whose row is open: it is shown however long its group is."""
        self.reader = reader
        self.mine = mine
        self.open_action = open_action

    # --- the bodies ----------------------------------------------------------------------------------------

    @cached_property
    def _oversights(self) -> dict[int, Oversight]:
        """Return the oversight of the office's forces, by the force's id."""
        return current_oversights(self.reader, self.reader.office)

    @property
    def bodies(self) -> list[LocalPolicingBody]:
        """Return the local policing bodies in whose offices the reader works."""
        return sorted({oversight.body for oversight in self._oversights.values()}, key=lambda body: body.name)

    @cached_property
    def followed(self) -> list[tuple[Body, int]]:
        """Return the forces of the office, then the local policing bodies, each with its update interval in days."""
        oversights = sorted(self._oversights.values(), key=lambda oversight: oversight.force.name)
        forces: list[tuple[Body, int]] = [(oversight.force, oversight.body.update_interval) for oversight in oversights]
        return [*forces, *((body, body.update_interval) for body in self.bodies)]

    @property
    def holders(self) -> list[Body]:
        """Return the bodies whose actions the office follows."""
        return [holder for holder, _interval in self.followed]

    # --- tasks ---------------------------------------------------------------------------------------------

    @cached_property
    def all_tasks(self) -> list[Task]:
        """Return everything the office has to do."""
        rows = response_rows(self.reader, forces=self.reader.office)
        return [
            *response_tasks(rows, self.reader),
            *commitment_tasks(self.reader),
            *office_tasks(self.reader),
            *(task for task in self._action_tasks if task.group is not TaskGroup.LATER),
        ]

    @cached_property
    def _action_tasks(self) -> list[Task]:
        """Return the tasks on actions; those due later show only as the next deadline."""
        followed = positions_on(self.reader.day, self.reader).filter(holder__in=self.holders)
        return action_tasks(followed, self.reader)

    @cached_property
    def tasks(self) -> list[Task]:
        """Return the tasks to show, by group, the earliest first; with those that the page leaves to another list."""
        places = {group: place for place, group in enumerate(TaskGroup)}
        tasks = [task for task in self.all_tasks if task.is_mine or not self.mine]
        return sorted(tasks, key=lambda task: (places[task.group], task.sort_key))

    @property
    def counts(self) -> dict[str, int]:
        """Return how many tasks the office has, and how many of them are the reader's."""
        return {"office": len(self.all_tasks), "mine": sum(task.is_mine for task in self.all_tasks)}

    @cached_property
    def sections(self) -> list[TaskSection]:
        """Return the groups that have tasks, in their order."""
        by_group: defaultdict[TaskGroup, list[Task]] = defaultdict(list)
        for task in self.tasks:
            by_group[task.group].append(task)
        return [self._section(group, tasks) for group, tasks in by_group.items()]

    @property
    def has_open_row(self) -> bool:
        """Whether the action whose row is open is in the list."""
        return any(task.is_update and task.action == self.open_action for task in self.tasks)

    def _section(self, group: TaskGroup, tasks: list[Task]) -> TaskSection:
        of_actions = [task for task in tasks if task.action]
        left_out = {id(task) for task in of_actions[ACTION_TASKS_SHOWN:] if task.action != self.open_action}
        shown = [task for task in tasks if id(task) not in left_out]
        links = list(self._list_links(group)) if left_out else []
        return TaskSection(group, len(tasks), shown, list(self._request_links(group, tasks)), links)

    def _request_links(self, group: TaskGroup, tasks: list[Task]) -> Iterator[TaskLink]:
        """Yield a link for each holder to one request for updates on all its actions in the group."""
        for holder in self.holders if group in FILTERS else ():
            actions = [task.action for task in tasks if task.holder == holder.pk and task.action]
            requested = actions[:MOST_IN_AN_ADDRESS]
            text = ngettext(
                "Request an update on this action of %(holder)s",
                "Request updates on these %(count)d actions of %(holder)s",
                len(actions),
            )
            if len(actions) > MOST_IN_AN_ADDRESS:
                text = _("Request updates on the first %(count)d actions of %(holder)s")
            if requested:
                words = {"count": len(requested), "holder": holder.label}
                yield TaskLink(text % words, request_updates_url(holder, requested))

    def _list_links(self, group: TaskGroup) -> Iterator[TaskLink]:
        """Yield a link to all of each holder in the group. A holder's list has one filter for all due in 30 days."""
        key = FILTERS.get(group)
        if key is None:  # assurances to check again
            for holder in self.holders:
                text = _("See all assurance of %(holder)s") % {"holder": holder.name}
                yield TaskLink(text, reverse("assurance", args=[holder.slug]))
            return
        counts = Counter(task.holder for task in self.all_tasks if task.action and FILTERS.get(task.group) == key)
        for holder in (holder for holder in self.holders if counts[holder.pk]):
            text = ngettext(
                "See %(count)d action of %(holder)s in this list (%(group)s)",
                "See all %(count)d actions of %(holder)s in this list (%(group)s)",
                counts[holder.pk],
            )
            label = _("due in the next 30 days") if key == DUE_NEXT else in_a_sentence(str(PositionGroup(key).label))
            yield TaskLink(
                text % {"count": counts[holder.pk], "holder": holder.name, "group": label},
                f"{holder.get_absolute_url()}?status={key}#all",
            )

    # --- sentences -----------------------------------------------------------------------------------------

    @property
    def has_nothing_urgent(self) -> bool:
        """Return whether nothing has to be done within 30 days; tasks that wait for others may be left."""
        return all(task.group in NOT_URGENT for task in self.tasks)

    @property
    def sentence(self) -> str:
        """Return the first sentences of the page. Actions are counted as on the forces' own pages."""
        of_actions = Counter(task.group for task in self.tasks if task.action and task.group in FILTERS)
        due, overdue = of_actions[TaskGroup.WEEK] + of_actions[TaskGroup.MONTH], of_actions[TaskGroup.OVERDUE]
        late = ngettext("%(count)d action is overdue", "%(count)d actions are overdue", overdue) % {"count": overdue}
        coming = ngettext("%(count)d is due in the next 30 days", "%(count)d are due in the next 30 days", due)
        actions = _("%(overdue)s and %(coming)s.") % {
            "overdue": late if overdue else _("No actions are overdue"),
            "coming": coming % {"count": due} if due else _("none are due in the next 30 days"),
        }
        return " ".join(filter(None, [actions, self._other_tasks_sentence, self._checks_sentence]))

    @property
    def _other_tasks_sentence(self) -> str:
        """Return how many responses, commitments and duties need action; empty without any."""
        by_group = Counter(task.group for task in self.tasks if not task.action)
        count = by_group[TaskGroup.OVERDUE] + by_group[TaskGroup.WEEK] + by_group[TaskGroup.MONTH]
        if not count:
            return ""
        need = ngettext(
            "%(count)d response, commitment or duty needs action",
            "%(count)d responses, commitments or duties need action",
            count,
        ) % {"count": count}
        if not (overdue := by_group[TaskGroup.OVERDUE]):
            return f"{need}."
        return _("%(need)s, %(overdue)d of them overdue.") % {"need": need, "overdue": overdue}

    @property
    def _checks_sentence(self) -> str:
        """Return how many replies to review and actions to check again there are; empty without any."""
        by_group = Counter(task.group for task in self.tasks)
        replies, checks = by_group[TaskGroup.REPLIES], by_group[TaskGroup.CHECK]
        parts = [
            text % {"count": count}
            for count, text in (
                (
                    replies,
                    ngettext(
                        "replies to %(count)d round of requests to review",
                        "replies to %(count)d rounds of requests to review",
                        replies,
                    ),
                ),
                (checks, ngettext("%(count)d action to check again", "%(count)d actions to check again", checks)),
            )
            if count
        ]
        return _("You also have %(tasks)s.") % {"tasks": get_text_list(parts, _("and"))} if parts else ""

    @property
    def next_deadline(self) -> Task | None:
        """Return the first task due after the next 30 days."""
        tasks = [task for task in [*self.all_tasks, *self._action_tasks] if task.group is TaskGroup.LATER]
        own = (task for task in tasks if task.is_mine or not self.mine)
        return min(own, key=lambda task: task.sort_key, default=None)
