"""What a list of responses comes to: in a sentence, and in numbers for its JSON file."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.pages.responses.queries import ResponseRow
from recommendations.responses.clock import ClockState


def summary_sentence(rows: list[ResponseRow]) -> str:
    """Return how many responses of the reader's office are late or due, and how many responses are published."""
    own = [row for row in rows if row.is_own]
    past = sum(row.state is ClockState.PAST for row in own)
    due = sum(row.days_left is not None for row in own)
    sentences = []
    if past:
        text = ngettext(
            "%(count)d response of your office is past its last day.",
            "%(count)d responses of your office are past their last day.",
            past,
        )
        sentences.append(text % {"count": past})
    if due:
        text = ngettext(
            "Your office still has time to publish %(count)d response.",
            "Your office still has time to publish %(count)d responses.",
            due,
        )
        sentences.append(text % {"count": due})
    return " ".join([*sentences, _published_sentence(rows)])


def _published_sentence(rows: list[ResponseRow]) -> str:
    if not rows:
        return _("No responses match your filter.")
    counts = Counter(row.state for row in rows)
    published = sum(row.clock.has_publication for row in rows)
    if not published:
        return _("No published responses are recorded here.")
    text = _("Of %(all)d responses, %(published)d are recorded here as published, %(in_time)d of them in time.")
    return text % {
        "all": len(rows) - counts[ClockState.NOT_DUE],
        "published": published,
        "in_time": counts[ClockState.PUBLISHED_IN_TIME],
    }


def response_counts(rows: list[ResponseRow]) -> list[tuple[Any, int]]:
    """Return how many responses there are in words, by state."""
    counts = Counter(row.state for row in rows)
    return [(_("Responses"), len(rows)), *((state.label, counts[state]) for state in ClockState if counts[state])]


def response_figures(rows: list[ResponseRow]) -> dict[str, Any]:
    """Return how many responses there are, by state."""
    counts = Counter(row.state for row in rows)
    return {
        "responses": len(rows),
        "published": sum(row.clock.has_publication for row in rows),
        "by_state": {state.value: counts[state] for state in ClockState},
    }
