"""What the register knows, as far as reading a tracker needs it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class KnownItem:
    """An item of a known report. `held_here` says whether the force of the tracker has an action for it."""

    reference: str
    label: str
    kind: str
    text: str
    held_here: bool
    short_title: str = ""
    parent: str = ""
    parts: tuple[str, ...] = ()
    deadline: datetime.date | None = None
    led_by: tuple[str, ...] = ()  # names of the bodies that lead it
    theme: str = ""


@dataclass(frozen=True)
class KnownInspection:
    """A report that the register holds, with every title it has been known by."""

    slug: str
    title: str
    other_titles: tuple[str, ...]
    published_on: datetime.date | None
    source: str
    items: tuple[KnownItem, ...]


@dataclass(frozen=True)
class Known:
    """The register as the person who imports may see it, for one force, and what the office answered before."""

    force: str
    force_names: tuple[str, ...]
    today: datetime.date
    inspections: tuple[KnownInspection, ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict)  # label → key
    bodies: Mapping[str, str] = field(default_factory=dict)  # name or alias → slug
    other_forces: tuple[str, ...] = ()  # names of forces other than this one
    remembered: Mapping[str, str] = field(default_factory=dict)  # key of a question → the office's last answer
