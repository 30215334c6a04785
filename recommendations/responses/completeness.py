"""What a response still lacks before it meets the law. Pure.

Police Act 1996, s.55: comments of the local policing body (5A), an explanation for every recommendation (5B), and the
chief officer invited to comment (4), which is no duty where the report sets its own rule for responses. Areas for
improvement count where the office's setting says so: that is decided in each item's `needs_explanation`.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recommendations.responses.content import ResponseContent


@dataclass(frozen=True)
class MissingPart:
    """Something that is missing, the id of the field on the editor's page where it belongs, and what to do."""

    field: str
    message: str
    reference: str = ""  # of the recommendation that is not explained


def explanation_prefix(reference: str) -> str:
    """Return the prefix of the form in which a recommendation is explained."""
    return f"explanation-{reference}"


def explanation_field(reference: str) -> str:
    """Return the id of the field in which a recommendation is explained."""
    return f"{explanation_prefix(reference)}-text"


def missing_parts(content: ResponseContent) -> list[MissingPart]:
    """Return everything that is still missing, in the order of the page; nothing where the response is complete."""
    missing: list[MissingPart] = []
    title = {"title": content.chief_officer_title}
    office_holder = content.office_holder_title or _("commissioner")
    if content.chief_officer == "undecided" and not content.is_outside_section_55:
        missing.append(
            MissingPart("invited", _("Record when the %(title)s was invited to comment, or why not") % title)
        )
    elif content.chief_officer == "not-invited" and not content.not_invited_reason.strip():
        missing.append(
            MissingPart("not_invited_reason", _("Enter why the %(title)s was not invited to comment") % title)
        )
    if not content.general_comments.strip():
        missing.append(
            MissingPart(
                "general_comments",
                _("Write the %(title)s’s comments on the report") % {"title": office_holder},
            )
        )
    for item in content.items:
        if item.needs_explanation and not item.is_explained:
            message = _(
                "Explain what the %(title)s has done or will do about %(label)s, or why nothing will be done"
            ) % {"label": item.label_in_a_sentence, "title": office_holder}
            missing.append(MissingPart(explanation_field(item.reference), message, item.reference))
    return missing


def has_letter(content: ResponseContent) -> bool:
    """Return whether there is anything to send: an explanation, or comments where there is nothing to explain."""
    if any(item.needs_explanation for item in content.items):
        return any(item.explanation.strip() for item in content.items)
    return bool(content.general_comments.strip()) or any(item.explanation.strip() for item in content.items)


def unexplained(content: ResponseContent) -> list[str]:
    """Return the labels of the recommendations that need an explanation and have none."""
    return [item.label for item in content.items if item.needs_explanation and not item.is_explained]
