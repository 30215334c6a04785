"""Find items whose word and colour say different things."""

from __future__ import annotations

from collections.abc import Sequence

from recommendations.reading.trackers.draft import Draft
from recommendations.reading.trackers.wordings import CLOSED, COMPLETE, IN_PROGRESS, SENT

_DONE = (COMPLETE, SENT, CLOSED)
_FEW = 2  # rows in which word and colour disagree, before a disagreement is the list's habit


def doubt_contradictions(drafts: Sequence[Draft]) -> None:
    """Ask about items that are called done and marked red, where that is an exception in their list."""
    done = [draft for draft in drafts if draft.status in _DONE and draft.status_printed and draft.colour]
    against = [draft for draft in done if draft.colour == "red"]
    if 0 < len(against) <= _FEW and len(done) - len(against) >= 2 * len(against):
        for draft in against:
            draft.status, draft.status_suggested, draft.doubt = None, IN_PROGRESS, "conflict"
