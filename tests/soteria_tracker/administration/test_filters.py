"""Filters of the admin's lists: in words, and as a drop-down if there are many choices."""

import pytest
from django.test import Client

from tests.administration import drop_downs
from tests.cast import Register
from tests.factories import ForceFactory, InspectionFactory, RecommendationFactory, open_action

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ACTIONS = "/admin/recommendations/action/"


def filters(client: Client, address: str) -> dict[str, list[str]]:
    """Return the words of each filter's choices."""
    changes = client.get(address).context["cl"]
    return {str(spec.title): [str(c["display"]) for c in spec.choices(changes)] for spec in changes.filter_specs}


def test_a_filter_with_many_choices_is_a_drop_down(admin: Client, register: Register) -> None:
    for _number in range(9):
        open_action(register.rec_7, ForceFactory())
    page = admin.get(f"{ACTIONS}?q=Recommendation&lead_post__isempty=1").content.decode()
    [(name, values)] = drop_downs(page).items()
    assert name == "holder__id__exact"
    assert str(register.cleveland.pk) in values
    assert '<input type="hidden" name="q" value="Recommendation">' in page, "the search is kept"
    assert '<input type="hidden" name="lead_post__isempty" value="1">' in page, "the other filters are kept"


def test_what_a_drop_down_sends_narrows_the_list(admin: Client, register: Register) -> None:
    forces = [ForceFactory() for _number in range(9)]
    for force in forces:
        open_action(register.rec_7, force)
    page = admin.get(ACTIONS, {"holder__id__exact": forces[3].pk})
    assert {action.holder_id for action in page.context["cl"].result_list} == {forces[3].pk}
    assert f'<option value="{forces[3].pk}" selected>' in page.content.decode()


def test_a_filter_with_few_choices_has_links(admin: Client, register: Register) -> None:
    page = admin.get(ACTIONS).content.decode()
    assert not drop_downs(page)
    assert f'<a href="?holder__id__exact={register.cleveland.pk}">' in page


def test_filters_show_labels_and_not_codes(admin: Client, register: Register) -> None:
    RecommendationFactory(inspection=register.soteria, number=3, kind="afi")
    RecommendationFactory(inspection=InspectionFactory(), number=1, kind="key concern")
    kinds = filters(admin, "/admin/recommendations/recommendation/")["kind"]
    assert {"Area for improvement", "key concern", "Recommendation"} <= set(kinds)
    assert "afi" not in kinds
    counted = filters(admin, "/admin/forces/localpolicingbody/?_facets=True")["closed on"]
    assert [words.partition(" (")[0] for words in counted] == ["All", "Still open", "Closed"]
    assert counted[1].endswith(")"), "the counts stay"


def test_the_filter_by_kind_narrows_the_list(admin: Client, register: Register) -> None:
    area = RecommendationFactory(inspection=register.soteria, number=3, kind="afi")
    listed = admin.get("/admin/recommendations/recommendation/?kind=afi").context["cl"].result_list
    assert [row.pk for row in listed] == [area.pk]
