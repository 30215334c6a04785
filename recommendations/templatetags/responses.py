"""What templates say of a response in words."""

from __future__ import annotations

from django import template

from recommendations.responses.models import Explanation

register = template.Library()


@register.filter
def explanation_kind(kind: str) -> str:
    """ "Action taken", "Action proposed", "No action, and why"; an empty string for none."""
    return str(Explanation.Kind(kind).label) if kind else ""
