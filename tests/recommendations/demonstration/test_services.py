import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.test import Client

from forces.bodies.models import Force, Installation
from forces.people.access import reader_of
from forces.people.editions import Audience, Edition
from forces.people.models import Membership, Person
from recommendations.demonstration import services
from recommendations.demonstration.accounts import (
    ACCOUNTS,
    FORCES_WITH_ACCOUNTS,
    PASSWORD,
    Account,
    accounts_to_show,
)
from recommendations.pages.responses.queries import response_rows
from recommendations.positions.counting import positions_on, tally
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import differing
from recommendations.register.models import Action, Evidence, Inspection, PartDone, Update
from recommendations.register.statuses import OPEN, Status, may_become
from recommendations.responses.clock import ClockState
from recommendations.responses.completeness import missing_parts
from recommendations.responses.content_queries import content_of
from recommendations.responses.models import Commitment, Publication, Response, ResponseStage
from recommendations.responses.queries import InspectionResponses

DAY = datetime.date(2026, 3, 12)


@pytest.fixture(scope="module")
def demonstration_data(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration, made once for this module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        services.make_demonstration(seed=2024, day=DAY, progress=lambda step: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(demonstration_data: None, db: None) -> None:
    """The demonstration. What a test writes is rolled back after the test."""


def _working() -> list[Position]:
    return list(Position.objects.on(DAY).filter(edition=Edition.WORKING).select_related("holder"))


@pytest.mark.usefixtures("demonstration")
class TestTheWholeDemonstration:
    def test_the_database_is_marked(self) -> None:
        installation = Installation.objects.get()
        assert (installation.is_demonstration, installation.seed, installation.made_on) == (True, 2024, DAY)

    def test_one_force_has_200_actions_from_35_inspections(self) -> None:
        actions = Action.objects.filter(holder__slug="leicestershire")
        assert actions.count() == 200
        assert actions.values("recommendation__inspection").distinct().count() == 35

    def test_two_territorial_forces_do_not_use_soteria_tracker(self) -> None:
        territorial = Force.objects.filter(territorial=True)
        assert territorial.count() == 43
        without_tracker = territorial.filter(uses_soteria_tracker=False)
        assert {force.slug for force in without_tracker} == {"gwent", "wiltshire"}
        assert not Update.objects.filter(action__holder__in=without_tracker).exists()
        assert not Force.objects.filter(territorial=False, uses_soteria_tracker=True).exists()

    def test_every_force_using_soteria_tracker_and_some_national_bodies_have_updates(self) -> None:
        reported_on = Update.objects.values_list("action__holder", flat=True).distinct()
        assert not Force.objects.filter(uses_soteria_tracker=True).exclude(pk__in=reported_on).exists()
        assert Update.objects.filter(action__holder__kind="national").exists()

    def test_the_positions_equal_the_history(self) -> None:
        assert differing(Action.objects.values_list("pk", flat=True)) == []

    def test_every_history_uses_only_allowed_transitions(self) -> None:
        retracted = set(Update.objects.exclude(retracts=None).values_list("retracts", flat=True))
        status_by_action: dict[int, Status] = {}
        states = Update.objects.exclude(status="").exclude(pk__in=retracted).order_by("action")
        for update in states.order_by("action", "effective_on", "recorded_at", "pk"):
            before = status_by_action.get(update.action_id, Status.NO_UPDATE)
            assert may_become(before, Status(update.status)), update
            status_by_action[update.action_id] = Status(update.status)

    def test_actions_have_every_common_status(self) -> None:
        assert {position.status for position in _working()} >= {
            Status.NO_UPDATE,
            Status.NOT_STARTED,
            Status.IN_PROGRESS,
            Status.WAITING,
            Status.COMPLETE,
            Status.SENT,
            Status.CLOSED,
        }

    @pytest.mark.parametrize("edition", list(Edition))
    def test_a_few_of_the_open_actions_are_overdue(self, edition: Edition) -> None:
        positions = Position.objects.on(DAY).filter(edition=edition, status__in=OPEN)
        overdue = positions.filter(due_on__lt=DAY)
        assert 0.03 < overdue.count() / positions.count() < 0.13

    def test_the_forces_shown_have_deadlines_within_thirty_days(self) -> None:
        until = DAY + datetime.timedelta(days=30)
        due = {p.holder.slug for p in _working() if p.status in OPEN and p.due_on and DAY <= p.due_on <= until}
        assert {"cleveland", "leicestershire"} <= due

    def test_some_deadline_has_passed_without_an_update(self) -> None:
        passed = Position.objects.on(DAY).filter(
            status=Status.NO_UPDATE, due_on__lt=DAY, holder__force__uses_soteria_tracker=True
        )
        assert passed.filter(edition=Edition.WORKING).exists()

    def test_forces_wait_for_the_definition_of_repeat_suspects(self) -> None:
        waiting = Update.objects.filter(status=Status.WAITING, action__recommendation__reference="5")
        soteria = waiting.filter(action__recommendation__inspection__slug="soteria-2024", action__holder__kind="force")
        assert soteria.count() > 20
        for update in soteria.select_related("waiting_for_recommendation", "waiting_for_body"):
            assert update.waiting_for_recommendation
            assert update.waiting_for_recommendation.reference == "4"
            assert update.waiting_for_body
            assert update.waiting_for_body.slug == "soteria-joint-unit"

    def test_updates_are_recorded_before_today_and_not_before_their_date(self) -> None:
        for effective_on, recorded_at in Update.objects.values_list("effective_on", "recorded_at"):
            assert effective_on <= recorded_at.date() < DAY

    def test_most_updates_are_public_and_a_few_are_notes_for_the_office(self) -> None:
        audiences = Counter(Update.objects.values_list("audience", flat=True))
        assert 0.70 < audiences[Audience.PUBLIC] / audiences.total() < 0.80
        assert 0.07 < audiences[Audience.PANEL] / audiences.total() < 0.13
        assert 0.09 < audiences[Audience.FORCE_AND_OFFICE] / audiences.total() < 0.16
        assert 0.02 < audiences[Audience.OFFICE] / audiences.total() < 0.05

    def test_it_uses_every_feature_of_real_histories(self) -> None:
        assert Update.objects.exclude(retracts=None).exists()
        assert Update.objects.exclude(revised_deadline_on=None).exists()
        assert Update.objects.exclude(local_target_on=None).exists()
        assert Update.objects.exclude(expected_on=None).exists()
        assert Update.objects.exclude(closing_level=None).exists()
        assert PartDone.objects.exists()
        assert set(Evidence.objects.values_list("kind", flat=True)) == {"address", "seen"}

    def test_every_national_update_names_its_source(self) -> None:
        national = Update.objects.filter(action__holder__kind="national")
        assert not national.filter(evidence=None).exists()

    def test_the_real_inspections_are_unchanged(self) -> None:
        real = Inspection.objects.exclude(slug__startswith="invented-")
        assert {inspection.slug for inspection in real} == {"rape-2021", "soteria-2024"}
        assert not real.filter(title__contains="invented").exists()

    @pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.email)
    def test_each_account_signs_in_with_its_role(self, account: Account) -> None:
        person = authenticate(email=account.email, password=PASSWORD)
        assert isinstance(person, Person)
        reader = reader_of(person, DAY)
        assert reader.roles == {account.role}
        forces = reader.office | reader.contributes | reader.panel | reader.audits
        assert forces == set(Force.objects.filter(slug__in=account.forces).values_list("pk", flat=True))

    def test_an_account_signs_in_on_the_sign_in_page(self, client: Client) -> None:
        answer = client.post("/account/login/", {"login": "office.cleveland@example.org", "password": PASSWORD})
        assert answer.status_code == 302
        assert client.session["_auth_user_id"] == str(Person.objects.get(email="office.cleveland@example.org").pk)

    def test_the_sign_in_page_lists_every_account_and_the_password(self, client: Client) -> None:
        page = client.get("/account/login/").content.decode().replace("<wbr>", "")
        assert PASSWORD in page
        assert all(account.email in page for account in accounts_to_show())

    def test_no_one_else_can_sign_in(self) -> None:
        not_listed = Person.objects.exclude(email__in=[account.email for account in ACCOUNTS])
        assert not_listed.count() == 41 - 4
        assert not any(person.is_active or person.has_usable_password() for person in not_listed)
        assert not Membership.objects.filter(person__in=not_listed).exists()

    def test_the_office_sees_its_own_tally(self) -> None:
        office = reader_of(Person.objects.get(email="office.cleveland@example.org"), DAY)
        cleveland = positions_on(DAY, office).filter(holder__slug="cleveland")
        assert tally(cleveland, DAY).total == 17
        assert tally(cleveland, DAY).overdue == 1

    def test_the_forces_with_accounts_have_responses_in_every_stage(self) -> None:
        own = Response.objects.filter(force__slug__in=FORCES_WITH_ACCOUNTS)
        assert set(own.values_list("stage", flat=True)) == set(ResponseStage.values)
        assert own.filter(applicability=Response.Applicability.OWN_REPORT, own_report__isnull=False).exists()
        assert own.exclude(returned_comment="").exists()
        assert not own.filter(inspection__slug="invented-other-cleveland").exists()
        reader = reader_of(Person.objects.get(email="approver.leicestershire@example.org"), DAY)
        assert {row.state for row in response_rows(reader) if row.is_own} == set(ClockState) - {
            ClockState.DATE_NOT_STATED
        }

    def test_most_other_forces_have_published_in_time(self) -> None:
        for slug in ("soteria-2024", "rape-2021"):
            inspection = Inspection.objects.get(slug=slug)
            admin = reader_of(Person.objects.get(email="admin@example.org"), DAY)
            states = Counter(clock.state for _force, clock in InspectionResponses.to(inspection, admin).clocks)
            assert states.total() == 43
            assert states[ClockState.PUBLISHED_IN_TIME] > 28
            assert states[ClockState.PUBLISHED_LATE] > 0
            assert states[ClockState.NOTHING_RECORDED] >= 2
        assert not Response.objects.filter(force__slug__in=["gwent", "wiltshire"]).exists()

    def test_the_approved_text_is_the_current_text(self) -> None:
        approved = Response.objects.exclude(approved_digest="").select_related("inspection", "force")
        for response in approved.filter(stage="approved"):
            assert response.approved_digest == content_of(response, DAY).digest
        publications = Publication.objects.filter(is_published_elsewhere=False).select_related("response")
        assert all(
            publication.digest == publication.response.approved_digest == publication.read_content().digest
            for publication in publications
        )
        assert not any(missing_parts(publication.read_content()) for publication in publications)

    def test_two_forces_answer_one_report_jointly(self) -> None:
        norfolk, suffolk = Publication.objects.exclude(response__joint=None).order_by("response__force__slug")
        assert norfolk.digest == suffolk.digest
        content = norfolk.read_content()
        assert content.forces_in_words == "Norfolk Constabulary and Suffolk Constabulary"
        assert not content.is_outside_section_55
        assert [item.explanation for item in content.items] == [item.explanation for item in content.others[0].items]

    def test_the_published_documents_are_unchanged(self) -> None:
        published_elsewhere = Publication.objects.filter(is_published_elsewhere=True).select_related("response__force")
        assert {publication.response.force.slug for publication in published_elsewhere} == {
            "cleveland",
            "cumbria",
            "cambridgeshire",
        }

    def test_a_copy_and_a_commitment_are_still_outstanding(self) -> None:
        assert Publication.objects.filter(is_published_elsewhere=False, sendings=None).exists()
        assert Commitment.objects.filter(done_on=None, due_on__gt=DAY).exists()
        assert not Commitment.objects.filter(done_on=None, due_on__lt=DAY).exists()

    def test_it_is_not_created_twice(self) -> None:
        with pytest.raises(services.RealRegisterError):
            services.make_demonstration(seed=1, day=DAY, progress=print)
