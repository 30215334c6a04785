"""Entering and changing recommendations, their parts, addressees and links.

What moves actions or positions goes through recommendations.maintenance.services.entering, which calls these.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.register.models import Addressee, Inspection, Link, Part, Recommendation
from recommendations.register.models.link import has_circle


def _words(text: str) -> str:
    """The text with every run of spaces and line ends as one space."""
    return " ".join(text.split())


def check_part_text(text: str, *, of: str) -> None:
    """Raises ValidationError where the words of a part do not stand in the recommendation's text."""
    if _words(text) not in _words(of):
        raise ValidationError(_("These words do not stand in the text of the recommendation. Copy them from there."))


def deadline_question(deadline_on: datetime.date | None, inspection: Inspection | None) -> str:
    """What to ask about a deadline before publication, which happens; empty where there is nothing to ask."""
    published_on = inspection.published_on if inspection else None
    if deadline_on and published_on and deadline_on < published_on:
        return _("This deadline is before the report was published. Is it right?")
    return ""


def check_parent(recommendation: Recommendation) -> None:
    """Raises ValidationError, by field, where the parent is no cause of concern of the same inspection."""
    parent = recommendation.parent
    if parent is None:
        return
    if parent.inspection_id != recommendation.inspection_id:
        raise ValidationError({"parent": _("Choose a cause of concern of the same inspection.")})
    if parent.kind not in Recommendation.KINDS_WITHOUT_ACTION or parent == recommendation:
        raise ValidationError({"parent": _("Only a cause of concern can have recommendations under it.")})


def check_with_actions(recommendation: Recommendation) -> None:
    """Raises ValidationError, by field, where a recommendation with actions would leave its inspection or its kind.

    Its history would go with it. An inspection entered twice is merged instead.
    """
    before = Recommendation.objects.filter(pk=recommendation.pk).first() if recommendation.pk else None
    if before is None or not before.actions.exists():
        return
    if before.inspection_id != recommendation.inspection_id:
        raise ValidationError(
            {"inspection": _("It has actions. It stays with its inspection; merge the two inspections instead.")}
        )
    if recommendation.kind != before.kind and recommendation.kind in Recommendation.KINDS_WITHOUT_ACTION:
        raise ValidationError({"kind": _("It has actions, and a cause of concern has none. It keeps its kind.")})


def check_part_of_addressee(addressee: Addressee) -> None:
    """Raises ValidationError, by field, where the part belongs to another recommendation."""
    if addressee.part and addressee.part.recommendation_id != addressee.recommendation_id:
        raise ValidationError({"part": _("Choose a part of this recommendation.")})


def closes_a_circle(kind: str, ends: Iterable[int], *, of: Recommendation) -> bool:
    """Whether links of one kind from a recommendation to these (by id) make a circle with those of the others."""
    others = Link.objects.filter(kind=kind).exclude(from_recommendation=of)
    links = [*others.values_list("from_recommendation", "to_recommendation"), *((of.pk, end) for end in ends)]
    return has_circle(links)


def check_link(link: Link) -> None:
    """Raises ValidationError where a link would close a circle."""
    kept = Link.objects.filter(kind=link.kind, from_recommendation=link.from_recommendation).exclude(pk=link.pk)
    ends = [*kept.values_list("to_recommendation", flat=True), link.to_recommendation_id]
    if closes_a_circle(link.kind, ends, of=link.from_recommendation):
        raise ValidationError({"to_recommendation": _("This link leads back to the recommendation in a circle.")})


@transaction.atomic
def save_recommendation(*, recommendation: Recommendation, by: Person) -> Recommendation:
    """Enter or change a recommendation. Raises ValidationError by field."""
    check_parent(recommendation)
    check_with_actions(recommendation)
    save_with_history(recommendation, by=by)
    return recommendation


@transaction.atomic
def save_part(*, part: Part, by: Person) -> Part:
    """Enter or change a part. Raises ValidationError where its words do not stand in the recommendation's text."""
    check_part_text(part.text, of=part.recommendation.text)
    save_with_history(part, by=by)
    return part


@transaction.atomic
def save_addressee(*, addressee: Addressee, by: Person) -> Addressee:
    """Enter or change an addressee. Raises ValidationError by field."""
    check_part_of_addressee(addressee)
    save_with_history(addressee, by=by)
    return addressee


@transaction.atomic
def save_link(*, link: Link, by: Person) -> Link:
    """Enter or change a link. Raises ValidationError where it would close a circle."""
    check_link(link)
    save_with_history(link, by=by)
    return link


@transaction.atomic
def delete_record(*, record: Recommendation | Part | Addressee | Link, by: Person) -> None:
    """Delete a recommendation, or what belongs to it. Raises ProtectedError where anything refers to it."""
    delete_with_history(record, by=by)
