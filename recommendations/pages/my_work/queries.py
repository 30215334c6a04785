"""What an office has to do, and of that what is one person's: of actions, responses, duties, requests and releases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body, LocalPolicingBody, Oversight
from forces.people.access import Reader
from recommendations.pages.common.action_filter import DUE_NEXT
from recommendations.pages.my_work.action_tasks import (
    FILTERS,
    MOST_IN_AN_ADDRESS,
    action_tasks,
    asking_about,
)
from recommendations.pages.my_work.office_tasks import office_tasks
from recommendations.pages.my_work.tasks import (
    UNHURRIED,
    Task,
    When,
    commitment_tasks,
    in_a_sentence,
    response_tasks,
)
from recommendations.pages.responses.queries import current_oversights, response_rows
from recommendations.positions.counting import positions_on
from recommendations.register.statuses import Group

SHOWN = 10  # tasks about actions in one group on the page; the others are a link away

ICONS = {
    When.OVERDUE: "overdue",
    When.WEEK: "due",
    When.MONTH: "calendar",
    When.PASSED: "passed",
    When.WAITING: "waiting",
    When.RELEASE: "withheld",
    When.ANSWERS: "arrow",
    When.CHECK: "partly",
    When.LATER: "event",
}


@dataclass(frozen=True)
class Way:
    """A link: to the actions that the page leaves out, or to where all of a group are dealt with together."""

    words: str
    url: str


@dataclass(frozen=True)
class Pile:
    """The tasks of one group, the earliest first. `count` includes those that are left out.

    `together` leads to one request about all its actions, `more` to the lists that hold what is left out.
    """

    when: When
    count: int
    tasks: list[Task]
    together: list[Way] = field(default_factory=list)
    more: list[Way] = field(default_factory=list)

    @property
    def icon(self) -> str:
        return ICONS[self.when]


class MyWork:
    """What one office has to do on the reader's day; with `mine` only what is the reader's own of it.

    Nothing is assigned to persons. A person's own are the steps of responses that are this person's to take, the
    actions of which that person recorded the last update, and what that person began: the rounds of requests, the
    views to check again, the promises and duties.
    """

    def __init__(self, reader: Reader, *, mine: bool = False) -> None:
        self.reader = reader
        self.mine = mine

    # --- whose ---------------------------------------------------------------------------------------------

    @cached_property
    def _oversights(self) -> dict[int, Oversight]:
        """Who answers for the office's forces, by the force's id."""
        return current_oversights(self.reader, self.reader.office)

    @property
    def bodies(self) -> list[LocalPolicingBody]:
        """The local policing bodies in whose offices the reader works."""
        return sorted({oversight.body for oversight in self._oversights.values()}, key=lambda body: body.name)

    @cached_property
    def followed(self) -> list[tuple[Body, int]]:
        """Whose actions are the office's concern: its forces, then the local policing bodies themselves.

        Each with after how many days without an update its actions are stale.
        """
        oversights = sorted(self._oversights.values(), key=lambda oversight: oversight.force.name)
        forces: list[tuple[Body, int]] = [(oversight.force, oversight.body.update_interval) for oversight in oversights]
        return [*forces, *((body, body.update_interval) for body in self.bodies)]

    @property
    def holders(self) -> list[Body]:
        """Those whom the office follows."""
        return [holder for holder, _interval in self.followed]

    # --- what there is -------------------------------------------------------------------------------------

    @cached_property
    def everything(self) -> list[Task]:
        """All that the office has to do, whoever's it is."""
        rows = response_rows(self.reader, forces=self.reader.office)
        return [
            *response_tasks(rows, self.reader),
            *commitment_tasks(self.reader),
            *office_tasks(self.reader),
            *(task for task in self._of_actions if task.when is not When.LATER),
        ]

    @cached_property
    def _of_actions(self) -> list[Task]:
        """The actions that are dated or wait; those due later are told of only as the next deadline."""
        followed = positions_on(self.reader.day, self.reader).filter(holder__in=self.holders)
        return action_tasks(followed, self.reader)

    @cached_property
    def tasks(self) -> list[Task]:
        """By group, in their order, the earliest first; those included that the page leaves to another list."""
        places = {when: place for place, when in enumerate(When)}
        tasks = [task for task in self.everything if task.is_mine or not self.mine]
        return sorted(tasks, key=lambda task: (places[task.when], task.order))

    @property
    def counts(self) -> dict[str, int]:
        """How many tasks there are: of the office, and of the reader's own."""
        return {"office": len(self.everything), "mine": sum(task.is_mine for task in self.everything)}

    @cached_property
    def piles(self) -> list[Pile]:
        """The groups that hold something, in their order."""
        by_time: defaultdict[When, list[Task]] = defaultdict(list)
        for task in self.tasks:
            by_time[task.when].append(task)
        return [self._pile(time, tasks) for time, tasks in by_time.items()]

    def _pile(self, time: When, tasks: list[Task]) -> Pile:
        left_out = {id(task) for task in [task for task in tasks if task.action][SHOWN:]}
        shown = [task for task in tasks if id(task) not in left_out]
        ways = self._more(time) if left_out else ()
        return Pile(time, len(tasks), shown, together=list(self._together(time, tasks)), more=list(ways))

    def _together(self, time: When, tasks: list[Task]) -> Iterator[Way]:
        """The way to one request about all the actions of a holder that are in the group."""
        for holder in self.holders if time in FILTERS else ():
            actions = [task.action for task in tasks if task.holder == holder.pk and task.action]
            if len(actions) > MOST_IN_AN_ADDRESS:
                words = _("Ask about the first %(count)d actions of %(holder)s in one round")
            else:
                words = _("Ask about these %(count)d actions of %(holder)s in one round")
            asked = actions[:MOST_IN_AN_ADDRESS]
            if len(asked) > 1:
                yield Way(words % {"count": len(asked), "holder": holder.label}, asking_about(holder, asked))

    def _more(self, time: When) -> Iterator[Way]:
        """The way to all of each holder in this group; what is due this week or later this month is one list there."""
        key = FILTERS.get(time)
        if key is None:  # views to check again
            for holder in self.holders:
                words = _("See every view that the office has of %(holder)s") % {"holder": holder.name}
                yield Way(words, reverse("assurance", args=[holder.slug]))
            return
        counts = Counter(task.holder for task in self.everything if task.action and FILTERS.get(task.when) == key)
        for holder in (holder for holder in self.holders if counts[holder.pk]):
            words = ngettext(
                "See the one action of %(holder)s in this list",
                "See all %(count)d actions of %(holder)s in this list",
                counts[holder.pk],
            )
            group = _("due in the next 30 days") if key == DUE_NEXT else Group(key).label
            yield Way(
                words % {"count": counts[holder.pk], "holder": holder.name} + f" ({in_a_sentence(str(group))})",
                f"{holder.get_absolute_url()}?status={key}#all",
            )

    # --- words ---------------------------------------------------------------------------------------------

    @property
    def needs_nothing(self) -> bool:
        """Whether nothing is to be done within 30 days; what waits for others may still be there."""
        return all(task.when in UNHURRIED for task in self.tasks)

    @property
    def sentence(self) -> str:
        """What the page opens with. The counts of the office's actions are those of the forces' own pages."""
        of_actions = Counter(task.when for task in self.tasks if task.action and task.when in FILTERS)
        due, overdue = of_actions[When.WEEK] + of_actions[When.MONTH], of_actions[When.OVERDUE]
        late = ngettext("%(count)d action is overdue", "%(count)d actions are overdue", overdue) % {"count": overdue}
        coming = ngettext("%(count)d is due in the next 30 days", "%(count)d are due in the next 30 days", due)
        words = _("%(overdue)s and %(coming)s.") % {
            "overdue": late if overdue else _("No action is overdue"),
            "coming": coming % {"count": due} if due else _("none is due in the next 30 days"),
        }
        return " ".join(filter(None, [words, self._steps, self._waiting_words]))

    @property
    def _steps(self) -> str:
        """What responses, promises and duties need, of which no page of a force counts anything."""
        by_time = Counter(task.when for task in self.tasks if not task.action)
        to_do = by_time[When.OVERDUE] + by_time[When.WEEK] + by_time[When.MONTH]
        if not to_do:
            return ""
        steps = ngettext(
            "Responses, promises and duties need %(count)d step",
            "Responses, promises and duties need %(count)d steps",
            to_do,
        )
        late = _("%(count)d of them overdue") % {"count": by_time[When.OVERDUE]} if by_time[When.OVERDUE] else ""
        return f"{', '.join(filter(None, [steps % {'count': to_do}, late]))}."

    @property
    def _waiting_words(self) -> str:
        """ "Also: answers of 2 rounds to take in, 3 actions to check again." Empty where there is neither."""
        by_time = Counter(task.when for task in self.tasks)
        answers = ngettext(
            "answers of %(count)d round to take in", "answers of %(count)d rounds to take in", by_time[When.ANSWERS]
        )
        again = ngettext("%(count)d action to check again", "%(count)d actions to check again", by_time[When.CHECK])
        parts = [
            words % {"count": by_time[time]}
            for time, words in ((When.ANSWERS, answers), (When.CHECK, again))
            if by_time[time]
        ]
        return _("Also: %(parts)s.") % {"parts": ", ".join(parts)} if parts else ""

    @property
    def next_deadline(self) -> Task | None:
        """What comes after the next 30 days, when nothing comes before."""
        tasks = [task for task in [*self.everything, *self._of_actions] if task.when is When.LATER]
        own = (task for task in tasks if task.is_mine or not self.mine)
        return min(own, key=lambda task: task.order, default=None)
