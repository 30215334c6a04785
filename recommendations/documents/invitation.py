"""The invitation to the Chief Constable, with a table to fill in that filled_invitation.py reads back. Pure.

Police Act 1996, s.55(4): the local policing body invites the chief officer's comments before a date it specifies.
It shows the recommendations, but none of the explanations.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from recommendations.documents.document_source import DocumentSource
from recommendations.documents.elements import ComposedDocument, DataTable, Element, Heading, Lines, Paragraphs
from recommendations.documents.shared_sections import (
    day,
    licence,
    marks,
    reference_line,
    report_words,
)
from recommendations.responses.content import ResponseContent

# The header of the table to fill in: what filled_invitation.py looks for.
REFERENCE, RECOMMENDATION, COMMENT = "Reference", "Recommendation", "Your comment"
GENERAL = "General"


def compose(source: DocumentSource) -> ComposedDocument:
    """Return the invitation. It is sent while the response is a draft, so it is never marked as one."""
    content, head = source.content, source.letterhead
    dated = source.invited_on or head.dated_on
    title = _("Invitation to comment on “%(title)s”") % {"title": content.inspection_title}
    elements: list[Element] = [
        Lines((content.body, *head.address_lines)),
        Lines(tuple(filter(None, (head.chief_officer_name, content.chief_officer_title, content.force)))),
        *([Lines(tuple(filter(None, (day(dated), reference_line(head)))))] if dated else []),
        Paragraphs(_("Dear %(title)s") % {"title": content.chief_officer_title}),
        Heading(title, 1),
        Paragraphs(_opening(source)),
        Paragraphs(
            _(
                "Please write in the last column of the table: about the report as a whole in the first row, then "
                "about each recommendation. An empty cell means no comment. Please do not change the first column, "
                "and send this file back. Your comments are published with the response."
            )
        ),
        Paragraphs(_("Yours sincerely"), stays_with_next=True),
        Lines(_signatory(source), gap_before=True),
        Heading(_("Your comments"), starts_page=True),
        DataTable(
            caption=_("%(title)s’s comments") % {"title": content.chief_officer_title},
            head=(REFERENCE, RECOMMENDATION, COMMENT),
            rows=(
                (GENERAL, _("The report as a whole"), ""),
                *((item.label, item.text, "") for item in content.items if item.is_asked_about),
            ),
            widths=(22, 39, 39),
        ),
        licence(),
    ]
    return ComposedDocument(title=title, author=content.body, marks=marks(source, never_draft=True), elements=elements)


def _signatory(source: DocumentSource) -> tuple[str, ...]:
    """Return who signs: the office's signatory with the job title, or the office-holder by title."""
    head, content = source.letterhead, source.content
    return tuple(filter(None, (head.signatory_name, head.signatory_title or content.office_holder_title)))


def _opening(source: DocumentSource) -> str:
    own = replace(source.content, others=())
    words = {"body": own.body, "report": report_words(own), "day": day(source.comments_wanted_by)}
    if source.content.is_outside_section_55:
        invites = _("The %(body)s invites you to comment on %(report)s.")
    else:
        invites = _("Under section 55(4) of the Police Act 1996, the %(body)s invites you to comment on %(report)s.")
    if source.content.is_joint:
        invites = f"{invites} {_joint_sentence(source.content)}"
    by = _("Please send your comments by %(day)s.") if source.comments_wanted_by else ""
    return f"{invites} {by}".strip() % words


def _joint_sentence(content: ResponseContent) -> str:
    """Return in a sentence who else answers, or which other reports the response answers."""
    if len(content.bodies) > 1:
        words = _("The response will be given jointly by the %(bodies)s, for %(forces)s.")
        return words % {"bodies": content.bodies_in_words, "forces": content.forces_in_words}
    return _("The response will answer %(reports)s together.") % {"reports": content.quoted_titles}
