"""The page of changes between two days, and its downloads."""

import datetime
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recommendations.pages.changes.views import ROWS_OF_EACH
from recommendations.register.statuses import Status
from tests.cast import Cast, Register
from tests.factories import RecommendationFactory, add_update, open_action
from tests.reading import lines_of, words_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

PAGE = "/forces/cleveland/changes/"


@pytest.fixture
def recent_changes(history: Register, cast: Cast) -> Register:
    """Since 1 February: one action added, one closed, one deadline changed."""
    added = open_action(
        RecommendationFactory(inspection=history.soteria, number=9, short_title="Keep DNA"),
        history.cleveland,
        opened_on=datetime.date(2025, 2, 5),
    )
    add_update(added, Status.IN_PROGRESS, datetime.date(2025, 2, 6), by=cast.office)
    add_update(
        history.actions[("cleveland", "7")],
        Status.CLOSED,
        datetime.date(2025, 2, 20),
        by=cast.office,
        revised_deadline_on=datetime.date(2025, 2, 28),
        deadline_reason="HMICFRS’s letter of 10 February.",
    )
    return history


def test_it_counts_from_the_first_day_to_the_last(office: Client, recent_changes: Register) -> None:
    words = words_of(office.get(f"{PAGE}?from=2025-02-01"))
    assert "1 closed, none re-opened and 1 new. 2 actions are open, the same as before." in words
    assert "From the end of 1 February 2025 to the end of 3 March 2025" in words
    assert (
        "Open at the end of 1 February 2025 2 New + 1 Re-opened + 0 Closed − 1 Closed for another reason − 0" in words
    )
    assert "Open at the end of 3 March 2025 2" in words
    assert "Keep DNA" in words


def test_it_lists_changed_deadlines_with_who_changed_them_and_why(office: Client, recent_changes: Register) -> None:
    words = words_of(office.get(f"{PAGE}?from=2025-02-01"))
    assert "Deadline set by HMICFRS 31 January 2025 28 February 2025" in words
    assert "The force, Head of Performance, 20 February 2025: HMICFRS’s letter of 10 February." in words


@pytest.mark.parametrize("role", ["panel_member", "cumbria_office"])
def test_the_name_or_post_is_shown_to_the_force_and_its_office_only(
    client: Client, cast: Cast, recent_changes: Register, role: str
) -> None:
    client.force_login(getattr(cast, role))
    words = words_of(client.get(f"{PAGE}?from=2025-02-01"))
    assert "The force, 20 February 2025: HMICFRS’s letter of 10 February." in words
    assert "Head of Performance" not in words
    for download in ("csv", "json"):
        contents = client.get(f"/forces/cleveland/changes.{download}?from=2025-02-01").getvalue().decode()
        assert "letter of 10 February" in contents
        assert "Head of Performance" not in contents


def test_it_shows_the_last_quarter_of_a_year_by_default(office: Client, history: Register) -> None:
    assert "From the end of 2 December 2024 to the end of 3 March 2025" in words_of(office.get(PAGE))


def test_dates_entered_in_the_form_are_added_to_the_address(office: Client, history: Register) -> None:
    boxes = {"day": 1, "month": 2, "year": 2025}
    typed = {f"{name}-{box}": value for name in ("from", "to") for box, value in boxes.items()}
    assert office.get(PAGE, typed)["Location"] == f"{PAGE}?from=2025-02-01&to=2025-02-01"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("to=2025-03-04", "4 March 2025 is in the future. Choose a date up to today, 3 March 2025."),
        (
            "from=2025-02-02&to=2025-02-01",
            "2 February 2025, must be before the last date, 1 February 2025.",
        ),
        ("from=never", "The first date must include a month and a year"),
        ("to=9999-12-31", "The last date must have a year from 1900 to 2100"),
        ("to=0001-01-01", "The last date must have a year from 1900 to 2100"),
    ],
)
def test_dates_that_cannot_be_compared_get_a_message(
    query: str, sentence: str, office: Client, history: Register
) -> None:
    response = office.get(f"{PAGE}?{query}")
    assert sentence in words_of(response)
    assert b"<title>Error:" in response.content
    refused = office.get(f"/forces/cleveland/changes.csv?{query}")
    assert (refused.status_code, sentence in refused.content.decode()) == (400, True)


def test_the_downloads_have_the_same_rows(office: Client, recent_changes: Register) -> None:
    lines = lines_of(office.get("/forces/cleveland/changes.csv?from=2025-02-01"), named=True)
    assert [(line["Change"], line["Reference"], line["After"]) for line in lines] == [
        ("Became overdue", "9", "Overdue"),
        ("New", "9", "In progress"),
        ("Closed", "7", "Closed"),
        ("Deadline set by HMICFRS", "7", "2025-02-28"),
    ]
    figures = json.loads(b"".join(office.get("/forces/cleveland/changes.json?from=2025-02-01")))["figures"]
    assert (figures["opening"], figures["new"], figures["closed"], figures["closing"]) == (2, 1, 1, 2)


def test_the_panel_sees_what_was_released_to_it(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.panel_member)
    words = words_of(client.get(f"{PAGE}?from=2025-01-01"))
    assert "Shown as released to the panel." in words
    assert "Complete, says the force" not in words


def test_an_inspection_and_a_body_have_their_own_page(office: Client, recent_changes: Register) -> None:
    assert "1 closed" in words_of(office.get("/inspections/soteria-2024/changes/?from=2025-02-01"))
    assert "Nothing changed between these dates." in words_of(office.get("/bodies/soteria-joint-unit/changes/"))
    assert office.get("/bodies/cleveland/changes/").status_code == 404
    assert office.get("/forces/soteria-joint-unit/changes/").status_code == 404


def test_its_queries_do_not_grow_with_the_actions(office: Client, recent_changes: Register, cast: Cast) -> None:
    with CaptureQueriesContext(connection) as few:
        office.get(f"{PAGE}?from=2025-02-01")
    for number in range(30, 50):
        action = open_action(
            RecommendationFactory(inspection=recent_changes.soteria, number=number), recent_changes.cleveland
        )
        add_update(action, Status.CLOSED, datetime.date(2025, 2, 10), by=cast.office)
    with CaptureQueriesContext(connection) as many:
        office.get(f"{PAGE}?from=2025-02-01")
    assert len(many) == len(few) <= 25


def test_a_long_list_shows_its_first_rows_and_links_to_the_rest(
    office: Client, recent_changes: Register, cast: Cast
) -> None:
    for number in range(100, 155):
        action = open_action(
            RecommendationFactory(inspection=recent_changes.soteria, number=number), recent_changes.cleveland
        )
        add_update(action, Status.CLOSED, datetime.date(2025, 2, 10), by=cast.office)
    address = f"{PAGE}?from=2025-02-01"
    page = office.get(address).context["page"]
    closed = {changes.key: changes for changes in page.lists}["closed"]
    assert len(closed.rows) == ROWS_OF_EACH
    assert f"Show all {closed.count}: Closed" in words_of(office.get(address))
    seen = []
    for number in (1, 2):
        chosen = office.get(f"{address}&list=closed&page={number}").context["page"]
        assert chosen.figures == page.figures
        shown = {changes.key: changes.rows for changes in chosen.lists}
        assert not shown["new"]
        seen += [row.action.pk for row in shown["closed"]]
    assert len(set(seen)) == len(seen) == closed.count
    unknown = office.get(f"{address}&list=nothing")
    assert [len(changes.rows) for changes in unknown.context["page"].lists] == [len(each.rows) for each in page.lists]
    assert "Show the first rows of every list" not in words_of(unknown)


def test_it_says_first_what_is_overdue_and_was_then(office: Client, history: Register) -> None:
    words = words_of(office.get(f"{PAGE}?from=2025-01-31"))
    assert "What changed 1 action is overdue, up from none. 1 became overdue." in words
    assert "Became overdue 1 action" in words
    assert "Not started" not in words
    assert "Overdue" in words


def test_it_says_how_many_are_no_longer_overdue(office: Client, recent_changes: Register) -> None:
    words = words_of(office.get(f"{PAGE}?from=2025-02-10"))
    assert "1 action is overdue, down from 2. None became overdue. 1 is no longer overdue." in words


def test_it_names_both_days_of_a_past_period(office: Client, recent_changes: Register) -> None:
    words = words_of(office.get(f"{PAGE}?from=2025-01-31&to=2025-02-25"))
    assert "1 action was overdue on 25 February 2025, up from none on 31 January 2025. 1 became overdue." in words
    assert "2 actions were open on 25 February 2025, as many as on 31 January 2025." in words
    earlier = words_of(office.get(f"{PAGE}?from=2025-02-10&to=2025-02-25"))
    assert "1 action was overdue on 25 February 2025, down from 2 on 10 February 2025." in earlier
    assert "None became overdue. 1 was no longer overdue." in earlier


def test_it_says_that_no_actions_were_overdue(office: Client, history: Register) -> None:
    words = words_of(office.get(f"{PAGE}?from=2024-12-01&to=2025-01-30"))
    assert "No actions were overdue on either date." in words
    assert "became overdue" not in words


def test_its_overdue_actions_are_those_of_the_force_page_on_both_days(office: Client, recent_changes: Register) -> None:
    page = office.get(f"{PAGE}?from=2025-02-10").context["page"]
    then = office.get("/as-at/2025-02-10/forces/cleveland/").context["summary"].tally.overdue
    now = office.get("/forces/cleveland/").context["summary"].tally.overdue
    assert (page.overdue_before, page.overdue_after) == (then, now)


def test_it_counts_the_updates_recorded_between_the_dates(office: Client, cast: Cast, history: Register) -> None:
    assert "2 updates were recorded on 1 action." in words_of(office.get(f"{PAGE}?from=2025-02-01"))
    mistaken = history.actions[("cleveland", "5")].updates.get(status=Status.COMPLETE)
    add_update(mistaken.action, None, datetime.date(2025, 3, 1), by=cast.office, retracts=mistaken)
    assert "1 update was recorded on 1 action." in words_of(office.get(f"{PAGE}?from=2025-02-01"))
    assert "No update was recorded." in words_of(office.get(f"{PAGE}?from=2025-03-02"))


def test_the_panel_counts_the_updates_released_to_it(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.panel_member)
    assert "1 update was recorded on 1 action." in words_of(client.get(f"{PAGE}?from=2025-02-01"))


def test_usual_periods_are_links(office: Client, history: Register) -> None:
    page = office.get(PAGE).content.decode()
    assert '<a class="govuk-link" href="?from=2025-02-24">The last week</a>' in page
    assert '<a class="govuk-link" href="?from=2024-12-02" aria-current="true">The last 3 months</a>' in page
    assert 'aria-current="true">The last month</a>' in office.get(f"{PAGE}?from=2025-02-01").content.decode()
