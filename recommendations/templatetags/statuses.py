"""Template tags for statuses and groups."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from recommendations.register.statuses import Status, Wording, label_of, short_label_of
from soteria_tracker.web.templatetags.soteria import labelled_icon

register = template.Library()


@register.simple_tag
def status(
    key: str, label: str = "", *, tag: bool = False, short: bool = False, wording: Wording = Wording.RECORDED
) -> SafeString:
    """Return the icon and label of a status or group: its own label, unless one is given.

    `short` is for a narrow cell, `tag` for a tinted background. `wording`: whether "no update" means that none was
    recorded or that none was released.
    """
    own_label = short_label_of if short else label_of
    return labelled_icon(key, label or own_label(key, wording), tag=tag)


@register.simple_tag
def all_statuses() -> list[Status]:
    """Return the statuses in the order in which pages list them."""
    return list(Status)
