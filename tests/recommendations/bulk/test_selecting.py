"""The selection page: which actions it lists, which it ticks, and what it offers to do."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from recommendations.bulk.views import selecting
from recommendations.register.models import Action
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


def page_of(client: Client, query: str = "") -> str:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def peel(history: Register) -> Action:
    """One more action of Cleveland, from a newer inspection."""
    newer = InspectionFactory(slug="peel", short_title="PEEL 2025", published_on=TODAY)
    return open_action(RecommendationFactory(inspection=newer, number=1), history.cleveland)


def test_every_action_is_listed_the_newest_inspection_first(office: Client, history: Register, peel: Action) -> None:
    page = page_of(office)
    listed = [peel, history.actions["cleveland", "5"], history.actions["cleveland", "7"]]
    assert list(boxes(page)) == [action.pk for action in listed]
    assert not any(boxes(page).values())
    assert re.findall(r'scope="rowgroup"[^>]*>([^<\n]*)', page) == ["PEEL 2025", "Operation Soteria"]


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


def test_a_link_selects_all_that_the_filter_finds(office: Client, history: Register, peel: Action) -> None:
    page = page_of(office, "inspection=soteria-2024")
    link = re.search(r'href="\?([^"]*all=1)"', page)
    assert link
    ticked = page_of(office, link[1].replace("&amp;", "&"))
    assert boxes(ticked) == {history.actions["cleveland", ref].pk: True for ref in ("5", "7")}
    assert "2 of 2 selected." in words_of(office.get(f"{ADDRESS}?inspection=soteria-2024&all=1"))


def test_a_button_selects_a_whole_inspection_and_keeps_the_rest(
    office: Client, history: Register, peel: Action
) -> None:
    filter_field = re.search(r'name="filter" value="([^"]*)"', page_of(office, "q=e&sort=lead"))
    assert filter_field
    sent = {"filter": filter_field[1].replace("&amp;", "&"), "action": peel.pk, "all-of": "soteria-2024"}
    response = office.get(ADDRESS, sent)
    assert set(boxes(response.content.decode()).values()) == {True}
    assert response.context["form"]["q"].value() == "e"


def test_a_selection_is_restored_from_the_update_page(office: Client, history: Register) -> None:
    seven = history.actions["cleveland", "7"]
    choice = page_of(office, f"action={seven.pk}")
    assert boxes(choice) == {history.actions["cleveland", "5"].pk: False, seven.pk: True}
    back = office.get("/work/cleveland/update/", {"action": seven.pk}).content.decode()
    assert f'href="{ADDRESS}?action={seven.pk}"' in back


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


def test_a_full_page_of_selected_actions_fits_into_an_address() -> None:
    """gunicorn takes request lines of up to 4,094 characters."""
    longest = "&".join(f"action={1_000_000 - number}" for number in range(selecting.ROWS_A_PAGE))
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
        with django_assert_max_num_queries(12):
            page = page_of(office, "all=1")
        assert set(boxes(page).values()) == {True}
