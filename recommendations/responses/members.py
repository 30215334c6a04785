"""The other members of a joint response, their publications, and what to call them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from recommendations.responses.models import Publication, Response


def other_members(response: Response) -> list[Response]:
    """Return the other members of a joint response; none where the response is not joint. At most one query."""
    if response.joint_id is None:
        return []
    members = Response.objects.filter(joint=response.joint_id).exclude(pk=response.pk)
    return list(members.select_related("force", "inspection").order_by("pk"))


def other_publications(publication: Publication) -> list[Publication]:
    """Return the publications of the other members of a joint response with the same text, by force and report."""
    if publication.response.joint_id is None:
        return []
    same = Publication.objects.filter(response__joint=publication.response.joint_id, digest=publication.digest)
    others = same.exclude(response=publication.response_id)
    shown = others.select_related("body", "response__force", "response__inspection").defer("content")
    by_response = {found.response_id: found for found in shown.order_by("version")}
    return sorted(
        by_response.values(), key=lambda found: (found.response.force.name, found.response.inspection.short_title)
    )


class JointWith(NamedTuple):
    """With whom a response is given jointly, in words, and whether another body has still to approve its text."""

    names: str
    waits_for_approval: bool


def joint_with(responses: Iterable[Response]) -> dict[int, JointWith]:
    """Return with whom each joint response is given, by the response's id, in one query if any is joint."""
    joint = [response for response in responses if response.joint_id]
    if not joint:
        return {}
    members: dict[int | None, list[Response]] = {}
    of_joints = Response.objects.filter(joint__in={response.joint_id for response in joint})
    shown = of_joints.select_related("force", "inspection").defer(
        "general_comments", "reply", "inspection__key_findings"
    )
    for member in shown.order_by("force__name", "inspection__short_title"):
        members.setdefault(member.joint_id, []).append(member)
    found = {}
    for response in joint:
        others = [member for member in members[response.joint_id] if member.pk != response.pk]
        waits = any(member.approved_digest != response.approved_digest for member in others)
        found[response.pk] = JointWith(names_of_others(response, others), waits)
    return found


def names_of_others(response: Response, others: Iterable[Response]) -> str:
    """Return what the other members of a joint response are, besides this one: forces, reports, or both."""
    names = []
    for other in others:
        if other.inspection_id == response.inspection_id:
            names.append(other.force.label)
        elif other.force_id == response.force_id:
            names.append(_("the response to %(inspection)s") % {"inspection": other.inspection.short_title})
        else:
            names.append(f"{other.force.label} ({other.inspection.short_title})")
    return get_text_list(names, _("and"))
