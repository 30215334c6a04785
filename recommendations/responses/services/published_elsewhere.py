"""Recording a response that was published elsewhere, word for word."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from forces.bodies.models import LocalPolicingBody
from forces.people.access import Reader
from forces.people.models import Person
from recommendations.register.models import Document
from recommendations.register.services.documents import save_document
from recommendations.responses.content import ResponseContent
from recommendations.responses.members import other_members
from recommendations.responses.models import Publication, Response
from recommendations.responses.services.publishing import publication_date_errors, require_approver, write_publication
from recommendations.responses.services.working_copy import lock, raise_errors, raise_questions
from recommendations.updates.evidence import check_file


@dataclass(frozen=True)
class PublishedFile:
    """The file in which a response was published. `kind` is one of PublishedDocumentKind."""

    file: File
    file_name: str
    kind: str


@transaction.atomic
def record_published_elsewhere(
    *,
    response: Response,
    body: LocalPolicingBody,
    published_on: datetime.date | None,
    dated_on: datetime.date | None,
    address: str,
    signatory_name: str,
    signatory_title: str,
    content: ResponseContent,
    document: PublishedFile | None,
    confirmed: frozenset[str],
    by: Reader,
) -> Publication:
    """Record a response that was published elsewhere, word for word, with the dates it states, or none.

    Recorded twice, it is recorded once. Raises PermissionDenied; ValidationError by field; Unconfirmed by field where
    another version is already published, which this would correct.
    """
    require_approver(response, by)
    lock(response)
    if other_members(response):
        raise ValidationError(
            _("This response is given jointly with others, so it is published here. Leave the joint response first.")
        )
    if published_on:
        raise_errors(publication_date_errors(response.inspection, published_on, by.day))
    if dated_on and dated_on > by.day:
        raise_errors({"dated_on": _("The date of the response must be today or in the past")})
    if not address and document is None:
        raise_errors({"address": _("Enter the address of the response, or attach the document that was published")})
    facts = {
        "is_published_elsewhere": True,
        "published_on": published_on,
        "dated_on": dated_on,
        "address": address,
        "signatory_name": signatory_name,
        "signatory_title": signatory_title,
    }
    latest = response.publications.select_related("document").order_by("version").last()
    if latest and _is_same(latest, content, document, facts):
        return latest
    if latest:
        question = _("Version %(version)d is already published. Is this a correction, to be recorded as a new version?")
        raise_questions({"address": question % {"version": latest.version}}, confirmed)
    saved = _save_document(response, body, document, facts, by.person) if document else None
    return write_publication(response=response, body=body, content=content, by=by.person, document=saved, **facts)


def _is_same(
    latest: Publication, content: ResponseContent, document: PublishedFile | None, facts: dict[str, Any]
) -> bool:
    """Return whether the latest publication has the same text, facts and file."""
    published = latest.document
    file = (published.file_name, published.file.size) if published and published.file else None
    given = (document.file_name, document.file.size) if document else None
    same_facts = all(getattr(latest, name) == value for name, value in facts.items())
    return latest.digest == content.digest and file == given and same_facts


def _save_document(
    response: Response, body: LocalPolicingBody, given: PublishedFile, facts: dict[str, Any], by: Person
) -> Document:
    """Save the file as a document about the inspection, and return it."""
    try:
        check_file(given.file, given.file_name)
    except ValidationError as error:
        raise ValidationError({"document": error.messages}) from None
    inspection = response.inspection
    title = _("Response by the %(body)s: %(inspection)s") % {"body": body, "inspection": inspection.short_title}
    document = Document(
        slug=_free_slug(f"response-{response.force.slug}-{inspection.slug}"),
        title=title[:300],
        kind=given.kind,
        inspection=inspection,
        force=response.force,
        published_by=body,
        dated_on=facts["dated_on"],
        address=facts["address"],
        file_name=given.file_name[-255:],
    )
    document.file.save(given.file_name, given.file, save=False)
    return save_document(document=document, by=by)


def _free_slug(wanted: str) -> str:
    wanted = wanted[:70].rstrip("-")
    taken = set(Document.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number = 1
    while (slug := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return slug
