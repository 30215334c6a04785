"""Template filters for responses."""

from __future__ import annotations

from django import template

from recommendations.responses.models import ExplanationKind

register = template.Library()


@register.filter
def explanation_kind(kind: str) -> str:
    """Return the label of a kind of explanation, such as "Action taken"; empty if it is not stated."""
    return str(dict(ExplanationKind.choices).get(kind, ""))
