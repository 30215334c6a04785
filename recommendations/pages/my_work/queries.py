"""What an office has to do, and which of it is one person's: actions, responses, duties, requests and releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body, LocalPolicingBody, Oversight
from forces.people.access import Reader
from recommendations.discussion.queries import assignments_of, open_mentions
from recommendations.pages.my_work.action_tasks import (
    FILTERS,
    MOST_IN_AN_ADDRESS,
    Discussion,
    action_tasks,
    counted_tasks,
    mention_tasks,
    request_updates_url,
)
from recommendations.pages.my_work.commitment_tasks import commitment_tasks
from recommendations.pages.my_work.office_tasks import office_tasks
from recommendations.pages.my_work.response_tasks import joint_request_tasks, response_tasks
from recommendations.pages.my_work.tasks import NOT_URGENT, CountedTask, Task, TaskGroup, group_by_date
from recommendations.pages.responses.queries import current_oversights, response_rows

TASKS_SHOWN = 5  # in one group on the page; a link shows the others

ICONS = {
    TaskGroup.APPROVAL: "sent",
    TaskGroup.OVERDUE: "overdue",
    TaskGroup.WEEK: "due",
    TaskGroup.MONTH: "calendar",
    TaskGroup.PASSED: "passed",
    TaskGroup.WAITING: "waiting",
    TaskGroup.RELEASE: "withheld",
    TaskGroup.REPLIES: "arrow",
    TaskGroup.MENTIONS: "withheld",
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

    `request_links` lead to one request for updates on all its actions.
    """

    group: TaskGroup
    count: int
    tasks: list[Task]
    request_links: list[TaskLink] = field(default_factory=list)

    @property
    def icon(self) -> str:
        return ICONS[self.group]

    @property
    def is_cut_short(self) -> bool:
        """Whether the page leaves out some of its tasks."""
        return len(self.tasks) < self.count


class MyWork:
    """What one office has to do on the reader's day; with `mine` only the reader's own tasks.

    A person's own are the actions assigned to this person, or on which a colleague mentioned this person; the response
    steps that this person can take; and what this person started: requests for updates, assurances to check again,
    commitments and duties.
    """

    def __init__(
        self, reader: Reader, *, mine: bool = False, open_action: int | None = None, whole_group: str = ""
    ) -> None:
        """`open_action` is the id of the action whose row is open: it is shown however long its group is.

        `whole_group` is the group of which every task is shown.
        """
        self.reader = reader
        self.mine = mine
        self.open_action = open_action
        self.whole_group = whole_group

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
    def all_tasks(self) -> list[CountedTask]:
        """Return everything the office has to do."""
        rows = response_rows(self.reader, forces=self.reader.office, oversights=self._oversights)
        on_actions = [task for task in self._on_actions if task.group is not TaskGroup.LATER or task.is_mine]
        listed = {task.action for task in on_actions if task.action}
        return [
            *response_tasks(rows, self.reader),
            *joint_request_tasks(self.reader),
            *commitment_tasks(self.reader),
            *office_tasks(self.reader),
            *on_actions,
            *mention_tasks(self._discussion, self.reader, without=listed),
        ]

    @cached_property
    def _discussion(self) -> Discussion:
        """Return who works on which action, and the comments that wait for the reader, in two queries."""
        mentions = open_mentions(self.reader, self.holders)
        newest = {comment.action_id: comment for comment in reversed(mentions)}
        return Discussion(assignments_of(self.holders, self.reader), newest)

    @cached_property
    def _on_actions(self) -> list[CountedTask]:
        """Return the tasks on actions; those due later show only as the next deadline."""
        return counted_tasks(self.holders, self.reader, self._discussion)

    @cached_property
    def counted(self) -> list[CountedTask]:
        """Return the tasks to show, by group, the earliest first; with those that the page leaves out."""
        places = {group: place for place, group in enumerate(TaskGroup)}
        tasks = [task for task in self.all_tasks if task.is_mine or not self.mine]
        return sorted(tasks, key=lambda task: (places[task.group], task.sort_key))

    @property
    def tasks(self) -> list[Task]:
        """Return the same tasks in full, for the download."""
        return self._in_full(self.counted)

    def _in_full(self, tasks: Sequence[CountedTask]) -> list[Task]:
        """Return these tasks with all that a row shows. One query, for those on actions.

        A task whose action has been deleted since it was counted is left out.
        """
        actions = [task.action for task in tasks if task.action and not isinstance(task, Task)]
        found = action_tasks(self.holders, self.reader, self._discussion, actions) if actions else {}
        in_full = (task if isinstance(task, Task) else found.get(task.action or 0) for task in tasks)
        return [task for task in in_full if task]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many tasks the office has, and how many of them are the reader's."""
        return {"office": len(self.all_tasks), "mine": sum(task.is_mine for task in self.all_tasks)}

    @cached_property
    def sections(self) -> list[TaskSection]:
        """Return the groups that have tasks, in their order."""
        by_group = {group: list(tasks) for group, tasks in groupby(self.counted, lambda task: task.group)}
        shown = {group: self._shown(group, tasks) for group, tasks in by_group.items()}
        in_full = self._in_full([task for tasks in shown.values() for task in tasks])
        by_shown_group = {group: list(tasks) for group, tasks in groupby(in_full, lambda task: task.group)}
        return [
            TaskSection(group, len(tasks), by_shown_group.get(group, []), list(self._request_links(group, tasks)))
            for group, tasks in by_group.items()
        ]

    @property
    def has_open_row(self) -> bool:
        """Whether the action whose row is open is in the list."""
        return any(task.is_update and task.action == self.open_action for task in self.counted)

    def _shown(self, group: TaskGroup, tasks: list[CountedTask]) -> list[CountedTask]:
        """Return the tasks of a group that the page shows."""
        first = tasks if group == self.whole_group else tasks[:TASKS_SHOWN]
        return first + [t for t in tasks[len(first) :] if t.is_update and t.action == self.open_action]

    def _request_links(self, group: TaskGroup, tasks: list[CountedTask]) -> Iterator[TaskLink]:
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

    # --- sentences -----------------------------------------------------------------------------------------

    @property
    def has_nothing_urgent(self) -> bool:
        """Return whether nothing has to be done within 30 days; tasks that wait for others may be left."""
        return all(task.group in NOT_URGENT for task in self.counted)

    @property
    def sentence(self) -> SafeString:
        """Return the first sentences of the page. Actions are counted as on the forces' own pages."""
        of_actions = Counter(task.group for task in self.counted if task.action and task.group in FILTERS)
        due, overdue = of_actions[TaskGroup.WEEK] + of_actions[TaskGroup.MONTH], of_actions[TaskGroup.OVERDUE]
        late = ngettext("%(count)d action is overdue", "%(count)d actions are overdue", overdue) % {"count": overdue}
        coming = ngettext("%(count)d is due in the next 30 days", "%(count)d are due in the next 30 days", due)
        actions = format_html(
            _("<strong>{overdue}</strong> and {coming}."),
            overdue=late if overdue else _("No actions are overdue"),
            coming=coming % {"count": due} if due else _("none are due in the next 30 days"),
        )
        sentences = filter(None, [actions, self._other_tasks_sentence, self._checks_sentence])
        return format_html_join(" ", "{}", ((sentence,) for sentence in sentences))

    @property
    def _other_tasks_sentence(self) -> str:
        """Return how many responses, commitments and duties need action; empty without any."""
        by_group = Counter(self._group_by_date(task) for task in self.counted if not task.action)
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

    def _group_by_date(self, task: CountedTask) -> TaskGroup:
        """Return the group of a task for counting: what waits for approval counts by its date."""
        return group_by_date(task.due_on, self.reader.day) if task.group is TaskGroup.APPROVAL else task.group

    @property
    def _checks_sentence(self) -> str:
        """Return how many comments, replies and actions to check again there are; empty without any."""
        by_group = Counter(task.group for task in self.counted)
        replies, checks = by_group[TaskGroup.REPLIES], by_group[TaskGroup.CHECK]
        comments = by_group[TaskGroup.MENTIONS]
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
                (comments, ngettext("%(count)d comment to answer", "%(count)d comments to answer", comments)),
                (checks, ngettext("%(count)d action to check again", "%(count)d actions to check again", checks)),
            )
            if count
        ]
        return _("You also have %(tasks)s.") % {"tasks": get_text_list(parts, _("and"))} if parts else ""

    @property
    def next_deadline(self) -> Task | None:
        """Return the first task due after the next 30 days."""
        tasks = [task for task in [*self.all_tasks, *self._on_actions] if task.group is TaskGroup.LATER]
        own = [task for task in tasks if task.is_mine or not self.mine]
        first = min(own, key=lambda task: task.sort_key, default=None)
        return self._in_full([first])[0] if first else None
