"""Two forces become one: what stays as it was, what passes, who may do what, and undoing it."""

from __future__ import annotations

import datetime
import threading
import uuid
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from forces.bodies.models import Body, Force, LocalPolicingBody
from forces.bodies.reorganisation import Reorganisation
from forces.people.access import Reader
from forces.people.editions import Audience, Edition
from forces.people.models import Membership, Person, Role
from forces.people.services import check_membership
from recommendations.assurance.services import AssuranceEntry, record_assurance
from recommendations.discussion.services import add_comment
from recommendations.documents.queries import templates_of
from recommendations.leads.queries import posts_of
from recommendations.leads.services import PostHolder, set_post_holder
from recommendations.maintenance.services.entering import delete_action
from recommendations.positions.counting import Tally, positions_on, tally_by
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import differing
from recommendations.positions.revisions import PositionRevision
from recommendations.register.models import Action, Lead
from recommendations.register.statuses import Status
from recommendations.releases.services import release
from recommendations.reorganisations.services import preview, reorganise, undo
from recommendations.responses.content_queries import content_of
from recommendations.responses.models import DocumentTemplate, OfficeSettings, ResponseStage
from recommendations.responses.queries import answering_body, office_settings
from recommendations.responses.services.approving import approve
from recommendations.rounds.services.rounds import create_round
from tests.cast import TODAY, Cast, Register
from tests.factories import RecommendationFactory, ResponseFactory, add_update, as_reader, membership, open_action

pytestmark = pytest.mark.usefixtures("on_the_day")

DAY = datetime.date(2025, 4, 1)
BEFORE = datetime.date(2025, 3, 31)
PLAN = """
on: 2025-04-01
source: The Police Forces (Amalgamation) Order 2025
become:
  - from: [cleveland, cumbria]
    to:
      slug: northern
      name: Northern Police
      short_name: Northern
      abbreviation: NOR
      panel: {slug: panel-northern, name: Northern Panel}
bodies:
  - forces: [northern]
    body: mayor-northern
    name: Mayor of the North
    kind: mayor
    title: Mayor
"""
DAYS = [datetime.date(2024, 8, 22), datetime.date(2024, 12, 1), datetime.date(2025, 1, 20), TODAY, BEFORE]


def carry_out(by: Person, text: str = PLAN) -> Reorganisation:
    return reorganise("plan.yaml", text.encode(), by=by)


def readers(cast: Cast, day: datetime.date) -> dict[str, Reader]:
    return {name: as_reader(person, day) for name, person in cast.by_role().items()}


def counts(cast: Cast, days: list[datetime.date] = DAYS) -> dict[Any, dict[int, Tally]]:
    """The tally of every holder, for each role and day, with the rights that the person has today."""
    return {
        (name, day): tally_by(positions_on(day, reader.at(day)), day, "holder")
        for name, reader in readers(cast, TODAY).items()
        for day in days
    }


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, except histories, the records of reorganisations, and tokens that always change."""
    left_out = (
        "forces_reorganisation",
        "forces_chain",
        "recommendations_positionrevision",
        "django_",
        "sqlite_",
    )
    rows = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table.startswith(left_out) or model.__name__.startswith("Historical"):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            rows[table] = sorted(cursor.fetchall(), key=repr)
    return rows


def test_every_earlier_day_counts_as_before_for_every_role(history: Register, cast: Cast) -> None:
    before = counts(cast)
    carry_out(cast.administrator)
    assert counts(cast) == before
    assert differing(Action.objects.values_list("pk", flat=True)) == []


def test_the_new_force_holds_all_work_of_both_from_the_day(history: Register, cast: Cast) -> None:
    reader = as_reader(cast.administrator, DAY)
    held = positions_on(BEFORE, reader).filter(holder__in=[history.cleveland.pk, history.cumbria.pk])
    before = sorted(held.values_list("action", "status"))
    carry_out(cast.administrator)
    northern = Force.objects.get(slug="northern")
    after = positions_on(DAY, reader).filter(holder=northern)
    assert sorted(after.values_list("action", "status")) == before
    assert not positions_on(DAY, reader).filter(holder=history.cleveland).exists()
    assert set(after.values_list("action__holder", flat=True)) == {history.cleveland.pk, history.cumbria.pk}


def test_an_update_recorded_before_the_day_counts_for_each_holder_in_its_days(history: Register, cast: Cast) -> None:
    carry_out(cast.administrator)
    northern = Force.objects.get(slug="northern")
    action = history.actions["cleveland", "7"]
    add_update(action, Status.CLOSED, TODAY, by=cast.office)
    rows = action.positions.filter(edition=Edition.WORKING, status=Status.CLOSED)
    assert list(rows.values_list("holder", "starts_on", "until")) == [
        (history.cleveland.pk, TODAY, DAY),
        (northern.pk, DAY, datetime.date.max),
    ]


def test_rights_pass_on_the_day_for_every_role(history: Register, cast: Cast) -> None:
    before = {name: reader.rights for name, reader in readers(cast, BEFORE).items()}
    carry_out(cast.administrator)
    northern = Force.objects.get(slug="northern").pk
    mayor = Body.objects.get(slug="mayor-northern").pk
    forces = {northern, history.cleveland.pk, history.cumbria.pk}
    bodies = {mayor, history.pcc_cleveland.pk, history.pfcc_cumbria.pk}

    eve = readers(cast, BEFORE)
    assert {name: tuple(v for v in reader.rights if v != reader.handovers) for name, reader in eve.items()} == {
        name: tuple(v for v in rights if v != Reader(Person(), BEFORE).handovers) for name, rights in before.items()
    }
    now = readers(cast, DAY)
    assert now["OPCC staff"].office == now["OPCC approver"].office == now["OPCC approver"].approves == forces
    assert now["other office"].office == forces
    assert now["OPCC staff"].own_bodies == now["auditor"].audited_bodies == bodies
    assert now["auditor"].audits == now["force contributor"].contributes == now["panel member"].panel == forces
    assert not now["force contributor"].office
    assert now["administrator"].roles == {Role.ADMINISTRATOR}
    assert not now["no role"].has_a_role
    assert now["OPCC staff"].edition_of(history.cleveland) == Edition.WORKING
    assert now["panel member"].edition_of(history.cleveland) == Edition.PANEL


def test_a_role_given_at_an_ending_force_in_the_meantime_ends_with_it(history: Register, cast: Cast) -> None:
    carry_out(cast.administrator)
    granted = membership(cast.no_role, Role.FORCE_CONTRIBUTOR, history.cleveland)
    assert as_reader(cast.no_role, BEFORE).contributes == {history.cleveland.pk}
    assert not as_reader(cast.no_role, DAY).has_a_role
    granted.body = Body.objects.get(pk=history.cleveland.pk)
    with pytest.raises(ValidationError, match="closes on 1 April 2025"):
        check_membership(granted)
    granted.last_day = BEFORE
    check_membership(granted)


def test_roles_end_where_the_plan_says_so(history: Register, cast: Cast) -> None:
    carry_out(cast.administrator, PLAN + "members: {offices: yes, forces: no, panels: no}\n")
    now = readers(cast, DAY)
    assert not now["force contributor"].has_a_role
    assert not now["panel member"].has_a_role
    assert now["OPCC staff"].office
    assert as_reader(cast.contributor, BEFORE).contributes == {history.cleveland.pk}


def test_a_person_with_one_role_at_two_offices_has_it_once_at_the_successor(history: Register, cast: Cast) -> None:
    membership(cast.office, Role.OPCC_STAFF, history.pfcc_cumbria, last_day=datetime.date(2025, 9, 30))
    carry_out(cast.administrator)
    continued = Membership.objects.get(person=cast.office, body__slug="mayor-northern")
    assert (continued.first_day, continued.last_day, continued.granted_by) == (DAY, None, cast.administrator)


def test_the_new_body_answers_for_the_old_forces(history: Register, cast: Cast) -> None:
    response = ResponseFactory(force=history.cleveland, inspection=history.soteria)
    carry_out(cast.administrator)
    assert answering_body(history.cleveland, BEFORE) == history.pcc_cleveland
    assert answering_body(history.cleveland, DAY).slug == "mayor-northern"  # type: ignore[union-attr]
    assert as_reader(cast.cumbria_office, DAY).reads_draft(response.force)
    assert not as_reader(cast.cumbria_office, BEFORE).reads_draft(response.force)


def test_the_preview_counts_what_passes(history: Register, cast: Cast) -> None:
    ResponseFactory(force=history.cleveland, inspection=history.soteria)
    found = preview("plan.yaml", PLAN.encode())
    row = next(row for row in found.handover.rows if row.predecessor == "Cumbria Constabulary")
    assert (row.open_actions, row.finished_actions, row.drafts) == (1, 1, 0)
    row = next(row for row in found.handover.rows if row.predecessor == "Cleveland Police")
    assert (row.successor, row.open_actions, row.finished_actions, row.drafts) == ("Northern Police", 2, 0, 1)
    assert (found.handover.continued, found.handover.ended) == (6, 0)
    assert not Force.objects.filter(slug="northern").exists()


def test_a_plan_is_not_carried_out_if_it_would_do_something_else_than_was_shown(history: Register, cast: Cast) -> None:
    shown = preview("plan.yaml", PLAN.encode()).fingerprint
    add_update(history.actions["cleveland", "7"], Status.CLOSED, TODAY, by=cast.office)
    with pytest.raises(ValidationError, match="Something changed"):
        reorganise("plan.yaml", PLAN.encode(), by=cast.administrator, shown=shown)


def test_undoing_restores_every_row_of_every_table(history: Register, cast: Cast) -> None:
    before = all_rows()
    reorganisation = carry_out(cast.administrator)
    assert all_rows() != before
    undo(reorganisation, by=cast.administrator)
    after = all_rows()
    assert {table for table in before if before[table] != after[table]} == set()
    assert list(Reorganisation.objects.order_by("pk").values_list("undoes", flat=True)) == [None, reorganisation.pk]


def test_undoing_keeps_the_updates_recorded_before_the_day(history: Register, cast: Cast) -> None:
    reorganisation = carry_out(cast.administrator)
    with time_machine.travel("2025-03-10 12:00", tick=False):
        add_update(history.actions["cleveland", "7"], Status.CLOSED, datetime.date(2025, 3, 10), by=cast.office)
        undo(reorganisation, by=cast.administrator)
    assert differing(Action.objects.values_list("pk", flat=True)) == []
    assert not Position.objects.exclude(holder=F("action__holder")).exists()


def test_undoing_is_refused_once_work_was_recorded_on_the_day(history: Register, cast: Cast) -> None:
    reorganisation = carry_out(cast.administrator)
    with time_machine.travel("2025-04-02 12:00", tick=False):
        add_update(history.actions["cleveland", "7"], Status.CLOSED, datetime.date(2025, 4, 2), by=cast.office)
        with pytest.raises(ValidationError) as refused:
            undo(reorganisation, by=cast.administrator)
    # and not which: an administrator may not read it
    assert refused.value.messages == ["This can no longer be undone:", "An update was recorded on 2 April 2025."]
    assert Force.objects.filter(slug="northern").exists()


def test_undoing_is_refused_once_something_was_released_or_asked(history: Register, cast: Cast) -> None:
    plan = "source: An order\non: 2025-04-01\nbecome: [{from: cleveland, to: {slug: cumbria}}]\n"
    reorganisation = carry_out(cast.administrator, plan)
    action = history.actions["cleveland", "7"]
    add_update(action, Status.IN_PROGRESS, TODAY, by=cast.office, audience=Audience.FORCE_AND_OFFICE)
    with time_machine.travel("2025-04-02 12:00", tick=False):
        usual: dict[str, Any] = {"by": as_reader(cast.office, DAY), "submission_key": uuid.uuid4()}
        cumbria = Body.objects.get(slug="cumbria")
        create_round(actions=[action], holder=cumbria, reply_by=datetime.date(2025, 4, 30), email_text="Dear", **usual)
        release(holder=cumbria, updates=[action.updates.latest("pk").pk], audience="public", **usual)
        with pytest.raises(ValidationError) as refused:
            undo(reorganisation, by=cast.administrator)
    assert refused.value.messages[1:] == [
        "A release was recorded on 2 April 2025.",
        "A request was recorded on 2 April 2025.",
    ]


def test_undoing_is_refused_once_someone_joined_the_new_body(history: Register, cast: Cast) -> None:
    reorganisation = carry_out(cast.administrator)
    membership(cast.no_role, Role.OPCC_STAFF, Body.objects.get(slug="mayor-northern"), first_day=DAY)
    with pytest.raises(ValidationError, match="Membership refers to a new body"):
        undo(reorganisation, by=cast.administrator)


def test_a_name_given_in_a_plan_is_shown_from_its_day_and_undone_exactly(history: Register, cast: Cast) -> None:
    before = all_rows()
    plan = (
        "on: 2025-04-01\nsource: An order\nrename:\n"
        "  - {body: cleveland, name: Teesside Police, short_name: Teesside}\n"
        "  - {body: pcc-cleveland, title: Police and Fire Commissioner}\n"
    )
    renaming = carry_out(cast.administrator, plan)
    assert renaming.summary.splitlines() == [
        "Cleveland Police is called Teesside Police from then on.",
        "The office-holder of Police and Crime Commissioner for Cleveland is called Police and Fire Commissioner from "
        "then on.",
    ]
    eve, day = (as_reader(cast.office, on).names for on in (BEFORE, DAY))
    assert (eve[history.cleveland.pk].name, day) == ("Cleveland Police", {})
    force = Force.objects.get(slug="cleveland")
    assert (force.name_on(BEFORE), force.name_on(DAY), force.short_name) == (
        "Cleveland Police",
        "Teesside Police",
        "Teesside",
    )
    with pytest.raises(ValidationError, match="gets another name on 1 April 2025"):
        carry_out(cast.administrator, plan.replace("2025-04-01", "2025-03-20"))
    undo(renaming, by=cast.administrator)
    assert all_rows() == before


def test_it_is_undone_once(history: Register, cast: Cast) -> None:
    reorganisation = carry_out(cast.administrator)
    undo(reorganisation, by=cast.administrator)
    with pytest.raises(ValidationError, match="already been undone"):
        undo(reorganisation, by=cast.administrator)


def test_a_merged_force_can_merge_again_and_both_are_undone_in_turn(history: Register, cast: Cast) -> None:
    before = all_rows()
    first = carry_out(cast.administrator)
    second_plan = (
        PLAN.replace("2025-04-01", "2025-05-01")
        .replace("[cleveland, cumbria]", "northern")
        .replace("slug: northern", "slug: great")
        .replace("Northern", "Great")
        .replace("panel-northern", "panel-great")
        .replace("NOR", "GRT")
        .replace("forces: [northern]", "forces: [great]")
        .replace("mayor-northern", "mayor-great")
        .replace("Mayor of the North", "Mayor of Great")
    )
    between = all_rows()
    second = carry_out(cast.administrator, second_plan)
    assert differing(Action.objects.values_list("pk", flat=True)) == []
    assert history.cleveland.pk in as_reader(cast.office, datetime.date(2025, 5, 1)).office
    with pytest.raises(ValidationError, match="can no longer"):
        undo(first, by=cast.administrator)
    undo(second, by=cast.administrator)
    assert all_rows() == between
    undo(first, by=cast.administrator)
    assert all_rows() == before


def test_what_was_passed_on_again_is_undone_first_even_if_no_body_is_new(history: Register, cast: Cast) -> None:
    before = all_rows()
    plan = "source: An order\non: 2025-04-01\nbecome: [{from: cleveland, to: {slug: cumbria}}]\n"
    first = carry_out(cast.administrator, plan)
    second = carry_out(
        cast.administrator,
        PLAN.replace("2025-04-01", "2025-05-01").replace("[cleveland, cumbria]", "cumbria"),
    )
    with pytest.raises(ValidationError, match="Cumbria Constabulary passes its record to Northern Police on 1 May"):
        undo(first, by=cast.administrator)
    undo(second, by=cast.administrator)
    undo(first, by=cast.administrator)
    assert all_rows() == before


@pytest.mark.parametrize("what", ["an assurance", "a comment"])
def test_a_day_before_what_the_office_wrote_is_refused(history: Register, cast: Cast, what: str) -> None:
    action = history.actions["cleveland", "7"]
    if what == "a comment":
        add_comment(action=action, text="Ask again", by=as_reader(cast.office, TODAY), submission_key=uuid.uuid4())
    else:
        entry = AssuranceEntry(level="partly", dated_on=TODAY, looked_at="Twelve files.")
        record_assurance(actions=[action], entry=entry, by=as_reader(cast.office, TODAY), submission_key=uuid.uuid4())
    found = preview("plan.yaml", PLAN.replace("2025-04-01", "2025-03-02").encode())
    assert [error for error in found.findings.errors if f"has {what} on 3 March 2025" in str(error)]


def test_counts_of_the_new_force_are_made_again_when_an_action_that_passed_is_deleted(
    history: Register, cast: Cast
) -> None:
    action = open_action(RecommendationFactory(inspection=history.soteria), history.cleveland)
    carry_out(cast.administrator)
    tokens = PositionRevision.objects.filter(holder__slug="northern").values_list("token", flat=True)
    before = tokens.get()
    delete_action(action=action, by=cast.administrator)
    assert tokens.get() != before


def test_what_the_offices_had_passes_to_the_new_one_and_is_undone_exactly(history: Register, cast: Cast) -> None:
    cleveland, cumbria = history.pcc_cleveland, history.pfcc_cumbria
    usual: dict[str, Any] = {"signatory_name": "A Commissioner", "comments_wanted_after": 21}
    OfficeSettings.objects.create(body=cleveland, approver_is_another=True, address="1 Street", **usual)
    OfficeSettings.objects.create(body=cumbria, address="2 Street", **usual)
    LocalPolicingBody.objects.filter(pk=cleveland.pk).update(update_interval=30)
    template = {"uploaded_by": cast.office, "uploaded_at": timezone.now(), "file": "t.docx", "file_name": "ours.docx"}
    for body, kind in ((cleveland, "letter"), (cleveland, "form"), (cumbria, "form")):
        DocumentTemplate.objects.create(body=body, kind=kind, **template)
    before = all_rows()
    reorganisation = carry_out(cast.administrator)
    mayor = LocalPolicingBody.objects.select_related("office_settings").get(slug="mayor-northern")
    settings = office_settings(mayor)
    assert (settings.signatory_name, settings.comments_wanted_after) == ("A Commissioner", 21)
    assert (settings.approver_is_another, settings.address, mayor.update_interval) == (True, "", 30)
    with time_machine.travel("2025-04-01 12:00", tick=False):
        assert list(templates_of(mayor)) == ["letter"], "two offices had a form of their own"
    undo(reorganisation, by=cast.administrator)
    assert all_rows() == before


def test_who_holds_a_post_passes_unless_two_forces_say_different_things(history: Register, cast: Cast) -> None:
    for holder, post, name in (
        (history.cleveland, "Head of Crime", "Ann"),
        (history.cumbria, "Head of Crime", "Ben"),
        (history.cumbria, "Head of Learning", "Col"),
    ):
        Lead.objects.create(holder=holder, post=post, name=name)
    carry_out(cast.administrator)
    northern, reader = Force.objects.get(slug="northern"), as_reader(cast.office, DAY)
    assert {post.post: post.name for post in posts_of(northern, reader) if post.name} == {"Head of Learning": "Col"}
    set_post_holder(holder=northern, post="Head of Learning", post_holder=PostHolder(), by=reader)
    assert not Lead.history.filter(name="Col").exists(), "a name that is cleared is kept nowhere"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one connection write at a time")
@pytest.mark.parametrize("undoes", [False, True])
def test_an_update_saved_at_the_same_time_counts_for_the_holder_of_each_day(
    history: Register, cast: Cast, undoes: bool
) -> None:
    reorganisation = carry_out(cast.administrator) if undoes else None
    done = threading.Event()

    def change() -> None:
        if reorganisation:
            undo(reorganisation, by=cast.administrator)
        else:
            carry_out(cast.administrator)
        done.set()
        connection.close()

    thread = threading.Thread(target=change)
    action = history.actions["cleveland", "7"]
    with transaction.atomic():
        add_update(action, Status.CLOSED, TODAY, by=cast.office)
        thread.start()
        assert not done.wait(0.5), "it waits for the update"
    thread.join(20)
    assert done.is_set()
    assert differing(Action.objects.values_list("pk", flat=True)) == []
    held = action.positions.filter(edition=Edition.WORKING, status=Status.CLOSED).latest("starts_on")
    assert held.holder.slug == ("cleveland" if undoes else "northern")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one connection write at a time")
def test_a_response_is_not_approved_for_a_body_that_was_replaced_meanwhile(history: Register, cast: Cast) -> None:
    response = ResponseFactory(force=history.cleveland, inspection=history.soteria, stage=ResponseStage.SUBMITTED)
    plan = PLAN.replace("2025-04-01", TODAY.isoformat())
    digest = content_of(response, TODAY).digest
    refused: list[str] = []

    def accept() -> None:
        try:
            approve(response=response, digest=digest, incomplete_reason="Time", by=as_reader(cast.approver, TODAY))
        except ValidationError as error:
            refused.extend(error.messages)
        connection.close()

    thread = threading.Thread(target=accept)
    with transaction.atomic():
        carry_out(cast.administrator, plan)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "it waits for the reorganisation"
    thread.join(20)
    assert refused == ["The text has changed since you read it. Read it again, then approve it."]
    response.refresh_from_db()
    assert response.stage == ResponseStage.SUBMITTED
