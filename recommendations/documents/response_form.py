"""The form in which an office files its response, with boxes for publishing and sending it. Pure."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from recommendations.documents.document_source import DocumentSource
from recommendations.documents.elements import ComposedDocument, DataTable, Element, FactTable, Heading, Paragraphs
from recommendations.documents.shared_sections import (
    chief_officer_elements,
    day,
    inspectorates,
    licence,
    marks,
    notices,
    recommendation_elements,
)
from recommendations.responses.content import ResponseContent

NOT_DONE, DONE = "☐", "☒"


def compose(source: DocumentSource) -> ComposedDocument:
    """Return the form, filled in."""
    content, head = source.content, source.letterhead
    home_secretary = _("Sent to the Home Secretary (section 55(6))")
    source_of_report = _("Sent to %(body)s (section 55(6))") % {"body": content.copied_to}
    website = _("Published on the website (section 55(5))")
    if content.is_outside_section_55:
        home_secretary = _("Sent to the Home Secretary")
        source_of_report = _("Sent to %(body)s") % {"body": content.copied_to}
        website = _("Published on the website")
    title = _("Response by the %(body)s to an inspection of %(force)s") % {"body": content.body, "force": content.force}
    elements: list[Element] = [
        Heading(title, 1),
        *notices(source),
        Heading(_("Inspection details")),
        FactTable(inspection_facts(source)),
        *_boxes(content),
    ]
    if content.key_findings.strip():
        elements += [Heading(_("Key findings of the report")), Paragraphs(content.key_findings, quoted=True)]
    elements += [
        Heading(_("Recommendations and responses")),
        *recommendation_elements(content, level=3),
        Heading(_("Response by the force")),
        *chief_officer_elements(content, level=3),
        Heading(_("%(title)s’s comments on the report") % {"title": content.office_holder_title}),
        Paragraphs(content.general_comments if content.general_comments.strip() else _("No comments are recorded.")),
        *_signed(source),
        Heading(_("For office use only")),
        DataTable(
            caption=_("Publication and copies of this response"),
            head=(_("Done"), _("Step"), _("Date")),
            rows=(
                _box(home_secretary, head.sent_to_home_secretary_on),
                _box(source_of_report, head.sent_to_hmicfrs_on),
                _box(website, head.published_on),
            ),
            widths=(12, 58, 30),
        ),
        licence(),
    ]
    return ComposedDocument(title=title, author=content.body, marks=marks(source), elements=elements)


def inspection_facts(source: DocumentSource) -> tuple[tuple[str, str], ...]:
    """Return what the report is, in rows."""
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


def _boxes(content: ResponseContent) -> list[Element]:
    """Return what kind of inspection it is and whether the force is quoted, as far as they are known."""
    found: list[Element] = []
    kinds = (
        ("force", _("Of %(force)s alone") % {"force": content.force}),
        ("national", _("National")),
        ("follow-up", _("Follow-up")),
        ("thematic", _("Thematic")),
        ("partner", _("With partners")),
    )
    if content.inspection_types:
        rows = tuple((DONE if kind in content.inspection_types else NOT_DONE, name) for kind, name in kinds)
        head = (_("Selected"), _("Kind"))
        found.append(DataTable(caption=_("Type of inspection"), head=head, rows=rows, widths=(12, 88)))
    if content.force_is_quoted:
        yes = DONE if content.force_is_quoted == "yes" else NOT_DONE
        no = NOT_DONE if content.force_is_quoted == "yes" else DONE
        question = _("Is %(force)s quoted in the report?") % {"force": content.force}
        answer = _("%(yes_box)s Yes %(no_box)s No") % {"yes_box": yes, "no_box": no}
        found.append(FactTable(((question, answer),)))
    return found


def _signed(source: DocumentSource) -> list[Element]:
    head = source.letterhead
    if not head.signatory_name:
        return []
    signed = (_("Signed by"), ", ".join(filter(None, (head.signatory_name, head.signatory_title))))
    dated = ((_("Date"), day(head.dated_on)),) if head.dated_on else ()
    return [FactTable((signed, *dated))]


def _box(step: str, on: datetime.date | None) -> tuple[str, str, str]:
    return (DONE if on else NOT_DONE, step, day(on))
