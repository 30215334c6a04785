"""What a person has chosen to release and looks at in a preview, kept with their session until they confirm it.

The updates are named one by one: what somebody records after the preview was made is never released with it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.http import Http404, HttpRequest, QueryDict

from forces.bodies.models import Body
from recommendations.releases.plan import RELEASABLE

_KEY = "releases"
_MOST_KEPT = 5
_LONGEST_ID = 18  # digits: more than a database's whole numbers hold


@dataclass(frozen=True)
class Choice:
    """Updates and assurances (by id) for an audience, and what for."""

    updates: list[int]
    assurances: list[int]
    audience: str
    reason: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Choice:
        """The choice as a form carries it on. Raises Http404 for what is none."""
        if data.get("audience") not in RELEASABLE:
            raise Http404
        return cls(
            updates=ids_in(data.get("updates", "").split(",")),
            assurances=ids_in(data.get("assurances", "").split(",")),
            audience=data["audience"],
            reason=data.get("reason", ""),
        )

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The hidden fields with which a form carries it on."""
        updates, assurances = (",".join(map(str, ids)) for ids in (self.updates, self.assurances))
        return [
            ("updates", updates),
            ("assurances", assurances),
            ("audience", self.audience),
            ("reason", self.reason),
        ]


def keep(request: HttpRequest, holder: Body, choice: Choice, token: uuid.UUID) -> None:
    """Keep a choice in the person's session, the newest few of them."""
    kept = request.session.get(_KEY, {})
    kept.pop(str(token), None)
    kept[str(token)] = asdict(choice) | {"holder": holder.pk}
    request.session[_KEY] = dict(list(kept.items())[-_MOST_KEPT:])


def kept_choice(request: HttpRequest, holder: Body, token: uuid.UUID) -> Choice | None:
    """The choice of this holder's that was kept under the token, if the session still has it."""
    kept = dict(request.session.get(_KEY, {}).get(str(token), {}))
    return Choice(**kept) if kept.pop("holder", None) == holder.pk else None


def forget(request: HttpRequest, token: uuid.UUID) -> None:
    """Forget a choice that was confirmed."""
    kept = request.session.get(_KEY, {})
    if kept.pop(str(token), None):
        request.session[_KEY] = kept


def ids_in(values: list[str]) -> list[int]:
    """The ids that an address or a form names, each once; empty ones are none. Raises Http404 for what is no id."""
    named = list(dict.fromkeys(value for value in values if value))
    if any(not (pk.isascii() and pk.isdigit() and len(pk) <= _LONGEST_ID) for pk in named):
        raise Http404
    return [int(pk) for pk in named]


def named_in(data: QueryDict, name: str) -> list[int]:
    """The ids that an address or a form names one by one under a name."""
    return ids_in(data.getlist(name))
