"""The page of one inspection, its downloads, and what an embargo hides."""

import datetime
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forces.bodies.models import Force
from recommendations.register.models import Document, Inspection, Link, Recommendation, Statement
from recommendations.register.statuses import PositionGroup, Status
from tests.cast import Cast, Register
from tests.factories import (
    AddresseeFactory,
    ForceFactory,
    InspectionFactory,
    NationalBodyFactory,
    PartFactory,
    RecommendationFactory,
    add_update,
    open_action,
    rebuilding_once,
)
from tests.reading import lines_of, words_of

MOST_QUERIES = 25
ADDRESS = "/inspections/soteria-2024/"


pytestmark = pytest.mark.usefixtures("on_the_day")


def cells_of(client: Client, address: str = ADDRESS) -> dict[str, list[str | None]]:
    """The grid as each force's groups."""
    grid = client.get(address).context["page"].grid
    return {row.name: [cell and cell.group for cell in row.cells] for _region, rows in grid.regions for row in rows}


# --- sentences ---------------------------------------------------------------------------------------------


def test_it_opens_with_the_recommendations_and_the_progress(admin: Client, history: Register) -> None:
    words = words_of(admin.get(ADDRESS))
    assert "HMICFRS made 3 recommendations: 2 to forces and 1 to national bodies." in words
    assert "1 of 4 force actions is closed and 1 is overdue." in words


def test_it_says_that_nothing_is_overdue(admin: Client, register: Register) -> None:
    add_update(register.actions[("cleveland", "7")], Status.CLOSED, datetime.date(2025, 1, 1))
    words = words_of(admin.get(ADDRESS))
    assert "1 of 4 force actions is closed. 1 has passed its deadline with no update released." in words
    add_update(register.actions[("cumbria", "7")], Status.SENT, datetime.date(2025, 1, 1))
    assert "1 of 4 force actions is closed. Nothing is overdue." in words_of(admin.get(ADDRESS))


def test_it_says_how_many_overdue_actions_are_waiting(admin: Client, register: Register) -> None:
    add_update(register.actions[("cleveland", "7")], Status.WAITING, datetime.date(2025, 1, 1))
    assert "1 of the overdue actions is waiting for others." in words_of(admin.get(ADDRESS))


def test_it_says_that_no_force_uses_soteria_tracker(admin: Client, history: Register) -> None:
    Force.objects.update(uses_soteria_tracker=False)
    words = words_of(admin.get(ADDRESS))
    assert "No force uses Soteria Tracker yet." in words
    assert "0 of" not in words


def test_other_kinds_of_items_are_named(admin: Client, register: Register) -> None:
    RecommendationFactory(inspection=register.soteria, number=8, kind="afi")
    RecommendationFactory(inspection=register.soteria, number=9, kind="key concern")
    words = words_of(admin.get(ADDRESS))
    assert "HMICFRS set out 3 recommendations, 1 area for improvement and 1 item called “key concern”:" in words


def test_fire_and_rescue_services_are_counted_apart(admin: Client, register: Register) -> None:
    joint = InspectionFactory()
    for number, group in enumerate(("all-forces", "all-forces-in-wales", "fire-and-rescue-services"), start=1):
        AddresseeFactory(recommendation=RecommendationFactory(inspection=joint, number=number), group=group)
    words = words_of(admin.get(joint.get_absolute_url()))
    assert "HMICFRS made 3 recommendations: 2 to forces and 1 to fire and rescue services." in words
    assert "Lead: fire and rescue services" in words


def test_a_part_for_a_national_body_is_counted_and_shown(admin: Client, register: Register) -> None:
    part = PartFactory(recommendation=register.rec_7, label="a")
    AddresseeFactory(recommendation=register.rec_7, part=part, body=register.joint_unit)
    words = words_of(admin.get(ADDRESS))
    assert "2 to forces and 2 to national bodies, 1 of them to both." in words
    assert "Part a – Lead: Soteria Joint Unit" in words


def test_addressees_are_named_by_role(admin: Client, register: Register) -> None:
    assert "Lead: Soteria Joint Unit; with all forces" in words_of(admin.get(ADDRESS))


def test_the_56th_day_counts_the_day_of_publication(admin: Client, register: Register) -> None:
    # Police Act 1996, s.55(5A): 22 August 2024 is day 1
    assert "Responses due 16 October 2024" in words_of(admin.get(ADDRESS))


@pytest.mark.parametrize(
    ("rule", "words"),
    [("own-date", "Responses due 1 December 2024"), ("none", "Responses due No response is required")],
    ids=["a date of its own", "none"],
)
def test_another_response_rule_applies(admin: Client, register: Register, rule: str, words: str) -> None:
    register.soteria.response_rule, register.soteria.response_due_on = rule, datetime.date(2024, 12, 1)
    register.soteria.save()
    assert words in words_of(admin.get(ADDRESS))


def test_links_are_shown_at_both_ends(admin: Client, register: Register) -> None:
    words = words_of(admin.get(ADDRESS))
    assert "Waiting for Recommendation 4: Define repeat suspects" in words
    assert "Recommendation 5: Use the new definition is waiting for this" in words


def test_it_counts_waiting_actions_like_the_recommendation_page(admin: Client, register: Register) -> None:
    of_another_report = RecommendationFactory(inspection=InspectionFactory(), number=1)
    waiting = [
        register.actions[("cleveland", "5")],
        register.actions[("durham", "5")],  # does not use Soteria Tracker
        open_action(of_another_report, register.cumbria),
        open_action(of_another_report, NationalBodyFactory()),
    ]
    for action in waiting:
        add_update(action, Status.WAITING, datetime.date(2025, 1, 1), waiting_for_recommendation=register.rec_4)
    words = "Waiting for this: 2 force actions, 1 action of other bodies"
    assert words in words_of(admin.get(ADDRESS))
    assert words in words_of(admin.get(register.rec_4.get_absolute_url()))


def test_it_links_to_the_inspection_it_follows_up_and_back(admin: Client, register: Register) -> None:
    InspectionFactory(slug="revisit", short_title="The revisit", follow_up_of=[register.soteria])
    assert "Followed up by The revisit" in words_of(admin.get(ADDRESS))
    assert "Follows up Operation Soteria" in words_of(admin.get("/inspections/revisit/"))


def test_documents_are_quoted_with_the_details_they_state(admin: Client, register: Register) -> None:
    document = Document.objects.create(
        slug="form",
        title="Cleveland’s form",
        kind="form",
        inspection=register.soteria,
        force=register.cleveland,
        published_by=register.pcc_cleveland,
        claims=[{"what": "Date of publication", "words": "23 August 2024"}],
    )
    Statement.objects.create(document=document, order=1, speaker="force", text="A <b>plenary</b> will be held.")
    words = words_of(admin.get(ADDRESS))
    assert "Date of publication: “23 August 2024”" in words
    assert "A <b>plenary</b> will be held." in words
    assert "Published 22 August 2024" in words


# --- the grid ----------------------------------------------------------------------------------------------


def test_each_cell_shows_one_force_on_one_recommendation(admin: Client, history: Register) -> None:
    assert cells_of(admin) == {
        "Cleveland": ["in-progress", "overdue"],
        "Durham": ["not-tracked", "not-tracked"],
        "Cumbria": ["no-update", "closed"],
    }


def test_each_cell_links_to_its_action(admin: Client, history: Register) -> None:
    assert b'<a class="is-overdue" href="/forces/cleveland/soteria-2024/7/">' in admin.get(ADDRESS).content


def test_a_force_without_the_action_has_a_dot(admin: Client, register: Register) -> None:
    late = ForceFactory(slug="late", short_name="Late")
    open_action(register.rec_7, late)
    assert cells_of(admin)["Late"] == [None, "passed"]


def test_a_reader_sees_the_edition_released_to_them(client: Client, cast: Cast, history: Register) -> None:
    seen = {}
    for name, person in cast.by_role().items():
        if name not in ("no role", "approver"):
            client.force_login(person)
            seen[name] = cells_of(client)["Cleveland"][0]
    assert seen["panel member"] == "waiting"
    assert seen["OPCC staff"] == seen["force contributor"] == seen["auditor"] == "complete"
    assert seen["other office"] == seen["administrator"] == "in-progress"


def test_an_auditor_sees_the_audited_forces_only(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.auditor)
    page = client.get(ADDRESS).context["page"]
    assert page.forces.total == 2
    assert page.is_about_one_force


def test_a_region_narrows_the_grid_and_its_counts_only(admin: Client, history: Register) -> None:
    response = admin.get(f"{ADDRESS}?region=North+West")
    assert list(cells_of(admin, f"{ADDRESS}?region=North+West")) == ["Cumbria"]
    assert [column.tally.total for column in response.context["page"].grid.columns] == [1, 1]
    assert "1 of 4 force actions is closed and 1 is overdue." in words_of(response)


def test_an_unknown_region_shows_all_forces(admin: Client, history: Register) -> None:
    assert len(cells_of(admin, f"{ADDRESS}?region=Atlantis")) == 3


# --- the choice of forces, and all columns ------------------------------------------------------------------


def test_two_forces_can_be_compared_and_are_counted(admin: Client, history: Register) -> None:
    response = admin.get(f"{ADDRESS}?forces=cleveland&forces=cumbria")
    assert list(cells_of(admin, f"{ADDRESS}?forces=cleveland&forces=cumbria")) == ["Cleveland", "Cumbria"]
    assert [column.tally.total for column in response.context["page"].grid.columns] == [2, 2]
    words = words_of(response)
    assert "Progress in 2 forces" in words
    assert (
        words.count("1 of 4 force actions is closed and 1 is overdue.") == 2
    )  # of all that use Soteria Tracker: these two


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("forces=cleveland", "Choose 2 to 8 forces to compare. You chose 1."),
        ("&".join(f"forces=force-{n}" for n in range(9)), "Choose 2 to 8 forces to compare. You chose 9."),
        ("forces=cleveland&forces=atlantis", "“atlantis” has no action here. Choose forces from the list."),
    ],
    ids=["one", "nine", "unknown"],
)
def test_an_invalid_choice_of_forces_gets_a_message_and_shows_all(
    admin: Client, register: Register, query: str, sentence: str
) -> None:
    for number in range(9):
        open_action(register.rec_7, ForceFactory(slug=f"force-{number}"))
    assert f"{sentence} All forces are shown." in words_of(admin.get(f"{ADDRESS}?{query}"))
    assert len(cells_of(admin, f"{ADDRESS}?{query}")) == 12


def test_selected_forces_take_precedence_over_a_region(admin: Client, history: Register) -> None:
    query = "forces=cleveland&forces=durham&region=North+West"
    assert list(cells_of(admin, f"{ADDRESS}?{query}")) == ["Cleveland", "Durham"]
    lines = lines_of(admin.get(f"/inspections/soteria-2024.csv?{query}"), named=True)
    assert {line["Held by"] for line in lines} == {"Cleveland Police", "Durham Constabulary"}


def test_all_columns_include_a_row_of_national_bodies(admin: Client, history: Register) -> None:
    add_update(history.actions[("soteria-joint-unit", "4")], Status.CLOSED, datetime.date(2025, 1, 1))
    open_action(history.rec_5, history.joint_unit)
    open_action(history.rec_5, NationalBodyFactory())
    page = admin.get(f"{ADDRESS}?columns=all").context["page"]
    assert [column.recommendation.reference for column in page.grid.columns] == ["4", "5", "7"]
    national = [cell and (cell.group, cell.address) for cell in page.grid.national.cells]
    action = history.actions[("soteria-joint-unit", "4")]
    assert national == [
        ("closed", action.get_absolute_url()),
        ("no-update", history.rec_5.get_absolute_url()),  # two bodies: the page that shows both
        None,
    ]
    assert page.forces_shown.total == 6


def test_the_drawn_icons_match_the_status_icons_in_group_order() -> None:
    sprite = (settings.ROOT / "templates/components/sprite.html").read_text()
    drawn = (settings.ROOT / "static/img/statuses.svg").read_text().splitlines()[2:-1]
    for place, (group, line) in enumerate(zip(PositionGroup, drawn, strict=True)):
        symbol = re.search(f'<symbol id="i-{group}" viewBox="0 0 16 16">(.*)</symbol>', sprite)
        assert symbol
        assert f'translate(0 {16 * place})"' in line
        assert symbol[1] in line


def test_a_grid_of_nine_columns_is_dense(admin: Client, register: Register) -> None:
    for number in range(10, 17):
        open_action(RecommendationFactory(inspection=register.soteria, number=number), register.cleveland)
    response = admin.get(ADDRESS)
    assert len(response.context["page"].grid.columns) == 9
    assert b"st-heat--dense" in response.content


def test_the_list_of_recommendations_is_folded_beside_the_grid(admin: Client, history: Register) -> None:
    page = admin.get(ADDRESS).content.decode()
    folded = page.index("Show all 3 recommendations with their addressees")
    assert folded < page.index('id="rec-7"') < page.index("</details>", page.index('id="rec-7"'))
    assert 'href="#rec-' not in page  # a link into a folded list may lead nowhere


def test_an_inspection_of_one_force_is_a_plain_list(admin: Client, register: Register) -> None:
    peel = InspectionFactory(slug="peel", scope="force")
    recommendation = RecommendationFactory(inspection=peel, reference="afi-1", kind="afi", undated=True)
    AddresseeFactory(recommendation=recommendation, body=register.cumbria)
    add_update(open_action(recommendation, register.cumbria), Status.IN_PROGRESS, datetime.date(2025, 1, 1))
    response = admin.get("/inspections/peel/")
    assert b"st-heat" not in response.content
    assert "In progress · Cumbria" in words_of(response)
    assert "HMICFRS set out 1 area for improvement. 0 of 1 force actions are closed." in words_of(response)


def test_a_cause_of_concern_shows_the_progress_of_its_recommendations(admin: Client, history: Register) -> None:
    concern = RecommendationFactory(
        inspection=history.soteria, reference="coc-1", number=1, kind="cause-of-concern", undated=True
    )
    Recommendation.objects.filter(pk=history.rec_7.pk).update(parent=concern)
    assert "Recommendations for it: Recommendation 7. 1 of 2 actions closed, 1 overdue." in words_of(admin.get(ADDRESS))


# --- the download ------------------------------------------------------------------------------------------


def test_the_download_has_a_row_for_each_holder_and_recommendation(admin: Client, history: Register) -> None:
    lines = lines_of(admin.get("/inspections/soteria-2024.csv"), named=True)
    assert len(lines) == 7
    found = {(line["Held by"], line["Reference"]): line for line in lines}
    line = found[("Cleveland Police", "7")]
    assert (line["Status"], line["Deadline"], line["Last update"]) == ("Overdue", "2025-01-31", "2025-01-20")
    assert found[("Durham Constabulary", "7")]["Status"] == "Does not use Soteria Tracker"
    assert lines[-1]["Held by"] == "Soteria Joint Unit"


def test_the_download_lists_the_forces_as_the_grid_does(admin: Client, history: Register) -> None:
    for place, (force, region) in enumerate(((history.durham, "North East"), (history.cleveland, "North East"))):
        Force.objects.filter(pk=force.pk).update(region=region, map_row=2 + place)
    Force.objects.filter(pk=history.cumbria.pk).update(region="North West", map_row=1)
    grid = admin.get("/inspections/soteria-2024/?columns=all").context["page"].grid
    shown = [row.name for _region, rows in grid.regions for row in rows]
    lines = lines_of(admin.get("/inspections/soteria-2024.csv"), named=True)
    held = list(dict.fromkeys(line["Held by"] for line in lines))
    assert [name.removesuffix(" Police").removesuffix(" Constabulary") for name in held[: len(shown)]] == shown
    assert shown == ["Cumbria", "Cleveland", "Durham"]


def test_the_download_shows_no_updates_of_a_force_not_using_it(admin: Client, history: Register) -> None:
    add_update(history.actions[("durham", "7")], Status.CLOSED, datetime.date(2025, 1, 1))
    lines = lines_of(admin.get("/inspections/soteria-2024.csv"), named=True)
    durham = next(line for line in lines if line["Held by"] == "Durham Constabulary" and line["Reference"] == "7")
    assert (durham["Status"], durham["Last update"]) == ("Does not use Soteria Tracker", "")


def test_the_download_follows_the_region(admin: Client, history: Register) -> None:
    lines = lines_of(admin.get("/inspections/soteria-2024.csv?region=North+West"), named=True)
    assert {line["Held by"] for line in lines} == {"Cumbria Constabulary"}


# --- embargo -----------------------------------------------------------------------------------------------


@pytest.fixture
def embargoed(register: Register) -> Inspection:
    """An inspection under embargo that follows up Soteria, with an action, and linked with recommendation 7."""
    embargoed = InspectionFactory(
        embargoed=True, slug="secret", title="The secret report", short_title="Secret", follow_up_of=[register.soteria]
    )
    recommendation = RecommendationFactory(inspection=embargoed, number=1, short_title="Keep quiet")
    AddresseeFactory(recommendation=recommendation, body=register.cleveland)
    AddresseeFactory(recommendation=recommendation, body=register.joint_unit, role="with")
    action = open_action(recommendation, register.cleveland, opened_on=datetime.date(2025, 1, 1))
    add_update(action, Status.IN_PROGRESS, datetime.date(2025, 2, 1))
    Link.objects.create(from_recommendation=recommendation, kind="repeats", to_recommendation=register.rec_7)
    return embargoed


@pytest.mark.parametrize(
    "address",
    ["/inspections/secret/", "/inspections/secret.csv", "/inspections/secret/1/", "/forces/cleveland/secret/1/"],
)
def test_an_embargoed_inspection_is_404_for_everyone_not_named(
    client: Client, cast: Cast, embargoed: Inspection, address: str
) -> None:
    people = [person for name, person in cast.by_role().items() if name != "no role"]
    for person in people:
        client.force_login(person)
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/inspections/",
        "/inspections/?q=secret",
        "/inspections.csv",
        ADDRESS,
        "/inspections/soteria-2024.csv",
        "/inspections/soteria-2024/7/",
        "/bodies/soteria-joint-unit/",
        "/bodies/soteria-joint-unit.csv",
    ],
)
def test_an_embargoed_inspection_appears_nowhere(
    client: Client, cast: Cast, embargoed: Inspection, address: str
) -> None:
    for person in (cast.office, cast.administrator):
        client.force_login(person)
        response = client.get(address)
        content = response.getvalue() if response.streaming else response.content
        assert response.status_code == 200
        assert b"Keep quiet" not in content
        assert b"Secret" not in content


def test_an_embargoed_inspection_enters_no_count(client: Client, cast: Cast, embargoed: Inspection) -> None:
    client.force_login(cast.office)
    rows = client.get("/inspections/").context["table"].data.data
    assert [(row.inspection.slug, row.forces.total) for row in rows] == [("soteria-2024", 6)]


def test_a_named_embargo_reader_sees_it(client: Client, cast: Cast, embargoed: Inspection) -> None:
    embargoed.embargo_readers.add(cast.office)
    client.force_login(cast.office)
    assert "Only people named as embargo readers can see this page." in words_of(client.get("/inspections/secret/"))
    assert "The secret report" in words_of(client.get("/inspections/"))


# --- size --------------------------------------------------------------------------------------------------


def test_the_queries_do_not_grow_with_the_rows(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.office)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for number in range(20, 24):
        recommendation = RecommendationFactory(inspection=history.soteria, number=number)
        AddresseeFactory(recommendation=recommendation, group="all-forces")
        Link.objects.create(from_recommendation=recommendation, kind="waits-for", to_recommendation=history.rec_4)
        for force in (history.cleveland, history.cumbria, ForceFactory()):
            open_action(recommendation, force)
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS)
    assert len(many) == len(few) <= MOST_QUERIES


def test_a_grid_of_43_forces_by_14_recommendations_stays_under_130_kilobytes(admin: Client, register: Register) -> None:
    recommendations = [RecommendationFactory(inspection=register.soteria, number=number) for number in range(20, 34)]
    Recommendation.objects.filter(number__in=[4, 5, 7]).update(inspection=InspectionFactory())
    with rebuilding_once():
        for number in range(43):
            force = ForceFactory(slug=f"devon-and-cornwall-{number}", name=f"Devon and Cornwall Police {number}")
            for recommendation in recommendations:
                open_action(recommendation, force)
    response = admin.get(ADDRESS)
    assert response.content.count(b"is-passed") >= 43 * 14
    assert len(response.content) < 130_000
