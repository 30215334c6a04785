"""An invented example response, to try a template with."""

from __future__ import annotations

import datetime

from recommendations.documents.document_source import DocumentSource
from recommendations.responses.content import ACTION_PROPOSED, NO_ACTION, Letterhead, ResponseContent, ResponseItem


def _item(number: int, text: str, kind: str, explanation: str, comment: str = "") -> ResponseItem:
    return ResponseItem(
        reference=str(number),
        label=f"Recommendation {number}",
        theme="An example of a theme",
        short_title="An example",
        text=text,
        deadline="By 31 January 2025",
        addressed_to="All forces",
        is_national=False,
        needs_explanation=True,
        explanation_kind=kind,
        explanation=explanation,
        chief_officer_comment=comment,
    )


EXAMPLE = DocumentSource(
    ResponseContent(
        inspection_title="An example of the title of an inspection report",
        inspection_short_title="An example",
        inspection_published_on=datetime.date(2024, 8, 22),
        inspection_kind="National, thematic",
        inspection_types=("national", "thematic"),
        force_is_quoted="no",
        inspectorates=("HM Inspectorate of Constabulary and Fire & Rescue Services",),
        force="Example Police",
        body="Police and Crime Commissioner for Example",
        office_holder_title="Police and Crime Commissioner",
        last_day=datetime.date(2024, 10, 16),
        key_findings="An example of a finding.",
        general_comments="An example of a comment on the report.\n\nA second paragraph:\n- with a point",
        chief_officer="invited",
        not_invited_reason="",
        chief_officer_comments="An example of the Chief Constable’s comments.",
        no_chief_officer_comments=False,
        reply_to_chief_officer="An example of a reply to them.",
        items=(
            _item(
                1,
                "Forces should give an example, including:\n- one point; and\n- another.",
                ACTION_PROPOSED,
                "An example of an explanation.",
                "An example of a comment on a recommendation.",
            ),
            _item(2, "Another body should give an example.", NO_ACTION, "An example of why no action is taken."),
        ),
    ),
    Letterhead(
        signatory_name="Name of signatory",
        signatory_title="Job title of signatory",
        address_lines=("1 Example Street", "Example", "EX1 1EX"),
        dated_on=datetime.date(2024, 10, 9),
        is_draft=False,
        is_demonstration=False,
        version=1,
        published_on=datetime.date(2024, 10, 9),
    ),
)
