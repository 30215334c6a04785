"""What a list of responses comes to in words, and its download."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.pages.responses.queries import ResponseRow
from recommendations.responses.clock import State


def completeness_words(row: ResponseRow) -> str:
    """ "12 of 14"; of a publication whether it was incomplete; empty where nothing is written."""
    if row.publication:
        return _("Published incomplete") if row.is_incomplete else ""
    return str(row.explained) if row.explained else ""


def sentence(rows: list[ResponseRow]) -> str:
    """What a list of responses comes to, the reader's own office first."""
    own = [row for row in rows if row.is_own]
    past = sum(1 for row in own if row.state is State.PAST)
    soon = sum(1 for row in own if row.days_left is not None)
    words = []
    if past:
        words.append(
            ngettext(
                "%(count)d response of your office is past its last day.",
                "%(count)d responses of your office are past their last day.",
                past,
            )
            % {"count": past}
        )
    if soon:
        words.append(
            ngettext(
                "%(count)d response of your office is still to be published in time.",
                "%(count)d responses of your office are still to be published in time.",
                soon,
            )
            % {"count": soon}
        )
    return " ".join([*words, published_sentence(rows)])


def published_sentence(rows: list[ResponseRow]) -> str:
    """ "40 of 86 published responses are recorded here, 35 of them published in time."""
    if not rows:
        return _("No response matches.")
    counts = Counter(row.state for row in rows)
    published = sum(1 for row in rows if row.clock.has_publication)
    if not published:
        return _("No published response is recorded here.")
    words = _("Of %(all)d responses, %(published)d are recorded here as published, %(in_time)d of them in time.")
    return words % {
        "all": len(rows) - counts[State.NOT_DUE],
        "published": published,
        "in_time": counts[State.PUBLISHED_IN_TIME],
    }


# --- the download ------------------------------------------------------------------------------------------


def figures_of_responses(rows: list[ResponseRow]) -> dict[str, Any]:
    """What a list of responses counts, by state, for its JSON."""
    counts = Counter(row.state for row in rows)
    return {
        "responses": len(rows),
        "published": sum(1 for row in rows if row.clock.has_publication),
        "by_state": {state.value: counts[state] for state in State},
    }


def response_columns() -> list[str]:
    """The names of the columns of `response_cells`."""
    return [
        _("Inspection"),
        _("Report published"),
        _("Force"),
        _("Local policing body"),
        _("State"),
        _("State in words"),
        _("Last day"),
        _("Response published"),
        _("Response dated"),
        _("Explained (own office)"),
        _("Stage (own office)"),
    ]


def response_cells(rows: Iterable[ResponseRow]) -> Iterator[list[Any]]:
    """One line of a download for each row, in the order of `response_columns`."""
    for row in rows:
        yield [
            row.inspection.short_title,
            row.inspection.published_on,
            row.force.name,
            row.body.name if row.body else "",
            row.state.label,
            row.clock.words,
            row.last_day,
            row.clock.published_on,
            row.clock.dated_on,
            completeness_words(row),
            row.stage,
        ]
