"""The cast: one person for each role, and a small register with two forces that use Soteria Tracker."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.test import Client

from forces.bodies.installation import settled_installation
from forces.bodies.models import Force, LocalPolicingBody, NationalBody, Panel
from forces.people.models import Person, Role
from recommendations.imports.fixtures.services import fixture_paths, load_files
from recommendations.register.models import Action, Inspection, Link, LinkKind, Recommendation
from recommendations.register.statuses import Status
from tests.factories import (
    AddresseeFactory,
    ForceFactory,
    InspectionFactory,
    LocalPolicingBodyFactory,
    NationalBodyFactory,
    OversightFactory,
    PanelFactory,
    PersonFactory,
    RecommendationFactory,
    SourceFactory,
    add_update,
    membership,
    open_action,
)
from tests.snapshots import Snapshot, SnapshotStore, taking_snapshots

# The day of every test that uses `on_the_day`.
TODAY = datetime.date(2025, 3, 3)
NOON = datetime.datetime(2025, 3, 3, 12, 0, tzinfo=datetime.UTC)
# When the rows of the register were written: before the day of any test.
BUILT_AT = datetime.datetime(2024, 8, 23, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture
def on_the_day() -> Iterator[None]:
    """Stop the clock at noon on 3 March 2025."""
    with time_machine.travel(NOON, tick=False):
        yield


@dataclass
class Register:
    """Two forces that use Soteria Tracker and one that does not, and an inspection with three recommendations."""

    cleveland: Force
    cumbria: Force
    durham: Force  # does not use Soteria Tracker
    pcc_cleveland: LocalPolicingBody
    pfcc_cumbria: LocalPolicingBody
    panel_cleveland: Panel
    joint_unit: NationalBody
    soteria: Inspection
    rec_4: Recommendation  # to the Soteria Joint Unit
    rec_5: Recommendation  # to all forces, waits for 4, due 31 July 2025
    rec_7: Recommendation  # to all forces, due 31 January 2025
    actions: dict[tuple[str, str], Action]  # by holder's slug and reference


@dataclass
class Cast:
    """The people who sign in. They belong to Cleveland unless the name says otherwise."""

    administrator: Person
    auditor: Person
    office: Person
    approver: Person
    contributor: Person
    panel_member: Person
    cumbria_office: Person
    no_role: Person  # has an account, but no role

    def by_role(self) -> dict[str, Person]:
        """Return the people by the names of roles in the access table."""
        return {
            "panel member": self.panel_member,
            "force contributor": self.contributor,
            "OPCC staff": self.office,
            "OPCC approver": self.approver,
            "other office": self.cumbria_office,
            "auditor": self.auditor,
            "administrator": self.administrator,
            "no role": self.no_role,
        }


@dataclass
class Snapshots:
    """The register, its people and its history as built at the start of the session."""

    register: Snapshot[Register]
    cast: Snapshot[Cast]
    history: Snapshot[None]


@pytest.fixture(scope="session")
def snapshots(django_db_setup: None, django_db_blocker: Any) -> Snapshots:
    """The small register, built once."""
    with django_db_blocker.unblock(), time_machine.travel(BUILT_AT, tick=False), taking_snapshots() as take:
        register = take(build_register)
        cast = take(lambda: build_cast(register.records))
        history = take(lambda: build_history(register.records, cast.records))
    return Snapshots(register=register, cast=cast, history=history)


@pytest.fixture(scope="session")
def build_once() -> SnapshotStore:
    """`build_once(build_many, history)` calls that function in the first test, and copies what it built in others."""
    return SnapshotStore()


@pytest.fixture
def product_fixtures(db: None, build_once: SnapshotStore) -> None:
    """The register as it is after the product's own files were loaded."""
    keep_hmicfrs()
    build_once(load_product_fixtures)


def load_product_fixtures() -> None:
    """Load the product's own files."""
    report = load_files(fixture_paths())
    assert not report.errors
    assert not report.questions
    assert not report.conflicts


@pytest.fixture
def register(db: None, snapshots: Snapshots) -> Register:
    """The small register, without updates."""
    keep_hmicfrs()
    return snapshots.register.restore()


def keep_hmicfrs() -> None:
    """Add the source that migrations enter, where a test that empties the database has removed it."""
    SourceFactory()


def build_register() -> Register:
    """Create the small register."""
    cleveland = ForceFactory(slug="cleveland", name="Cleveland Police", short_name="Cleveland", abbreviation="CLE")
    cumbria = ForceFactory(
        slug="cumbria", name="Cumbria Constabulary", short_name="Cumbria", abbreviation="CMA", region="North West"
    )
    durham = ForceFactory(slug="durham", name="Durham Constabulary", abbreviation="DUR", uses_soteria_tracker=False)
    pcc_cleveland = LocalPolicingBodyFactory(slug="pcc-cleveland", name="Police and Crime Commissioner for Cleveland")
    pfcc_cumbria = LocalPolicingBodyFactory(slug="pfcc-cumbria", name="Cumbria’s commissioner", office="pfcc")
    OversightFactory(force=cleveland, body=pcc_cleveland)
    OversightFactory(force=cumbria, body=pfcc_cumbria)
    joint_unit = NationalBodyFactory(slug="soteria-joint-unit", name="Soteria Joint Unit")
    soteria = InspectionFactory(slug="soteria-2024", short_title="Operation Soteria")
    rec_4 = RecommendationFactory(inspection=soteria, number=4, short_title="Define repeat suspects")
    rec_5 = RecommendationFactory(
        inspection=soteria,
        number=5,
        short_title="Use the new definition",
        deadline_on=datetime.date(2025, 7, 31),
        deadline_wording="By 31 July 2025",
    )
    rec_7 = RecommendationFactory(inspection=soteria, number=7, short_title="Identify and disrupt suspects")
    AddresseeFactory(recommendation=rec_4, body=joint_unit)
    AddresseeFactory(recommendation=rec_4, group="all-forces", role="with")
    Link.objects.create(from_recommendation=rec_5, kind=LinkKind.WAITS_FOR, to_recommendation=rec_4)
    actions = {("soteria-joint-unit", "4"): open_action(rec_4, joint_unit)}
    for rec in (rec_5, rec_7):
        AddresseeFactory(recommendation=rec, group="all-forces")
        for force in (cleveland, cumbria, durham):
            actions[(force.slug, rec.reference)] = open_action(rec, force)
    return Register(
        cleveland=cleveland,
        cumbria=cumbria,
        durham=durham,
        pcc_cleveland=pcc_cleveland,
        pfcc_cumbria=pfcc_cumbria,
        panel_cleveland=PanelFactory(slug="panel-cleveland", name="Cleveland Panel", scrutinises=cleveland),
        joint_unit=joint_unit,
        soteria=soteria,
        rec_4=rec_4,
        rec_5=rec_5,
        rec_7=rec_7,
        actions=actions,
    )


@pytest.fixture
def cast(register: Register, snapshots: Snapshots) -> Cast:
    """The people of the small register, which is a real register and not a demonstration."""
    settled_installation()
    return snapshots.cast.restore()


def build_cast(register: Register) -> Cast:
    """Create the people of the small register."""
    cast = Cast(
        *(
            PersonFactory(email=f"{name}@example.org")
            for name in ("admin", "auditor", "office", "approver", "contributor", "panel", "cumbria", "no-role")
        )
    )
    membership(cast.administrator, Role.ADMINISTRATOR)
    membership(cast.auditor, Role.AUDITOR, register.pcc_cleveland)
    membership(cast.office, Role.OPCC_STAFF, register.pcc_cleveland)
    membership(cast.approver, Role.OPCC_APPROVER, register.pcc_cleveland)
    membership(cast.contributor, Role.FORCE_CONTRIBUTOR, register.cleveland)
    membership(cast.panel_member, Role.PANEL_MEMBER, register.panel_cleveland)
    membership(cast.cumbria_office, Role.OPCC_STAFF, register.pfcc_cumbria)
    return cast


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    """A client signed in as the administrator."""
    client.force_login(cast.administrator)
    return client


@pytest.fixture
def office(client: Client, cast: Cast) -> Client:
    """A client signed in as a member of staff of Cleveland's office."""
    client.force_login(cast.office)
    return client


@pytest.fixture
def history(register: Register, cast: Cast, snapshots: Snapshots) -> Register:
    """The small register with updates: Cleveland's 7 is overdue for all readers, and its panel sees 5 as waiting."""
    snapshots.history.restore()
    return register


def build_history(register: Register, cast: Cast) -> None:
    """Record the updates of the small register's history."""
    office = cast.office
    cleveland_7 = register.actions[("cleveland", "7")]
    add_update(cleveland_7, Status.NOT_STARTED, datetime.date(2024, 9, 30), by=office)
    add_update(cleveland_7, Status.IN_PROGRESS, datetime.date(2025, 1, 20), by=office, text="Weekly checks began.")
    cleveland_5 = register.actions[("cleveland", "5")]
    add_update(cleveland_5, Status.IN_PROGRESS, datetime.date(2024, 10, 1), by=office, audience="public")
    add_update(
        cleveland_5, Status.WAITING, datetime.date(2025, 2, 10), by=office, audience="panel", text="Waits for 4."
    )
    add_update(
        cleveland_5, Status.COMPLETE, datetime.date(2025, 2, 20), by=office, audience="force-and-office", text="Ready."
    )
    add_update(cleveland_5, None, datetime.date(2025, 2, 21), by=office, audience="office", text="Advice: doubtful.")
    add_update(register.actions[("cumbria", "7")], Status.CLOSED, datetime.date(2024, 12, 1), by=cast.cumbria_office)
