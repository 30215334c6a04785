"""Save and delete recommendations, their parts, addressees and links.

Changes that affect actions or positions go through recommendations.maintenance.services.entering, which calls these.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from forces.people.history import delete_with_history, save_with_history
from forces.people.models import Person
from recommendations.register.models import Addressee, Inspection, Link, Part, Recommendation, Source
from recommendations.register.models.deadline import Deadline, DeadlineKind
from recommendations.register.models.link import has_circle


def _on_one_line(text: str) -> str:
    """Return the text with each run of spaces and line ends as one space."""
    return " ".join(text.split())


def check_part_text(text: str, *, of: str) -> None:
    """Raise ValidationError if the text of a part is not in the recommendation's text."""
    if _on_one_line(text) not in _on_one_line(of):
        raise ValidationError(_("This text is not in the recommendation. Copy it from the recommendation’s text."))


def deadline_question(deadline_on: datetime.date | None, inspection: Inspection | None) -> str:
    """Return a question about a deadline before publication, which is unusual but possible; else an empty string."""
    published_on = inspection.published_on if inspection else None
    if deadline_on and published_on and deadline_on < published_on:
        return _("This deadline is before the report was published. Is it correct?")
    return ""


def check_set_by(*, issuer: Source | None, kind: str | None, set_by: str | None) -> None:
    """Raise ValidationError if the body that issued an item is said to have set its deadline, but sets none."""
    is_set = kind not in (None, "", DeadlineKind.NONE) and set_by == Deadline.SetBy.SOURCE
    if issuer and is_set and not issuer.sets_deadlines:
        raise ValidationError(_("%(body)s sets no deadlines. Choose “Set locally”.") % {"body": issuer.sentence_name})


def check_parent(recommendation: Recommendation) -> None:
    """Raise ValidationError, by field, if the parent is not a cause of concern in the same inspection."""
    parent = recommendation.parent
    if parent is None:
        return
    if parent.inspection_id != recommendation.inspection_id:
        raise ValidationError({"parent": _("Choose a cause of concern from the same inspection.")})
    if parent.kind not in Recommendation.KINDS_WITHOUT_ACTION or parent == recommendation:
        raise ValidationError({"parent": _("Only a cause of concern can have recommendations under it.")})


def check_move_with_actions(recommendation: Recommendation) -> None:
    """Raise ValidationError, by field, if a recommendation with actions would change its inspection or lose them.

    Its history would move with it. Merge an inspection that was entered twice instead.
    """
    before = Recommendation.objects.filter(pk=recommendation.pk).first() if recommendation.pk else None
    if before is None or not before.actions.exists():
        return
    if before.inspection_id != recommendation.inspection_id:
        raise ValidationError(
            {
                "inspection": _(
                    "It has actions, so it cannot move to another inspection. Merge the two inspections instead."
                )
            }
        )
    if recommendation.kind != before.kind and recommendation.kind in Recommendation.KINDS_WITHOUT_ACTION:
        raise ValidationError({"kind": _("It has actions, so it cannot become a cause of concern, which has none.")})


def check_part_of_addressee(addressee: Addressee) -> None:
    """Raise ValidationError, by field, if the part belongs to another recommendation."""
    if addressee.part and addressee.part.recommendation_id != addressee.recommendation_id:
        raise ValidationError({"part": _("Choose a part of this recommendation.")})


def closes_a_circle(kind: str, ends: Iterable[int], *, of: Recommendation) -> bool:
    """Return whether links of one kind from `of` to recommendations with these ids would form a circle."""
    existing = Link.objects.filter(kind=kind).exclude(from_recommendation=of)
    links = [*existing.values_list("from_recommendation", "to_recommendation"), *((of.pk, end) for end in ends)]
    return has_circle(links)


def check_link(link: Link) -> None:
    """Raise ValidationError if a link would close a circle."""
    kept = Link.objects.filter(kind=link.kind, from_recommendation=link.from_recommendation).exclude(pk=link.pk)
    ends = [*kept.values_list("to_recommendation", flat=True), link.to_recommendation_id]
    if closes_a_circle(link.kind, ends, of=link.from_recommendation):
        raise ValidationError({"to_recommendation": _("This link leads back to the recommendation in a circle.")})


@transaction.atomic
def name_sources(inspection: Inspection) -> None:
    """Name the source in the label of each item if the items have several: they may all number from 1."""
    items = list(inspection.recommendations.select_related("issued_by").defer("text"))
    own = {item.pk: item.issued_by or inspection.issued_by for item in items}
    names = {pk: source.name for pk, source in own.items()} if len(set(own.values())) > 1 else {}
    renamed = [item for item in items if item.source_label != names.get(item.pk, "")]
    for item in renamed:
        item.source_label = names.get(item.pk, "")
    Recommendation.objects.bulk_update(renamed, ["source_label"])


@transaction.atomic
def save_recommendation(*, recommendation: Recommendation, by: Person) -> Recommendation:
    """Save a recommendation. Raises ValidationError by field."""
    check_parent(recommendation)
    check_move_with_actions(recommendation)
    save_with_history(recommendation, by=by)
    name_sources(recommendation.inspection)
    return recommendation


@transaction.atomic
def save_part(*, part: Part, by: Person) -> Part:
    """Save a part. Raises ValidationError if its text is not in the recommendation's text."""
    check_part_text(part.text, of=part.recommendation.text)
    save_with_history(part, by=by)
    return part


@transaction.atomic
def save_addressee(*, addressee: Addressee, by: Person) -> Addressee:
    """Save an addressee. Raises ValidationError by field."""
    check_part_of_addressee(addressee)
    save_with_history(addressee, by=by)
    return addressee


@transaction.atomic
def save_link(*, link: Link, by: Person) -> Link:
    """Save a link. Raises ValidationError if it would close a circle."""
    check_link(link)
    save_with_history(link, by=by)
    return link


@transaction.atomic
def delete_record(*, record: Recommendation | Part | Addressee | Link, by: Person) -> None:
    """Delete a recommendation, part, addressee or link. Raises ProtectedError if anything refers to it."""
    delete_with_history(record, by=by)
