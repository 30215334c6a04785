"""Commitments as lists ask for them: what responses promised, and the duties and promises recorded beside them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from forces.bodies.models import Body, Oversight
from forces.people.access import Reader
from recommendations.responses.models import Commitment

_SHOWN = (
    "body",
    "inspection",
    "action__holder",
    "action__recommendation__inspection",
    "explanation__response__force",
    "explanation__response__inspection",
    "explanation__recommendation",
)
_LONG_TEXTS = (
    "inspection__key_findings",
    "action__recommendation__text",
    "action__recommendation__inspection__key_findings",
    "explanation__text",
    "explanation__response__general_comments",
    "explanation__response__reply",
    "explanation__response__inspection__key_findings",
    "explanation__recommendation__text",
)


def followed_by(reader: Reader) -> QuerySet[Commitment]:
    """What the reader's office keeps the record of, with everything a list shows of each, in one query.

    What responses for its forces promised, whichever body promised it; and what else its forces and itself have to do.
    """
    promised = Q(explanation__response__force__in=reader.office)
    recorded = Q(explanation=None, body__in=reader.office | reader.own_bodies)
    return Commitment.objects.filter(promised | recorded).select_related(*_SHOWN).defer(*_LONG_TEXTS)


def commitments_of(holder: Body, reader: Reader) -> QuerySet[Commitment]:
    """What one body has to do, of what the reader's office follows, the earliest first.

    A local policing body also keeps what responses for its forces promised before its time.
    """
    own = Q(explanation=None, body=holder)
    if holder.kind == Body.Kind.LOCAL:
        overseen = Oversight.objects.on(reader.day).filter(body=holder.pk)
        own |= Q(explanation__response__force__in=overseen.values("force"))
    return followed_by(reader).filter(own).order_by("due_on", "pk")
