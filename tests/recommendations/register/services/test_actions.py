"""Every lead body, and no other, gets one action for each recommendation."""

import datetime
from typing import Any

import pytest
import time_machine

from forces.people.models import Person
from recommendations.maintenance.services import opening
from recommendations.positions.models import Position
from recommendations.register.models import (
    Action,
    Addressee,
    AddresseeRole,
    InspectionState,
    Part,
    Recommendation,
)
from recommendations.register.services.actions import open_actions
from tests.factories import (
    ForceFactory,
    InspectionFactory,
    LocalPolicingBodyFactory,
    NationalBodyFactory,
    OversightFactory,
    RecommendationFactory,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

PUBLISHED_ON = datetime.date(2024, 8, 22)
ALL_FORCES = Addressee.Group.ALL_FORCES
LOCAL_POLICING_BODIES = Addressee.Group.LOCAL_POLICING_BODIES


@pytest.fixture
def recommendation() -> Recommendation:
    """A recommendation of an inspection published on 22 August 2024, without addressees."""
    found: Recommendation = RecommendationFactory(inspection=InspectionFactory(published_on=PUBLISHED_ON))
    return found


def address(recommendation: Recommendation, **whom: Any) -> None:
    Addressee.objects.create(recommendation=recommendation, **{"role": AddresseeRole.LEAD, **whom})


def part(recommendation: Recommendation, label: str, order: int, on: datetime.date | None = None) -> Part:
    return Part.objects.create(
        recommendation=recommendation,
        label=label,
        order=order,
        text=label,
        deadline_kind="date" if on else "",
        deadline_on=on,
    )


def holders() -> list[str]:
    return sorted(Action.objects.values_list("holder__slug", flat=True))


def test_all_forces_are_the_territorial_ones_open_on_the_day_of_publication(recommendation: Recommendation) -> None:
    ForceFactory(slug="open")
    ForceFactory(slug="opened-that-day", opened_on=PUBLISHED_ON)
    ForceFactory(slug="opened-later", opened_on=PUBLISHED_ON + datetime.timedelta(days=1))
    ForceFactory(slug="closed-that-day", closed_on=PUBLISHED_ON)
    ForceFactory(slug="closed-later", closed_on=PUBLISHED_ON + datetime.timedelta(days=1))
    ForceFactory(slug="special", territorial=False)
    address(recommendation, group=ALL_FORCES)
    opened = open_actions(by=None)
    assert holders() == ["closed-later", "open", "opened-that-day"]
    assert len(opened) == 3
    assert {action.opened_on for action in opened} == {PUBLISHED_ON}


def test_local_policing_bodies_are_those_that_oversee_a_territorial_force_that_day(
    recommendation: Recommendation,
) -> None:
    cumbria = ForceFactory(slug="cumbria")
    before = LocalPolicingBodyFactory(slug="pcc-cumbria", closed_on=datetime.date(2023, 4, 1))
    now = LocalPolicingBodyFactory(slug="pfcc-cumbria")
    OversightFactory(force=cumbria, body=before)
    OversightFactory(force=cumbria, body=now, first_day=datetime.date(2023, 4, 1))
    later = LocalPolicingBodyFactory(slug="mayor-cumbria")
    OversightFactory(force=cumbria, body=later, first_day=datetime.date(2025, 5, 1))
    both = LocalPolicingBodyFactory(slug="of-two-forces")
    OversightFactory(force=ForceFactory(slug="east"), body=both)
    OversightFactory(force=ForceFactory(slug="west"), body=both)
    closed = LocalPolicingBodyFactory(slug="closed", closed_on=PUBLISHED_ON)
    OversightFactory(force=ForceFactory(slug="without"), body=closed)
    OversightFactory(force=ForceFactory(slug="special", territorial=False), body=LocalPolicingBodyFactory(slug="odd"))
    address(recommendation, group=LOCAL_POLICING_BODIES)
    open_actions(by=None)
    assert holders() == ["of-two-forces", "pfcc-cumbria"]


def test_supporting_and_unregistered_bodies_get_no_action(recommendation: Recommendation) -> None:
    ForceFactory(slug="cleveland")
    address(recommendation, role=AddresseeRole.WITH, group=ALL_FORCES)
    address(recommendation, role=AddresseeRole.WITH, body=NationalBodyFactory(slug="college"))
    address(recommendation, others="support services")
    address(recommendation, body=NationalBodyFactory(slug="home-office"))
    open_actions(by=None)
    assert holders() == ["home-office"]


@pytest.mark.parametrize("kind", sorted(Recommendation.KINDS_WITHOUT_ACTION))
def test_a_cause_of_concern_opens_no_action(recommendation: Recommendation, kind: str) -> None:
    recommendation.kind = kind
    recommendation.save()
    address(recommendation, body=ForceFactory(slug="cleveland"))
    assert open_actions(by=None) == []


def test_a_body_addressed_by_a_part_has_that_part_and_its_deadline(recommendation: Recommendation) -> None:
    ForceFactory(slug="cleveland")
    due = datetime.date(2025, 6, 30)
    last_sentence = part(recommendation, "a", 1, on=due)
    address(recommendation, body=NationalBodyFactory(slug="college"))
    address(recommendation, group=ALL_FORCES, part=last_sentence)
    open_actions(by=None)
    assert Action.objects.get(holder__slug="college").part is None
    action = Action.objects.get(holder__slug="cleveland")
    assert action.part == last_sentence
    assert action.published_deadline_on == due


def test_the_whole_recommendation_takes_precedence_over_parts_and_earlier_parts_over_later(
    recommendation: Recommendation,
) -> None:
    cleveland, cumbria = ForceFactory(slug="cleveland"), ForceFactory(slug="cumbria")
    second, first = part(recommendation, "b", 2), part(recommendation, "a", 1)
    address(recommendation, body=cumbria, part=second)
    address(recommendation, body=cumbria, part=first)
    address(recommendation, body=cleveland, part=first)
    address(recommendation, body=cleveland)
    open_actions(by=None)
    assert Action.objects.get(holder=cumbria).part == first
    assert Action.objects.get(holder=cleveland).part is None


def test_only_published_inspections_open_actions() -> None:
    ForceFactory(slug="cleveland")
    for inspection in (
        InspectionFactory(state=InspectionState.EXPECTED, published_on=None),
        InspectionFactory(embargoed=True),
        InspectionFactory(published_on=datetime.date(2025, 3, 4)),
    ):
        address(RecommendationFactory(inspection=inspection), group=ALL_FORCES)
    with time_machine.travel(datetime.datetime(2025, 3, 3, 12, tzinfo=datetime.UTC), tick=False):
        assert open_actions(by=None) == []
    with time_machine.travel(datetime.datetime(2025, 3, 4, 12, tzinfo=datetime.UTC), tick=False):
        assert len(open_actions(by=None)) == 1


def test_it_opens_actions_of_the_given_inspections_only(recommendation: Recommendation) -> None:
    ForceFactory(slug="cleveland")
    other = RecommendationFactory(inspection=InspectionFactory())
    address(recommendation, group=ALL_FORCES)
    address(other, group=ALL_FORCES)
    assert [action.recommendation for action in open_actions(by=None, inspections=[other.inspection])] == [other]
    assert [action.recommendation for action in open_actions(by=None)] == [recommendation]


def test_running_it_again_opens_only_missing_actions(recommendation: Recommendation) -> None:
    ForceFactory(slug="cleveland")
    address(recommendation, group=ALL_FORCES)
    [first] = open_actions(by=None)
    assert open_actions(by=None) == []
    ForceFactory(slug="entered-late", opened_on=PUBLISHED_ON)
    assert [action.holder.slug for action in open_actions(by=None)] == ["entered-late"]
    Action.objects.filter(pk=first.pk).update(ended_on=datetime.date(2025, 1, 1))
    assert open_actions(by=None) == []


def test_the_history_names_who_opened_them(recommendation: Recommendation) -> None:
    person = Person.objects.create_user("admin@example.org")
    address(recommendation, body=ForceFactory(slug="cleveland"))
    [action] = open_actions(by=person)
    assert action.history.get().history_user == person


def test_each_new_action_has_no_update_in_every_edition(recommendation: Recommendation) -> None:
    address(recommendation, body=ForceFactory(slug="cleveland"))
    [action] = opening.open_actions(by=None)
    rows = Position.objects.filter(action=action).values_list("edition", "status", "starts_on")
    assert set(rows) == {(edition, "no-update", PUBLISHED_ON) for edition in ("working", "panel", "public")}


def test_queries_do_not_grow_with_the_register(recommendation: Recommendation, django_assert_num_queries: Any) -> None:
    ForceFactory(slug="cleveland")
    address(recommendation, group=ALL_FORCES)
    with django_assert_num_queries(12):
        open_actions(by=None)
    for _number in range(5):
        ForceFactory()
        address(RecommendationFactory(inspection=InspectionFactory()), group=ALL_FORCES)
    with django_assert_num_queries(12):
        assert len(open_actions(by=None)) == 5 * 6 + 5
