"""The selection page: which actions it lists, which it ticks, and what it offers to do."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from recommendations.bulk.views import selecting
from recommendations.register.models import Action
from recommendations.register.selection import MOST_SELECTED
from recommendations.register.statuses import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import InspectionFactory, PartFactory, RecommendationFactory, add_update, open_action
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ADDRESS = "/work/cleveland/choose/"


def boxes(page: str) -> dict[int, bool]:
    """Whether each action's box is ticked, in the page's order."""
    found = re.findall(r'<input[^>]*name="action" value="(\d+)"( checked)?', page)
    return {int(pk): bool(checked) for pk, checked in found}


def folds(page: str) -> dict[str, bool]:
    """Whether the list of each inspection is open, in the page's order."""
    return {title: bool(is_open) for is_open, title in re.findall(r"<details( open)?>\s*<summary><span>([^<]*)", page)}


def carried(page: str) -> list[int]:
    """The ids that the form of the page carries from other pages."""
    found = re.search(r'name="chosen" value="([\d-]*)"', page)
    return [int(pk) for pk in found[1].split("-")] if found else []


def page_of(client: Client, query: str = "") -> str:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def peel(history: Register) -> Action:
    """One more action of Cleveland, from a newer inspection."""
    newer = InspectionFactory(slug="peel", short_title="PEEL 2025", published_on=TODAY)
    return open_action(RecommendationFactory(inspection=newer, number=1), history.cleveland)


def test_open_actions_are_listed_the_newest_inspection_first(office: Client, history: Register, peel: Action) -> None:
    page = page_of(office)
    listed = [peel, history.actions["cleveland", "5"], history.actions["cleveland", "7"]]
    assert list(boxes(page)) == [action.pk for action in listed]
    assert not any(boxes(page).values())
    assert folds(page) == {"PEEL 2025": False, "Operation Soteria": False}


@pytest.mark.parametrize(
    ("query", "references"),
    [
        ("status=overdue", ["7"]),
        ("overdue=on", ["7"]),
        ("inspection=peel", ["1"]),
        ("q=disrupt", ["7"]),
        ("lead=Head+of+Learning", ["5"]),
        ("project=Training+2025", ["5"]),
        ("project=none", ["1", "7"]),
    ],
)
def test_it_lists_what_the_filter_of_the_force_page_finds(
    query: str, references: list[str], office: Client, history: Register, peel: Action
) -> None:
    Action.objects.filter(pk=history.actions["cleveland", "5"].pk).update(
        lead_post="Head of Learning", project="Training 2025"
    )
    found = Action.objects.filter(pk__in=boxes(page_of(office, query)))
    assert sorted(found.values_list("recommendation__reference", flat=True)) == references


@pytest.fixture
def closed(history: Register) -> Action:
    """Cleveland's recommendation 5, closed."""
    five = history.actions["cleveland", "5"]
    add_update(five, Status.CLOSED, TODAY)
    return five


@pytest.mark.parametrize("stage", [Status.CLOSED, Status.SUPERSEDED, Status.WITHDRAWN])
def test_closed_and_ended_actions_are_one_filter_away(stage: Status, office: Client, history: Register) -> None:
    five, seven = history.actions["cleveland", "5"], history.actions["cleveland", "7"]
    add_update(five, stage, TODAY)
    page = page_of(office)
    assert list(boxes(page)) == [seven.pk]
    assert "Closed and ended actions are not shown." in words_of(office.get(ADDRESS))
    assert list(boxes(page_of(office, "finished=on"))) == [five.pk, seven.pk]
    assert list(boxes(page_of(office, f"status={stage}"))) == [five.pk]


def test_all_closed_actions_are_offered_with_the_filter(office: Client, history: Register, closed: Action) -> None:
    add_update(history.actions["cleveland", "7"], Status.CLOSED, TODAY)
    assert "No actions are open. The filter can include closed and ended actions." in words_of(office.get(ADDRESS))


def test_an_inspection_is_open_only_while_it_needs_to_be(office: Client, history: Register, peel: Action) -> None:
    seven = history.actions["cleveland", "7"]
    for query, expected in (
        ("", []),
        ("open=yes", ["PEEL 2025", "Operation Soteria"]),
        ("q=e", ["PEEL 2025", "Operation Soteria"]),
        (f"action={seven.pk}", ["Operation Soteria"]),  # partly selected
        (f"action={peel.pk}", []),  # wholly selected: the heading says so
    ):
        assert [title for title, is_open in folds(page_of(office, query)).items() if is_open] == expected, query
    assert "PEEL 2025 1 action, 1 selected" in words_of(office.get(ADDRESS, {"action": peel.pk}))


def test_a_button_selects_all_that_the_filter_finds_on_every_page(
    office: Client, history: Register, peel: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "ROWS_A_PAGE", 1)
    five, seven = (history.actions["cleveland", ref] for ref in ("5", "7"))
    page = page_of(office, "inspection=soteria-2024&all=1")
    assert boxes(page) == {five.pk: True}
    assert carried(page) == [seven.pk]
    assert "2 of 3 actions selected." in words_of(office.get(f"{ADDRESS}?inspection=soteria-2024&all=1"))


def test_a_button_selects_a_whole_inspection_on_every_page_and_keeps_the_rest(
    office: Client, history: Register, peel: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "ROWS_A_PAGE", 2)
    response = office.get(ADDRESS, {"q": "e", "action": peel.pk, "all-of": "soteria-2024"})
    page = response.content.decode()
    assert boxes(page) == {peel.pk: True, history.actions["cleveland", "5"].pk: True}
    assert carried(page) == [history.actions["cleveland", "7"].pk]
    assert "Operation Soteria 1 of 2 actions, 1 selected" in words_of(response)
    assert response.context["form"]["q"].value() == "e"


def test_what_is_ticked_is_kept_on_the_next_page_and_back(
    office: Client, history: Register, peel: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "ROWS_A_PAGE", 1)
    five, seven = (history.actions["cleveland", ref].pk for ref in ("5", "7"))
    second = page_of(office, f"action={peel.pk}&page=2")
    assert (boxes(second), carried(second)) == ({five: False}, [peel.pk])
    third = page_of(office, f"chosen={peel.pk}&action={five}&page=3")
    assert (boxes(third), carried(third)) == ({seven: False}, [peel.pk, five])
    first = page_of(office, f"chosen={peel.pk}-{five}&page=1")
    assert (boxes(first), carried(first)) == ({peel.pk: True}, [five])
    without = page_of(office, f"chosen={five}&page=1")  # the box on this page was cleared
    assert (boxes(without), carried(without)) == ({peel.pk: False}, [five])


def test_what_is_selected_is_kept_when_the_filter_changes(
    office: Client, history: Register, peel: Action, closed: Action
) -> None:
    for query in ("q=disrupt", "q=no+such+words", "status=nonsense"):
        page = page_of(office, f"action={peel.pk}&chosen={closed.pk}&{query}")
        assert carried(page) == [peel.pk, closed.pk], query
        assert "2 selected actions are not on this page" in page, query
    page = page_of(office, f"action={peel.pk}&q=disrupt&unfiltered=yes")
    assert boxes(page)[peel.pk]
    assert len(boxes(page)) == 2


def test_one_on_another_page_is_deselected_there_and_all_are_cleared(
    office: Client, history: Register, peel: Action
) -> None:
    seven = history.actions["cleveland", "7"]
    page = page_of(office, f"chosen={peel.pk}-{seven.pk}&q=no+such+words&remove={peel.pk}")
    assert carried(page) == [seven.pk]
    assert not any(boxes(page_of(office, f"chosen={peel.pk}-{seven.pk}&clear=1")).values())


def test_a_selection_is_restored_from_the_update_page(office: Client, history: Register) -> None:
    seven = history.actions["cleveland", "7"]
    choice = page_of(office, f"chosen={seven.pk}")
    assert boxes(choice) == {history.actions["cleveland", "5"].pk: False, seven.pk: True}
    for page in ("update", "project", "rounds/new", "letters/new", "leads/change", "releases/new", "assurance/new"):
        back = office.get(f"/work/cleveland/{page}/", {"chosen": seven.pk}).content.decode()
        assert f'href="{ADDRESS}?chosen={seven.pk}"' in back, page


def test_the_pages_of_bulk_actions_get_what_is_carried_and_what_is_ticked(
    office: Client, history: Register, peel: Action
) -> None:
    seven = history.actions["cleveland", "7"]
    page = office.get("/work/cleveland/update/", {"chosen": peel.pk, "action": seven.pk, "status": "overdue", "q": ""})
    assert set(boxes(page.content.decode())) == {peel.pk, seven.pk}


@pytest.mark.parametrize("parameter", ["action", "chosen", "all-of"])
def test_an_action_of_another_force_is_never_selected(parameter: str, office: Client, history: Register) -> None:
    cumbria = history.actions["cumbria", "7"]
    if parameter == "all-of":
        page = page_of(office, "all-of=soteria-2024")
        assert cumbria.pk not in boxes(page)
        assert not carried(page)
    else:
        for address in (ADDRESS, "/work/cleveland/update/"):
            assert office.get(address, {parameter: cumbria.pk}).status_code == 404


@pytest.mark.parametrize("nonsense", ["x", "1-x", "1--2-\u0663", "9" * 30])
def test_what_is_no_number_is_not_found(nonsense: str, office: Client, history: Register) -> None:
    assert office.get(ADDRESS, {"chosen": nonsense}).status_code == 404


def test_too_many_are_not_added_and_the_selection_stays(
    office: Client, history: Register, peel: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "MOST_SELECTED", 2)
    response = office.get(ADDRESS, {"action": peel.pk, "all": "1"})
    assert "You can select up to 2 actions at once. Use the filter to select fewer." in words_of(response)
    ticked = [pk for pk, is_ticked in boxes(response.content.decode()).items() if is_ticked]
    assert ticked == [peel.pk]


OFFERED = {
    "force contributor": ["update/", "update/"],
    "OPCC staff": [
        "update/", "update/", "rounds/new/", "letters/new/", "leads/change/", "project/", "releases/new/",
        "assurance/new/",
    ],
}  # fmt: skip


@pytest.mark.parametrize("role", OFFERED)
def test_it_offers_only_what_this_person_can_do(role: str, client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.by_role()[role])
    offered = re.findall(r'formaction="/work/cleveland/([^"]*)"', page_of(client))
    assert offered == OFFERED[role]


def test_administrators_select_actions_of_a_national_body(admin: Client, history: Register) -> None:
    page = admin.get("/work/soteria-joint-unit/choose/").content.decode()
    assert list(boxes(page)) == [history.actions["soteria-joint-unit", "4"].pk]
    assert re.findall(r'formaction="/work/soteria-joint-unit/([^"]*)"', page) == [
        "update/",
        "update/",
        "letters/new/",
    ]


def test_a_row_shows_the_completed_parts(office: Client, history: Register) -> None:
    first, _second = PartFactory.create_batch(2, recommendation=history.rec_7)
    seven = history.actions["cleveland", "7"]
    assert "parts done" not in words_of(office.get(ADDRESS))
    add_update(seven, Status.IN_PROGRESS, TODAY).parts_done.add(first)
    for address in (ADDRESS, "/forces/cleveland/", f"/work/cleveland/update/?action={seven.pk}"):
        assert "1 of 2 parts done" in words_of(office.get(address)), address
    assert "1 of 2 parts done" in words_of(office.get(seven.get_absolute_url()))


def test_parts_are_not_counted_where_only_one_is_addressed_to_the_body(office: Client, history: Register) -> None:
    first, second = PartFactory.create_batch(2, recommendation=history.rec_7)
    seven = history.actions["cleveland", "7"]
    Action.objects.filter(pk=seven.pk).update(part=second)
    add_update(seven, Status.IN_PROGRESS, TODAY).parts_done.add(first)
    assert "parts done" not in words_of(office.get(ADDRESS))


def test_a_long_list_is_selected_page_by_page(
    office: Client, history: Register, peel: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "ROWS_A_PAGE", 2)
    assert list(boxes(page_of(office))) == [peel.pk, history.actions["cleveland", "5"].pk]
    assert list(boxes(page_of(office, "page=2"))) == [history.actions["cleveland", "7"].pk]


def test_a_full_selection_fits_into_an_address() -> None:
    """gunicorn takes request lines of up to 4,094 characters."""
    ticked = "&".join(f"action={1_000_000 + number}" for number in range(selecting.ROWS_A_PAGE))
    carried = "-".join(str(2_000_000 + number) for number in range(MOST_SELECTED - selecting.ROWS_A_PAGE))
    longest = f"status=deadline-passed&lead=&project=&q={'words' * 40}&chosen={carried}&{ticked}"
    assert len(f"GET /work/a-holder-with-a-rather-long-name/releases/new/?{longest} HTTP/1.1") < 4_094


def test_lists_link_to_it_with_their_filter(office: Client, history: Register, cast: Cast) -> None:
    force = office.get("/forces/cleveland/?status=overdue&sort=-lead").content.decode()
    assert f'href="{ADDRESS}?status=overdue"' in force
    inspection = office.get("/inspections/soteria-2024/").content.decode()
    assert f'href="{ADDRESS}?inspection=soteria-2024"' in inspection
    assert "/work/cumbria/" not in force + inspection


@pytest.mark.parametrize("role", ["panel member", "auditor", "other office", "administrator"])
def test_no_one_else_gets_the_link(role: str, client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.by_role()[role])
    for address in ("/forces/cleveland/", "/inspections/soteria-2024/"):
        assert "/work/cleveland/" not in client.get(address).content.decode()


def test_an_earlier_day_has_no_link_to_it(office: Client, history: Register) -> None:
    for address in ("/forces/cleveland/", "/inspections/soteria-2024/"):
        assert "/choose/" not in office.get(f"/as-at/2025-02-01{address}").content.decode()


def test_queries_do_not_grow_with_the_actions(
    office: Client, many: Callable[[int], list[Action]], django_assert_max_num_queries
) -> None:
    for more in (10, 190):
        many(more)
        with django_assert_max_num_queries(17):
            page = page_of(office, "all=1")
        assert set(boxes(page).values()) == {True}
    assert len(boxes(page)) == selecting.ROWS_A_PAGE
    assert len(carried(page)) == 2 + 200 - selecting.ROWS_A_PAGE
