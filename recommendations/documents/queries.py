"""From records to what a document is composed from."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forces.bodies.models import Installation, LocalPolicingBody
from recommendations.documents.making import Kind
from recommendations.documents.source import Source
from recommendations.responses.content import Letterhead
from recommendations.responses.models import DocumentTemplate, Publication, Response, Sending
from recommendations.responses.queries import answering_body, content_of, office_settings


def source_of_draft(response: Response, day: datetime.date) -> Source:
    """The working copy as it stands, dated and signed as the office's settings say. The response may be unsaved."""
    settings = office_settings(answering_body(response.force, day))
    letterhead = Letterhead(
        signatory_name=settings.signatory_name,
        signatory_title=settings.signatory_title,
        address_lines=tuple(settings.address.splitlines()),
        dated_on=day,
        is_draft=True,
        is_demonstration=_is_demonstration(),
        unexplained_reason=response.incomplete_reason,
    )
    return Source(content_of(response, day), letterhead, comments_wanted_by=response.comments_wanted_by)


def source_of_publication(publication: Publication) -> Source:
    """What was published, word for word, with who signed it and to whom it was sent."""
    sent = dict(publication.sendings.values_list("recipient", "sent_on"))
    letterhead = Letterhead(
        signatory_name=publication.signatory_name,
        signatory_title=publication.signatory_title,
        address_lines=tuple(office_settings(publication.body).address.splitlines()),
        dated_on=publication.dated_on or publication.published_on,
        is_draft=False,
        is_demonstration=_is_demonstration(),
        version=publication.version,
        published_on=publication.published_on,
        unexplained_reason=publication.incomplete_reason,
        sent_to_home_secretary_on=sent.get(Sending.Recipient.HOME_SECRETARY),
        sent_to_hmicfrs_on=sent.get(Sending.Recipient.HMICFRS),
    )
    return Source(publication.said(), letterhead, recorded_from=_recorded_from(publication))


def template_of(body: LocalPolicingBody | None, kind: Kind) -> bytes | None:
    """The office's own Word template for this kind of document, if it uploaded one.

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
            _("The file “%(name)s” is no longer where files are kept. Upload it again.") % {"name": saved.file_name}
        ) from None


def _recorded_from(publication: Publication) -> str:
    if not publication.is_elsewhere:
        return ""
    return publication.address or str(publication.document or publication.body)


def _is_demonstration() -> bool:
    return Installation.objects.filter(is_demonstration=True).exists()
