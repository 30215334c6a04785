"""The home of a panel's members: five answers, from what was released to the panel."""

import datetime
import json
import re
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forces.people.models import Role
from recommendations.documents import pdf_writer
from recommendations.pages.common.page_pdf import pdf_of
from recommendations.register.statuses import PlainStatus, Status, plain_status_of
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    ForceFactory,
    InspectionFactory,
    PanelFactory,
    RecommendationFactory,
    add_update,
    membership,
    open_action,
    rebuilding_once,
)
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

PAGE = "/panel/cleveland/"
LONG_AGO = datetime.date(2024, 9, 1)
LATELY = datetime.date(2025, 2, 3)


@pytest.fixture
def panel(client: Client, cast: Cast) -> Client:
    """A client signed in as a member of Cleveland's panel."""
    client.force_login(cast.panel_member)
    return client


@pytest.fixture
def many_actions(history: Register) -> Register:
    """Seven actions of each kind at Cleveland and at another force of its region: late, next, closed, ended."""
    with rebuilding_once():
        for number in range(30, 37):
            _add_four_actions(history, number)
    return history


def _add_four_actions(history: Register, number: int) -> None:
    northumbria = ForceFactory(slug="northumbria")
    due = datetime.date(2025, 3, 20)
    report = InspectionFactory(slug=f"report-{number}", published_on=LATELY)
    for step, (status, fields) in enumerate(
        (
            (Status.IN_PROGRESS, {}),
            (Status.IN_PROGRESS, {"deadline_on": due}),
            (Status.CLOSED, {}),
            (Status.SUPERSEDED, {}),
        )
    ):
        item = RecommendationFactory(inspection=report, number=10 * number + step, **fields)
        for force in (history.cleveland, northumbria):
            add_update(open_action(item, force, opened_on=LATELY), status, LATELY)


def answers_of(response: Any) -> dict[str, str]:
    """Return the answers of the page by their questions."""
    found = re.findall(r'rowheader">([^<]*\?)</th>\s*<td role="cell">(.*?)</td>', response.content.decode(), re.DOTALL)
    return {question: " ".join(re.sub(r"<[^>]+>", "", answer).split()) for question, answer in found}


# --- who sees it -------------------------------------------------------------------------------------------


def test_a_panel_member_starts_here(panel: Client, history: Register) -> None:
    page = panel.get("/", follow=True)
    assert page.redirect_chain == [(PAGE, 302)]
    assert [entry["label"] for entry in page.context["menu"]][:2] == ["Home", "National overview"]
    assert page.context["menu"][0] == {"label": "Home", "url": "/", "current": "page"}


@pytest.mark.parametrize("role", ["office", "contributor", "auditor", "administrator", "cumbria_office"])
def test_it_is_for_members_of_the_panel_only(client: Client, cast: Cast, history: Register, role: str) -> None:
    client.force_login(getattr(cast, role))
    assert client.get(PAGE).status_code == 403
    assert client.get("/panel/nowhere/").status_code == 404


def test_another_panel_is_refused(panel: Client, history: Register) -> None:
    assert panel.get("/panel/cumbria/").status_code == 403


def test_a_member_who_sees_unreleased_records_has_no_such_page(client: Client, cast: Cast, history: Register) -> None:
    membership(cast.panel_member, Role.OPCC_STAFF, history.pcc_cleveland)
    client.force_login(cast.panel_member)
    assert client.get(PAGE).status_code == 403
    assert client.get("/")["Location"] == "/my-work/"


def test_a_member_of_two_panels_starts_at_the_overview_and_reads_both(
    client: Client, cast: Cast, history: Register
) -> None:
    membership(cast.panel_member, Role.PANEL_MEMBER, PanelFactory(slug="panel-cumbria", scrutinises=history.cumbria))
    client.force_login(cast.panel_member)
    assert client.get("/")["Location"] == "/overview/"
    assert client.get("/panel/cumbria/").status_code == client.get(PAGE).status_code == 200
    menu = {entry["label"]: entry["url"] for entry in client.get("/overview/").context["menu"]}
    assert {url for label, url in menu.items() if label.startswith("Panel: ")} == {PAGE, "/panel/cumbria/"}
    assert "Home" not in menu


def test_a_member_of_one_panel_has_one_home_in_the_menu(panel: Client, history: Register) -> None:
    labels = [entry["label"] for entry in panel.get("/overview/").context["menu"]]
    assert labels[0] == "Home"
    assert not any(label.startswith("Panel: ") for label in labels)


# --- what it shows -----------------------------------------------------------------------------------------


@pytest.mark.postgresql
def test_it_answers_five_questions(panel: Client, many_actions: Register) -> None:
    page = panel.get(PAGE)
    assert "8 of 30 actions are late. 7 are closed. As released to the panel on 3 March 2025." in words_of(page)
    assert answers_of(page) == {
        "What is late?": "8 actions. The longest: due 31 January 2025, 31 days late.",
        "What is next?": "7 actions by 2 April 2025, the first on 20 March 2025.",
        "What has changed?": "7 closed, 7 ended, 28 new, 8 became late since 2 December 2024.",
        "Better or worse?": "More late, more to do. Late: 8, was 0. Not finished: 16, was 2.",
        "How do others compare?": "Cleveland has closed 25% of the 28 actions it shares with Northumbria (25%).",
    }


def test_it_names_the_only_late_and_the_only_next_action(panel: Client, history: Register) -> None:
    item = RecommendationFactory(inspection=history.soteria, short_title="Train staff", deadline_on=LATELY)
    item.deadline_on = datetime.date(2025, 3, 20)
    item.save()
    add_update(open_action(item, history.cleveland), Status.IN_PROGRESS, LONG_AGO)
    answers = answers_of(panel.get(PAGE))
    late = "1 action: Identify and disrupt suspects. Due 31 January 2025, 31 days late."
    assert answers["What is late?"] == late
    assert answers["What is next?"] == "1 action: Train staff. Due 20 March 2025, in 17 days."


@pytest.mark.postgresql
def test_it_says_whether_fewer_actions_are_late_and_how_much_is_left_to_do(panel: Client, history: Register) -> None:
    item = RecommendationFactory(inspection=history.soteria, deadline_on=datetime.date(2024, 10, 31))
    late_before = open_action(item, history.cleveland)
    add_update(late_before, Status.IN_PROGRESS, LONG_AGO)
    add_update(history.actions[("cleveland", "7")], Status.CLOSED, LATELY)
    page = panel.get(PAGE)
    answer = "The same number late, less to do. Late: 1, was 1. Not finished: 2, was 3."
    assert answers_of(page)["Better or worse?"] == answer
    assert "None opened and 1 closed since 2 December 2024. 1 late, the same as then." in words_of(page)
    add_update(late_before, Status.CLOSED, LATELY, closed_by="force")
    page = panel.get(PAGE)
    answer = "Fewer late, less to do. Late: 0, was 1. Not finished: 1, was 3."
    assert answers_of(page)["Better or worse?"] == answer
    assert "Late actions fell from 1 to 0." in words_of(page)
    assert "closed by the force on 3 February 2025" in words_of(page)
    assert "None of 3 actions is late. 2 are closed." in words_of(page)


def test_fewer_than_60_words_come_before_the_first_table(panel: Client, many_actions: Register) -> None:
    page = panel.get(PAGE)
    main = page.content.decode().partition("<main")[2].partition("<table")[0]
    assert 0 < len(re.sub(r"<[^>]*>", " ", f"<main{main}").split()) < 60


def test_each_answer_leads_to_a_section_of_the_page(panel: Client, many_actions: Register) -> None:
    content = panel.get(PAGE).content.decode()
    anchors = re.findall(r'st-answers__more" role="cell"><a class="govuk-link" href="#([\w-]+)"', content)
    assert anchors == ["late", "next", "changed", "progress", "others"]
    assert all(content.count(f'id="{anchor}"') == 1 for anchor in anchors)


def test_only_the_five_plain_words_are_used_and_the_full_ones_are_one_click_away(
    panel: Client, many_actions: Register
) -> None:
    page = panel.get(PAGE)
    words = words_of(page)
    terms = ("Overdue", "overdue", "In progress", "Waiting for others", "Superseded", "for another reason")
    assert not [term for term in terms if term in words]
    assert all(f"{plain.label} {plain.meaning}" in words for plain in PlainStatus)
    assert b'href="/forces/cleveland/#all">See all 30 actions with their full status' in page.content


def test_a_list_has_five_rows_and_a_link_to_all(panel: Client, many_actions: Register) -> None:
    page = panel.get(PAGE)
    assert len(page.context["home"].late) == len(page.context["home"].due_next) == 5
    words = words_of(page)
    assert "Show all 8: Late" in words
    assert "Show all 7: Next" in words
    for address, count in (("?status=overdue", 8), ("?status=due", 7)):
        assert f'href="/forces/cleveland/{address}#all"'.encode() in page.content
        assert panel.get(f"/forces/cleveland/{address}").context["table"].paginator.count == count


@pytest.mark.postgresql
def test_its_counts_are_those_of_the_other_pages(panel: Client, many_actions: Register) -> None:
    home = panel.get(PAGE).context["home"]
    figures = json.loads(panel.get("/forces/cleveland.json").getvalue())["figures"]
    assert {group.value: count for group, count in home.tally.groups.items()} == figures["by_group"]
    assert home.tally.due_next == figures["due_next"]
    changes = panel.get("/forces/cleveland/changes/").context["page"]
    assert home.changes.figures == changes.figures
    assert (home.changes.start, home.changes.end) == (changes.start, changes.end)
    assert home.changes.closing == home.progress.steps[-1].still_open
    shares = panel.get("/forces/cleveland/compare/?with=northumbria").context["rows"]
    assert [share.tally for share in home.others.shares] == [row.measures.tally for row in shares]


@pytest.mark.postgresql
def test_nothing_appears_that_was_not_released(panel: Client, history: Register) -> None:
    northumbria = ForceFactory(slug="northumbria")
    other = open_action(history.rec_7, northumbria)
    add_update(other, Status.CLOSED, LONG_AGO, audience="panel", text="For another panel.")
    add_update(history.actions[("cleveland", "7")], Status.CLOSED, LATELY, audience="force-and-office", text="Secret.")
    embargoed = RecommendationFactory(inspection=InspectionFactory(embargoed=True), short_title="Embargoed")
    open_action(embargoed, history.cleveland, opened_on=LATELY)
    page = panel.get(PAGE)
    words = words_of(page)
    assert not [word for word in ("Secret", "Ready.", "Advice", "Embargoed", "another panel") if word in words]
    assert "1 of 2 actions is late. None is closed." in words
    assert "“Weekly checks began.”" in words
    assert [share.tally.closed for share in page.context["home"].others.shares] == [0, 0]


@pytest.mark.postgresql
def test_changes_say_who_closed_an_action_and_which_report_is_new(panel: Client, many_actions: Register) -> None:
    words = words_of(panel.get(PAGE))
    assert "closed by HMICFRS on 3 February 2025" in words
    assert "New (28) Report 30, 4 actions, published 3 February 2025" in words
    assert "No meeting is recorded, so this shows the last 3 months." in words


@pytest.mark.postgresql
def test_a_date_that_passed_without_an_update_is_not_late(panel: Client, register: Register) -> None:
    page = panel.get(PAGE)
    assert answers_of(page)["What is late?"] == "Nothing is late. 1 passed its date with no update released."
    assert "It may have been done in time, so it does not count as late." in words_of(page)
    [late] = [row for row in page.context["home"].printed[0][1] if row.position.group == "passed"]
    assert late.plain is plain_status_of("passed") is PlainStatus.OPEN


# --- empty cases -------------------------------------------------------------------------------------------


def test_a_force_without_actions_is_said_to_have_none(client: Client, cast: Cast, register: Register) -> None:
    empty = ForceFactory(slug="northumbria")
    membership(cast.no_role, Role.PANEL_MEMBER, PanelFactory(scrutinises=empty))
    client.force_login(cast.no_role)
    page = client.get("/panel/northumbria/")
    assert "No report asks this force to do anything yet." in words_of(page)
    assert answers_of(page) == {
        "What is late?": "Nothing is late.",
        "What is next?": "Nothing is due by 2 April 2025.",
        "What has changed?": "Nothing since 2 December 2024.",
        "Better or worse?": "None late, nothing to do. Late: 0, was 0. Not finished: 0, was 0.",
        "How do others compare?": "Northumbria and Cleveland have no actions in common.",
    }
    assert b'class="govuk-link" href="#late"' not in page.content


def test_a_force_that_does_not_use_soteria_tracker_has_no_answers(
    client: Client, cast: Cast, history: Register
) -> None:
    membership(cast.no_role, Role.PANEL_MEMBER, PanelFactory(scrutinises=history.durham))
    client.force_login(cast.no_role)
    page = client.get("/panel/durham/")
    assert "This force does not use Soteria Tracker. It was asked to take 2 actions." in words_of(page)
    assert not answers_of(page)


def test_fewer_than_two_points_in_time_are_a_table_and_no_chart(panel: Client, history: Register) -> None:
    page = panel.get(PAGE)
    assert page.context["home"].chart is None
    assert "None opened and none closed since 2 December 2024. Late actions rose from 0 to 1." in words_of(page)
    assert "From Opened Not finished Closed 22 August 2024 2 2 0" in words_of(page)


def test_forces_of_the_region_without_the_tracker_are_named(panel: Client, history: Register) -> None:
    answer = answers_of(panel.get(PAGE))["How do others compare?"]
    assert answer == "No other force in the region uses Soteria Tracker."
    open_action(history.rec_7, ForceFactory(slug="northumbria"))
    assert "Durham does not use Soteria Tracker." in words_of(panel.get(PAGE))


# --- paper and speed ---------------------------------------------------------------------------------------


def sheets_of(page: Any) -> int:
    document = pypdfium2.PdfDocument(pdf_of(page.content.decode(), "http://testserver/", TODAY))
    sheets = len(document)
    document.close()
    return sheets


def test_it_is_printed_on_two_sheets(panel: Client, many_actions: Register) -> None:
    try:
        pdf_writer.library()
    except pdf_writer.PdfUnavailable as missing:
        pytest.skip(str(missing))
    for slug in ("county-durham", "teesside", "tyneside", "wearside"):  # the largest region has six forces
        for item in many_actions.soteria.recommendations.exclude(number=4):
            open_action(item, ForceFactory(slug=slug))
    page = panel.get(PAGE)
    assert not page.context["home"].printed  # there is no room for 30 actions
    assert sheets_of(page) <= 2


def test_a_few_actions_are_all_listed_on_the_second_sheet(panel: Client, history: Register) -> None:
    try:
        pdf_writer.library()
    except pdf_writer.PdfUnavailable as missing:
        pytest.skip(str(missing))
    with rebuilding_once():
        for number in range(40, 56):
            item = RecommendationFactory(inspection=history.soteria, number=number)
            add_update(open_action(item, history.cleveland), Status.CLOSED, LATELY)
    page = panel.get(PAGE)
    assert [len(actions) for _report, actions in page.context["home"].printed] == [18]
    assert sheets_of(page) <= 2


@pytest.mark.postgresql
def test_the_number_of_queries_does_not_grow_with_the_actions(panel: Client, history: Register) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            assert panel.get(PAGE).status_code == 200
        return len(made)

    with rebuilding_once():
        _add_four_actions(history, 30)
    few = queries()
    with rebuilding_once():
        for number in range(31, 37):
            _add_four_actions(history, number)
    assert queries() <= few <= 25
