"""The letter to the Home Secretary, copied to HMICFRS, with an appendix of recommendations and responses. Pure.

Police Act 1996, s.55: (5) publication of the comments, (5B) an explanation for each recommendation, (6) the copies.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.documents.blocks import Block, Document, Heading, Lines, PageBreak, Words
from recommendations.documents.source import (
    Source,
    chief_officer_blocks,
    day,
    licence,
    marks,
    notices,
    recommendation_blocks,
    report_words,
)
from recommendations.responses.completeness import unexplained

HOME_SECRETARY = ("Home Secretary", "Home Office", "2 Marsham Street", "London", "SW1P 4DF")


def compose(source: Source) -> Document:
    """The letter and its appendix."""
    content, head = source.content, source.letterhead
    title = _("Response to the report “%(title)s”") % {"title": content.inspection_title}
    blocks: list[Block] = [
        Lines((content.body, *head.address_lines)),
        Lines(HOME_SECRETARY),
        Lines((day(head.dated_on),)),
        Words(_("Dear Home Secretary")),
        Heading(title, 1),
        Words(_opening(source)),
        *notices(source),
    ]
    if content.general_comments.strip():
        blocks.append(Words(content.general_comments))
    blocks += [
        Words(_enclosed(source)),
        Words(_("Yours sincerely")),
        Lines((head.signatory_name, head.signatory_title), gap_before=True),
        Lines((_("Copy to: HMICFRS"), _("Enclosed: Appendix, recommendations and responses"))),
        PageBreak(),
        Heading(_("Appendix: recommendations and responses"), 2),
        *([Words(_count(source))] if content.items else []),
        *recommendation_blocks(content, level=3),
        *chief_officer_blocks(content, level=3),
        licence(),
    ]
    return Document(title=title, author=content.body, marks=marks(source), blocks=_without_empty_lines(blocks))


def _opening(source: Source) -> str:
    content, head = source.content, source.letterhead
    words = {"body": content.body, "report": report_words(content), "day": day(head.published_on)}
    opening = _(
        "This is the response of the %(body)s, under section 55(5) of the Police Act 1996, to %(report)s. A copy is "
        "sent to you and to HMICFRS as section 55(6) requires."
    )
    published = _("The response was published on %(day)s.")
    return f"{opening} {published}" % words if head.published_on else opening % words


def _enclosed(source: Source) -> str:
    content = source.content
    if not content.items:
        return _("The report has no recommendations. The appendix has the comments of the chief officer of police.")
    if unexplained(content) or not any(item.needs_explanation for item in content.items):
        return _("The appendix sets out each recommendation with what is recorded on it.")
    return _("The appendix sets out each recommendation with the explanation that section 55(5B) requires.")


def _count(source: Source) -> str:
    count = len(source.content.items)
    words = {"count": count, "report": report_words(source.content)}
    return (
        ngettext(
            "The recommendation or other item of %(report)s, with the response to it.",
            "The %(count)d recommendations and other items of %(report)s, each with the response to it.",
            count,
        )
        % words
    )


def _without_empty_lines(blocks: list[Block]) -> list[Block]:
    """Nobody has signed a draft yet, and a letter need not be dated."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Lines):
            block = Lines(tuple(line for line in block.lines if line), block.gap_before)
            if not block.lines:
                continue
        kept.append(block)
    return kept
