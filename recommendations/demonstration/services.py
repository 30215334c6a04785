"""Make the demonstration: invented inspections, histories, responses and accounts, all of them or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from django.core.management import call_command
from django.db import connection, transaction

from forces.bodies.models import Body, BodyKind, Force, Installation
from forces.people.models import Person
from forces.proof.sealing import seal_all
from recommendations.demonstration import update_phrases as phrases
from recommendations.demonstration.accounts import ADMINISTRATOR, FORCES_WITH_ACCOUNTS, make_accounts, make_recorders
from recommendations.demonstration.discussion import make_discussions
from recommendations.demonstration.histories import ActionHistory, HistorySettings, PlannedUpdate
from recommendations.demonstration.inspections import make_inspections, make_recent_inspections
from recommendations.demonstration.outcomes import pace_of
from recommendations.demonstration.randomness import seeded_random
from recommendations.demonstration.responses import make_responses
from recommendations.demonstration.timing import HISTORY_LENGTH
from recommendations.maintenance.search_index import index_all
from recommendations.positions.rebuilding import rebuild
from recommendations.register.models import (
    Action,
    AddresseeRole,
    ClosingLevel,
    Evidence,
    Inspection,
    Link,
    LinkKind,
    Part,
    PartDone,
    Recommendation,
    Update,
    UpdateWords,
)

SEED = 2024
NOT_USING_THE_TRACKER = ["gwent", "wiltshire"]
FORCE_WITH_MANY_ACTIONS = "leicestershire"
MAY_BE_WAITED_FOR = ["college-of-policing", "crown-prosecution-service", "soteria-joint-unit"]
ROWS_AT_ONCE = 1_000


class RealRegisterError(Exception):
    """The database has people or updates of its own. Nothing invented may be added to them."""


def demonstration() -> Installation | None:
    """Return this database's record of being a demonstration, or None."""
    return Installation.objects.filter(is_demonstration=True).first()


@transaction.atomic
def make_demonstration(*, seed: int, day: datetime.date, progress: Callable[[str], None]) -> None:
    """Fill a database that has at most the fixtures. `progress` is called with each step.

    One seed and one day give the same content. Raises RealRegisterError if there are people or updates already.
    """
    if Installation.objects.exists() or Person.objects.exists() or Update.objects.exists():
        raise RealRegisterError
    if not Inspection.objects.exists():
        call_command("load_register")
    Installation.objects.create(pk=1, is_demonstration=True, seed=seed, made_on=day)
    people = make_accounts(first_day=day - HISTORY_LENGTH, day=day)
    progress(f"{len(people)} accounts")
    using_tracker = Force.objects.territorial().open_on(day).exclude(slug__in=NOT_USING_THE_TRACKER)
    # the forces' own manager is typed as that of any body
    Force._base_manager.filter(pk__in=using_tracker).update(uses_soteria_tracker=True)
    busiest = Body.objects.filter(slug=FORCE_WITH_MANY_ACTIONS).first()
    if busiest:
        make_inspections(force=busiest, day=day, rng=seeded_random(seed, "inspections"))
        progress(f"{Inspection.objects.filter(subject_forces=busiest.pk).count()} invented inspections of {busiest}")
    for force in Body.objects.filter(slug__in=FORCES_WITH_ACCOUNTS).exclude(slug=FORCE_WITH_MANY_ACTIONS):
        make_recent_inspections(force=force, day=day, rng=seeded_random(seed, "recent", force.slug))
    actions = _actions()
    histories = list(_histories(actions, seed, day, people))
    updates = [planned for history in histories for planned in history.updates()]
    Action.objects.bulk_update(_with_leads(histories), ["lead_post"], batch_size=ROWS_AT_ONCE)
    _write(updates)
    progress(f"{Update.objects.count()} updates of {len(histories)} actions")
    progress(f"{rebuild(Action.objects.order_by('pk').values_list('pk', flat=True))} positions")
    progress(f"{make_responses(seed=seed, day=day)} responses")
    progress(f"{make_discussions(day=day)} comments")
    progress(f"{index_all()} texts in the search")
    progress(f"{seal_all()} records sealed")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # otherwise it plans for empty tables, and checks keys for minutes
            cursor.execute("ANALYZE")


def _actions() -> list[Action]:
    of_bodies = Action.objects.exclude(holder__kind=BodyKind.FORCE)
    of_forces = Action.objects.filter(holder__force__uses_soteria_tracker=True)
    related = ("holder", "part", "recommendation__inspection")
    return list(
        (of_bodies | of_forces)
        .select_related(*related)
        .order_by("recommendation__inspection", "recommendation", "holder")
    )


def _histories(
    actions: list[Action], seed: int, day: datetime.date, people: dict[str, Person]
) -> Iterable[ActionHistory]:
    """Yield one history for each action. Those of one holder share their settings."""
    without_accounts = [
        action.holder
        for action in actions
        if action.holder.kind == BodyKind.FORCE and action.holder.slug not in FORCES_WITH_ACCOUNTS
    ]
    recorders = make_recorders(list({holder.slug: holder for holder in without_accounts}.values()))
    closing_levels = list(ClosingLevel.objects.all())
    may_wait_for = list(Body.objects.filter(slug__in=MAY_BE_WAITED_FOR).order_by("slug"))
    parts, waits_for = _parts(), _waits_for()
    for action in actions:
        slug = action.holder.slug
        is_invented = action.recommendation.inspection.slug.startswith("invented-")
        settings = HistorySettings(
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
        yield ActionHistory(
            action,
            settings,
            parts=[] if action.part_id else parts.get(action.recommendation_id, []),
            waits_for=waits_for.get(action.recommendation_id),
        )


def _office(holder: Body, people: dict[str, Person], recorders: dict[str, Person]) -> Person:
    """Return who records for a holder: the force's office, or the administrator for a national body."""
    if holder.kind != BodyKind.FORCE:
        return people[ADMINISTRATOR.email]
    return recorders.get(holder.slug) or people[f"office.{holder.slug}@example.org"]


def _parts() -> dict[int, list[Part]]:
    """Return by recommendation the parts that its own leads report on, without those that another body leads."""
    own = Part.objects.exclude(addressees__role=AddresseeRole.LEAD).order_by("recommendation", "order")
    parts: dict[int, list[Part]] = {}
    for part in own:
        parts.setdefault(part.recommendation_id, []).append(part)
    return parts


def _waits_for() -> dict[int, tuple[Recommendation, Body]]:
    """Return by recommendation what it waits for, with the body that leads that."""
    found = {}
    links = Link.objects.filter(kind=LinkKind.WAITS_FOR).select_related("to_recommendation")
    for link in links.order_by("pk"):
        lead = link.to_recommendation.addressees.filter(role=AddresseeRole.LEAD, body__isnull=False).first()
        if lead and lead.body:
            found[link.from_recommendation_id] = (link.to_recommendation, lead.body)
    return found


def _with_leads(histories: list[ActionHistory]) -> list[Action]:
    for history in histories:
        history.action.lead_post = history.lead_post
    return [history.action for history in histories]


def _write(updates: list[PlannedUpdate]) -> None:
    """Save the updates in the order in which they were recorded, then retractions, parts done and evidence."""
    retractions = [planned.retraction for planned in updates if planned.retraction]
    UpdateWords.objects.bulk_create((planned.words for planned in [*updates, *retractions]), batch_size=ROWS_AT_ONCE)
    for planned in [*updates, *retractions]:
        planned.update.words = planned.words
    updates.sort(key=lambda planned: (planned.update.recorded_at, planned.update.submission_key))
    Update.objects.bulk_create((planned.update for planned in updates), batch_size=ROWS_AT_ONCE)
    for planned in updates:
        if planned.retraction:  # what it retracts has an id only now
            planned.retraction.update.retracts_id = planned.update.pk
    Update.objects.bulk_create((retraction.update for retraction in retractions), batch_size=ROWS_AT_ONCE)
    PartDone.objects.bulk_create(
        (PartDone(update=planned.update, part=part) for planned in updates for part in planned.parts),
        batch_size=ROWS_AT_ONCE,
    )
    evidence = [evidence for planned in updates for evidence in planned.evidence]
    for piece in evidence:
        piece.update_id = piece.update.pk
    Evidence.objects.bulk_create(evidence, batch_size=ROWS_AT_ONCE)
