"""Correcting a publication date changes exactly what was previewed."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from recommendations.maintenance.services.correcting import correct_publication_date, preview_publication_date
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import differing
from recommendations.register.models import Action
from tests.cast import Cast, Register
from tests.factories import ForceFactory, InspectionFactory, RecommendationFactory, open_action

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
BEFORE, AFTER = datetime.date(2024, 8, 22), datetime.date(2024, 8, 23)


def correct(register: Register, cast: Cast, day: datetime.date) -> None:
    shown = preview_publication_date(inspection=register.soteria, published_on=day).fingerprint
    correct_publication_date(inspection=register.soteria, published_on=day, by=cast.administrator, shown=shown)


def test_it_lists_the_clock_and_actions_that_change(register: Register) -> None:
    correction = preview_publication_date(inspection=register.soteria, published_on=AFTER)
    assert correction.response is not None
    # Police Act 1996, s.55(5A): the 56th day, the day of publication being the first
    assert (correction.response.before, correction.response.after) == (
        datetime.date(2024, 10, 16),
        datetime.date(2024, 10, 17),
    )
    assert {move.action for move in correction.actions} == set(register.actions.values())


def test_a_response_due_on_the_reports_own_date_does_not_change(register: Register) -> None:
    register.soteria.response_rule = "own-date"
    assert preview_publication_date(inspection=register.soteria, published_on=AFTER).response is None


def test_actions_and_positions_open_on_the_right_day(history: Register, cast: Cast) -> None:
    correct(history, cast, AFTER)
    actions = [action.pk for action in history.actions.values()]
    assert set(Action.objects.values_list("opened_on", flat=True)) == {AFTER}
    assert not differing(actions)
    first = Position.objects.filter(action__in=actions).order_by("starts_on").first()
    assert first is not None
    assert first.starts_on == AFTER
    assert history.actions["cleveland", "7"].history.first().history_user == cast.administrator


def test_an_action_opened_later_keeps_its_date_unless_publication_is_later_still(
    register: Register, cast: Cast
) -> None:
    later = open_action(register.rec_4, ForceFactory(), opened_on=datetime.date(2024, 12, 1))
    correct(register, cast, AFTER)
    later.refresh_from_db()
    assert later.opened_on == datetime.date(2024, 12, 1)
    register.soteria.refresh_from_db()
    correct(register, cast, datetime.date(2025, 1, 1))
    later.refresh_from_db()
    assert later.opened_on == datetime.date(2025, 1, 1)


def test_a_force_open_only_on_the_corrected_day_gets_its_actions(register: Register, cast: Cast) -> None:
    force = ForceFactory(slug="closed-since", closed_on=datetime.date(2024, 8, 22))
    correct(register, cast, datetime.date(2024, 8, 1))
    assert {action.recommendation.reference for action in force.actions.all()} == {"5", "7"}


def test_deadlines_relative_to_publication_are_listed_for_a_person_to_correct(register: Register) -> None:
    relative = RecommendationFactory(
        inspection=register.soteria,
        number=20,
        deadline_kind="relative",
        deadline_wording="within three months",
        deadline_on=datetime.date(2024, 11, 22),
    )
    assert preview_publication_date(inspection=register.soteria, published_on=AFTER).to_check == [relative]


def test_deadlines_that_would_precede_publication_are_listed(register: Register) -> None:
    correction = preview_publication_date(inspection=register.soteria, published_on=datetime.date(2025, 2, 1))
    assert set(correction.early) == {register.rec_4, register.rec_7}


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (BEFORE, "This is already the publication date."),
        (datetime.date(2025, 3, 4), "The publication date must be today or in the past."),
    ],
)
def test_it_refuses_an_impossible_date(register: Register, day: datetime.date, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        preview_publication_date(inspection=register.soteria, published_on=day)


def test_it_refuses_an_unpublished_inspection(register: Register) -> None:
    with pytest.raises(ValidationError, match="not published yet"):
        preview_publication_date(inspection=InspectionFactory(embargoed=True), published_on=AFTER)


def test_it_refuses_to_open_an_action_after_it_ended(register: Register) -> None:
    Action.objects.filter(pk=register.actions["cumbria", "7"].pk).update(ended_on=datetime.date(2024, 9, 1))
    with pytest.raises(ValidationError, match="Cumbria Constabulary"):
        preview_publication_date(inspection=register.soteria, published_on=datetime.date(2024, 9, 1))


def test_it_refuses_when_the_changes_differ_from_the_preview(register: Register, cast: Cast) -> None:
    shown = preview_publication_date(inspection=register.soteria, published_on=AFTER).fingerprint
    open_action(register.rec_4, register.cleveland)
    with pytest.raises(ValidationError, match="Something changed"):
        correct_publication_date(inspection=register.soteria, published_on=AFTER, by=cast.administrator, shown=shown)
    register.soteria.refresh_from_db()
    assert register.soteria.published_on == BEFORE
