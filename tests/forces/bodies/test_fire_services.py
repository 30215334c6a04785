"""Fire and rescue services and regional units: when actions are opened for them, and who records."""

import datetime

import pytest
from django.test import Client

from forces.bodies.models import FireService
from forces.people.editions import Audience, Edition
from recommendations.maintenance.services import opening
from recommendations.positions.models import Position
from recommendations.register.models import Action, Addressee, AddresseeRole, Recommendation, Update
from recommendations.register.services.actions import missing_actions
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.rules import errors_of_entry
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    FireServiceFactory,
    InspectionFactory,
    RecommendationFactory,
    RegionalUnitFactory,
    as_reader,
    open_action,
)
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def recommendation() -> Recommendation:
    found: Recommendation = RecommendationFactory(
        inspection=InspectionFactory(slug="fire-2024", published_on=datetime.date(2024, 8, 22)), number=1
    )
    return found


def lead(recommendation: Recommendation, **whom: object) -> None:
    Addressee.objects.create(recommendation=recommendation, role=AddresseeRole.LEAD, **whom)


def test_only_followed_services_get_actions(cast: Cast, recommendation: Recommendation) -> None:
    kent = FireServiceFactory(slug="kent-fire")
    FireServiceFactory(slug="closed-fire", closed_on=recommendation.inspection.published_on)
    avon = FireServiceFactory(slug="avon-fire", followed=False)
    lead(recommendation, group=Addressee.Group.FIRE_AND_RESCUE_SERVICES)
    other = RecommendationFactory(inspection=recommendation.inspection, number=2)
    lead(other, body=avon)
    assert [action.holder_id for action in missing_actions()] == [kent.pk]
    FireService.objects.filter(pk=avon.pk).update(followed=True)
    opening.open_actions(by=cast.administrator)
    assert sorted(Action.objects.filter(holder__kind="fire").values_list("recommendation__number", "holder__slug")) == [
        (1, "avon-fire"),
        (1, "kent-fire"),
        (2, "avon-fire"),
    ]


def test_regional_units_are_a_group(recommendation: Recommendation) -> None:
    unit = RegionalUnitFactory()
    RegionalUnitFactory(opened_on=datetime.date(2025, 1, 1))
    lead(recommendation, group=Addressee.Group.REGIONAL_UNITS)
    assert [action.holder_id for action in missing_actions()] == [unit.pk]
    assert recommendation.addressees.get().includes(unit)


def test_the_office_of_the_answerable_body_records_for_its_service(register: Register, cast: Cast) -> None:
    cumbria = FireServiceFactory(slug="cumbria-fire", answerable_body=register.pfcc_cumbria)
    kent = FireServiceFactory(slug="kent-fire")
    unit = RegionalUnitFactory()
    own, other, administrator = (
        as_reader(person, TODAY) for person in (cast.cumbria_office, cast.office, cast.administrator)
    )
    for reader, holder, may in [
        (own, cumbria, True), (own, kent, False), (own, unit, False),
        (other, cumbria, False), (other, kent, False),
        (administrator, cumbria, False), (administrator, kent, True), (administrator, unit, True),
    ]:  # fmt: skip
        action = open_action(RecommendationFactory(), holder)
        edition = Edition.WORKING if may else Edition.PUBLIC
        assert reader.may_record(holder) is may, (reader, holder)
        assert reader.edition_of(holder) == edition
        assert {p.edition for p in Position.objects.on(TODAY).visible_to(reader).filter(action=action)} == {edition}
    assert administrator.audiences_to_choose(kent) == [Audience.PUBLIC]
    assert own.may_follow(cumbria)
    assert not administrator.may_follow(kent)


def test_administrators_record_once_the_answerable_body_has_closed(register: Register, cast: Cast) -> None:
    service = FireServiceFactory(answerable_body=register.pfcc_cumbria)
    register.pfcc_cumbria.closed_on = TODAY
    register.pfcc_cumbria.save()
    assert as_reader(cast.administrator, TODAY).may_record(service)
    assert not as_reader(cast.cumbria_office, TODAY).may_record(service)


def test_an_administrator_names_a_source_for_a_service_and_an_office_does_not(register: Register) -> None:
    kent = FireServiceFactory(slug="kent-fire")
    cumbria = FireServiceFactory(slug="cumbria-fire", answerable_body=register.pfcc_cumbria)
    for holder, needs_source in ((kent, True), (cumbria, False)):
        entry = UpdateEntry.of(status="in-progress", words="Begun", effective_on=TODAY, said_by=Update.SaidBy.BODY)
        errors = errors_of_entry(entry, holder=holder, today=TODAY)
        assert ("evidence_address" in errors) is needs_source


def test_the_page_of_a_service_says_who_answers_and_whether_it_is_followed(
    client: Client, register: Register, cast: Cast
) -> None:
    service = FireServiceFactory(slug="cumbria-fire", answerable_body=register.pfcc_cumbria, followed=False)
    client.force_login(cast.cumbria_office)
    page = words_of(client.get("/bodies/cumbria-fire/"))
    assert f"Answerable body {register.pfcc_cumbria}" in page
    assert "Soteria Tracker does not follow this service" in page
    action = open_action(RecommendationFactory(inspection=InspectionFactory(slug="fire-2024"), number=1), service)
    page = words_of(client.get(action.get_absolute_url()))
    assert "Save" in page, "the office can record an update"
    client.force_login(cast.office)
    assert client.get(f"{action.get_absolute_url()}update/").status_code in (403, 404)
