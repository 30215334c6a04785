"""What can be done with several actions at once: the buttons of the page where they are chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body
from forces.people.access import Reader


@dataclass(frozen=True)
class Doing:
    """One thing to do, by the name of its address, and who may do it."""

    words: Promise
    name: str
    may: Callable[[Reader, Body], bool]
    mode: str = ""  # an update for each: what the button says to the page of updates


_DOINGS = (
    Doing(_("Record one update for all"), "update-several", Reader.may_record),
    Doing(_("Record a note for each"), "update-several", Reader.may_record, mode="each"),
    Doing(_("Ask about them in a round"), "round-new", Reader.may_follow),
    Doing(_("Record a letter about them"), "letter-new", Reader.may_enter_letters),
    Doing(_("Change their lead"), "leads-change", Reader.may_follow),
    Doing(_("Name their project"), "project", Reader.may_follow),
    Doing(_("Release their updates"), "release-new", Reader.may_follow),
    Doing(_("Record the office’s view"), "assurance-new", Reader.may_follow),
)


def doings_of(reader: Reader, holder: Body) -> list[tuple[Doing, str]]:
    """What this reader may do with actions of this holder, each with its address."""
    return [(doing, reverse(doing.name, args=[holder.slug])) for doing in _DOINGS if doing.may(reader, holder)]
