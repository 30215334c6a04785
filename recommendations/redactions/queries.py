"""Which requests to remove there are, and what was removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import QuerySet

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.redactions.models import Redaction, RedactionDecision
from recommendations.register.models import Action


def redactions_of(holder: Body, reader: Reader) -> QuerySet[Redaction]:
    """Return the requests about a body's updates, those without a decision first."""
    return (
        Redaction.objects.filter(update__action__holder__in=reader.held_by(holder))
        .select_related(
            "update__words",
            "update__action__holder",
            "update__action__recommendation__inspection",
            "evidence",
            "requested_by",
            "decision__decided_by",
        )
        .order_by("decision__decided_at", "requested_at", "pk")
    )


def to_decide(reader: Reader) -> QuerySet[Redaction]:
    """Return the requests that wait for this reader: those of someone else, where the reader may decide."""
    return (
        Redaction.objects.filter(reader.decides_redactions("update__action__holder"), decision=None)
        .exclude(requested_by=reader.person)
        .select_related("update__action__holder", "update__action__recommendation__inspection", "requested_by")
        .order_by("requested_at", "pk")
    )


def removals_of(action: Action) -> Mapping[int, Mapping[int | None, RedactionDecision]]:
    """Return what was removed from the updates of an action: by update, then by evidence, None for the words."""
    removals: dict[int, dict[int | None, RedactionDecision]] = defaultdict(dict)
    decisions = RedactionDecision.objects.filter(removed=True, redaction__update__action=action)
    for decision in decisions.select_related("redaction"):
        removals[decision.redaction.update_id][decision.redaction.evidence_id] = decision
    return removals


def removed_records() -> set[tuple[str, int]]:
    """Return the kind and id of each record whose words or file were removed, as verifications of the history need."""
    removed = RedactionDecision.objects.filter(removed=True).values_list("redaction__update", "redaction__evidence")
    return {
        ("recommendations.evidence", evidence) if evidence else ("recommendations.update", update)
        for update, evidence in removed
    }
