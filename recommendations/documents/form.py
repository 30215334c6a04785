"""The form in which an office files its response, with boxes for what it did with it. Pure."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from recommendations.documents.blocks import Block, Document, Facts, Heading, Table, Words
from recommendations.documents.source import (
    Source,
    chief_officer_blocks,
    day,
    inspectorates,
    licence,
    marks,
    notices,
    recommendation_blocks,
)
from recommendations.responses.content import Content

NOT_DONE, DONE = "☐", "☒"


def compose(source: Source) -> Document:
    """The form, filled in."""
    content, head = source.content, source.letterhead
    title = _("Response by the %(body)s to an inspection of %(force)s") % {"body": content.body, "force": content.force}
    blocks: list[Block] = [
        Heading(title, 1),
        *notices(source),
        Heading(_("Inspection details")),
        Facts(inspection_facts(source)),
        *_boxes(content),
    ]
    if content.key_findings.strip():
        blocks += [Heading(_("Key findings of the report")), Words(content.key_findings, quoted=True)]
    blocks += [
        Heading(_("Recommendations and responses")),
        *recommendation_blocks(content, level=3),
        Heading(_("Response of the force")),
        *chief_officer_blocks(content, level=3),
        Heading(_("Comments of the %(title)s on the report") % {"title": content.office_holder_title}),
        Words(content.general_comments if content.general_comments.strip() else _("No comments are recorded.")),
        *_signed(source),
        Heading(_("For office use only")),
        Table(
            caption=_("What was done with this response"),
            head=(_("Done"), _("What"), _("Date")),
            rows=(
                _box(_("Sent to the Home Secretary (section 55(6))"), head.sent_to_home_secretary_on),
                _box(_("Sent to HMICFRS (section 55(6))"), head.sent_to_hmicfrs_on),
                _box(_("Published on the website (section 55(5))"), head.published_on),
            ),
            widths=(12, 58, 30),
        ),
        licence(),
    ]
    return Document(title=title, author=content.body, marks=marks(source), blocks=blocks)


def inspection_facts(source: Source) -> tuple[tuple[str, str], ...]:
    """What the report is, in rows."""
    content = source.content
    rows = [
        (_("Title of the inspection"), content.inspection_title),
        (_("Published by"), inspectorates(content)),
        (_("Date published"), day(content.inspection_published_on)),
        (_("Type of inspection"), content.inspection_kind),
        (_("Force"), content.force),
    ]
    if content.last_day:
        rows.append((_("Last day for the response"), day(content.last_day)))
    return tuple(row for row in rows if row[1])


def _boxes(content: Content) -> list[Block]:
    """What kind of inspection it is, and whether the force is quoted: each as it is known."""
    found: list[Block] = []
    kinds = (
        ("force", _("Of %(force)s alone") % {"force": content.force}),
        ("national", _("National")),
        ("follow-up", _("Follow-up")),
        ("thematic", _("Thematic")),
        ("partner", _("With partners")),
    )
    if content.inspection_types:
        rows = tuple((DONE if kind in content.inspection_types else NOT_DONE, name) for kind, name in kinds)
        head = (_("Ticked"), _("Kind"))
        found.append(Table(caption=_("Type of inspection"), head=head, rows=rows, widths=(12, 88)))
    if content.force_is_quoted:
        yes = DONE if content.force_is_quoted == "yes" else NOT_DONE
        no = NOT_DONE if content.force_is_quoted == "yes" else DONE
        question = _("Is %(force)s quoted in the report?") % {"force": content.force}
        answer = _("%(yes_box)s Yes %(no_box)s No") % {"yes_box": yes, "no_box": no}
        found.append(Facts(((question, answer),)))
    return found


def _signed(source: Source) -> list[Block]:
    head = source.letterhead
    if not head.signatory_name:
        return []
    signed = (_("Signed by"), ", ".join(filter(None, (head.signatory_name, head.signatory_title))))
    dated = ((_("Date"), day(head.dated_on)),) if head.dated_on else ()
    return [Facts((signed, *dated))]


def _box(what: str, on: datetime.date | None) -> tuple[str, str, str]:
    return (DONE if on else NOT_DONE, what, day(on))
