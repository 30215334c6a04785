"""From records to what a document is composed from."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forces.bodies.models import Installation, LocalPolicingBody
from recommendations.documents.document_files import DocumentKind
from recommendations.documents.document_source import DocumentSource
from recommendations.responses.content import Letterhead
from recommendations.responses.content_queries import content_of
from recommendations.responses.forms.invitation import proposed_date
from recommendations.responses.models import DocumentTemplate, Publication, Response, Sending
from recommendations.responses.queries import answering_body, clock_of, office_settings


def draft_source(response: Response, day: datetime.date) -> DocumentSource:
    """Return the draft, dated and signed as the office's settings say. The response may be unsaved.

    An invitation that is not recorded yet asks for comments by the date that its page proposes.
    """
    settings = office_settings(answering_body(response.force, day))
    inspection, force = response.inspection, response.force
    letterhead = Letterhead(
        signatory_name=settings.signatory_name,
        signatory_title=settings.signatory_title,
        address_lines=tuple(settings.address.splitlines()),
        dated_on=day,
        is_draft=True,
        is_demonstration=_is_demonstration(),
        unexplained_reason=response.incomplete_reason,
        our_reference=settings.our_reference(inspection=inspection.slug, force=force.slug, on=day),
        chief_officer_name=settings.chief_officer_name,
    )
    wanted_by = response.comments_wanted_by or proposed_date(day, settings, clock_of(response, inspection, day))
    return DocumentSource(
        content_of(response, day), letterhead, invited_on=response.invited_on, comments_wanted_by=wanted_by
    )


def publication_source(publication: Publication) -> DocumentSource:
    """Return what was published, word for word, with who signed it and who it was sent to."""
    sent = dict(publication.sendings.values_list("recipient", "sent_on"))
    letterhead = Letterhead(
        signatory_name=publication.signatory_name,
        signatory_title=publication.signatory_title,
        address_lines=tuple(office_settings(publication.body).address.splitlines()),
        dated_on=publication.dated_on or publication.published_on,
        is_draft=False,
        is_demonstration=_is_demonstration(),
        version=publication.version,
        our_reference=publication.our_reference,
        web_address=publication.address,
        published_on=publication.published_on,
        unexplained_reason=publication.incomplete_reason,
        sent_to_home_secretary_on=sent.get(Sending.Recipient.HOME_SECRETARY),
        sent_to_hmicfrs_on=sent.get(Sending.Recipient.SOURCE),
    )
    return DocumentSource(publication.read_content(), letterhead, recorded_from=_recorded_from(publication))


def office_template(body: LocalPolicingBody | None, kind: DocumentKind) -> bytes | None:
    """Return the office's own Word template for this kind of document, if it uploaded one.

    Raises ValidationError where the uploaded file is lost.
    """
    saved = DocumentTemplate.objects.filter(body=body, kind=kind).first()
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
    return publication.address or str(publication.document or publication.body)


def _is_demonstration() -> bool:
    return Installation.objects.filter(is_demonstration=True).exists()
