"""From records to what a document is composed from."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forces.bodies.handovers import Handovers
from forces.bodies.models import Installation, LocalPolicingBody
from recommendations.documents.document_files import DocumentKind
from recommendations.documents.document_source import DocumentSource
from recommendations.responses.content import Letterhead
from recommendations.responses.content_queries import content_of
from recommendations.responses.forms.invitation import proposed_date
from recommendations.responses.members import other_members, other_publications
from recommendations.responses.models import DocumentTemplate, Publication, Response, Sending
from recommendations.responses.queries import answering_body, clock_of, office_settings
from soteria_tracker.web.today import today


def draft_source(response: Response, day: datetime.date) -> DocumentSource:
    """Return the draft, dated and signed as the office's settings say. The response may be unsaved.

    An invitation that is not recorded yet asks for comments by the date that its page proposes.
    """
    body = answering_body(response.force, day)
    settings = office_settings(body)
    others = _signatories_of_others(response, day)
    inspection, force = response.inspection, response.force
    letterhead = Letterhead(
        signatory_name=settings.signatory_name,
        signatory_title=_title(settings.signatory_title, body.name_on(day), is_joint=bool(others)) if body else "",
        address_lines=tuple(settings.address.splitlines()),
        dated_on=day,
        is_draft=True,
        is_demonstration=_is_demonstration(),
        unexplained_reason=response.incomplete_reason,
        our_reference=settings.our_reference(inspection=inspection.slug, force=force.slug, on=day),
        chief_officer_name=settings.chief_officer_name,
        other_signatories=others,
    )
    wanted_by = response.comments_wanted_by or proposed_date(day, settings, clock_of(response, inspection, day))
    return DocumentSource(
        content_of(response, day), letterhead, invited_on=response.invited_on, comments_wanted_by=wanted_by
    )


def publication_source(publication: Publication) -> DocumentSource:
    """Return what was published, word for word, with who signed it and who it was sent to."""
    sent = dict(publication.sendings.values_list("recipient", "sent_on"))
    others = other_publications(publication)
    signatories = {
        found.body_id: (found.signatory_name, _title(found.signatory_title, found.body_name, is_joint=bool(others)))
        for found in [publication, *others]
    }
    own_name, own_title = signatories.pop(publication.body_id)
    letterhead = Letterhead(
        signatory_name=own_name,
        signatory_title=own_title,
        address_lines=tuple(office_settings(publication.body).address.splitlines()),
        dated_on=publication.dated_on or publication.published_on,
        is_draft=False,
        is_demonstration=_is_demonstration(),
        version=publication.version,
        our_reference=publication.our_reference,
        web_address=publication.address,
        published_on=publication.published_on,
        unexplained_reason="; ".join(
            dict.fromkeys(found.incomplete_reason for found in [publication, *others] if found.incomplete_reason)
        ),
        other_signatories=tuple(signatories.values()),
        sent_to_home_secretary_on=sent.get(Sending.Recipient.HOME_SECRETARY),
        sent_to_hmicfrs_on=sent.get(Sending.Recipient.SOURCE),
    )
    return DocumentSource(publication.read_content(), letterhead, recorded_from=_recorded_from(publication))


def _signatories_of_others(response: Response, day: datetime.date) -> tuple[tuple[str, str], ...]:
    """Return who signs for the other bodies of a joint response, as their offices' settings say."""
    own = answering_body(response.force, day)
    bodies = {answering_body(member.force, day): None for member in other_members(response)}
    named = (office_settings(body) for body in bodies if body and body != own)
    return tuple(
        (settings.signatory_name, _title(settings.signatory_title, settings.body.name_on(day), is_joint=True))
        for settings in named
        if settings.signatory_name
    )


def _title(title: str, body_name: str, *, is_joint: bool) -> str:
    """Return the job title of a signatory; in a joint response with the body that they sign for."""
    if not is_joint:
        return title
    return body_name if body_name.startswith(title) else f"{title}, {body_name}"


def templates_of(body: LocalPolicingBody) -> dict[str, DocumentTemplate]:
    """Return the Word templates that an office uses today, by kind: its own, or else that of the body that it replaced.

    Where several bodies that it replaced have one of a kind, none passes: it is not clear which. Two queries.
    """
    held = Handovers.load().held_by([body.pk], today())
    found: dict[str, list[DocumentTemplate]] = {}
    for template in DocumentTemplate.objects.filter(body__in=held).select_related("uploaded_by").order_by("pk"):
        found.setdefault(template.kind, []).append(template)
    own = {template.kind: template for each in found.values() for template in each if template.body_id == body.pk}
    return {kind: each[0] for kind, each in found.items() if len(each) == 1} | own


def office_template(body: LocalPolicingBody | None, kind: DocumentKind) -> bytes | None:
    """Return the office's own Word template for this kind of document, if it uploaded one.

    Raises ValidationError where the uploaded file is lost.
    """
    saved = templates_of(body).get(kind) if body else None
    if saved is None:
        return None
    try:
        with saved.file.open("rb") as file:
            return file.read()
    except FileNotFoundError:
        raise ValidationError(
            _("The file “%(name)s” is missing. Upload it again.") % {"name": saved.file_name}
        ) from None


def _recorded_from(publication: Publication) -> str:
    if not publication.is_published_elsewhere:
        return ""
    return publication.address or str(publication.document or publication.body_name)


def _is_demonstration() -> bool:
    return Installation.objects.filter(is_demonstration=True).exists()
