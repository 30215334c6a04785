"""Positions as rows: what lists, tables and downloads of actions show of each."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body, Force
from forces.people.access import Reader
from recommendations.positions.counting import positions_on
from recommendations.positions.models import Position
from recommendations.register.models import Addressee, Part, PartDone, Recommendation
from recommendations.register.statuses import Status

# Long texts that no list shows; the download does.
_LONG_TEXTS = ("action__recommendation__text", "action__recommendation__inspection__key_findings", "action__part__text")

# What stands first: the order of the groups, then the earliest deadline, then the newest report.
DEFAULT_ORDER = (
    "rank",
    F("due_on").asc(nulls_last=True),
    "-recommendation__inspection__published_on",
    "recommendation__inspection__short_title",
    "recommendation__order",
    "action_id",  # not "action": that would order by names, and read every action for it
)


def positions_of(holder: Body, reader: Reader) -> QuerySet[Position]:
    """Where the actions of one holder stand, in the edition this reader sees."""
    return positions_on(reader.day, reader, holder)


def action_rows(positions: QuerySet[Position]) -> QuerySet[Position]:
    """Positions of `counting.positions_on`, with everything a row shows, in the default order, in one query."""
    return positions.select_related(
        "action__holder",
        "action__part",
        "action__recommendation__inspection",
        "update__words",
        "waiting_for_body",
        "waiting_for_recommendation__inspection",
    ).order_by(*DEFAULT_ORDER)


def short_rows(positions: QuerySet[Position]) -> QuerySet[Position]:
    """`action_rows` without the long texts, with how many parts there are and how many of them are done."""
    rows = action_rows(positions).defer(*_LONG_TEXTS, "waiting_for_recommendation__text")
    return rows.annotate(
        parts=_counted(Part.objects.filter(recommendation=OuterRef("recommendation_id")), "recommendation"),
        parts_done=_counted(PartDone.objects.filter(update=OuterRef("update_id")), "update"),
    )


def _counted(rows: QuerySet[Any], of: str) -> Subquery:
    """How many there are of what `of` names; None where there are none."""
    return Subquery(rows.order_by().values(of).annotate(count=Count("pk")).values("count"))


# --- one row in words --------------------------------------------------------------------------------------


def waited_for(position: Position, day: datetime.date) -> str:
    """ "Recommendation 4 (Soteria Joint Unit)": whom or what a waiting action waits for; empty if it does not wait.

    A recommendation of a report that is not out on the day is not named.
    """
    if position.status != Status.WAITING or not position.is_kept:
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
    if not words:
        return str(body) if body else ""
    return f"{words} ({body})" if body else words


def deadline_words(position: Position) -> str:
    """The deadline that counts where it has no date: "Immediately", "No date set" or the report's words."""
    return position.action.deadline.deadline_words


def due_on(position: Position) -> datetime.date | None:
    """The deadline that counts; of a force not kept here, the published one."""
    return position.due_on if position.is_kept else position.action.deadline.deadline_on


def original_deadline(position: Position) -> datetime.date | None:
    """The published deadline, where HMICFRS has set another since."""
    published = position.action.published_deadline_on
    return published if published and revised_deadline(position) else None


def revised_deadline(position: Position) -> datetime.date | None:
    """HMICFRS's deadline, where it is another than the published one."""
    is_other = position.is_kept and position.hmicfrs_deadline_on != position.action.published_deadline_on
    return position.hmicfrs_deadline_on if is_other else None


def is_local_target(position: Position) -> bool:
    """Whether the deadline that counts was set locally, because HMICFRS set none."""
    return position.is_kept and position.due_on is not None and position.hmicfrs_deadline_on is None


def set_by(position: Position) -> str:
    """Who set the deadline that counts: "set by HMICFRS" or "set locally"; empty where there is no date."""
    if due_on(position) is None:
        return ""
    is_local = position.hmicfrs_deadline_on is None if position.is_kept else not position.action.published_deadline_on
    return _("set locally") if is_local else _("set by HMICFRS")


def moved_words(position: Position) -> str:
    """ "changed once", "changed 3 times"; empty if it never was, or the force does not use Soteria Tracker."""
    times = position.deadline_change_count if position.is_kept else 0
    if not times:
        return ""
    return _("changed once") if times == 1 else _("changed %(times)d times") % {"times": times}


def parts_words(position: Position) -> str:
    """ "1 of 2 parts done", of one of `short_rows`; empty where none is said to be done, or only one concerns it."""
    done: int | None = getattr(position, "parts_done", None)
    if not done or position.action.part_id or not position.is_kept:
        return ""
    parts: int = getattr(position, "parts", 0)
    return ngettext("%(done)d of %(parts)d part done", "%(done)d of %(parts)d parts done", parts) % {
        "done": done,
        "parts": parts,
    }


def also_named_in(body: Body, reader: Reader) -> QuerySet[Recommendation]:
    """Recommendations that name the body as working with those who lead, where it has no action of its own."""
    named = Q(body=body)
    if isinstance(body, Force) and body.territorial:
        existed = Q()
        if body.opened_on:
            existed &= Q(recommendation__inspection__published_on__gte=body.opened_on)
        if body.closed_on:
            existed &= Q(recommendation__inspection__published_on__lt=body.closed_on)
        named |= Q(group=Addressee.Group.ALL_FORCES) & existed
    elif body.kind == Body.Kind.LOCAL:
        named |= Q(group=Addressee.Group.LOCAL_POLICING_BODIES)
    addressed = Addressee.objects.filter(named, role=Addressee.Role.WITH).values("recommendation")
    return (
        Recommendation.objects.visible_to(reader)
        .filter(pk__in=addressed)
        .exclude(actions__holder=body)
        .select_related("inspection")
        .defer("text", "inspection__key_findings")
        .order_by("-inspection__published_on", "inspection__short_title", "order", "pk")
    )
