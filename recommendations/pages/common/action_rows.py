"""Positions as rows: what lists, tables and downloads of actions show of each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body, Force
from forces.people.access import Reader
from recommendations.positions.counting import positions_on
from recommendations.positions.due_dates import issuer, recurs, set_by
from recommendations.positions.models import Position
from recommendations.register.listed_columns import DEADLINE, action_columns, body_columns, recommendation_columns
from recommendations.register.models import Addressee, AddresseeRole, Part, PartDone, Recommendation
from recommendations.register.models.update_state import COUNTED_COLUMNS
from recommendations.register.statuses import PositionGroup, Status
from soteria_tracker.web.templatetags.soteria import day as day_in_words

# What lists show of each action. The text of its update is shown shortened.
_LISTED = (
    *("edition", *COUNTED_COLUMNS, "hmicfrs_deadline_on", "due_on", "update__effective_on", "update__words__text"),
    "update__part_deadlines",
    *body_columns("holder"),
    *("holder__force__region", "holder__force__map_row"),  # read where a query joins the force
    *action_columns("action"),
    *("action__holder__force__territorial", "action__holder__force__country"),  # likewise
    *(f"action__part__{name}" for name in DEADLINE),
    *("next_part__label", "next_part__deadline_set_by"),
    *body_columns("waiting_for_body"),
    *recommendation_columns("waiting_for_recommendation"),
)

_TEXT = "action__recommendation__text"
_JOINED = (
    "action__part",
    "action__recommendation__issued_by",
    "action__recommendation__inspection__issued_by",
    "update__words",
    "next_part",
    "waiting_for_body",
    "waiting_for_recommendation__inspection",
)

# The default order: the order of the groups, then the earliest deadline, then the newest report.
DEFAULT_ORDER = (
    "rank",
    F("due_on").asc(nulls_last=True),
    "-recommendation__inspection__published_on",
    "recommendation__inspection__short_title",
    "recommendation__order",
    "action_id",  # not "action": that would order by names, and read every action for it
)

# Under the headings of inspections, the newest first; within an inspection as in the default order.
BY_INSPECTION = (*DEFAULT_ORDER[2:4], *DEFAULT_ORDER[:2], *DEFAULT_ORDER[4:])


def positions_of(holder: Body, reader: Reader) -> QuerySet[Position]:
    """Return the positions of one holder's actions, as this reader may see them."""
    return positions_on(reader.day, reader, holder)


def action_rows(positions: QuerySet[Position]) -> QuerySet[Position]:
    """Return positions of `counting.positions_on` with what a download shows, in the default order, in one query."""
    rows = positions.select_related("holder", "action__holder", *_JOINED).order_by(*DEFAULT_ORDER)
    return rows.only(*_LISTED, _TEXT)


def short_rows(positions: QuerySet[Position]) -> QuerySet[Position]:
    """Return `action_rows` without the texts, with the number of parts and of parts done."""
    rows = positions.select_related("holder", "action__holder", *_JOINED).order_by(*DEFAULT_ORDER)
    return _with_parts_counted(rows).only(*_LISTED)


def rows_of_holders(
    holders: Iterable[Body], positions: QuerySet[Position], *, with_texts: bool = False
) -> list[Position]:
    """Return positions of these holders as `short_rows`, in no order, without reading the holder of each row again.

    One query, and one if a holder has taken over actions of others.
    """
    rows = _with_parts_counted(positions.select_related(*_JOINED)).only(*_LISTED, *[_TEXT] * with_texts)
    found = list(rows.order_by())
    bodies = {holder.pk: holder for holder in holders}
    bodies |= Body.objects.in_bulk({row.action.holder_id for row in found} - bodies.keys())
    for row in found:
        row.holder, row.action.holder = bodies[row.holder_id], bodies[row.action.holder_id]
    return found


def _with_parts_counted(positions: QuerySet[Position]) -> QuerySet[Position]:
    return positions.annotate(
        parts=_counted(Part.objects.filter(recommendation=OuterRef("recommendation_id")), "recommendation"),
        parts_done=_counted(PartDone.objects.filter(update=OuterRef("update_id")), "update"),
    )


def _counted(rows: QuerySet[Any], of: str) -> Subquery:
    """Return the number of rows for each value of `of`, as a subquery; None where there are none."""
    return Subquery(rows.order_by().values(of).annotate(count=Count("pk")).values("count"))


# --- one row in words --------------------------------------------------------------------------------------


def holder_words(position: Position) -> str:
    """Return who holds the action, and the body that it was opened for if a reorganisation passed it on."""
    if position.holder_id == position.action.holder_id:
        return position.action.holder.shown_name
    names = {"holder": position.holder.shown_name, "former": position.action.holder.shown_name}
    return _("%(holder)s (opened for %(former)s)") % names


def opened_for(position: Position) -> str:
    """Return "Opened for Cleveland Police" where a reorganisation passed the action on; else an empty string."""
    if position.holder_id == position.action.holder_id:
        return ""
    return _("Opened for %(former)s") % {"former": position.action.holder.shown_name}


def waited_for(position: Position, day: datetime.date) -> str:
    """Return what a waiting action is waiting for, such as "Recommendation 4 (Soteria Joint Unit), the IT supplier".

    Empty if it is not waiting.
    A recommendation of a report that is not published on the day is not named.
    """
    if position.status != Status.WAITING or not position.is_tracked:
        return ""
    awaited, body = position.waiting_for_recommendation, position.waiting_for_body
    words = ""
    if awaited and awaited.inspection.is_out_on(day):
        words = awaited.label
        if awaited.inspection_id != position.action.recommendation.inspection_id:
            words = _("%(recommendation)s of %(inspection)s") % {
                "recommendation": words,
                "inspection": awaited.inspection.short_title,
            }
    if body:
        words = f"{words} ({body})" if words else str(body)
    return ", ".join(filter(None, [words, position.waiting_for_other]))


def deadline_words(position: Position) -> str:
    """Return a deadline without a date in words: "Immediately", "No date set" or the report's words."""
    return position.action.deadline.deadline_words


def revised_deadline(position: Position) -> datetime.date | None:
    """Return the deadline set by the source where it differs from the published one, else None."""
    is_revised = position.is_tracked and position.hmicfrs_deadline_on != position.action.published_deadline_on
    return position.hmicfrs_deadline_on if is_revised else None


def next_part_words(position: Position) -> str:
    """Return "part a" if its deadline is the one that counts, else an empty text."""
    part = position.next_part if position.is_tracked else None
    return _("part %(label)s") % {"label": part.label} if part else ""


def days_late(group: str, due_on: datetime.date | None, on: datetime.date) -> int | None:
    """Return how many days an overdue action is past its deadline; None for any other."""
    return (on - due_on).days if group == PositionGroup.OVERDUE and due_on else None


def revised_words(position: Position) -> str:
    """Return how its source changed the published deadline: "Extended by HMICFRS (was 31 January 2025)", or empty."""
    original, revised = position.action.published_deadline_on, revised_deadline(position)
    if not original or not revised:
        return ""
    is_later = revised > original
    words = _("Extended by %(body)s (was %(day)s)") if is_later else _("Brought forward by %(body)s (was %(day)s)")
    return words % {"body": issuer(position), "day": day_in_words(original)}


def deadline_note(position: Position) -> str:
    """Return who set the deadline that counts and how it changed; empty if there is none.

    "Set by HMICFRS", "Set locally, changed 2 times" or "Extended by HMICFRS (was 31 January 2025)"; for the deadline of
    a part "Part a, set by HMICFRS. Everything else by 31 January 2025". The position needs `with_deadline_changes`.
    """
    if part := next_part_words(position):
        own = position.next_occurrence_on or position.own_due_on
        is_local = position.hmicfrs_deadline_on is None and not position.next_occurrence_on
        rest = _("Everything else by %(day)s, set locally") if is_local else _("Everything else by %(day)s")
        rest = rest % {"day": day_in_words(own)} if own else ""
        return ". ".join(filter(None, [f"{capfirst(part)}, {set_by(position)}", rest, revised_words(position)]))
    if recurs(position):
        return f"{capfirst(position.action.deadline.interval_in_words)}, {set_by(position)}"
    times = position.deadline_change_count if position.is_tracked else 0
    note = revised_words(position) or capfirst(set_by(position))
    if position.action.published_deadline_on and revised_deadline(position):
        times = 0 if times == 1 else times  # the words before say so already
    if not note or not times:
        return note
    changed = ngettext("changed %(times)d time", "changed %(times)d times", times) % {"times": times}
    return f"{note}, {changed}"


def parts_words(position: Position) -> str:
    """Return "1 of 2 parts done" for a row of `short_rows`; empty if none is done, or only one part is addressed."""
    done: int | None = getattr(position, "parts_done", None)
    if not done or position.action.part_id or not position.is_tracked:
        return ""
    parts: int = getattr(position, "parts", 0)
    return ngettext("%(done)d of %(parts)d part done", "%(done)d of %(parts)d parts done", parts) % {
        "done": done,
        "parts": parts,
    }


def also_named_in(body: Body, reader: Reader) -> QuerySet[Recommendation]:
    """Return the recommendations that ask others to work with this body, where it has no action of its own."""
    named, existed = Q(body=body), Q()
    if body.opened_on:
        existed &= Q(recommendation__inspection__published_on__gte=body.opened_on)
    if body.closed_on:
        existed &= Q(recommendation__inspection__published_on__lt=body.closed_on)
    if isinstance(body, Force):
        named |= Q(group__in=[group for group in Addressee.Group if group.includes(body)]) & existed
    else:
        named |= Q(group__in=[group for group in Addressee.Group if group.body_kind == body.kind]) & existed
    addressed = Addressee.objects.filter(named, role=AddresseeRole.WITH).values("recommendation")
    return (
        Recommendation.objects.visible_to(reader)
        .filter(pk__in=addressed)
        .exclude(actions__holder__in=reader.held_by(body))
        .select_related("inspection")
        .defer("text", "inspection__key_findings")
        .order_by("-inspection__published_on", "inspection__short_title", "order", "pk")
    )
