"""What changed, in three lines: what is overdue, what was closed and opened, what was recorded."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.pages.changes.queries import TAKEN_OVER, ChangesPage, RecordedUpdates
from soteria_tracker.web.templatetags.soteria import day

PastDays = tuple[datetime.date, datetime.date] | None  # of a period that ended before today


@dataclass(frozen=True)
class AnswerLine:
    """A line of the answer: its icon, what it says, and what explains it."""

    icon: str
    text: str
    note: str


def answer(page: ChangesPage, recorded: RecordedUpdates, today: datetime.date) -> list[AnswerLine]:
    """Return the three lines. They name both days of a period that ended before today."""
    days = (page.start, page.end) if page.end < today else None
    return [_overdue(page, days), _open(page, days), _recorded(recorded)]


def _overdue(page: ChangesPage, days: PastDays) -> AnswerLine:
    before, after = page.overdue_before, page.overdue_after
    text = _compared(_("overdue"), before, after, days)
    if not before and not after:
        return AnswerLine("closed", text, "")
    became = page.overdue.count
    notes = [_("%(count)s became overdue.") % {"count": became} if became else _("None became overdue.")]
    if gone := page.no_longer_overdue:
        words = ngettext("%(count)d is no longer overdue.", "%(count)d are no longer overdue.", gone)
        if days:
            words = ngettext("%(count)d was no longer overdue.", "%(count)d were no longer overdue.", gone)
        notes.append(words % {"count": gone})
    return AnswerLine("overdue" if after else "closed", text, " ".join(notes))


def _open(page: ChangesPage, days: PastDays) -> AnswerLine:
    counts = page.figures
    parts = [
        words % {"count": counts[key] or _("none")}
        for key, words in (
            ("closed", _("%(count)s closed")),
            ("reopened", _("%(count)s re-opened")),
            ("new", _("%(count)s new")),
        )
    ]
    if taken_over := counts.get(TAKEN_OVER):
        parts.append(_("%(count)s taken over") % {"count": taken_over})
    if counts["ended"]:
        parts.append(_("%(count)s closed for another reason") % {"count": counts["ended"]})
    text = get_text_list(parts, _("and"))
    note = _compared(_("open"), page.opening, page.closing, days)
    return AnswerLine("closed", f"{text[:1].upper()}{text[1:]}.", note)


def _compared(state: str, before: int, after: int, days: PastDays) -> str:
    """Return how many actions are in a state: "5 actions are overdue, up from 1."; in the past on both days."""
    words = {"state": state, "after": after or _("No"), "before": before or _("none")}
    if not before and not after:
        return _("No actions were %(state)s on either date.") % words
    if not days:
        are = ngettext("%(after)s action is %(state)s", "%(after)s actions are %(state)s", after)
        than = _("up from %(before)s") if after > before else _("down from %(before)s")
        return f"{are}, {than if after != before else _('the same as before')}." % words
    words |= {"start": day(days[0]), "end": day(days[1])}
    were = ngettext("%(after)s action was %(state)s on %(end)s", "%(after)s actions were %(state)s on %(end)s", after)
    than = _("up from %(before)s on %(start)s") if after > before else _("down from %(before)s on %(start)s")
    return f"{were}, {than if after != before else _('as many as on %(start)s')}." % words


def _recorded(recorded: RecordedUpdates) -> AnswerLine:
    if not recorded.updates:
        return AnswerLine("in-progress", _("No update was recorded."), "")
    updates = ngettext("%(count)d update was recorded", "%(count)d updates were recorded", recorded.updates)
    actions = ngettext("on %(count)d action.", "on %(count)d actions.", recorded.actions)
    text = f"{updates % {'count': recorded.updates}} {actions % {'count': recorded.actions}}"
    return AnswerLine("in-progress", text, "")
