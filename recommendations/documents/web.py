"""The page for the office's website. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from recommendations.documents.blocks import Block, Document, Facts, Heading, Words
from recommendations.documents.form import inspection_facts
from recommendations.documents.source import (
    Source,
    chief_officer_blocks,
    day,
    licence,
    marks,
    notices,
    recommendation_blocks,
)
from recommendations.responses.clock import last_day


def compose(source: Source) -> Document:
    """The page, ready to be pasted."""
    content, head = source.content, source.letterhead
    title = _("Response to the inspection “%(title)s”") % {"title": content.inspection_title}
    facts = list(inspection_facts(source))
    if head.published_on:
        facts.append((_("Response published"), day(head.published_on)))
    blocks: list[Block] = [
        Heading(title, 1),
        Words(_introduction(source)),
        *notices(source),
        Facts(tuple(facts)),
    ]
    if content.key_findings.strip():
        blocks += [Heading(_("Key findings")), Words(content.key_findings, quoted=True)]
    if content.general_comments.strip():
        comments = _("Comments of the %(title)s") % {"title": content.office_holder_title}
        blocks += [Heading(comments), Words(content.general_comments)]
    blocks += [
        Heading(_("Recommendations and responses")),
        *recommendation_blocks(content, level=3),
        *chief_officer_blocks(content, level=2),
    ]
    if head.signatory_name:
        signed = ", ".join(filter(None, (head.signatory_name, head.signatory_title)))
        blocks.append(Words(_("Signed by %(who)s") % {"who": signed}))
    return Document(title=title, author=content.body, marks=marks(source), blocks=[*blocks, licence()])


def _introduction(source: Source) -> str:
    """Whose response it is, and what the law asks for. Some reports set a day of their own, or none (clock.py)."""
    content = source.content
    words = {"body": content.body, "force": content.force, "day": day(content.last_day)}
    whose = _("This is the response of the %(body)s to an inspection report that concerns %(force)s.") % words
    is_in_56_days = content.last_day == last_day(content.inspection_published_on, "56-days")
    if is_in_56_days:
        law = _(
            "Section 55 of the Police Act 1996 (as amended by section 37 of the Policing and Crime Act 2017) requires "
            "a local policing body to publish its comments on such a report within 56 days, with an explanation of "
            "the action it has taken or proposes to take on each recommendation, or of why it takes none."
        )
    else:
        law = _(
            "Section 55 of the Police Act 1996 (as amended by section 37 of the Policing and Crime Act 2017) requires "
            "a local policing body to publish its comments on such a report, with an explanation of the action it has "
            "taken or proposes to take on each recommendation, or of why it takes none."
        )
    own_day = [] if is_in_56_days or not content.last_day else [_("The report asks for them by %(day)s.") % words]
    return " ".join((whose, law, *own_day))
