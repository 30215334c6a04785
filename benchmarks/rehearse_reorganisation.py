"""Rehearse the largest reorganisation: every territorial force becomes one of twelve, under twelve new bodies.

Runs on the benchmark data in the database that DATABASE_URL names (`manage.py make_benchmark_data`), and leaves it as
it was: the reorganisation is undone. Prints times, memory, and whether everything is as it must be.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import os
import resource
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forces.people.access import Reader

SUCCESSORS = 12
LIMIT = 60  # seconds


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rehearse_reorganisation", description=__doc__)
    parser.add_argument("--days", type=int, default=50, help="how many past days to compare (50)")
    parser.add_argument("--check", action="store_true", help="also prove the positions equal to the history (slow)")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "soteria_tracker.settings")
    import django

    django.setup()
    return 0 if _rehearse(options.days, check=options.check) else 1


def _rehearse(number_of_days: int, *, check: bool) -> bool:
    from django.conf import settings

    settings.REGISTER_FILE_LIMIT = max(settings.REGISTER_FILE_LIMIT, 1_000_000)
    from forces.bodies.models import Force
    from forces.people.models import Membership
    from recommendations.positions.rebuilding import differing
    from recommendations.register.models import Action
    from recommendations.reorganisations.services import preview, reorganise, undo
    from soteria_tracker.web.today import today

    on = today() + datetime.timedelta(days=1)
    forces = list(Force.objects.territorial().open_on(on).order_by("region", "slug"))
    plan = _plan(forces, on).encode()
    days = [today() - datetime.timedelta(days=37 * number) for number in range(number_of_days)]
    administrator = Membership.objects.filter(role="administrator").select_related("person").first()
    by = administrator.person if administrator else None
    _add_people(forces)
    print(f"{Action.objects.count():,} actions of {len(forces)} forces")

    counts, table = _counts(days), _digest()
    found = _timed("preview", lambda: preview("plan.yaml", plan))
    for error in found.findings.errors:
        print(f"  {error}")
    record = _timed("reorganise", lambda: reorganise("plan.yaml", plan, by=by))
    took = _last["reorganise"]
    results = {
        f"within {LIMIT} s": took <= LIMIT,
        f"all counts of {len(days)} past days identical": _counts(days) == counts,
        "all work at the successors": _at_successors(on),
        "rights right for every role": _rights(on),
    }
    if check:
        results["positions equal to the history"] = not _timed(
            "check", lambda: differing(Action.objects.values_list("pk", flat=True))
        )
    _timed("undo", lambda: undo(record, by=by))
    results["undo exact"] = _digest() == table and _counts(days[:5]) == dict(
        list(counts.items())[: len(_readers()) * 5]
    )
    for name, is_right in results.items():
        print(f"{'yes' if is_right else 'NO ':4}{name}")
    print(f"largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    return all(results.values())


_last: dict[str, float] = {}


def _timed(name: str, work: Callable[[], Any]) -> Any:
    began = time.monotonic()
    result = work()
    _last[name] = time.monotonic() - began
    print(f"{_last[name]:8.1f} s {name}")
    sys.stdout.flush()
    return result


def _plan(forces: list[Any], on: datetime.date) -> str:
    lines = [f"on: {on}", "source: An invented order, for measuring", "become:"]
    groups = [forces[number::SUCCESSORS] for number in range(SUCCESSORS)]
    for number, group in enumerate(groups):
        slugs = ", ".join(force.slug for force in group)
        lines += [
            f"  - from: [{slugs}]",
            f"    to: {{slug: area-{number}, name: Area {number} Police, abbreviation: A{number}}}",
        ]
    lines.append("bodies:")
    for number in range(SUCCESSORS):
        lines += [
            f"  - forces: [area-{number}]",
            f"    body: mayor-{number}",
            f"    name: Mayor of area {number}",
            "    kind: mayor",
            "    title: Mayor",
        ]
    return "\n".join(lines) + "\n"


def _add_people(forces: list[Any]) -> None:
    """Make sure that every force and office has one person in each role: those of a rehearsal before are found."""
    from forces.bodies.models import Oversight
    from forces.people.models import Membership, Person, Role
    from soteria_tracker.web.today import today

    overseers = dict(Oversight.objects.on(today()).values_list("force", "body"))
    for force in forces:
        bodies = {Role.FORCE_CONTRIBUTOR: force.pk} | dict.fromkeys(
            (Role.OPCC_STAFF, Role.OPCC_APPROVER, Role.AUDITOR), overseers.get(force.pk)
        )
        for role, body in bodies.items():
            person, _new = Person.objects.get_or_create(email=f"{role}.{force.slug}@example.org")
            if body:
                Membership.objects.get_or_create(
                    person=person, role=role, body_id=body, defaults={"first_day": datetime.date(2012, 11, 22)}
                )


def _readers() -> dict[str, Reader]:
    from forces.people.access import reader_of
    from forces.people.models import Membership
    from soteria_tracker.web.today import today

    roles: dict[str, Reader] = {}
    for membership in Membership.objects.held_on(today()).select_related("person").order_by("pk"):
        roles.setdefault(membership.role, reader_of(membership.person, today()))
    return roles


def _counts(days: list[datetime.date]) -> dict[Any, Any]:
    """Return the tally of every holder, for each day and role."""
    from recommendations.positions.counting import positions_on, tally_by

    return {
        (day, role): tally_by(positions_on(day, reader.at(day)), day, "holder")
        for day in days
        for role, reader in _readers().items()
    }


def _digest() -> str:
    """Return a digest of every row of the tables that a reorganisation writes, apart from histories and tokens."""
    from forces.bodies.models import Body, Force, LocalPolicingBody, Oversight, Panel, Succession
    from forces.people.models import Membership
    from recommendations.positions.models import Position
    from recommendations.register.models import Action

    digest = hashlib.sha256()
    for model in (Body, Force, LocalPolicingBody, Panel, Oversight, Succession, Membership, Action, Position):
        for row in model._base_manager.order_by("pk").values_list().iterator(chunk_size=5_000):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _at_successors(on: datetime.date) -> bool:
    from recommendations.positions.models import Position

    held = Position.objects.on(on).filter(holder__kind="force", holder__force__territorial=True)
    return not held.exclude(holder__slug__startswith="area-").exists()


def _rights(on: datetime.date) -> bool:
    """Return whether everyone has from the day the rights of the successors and of all that they took over."""
    from forces.bodies.models import Body
    from forces.people.access import reader_of
    from forces.people.models import Person

    slugs = dict(Body.objects.values_list("pk", "slug"))
    eve = on - datetime.timedelta(days=1)
    for person in Person.objects.filter(email__endswith="@example.org"):
        before, after = reader_of(person, eve), reader_of(person, on)
        for name in ("office", "approves", "audits", "contributes"):
            had, has = getattr(before, name), getattr(after, name)
            areas = {pk for pk in has if slugs[pk].startswith("area-")}
            took_over = after.handovers.held_by(areas, on)
            if bool(had) != bool(has) or not had <= has or has != took_over:
                print(f"  {person.email}: {name}")
                return False
    return True


if __name__ == "__main__":
    sys.exit(main())
