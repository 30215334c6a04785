"""Who works on which action, and what colleagues said about it. Only for readers who do the office's work."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from forces.bodies.models import Body, Oversight
from forces.people.access import Reader
from forces.people.models import Membership, Person, Role
from recommendations.discussion.mentions import marked, mentioned
from recommendations.discussion.models import ActionComment, Assignment
from recommendations.register.listed_columns import action_columns
from recommendations.register.models import Action, Update, visible_inspections


def colleagues(holder: Body, reader: Reader) -> QuerySet[Person]:
    """Return the people who work today in the office of a holder: of its overseer, or of the body itself.

    A body whose record has passed to another has the office of that one.
    """
    day = _today(reader)
    holder_now = reader.handovers.holder_on(holder.pk, day)
    overseers = Oversight.objects.on(day).filter(force=holder_now)
    in_office = _office_memberships(day).filter(Q(body__in=overseers.values("body")) | Q(body=holder_now))
    return Person.objects.filter(is_active=True, pk__in=in_office.values("person")).order_by("name", "email")


def _today(reader: Reader) -> datetime.date:
    return reader.present_day or reader.day


def _office_memberships(day: datetime.date) -> QuerySet[Membership]:
    return Membership.objects.held_on(day).filter(role__in=(Role.OPCC_STAFF, Role.OPCC_APPROVER))


def colleagues_by_name(holder: Body, reader: Reader) -> dict[str, list[Person]]:
    """Return the colleagues by name. People of the same name, whatever its case, are together."""
    by_name: dict[str, list[Person]] = {}
    for person in colleagues(holder, reader):
        by_name.setdefault(str(person).casefold(), []).append(person)
    return {str(people[0]): people for people in by_name.values()}


def words_that_mention_no_one(comment: ActionComment, reader: Reader) -> list[str]:
    """Return the words after "@" in a comment that are the name of no colleague."""
    _found, unknown = mentioned(comment.text, colleagues_by_name(comment.action.holder, reader))
    return unknown


def assignment_of(action: Action, reader: Reader) -> Assignment | None:
    """Return the assignment that holds, or None if the action is assigned to no one who works in the office."""
    latest = Assignment.objects.filter(action=action).select_related("assignee").order_by("-pk").first()
    if latest is None or latest.assignee is None:
        return None
    return latest if colleagues(action.holder, reader).filter(pk=latest.assignee.pk).exists() else None


def assignments_of(holders: Collection[Body], reader: Reader) -> dict[int, Assignment]:
    """Return the assignments that hold of all actions of these holders, by the action's id.

    One query, and one for each holder with an action that is assigned to someone.
    """
    assignments = Assignment.objects.filter(action__holder__in=_held_by(holders, reader)).order_by("pk")
    assignments = assignments.select_related("assignee", "action")
    latest = {
        assignment.action_id: assignment
        for assignment in assignments.only("action__holder", "assignee__name", "assignee__email")
    }
    holder_of = {pk: reader.handovers.holder_on(each.action.holder_id, _today(reader)) for pk, each in latest.items()}
    assigned_at = {holder_of[pk] for pk, assignment in latest.items() if assignment.assignee_id}
    offices = {
        holder.pk: set(colleagues(holder, reader).values_list("pk", flat=True))
        for holder in holders
        if holder.pk in assigned_at
    }
    return {pk: each for pk, each in latest.items() if each.assignee_id in offices.get(holder_of[pk], ())}


def _held_by(holders: Collection[Body], reader: Reader) -> frozenset[int]:
    return reader.handovers.held_by([holder.pk for holder in holders], _today(reader))


@dataclass(frozen=True)
class CommentView:
    """A comment as the page shows it: `pieces` are its text, each with whether it is a mention."""

    comment: ActionComment
    is_own: bool
    pieces: list[tuple[str, bool]]


def comments_on(action: Action, reader: Reader) -> list[CommentView]:
    """Return the comments on an action, the oldest first; none for readers outside its office. Two queries."""
    if not reader.may_follow(action.holder):
        return []
    comments = ActionComment.objects.filter(action=action).select_related("written_by").prefetch_related("named")
    return [
        CommentView(
            comment,
            is_own=comment.written_by_id == reader.person.pk,
            pieces=marked(comment.text, [mention.words for mention in comment.named.all()]),
        )
        for comment in comments.order_by("pk")
    ]


def open_mentions(reader: Reader, holders: Collection[Body]) -> list[ActionComment]:
    """Return the comments on these holders' actions that wait for the reader, the newest first, in one query.

    A comment that mentions the reader waits until the reader comments on the action or records an update of it.
    """
    answers = ActionComment.objects.filter(
        action=OuterRef("action"), written_by=reader.person, written_at__gte=OuterRef("written_at")
    )
    updates = Update.objects.filter(
        action=OuterRef("action"), recorded_by=reader.person, recorded_at__gte=OuterRef("written_at")
    )
    return list(
        ActionComment.objects.filter(mentions=reader.person, action__holder__in=_held_by(holders, reader))
        .exclude(written_by=reader.person)
        .filter(~Exists(answers), ~Exists(updates))
        .filter(visible_inspections(reader, "action__recommendation__inspection__"))
        .select_related("written_by", "action__holder", "action__recommendation__inspection")
        .only("text", "written_at", "written_by__name", "written_by__email", *action_columns("action"))
        .order_by("-pk")
    )
