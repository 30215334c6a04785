"""What the download of one inspection holds: the cells of its grid, one to a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from forces.people.access import Edition
from recommendations.pages.inspection.queries import InspectionPage
from recommendations.register.models import Action
from recommendations.register.statuses import Group, label_of


def grid_columns() -> list[str]:
    """The names of the columns of `grid_cells`."""
    return [
        _("Held by"),
        _("Region"),
        _("Reference"),
        _("Title"),
        _("Where it stands"),
        _("Deadline, in the report’s words"),
        _("Deadline"),
        _("Last update"),
        _("Edition"),
    ]


def grid_cells(page: InspectionPage) -> Iterator[list[Any]]:
    """One line of a download for each holder and recommendation, national bodies last; of the page's region if any.

    Of a force not kept here it holds what the report asks for, and nothing that was said.
    """
    standings = page.standings_to_download
    actions = Action.objects.select_related("recommendation", "part").in_bulk(
        [standing.action for standing in standings]
    )
    for standing in standings:
        action = actions[standing.action]
        deadline, is_kept = action.deadline, standing.group != Group.NOT_KEPT
        yield [
            standing.name,
            standing.region,
            action.recommendation.reference,
            action.recommendation.short_title,
            label_of(standing.group, standing.wording),
            deadline.deadline_wording or deadline.deadline_words,
            standing.due_on if is_kept else deadline.deadline_on,
            standing.last_update_on if is_kept else None,
            Edition(standing.edition).label,
        ]
