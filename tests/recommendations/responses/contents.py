"""Contents of responses as plain values, for tests that need no database."""

from __future__ import annotations

import datetime
from typing import Any

from recommendations.responses.content import ResponseContent, ResponseItem


def item(reference: str, **fields: Any) -> ResponseItem:
    return ResponseItem(
        **{
            "reference": reference,
            "label": f"Recommendation {reference}",
            "theme": "",
            "short_title": f"Improve matter {reference}",
            "text": "Forces should improve it.",
            "deadline": "By 31 January 2025",
            "addressed_to": "All forces",
            "is_national": False,
            "needs_explanation": True,
            "explanation_kind": "taken",
            "explanation": "We have acted.",
            **fields,
        }
    )


def content(*items: ResponseItem, **fields: Any) -> ResponseContent:
    """A complete content of these items."""
    return ResponseContent(
        **{
            "inspection_title": "An inspection report",
            "inspection_short_title": "A report",
            "inspection_published_on": datetime.date(2024, 8, 22),
            "inspection_kind": "National, thematic",
            "inspectorates": ("HMICFRS",),
            "force": "Cleveland Police",
            "body": "Police and Crime Commissioner for Cleveland",
            "office_holder_title": "Police and Crime Commissioner",
            "last_day": datetime.date(2024, 10, 16),
            "key_findings": "",
            "general_comments": "I welcome the report.",
            "chief_officer": "invited",
            "not_invited_reason": "",
            "chief_officer_comments": "",
            "no_chief_officer_comments": False,
            "reply_to_chief_officer": "",
            "items": items or (item("1"), item("2")),
            **fields,
        }
    )
