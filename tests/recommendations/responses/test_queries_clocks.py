"""The response clocks on the pages of an inspection and a force."""

import datetime

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.register.models import Inspection
from recommendations.responses.models import Response
from recommendations.responses.queries import ForceResponses, InspectionResponses
from tests.cast import Cast, Register
from tests.factories import ForceFactory, InspectionFactory, ResponseFactory, as_reader, published

DAY_41 = datetime.date(2024, 10, 1)


def seen(inspection: Inspection, force: Force, reader: Reader) -> str | None:
    """Return the clock text, which is the same on both pages; None where neither shows a clock."""
    on_inspection = {each: clock.words for each, clock in InspectionResponses.to(inspection, reader).clocks}
    on_force = {row.inspection: row.clock.words for row in ForceResponses.of(force, reader, has_overseer=True).clocks}
    assert on_inspection.get(force) == on_force.get(inspection)
    return on_inspection.get(force)


def test_only_the_responsible_office_sees_that_a_response_is_in_progress(register: Register, cast: Cast) -> None:
    ResponseFactory(inspection=register.soteria, force=register.cleveland)
    own = as_reader(cast.office, DAY_41)
    assert seen(register.soteria, register.cleveland, own) == "Day 41 of 56, 15 days left"
    for person in (cast.contributor, cast.cumbria_office, cast.panel_member, cast.administrator):
        words = seen(register.soteria, register.cleveland, as_reader(person, DAY_41))
        assert words == "No response recorded here; day 41 of 56, 15 days left"


def test_only_the_responsible_office_sees_the_decision_until_publication(register: Register, cast: Cast) -> None:
    response = ResponseFactory(inspection=register.soteria, force=register.cleveland)
    Response.objects.update(applicability="not-subject", applicability_reason="A Welsh report.")
    own, other = as_reader(cast.office, DAY_41), as_reader(cast.cumbria_office, DAY_41)
    assert seen(register.soteria, register.cleveland, own) == "No response due"
    assert str(seen(register.soteria, register.cleveland, other)).startswith("No response recorded here")
    published(response, datetime.date(2024, 9, 30))
    assert seen(register.soteria, register.cleveland, other) == seen(register.soteria, register.cleveland, own)


def test_the_first_publication_decides_whether_it_was_in_time_for_every_reader(register: Register, cast: Cast) -> None:
    response = ResponseFactory(inspection=register.soteria, force=register.cleveland)
    published(response, datetime.date(2024, 9, 30))
    published(response, datetime.date(2024, 12, 1))
    for person in (cast.office, cast.cumbria_office, cast.panel_member):
        words = seen(register.soteria, register.cleveland, as_reader(person, datetime.date(2024, 12, 2)))
        assert words == "Published on day 40"


def test_a_clock_runs_only_for_published_reports_and_forces_with_a_body(register: Register, cast: Cast) -> None:
    own = as_reader(cast.office, DAY_41)
    transport = ForceFactory(slug="transport", territorial=False)
    assert InspectionResponses.to(InspectionFactory(slug="secret", embargoed=True), own).clocks == []
    assert transport not in [force for force, _clock in InspectionResponses.to(register.soteria, own).clocks]
    assert ForceResponses.of(transport, own, has_overseer=False).clocks == []


def test_a_report_on_named_forces_concerns_only_them(register: Register, cast: Cast) -> None:
    own = as_reader(cast.office, DAY_41)
    peel = InspectionFactory(slug="cumbria-peel", subjects="named-forces", published_on=datetime.date(2024, 9, 1))
    peel.subject_forces.add(register.cumbria)
    assert seen(peel, register.cumbria, own) is not None
    assert seen(peel, register.cleveland, own) is None
    ResponseFactory(inspection=peel, force=register.cleveland)  # its office thinks otherwise
    assert seen(peel, register.cleveland, own) is not None
