"""Merging an inspection entered twice: its records are transferred, and no insert-only row is changed."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from recommendations.assurance.services import AssuranceEntry, record_assurance
from recommendations.discussion.services import add_comment, assign_action
from recommendations.maintenance.services.merge_plan import MergePlan, preview_merge
from recommendations.maintenance.services.merging import merge_inspections
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import differing
from recommendations.register.models import Action, Document, Inspection, Link, PartDone, Recommendation, Update
from recommendations.register.statuses import Status
from recommendations.rounds.models import Request, RequestedAction, Round
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    AddresseeFactory,
    InspectionFactory,
    PartFactory,
    RecommendationFactory,
    add_update,
    as_reader,
    open_action,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
SOME_DAY = datetime.date(2024, 10, 1)


@pytest.fixture
def duplicate(register: Register) -> Inspection:
    """Soteria entered again, a day late, with recommendation 7 and one of its own."""
    again = InspectionFactory(slug="soteria-again", published_on=datetime.date(2024, 8, 23))
    seven = RecommendationFactory(inspection=again, number=7, text=register.rec_7.text)
    AddresseeFactory(recommendation=seven, group="all-forces")
    RecommendationFactory(inspection=again, number=99)
    return again


def seven_of(inspection: Inspection) -> Recommendation:
    return inspection.recommendations.get(reference="7")


def merge(duplicate: Inspection, register: Register, cast: Cast) -> MergePlan:
    shown = preview_merge(duplicate=duplicate, kept=register.soteria).fingerprint
    return merge_inspections(duplicate=duplicate, kept=register.soteria, by=cast.administrator, shown=shown)


def test_an_action_without_updates_is_deleted_and_passes_on_its_lead(
    register: Register, duplicate: Inspection, cast: Cast
) -> None:
    open_action(
        seven_of(duplicate),
        register.cleveland,
        lead_post="Head of Crime",
        external_references=[{"system": "4Action", "reference": "1"}],
    )
    merge(duplicate, register, cast)
    remaining = Action.objects.get(recommendation=register.rec_7, holder=register.cleveland)
    assert remaining == register.actions["cleveland", "7"]
    assert remaining.lead_post == "Head of Crime"
    assert remaining.external_references == [{"system": "4Action", "reference": "1"}]


def test_an_action_with_updates_replaces_an_empty_one(register: Register, duplicate: Inspection, cast: Cast) -> None:
    action = open_action(seven_of(duplicate), register.cleveland)
    update = add_update(action, Status.IN_PROGRESS, SOME_DAY, by=cast.office)
    done = merge(duplicate, register, cast)
    assert done.updates == 1
    moved = Action.objects.get(recommendation=register.rec_7, holder=register.cleveland)
    assert moved == action
    assert list(moved.updates.all()) == [update]
    assert moved.opened_on == register.soteria.published_on
    assert not differing([moved.pk])
    position = Position.objects.on(SOME_DAY).get(action=moved, edition="working")
    assert position.status == Status.IN_PROGRESS


def test_an_action_of_the_duplicate_alone_is_transferred(register: Register, duplicate: Inspection, cast: Cast) -> None:
    action = open_action(seven_of(duplicate), register.joint_unit)
    merge(duplicate, register, cast)
    action.refresh_from_db()
    assert action.recommendation == register.rec_7
    assert action.history.first().history_user == cast.administrator


def test_a_recommendation_of_the_duplicate_alone_is_transferred_whole(
    register: Register, duplicate: Inspection, cast: Cast
) -> None:
    own = duplicate.recommendations.get(reference="99")
    action = open_action(own, register.cleveland)
    add_update(action, Status.IN_PROGRESS, SOME_DAY, by=cast.office)
    merge(duplicate, register, cast)
    own.refresh_from_db()
    action.refresh_from_db()
    assert own.inspection == register.soteria
    assert action.opened_on == register.soteria.published_on
    assert not differing([action.pk])


def test_documents_statements_links_and_follow_ups_are_transferred_and_the_duplicate_is_deleted(
    register: Register, duplicate: Inspection, cast: Cast
) -> None:
    seven = seven_of(duplicate)
    document = Document.objects.create(
        slug="form",
        title="Form",
        kind="form",
        inspection=duplicate,
        force=register.cleveland,
        published_by=register.pcc_cleveland,
    )
    statement = document.statements.create(order=1, speaker="force", recommendation=seven, text="Yes.")
    moving = Link.objects.create(from_recommendation=seven, kind="repeats", to_recommendation=register.rec_4)
    Link.objects.create(from_recommendation=seven, kind="repeats", to_recommendation=register.rec_7)
    later = InspectionFactory(follow_up_of=[duplicate, register.soteria])
    child = RecommendationFactory(inspection=duplicate, number=70, parent=seven)
    merge(duplicate, register, cast)
    for record in (document, statement, moving, later, child):
        record.refresh_from_db()
    assert document.inspection == child.inspection == register.soteria
    assert list(later.follow_up_of.all()) == [register.soteria]
    assert statement.recommendation == child.parent == register.rec_7
    assert moving.from_recommendation == register.rec_7
    assert Link.objects.filter(kind="repeats").count() == 1, "one that would join 7 to itself is gone"
    assert not Inspection.objects.filter(pk=duplicate.pk).exists()
    gone = Inspection.history.filter(slug="soteria-again").first()
    assert (gone.history_type, gone.history_user) == ("-", cast.administrator)


def test_differing_texts_are_listed_and_the_kept_text_remains(
    register: Register, duplicate: Inspection, cast: Cast
) -> None:
    Recommendation.objects.filter(pk=seven_of(duplicate).pk).update(text="In other words.")
    assert [found.reference for found in preview_merge(duplicate=duplicate, kept=register.soteria).texts_differ] == [
        "7"
    ]
    text = register.rec_7.text
    merge(duplicate, register, cast)
    register.rec_7.refresh_from_db()
    assert register.rec_7.text == text


def refused(duplicate: Inspection, register: Register, cast: Cast, message: str) -> None:
    """The preview names the collision, the merge refuses, and nothing is transferred."""
    plan = preview_merge(duplicate=duplicate, kept=register.soteria)
    assert any(message in collision for collision in plan.collisions), plan.collisions
    before = set(Action.objects.values_list("pk", "recommendation"))
    with pytest.raises(ValidationError, match="cannot be merged"):
        merge(duplicate, register, cast)
    assert set(Action.objects.values_list("pk", "recommendation")) == before
    assert Inspection.objects.filter(pk=duplicate.pk).exists()


def test_it_refuses_where_both_actions_have_updates(history: Register, duplicate: Inspection, cast: Cast) -> None:
    add_update(open_action(seven_of(duplicate), history.cleveland), Status.IN_PROGRESS, SOME_DAY, by=cast.office)
    refused(duplicate, history, cast, "comments on Recommendation 7 in both")


def test_retraction_does_not_make_a_merge_possible_and_the_plan_says_what_to_do(
    history: Register, duplicate: Inspection, cast: Cast
) -> None:
    action = open_action(seven_of(duplicate), history.cleveland)
    mistake = add_update(action, Status.IN_PROGRESS, SOME_DAY, by=cast.office)
    add_update(action, None, SOME_DAY, by=cast.office, retracts=mistake)
    refused(duplicate, history, cast, "Keep both inspections")


def test_the_plan_names_each_body_that_recorded_in_both_and_says_once_what_to_do(
    history: Register, duplicate: Inspection, cast: Cast
) -> None:
    for force in (history.cleveland, history.cumbria):
        add_update(open_action(seven_of(duplicate), force), Status.IN_PROGRESS, SOME_DAY, by=cast.office)
    collisions = preview_merge(duplicate=duplicate, kept=history.soteria).collisions
    assert [found.split(" has ")[0] for found in collisions[:2]] == ["Cleveland Police", "Cumbria Constabulary"]
    assert len(collisions) == 3
    assert "Keep both inspections" in collisions[2]


def add_record(kind: str, action: Action, cast: Cast) -> None:
    """Add an insert-only record of the office to the action."""
    by, key = as_reader(cast.office, TODAY), uuid.uuid4()
    if kind == "assignment":
        assign_action(action=action, assignee=cast.approver, by=by)
    elif kind == "comment":
        add_comment(action=action, text="Twice?", by=by, submission_key=key)
    else:
        entry = AssuranceEntry(level="partly", dated_on=TODAY, looked_at="Twelve files.")
        record_assurance(actions=[action], entry=entry, by=by, submission_key=key)


@pytest.mark.parametrize("kind", ["assignment", "comment", "assurance"])
def test_an_action_with_an_insert_only_record_is_not_empty(
    register: Register, duplicate: Inspection, cast: Cast, kind: str
) -> None:
    again = open_action(seven_of(duplicate), register.cleveland)
    add_record(kind, again, cast)
    merge(duplicate, register, cast)
    assert Action.objects.get(recommendation=register.rec_7, holder=register.cleveland) == again


@pytest.mark.parametrize("kind", ["assignment", "comment", "assurance"])
def test_it_refuses_where_both_actions_have_records(
    history: Register, duplicate: Inspection, cast: Cast, kind: str
) -> None:
    add_record(kind, open_action(seven_of(duplicate), history.cleveland), cast)
    refused(duplicate, history, cast, "assignments or comments on Recommendation 7 in both")


def test_it_refuses_where_an_update_waits_for_a_recommendation_to_be_deleted(
    register: Register, duplicate: Inspection, cast: Cast
) -> None:
    waiting = {"waiting_for_recommendation": seven_of(duplicate)}
    add_update(register.actions["cumbria", "5"], Status.WAITING, SOME_DAY, by=cast.cumbria_office, **waiting)
    refused(duplicate, register, cast, "1 updates wait for Recommendation 7")


def test_it_refuses_where_an_update_marks_a_part_to_be_deleted(
    register: Register, duplicate: Inspection, cast: Cast
) -> None:
    part = PartFactory(recommendation=seven_of(duplicate), label="a")
    update = add_update(
        open_action(seven_of(duplicate), register.joint_unit), Status.IN_PROGRESS, SOME_DAY, by=cast.office
    )
    PartDone.objects.create(update=update, part=part)
    refused(duplicate, register, cast, "mark parts of Recommendation 7")


def test_it_refuses_where_links_would_form_a_circle(register: Register, duplicate: Inspection, cast: Cast) -> None:
    # 5 waits for 4; were 4 to wait for what becomes 7, and 7 for 5, all three would wait for ever
    Link.objects.create(from_recommendation=register.rec_4, kind="waits-for", to_recommendation=seven_of(duplicate))
    Link.objects.create(from_recommendation=register.rec_7, kind="waits-for", to_recommendation=register.rec_5)
    refused(duplicate, register, cast, "would form a circle")


def test_it_refuses_to_keep_an_unpublished_inspection_where_the_other_has_actions(
    register: Register, duplicate: Inspection, cast: Cast
) -> None:
    draft = InspectionFactory(slug="draft", embargoed=True)
    assert any("not published" in found for found in preview_merge(duplicate=register.soteria, kept=draft).collisions)


def test_it_refuses_to_merge_an_inspection_into_itself(register: Register) -> None:
    with pytest.raises(ValidationError, match="Choose another inspection"):
        preview_merge(duplicate=register.soteria, kept=register.soteria)


def test_it_refuses_when_the_effects_differ_from_the_preview(
    register: Register, duplicate: Inspection, cast: Cast
) -> None:
    shown = preview_merge(duplicate=duplicate, kept=register.soteria).fingerprint
    open_action(seven_of(duplicate), register.joint_unit)
    with pytest.raises(ValidationError, match="Something changed"):
        merge_inspections(duplicate=duplicate, kept=register.soteria, by=cast.administrator, shown=shown)


def test_no_update_is_changed_by_a_merge(history: Register, duplicate: Inspection, cast: Cast) -> None:
    add_update(open_action(seven_of(duplicate), history.durham), Status.IN_PROGRESS, SOME_DAY, by=cast.office)
    before = list(Update.objects.order_by("pk").values())
    merge(duplicate, history, cast)
    assert list(Update.objects.order_by("pk").values()) == before


def test_it_refuses_where_a_round_includes_an_action_to_be_deleted(
    register: Register, duplicate: Inspection, cast: Cast
) -> None:
    going = open_action(seven_of(duplicate), register.cleveland)
    round_ = Round.objects.create(
        holder=register.cleveland,
        reply_by=SOME_DAY,
        created_at=timezone.now(),
        created_by=cast.office,
        submission_key=uuid.uuid4(),
    )
    RequestedAction.objects.create(request=Request.objects.create(round=round_), action=going)
    with pytest.raises(ValidationError, match="still refer to the duplicate: requested action"):
        merge(duplicate, register, cast)
    assert Action.objects.filter(pk=going.pk, recommendation__inspection=duplicate).exists()
