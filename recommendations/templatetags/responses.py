"""What templates say of a response in words."""

from __future__ import annotations

from django import template

from recommendations.responses.models import Explanation

register = template.Library()


@register.filter
def explanation_kind(kind: str) -> str:
    """ "Action taken", "Action proposed", "No action, and why"; an empty string where it is not stated."""
    return str(dict(Explanation.Kind.choices).get(kind, ""))
