"""From records to what a response says: the draft, and a response published elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch

from forces.bodies.models import EarlierName, Force, LocalPolicingBody
from forces.bodies.names import showing_names
from recommendations.register.models import Addressee, Inspection, Recommendation, RecommendationKind
from recommendations.register.models.source import HMICFRS
from recommendations.register.response_period import ItemsToAnswer
from recommendations.responses.addressees import addressees_in_words, is_national, without_capital
from recommendations.responses.content import NOT_STATED, ResponseContent, ResponseItem
from recommendations.responses.members import other_members
from recommendations.responses.models import ChiefOfficerComment, Explanation, ExplanationKind, Response
from recommendations.responses.queries import answering_body, office_settings
from soteria_tracker.web.today import today


@dataclass(frozen=True)
class PublishedTexts:
    """The texts of a response published elsewhere. Explanations (kind, text) and comments are by reference."""

    general_comments: str
    chief_officer_comments: str
    explanations: Mapping[str, tuple[str, str]]
    comments: Mapping[str, str]


def content_of(response: Response, day: datetime.date) -> ResponseContent:
    """Return what the working copy says on the day, in six queries whatever the number of recommendations.

    The response may be unsaved: then nothing has been written. Select its inspection and force with it. If it is given
    jointly with others, each of them needs further queries; a joint response has few members.
    """
    with showing_names(EarlierName.objects.of_day(day)):
        return _content_on(response, day)


def _content_on(response: Response, day: datetime.date) -> ResponseContent:
    members = [response, *other_members(response)]
    bodies = {member.force_id: answering_body(member.force, day) for member in members}
    items = {member.inspection_id: _recommendations_of(member.inspection) for member in members}
    asked: dict[int, str] = {}  # the only force of several that is asked about a recommendation
    for inspection_id, recommendations in items.items():
        answered_for = {
            member.force: bodies[member.force_id] for member in members if member.inspection_id == inspection_id
        }
        asked |= {item.pk: only_force_asked(item, answered_for) for item in recommendations}
    own, *others = (
        _content_of_member(member, bodies[member.force_id], items[member.inspection_id], asked) for member in members
    )
    return replace(own, others=tuple(others))


def _content_of_member(
    response: Response, body: LocalPolicingBody | None, items: Sequence[Recommendation], asked: Mapping[int, str]
) -> ResponseContent:
    comments, explanations = _texts_of(response)
    return ResponseContent(
        **_facts_of(response.inspection, response.force, body),
        general_comments=response.general_comments,
        chief_officer=_invitation(response),
        not_invited_reason=response.not_invited_reason,
        chief_officer_comments=comments.get(None, ""),
        no_chief_officer_comments=response.no_comments_received,
        reply_to_chief_officer=response.reply,
        force_is_quoted=response.quoted,
        items=tuple(
            _item_of(recommendation, body, explanations.get(recommendation.pk), comments, asked[recommendation.pk])
            for recommendation in items
        ),
    )


def content_published_elsewhere(
    inspection: Inspection, force: Force, body: LocalPolicingBody, texts: PublishedTexts, day: datetime.date | None
) -> ResponseContent:
    """Return a response published elsewhere in the same shape. Fields it does not state stay empty.

    `day` is when it was published; the report's day stands for one that is not stated.
    """
    with showing_names(EarlierName.objects.of_day(day or inspection.published_on or today())):
        return _content_elsewhere(inspection, force, body, texts)


def _content_elsewhere(
    inspection: Inspection, force: Force, body: LocalPolicingBody, texts: PublishedTexts
) -> ResponseContent:
    recommendations = _recommendations_of(inspection)
    ids: dict[str, int | None] = {recommendation.reference: recommendation.pk for recommendation in recommendations}
    comments = {ids[reference]: text for reference, text in texts.comments.items()}
    explanations = {
        ids[reference]: Explanation(kind=kind, text=text) for reference, (kind, text) in texts.explanations.items()
    }
    return ResponseContent(
        **_facts_of(inspection, force, body),
        general_comments=texts.general_comments,
        chief_officer=NOT_STATED,
        not_invited_reason="",
        chief_officer_comments=texts.chief_officer_comments,
        no_chief_officer_comments=False,
        reply_to_chief_officer="",
        items=tuple(
            _item_of(recommendation, body, explanations.get(recommendation.pk), comments)
            for recommendation in recommendations
        ),
    )


def is_asked_about(recommendation: Recommendation, body: LocalPolicingBody | None) -> bool:
    """Return whether the report asks the body about a recommendation. Reads its addressees: prefetch them."""
    match recommendation.inspection.items_to_answer:
        case ItemsToAnswer.NAMED:
            return recommendation.is_named_to_answer
        case ItemsToAnswer.ADDRESSED:
            everyone = Addressee.Group.LOCAL_POLICING_BODIES
            addressees = recommendation.addressees.all()
            return any(found.group == everyone or (body and found.body_id == body.pk) for found in addressees)
    return True


def only_force_asked(recommendation: Recommendation, bodies: Mapping[Force, LocalPolicingBody | None]) -> str:
    """Return the name of the only force of several, with its body, that a recommendation is for; else nothing.

    That is the one whose body the report asks about it, or else the one that it is addressed to by name.
    """
    if len(bodies) < 2:
        return ""
    asked = [force for force, body in bodies.items() if is_asked_about(recommendation, body)]
    if len(asked) != 1:
        addressees = list(recommendation.addressees.all())
        if any(addressee.group for addressee in addressees):
            return ""
        named = {addressee.body_id for addressee in addressees}
        asked = [force for force, body in bodies.items() if named & {force.pk, body.pk if body else None} - {None}]
    return asked[0].shown_name if len(asked) == 1 else ""


def needs_explanation(recommendation: Recommendation, body: LocalPolicingBody | None) -> bool:
    """Return whether the body must explain a recommendation: under s.55(5B) any, whatever its addressees.

    A cause of concern is explained by its recommendations; areas for improvement are the office's choice. A report that
    sets its own rule can ask about some items only, of whatever kind.
    """
    if not is_asked_about(recommendation, body):
        return False
    if recommendation.inspection.items_to_answer == ItemsToAnswer.NAMED:
        return True
    settings = office_settings(body)
    if recommendation.kind == RecommendationKind.AFI:
        return settings.afis_need_explanations
    return recommendation.kind not in Recommendation.KINDS_WITHOUT_ACTION


def _invitation(response: Response) -> str:
    if response.invited_on:
        return "invited"
    return "not-invited" if response.not_invited_reason else "undecided"


def _texts_of(response: Response) -> tuple[dict[int | None, str], dict[int, Explanation]]:
    """Return the Chief Constable's comments and the explanations, by recommendation."""
    if response.pk is None:
        return {}, {}
    comments = ChiefOfficerComment.objects.filter(response=response).values_list("recommendation_id", "text")
    explanations = Explanation.objects.filter(response=response)
    return dict(comments), {explanation.recommendation_id: explanation for explanation in explanations}


def _facts_of(inspection: Inspection, force: Force, body: LocalPolicingBody | None) -> dict[str, Any]:
    """Return what no one writes in a response: the report, the force, who answers."""
    assert inspection.published_on  # noqa: S101 - only published inspections have responses
    is_hmicfrs = inspection.issued_by_id == HMICFRS  # not stated, so that older digests stay valid
    return {
        "inspection_title": inspection.title,
        "inspection_short_title": inspection.short_title,
        "inspection_published_on": inspection.published_on,
        "inspection_kind": f"{inspection.get_scope_display()}, {without_capital(inspection.get_nature_display())}",
        "inspection_types": tuple(_types_of(inspection)),
        "inspectorates": tuple(inspection.inspectorates) or (() if is_hmicfrs else (inspection.issued_by.body_name,)),
        "force": force.shown_name,
        "chief_officer_title": force.chief_officer_title,
        "body": body.shown_name if body else "",
        "office_holder_title": body.shown_title if body else "",
        "last_day": inspection.last_response_day,
        "is_outside_section_55": not inspection.is_under_section_55,
        "answered_to": "" if inspection.is_under_section_55 or is_hmicfrs else inspection.issued_by.body_name,
        "key_findings": inspection.key_findings,
    }


def _types_of(inspection: Inspection) -> Iterator[str]:
    """Yield the boxes that the response form ticks for the inspection. They are independent of one another."""
    nature = inspection.Nature
    yield inspection.scope
    if inspection.nature == nature.REVISIT or inspection.follow_up_of.exists():
        yield "follow-up"
    if inspection.nature in (nature.THEMATIC, nature.JOINT_THEMATIC):
        yield "thematic"
    if inspection.nature == nature.JOINT_THEMATIC or len(inspection.inspectorates) > 1:
        yield "partner"


def _recommendations_of(inspection: Inspection) -> list[Recommendation]:
    """Return all items of the report in its order, with their parts and addressees, in three queries."""
    addressees = Addressee.objects.select_related("body", "part").order_by("order", "pk")
    ordered = inspection.recommendations.order_by("order", "reference")
    return list(ordered.prefetch_related("parts", Prefetch("addressees", addressees)))


def _item_of(
    recommendation: Recommendation,
    body: LocalPolicingBody | None,
    explanation: Explanation | None,
    comments: Mapping[int | None, str],
    asked_force: str = "",
) -> ResponseItem:
    addressees = list(recommendation.addressees.all())
    is_proposed = explanation is not None and explanation.kind == ExplanationKind.PROPOSED
    return ResponseItem(
        reference=recommendation.reference,
        label=recommendation.label,
        theme=recommendation.theme,
        short_title=recommendation.short_title,
        text=recommendation.text,
        deadline=recommendation.deadlines_in_words,
        addressed_to=addressees_in_words(addressees),
        is_national=is_national(addressees),
        needs_explanation=needs_explanation(recommendation, body),
        is_asked_about=is_asked_about(recommendation, body),
        asked_force=asked_force,
        explanation_kind=explanation.kind if explanation else "",
        explanation=explanation.text if explanation else "",
        proposed_by=explanation.proposed_by if explanation and is_proposed else None,
        chief_officer_comment=comments.get(recommendation.pk, ""),
    )
