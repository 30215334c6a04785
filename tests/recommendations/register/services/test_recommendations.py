"""A recommendation with actions keeps its inspection and kind, because their history depends on it."""

import pytest
from django.core.exceptions import ValidationError

from recommendations.register.models import Recommendation, RecommendationKind
from recommendations.register.services.recommendations import save_recommendation
from tests.cast import Cast, Register
from tests.factories import InspectionFactory, RecommendationFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]


def test_it_does_not_move_to_another_inspection(register: Register, cast: Cast) -> None:
    register.rec_7.inspection = InspectionFactory(slug="expected-2026", state="expected", published_on=None)
    with pytest.raises(ValidationError) as refused:
        save_recommendation(recommendation=register.rec_7, by=cast.administrator)
    assert list(refused.value.message_dict) == ["inspection"]
    assert Recommendation.objects.get(pk=register.rec_7.pk).inspection == register.soteria


@pytest.mark.parametrize("kind", sorted(Recommendation.KINDS_WITHOUT_ACTION))
def test_it_does_not_become_a_cause_of_concern(register: Register, cast: Cast, kind: str) -> None:
    register.rec_7.kind = kind
    with pytest.raises(ValidationError) as refused:
        save_recommendation(recommendation=register.rec_7, by=cast.administrator)
    assert list(refused.value.message_dict) == ["kind"]


def test_it_can_become_another_kind_that_has_actions(register: Register, cast: Cast) -> None:
    register.rec_7.kind = RecommendationKind.AFI
    save_recommendation(recommendation=register.rec_7, by=cast.administrator)
    assert Recommendation.objects.get(pk=register.rec_7.pk).kind == RecommendationKind.AFI


def test_without_actions_it_can_do_both(register: Register, cast: Cast) -> None:
    other = InspectionFactory(slug="other-2025")
    recommendation = RecommendationFactory(inspection=register.soteria, number=50)
    recommendation.inspection, recommendation.kind = other, RecommendationKind.CAUSE_OF_CONCERN
    save_recommendation(recommendation=recommendation, by=cast.administrator)
    assert Recommendation.objects.get(pk=recommendation.pk).inspection == other
