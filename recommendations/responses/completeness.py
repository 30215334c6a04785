"""What a response still lacks before the law is met. Pure.

Police Act 1996, s.55: comments of the local policing body (5A), an explanation for every recommendation (5B), and the
chief officer invited to comment (4). Areas for improvement count where the office's setting says so: that is decided
in each item's `needs_explanation`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recommendations.responses.content import Content


@dataclass(frozen=True)
class Lack:
    """One thing that is missing, where it is put right (the id of a field on the editor's page), and a sentence."""

    field: str
    message: str
    reference: str = ""  # of the recommendation that is not explained


def explanation_field(reference: str) -> str:
    """The editor's field for the explanation of a recommendation."""
    return f"explanation-{reference}"


def lacks(content: Content) -> list[Lack]:
    """Everything still missing, in the order of the page. An empty list: the response is complete."""
    found: list[Lack] = []
    if content.chief_officer == "undecided":
        found.append(Lack("invited", _("Record when the chief officer was invited to comment, or why not")))
    elif content.chief_officer == "not-invited" and not content.not_invited_reason.strip():
        found.append(Lack("not_invited_reason", _("Say why the chief officer was not invited to comment")))
    if not content.general_comments.strip():
        found.append(Lack("general_comments", _("Write the commissioner’s comments on the report")))
    for item in content.items:
        if item.needs_explanation and not item.is_explained:
            message = _(
                "Explain what the commissioner has done or will do about %(label)s, or why nothing will be done"
            ) % {"label": item.label.lower()}
            found.append(Lack(explanation_field(item.reference), message, item.reference))
    return found


def unexplained(content: Content) -> list[str]:
    """The references of the recommendations that need an explanation and have none."""
    return [item.reference for item in content.items if item.needs_explanation and not item.is_explained]
