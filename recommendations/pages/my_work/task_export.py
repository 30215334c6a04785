"""The download of My work: every task, in the order of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from recommendations.pages.my_work.tasks import Task, When


def figures_of_tasks(tasks: Iterable[Task]) -> dict[str, int]:
    """How many tasks each group has, for the JSON."""
    counts = Counter(task.when for task in tasks)
    return {when.value: counts[when] for when in When}


def task_columns() -> list[str]:
    """The names of the columns of `task_cells`."""
    return [_("Group"), _("Task"), _("About"), _("Due"), _("Timing"), _("How it stands")]


def task_cells(tasks: Iterable[Task]) -> Iterator[list[Any]]:
    """One line of a download for each task, in the order of `task_columns`."""
    for task in tasks:
        yield [task.when.label, task.title, task.about, task.due_on, task.timing, task.state]
