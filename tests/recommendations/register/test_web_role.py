"""The role of the web processes in PostgreSQL: it can do all that the services do, and cannot change the history."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from forces.proof.sealing import seal_all
from forces.proof.verifying import verify_history
from recommendations.register import insert_only
from recommendations.register.models import Update
from recommendations.register.statuses import Status
from recommendations.register.web_role import check_role, excess, grants
from recommendations.releases.services import release
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.services import record_update
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
needs_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="Only PostgreSQL has roles")


@pytest.fixture
def web_role(history: Register) -> Iterator[str]:
    """Take on the role of the web processes."""
    seal_all()
    connection.check_constraints()  # else PostgreSQL does not let the transaction change rights
    name = f"web_{uuid.uuid4().hex}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name}")
        call_command("grant_web_role", name)
        cursor.execute(f"SET LOCAL ROLE {name}")
        yield name
        cursor.execute("RESET ROLE")


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "permission denied" in str(error)
    return False


@needs_postgresql
def test_it_cannot_change_delete_or_empty_the_history(web_role: str) -> None:
    for rule in insert_only.TABLES:
        assert refused(f"DELETE FROM {rule.table}"), rule
        assert refused(f"TRUNCATE {rule.table} CASCADE"), rule
        assert refused(f"UPDATE {rule.table} SET id = id") or rule.table == "forces_historicalmembership", rule
    assert refused("UPDATE recommendations_update SET status = 'complete'")
    assert refused("UPDATE recommendations_updatewords SET digest = ''")
    assert refused("UPDATE forces_historicalmembership SET role = 'auditor'")
    assert refused("DELETE FROM django_migrations")
    assert refused("CREATE TABLE public.another (id int)")


@needs_postgresql
def test_it_can_record_and_release(web_role: str, history: Register, cast: Cast) -> None:
    action, office = history.actions[("cleveland", "7")], as_reader(cast.office, TODAY)
    entry = UpdateEntry.of(
        status=Status.IN_PROGRESS, words="All trained.", effective_on=TODAY, reported_by="Head of Crime"
    )
    update = record_update(action=action, entry=entry, by=office, submission_key=uuid.uuid4())
    release(holder=action.holder, updates=[update.pk], audience="panel", by=office, submission_key=uuid.uuid4())
    assert Update.objects.get(pk=update.pk).shown_to == "panel"
    assert verify_history().faults == []


@needs_postgresql
def test_the_check_warns_of_an_owner_and_of_rights_on_the_history(web_role: str) -> None:
    assert check_role(databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        assert excess() == ["is a superuser"]
        cursor.execute(f"GRANT UPDATE (status) ON recommendations_update TO {web_role}")
        cursor.execute(f"GRANT TRUNCATE ON recommendations_letter TO {web_role}")
        cursor.execute(f"SET LOCAL ROLE {web_role}")
    assert [message.msg for message in check_role(databases=["default"])] == [
        "The role of this process in the database may change recommendations_update.",
        "The role of this process in the database may empty recommendations_letter.",
    ]


def test_sqlite_has_no_roles(db: None) -> None:
    if connection.vendor == "sqlite":
        assert excess() == []
        with pytest.raises(CommandError, match="Only PostgreSQL has roles"):
            call_command("grant_web_role", "web")
    else:
        with pytest.raises(CommandError, match="does not exist"):
            call_command("grant_web_role", "nobody_here")


def test_each_column_that_may_change_can_be_changed() -> None:
    granted = [statement for statement in grants("web") if statement.startswith("GRANT UPDATE (")]
    assert granted == [
        'GRANT UPDATE (released_to) ON recommendations_update TO "web"',
        'GRANT UPDATE (released_to) ON recommendations_assurance TO "web"',
        'GRANT UPDATE (text) ON recommendations_updatewords TO "web"',
    ]
