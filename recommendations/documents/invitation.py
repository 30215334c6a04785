"""The invitation to the chief officer of police, with a table to fill that comments.py reads back. Pure.

Police Act 1996, s.55(4): the local policing body invites the chief officer's comments before a date it specifies.
It shows the recommendations and nothing of the explanations.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from recommendations.documents.blocks import Block, Document, Heading, Lines, Table, Words
from recommendations.documents.source import Source, day, licence, marks, report_words

# The header of the table to fill: what comments.py looks for.
REFERENCE, RECOMMENDATION, COMMENT = "Reference", "Recommendation", "Your comment"
GENERAL = "General"


def compose(source: Source) -> Document:
    """The invitation. It goes out while the response is a draft, so it is never marked as one."""
    content, head = source.content, source.letterhead
    title = _("Invitation to comment on “%(title)s”") % {"title": content.inspection_title}
    blocks: list[Block] = [
        Lines((content.body, *head.address_lines)),
        Lines((_("The chief officer of police"), content.force)),
        *([Lines((day(head.dated_on),))] if head.dated_on else []),
        Words(_("Dear chief officer")),
        Heading(title, 1),
        Words(_opening(source)),
        Words(
            _(
                "Please write in the last column of the table: on the report as a whole in its first row, then on each "
                "recommendation. An empty cell means no comment. Please leave the first column as it is, and send this "
                "file back. What you write is published with the response (section 55(5))."
            )
        ),
        Words(_("Yours sincerely")),
    ]
    if head.signatory_name:
        blocks.append(Lines(tuple(filter(None, (head.signatory_name, head.signatory_title))), gap_before=True))
    blocks += [
        Heading(_("Your comments")),
        Table(
            caption=_("Comments of the chief officer of police"),
            head=(REFERENCE, RECOMMENDATION, COMMENT),
            rows=(
                (GENERAL, _("The report as a whole"), ""),
                *((item.reference, item.text, "") for item in content.items),
            ),
            widths=(14, 43, 43),
        ),
        licence(),
    ]
    return Document(title=title, author=content.body, marks=marks(source, never_draft=True), blocks=blocks)


def _opening(source: Source) -> str:
    words = {"body": source.content.body, "report": report_words(source.content), "day": day(source.comments_wanted_by)}
    if source.comments_wanted_by:
        return (
            _(
                "Under section 55(4) of the Police Act 1996, the %(body)s invites you to comment on %(report)s. Please "
                "send your comments by %(day)s."
            )
            % words
        )
    return _("Under section 55(4) of the Police Act 1996, the %(body)s invites you to comment on %(report)s.") % words
