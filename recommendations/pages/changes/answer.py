"""What changed, in three lines: what is overdue, what was closed and opened, what was recorded."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.pages.changes.queries import ChangesPage, RecordedUpdates


@dataclass(frozen=True)
class AnswerLine:
    """A line of the answer: its icon, what it says, and what explains it."""

    icon: str
    text: str
    note: str


def answer(page: ChangesPage, recorded: RecordedUpdates) -> list[AnswerLine]:
    """Return the three lines."""
    return [_overdue(page), _open(page), _recorded(recorded)]


def _overdue(page: ChangesPage) -> AnswerLine:
    before, after = page.overdue_before, page.overdue_after
    if not before and not after:
        return AnswerLine("closed", _("Nothing is overdue. Nothing was then."), "")
    text = _("Nothing is overdue.")
    if after:
        text = ngettext("%(count)d action is overdue.", "%(count)d actions are overdue.", after) % {"count": after}
    was = _("None was then.")
    if before:
        was = ngettext("%(count)d was then.", "%(count)d were then.", before) % {"count": before}
    became = page.overdue.count
    notes = [_("%(count)s became overdue.") % {"count": became} if became else _("None became overdue.")]
    if gone := page.no_longer_overdue:
        notes.append(
            ngettext("%(count)d is no longer overdue.", "%(count)d are no longer overdue.", gone) % {"count": gone}
        )
    return AnswerLine("overdue" if after else "closed", f"{text} {was}", " ".join(notes))


def _open(page: ChangesPage) -> AnswerLine:
    counts = page.figures
    parts = [
        words % {"count": counts[key] or _("none")}
        for key, words in (
            ("closed", _("%(count)s closed")),
            ("reopened", _("%(count)s re-opened")),
            ("new", _("%(count)s new")),
        )
    ]
    if counts["ended"]:
        parts.append(_("%(count)s closed for another reason") % {"count": counts["ended"]})
    text = get_text_list(parts, _("and"))
    are_open = ngettext("%(count)d action is open now.", "%(count)d actions are open now.", page.closing)
    was = ngettext("%(count)d was then.", "%(count)d were then.", page.opening)
    note = f"{are_open % {'count': page.closing}} {was % {'count': page.opening}}"
    return AnswerLine("closed", f"{text[:1].upper()}{text[1:]}.", note)


def _recorded(recorded: RecordedUpdates) -> AnswerLine:
    if not recorded.updates:
        return AnswerLine("in-progress", _("No update was recorded."), "")
    updates = ngettext("%(count)d update was recorded", "%(count)d updates were recorded", recorded.updates)
    actions = ngettext("on %(count)d action.", "on %(count)d actions.", recorded.actions)
    text = f"{updates % {'count': recorded.updates}} {actions % {'count': recorded.actions}}"
    return AnswerLine("in-progress", text, "")
