"""Migrations that change records, on a small register, and those that make a new database at once."""

from __future__ import annotations

import datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from forces.bodies.models import EarlierName, LocalPolicingBody, Oversight, Succession
from forces.people.models import Role
from recommendations.imports.fixtures.services import load_texts
from recommendations.register import insert_only
from recommendations.register.statuses import Status
from tests.cast import Cast, Register
from tests.factories import (
    LocalPolicingBodyFactory,
    OversightFactory,
    PersonFactory,
    RecommendationFactory,
    add_update,
    membership,
    open_action,
)
from tests.recommendations.imports.fixtures.conftest import BODIES, FORCES

CHANGED_ON = datetime.date(2023, 4, 1)


def merge_titles() -> None:
    """Run the migration that merges the two bodies of each commissioner with a new title."""
    migration = import_module("recommendations.migrations.0018_one_body_for_each_fire_commissioner")
    migration.merge(apps, SimpleNamespace(connection=connection))
    insert_only.install()  # as after every migration


@pytest.fixture
def with_two_bodies(register: Register) -> LocalPolicingBody:
    """The commissioner of Cumbria as another body than the one with the later title."""
    earlier = LocalPolicingBodyFactory(
        slug="pcc-cumbria", name="The earlier one", opened_on=datetime.date(2012, 11, 22), closed_on=CHANGED_ON
    )
    Oversight.objects.filter(body=register.pfcc_cumbria).update(first_day=CHANGED_ON)
    OversightFactory(force=register.cumbria, body=earlier)
    Succession.objects.create(predecessor=earlier, successor=register.pfcc_cumbria, on=CHANGED_ON, source="An order")
    return earlier


def test_everything_of_the_earlier_body_moves_to_the_later(
    with_two_bodies: LocalPolicingBody, register: Register
) -> None:
    earlier, later = with_two_bodies, register.pfcc_cumbria
    action = open_action(RecommendationFactory(inspection=register.soteria, number=15), earlier)
    update = add_update(register.actions["cleveland", "7"], Status.WAITING, CHANGED_ON, waiting_for_body=earlier)
    member = membership(PersonFactory(), Role.OPCC_STAFF, earlier)
    merge_titles()
    for record, field in ((action, "holder"), (update, "waiting_for_body"), (member, "body")):
        record.refresh_from_db()
        assert getattr(record, field).pk == later.pk, field
    assert set(action.positions.values_list("holder", flat=True)) == {later.pk}
    assert not LocalPolicingBody.objects.filter(slug="pcc-cumbria").exists()
    period = Oversight.objects.get(force=register.cumbria)
    assert (period.body_id, period.first_day) == (later.pk, datetime.date(2012, 11, 22))
    assert not Succession.objects.exists()
    later.refresh_from_db()
    assert later.opened_on == datetime.date(2012, 11, 22)
    name = EarlierName.objects.get()
    assert (name.body_id, name.name, name.slug, name.until) == (later.pk, "The earlier one", "pcc-cumbria", CHANGED_ON)
    assert insert_only.faults() == []


def test_its_old_address_leads_to_the_later_body(
    client: Client, with_two_bodies: LocalPolicingBody, cast: Cast
) -> None:
    merge_titles()
    client.force_login(cast.administrator)
    assert client.get("/bodies/pcc-cumbria/")["Location"] == "/bodies/pfcc-cumbria/"


def test_bodies_that_hold_the_same_stay_apart(with_two_bodies: LocalPolicingBody, register: Register) -> None:
    recommendation = RecommendationFactory(inspection=register.soteria, number=15)
    open_action(recommendation, with_two_bodies)
    open_action(recommendation, register.pfcc_cumbria)
    merge_titles()
    assert LocalPolicingBody.objects.filter(slug="pcc-cumbria").exists()
    assert not EarlierName.objects.exists()


AFTER = """\
local_policing_bodies:
  - slug: pfcc-cumbria
    name: Police, Fire and Crime Commissioner for Cumbria
    kind: pfcc
    title: Police, Fire and Crime Commissioner
    opened_on: 2012-11-22
    earlier_names:
      - name: Police and Crime Commissioner for Cumbria
        title: Police and Crime Commissioner
        slug: pcc-cumbria
        until: 2023-04-01
        source: An order
    oversees:
      - {force: cumbria, from: 2012-11-22, source: An Act}
"""


def test_the_files_can_correct_what_it_moved(db: None) -> None:
    assert load_texts({"forces.yaml": FORCES, "bodies.yaml": BODIES}).is_saved
    merge_titles()
    report = load_texts({"bodies.yaml": AFTER})
    assert report.is_saved
    assert not report.conflicts
    assert EarlierName.objects.get().source == "An order"
    assert Oversight.objects.get(force__slug="cumbria").source == "An Act"


def test_a_new_database_has_the_models_of_an_upgraded_one() -> None:
    new, each = MigrationLoader(None), MigrationLoader(None, replace_migrations=False)
    last = [node for node in each.graph.leaf_nodes() if "_squashed_" not in node[1]]
    upgraded = each.project_state(last)
    assert "_squashed_" in str(new.graph.nodes)
    assert not MigrationAutodetector(upgraded, new.project_state()).changes(graph=new.graph)
