"""Invented inspections of one force. Every title and every text states that it is invented."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Sequence

from simple_history.utils import bulk_create_with_history

from forces.bodies.models import Body
from recommendations.demonstration.inspection_plans import PLANS, RECENT, InspectionPlan
from recommendations.demonstration.inspection_topics import TOPICS
from recommendations.demonstration.timing import round_date
from recommendations.reading.wording import relative_date
from recommendations.register.models import (
    Action,
    Addressee,
    Inspection,
    InspectionState,
    Part,
    Recommendation,
    RecommendationKind,
)
from recommendations.register.models.deadline import DeadlineKind

SOURCE = "Invented for the demonstration"
HMICFRS = "HM Inspectorate of Constabulary and Fire & Rescue Services"
FIRST_BEFORE = datetime.timedelta(days=1080)
LAST_BEFORE = datetime.timedelta(days=40)


def in_words(day: datetime.date) -> str:
    """Return the date as "31 January 2025"."""
    return f"{day.day} {day:%B %Y}"


def make_inspections(*, force: Body, day: datetime.date, rng: random.Random) -> None:
    """Save the invented inspections of the force, published in the three years before the day, with its actions."""
    step = (FIRST_BEFORE - LAST_BEFORE) / (len(PLANS) - 1)
    numbers = dict.fromkeys(TOPICS, 0)
    inspections = []
    for index, plan in enumerate(PLANS):
        numbers[plan.nature] += 1
        inspections.append(_inspection(plan, numbers[plan.nature], day - FIRST_BEFORE + index * step))
    _write(list(zip(PLANS, inspections, strict=True)), force=force, day=day, rng=rng)


def make_recent_inspections(*, force: Body, day: datetime.date, rng: random.Random) -> None:
    """Save two invented inspections of the force for which a response is still on time."""
    planned = []
    for plan, days in RECENT:
        inspection = _inspection(plan, 1, day - datetime.timedelta(days=days))
        inspection.slug = f"invented-{plan.nature}-{force.slug}"
        inspection.title = f"{TOPICS[plan.nature].title}, {force.label} (invented)"
        inspection.short_title = inspection.title
        planned.append((plan, inspection))
    _write(planned, force=force, day=day, rng=rng)


def _write(
    planned: list[tuple[InspectionPlan, Inspection]], *, force: Body, day: datetime.date, rng: random.Random
) -> None:
    """Save the inspections with their items, each addressed to the force, and the actions for them."""
    bulk_create_with_history([inspection for _plan, inspection in planned], Inspection)
    Inspection.subject_forces.through.objects.bulk_create(
        Inspection.subject_forces.through(inspection_id=inspection.pk, force_id=force.pk)
        for _plan, inspection in planned
    )
    causes = bulk_create_with_history(
        [_cause_of_concern(plan, inspection) for plan, inspection in planned if plan.of_concern], Recommendation
    )
    cause_in = {cause.inspection_id: cause for cause in causes}
    items = [
        item for plan, inspection in planned for item in _items(plan, inspection, cause_in.get(inspection.pk), day, rng)
    ]
    plan_of = {inspection.pk: plan for plan, inspection in planned}
    parts = [
        part
        for item in items
        if item.reference == "1" and (wordings := plan_of[item.inspection_id].dated_parts)
        for part in _dated_parts(item, wordings)
    ]
    items = bulk_create_with_history(items, Recommendation)
    bulk_create_with_history(parts, Part)
    bulk_create_with_history([Addressee(recommendation=item, body=force) for item in [*causes, *items]], Addressee)
    bulk_create_with_history(
        [Action(recommendation=item, holder=force, opened_on=item.inspection.published_on or day) for item in items],
        Action,
    )


def _inspection(plan: InspectionPlan, number: int, published_on: datetime.date) -> Inspection:
    topic = TOPICS[plan.nature]
    return Inspection(
        slug=f"invented-{plan.nature}-{number}",
        title=f"{topic.title}, report {number} (invented)",
        short_title=f"{topic.title} {number} (invented)",
        state=InspectionState.PUBLISHED,
        published_on=published_on,
        scope=topic.scope,
        nature=plan.nature,
        inspectorates=[HMICFRS],
        commissioned_by=Inspection.CommissionedBy.PROGRAMME,
        subjects=Inspection.Subjects.NAMED_FORCES,
        source=SOURCE,
    )


def _cause_of_concern(plan: InspectionPlan, inspection: Inspection) -> Recommendation:
    practice = _third_person(TOPICS[plan.nature].subjects[0])
    return Recommendation(
        inspection=inspection,
        reference="coc-1",
        number=1,
        order=1,
        kind=RecommendationKind.CAUSE_OF_CONCERN,
        short_title=f"How the force {practice}",
        text=f"Invented cause of concern 1: the inspectorate is concerned about how the force {practice}.",
        deadline_kind=DeadlineKind.NONE,
        source=SOURCE,
    )


def _items(
    plan: InspectionPlan, inspection: Inspection, cause: Recommendation | None, day: datetime.date, rng: random.Random
) -> Iterator[Recommendation]:
    subjects = list(TOPICS[plan.nature].subjects)
    for number in range(1, plan.recommendations + 1):
        subject = subjects[(number - 1) % len(subjects)]
        deadline_on = _deadline(inspection.published_on or day, day, rng)
        yield Recommendation(
            inspection=inspection,
            reference=str(number),
            number=number,
            order=1 + number,
            kind=RecommendationKind.RECOMMENDATION,
            parent=cause if number <= plan.of_concern else None,
            short_title=_title(subject),
            text=(
                f"Invented recommendation {number}: by {in_words(deadline_on)}, the force should make sure that it "
                f"{_third_person(subject)}."
            ),
            deadline_wording=f"By {in_words(deadline_on)}",
            deadline_kind=DeadlineKind.DATE,
            deadline_on=deadline_on,
            source=SOURCE,
        )
    for number in range(1, plan.afis + 1):
        subject = subjects[-number % len(subjects)]
        yield Recommendation(
            inspection=inspection,
            reference=f"afi-{number}",
            number=number,
            order=50 + number,
            kind=RecommendationKind.AFI,
            short_title=_title(subject),
            text=f"Invented area for improvement {number}: the force should improve how it {_third_person(subject)}.",
            deadline_kind=DeadlineKind.NONE,
            source=SOURCE,
        )


def _dated_parts(item: Recommendation, wordings: Sequence[str]) -> list[Part]:
    """Return parts with these deadlines, relative to publication, and make them all that the recommendation says."""
    published_on = item.inspection.published_on
    assert published_on  # noqa: S101 - every invented inspection is published
    subject = f"how it will {item.short_title[:1].lower()}{item.short_title[1:]}"
    tasks = [f"publish a plan for {subject}", f"report to its commissioner on {subject}"]
    parts = []
    for order, (wording, task) in enumerate(zip(wordings, tasks, strict=True), start=1):
        parts.append(
            Part(
                recommendation=item,
                label="ab"[order - 1],
                order=order,
                text=f"{wording}, {task}",
                deadline_wording=wording,
                deadline_kind=DeadlineKind.RELATIVE,
                deadline_on=relative_date(wording, published_on),
            )
        )
    said = "; and ".join(part.text for part in parts)
    item.text = f"Invented recommendation {item.number}: the force should: {said}."
    item.deadline_wording, item.deadline_kind, item.deadline_on = "", DeadlineKind.NONE, None
    return parts


def _deadline(published_on: datetime.date, day: datetime.date, rng: random.Random) -> datetime.date:
    """Return a day months after publication, or soon after `day` for new reports, so that something is due next."""
    if day - published_on < datetime.timedelta(days=200):
        return round_date(day + datetime.timedelta(days=rng.choice([4, 9, 20, 45, 80, 130])))
    return round_date(published_on + datetime.timedelta(days=rng.choice([120, 180, 240, 300])))


def _third_person(subject: str) -> str:
    verb, rest = subject.split(" ", 1)
    return f"{verb}s {rest}"


def _title(subject: str) -> str:
    return subject[0].upper() + subject[1:]
