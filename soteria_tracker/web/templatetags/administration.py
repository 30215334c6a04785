"""Template tags of the admin's own templates."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django import template
from django.utils.html import format_html

from soteria_tracker.web.verbatim import VerbatimBlock, blocks

register = template.Library()

MOST_LINKS = 8  # a filter with more choices than this is a drop-down


@register.simple_tag
def drop_down(choices: list[dict[str, Any]]) -> dict[str, Any]:
    """Return how a list filter shows its choices: as links, or as the link "All" and the options of a drop-down.

    The first choice is "All": what its address keeps are the other filters. Each other choice adds a parameter.
    """
    kept = _parameters(choices[0]) if choices else []
    added = [[pair for pair in _parameters(choice) if pair not in kept] for choice in choices[1:]]
    names = {name for pairs in added for name, _value in pairs}
    if len(added) <= MOST_LINKS or len(names) != 1 or any(len(pairs) != 1 for pairs in added):
        return {"links": choices}
    options = [
        {"value": value, "label": choice["display"], "is_selected": choice["selected"]}
        for choice, [(_name, value)] in zip(choices[1:], added, strict=True)
    ]
    return {"links": choices[:1], "kept": kept, "name": names.pop(), "options": options}


def _parameters(choice: dict[str, Any]) -> list[tuple[str, str]]:
    return parse_qsl(choice["query_string"].removeprefix("?"), keep_blank_values=True)


@register.inclusion_tag("components/verbatim.html")
def marked_text(text: str, words: str) -> dict[str, Any]:
    """Return quoted text as `verbatim_text` does, with these words marked."""
    return {
        "blocks": [
            VerbatimBlock(block.is_list, tuple(_marked(line, words) for line in block.lines)) for block in blocks(text)
        ]
    }


def _marked(line: str, words: str) -> str:
    before, found, after = line.partition(words) if words else (line, "", "")
    return format_html("{}<mark>{}</mark>{}", before, found, after) if found else line
