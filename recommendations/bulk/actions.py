"""What a person can do with several selected actions at once: the buttons of the selection page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body
from forces.people.access import Reader


@dataclass(frozen=True)
class BulkAction:
    """One button: its label, the name of the page it opens, and who may use it."""

    label: Promise
    page: str
    may: Callable[[Reader, Body], bool]
    mode: str = ""  # sent to the page as `mode`


_BULK_ACTIONS = (
    BulkAction(_("Record one update for all"), "bulk-update", Reader.may_record),
    BulkAction(_("Record a note for each"), "bulk-update", Reader.may_record, mode="each"),
    BulkAction(_("Request updates"), "round-new", Reader.may_follow),
    BulkAction(_("Record a letter"), "letter-new", Reader.may_enter_letters),
    BulkAction(_("Change the lead"), "leads-change", Reader.may_follow),
    BulkAction(_("Set the project"), "project", Reader.may_follow),
    BulkAction(_("Release updates"), "release-new", Reader.may_follow),
    BulkAction(_("Record assurance"), "assurance-new", Reader.may_follow),
)


def bulk_actions_for(reader: Reader, holder: Body) -> list[tuple[BulkAction, str]]:
    """Return what the reader may do with actions of this body, each with the address of its page."""
    return [(each, reverse(each.page, args=[holder.slug])) for each in _BULK_ACTIONS if each.may(reader, holder)]
