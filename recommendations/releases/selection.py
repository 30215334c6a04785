"""The updates and assurances that a person selected for release, fields in their session until they confirm.

The updates are named one by one, so what someone records after the preview was shown is not released with it.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass

from django.http import Http404, HttpRequest

from forces.bodies.models import Body
from soteria_tracker.web.ids import id_of

_SESSION_KEY = "releases"
_MOST_STORED = 5


@dataclass(frozen=True)
class ReleaseSelection:
    """Updates and assurances (by id), the audience they are released to, and the purpose."""

    updates: list[int]
    assurances: list[int]
    audience: str
    reason: str = ""


def store_selection(request: HttpRequest, holder: Body, selection: ReleaseSelection, token: uuid.UUID) -> None:
    """Store a selection in the person's session, which holds the newest few."""
    selections = request.session.get(_SESSION_KEY, {})
    selections.pop(str(token), None)
    selections[str(token)] = asdict(selection) | {"holder": holder.pk}
    request.session[_SESSION_KEY] = dict(list(selections.items())[-_MOST_STORED:])


def stored_selection(request: HttpRequest, holder: Body, token: uuid.UUID) -> ReleaseSelection | None:
    """Return the holder's selection stored under the token, or None if the session no longer has it."""
    fields = dict(request.session.get(_SESSION_KEY, {}).get(str(token), {}))
    return ReleaseSelection(**fields) if fields.pop("holder", None) == holder.pk else None


def delete_selection(request: HttpRequest, token: uuid.UUID) -> None:
    """Remove a selection that was confirmed."""
    selections = request.session.get(_SESSION_KEY, {})
    if selections.pop(str(token), None):
        request.session[_SESSION_KEY] = selections


def parse_ids(values: list[str]) -> list[int]:
    """Return the ids that an address or a form names, each once; empty values are skipped. Raises Http404."""
    named = list(dict.fromkeys(value for value in values if value))
    ids = [pk for text in named if (pk := id_of(text)) is not None]
    if len(ids) != len(named):
        raise Http404
    return ids
