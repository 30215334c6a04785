"""Duties and commitments as lists show them: those in responses, and those recorded besides."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from forces.bodies.models import Body, BodyKind, Oversight
from forces.people.access import Reader
from recommendations.register.listed_columns import body_columns, label_columns
from recommendations.responses.models import Commitment

_RELATED = (
    "body",
    "inspection",
    "action__holder",
    "action__recommendation__inspection",
    "explanation__response__force",
    "explanation__response__inspection",
    "explanation__recommendation",
)
_LISTED = (
    *("kind", "what", "source", "due_on", "done_on", "how_done"),
    *body_columns("body"),
    "inspection__short_title",
    *body_columns("action__holder"),
    *label_columns("action__recommendation"),
    *("action__recommendation__inspection__slug", "action__recommendation__inspection__short_title"),
    *body_columns("explanation__response__force"),
    *("explanation__response__inspection__slug", "explanation__response__inspection__short_title"),
    *label_columns("explanation__recommendation"),
)


def commitments_followed_by(reader: Reader) -> QuerySet[Commitment]:
    """Return what the reader's office keeps the record of, with what lists show of it, in one query.

    That is: commitments in responses for its forces, whichever body made them; and other duties and commitments of
    its forces and itself.
    """
    in_responses = Q(explanation__response__force__in=reader.office)
    recorded = Q(explanation=None, body__in=reader.office | reader.own_bodies)
    return Commitment.objects.filter(in_responses | recorded).select_related(*_RELATED).only(*_LISTED)


def commitments_of(holder: Body, reader: Reader) -> QuerySet[Commitment]:
    """Return what one body has to do, as far as the reader's office follows it, earliest first.

    A local policing body also keeps the commitments that its predecessors made in responses for its forces.
    """
    own = Q(explanation=None, body__in=reader.held_by(holder))
    if holder.kind == BodyKind.LOCAL:
        overseen = Oversight.objects.on(reader.day).filter(body=holder.pk)
        own |= Q(explanation__response__force__in=overseen.values("force"))
    return commitments_followed_by(reader).filter(own).order_by("due_on", "pk")
