"""A project covers several actions: naming it, who can see it, and one update for all of them."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from recommendations.bulk.services import set_project
from recommendations.register.models import Action
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader
from tests.reading import lines_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ADDRESS = "/work/cleveland/project/"


@pytest.fixture
def named(two: list[Action], cast: Cast) -> list[Action]:
    """The two actions, covered by one project."""
    set_project(actions=two, project="Training 2025", by=as_reader(cast.office, TODAY))
    return two


def projects(actions: list[Action]) -> list[str]:
    return [Action.objects.get(pk=action.pk).project for action in actions]


def test_a_project_is_set_for_all_selected_actions(two: list[Action], office: Client, cast: Cast) -> None:
    form = {"action": [action.pk for action in two], "project": "  Training   2025 "}
    response = office.post(ADDRESS, form, follow=True)
    assert "Project “Training 2025” set for 2 actions." in words_of(response)
    assert projects(two) == ["Training 2025"] * 2
    assert [action.history.first().history_user for action in two] == [cast.office] * 2


def test_a_project_is_cleared(named: list[Action], office: Client) -> None:
    form = {"action": [action.pk for action in named], "project": ""}
    assert "Project cleared for 2 actions." in words_of(office.post(ADDRESS, form, follow=True))
    assert projects(named) == ["", ""]


def test_only_what_changes_gets_a_history(named: list[Action], cast: Cast) -> None:
    by = as_reader(cast.office, TODAY)
    before = [action.history.count() for action in named]
    assert set_project(actions=named, project="Training 2025", by=by) == []
    assert [action.history.count() for action in named] == before


def test_the_form_starts_with_the_project_they_share(named: list[Action], office: Client) -> None:
    page = office.get(ADDRESS, {"action": [action.pk for action in named]})
    assert page.context["form"]["project"].value() == "Training 2025"


def test_a_long_name_is_refused(two: list[Action], office: Client) -> None:
    page = office.post(ADDRESS, {"action": two[0].pk, "project": "x" * 121})
    assert "Shorten this to 120 characters or fewer" in words_of(page)
    assert projects(two) == ["", ""]


@pytest.mark.parametrize("role", ["force contributor", "other office", "auditor"])
def test_only_the_office_sets_a_project(role: str, two: list[Action], cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        set_project(actions=two, project="Mine", by=as_reader(cast.by_role()[role], TODAY))
    assert projects(two) == ["", ""]


def test_an_action_offers_one_update_for_its_whole_project(named: list[Action], office: Client) -> None:
    five, seven = named
    page = office.get(seven.get_absolute_url())
    assert "This project covers 1 other action. Record one update for all of them" in words_of(page)
    assert f'href="/work/cleveland/update/?action={seven.pk}&amp;action={five.pk}"' in page.content.decode()


@pytest.mark.parametrize("role", ["panel member", "other office", "administrator"])
def test_readers_who_do_not_see_the_lead_do_not_see_the_project(
    role: str, named: list[Action], client: Client, cast: Cast
) -> None:
    client.force_login(cast.by_role()[role])
    for address in (named[1].get_absolute_url(), "/forces/cleveland/", "/forces/cleveland/?project=Training+2025"):
        page = client.get(address).content.decode()
        assert "Training 2025" not in page.replace('value="Training 2025"', ""), address
    lines = lines_of(client.get("/forces/cleveland.csv"), named=True)
    assert {line["Project"] for line in lines} == {""}


def test_the_download_names_the_project(named: list[Action], office: Client) -> None:
    lines = lines_of(office.get("/forces/cleveland.csv?project=Training+2025"), named=True)
    assert [line["Project"] for line in lines] == ["Training 2025"] * 2


def test_queries_do_not_grow_with_the_actions(
    office: Client, many: Callable[[int], list[Action]], django_assert_max_num_queries
) -> None:
    few, more = many(10), many(190)
    for actions in (few, [*few, *more]):
        with django_assert_max_num_queries(12):
            office.get(ADDRESS, {"action": [action.pk for action in actions]})


def test_two_hundred_are_saved_in_a_few_queries(
    many: Callable[[int], list[Action]], cast: Cast, django_assert_max_num_queries
) -> None:
    actions, by = many(200), as_reader(cast.office, TODAY)
    with django_assert_max_num_queries(12):
        assert len(set_project(actions=actions, project="Training", by=by)) == len(actions)


def test_selecting_nothing_returns_to_the_selection(history: Register, office: Client) -> None:
    assert office.get(ADDRESS).url == "/work/cleveland/choose/"
