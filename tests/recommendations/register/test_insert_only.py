"""The insert-only tables refuse changes and deletions in SQL, on whichever database the tests run."""

import datetime
import io
import uuid

import pytest
from django.core.checks import WARNING, run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from forces.bodies.reorganisation import Reorganisation
from forces.people.models import AccountEvent
from forces.proof.models import ChainHead, ChainLink
from recommendations.assurance.models import Assurance
from recommendations.discussion.services import add_comment, assign_action
from recommendations.redactions.models import Redaction, RedactionDecision
from recommendations.register import insert_only
from recommendations.register.models import Evidence, Letter, Part, PartDone, Release, ReleasedItem, Update
from recommendations.responses.models import Sending
from recommendations.rounds.models import ReturnedWorkbook, Round
from tests.cast import Cast, Register
from tests.factories import ResponseFactory, add_update, as_reader, published

pytestmark = pytest.mark.postgresql

# generated columns, which cannot be written
GENERATED = {field.column for model in (Update, Assurance) for field in model._meta.fields if field.generated}


@pytest.fixture
def filled(history: Register, cast: Cast) -> Register:
    """At least one row in each insert-only table."""
    update = Update.objects.first()
    assert update is not None
    part = Part.objects.create(recommendation=history.rec_7, label="a", text="matter 7")
    PartDone.objects.create(update=update, part=part)
    Evidence.objects.create(update=update, kind="seen", shows="Minutes")
    Letter.objects.create(
        holder=history.cleveland,
        sender="HMICFRS",
        dated_on=datetime.date(2025, 1, 1),
        recorded_at=timezone.now(),
        recorded_by=cast.office,
    )
    office = as_reader(cast.office, datetime.date(2025, 3, 3))
    assign_action(action=update.action, assignee=cast.office, by=office)
    add_comment(action=update.action, text=f"@{cast.office} look", by=office, submission_key=uuid.uuid4())
    recorded = {"recorded_at": timezone.now(), "recorded_by": cast.office}
    Assurance.objects.create(
        action=update.action,
        dated_on=datetime.date(2025, 1, 1),
        level=Assurance.Level.ASSURED,
        looked_at="Twenty files",
        submission_key=uuid.uuid4(),
        **recorded,
    )
    asked = Redaction.objects.create(
        update=update,
        reason="Names",
        requested_by=cast.office,
        requested_at=timezone.now(),
        submission_key=uuid.uuid4(),
    )
    RedactionDecision.objects.create(redaction=asked, removed=True, decided_by=cast.approver, decided_at=timezone.now())
    release = Release.objects.create(
        holder=history.cleveland, audience="panel", submission_key=uuid.uuid4(), **recorded
    )
    ReleasedItem.objects.create(release=release, update=update, audience_after="panel")
    round_ = Round.objects.create(
        holder=history.cleveland,
        reply_by=datetime.date(2025, 3, 31),
        created_at=timezone.now(),
        created_by=cast.office,
        submission_key=uuid.uuid4(),
    )
    ReturnedWorkbook.objects.create(
        round=round_,
        file_name="x.xlsx",
        size=1,
        received_on=datetime.date(2025, 3, 1),
        uploaded_at=timezone.now(),
        uploaded_by=cast.office,
    )
    response = ResponseFactory(inspection=history.soteria, force=history.cleveland)
    Sending.objects.create(
        publication=published(response, datetime.date(2024, 10, 9)),
        recipient=Sending.Recipient.SOURCE,
        sent_on=datetime.date(2024, 10, 9),
        sent_by="O. Officer",
        recorded_at=timezone.now(),
        recorded_by=cast.office,
    )
    ChainLink.objects.create(
        head=ChainHead.objects.create(), number=1, kind="recommendations.update", record_id=1, sealed_at=timezone.now()
    )
    AccountEvent.objects.create(kind="second-factor-reset", person=cast.office, **recorded)
    Reorganisation.objects.create(on=datetime.date(2025, 4, 1), plan="on: 2025-04-01", recorded_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO recommendations_loadrun (at, files, result) VALUES ('2025-01-01', '{}', '{}')")
    return history


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return insert_only.REFUSAL in str(error)
    return False


def accepted_changes() -> list[str]:
    connection.check_constraints()  # else PostgreSQL refuses to truncate for a reason of its own
    quoted = connection.ops.quote_name
    changes = [f"DELETE FROM {rule.table}" for rule in insert_only.TABLES]
    for rule in insert_only.TABLES:
        with connection.cursor() as cursor:
            columns = [column.name for column in connection.introspection.get_table_description(cursor, rule.table)]
        changes += [
            f"UPDATE {rule.table} SET {quoted(column)} = {quoted(column)}"
            for column in columns
            if column not in rule.changeable
        ]
        if connection.vendor == "sqlite":
            names = ", ".join(quoted(column) for column in columns if column not in GENERATED)
            changes.append(f"INSERT OR REPLACE INTO {rule.table} ({names}) SELECT {names} FROM {rule.table}")
            changes.append(f"UPDATE OR REPLACE {rule.table} SET rowid = rowid + 1")
        if connection.vendor == "postgresql":
            changes.append(f"TRUNCATE {rule.table} CASCADE")
    return [change for change in changes if not refused(change)]


@pytest.mark.django_db
def test_no_sql_changes_or_deletes_a_row(filled: Register) -> None:
    assert accepted_changes() == []


@pytest.mark.django_db
def test_only_text_can_be_redacted(history: Register) -> None:
    assert refused("UPDATE recommendations_updatewords SET text = 'other words'")
    assert refused("UPDATE recommendations_updatewords SET digest = 'x', text = ''")
    assert not refused("UPDATE recommendations_updatewords SET text = ''")


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["update", "assurance"])
def test_the_audience_can_change_but_nothing_else_with_it(filled: Register, table: str) -> None:
    assert not refused(f"UPDATE recommendations_{table} SET released_to = 'panel'")
    assert refused(f"UPDATE recommendations_{table} SET released_to = 'public', submission_key = submission_key")


@pytest.mark.django_db
def test_rows_can_still_be_added(filled: Register) -> None:
    before = Update.objects.count()
    add_update(filled.actions[("cleveland", "7")], "sent", datetime.date(2025, 3, 1))
    assert Update.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_alters_the_table_keeps_the_protection(filled: Register) -> None:
    """SQLite recreates the table and drops its triggers; the next migrate restores them."""
    added = models.CharField(max_length=5, default="")
    added.set_attributes_from_name("added_for_a_test")
    with connection.schema_editor() as editor:
        editor.add_field(Update, added)
        editor.alter_field(Update, added, _renamed(added), strict=True)
    if connection.vendor == "sqlite":
        assert insert_only.faults()  # which is why they are installed after every migrate
    call_command("migrate", verbosity=0)
    assert insert_only.faults() == []
    assert accepted_changes() == []
    with connection.schema_editor() as editor:
        editor.remove_field(Update, _renamed(added))
    call_command("migrate", verbosity=0)


def _renamed(field: models.Field) -> models.Field:
    renamed = models.CharField(max_length=9, default="")
    renamed.set_attributes_from_name("altered_for_a_test")
    renamed.model = field.model = Update
    return renamed


TRIGGER = "insert_only_recommendations_update_delete"
ON_TABLE = "TRIGGER insert_only_recommendations_update_delete ON recommendations_update"
# what somebody with enough rights could do, so that history can be changed without a trace
TAMPERING = {
    "sqlite": {
        "a trigger is dropped": [f"DROP TRIGGER {TRIGGER}"],
        "a trigger refuses nothing": [
            f"DROP TRIGGER {TRIGGER}",
            f"CREATE TRIGGER {TRIGGER} BEFORE DELETE ON recommendations_update BEGIN SELECT 1; END",
        ],
        "a trigger stands on another table": [
            f"DROP TRIGGER {TRIGGER}",
            f"CREATE TRIGGER {TRIGGER} BEFORE DELETE ON recommendations_action FOR EACH ROW "
            f"BEGIN SELECT RAISE(ABORT, '{insert_only.REFUSAL}: recommendations_update'); END",
        ],
    },
    "postgresql": {
        "a trigger is dropped": [f"DROP {ON_TABLE}"],
        "a trigger is switched off": [
            "ALTER TABLE recommendations_update DISABLE TRIGGER insert_only_recommendations_update_delete"
        ],
        "a trigger can be skipped in a session": [
            "ALTER TABLE recommendations_update ENABLE TRIGGER insert_only_recommendations_update_delete"
        ],
        "a trigger fires on a condition": [
            f"DROP {ON_TABLE}",
            f"CREATE TRIGGER {TRIGGER} BEFORE DELETE ON recommendations_update FOR EACH ROW WHEN (OLD.id < 0) "
            "EXECUTE FUNCTION refuse_to_change()",
            "ALTER TABLE recommendations_update ENABLE ALWAYS TRIGGER insert_only_recommendations_update_delete",
        ],
        "the function refuses nothing": [
            "CREATE OR REPLACE FUNCTION refuse_to_change() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN new; END $$"
        ],
        "the function allows any change of words": [
            "CREATE OR REPLACE FUNCTION refuse_to_change_recommendations_updatewords() RETURNS trigger "
            "LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$"
        ],
        "a trigger calls another function": [
            "CREATE FUNCTION let_pass() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN old; END $$",
            f"DROP {ON_TABLE}",
            f"CREATE TRIGGER {TRIGGER} BEFORE DELETE ON recommendations_update FOR EACH ROW "
            "EXECUTE FUNCTION let_pass()",
            "ALTER TABLE recommendations_update ENABLE ALWAYS TRIGGER insert_only_recommendations_update_delete",
        ],
    },
}


@pytest.mark.django_db
def test_the_system_check_finds_every_way_of_switching_the_protection_off(filled: Register) -> None:
    assert run_checks(tags=["database"], databases=["default"]) == []
    connection.check_constraints()  # else PostgreSQL does not let the transaction alter the tables
    for way, statements in TAMPERING[connection.vendor].items():
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        found = run_checks(tags=["database"], databases=["default"])
        assert found, way
        assert all(message.is_serious() and "insert_only_" in message.msg for message in found), way
        insert_only.install()
        assert run_checks(tags=["database"], databases=["default"]) == [], way
    assert accepted_changes() == []


@pytest.mark.django_db
def test_an_older_protection_is_only_a_warning_while_migrations_wait(register: Register) -> None:
    on = " ON recommendations_update" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {TRIGGER}{on}")
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied(
        "recommendations", max(n for app, n in recorder.applied_migrations() if app == "recommendations")
    )
    (warning,) = run_checks(tags=["database"], databases=["default"])
    assert (warning.level, TRIGGER in warning.msg) == (WARNING, True)


@pytest.mark.django_db(transaction=True)
def test_flush_empties_a_test_database_and_restores_the_triggers(filled: Register) -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert not Update.objects.exists()
    assert insert_only.faults() == []


@pytest.mark.parametrize("name", ["register", "/srv/test_site/register.sqlite3", "/srv/mode=memory/register.sqlite3"])
def test_flush_refuses_any_other_database(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", name)
    with pytest.raises(CommandError, match="This is not a test database"):
        call_command("flush", interactive=False, stdout=io.StringIO())
