"""The letter to the Home Secretary, copied to the source of the report, with an appendix of the responses. Pure.

Police Act 1996, s.55: (5) publication of the comments, (5B) an explanation for each recommendation, (6) the copies.
"""

from __future__ import annotations

import dataclasses

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.documents.document_source import DocumentSource
from recommendations.documents.elements import ComposedDocument, Element, Heading, Lines, Paragraphs
from recommendations.documents.shared_sections import (
    chief_officer_elements,
    day,
    items_in_words,
    joint_words,
    kind_of_response,
    licence,
    marks,
    notices,
    recommendation_elements,
    reference_line,
    report_words,
)
from recommendations.responses.completeness import unexplained

HOME_SECRETARY = ("Home Secretary", "Home Office", "2 Marsham Street", "London", "SW1P 4DF")


def compose(source: DocumentSource) -> ComposedDocument:
    """Return the letter and its appendix."""
    content, head = source.content, source.letterhead
    title = _("Response to the report %(titles)s") % {"titles": content.quoted_titles}
    if len(content.reports) > 1:
        title = _("Response to the reports %(titles)s") % {"titles": content.quoted_titles}
    elements: list[Element] = [
        Lines((*content.bodies, *head.address_lines)),
        Lines(HOME_SECRETARY),
        Lines((day(head.dated_on), reference_line(head))),
        Paragraphs(_("Dear Home Secretary")),
        Heading(title, 1),
        Paragraphs(_opening(source)),
        *([Paragraphs(_("Read it at: %(address)s") % {"address": head.web_address})] if head.web_address else []),
        *notices(source),
    ]
    if content.general_comments.strip():
        elements.append(Paragraphs(content.general_comments))
    elements += [
        Paragraphs(_enclosed(source), stays_with_next=True),
        Paragraphs(_("Yours sincerely"), stays_with_next=True),
        *(Lines(signatory, gap_before=True, stays_with_next=True) for signatory in head.signatories),
        Lines(
            (
                _("Copy to: %(body)s") % {"body": content.copied_to},
                _("Enclosed: Appendix, recommendations and responses"),
            )
        ),
        Heading(_("Appendix: recommendations and responses"), 2, starts_page=True),
        *([Paragraphs(_count(source))] if content.shown_items else []),
        *recommendation_elements(content, level=3),
        *chief_officer_elements(content, level=3),
        licence(),
    ]
    return ComposedDocument(
        title=title, author=content.bodies_in_words, marks=marks(source), elements=_without_empty_lines(elements)
    )


def _opening(source: DocumentSource) -> str:
    content, head = source.content, source.letterhead
    words = {
        "kind": kind_of_response(content),
        "body": content.bodies_in_words,
        "report": report_words(content),
        "day": day(head.published_on),
        "to": content.copied_to,
    }
    if content.is_outside_section_55:
        opening = _("This is the %(kind)s of the %(body)s to %(report)s. A copy is sent to you and to %(to)s.")
    else:
        opening = _(
            "This is the %(kind)s of the %(body)s, under section 55(5) of the Police Act 1996, to %(report)s. A copy "
            "is sent to you and to %(to)s as section 55(6) requires."
        )
    if content.is_joint:
        opening = f"{opening} {joint_words(content)}"
    published = _("The response was published on %(day)s.")
    return f"{opening} {published}" % words if head.published_on else opening % words


def _enclosed(source: DocumentSource) -> str:
    content = source.content
    if not any(report.items for report in content.reports):
        return _("The report has no recommendations. The appendix has the %(title)s’s comments.") % {
            "title": content.chief_officer_title
        }
    if not content.shown_items:
        return _("The appendix has the %(title)s’s comments.") % {"title": content.chief_officer_title}
    is_short = any(unexplained(member) for member in content.members) or not any(
        item.needs_explanation for item in content.shown_items
    )
    if is_short or content.is_outside_section_55:
        return _("The appendix sets out %(items)s, with the response recorded.") % {"items": items_in_words(content)}
    return _("The appendix sets out %(items)s, with the explanation that section 55(5B) requires.") % {
        "items": items_in_words(content)
    }


def _count(source: DocumentSource) -> str:
    count = len(source.content.shown_items)
    items = items_in_words(source.content)
    words = ngettext("%(items)s, with the response to it.", "%(items)s, each with the response to it.", count)
    return words % {"items": capfirst(items)}


def _without_empty_lines(elements: list[Element]) -> list[Element]:
    """Return the elements without empty lines: no one has signed a draft, and a letter need not be dated."""
    kept: list[Element] = []
    for element in elements:
        if isinstance(element, Lines):
            element = dataclasses.replace(element, lines=tuple(line for line in element.lines if line))
            if not element.lines:
                continue
        kept.append(element)
    return kept
