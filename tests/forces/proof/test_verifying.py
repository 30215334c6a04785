"""Proving the history: what services record is sealed, and whatever is altered behind their back is found."""

from __future__ import annotations

import ast
import datetime
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction

from forces.people.access import Reader
from forces.people.models import Membership, Role
from forces.people.services import change_membership, grant_membership, revoke_membership
from forces.proof.anchors import Anchor, AnchorError, present_anchors, read_anchors, write_anchors
from forces.proof.models import ChainHead, ChainLink, Verification
from forces.proof.proof import proven_models
from forces.proof.sealing import seal_after_migrate, seal_all
from forces.proof.verifying import verify_history
from recommendations.discussion.services import add_comment
from recommendations.letters.effects import ActionEffect, LetterEffect
from recommendations.letters.entry import LetterEntry
from recommendations.letters.services import record_letter
from recommendations.register import insert_only
from recommendations.register.models import Evidence, Update
from recommendations.register.statuses import Status
from recommendations.releases.proof import wrong_audiences
from recommendations.releases.services import release, withdraw
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.evidence import EvidenceEntry
from recommendations.updates.services import record_update, retract_update
from tests.cast import TODAY, Cast, Register
from tests.factories import ResponseFactory, add_update, as_reader, published

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def office_reader(cast: Cast) -> Reader:
    return as_reader(cast.office, TODAY)


@pytest.fixture
def recorded(history: Register, office_reader: Reader) -> Update:
    """What several services record about recommendation 7 in Cleveland, after older records were sealed."""
    seal_all()
    action = history.actions[("cleveland", "7")]
    entry = UpdateEntry.of(
        status=Status.IN_PROGRESS,
        words="All trained.",
        effective_on=TODAY,
        reported_by="Head of Crime",
        said_by=Update.SaidBy.FORCE,
        confirmed=frozenset({"words"}),
        evidence=EvidenceEntry(file=ContentFile(b"Name,Date", "minutes.csv"), file_name="minutes.csv"),
    )
    update = record_update(action=action, entry=entry, by=office_reader, submission_key=uuid.uuid4())
    mistake = record_update(action=action, entry=entry, by=office_reader, submission_key=uuid.uuid4())
    retract_update(update=mistake, reason="Twice", by=office_reader, submission_key=uuid.uuid4())
    released = release(
        holder=action.holder, updates=[update.pk], audience="panel", by=office_reader, submission_key=uuid.uuid4()
    )
    withdraw(release=released, reason="Too early", by=office_reader, submission_key=uuid.uuid4())
    add_comment(action=action, text="Ask again.", by=office_reader, submission_key=uuid.uuid4())
    record_letter(
        entry=LetterEntry(sender="HMICFRS", dated_on=TODAY, reference="12"),
        effective_on=TODAY,
        effects=[ActionEffect(action, LetterEffect.CLOSES, words="Closed.", closed_by="hmicfrs", verified_by="HMI")],
        by=office_reader,
        submission_key=uuid.uuid4(),
    )
    published(ResponseFactory(inspection=history.soteria, force=history.cleveland), datetime.date(2024, 10, 9))
    return update


def faults(anchors: list[Anchor] | None = None) -> list[str]:
    return verify_history(anchors or ()).faults


def behind_its_back(*statements: str) -> None:
    """Run SQL as someone would who owns the database: with the triggers switched off."""
    connection.check_constraints()  # else PostgreSQL does not let the transaction alter the tables
    with insert_only.lifted(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        connection.check_constraints()


def test_what_services_record_is_proved(recorded: Update) -> None:
    found = verify_history()
    assert found.faults == []
    assert found.records == ChainLink.objects.count() > 10
    assert {head.holder and head.holder.slug for head in ChainHead.objects.all()} >= {"cleveland"}
    assert wrong_audiences() == []


def pk_of_words(update: Update) -> int:
    assert update.words_id
    return update.words_id


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            lambda u: f"UPDATE recommendations_update SET status = 'complete' WHERE id = {u.pk}",
            "Update {pk} was changed",
        ),
        (
            lambda u: f"UPDATE recommendations_update SET recorded_at = '2024-01-01 12:00' WHERE id = {u.pk}",
            "Update {pk} was changed",
        ),
        (
            lambda u: f"UPDATE recommendations_updatewords SET text = 'None.' WHERE id = {pk_of_words(u)}",
            "the words of Update {pk} were changed",
        ),
        (
            lambda u: f"UPDATE recommendations_updatewords SET digest = 'x', text = '' WHERE id = {pk_of_words(u)}",
            "Update {pk} was changed",
        ),
        (
            lambda u: f"UPDATE recommendations_evidence SET checksum = 'x' WHERE update_id = {u.pk}",
            "Evidence {evidence} was changed",
        ),
        (lambda u: f"DELETE FROM recommendations_evidence WHERE update_id = {u.pk}", "Evidence {evidence} was deleted"),
    ],
    ids=["status", "moment", "words", "digest", "checksum", "deleted"],
)
def test_a_record_altered_in_the_database_is_named(
    recorded: Update, statement: Callable[[Update], str], fault: str
) -> None:
    evidence = Evidence.objects.filter(update=recorded).values_list("pk", flat=True)[0]
    behind_its_back(statement(recorded))
    [found, *_others] = faults()
    assert found.startswith("Cleveland Police: ")
    assert fault.format(pk=recorded.pk, evidence=evidence) in found


def test_a_record_added_behind_its_back_is_named(recorded: Update, history: Register) -> None:
    backdated = add_update(history.actions[("cleveland", "7")], Status.COMPLETE, datetime.date(2024, 12, 1))
    assert faults() == [f"Update {backdated.pk} is in no chain: it was not recorded by Soteria Tracker."]


def test_a_replaced_or_missing_file_is_named(recorded: Update) -> None:
    [evidence] = Evidence.objects.filter(update=recorded)
    path = Path(evidence.file.path)
    path.write_bytes(b"Other minutes")
    assert faults() == [
        f"Cleveland Police: the file of Evidence {evidence.pk} is not the one that was recorded.",
    ]
    path.unlink()
    assert faults() == [f"Cleveland Police: the file of Evidence {evidence.pk} is missing or cannot be read."]
    assert verify_history(with_files=False).faults == []


def test_a_link_removed_from_the_middle_is_named(recorded: Update) -> None:
    link = ChainLink.objects.get(kind="recommendations.update", record_id=recorded.pk)
    behind_its_back(f"DELETE FROM forces_chainlink WHERE id = {link.pk}")
    assert f"Cleveland Police: links {link.number} to {link.number} are missing." in faults()
    assert f"Update {recorded.pk} is in no chain: it was not recorded by Soteria Tracker." in faults()


def test_a_tail_that_was_cut_with_its_head_is_found_by_the_anchors(
    recorded: Update, history: Register, tmp_path: Path
) -> None:
    write_anchors(str(tmp_path / "anchors"), present_anchors())
    head = ChainHead.objects.get(holder=history.cleveland)
    last, before = ChainLink.objects.filter(head=head).order_by("-number")[:2]
    assert last.kind == "recommendations.publication"
    behind_its_back(
        f"DELETE FROM forces_chainlink WHERE id = {last.pk}",
        f"DELETE FROM recommendations_publication WHERE id = {last.record_id}",
    )
    assert faults() == [f"Cleveland Police: the chain ends at {before.number}, but {last.number} records were added."]
    ChainHead.objects.filter(pk=head.pk).update(number=before.number, digest=before.digest)
    assert faults() == []
    [found] = faults(list(read_anchors(str(tmp_path / "anchors"))))
    assert (
        found
        == f"Cleveland Police: Cleveland Police, record {last.number} on 2025-03-03: the chain now ends before that."
    )


def test_a_chain_made_anew_is_found_by_the_anchors(recorded: Update) -> None:
    anchors = present_anchors()
    behind_its_back(
        f"UPDATE recommendations_update SET status = 'complete' WHERE id = {recorded.pk}",
        "DELETE FROM forces_chainlink",
        "DELETE FROM forces_chainhead",
    )
    seal_all()
    assert faults() == []
    assert any("the chain had another record there" in fault for fault in faults(anchors))


def test_an_update_shown_without_a_release_is_named(recorded: Update) -> None:
    behind_its_back(f"UPDATE recommendations_update SET released_to = 'public' WHERE id = {recorded.pk}")
    assert wrong_audiences() == [f"Update {recorded.pk} is shown to others than those to whom it was released."]


def test_memberships_granted_changed_and_revoked_are_proved(cast: Cast, history: Register) -> None:
    seal_all()
    office = cast.office.memberships.get().body
    granted = grant_membership(
        membership=Membership(person=cast.no_role, body=office, role=Role.AUDITOR, first_day=TODAY),
        by=cast.administrator,
    )
    granted.last_day = TODAY
    change_membership(membership=granted, by=cast.administrator)
    revoke_membership(membership=granted, by=cast.administrator)
    assert faults() == []
    versions = list(Membership.history.filter(person=cast.no_role).order_by("pk"))
    assert [version.history_type for version in versions] == ["+", "~", "-"]
    behind_its_back(f"DELETE FROM forces_historicalmembership WHERE history_id = {versions[1].pk}")
    assert faults() == [f"The register itself: Historical membership {versions[1].pk} was deleted."]


def test_nothing_is_sealed_of_what_is_rolled_back(recorded: Update, office_reader: Reader) -> None:
    before = present_anchors()
    with transaction.atomic():
        retract_update(update=recorded, reason="No", by=office_reader, submission_key=uuid.uuid4())
        transaction.set_rollback(True)
    assert [anchor[:3] for anchor in present_anchors()] == [anchor[:3] for anchor in before]
    assert faults() == []


def test_records_older_than_the_chains_are_sealed_once_after_a_migration(history: Register) -> None:
    seal_after_migrate(sender=None, using="default")
    assert faults() == []
    late = add_update(history.actions[("cleveland", "7")], Status.COMPLETE, TODAY)
    seal_after_migrate(sender=None, using="default")
    assert faults() == [f"Update {late.pk} is in no chain: it was not recorded by Soteria Tracker."]


def test_the_command_names_the_first_fault_and_writes_anchors_only_of_a_sound_history(
    recorded: Update, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    anchors = tmp_path / "anchors"
    call_command("verify_history", anchor=str(anchors))
    assert "The history is proved: " in capsys.readouterr().out
    assert len(list(read_anchors(str(anchors)))) == ChainHead.objects.count()
    behind_its_back(f"UPDATE recommendations_update SET status = 'complete' WHERE id = {recorded.pk}")
    with pytest.raises(SystemExit):
        call_command("verify_history", anchor=str(anchors), anchors=str(anchors))
    assert f"Update {recorded.pk} was changed after it was recorded." in capsys.readouterr().err
    assert len(list(read_anchors(str(anchors)))) == ChainHead.objects.count()
    assert [bool(each.faults) for each in Verification.objects.order_by("pk")] == [False, True]


@pytest.mark.parametrize("line", ["{", '{"number": 1}', "[]"])
def test_a_line_that_is_no_anchor_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "anchors"
    path.write_text(f"{line}\n")
    with pytest.raises(AnchorError, match="is not an anchor"):
        list(read_anchors(str(path)))


def test_every_insert_only_table_is_proved() -> None:
    beside = {"forces_chainlink", "recommendations_updatewords"}  # the proof itself, and part of each update
    leaves_out = {model._meta.db_table: model.proof.leaves_out for model in proven_models().values()}  # type: ignore[attr-defined]
    rules = {rule.table: rule for rule in insert_only.TABLES if rule.table not in beside}
    assert rules.keys() == leaves_out.keys()
    for table, rule in rules.items():
        assert rule.changeable - {"shown_to", "audience"} == leaves_out[table]


def _inserts(source: str, names: set[str]) -> bool:
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    through_manager = {
        func.value.value.id
        for func in calls
        if isinstance(func, ast.Attribute)
        and isinstance(func.value, ast.Attribute)
        and isinstance(func.value.value, ast.Name)
        and func.attr in ("create", "bulk_create", "get_or_create")
    }
    saved = {func.id for func in calls if isinstance(func, ast.Name)} if ".save(" in source else set()
    return bool(names & (through_manager | saved))


def test_every_module_that_inserts_a_proved_record_seals_it() -> None:
    names = {model.__name__ for model in proven_models().values()}
    invented = settings.ROOT / "recommendations" / "demonstration"  # sealed as a whole
    for package in ("forces", "recommendations"):
        for path in (settings.ROOT / package).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            if "migrations" in path.parts or invented in path.parents:
                continue
            assert "seal(" in source or not _inserts(source, names), path
