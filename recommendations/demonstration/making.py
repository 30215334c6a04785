"""Making the demonstration: invented inspections, positions, histories and accounts, all of them or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from django.core.management import call_command
from django.db import connection, transaction

from forces.bodies.models import Body, Force, Installation
from forces.people.models import Person
from recommendations.demonstration import phrases
from recommendations.demonstration.accounts import ADMINISTRATOR, FORCES_WITH_ACCOUNTS, make_accounts, make_recorders
from recommendations.demonstration.dice import dice_for
from recommendations.demonstration.histories import History, Recorded, Setting
from recommendations.demonstration.inspections import make_inspections, make_recent_inspections
from recommendations.demonstration.outcomes import pace_of
from recommendations.demonstration.responses import make_responses
from recommendations.demonstration.timing import YEARS_TOLD
from recommendations.maintenance.search_index import index_all
from recommendations.positions.rebuilding import rebuild
from recommendations.register.models import (
    Action,
    Addressee,
    ClosingLevel,
    Evidence,
    Inspection,
    Link,
    Part,
    PartDone,
    Recommendation,
    Update,
    UpdateWords,
)

SEED = 2024
NOT_KEPT_HERE = ["gwent", "wiltshire"]
FORCE_WITH_MANY_ACTIONS = "leicestershire"
MAY_BE_WAITED_FOR = ["college-of-policing", "crown-prosecution-service", "soteria-joint-unit"]
ROWS_AT_ONCE = 1_000


class RealRegister(Exception):
    """The database holds people or updates that are not a demonstration's: nothing invented may be put beside them."""


def demonstration() -> Installation | None:
    """The mark of a demonstration on this database, if it has one."""
    return Installation.objects.filter(is_demonstration=True).first()


@transaction.atomic
def make_demonstration(*, seed: int, day: datetime.date, say: Callable[[str], None]) -> None:
    """Fill a database that holds at most the fixtures; `say` is told of each step.

    One seed and one day give the same content. Raises RealRegister if there are people or updates already.
    """
    if Installation.objects.exists() or Person.objects.exists() or Update.objects.exists():
        raise RealRegister
    if not Inspection.objects.exists():
        call_command("load_register")
    Installation.objects.create(pk=1, is_demonstration=True, seed=seed, made_on=day)
    people = make_accounts(first_day=day - YEARS_TOLD, day=day)
    say(f"{len(people)} accounts")
    kept = Force.objects.territorial().open_on(day).exclude(slug__in=NOT_KEPT_HERE)
    # past the forces' own manager, whose queries are typed as those of any body
    Force._base_manager.filter(pk__in=kept).update(kept_here=True)
    many = Body.objects.filter(slug=FORCE_WITH_MANY_ACTIONS).first()
    if many:
        make_inspections(force=many, day=day, dice=dice_for(seed, "inspections"))
        say(f"{Inspection.objects.filter(subject_forces=many.pk).count()} invented inspections of {many}")
    for force in Body.objects.filter(slug__in=FORCES_WITH_ACCOUNTS).exclude(slug=FORCE_WITH_MANY_ACTIONS):
        make_recent_inspections(force=force, day=day, dice=dice_for(seed, "recent", force.slug))
    actions = _actions()
    histories = list(_histories(actions, seed, day, people))
    told = [recorded for history in histories for recorded in history.tell()]
    Action.objects.bulk_update(_with_leads(histories), ["lead_post"], batch_size=ROWS_AT_ONCE)
    _write(told)
    say(f"{Update.objects.count()} updates of {len(histories)} actions")
    say(f"{rebuild(Action.objects.order_by('pk').values_list('pk', flat=True))} positions")
    say(f"{make_responses(seed=seed, day=day)} responses")
    say(f"{index_all()} texts in the search")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # else it plans for the empty tables it knew, and checks keys for minutes
            cursor.execute("ANALYZE")


def _actions() -> list[Action]:
    kept = Action.objects.exclude(holder__kind=Body.Kind.FORCE) | Action.objects.filter(holder__force__kept_here=True)
    related = ("holder", "part", "recommendation__inspection")
    return list(kept.select_related(*related).order_by("recommendation__inspection", "recommendation", "holder"))


def _histories(actions: list[Action], seed: int, day: datetime.date, people: dict[str, Person]) -> Iterable[History]:
    """One history for each action; those of one holder share a setting."""
    others = [
        action.holder
        for action in actions
        if action.holder.kind == Body.Kind.FORCE and action.holder.slug not in FORCES_WITH_ACCOUNTS
    ]
    recorders = make_recorders(list({holder.slug: holder for holder in others}.values()))
    closing_levels = list(ClosingLevel.objects.all())
    may_wait_for = list(Body.objects.filter(slug__in=MAY_BE_WAITED_FOR).order_by("slug"))
    parts, waits_for = _parts(), _waits_for()
    for action in actions:
        slug = action.holder.slug
        is_invented = action.recommendation.inspection.slug.startswith("invented-")
        setting = Setting(
            day=day,
            seed=seed,
            pace=pace_of(slug, seed),
            office=_office(action.holder, people, recorders),
            contributor=people.get(f"force.{slug}@example.org"),
            closing_levels=closing_levels,
            may_wait_for=may_wait_for,
            leads=phrases.LEADS if is_invented else phrases.LEADS_ON_RAPE,
            how_many=(1, 4) if is_invented else (6, 10),
        )
        yield History(
            action,
            setting,
            parts=[] if action.part_id else parts.get(action.recommendation_id, []),
            waits_for=waits_for.get(action.recommendation_id),
        )


def _office(holder: Body, people: dict[str, Person], recorders: dict[str, Person]) -> Person:
    """Who records for a holder: the force's office; for a national body the administrator."""
    if holder.kind != Body.Kind.FORCE:
        return people[ADMINISTRATOR.email]
    return recorders.get(holder.slug) or people[f"office.{holder.slug}@example.org"]


def _parts() -> dict[int, list[Part]]:
    """The parts that whoever leads the whole can report on, by recommendation: not those that another body leads."""
    own = Part.objects.exclude(addressees__role=Addressee.Role.LEAD).order_by("recommendation", "order")
    parts: dict[int, list[Part]] = {}
    for part in own:
        parts.setdefault(part.recommendation_id, []).append(part)
    return parts


def _waits_for() -> dict[int, tuple[Recommendation, Body]]:
    """What each recommendation waits for, with the body that leads that, by recommendation."""
    found = {}
    links = Link.objects.filter(kind=Link.Kind.WAITS_FOR).select_related("to_recommendation")
    for link in links.order_by("pk"):
        lead = link.to_recommendation.addressees.filter(role=Addressee.Role.LEAD, body__isnull=False).first()
        if lead and lead.body:
            found[link.from_recommendation_id] = (link.to_recommendation, lead.body)
    return found


def _with_leads(histories: list[History]) -> list[Action]:
    for history in histories:
        history.action.lead_post = history.lead_post
    return [history.action for history in histories]


def _write(told: list[Recorded]) -> None:
    """Write the updates in the order in which they were recorded, then the retractions, then what hangs on both."""
    retractions = [recorded.retraction for recorded in told if recorded.retraction]
    UpdateWords.objects.bulk_create((recorded.words for recorded in [*told, *retractions]), batch_size=ROWS_AT_ONCE)
    for recorded in [*told, *retractions]:
        recorded.update.words = recorded.words
    told.sort(key=lambda recorded: (recorded.update.recorded_at, recorded.update.submission_key))
    Update.objects.bulk_create((recorded.update for recorded in told), batch_size=ROWS_AT_ONCE)
    for recorded in told:
        if recorded.retraction:  # what it retracts has its id only since it was written
            recorded.retraction.update.retracts_id = recorded.update.pk
    Update.objects.bulk_create((retraction.update for retraction in retractions), batch_size=ROWS_AT_ONCE)
    PartDone.objects.bulk_create(
        (PartDone(update=recorded.update, part=part) for recorded in told for part in recorded.parts),
        batch_size=ROWS_AT_ONCE,
    )
    evidence = [evidence for recorded in told for evidence in recorded.evidence]
    for piece in evidence:
        piece.update_id = piece.update.pk
    Evidence.objects.bulk_create(evidence, batch_size=ROWS_AT_ONCE)
