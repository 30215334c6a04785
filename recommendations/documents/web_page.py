"""The page for the office's website. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from recommendations.documents.document_source import DocumentSource
from recommendations.documents.elements import ComposedDocument, Element, FactTable, Heading, Paragraphs
from recommendations.documents.response_form import inspection_facts, key_findings
from recommendations.documents.shared_sections import (
    chief_officer_elements,
    day,
    kind_of_response,
    licence,
    listed,
    marks,
    notices,
    recommendation_elements,
)


def compose(source: DocumentSource) -> ComposedDocument:
    """Return the page, ready to be pasted."""
    content, head = source.content, source.letterhead
    title = _("Response to the inspection %(titles)s") % {"titles": content.quoted_titles}
    if content.is_outside_section_55:
        words = (
            _("Response to the reports %(titles)s")
            if len(content.reports) > 1
            else _("Response to the report %(titles)s")
        )
        title = words % {"titles": content.quoted_titles}
    elif len(content.reports) > 1:
        title = _("Response to the inspections %(titles)s") % {"titles": content.quoted_titles}
    facts = list(inspection_facts(source))
    if head.published_on:
        facts.append((_("Response published"), day(head.published_on)))
    elements: list[Element] = [
        Heading(title, 1),
        Paragraphs(_introduction(source)),
        *notices(source),
        FactTable(tuple(facts)),
        *key_findings(content, _("Key findings")),
    ]
    if content.general_comments.strip():
        comments = _("%(whose)s comments") % {"whose": content.whose}
        elements += [Heading(comments), Paragraphs(content.general_comments)]
    elements += [
        Heading(_("Recommendations and responses")),
        *recommendation_elements(content, level=3),
        *chief_officer_elements(content, level=2),
    ]
    if head.signatory_name:
        signed = "; ".join(", ".join(filter(None, signatory)) for signatory in head.signatories)
        elements.append(Paragraphs(_("Signed by %(who)s") % {"who": signed}))
    elements.append(licence())
    return ComposedDocument(title=title, author=content.bodies_in_words, marks=marks(source), elements=elements)


def _introduction(source: DocumentSource) -> str:
    """Return whose response it is, and what the law requires. A report with its own date or none cites no statute."""
    content = source.content
    words = {
        "kind": kind_of_response(content),
        "body": content.bodies_in_words,
        "force": content.forces_in_words,
        "day": listed(tuple(day(last_day) for last_day in content.last_days)),
    }
    opening = _("This is the %(kind)s of the %(body)s to an inspection report that concerns %(force)s.") % words
    if len(content.reports) > 1:
        opening = _("This is the %(kind)s of the %(body)s to inspection reports that concern %(force)s.") % words
    if content.is_outside_section_55:
        opening = _("This is the %(kind)s of the %(body)s to a report that concerns %(force)s.") % words
        if len(content.reports) > 1:
            opening = _("This is the %(kind)s of the %(body)s to reports that concern %(force)s.") % words
        own_date = _("The report asked for responses by %(day)s.") % words if content.last_days else ""
        return f"{opening} {own_date}".strip()
    law = _(
        "Section 55 of the Police Act 1996 (as amended by section 37 of the Policing and Crime Act 2017) requires "
        "a local policing body to publish its comments on such a report within 56 days, with an explanation of "
        "the action it has taken or proposes to take on each recommendation, or of why it takes none."
    )
    return f"{opening} {law}"
