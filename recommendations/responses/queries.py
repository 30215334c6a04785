"""What pages and services ask of responses: who answers, what a response says, how its clock stands."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from forces.bodies.models import Body, Force, LocalPolicingBody, Oversight
from recommendations.register.models import Addressee, Inspection, Recommendation
from recommendations.responses.clock import Clock, State, last_day
from recommendations.responses.content import NOT_STATED, Content, Item
from recommendations.responses.models import (
    ChiefOfficerComment,
    Explanation,
    OfficeSettings,
    Response,
)

PROPOSED = Explanation.Kind.PROPOSED


def answering_body(force: Force, day: datetime.date) -> LocalPolicingBody | None:
    """The body that answers for the force on the day: whoever is in office then. None where nobody is."""
    period = Oversight.objects.on(day).filter(force=force).select_related("body", "body__office_settings").first()
    return period.body if period else None


def office_settings(body: LocalPolicingBody | None) -> OfficeSettings:
    """The office's choices as saved, or else the defaults."""
    saved = getattr(body, "office_settings", None)
    return saved or OfficeSettings(body=body)


# --- what a response says ----------------------------------------------------------------------------------


def content_of(response: Response, day: datetime.date) -> Content:
    """Everything the working copy says on the day, in five queries whatever the number of recommendations.

    The response may be unsaved: then nothing has been written yet. Give it with its inspection and force.
    """
    inspection, force = response.inspection, response.force
    body = answering_body(force, day)
    comments, explanations = _written(response)
    return Content(
        **facts_of(inspection, force, body),
        general_comments=response.general_comments,
        chief_officer=_invitation(response),
        not_invited_reason=response.not_invited_reason,
        chief_officer_comments=comments.get(None, ""),
        no_chief_officer_comments=response.no_comments_came,
        reply_to_chief_officer=response.reply,
        force_is_quoted=response.quoted,
        items=tuple(
            item_of(recommendation, office_settings(body), explanations.get(recommendation.pk), comments)
            for recommendation in recommendations_of(inspection)
        ),
    )


def _invitation(response: Response) -> str:
    if response.invited_on:
        return "invited"
    return "not-invited" if response.not_invited_reason else "undecided"


def _written(response: Response) -> tuple[dict[int | None, str], dict[int, Explanation]]:
    """The chief officer's comments and the explanations, by recommendation."""
    if response.pk is None:
        return {}, {}
    comments = ChiefOfficerComment.objects.filter(response=response).values_list("recommendation_id", "text")
    explanations = Explanation.objects.filter(response=response)
    return dict(comments), {explanation.recommendation_id: explanation for explanation in explanations}


@dataclass(frozen=True)
class Words:
    """The words of a response published elsewhere. Explanations (kind, text) and comments are by reference."""

    general_comments: str
    chief_officer_comments: str
    explanations: Mapping[str, tuple[str, str]]
    comments: Mapping[str, str]


def content_elsewhere(inspection: Inspection, force: Force, body: LocalPolicingBody, words: Words) -> Content:
    """A response published elsewhere in the shape of one: nothing is said for it that it does not say."""
    recommendations = recommendations_of(inspection)
    ids: dict[str, int | None] = {recommendation.reference: recommendation.pk for recommendation in recommendations}
    comments = {ids[reference]: text for reference, text in words.comments.items()}
    explanations = {
        ids[reference]: Explanation(kind=kind, text=text) for reference, (kind, text) in words.explanations.items()
    }
    return Content(
        **facts_of(inspection, force, body),
        general_comments=words.general_comments,
        chief_officer=NOT_STATED,
        not_invited_reason="",
        chief_officer_comments=words.chief_officer_comments,
        no_chief_officer_comments=False,
        reply_to_chief_officer="",
        items=tuple(
            item_of(recommendation, office_settings(body), explanations.get(recommendation.pk), comments)
            for recommendation in recommendations
        ),
    )


def facts_of(inspection: Inspection, force: Force, body: LocalPolicingBody | None) -> dict[str, Any]:
    """The parts of a content that nobody writes in a response: the report, the force, who answers."""
    assert inspection.published_on  # noqa: S101 - only published inspections have responses
    return {
        "inspection_title": inspection.title,
        "inspection_short_title": inspection.short_title,
        "inspection_published_on": inspection.published_on,
        "inspection_kind": f"{inspection.get_scope_display()}, {_in_a_sentence(inspection.get_nature_display())}",
        "inspection_types": tuple(_types(inspection)),
        "inspectorates": tuple(inspection.inspectorates),
        "force": force.name,
        "body": body.name if body else "",
        "office_holder_title": body.office_holder_title if body else "",
        "last_day": last_day(inspection.published_on, inspection.response_rule, inspection.response_due_on),
        "key_findings": inspection.key_findings,
    }


def _types(inspection: Inspection) -> Iterator[str]:
    """The boxes that a form ticks for the inspection. They are independent of one another."""
    nature = inspection.Nature
    yield inspection.scope
    if inspection.follow_up_of_id or inspection.nature == nature.REVISIT:
        yield "follow-up"
    if inspection.nature in (nature.THEMATIC, nature.JOINT_THEMATIC):
        yield "thematic"
    if inspection.nature == nature.JOINT_THEMATIC or len(inspection.inspectorates) > 1:
        yield "partner"


def recommendations_of(inspection: Inspection) -> list[Recommendation]:
    """All items of the report in its order, with their addressees, in two queries."""
    addressees = Addressee.objects.select_related("body", "part").order_by("order", "pk")
    ordered = inspection.recommendations.order_by("order", "reference")
    return list(ordered.prefetch_related(Prefetch("addressees", addressees)))


def item_of(
    recommendation: Recommendation,
    settings: OfficeSettings,
    explanation: Explanation | None,
    comments: dict[int | None, str],
) -> Item:
    """One recommendation with what is said on it. Its addressees must be prefetched."""
    addressees = list(recommendation.addressees.all())
    return Item(
        reference=recommendation.reference,
        label=recommendation.label,
        theme=recommendation.theme,
        short_title=recommendation.short_title,
        text=recommendation.text,
        deadline=recommendation.deadline_words,
        addressed_to=addressed_to(addressees),
        is_national=is_national(addressees),
        needs_explanation=needs_explanation(recommendation, settings),
        explanation_kind=explanation.kind if explanation else "",
        explanation=explanation.text if explanation else "",
        proposed_by=explanation.proposed_by if explanation and explanation.kind == PROPOSED else None,
        chief_officer_comment=comments.get(recommendation.pk, ""),
    )


def needs_explanation(recommendation: Recommendation, settings: OfficeSettings) -> bool:
    """s.55(5B): every recommendation, to whomever. A cause of concern is explained by its recommendations; areas for
    improvement are the office's choice."""
    if recommendation.kind == Recommendation.Kind.AFI:
        return settings.afis_need_explanations
    return recommendation.kind not in Recommendation.KINDS_WITHOUT_ACTION


def is_national(addressees: Iterable[Addressee]) -> bool:
    """Whether national bodies, and nobody of the police area, lead on the recommendation or on a part of it."""
    leads = [addressee for addressee in addressees if addressee.role == Addressee.Role.LEAD]
    national = [bool(lead.body and lead.body.kind == Body.Kind.NATIONAL) for lead in leads if not lead.others]
    return bool(national) and all(national)


def addressed_to(addressees: Sequence[Addressee]) -> str:
    """ "Soteria Joint Unit, with College of Policing and all forces"."""
    words = _listed(addressees, lambda who: who.name)
    return words[:1].upper() + words[1:]


def addressed_to_in_a_sentence(addressees: Sequence[Addressee]) -> str:
    """ "the Soteria Joint Unit, with the College of Policing and all forces"."""
    return _listed(addressees, lambda who: _with_article(who.body) if who.body else who.name)


def _listed(addressees: Sequence[Addressee], name: Callable[[Addressee], str]) -> str:
    leads = _names(addressees, Addressee.Role.LEAD, name)
    partners = [partner for partner in _names(addressees, Addressee.Role.WITH, name) if partner not in leads]
    words = get_text_list(leads, _("and"))
    if not partners:
        return words
    return _("%(leads)s, with %(partners)s") % {"leads": words, "partners": get_text_list(partners, _("and"))}


def _names(addressees: Sequence[Addressee], role: str, name: Callable[[Addressee], str]) -> list[str]:
    """Each once, in their order; a body's own name, a group without its capital."""
    named = [_in_a_sentence(who.name) if who.group else name(who) for who in addressees if who.role == role]
    return list(dict.fromkeys(named))


# Names that take no article by their last word: "Cleveland Police", "NHS England".
_WITHOUT_ARTICLE = ("Police", "Constabulary", "England", "Wales", "Scotland")


def _with_article(body: Body) -> str:
    """ "the Home Office", "Cleveland Police", "HMICFRS"."""
    is_abbreviation = body.name.isupper() and " " not in body.name
    if is_abbreviation or body.name.lower().startswith("the ") or body.name.endswith(_WITHOUT_ARTICLE):
        return body.name
    return _("the %(body)s") % {"body": body.name}


def _in_a_sentence(words: str) -> str:
    """ "Joint thematic" as "joint thematic"; an abbreviation stays."""
    return words if words.isupper() else words[:1].lower() + words[1:]


# --- the clock ---------------------------------------------------------------------------------------------


def clock_of(response: Response | None, inspection: Inspection, force: Force, day: datetime.date) -> Clock:
    """The clock of one response as its own office sees it. One query, none without a saved response.

    Before anything is recorded it runs for whoever opens the editor; after the last day it blames nobody.
    """
    saved = response if response and response.pk else None
    first = saved.publications.order_by("version").values_list("published_on", "dated_on").first() if saved else None
    clock = clock_from(inspection, day, applicability=response.applicability if response else None, first=first)
    if saved is None and clock.state is State.PAST:
        return clock_from(inspection, day, applicability=None, first=None)
    return clock


def clock_from(
    inspection: Inspection,
    day: datetime.date,
    *,
    applicability: str | None,
    first: tuple[datetime.date | None, datetime.date | None] | None,
) -> Clock:
    """The clock of a response to a published inspection.

    `applicability` is the decision whether one is due; None where nothing is recorded that the reader may see. `first`
    is when the first publication was published and dated, which decides whether it was in time; None without one.
    """
    assert inspection.published_on  # noqa: S101 - only published inspections have responses
    return Clock(
        report_published_on=inspection.published_on,
        rule=inspection.response_rule,
        own_date=inspection.response_due_on,
        today=day,
        is_due=applicability in (None, Response.Applicability.UNDECIDED, Response.Applicability.DUE),
        is_recorded=applicability is not None,
        has_publication=first is not None,
        published_on=first[0] if first else None,
        dated_on=first[1] if first else None,
    )
