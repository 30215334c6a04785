"""The wording of pages for readers who see only what was released."""

import datetime

import pytest
from django.test import Client

from forces.people.editions import Audience, Edition
from recommendations.pages.common.wording import wording_in
from recommendations.register.statuses import Status, Wording, label_of
from tests.cast import Cast, Register
from tests.factories import add_update, open_action
from tests.reading import facts_of, lines_of, words_of

FORCE, INSPECTION, BODY = "/forces/cleveland/", "/inspections/soteria-2024/", "/bodies/soteria-joint-unit/"
PASSED_RELEASED = "Deadline passed, no update released"


pytestmark = pytest.mark.usefixtures("on_the_day")


@pytest.fixture
def unreleased(register: Register, cast: Cast) -> Register:
    """Cleveland's action 7 is closed, but this is not released beyond the force and its office."""
    add_update(
        register.actions[("cleveland", "7")],
        Status.CLOSED,
        datetime.date(2025, 1, 20),
        by=cast.office,
        audience=Audience.FORCE_AND_OFFICE,
    )
    return register


@pytest.mark.parametrize(("who", "to"), [("panel_member", "panel"), ("administrator", "public")])
def test_a_sentence_about_a_force_names_the_audience_of_its_release(
    client: Client, cast: Cast, unreleased: Register, who: str, to: str
) -> None:
    client.force_login(getattr(cast, who))
    words = words_of(client.get(FORCE))
    assert f"As released to the {to}: 1 action has passed its deadline with no update released." in words
    assert "None of its 2 actions has been released as closed." in words
    assert "No update released 1" in words
    assert PASSED_RELEASED in words
    assert "update recorded" not in words


@pytest.mark.parametrize("who", ["office", "contributor", "auditor"])
def test_the_working_edition_describes_what_is_recorded(
    client: Client, cast: Cast, unreleased: Register, who: str
) -> None:
    client.force_login(getattr(cast, who))
    words = words_of(client.get(FORCE))
    assert "Nothing is overdue. 1 of 2 actions is closed." in words
    assert "No update recorded 1" in words
    assert "As released to" not in words
    assert "update released" not in words


def test_an_action_overdue_without_an_unreleased_extension_is_described_as_released(
    client: Client, cast: Cast, register: Register
) -> None:
    action = register.actions[("cleveland", "7")]
    add_update(action, Status.IN_PROGRESS, datetime.date(2024, 12, 1), audience=Audience.PANEL)
    add_update(
        action,
        Status.IN_PROGRESS,
        datetime.date(2025, 1, 5),
        audience=Audience.FORCE_AND_OFFICE,
        revised_deadline_on=datetime.date(2025, 6, 30),
        deadline_reason="HMICFRS agreed.",
    )
    client.force_login(cast.panel_member)
    assert "As released to the panel: 1 action is overdue, since 31 January 2025." in words_of(client.get(FORCE))


def test_nothing_overdue_continues_the_sentence_after_the_colon(
    client: Client, cast: Cast, unreleased: Register
) -> None:
    add_update(unreleased.actions[("cleveland", "7")], Status.SENT, datetime.date(2025, 1, 25), audience=Audience.PANEL)
    client.force_login(cast.panel_member)
    assert "As released to the panel: nothing is overdue." in words_of(client.get(FORCE))


@pytest.mark.parametrize(
    ("who", "recorded", "passed"),
    [
        ("office", "recorded or released", "2 have passed their deadline"),
        ("panel_member", "released", "2 have passed their deadline"),
        ("auditor", "recorded", "1 has passed its deadline"),
    ],
)
def test_pages_about_several_forces_name_the_editions_they_combine(
    client: Client, cast: Cast, register: Register, who: str, recorded: str, passed: str
) -> None:
    client.force_login(getattr(cast, who))
    overview = words_of(client.get("/overview/"))
    assert f"with a deadline that passed and no update {recorded}" in overview
    assert f"Deadline passed, no update {recorded}" in overview, "the legend of the inspections"
    assert f"No update {recorded}" in words_of(client.get("/forces/"))
    assert f"{passed} with no update {recorded}." in words_of(client.get("/inspections/"))
    assert f"Deadline passed, no update {recorded}" in words_of(client.get(INSPECTION))
    assert f"{passed} with no update {recorded}." in words_of(client.get(f"{INSPECTION}7/"))
    for address in ("/overview.csv", "/forces.csv", "/inspections.csv"):
        assert f"No update {recorded}" in lines_of(client.get(address), named=True)[0], address


def test_each_row_uses_the_wording_of_its_own_edition(client: Client, cast: Cast, register: Register) -> None:
    client.force_login(cast.office)
    page = client.get(INSPECTION).context["page"]
    cells = {row.name: [cell.word for cell in row.cells] for _region, rows in page.grid.regions for row in rows}
    assert cells["Cleveland"] == ["No update", "Passed, no update"]
    assert cells["Cumbria"] == ["None released", "Passed"]
    holders = words_of(client.get(f"{INSPECTION}7/"))
    assert "Cleveland Deadline passed, no update recorded 31" in holders
    assert f"Cumbria {PASSED_RELEASED} 31" in holders
    lines = lines_of(client.get("/inspections/soteria-2024.csv"), named=True)
    status_by_holder = {line["Held by"]: line["Status"] for line in lines if line["Reference"] in "74"}
    assert status_by_holder["Cleveland Police"] == "Deadline passed, no update recorded"
    assert status_by_holder["Cumbria Constabulary"] == PASSED_RELEASED
    assert status_by_holder["Soteria Joint Unit"] == "Deadline passed, no update recorded"


def test_the_download_of_a_force_says_released(client: Client, cast: Cast, unreleased: Register) -> None:
    client.force_login(cast.panel_member)
    lines = {line["Reference"]: line for line in lines_of(client.get("/forces/cleveland.csv"), named=True)}
    assert (lines["5"]["Status"], lines["5"]["Status with timing"]) == ("No update released",) * 2
    assert (lines["7"]["Status"], lines["7"]["Status with timing"]) == ("No update released", PASSED_RELEASED)
    facts = facts_of(client.get("/forces/cleveland.csv?status=no-update&about=1"))
    assert facts["Status"] == "No update released"


@pytest.mark.parametrize("who", ["administrator", "office", "panel_member"])
def test_a_national_body_has_no_unreleased_updates(client: Client, cast: Cast, register: Register, who: str) -> None:
    client.force_login(getattr(cast, who))
    words = words_of(client.get(BODY))
    assert "1 action has passed its deadline with no update recorded. Its only action is not closed yet." in words
    assert "released" not in words


def test_a_local_policing_bodys_own_actions_are_described_as_released(
    client: Client, cast: Cast, register: Register
) -> None:
    open_action(register.rec_7, register.pcc_cleveland)
    for who, opening in {
        "panel_member": "As released to the panel:",
        "cumbria_office": "As released to the public:",
    }.items():
        client.force_login(getattr(cast, who))
        assert f"{opening} 1 action has passed its deadline" in words_of(client.get("/bodies/pcc-cleveland/"))


def test_the_help_page_explains_recorded_and_released(client: Client, cast: Cast) -> None:
    client.force_login(cast.panel_member)
    assert "“No update released” instead of “No update recorded”" in words_of(client.get("/help/"))


# --- who leads ---------------------------------------------------------------------------------------------


@pytest.fixture
def led(register: Register) -> Register:
    """Cleveland's actions and the national one have leads."""
    for holder, reference in (("cleveland", "5"), ("cleveland", "7"), ("soteria-joint-unit", "4")):
        action = register.actions[(holder, reference)]
        action.lead_post = f"Head of {reference}"
        action.save()
    return register


@pytest.mark.parametrize("who", ["office", "contributor", "auditor"])
def test_the_force_and_its_office_see_filter_and_export_the_lead(
    client: Client, cast: Cast, led: Register, who: str
) -> None:
    client.force_login(getattr(cast, who))
    words = words_of(client.get(FORCE))
    assert words.count("Head of 7") == 2, "once to choose, once in its row"
    assert [line["Lead"] for line in lines_of(client.get("/forces/cleveland.csv?lead=Head+of+7"), named=True)] == [
        "Head of 7"
    ]


@pytest.mark.parametrize("who", ["panel_member", "cumbria_office", "administrator"])
def test_others_do_not_see_the_lead(client: Client, cast: Cast, led: Register, who: str) -> None:
    client.force_login(getattr(cast, who))
    response = client.get(f"{FORCE}?lead=Head+of+7&sort=lead")
    assert "Head of" not in words_of(response)
    assert "lead" not in response.context["form"].fields
    assert len(response.context["table"].rows) == 2, "what cannot be asked for tells nothing"
    assert [line["Lead"] for line in lines_of(client.get("/forces/cleveland.csv?lead=Head+of+7"), named=True)] == [
        "",
        "",
    ]


@pytest.mark.parametrize("who", ["panel_member", "office", "administrator"])
def test_a_national_bodys_lead_is_shown_to_everyone(client: Client, cast: Cast, led: Register, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert "Head of 4" in words_of(client.get(BODY))
    assert lines_of(client.get("/bodies/soteria-joint-unit.csv"), named=True)[0]["Lead"] == "Head of 4"


# --- one place for the words -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "edition", "wording"),
    [
        ("force", Edition.WORKING, Wording.RECORDED),
        ("force", Edition.PANEL, Wording.RELEASED),
        ("local", Edition.PUBLIC, Wording.RELEASED),
        ("national", Edition.PUBLIC, Wording.RECORDED),
    ],
)
def test_each_edition_has_its_wording(kind: str, edition: Edition, wording: Wording) -> None:
    assert wording_in(kind, edition) is wording


def test_only_the_absence_of_updates_is_worded_by_edition() -> None:
    assert label_of("closed", Wording.RELEASED) == label_of("closed")
    assert label_of("no-update", Wording.RELEASED) == "No update released"
    assert label_of("passed", Wording.EITHER) == "Deadline passed, no update recorded or released"
