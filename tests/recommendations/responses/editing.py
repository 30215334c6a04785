"""Build edits of a draft from the field names on the page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from recommendations.responses.concurrent_edits import Edits

_FIELD = re.compile(r"(?:explanation|comment)-(?:(?P<reference>.+)-)?(?P<field>kind|proposed_by|text)")


def edits(values: Mapping[str, str], base: Mapping[str, str] | None = None) -> dict[str, Edits]:
    """Return the edits by reference: "explanation-7-text" is the field "text" of recommendation 7."""
    each: dict[str, tuple[dict[str, str], dict[str, str]]] = defaultdict(lambda: ({}, {}))
    for name, value in values.items():
        match = _FIELD.fullmatch(name)
        reference, field = (match["reference"] or "", match["field"]) if match else ("", name)
        each[reference][0][field] = value
        if base and name in base:
            each[reference][1][field] = base[name]
    return {reference: Edits(*pair) for reference, pair in each.items()}
