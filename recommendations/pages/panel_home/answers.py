"""The home of a panel's members in words: its opening sentence, and five questions with their answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.pages.changes.queries import TAKEN_OVER, ChangesPage
from recommendations.pages.panel_home.queries import ForceShare, PanelHome, PlainAction
from soteria_tracker.web.templatetags.soteria import day


@dataclass(frozen=True)
class PanelAnswer:
    """A question with its answer: `strong` stands out, `note` explains it, `more` leads to the section `anchor`."""

    question: str
    strong: str
    text: str
    anchor: str
    more: str
    note: str = ""
    icon: str = ""
    has_more: bool = True  # whether the section is on the page


def lead(home: PanelHome) -> str:
    """Return "1 of 17 actions is late. 6 are closed. As released to the panel on 30 November 2026."."""
    tally = home.tally
    if not tally.total:
        return _("No report asks this force to do anything yet.")
    if not home.is_tracked:
        words = ngettext(
            "This force does not use Soteria Tracker. It was asked to take %(count)d action.",
            "This force does not use Soteria Tracker. It was asked to take %(count)d actions.",
            tally.total,
        )
        return words % {"count": tally.total}
    late = ngettext("%(late)d of %(all)d actions is late.", "%(late)d of %(all)d actions are late.", tally.overdue) % {
        "late": tally.overdue,
        "all": tally.total,
    }
    if not tally.overdue:
        late = ngettext("The only action is not late.", "None of %(all)d actions is late.", tally.total) % {
            "all": tally.total
        }
    closed = ngettext("%(count)d is closed.", "%(count)d are closed.", tally.closed) % {"count": tally.closed}
    if not tally.closed:
        closed = _("None is closed.")
    released = _("As released to the panel on %(day)s.") % {"day": day(home.day)}
    return f"{late} {closed} {released}"


def answers(home: PanelHome) -> list[PanelAnswer]:
    """Return the five answers; none for a force that does not use Soteria Tracker."""
    if not home.is_tracked:
        return []
    return [_late(home), _next(home), _changed(home), _better(home), _others(home)]


def _late(home: PanelHome) -> PanelAnswer:
    count, passed = home.tally.overdue, home.tally.passed
    strong, text, notes = _("Nothing is late."), "", []
    if count:
        actions = ngettext("%(count)d action", "%(count)d actions", count) % {"count": count}
        strong, text = (f"{actions}:", _sentence(_title(home.late[0]))) if count == 1 else (f"{actions}.", "")
        words = _("Due %(day)s, %(timing)s.") if count == 1 else _("The longest: due %(day)s, %(timing)s.")
        notes.append(words % {"day": day(home.late[0].due_on), "timing": home.late[0].timing})
    if passed:
        notes.append(passed_words(passed, is_more=bool(count)))
    return PanelAnswer(
        question=_("What is late?"),
        strong=strong,
        text=text,
        anchor="late",
        more=_("See what is late"),
        note=" ".join(notes),
        icon="overdue" if count else "",
        has_more=bool(count or passed),
    )


def passed_words(count: int, *, is_more: bool) -> str:
    """Return that the date of some actions has passed, while no update of them was released."""
    words = ngettext(
        "%(count)d passed its date with no update released.",
        "%(count)d passed their dates with no update released.",
        count,
    )
    if is_more:
        words = ngettext(
            "%(count)d more passed its date with no update released.",
            "%(count)d more passed their dates with no update released.",
            count,
        )
    return words % {"count": count}


def _next(home: PanelHome) -> PanelAnswer:
    count, until = home.tally.due_next, {"until": day(home.due_until)}
    strong, note = _("Nothing"), ""
    text = _("is due by %(until)s.") % until
    if count:
        first = home.due_next[0]
        strong = ngettext("%(count)d action", "%(count)d actions", count) % {"count": count}
        words = {"day": day(first.due_on), **until}
        is_one_day = count == len(home.due_next) and home.due_next[-1].due_on == first.due_on
        text = _("by %(until)s, the first on %(day)s.") % words
        if count == 1:
            strong, text = f"{strong}:", _sentence(_title(first))
            note = _("Due %(day)s, %(timing)s.") % {"day": day(first.due_on), "timing": first.timing}
        elif is_one_day:
            text = _("by %(until)s, all due on %(day)s.") % words
    elif home.next_due_on:
        note = _("The next date is %(day)s.") % {"day": day(home.next_due_on)}
    return PanelAnswer(
        question=_("What is next?"),
        strong=strong,
        text=text,
        anchor="next",
        more=_("See what is next"),
        note=note,
        has_more=bool(count),
    )


def _changed(home: PanelHome) -> PanelAnswer:
    counts, dates = home.changes.figures, home.changes.deadlines.count
    words = (
        (_("%(count)d closed"), counts["closed"]),
        (_("%(count)d ended"), counts["ended"]),
        (_("%(count)d re-opened"), counts["reopened"]),
        (_("%(count)d new"), counts["new"]),
        (_("%(count)d taken over"), counts.get(TAKEN_OVER, 0)),
        (ngettext("%(count)d date changed", "%(count)d dates changed", dates), dates),
        (_("%(count)d became late"), home.changes.overdue.count),
    )
    parts = [form % {"count": count} for form, count in words if count]
    return PanelAnswer(
        question=_("What has changed?"),
        strong=", ".join(parts) if parts else _("Nothing"),
        text=_("since %(day)s.") % {"day": day(home.changes.start)},
        anchor="changed",
        more=_("See all changes"),
        has_more=home.has_changed,
    )


def _better(home: PanelHome) -> PanelAnswer:
    changes = home.changes
    late = _trend(
        changes.overdue_before,
        changes.overdue_after,
        fewer=_("Fewer late"),
        more=_("More late"),
        same=_("The same number late"),
        none=_("None late"),
    )
    work = _trend(
        changes.opening,
        changes.closing,
        fewer=_("less to do"),
        more=_("more to do"),
        same=_("as much to do"),
        none=_("nothing to do"),
    )
    text = _("Late: %(late)d, was %(late_before)d. Not finished: %(open)d, was %(open_before)d.") % {
        "late": changes.overdue_after,
        "late_before": changes.overdue_before,
        "open": changes.closing,
        "open_before": changes.opening,
    }
    return PanelAnswer(
        question=_("Better or worse?"),
        strong=f"{late}, {work}.",
        text=" ".join(filter(None, [text, _taken_over(changes)])),
        anchor="progress",
        more=_("See progress"),
        has_more=bool(home.progress.steps),
    )


def progress_words(home: PanelHome) -> str:
    """Return "4 opened and 2 closed since 31 August 2026. Late actions fell from 2 to 1."."""
    changes = home.changes
    counts = {
        "new": changes.figures["new"] or _("None"),
        "closed": changes.figures["closed"] or _("none"),
        "day": day(changes.start),
    }
    late = _trend(
        changes.overdue_before,
        changes.overdue_after,
        fewer=_("Late actions fell from %(before)d to %(after)d."),
        more=_("Late actions rose from %(before)d to %(after)d."),
        same=_("%(after)d late, the same as then."),
        none=_("No actions are late, and none were then."),
    ) % {"before": changes.overdue_before, "after": changes.overdue_after}
    sentence = _("%(new)s opened and %(closed)s closed since %(day)s.") % counts
    return " ".join(filter(None, [sentence, _taken_over(changes), late]))


def _taken_over(changes: ChangesPage) -> str:
    """Return "4 actions were taken over."; empty if none was."""
    count = changes.figures.get(TAKEN_OVER, 0)
    words = ngettext("%(count)d action was taken over.", "%(count)d actions were taken over.", count)
    return words % {"count": count} if count else ""


def _trend(before: int, after: int, *, fewer: str, more: str, same: str, none: str) -> str:
    if before == after:
        return same if after else none
    return fewer if after < before else more


def _others(home: PanelHome) -> PanelAnswer:
    answer: dict[str, Any] = {
        "question": _("How do others compare?"),
        "anchor": "others",
        "more": _("See other forces"),
        "has_more": bool(home.others.shares),
    }
    if not home.others.compared_with:
        return PanelAnswer(**answer, strong="", text=_("No other force in the region uses Soteria Tracker."))
    if not home.others.shares:
        words = _("%(force)s and %(others)s have no actions in common.")
        names = [force.label for force in home.others.compared_with]
        return PanelAnswer(
            **answer,
            strong="",
            text=words % {"force": home.force.label, "others": get_text_list(names, _("and"))},
        )
    own, *others = home.others.shares
    text = ngettext(
        "of the %(count)d action it shares with %(others)s.",
        "of the %(count)d actions it shares with %(others)s.",
        own.tally.total,
    )
    listed = get_text_list([_with_share(share) for share in others], _("and"))
    strong = _("%(force)s has closed %(share)d%%") % {"force": own.force.label, "share": own.tally.closed_share or 0}
    return PanelAnswer(**answer, strong=strong, text=text % {"count": own.tally.total, "others": listed})


def _with_share(share: ForceShare) -> str:
    return f"{share.force.label} ({share.tally.closed_share or 0}%)"


def _title(action: PlainAction) -> str:
    return action.position.action.recommendation.short_title


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
