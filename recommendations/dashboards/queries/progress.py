"""How far actions are, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.positions.counting import Tally
from recommendations.positions.groups import Group


def force_progress_in_words(tally: Tally) -> str:
    """ "86 of 215 force actions are closed and 29 are overdue." Says plainly where no force is kept here."""
    if not tally.total:
        return _("No force has an action here.")
    if not tally.kept:
        return _("No force’s office keeps its records here yet.")
    return " ".join(filter(None, [_closed_and_overdue(tally), _passed(tally), _waiting(tally)]))


def _closed_and_overdue(tally: Tally) -> str:
    closed = ngettext(
        "%(closed)d of %(kept)d force actions is closed",
        "%(closed)d of %(kept)d force actions are closed",
        tally.closed,
    ) % {"closed": tally.closed, "kept": tally.kept}
    if not tally.overdue:
        return _("%(closed)s. Nothing is overdue.") % {"closed": closed}
    overdue = ngettext("%(count)d is overdue", "%(count)d are overdue", tally.overdue) % {"count": tally.overdue}
    return _("%(closed)s and %(overdue)s.") % {"closed": closed, "overdue": overdue}


def _waiting(tally: Tally) -> str:
    waiting = tally.overdue_waiting
    if not waiting:
        return ""
    words = ngettext("%(count)d of the overdue waits for others.", "%(count)d of the overdue wait for others.", waiting)
    return words % {"count": waiting}


def _passed(tally: Tally) -> str:
    passed = tally.groups[Group.PASSED]
    if not passed:
        return ""
    words = _("For %(count)d the deadline has passed and no update is recorded.")
    return words % {"count": passed}
