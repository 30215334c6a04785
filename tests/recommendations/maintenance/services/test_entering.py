"""The rules for entering inspections and recommendations, for every caller: a form, an import or a service."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from recommendations.register.models import Addressee, Link, Part
from recommendations.register.services import inspections, recommendations
from tests.cast import Cast, Register
from tests.factories import InspectionFactory, PartFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def test_an_inspection_is_not_published_in_the_future(register: Register, cast: Cast) -> None:
    report = InspectionFactory.build(published_on=datetime.date(2025, 3, 4))
    with pytest.raises(ValidationError, match="in the future"):
        inspections.save_inspection(inspection=report, by=cast.administrator)


def test_a_publication_date_is_not_changed_by_an_ordinary_edit(register: Register, cast: Cast) -> None:
    register.soteria.published_on = datetime.date(2024, 8, 23)
    with pytest.raises(ValidationError, match="Correct the publication date"):
        inspections.save_inspection(inspection=register.soteria, by=cast.administrator)


@pytest.mark.parametrize(
    ("text", "stands"),
    [("forces should improve", True), ("forces  should\nimprove", True), ("forces must improve", False)],
)
def test_the_text_must_contain_the_wording_of_each_part_whatever_its_line_ends(
    register: Register, cast: Cast, text: str, stands: bool
) -> None:
    part = Part(recommendation=register.rec_7, label="a", text=text)
    if stands:
        assert recommendations.save_part(part=part, by=cast.administrator).pk
    else:
        with pytest.raises(ValidationError, match="not in the recommendation"):
            recommendations.save_part(part=part, by=cast.administrator)


def test_a_circle_of_links_is_refused(register: Register, cast: Cast) -> None:
    back = Link(from_recommendation=register.rec_4, kind="waits-for", to_recommendation=register.rec_5)
    with pytest.raises(ValidationError, match="in a circle"):
        recommendations.save_link(link=back, by=cast.administrator)


def test_links_of_different_kinds_form_no_circle(register: Register, cast: Cast) -> None:
    back = Link(from_recommendation=register.rec_4, kind="repeats", to_recommendation=register.rec_5)
    assert recommendations.save_link(link=back, by=cast.administrator).pk


def test_a_part_of_another_recommendation_is_refused_for_an_addressee(register: Register, cast: Cast) -> None:
    addressee = Addressee(recommendation=register.rec_7, part=PartFactory(recommendation=register.rec_5), others="x")
    with pytest.raises(ValidationError, match="Choose a part of this recommendation"):
        recommendations.save_addressee(addressee=addressee, by=cast.administrator)


@pytest.mark.parametrize(("day", "asked"), [(21, True), (22, False), (None, False)])
def test_a_deadline_before_publication_raises_a_question(register: Register, day: int | None, asked: bool) -> None:
    deadline = datetime.date(2024, 8, day) if day else None
    assert bool(recommendations.deadline_question(deadline, register.soteria)) is asked


def test_an_embargoed_inspection_has_the_person_who_entered_it_as_a_reader(register: Register, cast: Cast) -> None:
    report = InspectionFactory(embargoed=True)
    assert inspections.add_as_embargo_reader(inspection=report, by=cast.administrator)
    assert not inspections.add_as_embargo_reader(inspection=report, by=cast.administrator)
    assert not inspections.add_as_embargo_reader(inspection=register.soteria, by=cast.administrator)
