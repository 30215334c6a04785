"""What the register knows, as far as reading a document needs it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from recommendations.reading.trackers.known import KnownInspection

__all__ = ["KnownBody", "KnownInspection", "KnownRegister"]


@dataclass(frozen=True)
class KnownBody:
    """A body with every name it has been known by. `kind` is force, local or national."""

    slug: str
    kind: str
    name: str
    other_names: tuple[str, ...] = ()
    place: str = ""  # of a force: "Devon and Cornwall"


@dataclass(frozen=True)
class KnownRegister:
    """The bodies and reports of the register, as the person who reads may see them."""

    today: datetime.date
    bodies: tuple[KnownBody, ...] = ()
    local_bodies: Mapping[str, str] = field(default_factory=dict)  # slug of a force → that of its local policing body
    inspections: tuple[KnownInspection, ...] = ()
