"""What pages and services ask of responses: who answers, what a response says, how its clock stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from forces.bodies.models import Body, Force, LocalPolicingBody, Oversight
from forces.people.access import Reader
from recommendations.register.models import Addressee, Inspection, Recommendation
from recommendations.responses.clock import Clock, last_day
from recommendations.responses.content import NOT_STATED, Content, Item
from recommendations.responses.models import (
    ChiefOfficerComment,
    Explanation,
    OfficeSettings,
    Publication,
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
        "inspectorates": tuple(inspection.inspectorates),
        "force": force.name,
        "body": body.name if body else "",
        "office_holder_title": body.office_holder_title if body else "",
        "last_day": last_day(inspection.published_on, inspection.response_rule, inspection.response_due_on),
        "key_findings": inspection.key_findings,
    }


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
    leads = _names(addressees, Addressee.Role.LEAD)
    partners = [name for name in _names(addressees, Addressee.Role.WITH) if name not in leads]
    words = get_text_list(leads, _("and"))
    words = words[:1].upper() + words[1:]
    if not partners:
        return words
    return _("%(leads)s, with %(partners)s") % {"leads": words, "partners": get_text_list(partners, _("and"))}


def _names(addressees: Sequence[Addressee], role: str) -> list[str]:
    """Each once, in their order; a body's own name, a group without its capital."""
    named = [_in_a_sentence(who.name) if who.group else who.name for who in addressees if who.role == role]
    return list(dict.fromkeys(named))


def _in_a_sentence(words: str) -> str:
    """ "Joint thematic" as "joint thematic"; an abbreviation stays."""
    return words if words.isupper() else words[:1].lower() + words[1:]


# --- the clock ---------------------------------------------------------------------------------------------


def clock_of(response: Response | None, inspection: Inspection, force: Force, day: datetime.date) -> Clock:
    """The clock of one response as its own office sees it. One query, none without a saved response."""
    saved = response if response and response.pk else None
    first = saved.publications.order_by("version").values_list("published_on", "dated_on").first() if saved else None
    return _clock(inspection, day, response, first)


def _clock(
    inspection: Inspection,
    day: datetime.date,
    response: Response | None,
    first: tuple[datetime.date | None, datetime.date | None] | None,
) -> Clock:
    """`first` is when the first publication was published and dated; None without one."""
    assert inspection.published_on  # noqa: S101 - only published inspections have responses
    return Clock(
        report_published_on=inspection.published_on,
        rule=inspection.response_rule,
        own_date=inspection.response_due_on,
        today=day,
        is_due=response.is_due if response else True,
        is_recorded=response is not None,
        has_publication=first is not None,
        published_on=first[0] if first else None,
        dated_on=first[1] if first else None,
    )


def clocks(
    *, inspections: Iterable[Inspection], forces: Iterable[Force], reader: Reader
) -> dict[tuple[int, int], Clock]:
    """The clocks of these forces' responses to these inspections, by (inspection, force), in four queries.

    Only published inspections have one, only forces for which a body answers today, and of an inspection of named
    forces only those. Other readers than the office see what is published, and nothing of drafts and decisions.
    """
    published = {
        inspection.pk: inspection
        for inspection in inspections
        if inspection.state == Inspection.State.PUBLISHED and inspection.published_on
    }
    wanted = [force.pk for force in forces]
    answered = set(Oversight.objects.on(reader.day).filter(force__in=wanted).values_list("force_id", flat=True))
    firsts = _first_publications(published, wanted)
    working = {
        (response.inspection_id, response.force_id): response
        for response in Response.objects.filter(inspection__in=published, force__in=reader.office.intersection(wanted))
    }
    named: dict[int, set[int]] = {}
    for inspection, force in Inspection.subject_forces.through.objects.filter(inspection__in=published).values_list(
        "inspection_id", "force_id"
    ):
        named.setdefault(inspection, set()).add(force)

    def concerns(inspection: Inspection, force: int) -> bool:
        if (inspection.pk, force) in firsts or (inspection.pk, force) in working:
            return True
        is_named = inspection.subjects != Inspection.Subjects.NAMED_FORCES or force in named.get(inspection.pk, ())
        return is_named and force in answered

    return {
        (pk, force): _clock(inspection, reader.day, working.get((pk, force)), firsts.get((pk, force)))
        for pk, inspection in published.items()
        for force in wanted
        if concerns(inspection, force)
    }


def _first_publications(
    inspections: Iterable[int], forces: Iterable[int]
) -> dict[tuple[int, int], tuple[datetime.date | None, datetime.date | None]]:
    """When the first publication of each response was published and dated: what decides whether it was in time."""
    rows = Publication.objects.filter(response__inspection__in=inspections, response__force__in=forces)
    found: dict[tuple[int, int], tuple[datetime.date | None, datetime.date | None]] = {}
    for inspection, force, published_on, dated_on in rows.order_by("version").values_list(
        "response__inspection_id", "response__force_id", "published_on", "dated_on"
    ):
        found.setdefault((inspection, force), (published_on, dated_on))
    return found
