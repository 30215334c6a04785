"""Which response an address means, for whoever asks."""

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
from recommendations.responses.services.drafting import open_response


@dataclass(frozen=True)
class Place:
    """A force and an inspection, and the working copy if the reader's office writes it: unsaved until it is needed."""

    force: Force
    inspection: Inspection
    response: Response | None


def place_of(reader: Reader, force: str, inspection: str) -> Place:
    """The place an address names, in one query where the reader's office works on the response.

    Raises Http404 for an inspection that is not published or that the reader may not see.
    """
    own = (
        Response.objects.worked_on_by(reader)
        .filter(force__slug=force, inspection__slug=inspection)
        .select_related("force", "inspection")
        .first()
    )
    if own:
        return Place(own.force, own.inspection, own)
    report = get_object_or_404(Inspection.objects.visible_to(reader).published_by(reader.day), slug=inspection)
    named = get_object_or_404(Force, slug=force)
    unsaved = Response(inspection=report, force=named) if reader.may_draft(named) else None
    return Place(named, report, unsaved)


def working_copy(reader: Reader, force: str, inspection: str, *, to_write: bool = False) -> Response:
    """The response that the reader's office works on; made if it is to be written.

    Raises Http404 as `place_of` does, and PermissionDenied for everybody else.
    """
    place = place_of(reader, force, inspection)
    if place.response is None:
        raise PermissionDenied(_("Only the office of the force’s own local policing body works on this response."))
    if place.response.pk is None and to_write:
        return open_response(inspection=place.inspection, force=place.force, by=reader)
    return place.response


def commented_copy(reader: Reader, force: str, inspection: str) -> Response:
    """The response whose chief officer's comments the reader may read: its office, and the invited force.

    Raises Http404 as `place_of` does, and PermissionDenied for everybody else.
    """
    place = place_of(reader, force, inspection)
    if place.response is not None:
        return place.response
    response = (
        Response.objects.filter(
            force=place.force, force__in=reader.contributes, inspection=place.inspection, invited_on__isnull=False
        )
        .select_related("force", "inspection")
        .first()
    )
    if response is None:
        raise PermissionDenied(_("Only an invited force and its own office enter the chief officer’s comments."))
    return response


def publications_at(place: Place) -> list[Publication]:
    """Every version that was published, the newest first. Everybody who may see the inspection may read them."""
    return list(
        Publication.objects.filter(response__force=place.force, response__inspection=place.inspection)
        .select_related("body", "document", "response__force", "response__inspection")
        .order_by("-version")
    )


def publication_at(place: Place, version: int) -> Publication:
    """One version that was published. Raises Http404 if there is none."""
    return version_of(publications_at(place), version)


def version_of(publications: list[Publication], version: int) -> Publication:
    """The publication of this version. Raises Http404 if there is none."""
    found = next((each for each in publications if each.version == version), None)
    if found is None:
        raise Http404
    return found
