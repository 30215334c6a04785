"""A task of My work, and the groups in which the page lists tasks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from recommendations.positions.conditions import DUE_WITHIN_DAYS

DAYS_OF_A_WEEK = 7


class TaskGroup(models.TextChoices):
    """The groups of My work, in the order of the page."""

    APPROVAL = "approval", _("Waiting for your approval")
    OVERDUE = "overdue", _("Overdue")
    WEEK = "week", _("This week")
    MONTH = "month", _("Next 30 days")
    PASSED = "passed", _("Deadline passed, no update recorded")
    WAITING = "waiting", _("Waiting for others")
    RELEASE = "release", _("To release")
    REPLIES = "replies", _("Replies to review")
    MENTIONS = "mentions", _("Comments that mention you")
    CHECK = "check", _("Check again")
    LATER = "later", _("Later")


# These need nothing today: someone else must act first, or the office chooses the day.
NOT_URGENT = frozenset({TaskGroup.WAITING, TaskGroup.RELEASE, TaskGroup.LATER})


@dataclass(frozen=True, kw_only=True)
class CountedTask:
    """The values by which a task is counted, sorted and grouped. No more is read of tasks that the page does not show.

    A task with `is_update` is done in its row: the button opens the quick update there. `is_mine` means that it is
    assigned to the reader or mentions them.
    """

    group: TaskGroup
    due_on: datetime.date | None = None
    is_mine: bool = False
    is_update: bool = False
    holder: int | None = None  # the ids of the holder and the action, for a task about one action
    action: int | None = None

    @property
    def sort_key(self) -> datetime.date:
        return self.due_on or datetime.date.max


@dataclass(frozen=True, kw_only=True)
class Task(CountedTask):
    """One thing to do. `icon` and `state` show its status; `timing` says how far off `due_on` is.

    `url` is the page that the title links to, `verb` the button, and `do_url` where that leads if it is not `url`.
    """

    title: str
    url: str
    about: str
    verb: str
    icon: str
    state: str
    timing: str = ""
    do_url: str = ""


def group_by_date(due_on: datetime.date | None, today: datetime.date) -> TaskGroup:
    """Return the group of a task due on a day. A task without a date is for this week."""
    if due_on is None:
        return TaskGroup.WEEK
    days = (due_on - today).days
    if days < 0:
        return TaskGroup.OVERDUE
    if days <= DAYS_OF_A_WEEK:
        return TaskGroup.WEEK
    return TaskGroup.MONTH if days <= DUE_WITHIN_DAYS else TaskGroup.LATER


def in_a_sentence(label: str) -> str:
    """Return a label as written inside a sentence: "recommendation 7"."""
    return label[:1].lower() + label[1:]
