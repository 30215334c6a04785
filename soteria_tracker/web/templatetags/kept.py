"""The template tag for parts of pages whose HTML is kept."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.cache import BaseCache, caches
from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from soteria_tracker.web.fingerprint import fingerprint

register = template.Library()


class _NoToken:
    """In place of the token of a form, which is for one session only."""

    def __bool__(self) -> bool:
        raise TypeError("A form with a token cannot be kept.")


def cache() -> BaseCache:
    """Return the cache of the HTML of parts of pages."""
    return caches["template_fragments"]


@register.simple_tag(takes_context=True)
def kept(context: Context, name: str, /, **shown: Any) -> SafeString:
    """Return the template called `name` with these values and the request, and nothing else of the context.

    The HTML is kept under a digest of the values, the address, the language and the rights of the reader
    (`Reader.rights`). So it may show anything of the values and of the address, and nothing of the person. Raises
    TypeError for a form with a token.
    """
    request = context["request"]
    rights = request.reader.rights if hasattr(request, "reader") else None
    key = fingerprint(name, get_language(), request.get_full_path(), rights, shown)
    html = cache().get(key)
    if html is None:
        part = Engine.get_default().get_template(name)
        html = str(part.render(context.new(shown | {"request": request, "csrf_token": _NoToken()})))
        cache().set(key, html)
    return mark_safe(html)  # noqa: S308 - it was rendered by a template
