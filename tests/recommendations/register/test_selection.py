"""Who can open pages about a holder's actions, and which actions an address selects."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.template.loader import render_to_string

from forces.people.access import Reader
from recommendations.register.models import Action
from recommendations.register.selection import holder_of, selected_actions
from tests.cast import TODAY, Cast, Register
from tests.factories import InspectionFactory, RecommendationFactory, as_reader, open_action

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

FOLLOWERS = {"OPCC staff", "OPCC approver"}
RECORDERS = FOLLOWERS | {"force contributor"}
READERS = RECORDERS | {"auditor"}


def _answers(cast: Cast, holder: str, may) -> tuple[set[str], set[str]]:
    """Some readers get the page, for some it is not found, and the others are refused."""
    let_in, hidden = set(), set()
    for role, person in cast.by_role().items():
        try:
            assert holder_of(as_reader(person, TODAY), holder, may=may).slug == holder
            let_in.add(role)
        except Http404:
            hidden.add(role)
        except PermissionDenied:
            pass
    return let_in, hidden


def test_a_forces_actions_are_available_to_readers_of_its_working_records(cast: Cast) -> None:
    everybody = set(cast.by_role())
    assert _answers(cast, "cleveland", Reader.may_follow) == (FOLLOWERS, everybody - READERS)
    assert _answers(cast, "cleveland", Reader.may_record) == (RECORDERS, everybody - READERS)


def test_administrators_record_for_national_bodies_but_do_not_follow_them(cast: Cast) -> None:
    everybody = set(cast.by_role())
    assert _answers(cast, "soteria-joint-unit", Reader.may_record) == ({"administrator"}, everybody - {"administrator"})
    assert _answers(cast, "soteria-joint-unit", Reader.may_follow) == (set(), everybody - {"administrator"})


def test_an_office_follows_its_own_bodys_actions(cast: Cast) -> None:
    assert _answers(cast, "pcc-cleveland", Reader.may_follow)[0] == FOLLOWERS


def test_an_unknown_holder_is_not_found(cast: Cast) -> None:
    with pytest.raises(Http404):
        holder_of(as_reader(cast.office, TODAY), "nowhere", may=Reader.may_follow)


@pytest.fixture
def cleveland(register: Register) -> list[Action]:
    """Return Cleveland's actions: latest inspection first, then in the order of the recommendations."""
    newer = InspectionFactory(slug="newer", published_on=TODAY)
    first = open_action(RecommendationFactory(inspection=newer, number=2), register.cleveland)
    return [first, register.actions["cleveland", "5"], register.actions["cleveland", "7"]]


def _choose(cast: Cast, holder, *ids: object) -> list[Action]:
    data = QueryDict("&".join(f"action={pk}" for pk in ids))
    return selected_actions(data, as_reader(cast.office, TODAY), holder)


def test_the_selected_actions_are_returned_once_each_and_in_order(
    cast: Cast, register: Register, cleveland: list[Action]
) -> None:
    backwards = [action.pk for action in reversed(cleveland)]
    assert _choose(cast, register.cleveland, *backwards, backwards[0]) == cleveland


def test_nothing_is_selected_without_ids(cast: Cast, register: Register) -> None:
    assert _choose(cast, register.cleveland) == []


@pytest.mark.parametrize("strange", ["", "x", "-1", "1.0", "²", "999999", "9" * 30, "1 or 1"])
def test_an_invalid_action_id_is_not_found(strange: str, cast: Cast, register: Register) -> None:
    with pytest.raises(Http404):
        _choose(cast, register.cleveland, register.actions["cleveland", "7"].pk, strange)


def test_another_holders_action_is_not_found(cast: Cast, register: Register) -> None:
    with pytest.raises(Http404):
        _choose(cast, register.cleveland, register.actions["cumbria", "7"].pk)


def test_an_action_under_embargo_is_found_by_its_named_readers_only(cast: Cast, register: Register) -> None:
    secret = InspectionFactory(slug="secret", embargoed=True)
    action = open_action(RecommendationFactory(inspection=secret), register.cleveland, opened_on=TODAY)
    with pytest.raises(Http404):
        _choose(cast, register.cleveland, action.pk)
    secret.embargo_readers.add(cast.office)
    assert _choose(cast, register.cleveland, action.pk) == [action]


def test_selected_actions_are_loaded_for_a_list_in_one_query(
    cast: Cast, register: Register, cleveland: list[Action], django_assert_num_queries
) -> None:
    reader = as_reader(cast.office, TODAY)
    data = QueryDict("&".join(f"action={action.pk}" for action in cleveland))
    with django_assert_num_queries(1):
        [(action.holder.name, action.recommendation.label, str(action.recommendation.inspection), action.part)
         for action in selected_actions(data, reader, register.cleveland)]  # fmt: skip


def test_a_form_carries_the_selected_actions(cast: Cast, register: Register, cleveland: list[Action]) -> None:
    html = render_to_string("components/selected_actions.html", {"actions": cleveland})
    assert [f'name="action" value="{action.pk}"' in html for action in cleveland] == [True] * 3
