"""The form in which an office files its response, with boxes for publishing and sending it. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

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
    names = {"body": content.bodies_in_words, "force": content.forces_in_words}
    title = _("Response by the %(body)s to an inspection of %(force)s") % names
    if content.is_outside_section_55:
        title = _("Response by the %(body)s to a report that concerns %(force)s") % names
    elif len(content.reports) > 1:
        title = _("Response by the %(body)s to inspections of %(force)s") % names
    elements: list[Element] = [
        Heading(title, 1),
        *notices(source),
        Heading(_("Inspection details")),
        FactTable(inspection_facts(source)),
        *_boxes(content),
        *key_findings(content, _("Key findings of the report")),
    ]
    elements += [
        Heading(_("Recommendations and responses")),
        *recommendation_elements(content, level=3),
        Heading(_("Response by the force") if len(content.forces) == 1 else _("Response by the forces")),
        *chief_officer_elements(content, level=3),
        Heading(_comments_heading(content)),
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
    return ComposedDocument(title=title, author=content.bodies_in_words, marks=marks(source), elements=elements)


def inspection_facts(source: DocumentSource) -> tuple[tuple[str, str], ...]:
    """Return what the report is, or each of several with its last day, in rows; then the forces and the last day."""
    content = source.content
    is_to_several = len(content.reports) > 1
    rows = [
        row
        for report in content.reports
        for row in (
            (_("Title of the inspection"), report.inspection_title),
            (_("Published by"), inspectorates(report)),
            (_("Date published"), day(report.inspection_published_on)),
            (_("Type of inspection"), report.inspection_kind),
            (_("Last day for the response"), day(report.last_day) if is_to_several else ""),
        )
    ]
    is_of_several = len(content.forces) > 1
    rows.append((_("Forces") if is_of_several else _("Force"), content.forces_in_words))
    if not is_to_several:
        rows += [(_("Last day for the response"), day(last_day)) for last_day in content.last_days]
    return tuple(row for row in rows if row[1])


def key_findings(content: ResponseContent, heading: str) -> Iterator[Element]:
    """Yield the key findings of each report that has any."""
    for report in content.reports:
        if report.key_findings.strip():
            name = f"{heading}: {report.inspection_title}" if len(content.reports) > 1 else heading
            yield from (Heading(name), Paragraphs(report.key_findings, quoted=True))


def _boxes(content: ResponseContent) -> list[Element]:
    """Return what kind of inspection it is and whether each force is quoted, as far as they are known."""
    found: list[Element] = []
    for report in content.reports:
        found += _kind_boxes(report, content.forces_in_words, is_one_of_several=len(content.reports) > 1)
    for member in content.members:
        if member.force_is_quoted:
            yes = DONE if member.force_is_quoted == "yes" else NOT_DONE
            no = NOT_DONE if member.force_is_quoted == "yes" else DONE
            question = _("Is %(force)s quoted in the report?")
            if len(content.reports) > 1:
                question = _("Is %(force)s quoted in the report “%(report)s”?")
            question %= {"force": member.force, "report": member.inspection_title}
            answer = _("%(yes_box)s Yes %(no_box)s No") % {"yes_box": yes, "no_box": no}
            found.append(FactTable(((question, answer),)))
    return found


def _kind_boxes(content: ResponseContent, force: str, *, is_one_of_several: bool) -> list[Element]:
    kinds = (
        ("force", _("Of %(force)s alone") % {"force": force}),
        ("national", _("National")),
        ("follow-up", _("Follow-up")),
        ("thematic", _("Thematic")),
        ("partner", _("With partners")),
    )
    if not content.inspection_types:
        return []
    rows = tuple((DONE if kind in content.inspection_types else NOT_DONE, name) for kind, name in kinds)
    head = (_("Selected"), _("Kind"))
    caption = _("Type of inspection")
    if is_one_of_several:
        caption = f"{caption}: {content.inspection_title}"
    return [DataTable(caption=caption, head=head, rows=rows, widths=(12, 88))]


def _comments_heading(content: ResponseContent) -> str:
    words = _("%(whose)s comments on the report")
    if len(content.reports) > 1:
        words = _("%(whose)s comments on the reports")
    return words % {"whose": content.whose}


def _signed(source: DocumentSource) -> list[Element]:
    head = source.letterhead
    if not head.signatory_name:
        return []
    signed = tuple((_("Signed by"), ", ".join(filter(None, signatory))) for signatory in head.signatories)
    dated = ((_("Date"), day(head.dated_on)),) if head.dated_on else ()
    return [FactTable((*signed, *dated))]


def _box(step: str, on: datetime.date | None) -> tuple[str, str, str]:
    return (DONE if on else NOT_DONE, step, day(on))
