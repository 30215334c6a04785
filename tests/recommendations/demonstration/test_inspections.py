import datetime

import pytest

from recommendations.demonstration.inspections import make_inspections
from recommendations.demonstration.randomness import seeded_random
from recommendations.register.models import Action, Inspection, Recommendation, RecommendationKind
from tests.factories import ForceFactory

DAY = datetime.date(2026, 3, 12)


@pytest.fixture(autouse=True)
def made(db: None) -> None:
    make_inspections(force=ForceFactory(slug="leicestershire"), day=DAY, rng=seeded_random(1))


def test_one_force_has_33_inspections_of_several_natures() -> None:
    assert Inspection.objects.filter(subject_forces__slug="leicestershire").count() == 33
    assert len(set(Inspection.objects.values_list("nature", flat=True))) == 8
    assert not Inspection.objects.filter(published_on__gte=DAY).exists()


def test_every_title_and_every_text_says_that_it_is_invented() -> None:
    for inspection in Inspection.objects.all():
        assert inspection.slug.startswith("invented-")
        assert inspection.title.endswith("(invented)")
        assert inspection.short_title.endswith("(invented)")
    assert not Recommendation.objects.exclude(text__startswith="Invented ").exists()
    assert not Recommendation.objects.exclude(source="Invented for the demonstration").exists()


def test_every_item_except_causes_of_concern_is_an_action_of_the_force() -> None:
    assert Action.objects.filter(holder__slug="leicestershire").count() == 187
    causes = Recommendation.objects.filter(kind=RecommendationKind.CAUSE_OF_CONCERN)
    assert causes.count() == 5
    assert not Action.objects.filter(recommendation__in=causes).exists()
    assert all(cause.children.exists() for cause in causes)


def test_most_are_undated_areas_for_improvement() -> None:
    undated = Recommendation.objects.filter(kind=RecommendationKind.AFI, deadline_kind="none")
    assert undated.count() > 0.75 * Recommendation.objects.count()


def test_the_fields_keep_within_their_limits() -> None:
    for record in [*Inspection.objects.all(), *Recommendation.objects.all()]:
        record.full_clean(validate_unique=False, validate_constraints=False)


def test_the_inspections_have_their_histories() -> None:
    assert Inspection.history.count() == 33
    assert Action.history.count() == 187
