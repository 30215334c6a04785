"""The updates and assurances that a person selected for release, kept in their session until they confirm.

The updates are named one by one, so what someone records after the preview was shown is not released with it.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass

from django.http import Http404, HttpRequest

from forces.bodies.models import Body
from soteria_tracker.web.ids import id_of

_SESSION_KEY = "releases"
_MOST_KEPT = 5


@dataclass(frozen=True)
class ReleaseSelection:
    """Updates and assurances (by id), the audience they are released to, and the purpose."""

    updates: list[int]
    assurances: list[int]
    audience: str
    reason: str = ""


def keep_selection(request: HttpRequest, holder: Body, selection: ReleaseSelection, token: uuid.UUID) -> None:
    """Keep a selection in the person's session, which holds the newest few."""
    kept = request.session.get(_SESSION_KEY, {})
    kept.pop(str(token), None)
    kept[str(token)] = asdict(selection) | {"holder": holder.pk}
    request.session[_SESSION_KEY] = dict(list(kept.items())[-_MOST_KEPT:])


def kept_selection(request: HttpRequest, holder: Body, token: uuid.UUID) -> ReleaseSelection | None:
    """Return the holder's selection kept under the token, or None if the session no longer has it."""
    kept = dict(request.session.get(_SESSION_KEY, {}).get(str(token), {}))
    return ReleaseSelection(**kept) if kept.pop("holder", None) == holder.pk else None


def forget_selection(request: HttpRequest, token: uuid.UUID) -> None:
    """Remove a selection that was confirmed."""
    kept = request.session.get(_SESSION_KEY, {})
    if kept.pop(str(token), None):
        request.session[_SESSION_KEY] = kept


def parse_ids(values: list[str]) -> list[int]:
    """Return the ids that an address or a form names, each once; empty values are skipped. Raises Http404."""
    named = list(dict.fromkeys(value for value in values if value))
    ids = [pk for text in named if (pk := id_of(text)) is not None]
    if len(ids) != len(named):
        raise Http404
    return ids
