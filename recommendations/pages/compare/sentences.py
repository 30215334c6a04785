"""A comparison in words, and as the rows of a table and of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.charts.mini_bars import mini_bar
from recommendations.pages.compare.queries import FEWEST_CLOSED, ForceMeasures
from soteria_tracker.web.templatetags.soteria import in_days

_LEAST_SCALE = 4  # of counts, so that one of something does not fill its bar


def title_of(names: Sequence[str]) -> str:
    """Return "Cleveland compared with Cumbria and Durham"."""
    return _("%(first)s compared with %(others)s") % {
        "first": names[0],
        "others": get_text_list(list(names[1:]), _("and")),
    }


def answer(measures: Sequence[ForceMeasures]) -> SafeString:
    """Return what the comparison shows: what each force has closed, and what is overdue."""
    tracked = [each for each in measures if each.uses_soteria_tracker]
    unused = [each.force.label for each in measures if not each.uses_soteria_tracker]
    parts = [_closed(tracked, len(measures)), _overdue(tracked)] if tracked else []
    if unused:
        words = ngettext(
            "%(forces)s does not use Soteria Tracker.", "%(forces)s do not use Soteria Tracker.", len(unused)
        )
        parts.append(format_html("{}", words % {"forces": get_text_list(unused, _("and"))}))
    return format_html_join(" ", "{}", ((part,) for part in parts))


def _closed(tracked: Sequence[ForceMeasures], forces: int) -> SafeString:
    first, *others = tracked
    closed = ngettext("%(closed)d of the %(all)d action", "%(closed)d of the %(all)d actions", first.tally.total)
    words = _("{force} has closed <strong>{closed}</strong> that all {forces} forces share.")
    if forces == 2:
        words = _("{force} has closed <strong>{closed}</strong> that the two forces share.")
    sentence = format_html(
        words,
        force=first.force.label,
        closed=closed % {"closed": first.tally.closed, "all": first.tally.total},
        forces=forces,
    )
    if not others:
        return sentence
    counts = _listed(_("{force} has closed {count}"), [(each, each.tally.closed) for each in others])
    return format_html("{} {}", sentence, counts)


def _overdue(tracked: Sequence[ForceMeasures]) -> SafeString:
    if not any(each.tally.overdue for each in tracked):
        return format_html("{}", _("Nothing is overdue."))
    counts = [(each, each.tally.overdue) for each in tracked]
    return _listed(_("{force} has <strong>{count} overdue</strong>"), counts)


def _listed(first_words: str, counts: Sequence[tuple[ForceMeasures, int]]) -> SafeString:
    """Return "Durham has closed 7 and Cumbria none.": the first force with these words, the others without."""
    words = [first_words, *[_("{force} {count}")] * (len(counts) - 1)]
    listed: list[str] = [
        format_html(form, force=measures.force.label, count=count or _("none"))
        for form, (measures, count) in zip(words, counts, strict=True)
    ]
    return SafeString(f"{get_text_list(listed, _('and'))}.")


@dataclass(frozen=True)
class Measure:
    """One cell: the number, its base in words, and the width and kind of its bar."""

    label: str
    value: str
    base: str
    bar: str
    kind: str = ""


@dataclass(frozen=True)
class MeasureRow:
    """One force: its cells about actions (none where it does not use Soteria Tracker), and that about responses."""

    measures: ForceMeasures
    cells: list[Measure]
    responses: Measure


def rows_of(measures: Sequence[ForceMeasures]) -> list[MeasureRow]:
    """Return the rows of the table. The bars of one column share one scale."""
    overdue = max(_LEAST_SCALE, *(each.tally.overdue for each in measures))
    without = max(_LEAST_SCALE, *(each.without_update for each in measures))
    days = max(each.typical_days or 0 for each in measures)
    return [
        MeasureRow(
            each,
            [_closed_cell(each), _overdue_cell(each, overdue), _without_cell(each, without), _days_cell(each, days)]
            if each.uses_soteria_tracker
            else [],
            _responses_cell(each),
        )
        for each in measures
    ]


def headings() -> list[str]:
    """Return the heads of the columns."""
    return [_("Force"), _("Closed"), _("Overdue"), _("No update"), _("Typical time to close"), _("Responses in time")]


def _closed_cell(measures: ForceMeasures) -> Measure:
    tally, share = measures.tally, measures.tally.closed_share or 0
    base = _("%(closed)d of %(all)d") % {"closed": tally.closed, "all": tally.tracked}
    return Measure(_("Closed"), f"{share}%", base, mini_bar(share, 100), "own" if measures.is_own else "other")


def _overdue_cell(measures: ForceMeasures, scale: int) -> Measure:
    count, days = measures.tally.overdue, measures.longest_late
    if not count:
        base = _("none")
    elif count == 1:
        base = _("%(days)s late") % {"days": in_days(days)}
    else:
        base = _("up to %(days)s late") % {"days": in_days(days)}
    return Measure(_("Overdue"), str(count), base, mini_bar(count, scale), "late")


def _without_cell(measures: ForceMeasures, scale: int) -> Measure:
    count = measures.without_update
    base = _("with no update %(recorded)s") % {"recorded": measures.wording.label} if count else _("none")
    kind = "own" if measures.is_own else "other"
    return Measure(_("No update"), str(count), base, mini_bar(count, scale), kind)


def _days_cell(measures: ForceMeasures, scale: int) -> Measure:
    days, kind = measures.typical_days, "own" if measures.is_own else "other"
    if days is None:
        base = _("too few to say") if measures.tally.closed < FEWEST_CLOSED else _("not known for this date")
        return Measure(_("Typical time to close"), "–", base, mini_bar(0, 1), kind)
    return Measure(_("Typical time to close"), in_days(days), _("half took longer"), mini_bar(days, scale), kind)


def _responses_cell(measures: ForceMeasures) -> Measure:
    label, kind = _("Responses in time"), "own" if measures.is_own else "other"
    if not measures.responses_due:
        return Measure(label, "–", _("none due"), mini_bar(0, 1), kind)
    value = _("%(count)d of %(due)d") % {"count": measures.in_time, "due": measures.responses_due}
    parts = [
        words % {"count": count}
        for count, words in (
            (measures.late, _("%(count)d late")),
            (measures.date_not_stated, _("%(count)d without a stated date")),
            (measures.not_recorded, _("%(count)d not recorded here")),
        )
        if count
    ]
    base = ", ".join(parts) or _("published by the last day")
    return Measure(label, value, base, mini_bar(measures.in_time, measures.responses_due), kind)
