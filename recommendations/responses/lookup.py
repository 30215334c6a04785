"""Which response an address means, for the person who asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.register.models import Inspection
from recommendations.responses.models import Publication, Response


@dataclass(frozen=True)
class FoundResponse:
    """A force and an inspection, and for its own office the working copy: unsaved until it is needed."""

    force: Force
    inspection: Inspection
    response: Response | None


def find_response(reader: Reader, force: str, inspection: str) -> FoundResponse:
    """Return what an address names, in one query where the reader's office works on the response.

    Raises Http404 for an inspection that is not published or that the reader may not see.
    """
    own = (
        Response.objects.worked_on_by(reader)
        .filter(force__slug=force, inspection__slug=inspection)
        .select_related("force", "inspection")
        .first()
    )
    if own:
        return FoundResponse(own.force, own.inspection, own)
    report = get_object_or_404(Inspection.objects.visible_to(reader).published_by(reader.day), slug=inspection)
    named = get_object_or_404(Force, slug=force)
    unsaved = Response(inspection=report, force=named) if reader.may_draft(named) else None
    return FoundResponse(named, report, unsaved)


def working_copy(reader: Reader, force: str, inspection: str) -> Response:
    """Return the response that the reader's office works on, unsaved where there is none yet.

    Raises Http404 as `find_response` does, and PermissionDenied for anyone else.
    """
    response = find_response(reader, force, inspection).response
    if response is None:
        raise PermissionDenied(_("Only the office of the force’s own local policing body works on this response."))
    return response


def response_to_comment_on(reader: Reader, force: str, inspection: str) -> Response:
    """Return the response for those who see the Chief Constable's comments: its own office and the invited force.

    Raises Http404 as `find_response` does, and PermissionDenied for anyone else.
    """
    found = find_response(reader, force, inspection)
    response = found.response or comments_open_to(reader, found)
    if response is None:
        raise PermissionDenied(_("Only the invited force and its own office can enter these comments."))
    return response


def comments_open_to(reader: Reader, found: FoundResponse) -> Response | None:
    """Return the response on which the reader's force was invited to comment; None where it was not."""
    return (
        Response.objects.filter(
            force=found.force, force__in=reader.contributes, inspection=found.inspection, invited_on__isnull=False
        )
        .select_related("force", "inspection")
        .first()
    )


def publications_of(found: FoundResponse) -> list[Publication]:
    """Return every published version, newest first. Everyone who may see the inspection may read them."""
    return list(
        Publication.objects.filter(response__force=found.force, response__inspection=found.inspection)
        .select_related("body", "document", "response__force", "response__inspection")
        .order_by("-version")
    )


def publication_at(found: FoundResponse, version: int) -> Publication:
    """Return one published version. Raises Http404 if there is none."""
    return version_of(publications_of(found), version)


def version_of(publications: list[Publication], version: int) -> Publication:
    """Return the publication of this version. Raises Http404 if there is none."""
    found = next((publication for publication in publications if publication.version == version), None)
    if found is None:
        raise Http404
    return found
