"""Invented inspections of one force. Every title and every text says that it is invented."""

from __future__ import annotations

import calendar
import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass

from simple_history.utils import bulk_create_with_history

from forces.bodies.models import Body
from recommendations.register.models import Action, Addressee, Inspection, Recommendation
from recommendations.register.models.deadline import Deadline

SOURCE = "Invented for the demonstration"
HMICFRS = "HM Inspectorate of Constabulary and Fire & Rescue Services"
FIRST_BEFORE = datetime.timedelta(days=1080)
LAST_BEFORE = datetime.timedelta(days=40)

_Kind = Recommendation.Kind
_Nature = Inspection.Nature


@dataclass(frozen=True)
class Topic:
    """What invented inspections of one nature are called, and what they ask about."""

    title: str
    subjects: tuple[str, ...]
    scope: Inspection.Scope = Inspection.Scope.FORCE


# Each subject begins with its verb, which takes an s in "how it records …".
TOPICS = {
    _Nature.PEEL: Topic(
        "Effectiveness, efficiency and legitimacy of the force",
        (
            "record the reasons for decisions about stop and search",
            "answer calls from the public in time",
            "manage the workload of its investigators",
            "plan for the skills it needs in two years",
            "supervise the investigations of volume crime",
            "use the results of surveys of its workforce",
            "check the quality of its case files",
            "share what its neighbourhood teams learn",
            "keep victims told of the progress of their case",
            "track outstanding suspects",
            "review what its partnerships achieve",
            "explain its use of force to the public",
            "support new officers in their first two years",
            "measure the benefits of its change programme",
        ),
    ),
    _Nature.CUSTODY: Topic(
        "Custody suites",
        (
            "record the reasons for each strip search",
            "check the cells for damage and report it",
            "review the length of detention before charge",
            "explain rights in words that are easily understood",
            "record the use of force in custody",
            "keep the care plans of detained people up to date",
            "plan the handover between custody staff",
        ),
    ),
    _Nature.CHILD_PROTECTION: Topic(
        "Protection of children",
        (
            "record the views of the child",
            "supervise investigations that concern children",
            "share information with its safeguarding partners",
            "manage the demand on its child protection teams",
            "review cases in which a child goes missing more than once",
            "train staff in the control room to see risk",
            "plan its strategy meetings with partners",
        ),
    ),
    _Nature.CRIME_DATA_INTEGRITY: Topic(
        "Crime data integrity",
        (
            "record reported crime within 24 hours",
            "check the reasons for cancelled crime records",
            "train new staff in the crime recording rules",
            "keep the backlog of incidents under review",
        ),
    ),
    _Nature.THEMATIC: Topic(
        "Use of digital evidence",
        (
            "manage the queue for the examination of devices",
            "explain to witnesses what is taken from a phone",
            "check the quality of downloads",
            "store digital evidence so that it can be found again",
            "train investigators to ask only for what they need",
        ),
        Inspection.Scope.NATIONAL,
    ),
    _Nature.JOINT_THEMATIC: Topic(
        "Work with prosecutors on case files",
        (
            "track the actions that prosecutors ask for",
            "review rejected case files with the prosecutors",
            "share one set of measures with the prosecutors",
            "train supervisors to check files before they are sent",
        ),
        Inspection.Scope.NATIONAL,
    ),
    _Nature.REVISIT: Topic(
        "Revisit to the control room",
        (
            "check the risk assessment of callers who wait",
            "record the reasons when an incident is given another grade",
            "supervise the queue of incidents without a unit",
            "support call handlers after difficult calls",
        ),
    ),
    _Nature.OTHER: Topic(
        "Vetting and counter-corruption",
        (
            "track the renewal of vetting",
            "record the reasons for its vetting decisions",
            "check the use of its systems for signs of misuse",
            "manage declarations of business interests",
            "brief supervisors on notifiable associations",
        ),
    ),
}


@dataclass(frozen=True)
class Plan:
    """What one invented inspection holds. The first `of_concern` recommendations belong to a cause of concern."""

    nature: Inspection.Nature
    afis: int
    recommendations: int = 0
    of_concern: int = 0


# 33 inspections in the order of publication, with 187 items that each become an action.
PLANS = [
    Plan(_Nature.PEEL, 13),
    Plan(_Nature.CUSTODY, 6, 2, 2),
    Plan(_Nature.THEMATIC, 3, 2),
    Plan(_Nature.CRIME_DATA_INTEGRITY, 4),
    Plan(_Nature.CHILD_PROTECTION, 6, 2),
    Plan(_Nature.OTHER, 4),
    Plan(_Nature.JOINT_THEMATIC, 3, 1),
    Plan(_Nature.REVISIT, 3),
    Plan(_Nature.THEMATIC, 4),
    Plan(_Nature.CUSTODY, 4),
    Plan(_Nature.PEEL, 13, 2, 2),
    Plan(_Nature.OTHER, 5),
    Plan(_Nature.CRIME_DATA_INTEGRITY, 3),
    Plan(_Nature.JOINT_THEMATIC, 3, 1),
    Plan(_Nature.CHILD_PROTECTION, 5, 3, 2),
    Plan(_Nature.REVISIT, 4),
    Plan(_Nature.THEMATIC, 4, 1),
    Plan(_Nature.CUSTODY, 6, 1),
    Plan(_Nature.OTHER, 3),
    Plan(_Nature.CRIME_DATA_INTEGRITY, 3, 1),
    Plan(_Nature.JOINT_THEMATIC, 4),
    Plan(_Nature.CHILD_PROTECTION, 4),
    Plan(_Nature.PEEL, 12, 3, 3),
    Plan(_Nature.REVISIT, 3),
    Plan(_Nature.THEMATIC, 3, 2),
    Plan(_Nature.CUSTODY, 5),
    Plan(_Nature.OTHER, 5),
    Plan(_Nature.CHILD_PROTECTION, 4, 2),
    Plan(_Nature.CRIME_DATA_INTEGRITY, 4),
    Plan(_Nature.JOINT_THEMATIC, 2, 2),
    Plan(_Nature.REVISIT, 3, 1),
    Plan(_Nature.THEMATIC, 4, 2),
    Plan(_Nature.CUSTODY, 4, 3, 2),
]

# Two more for a force with few of its own, and how many days before the day each was published.
RECENT = [(Plan(_Nature.CUSTODY, 0, 2), 29), (Plan(_Nature.OTHER, 0, 2), 12)]


def round_date(day: datetime.date) -> datetime.date:
    """The first 15th or last day of a month on or after the day: the dates that reports and letters like."""
    last = calendar.monthrange(day.year, day.month)[1]
    return day.replace(day=15 if day.day <= 15 else last)


def in_words(day: datetime.date) -> str:
    """ "31 January 2025"."""
    return f"{day.day} {day:%B %Y}"


def make_inspections(*, force: Body, day: datetime.date, dice: random.Random) -> None:
    """Write the invented inspections of the force, published over the three years before the day, with its actions."""
    step = (FIRST_BEFORE - LAST_BEFORE) / (len(PLANS) - 1)
    numbers = dict.fromkeys(TOPICS, 0)
    inspections = []
    for place, plan in enumerate(PLANS):
        numbers[plan.nature] += 1
        inspections.append(_inspection(plan, numbers[plan.nature], day - FIRST_BEFORE + place * step))
    _write(list(zip(PLANS, inspections, strict=True)), force=force, day=day, dice=dice)


def make_recent_inspections(*, force: Body, day: datetime.date, dice: random.Random) -> None:
    """Write two invented inspections of the force to which its local policing body's response is still in time."""
    both = []
    for plan, days in RECENT:
        inspection = _inspection(plan, 1, day - datetime.timedelta(days=days))
        inspection.slug = f"invented-{plan.nature}-{force.slug}"
        inspection.title = f"{TOPICS[plan.nature].title}, {force.label} (invented)"
        inspection.short_title = inspection.title
        both.append((plan, inspection))
    _write(both, force=force, day=day, dice=dice)


def _write(planned: list[tuple[Plan, Inspection]], *, force: Body, day: datetime.date, dice: random.Random) -> None:
    """Write the inspections with their items, each addressed to the force, and the actions of these."""
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
        item
        for plan, inspection in planned
        for item in _items(plan, inspection, cause_in.get(inspection.pk), day, dice)
    ]
    items = bulk_create_with_history(items, Recommendation)
    bulk_create_with_history([Addressee(recommendation=item, body=force) for item in [*causes, *items]], Addressee)
    bulk_create_with_history(
        [Action(recommendation=item, holder=force, opened_on=item.inspection.published_on or day) for item in items],
        Action,
    )


def _inspection(plan: Plan, number: int, published_on: datetime.date) -> Inspection:
    topic = TOPICS[plan.nature]
    return Inspection(
        slug=f"invented-{plan.nature}-{number}",
        title=f"{topic.title}, report {number} (invented)",
        short_title=f"{topic.title} {number} (invented)",
        state=Inspection.State.PUBLISHED,
        published_on=published_on,
        scope=topic.scope,
        nature=plan.nature,
        inspectorates=[HMICFRS],
        commissioned_by=Inspection.CommissionedBy.PROGRAMME,
        subjects=Inspection.Subjects.NAMED_FORCES,
        source=SOURCE,
    )


def _cause_of_concern(plan: Plan, inspection: Inspection) -> Recommendation:
    practice = _third_person(TOPICS[plan.nature].subjects[0])
    return Recommendation(
        inspection=inspection,
        reference="coc-1",
        number=1,
        order=1,
        kind=_Kind.CAUSE_OF_CONCERN,
        short_title=f"How the force {practice}",
        text=f"Invented cause of concern 1: the inspectorate is concerned about how the force {practice}.",
        deadline_kind=Deadline.Kind.NONE,
        source=SOURCE,
    )


def _items(
    plan: Plan, inspection: Inspection, cause: Recommendation | None, day: datetime.date, dice: random.Random
) -> Iterator[Recommendation]:
    subjects = list(TOPICS[plan.nature].subjects)
    for number in range(1, plan.recommendations + 1):
        subject = subjects[(number - 1) % len(subjects)]
        deadline_on = _deadline(inspection.published_on or day, day, dice)
        yield Recommendation(
            inspection=inspection,
            reference=str(number),
            number=number,
            order=1 + number,
            kind=_Kind.RECOMMENDATION,
            parent=cause if number <= plan.of_concern else None,
            short_title=_title(subject),
            text=(
                f"Invented recommendation {number}: by {in_words(deadline_on)}, the force should make sure that it "
                f"{_third_person(subject)}."
            ),
            deadline_wording=f"By {in_words(deadline_on)}",
            deadline_kind=Deadline.Kind.DATE,
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
            kind=_Kind.AFI,
            short_title=_title(subject),
            text=f"Invented area for improvement {number}: the force should improve how it {_third_person(subject)}.",
            deadline_kind=Deadline.Kind.NONE,
            source=SOURCE,
        )


def _deadline(published_on: datetime.date, day: datetime.date, dice: random.Random) -> datetime.date:
    """Some months after publication; for the latest reports soon after `day`, so that something is always due next."""
    if day - published_on < datetime.timedelta(days=200):
        return round_date(day + datetime.timedelta(days=dice.choice([4, 9, 20, 45, 80, 130])))
    return round_date(published_on + datetime.timedelta(days=dice.choice([120, 180, 240, 300])))


def _third_person(subject: str) -> str:
    verb, rest = subject.split(" ", 1)
    return f"{verb}s {rest}"


def _title(subject: str) -> str:
    return subject[0].upper() + subject[1:]
