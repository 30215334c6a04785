"""Pages as at an earlier day, and as known on an earlier day."""

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from recommendations.register.statuses import Status
from recommendations.releases.services import release
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    InspectionFactory,
    RecommendationFactory,
    ResponseFactory,
    add_update,
    as_reader,
    open_action,
    published,
)
from tests.reading import lines_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

PAGES = [
    "/overview/",
    "/forces/",
    "/forces/cleveland/",
    "/inspections/",
    "/inspections/soteria-2024/",
    "/inspections/soteria-2024/7/",
    "/bodies/soteria-joint-unit/",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_states_its_day(page: str, office: Client, history: Register) -> None:
    assert "Position as at 3 March 2025" in words_of(office.get(page))
    words = words_of(office.get(f"/as-at/2025-01-10{page}"))
    assert "Position as at 10 January 2025" in words
    assert "Back to today" in words


@pytest.mark.postgresql
def test_the_force_page_shows_the_positions_on_that_day(office: Client, history: Register) -> None:
    # seven was not started then, due on 31 January, and became overdue in February
    assert "Nothing is overdue" in words_of(office.get("/as-at/2025-01-10/forces/cleveland/"))
    assert "1 action is overdue" in words_of(office.get("/as-at/2025-02-01/forces/cleveland/"))
    row = {
        line["Reference"]: line for line in lines_of(office.get("/as-at/2025-01-10/forces/cleveland.csv"), named=True)
    }
    assert row["7"]["Status"] == "Not started"
    assert row["5"]["Status"] == "In progress"


@pytest.mark.postgresql
def test_an_inspection_not_yet_published_is_not_found(office: Client, history: Register) -> None:
    later = InspectionFactory(slug="later-2025", title="A later report", published_on=datetime.date(2025, 2, 1))
    open_action(RecommendationFactory(inspection=later), history.cleveland)
    assert "A later report" in words_of(office.get("/inspections/"))
    assert "A later report" not in words_of(office.get("/as-at/2025-01-31/inspections/"))
    assert office.get("/as-at/2025-01-31/inspections/later-2025/").status_code == 404
    assert office.get("/as-at/2025-02-01/inspections/later-2025/").status_code == 200


@pytest.mark.postgresql
def test_a_named_embargo_reader_does_not_see_the_report_on_an_earlier_day(
    office: Client, cast: Cast, register: Register
) -> None:
    embargoed = InspectionFactory(slug="embargoed", state="embargoed", published_on=None, title="Under embargo")
    embargoed.embargo_readers.add(cast.office)
    assert "Under embargo" in words_of(office.get("/inspections/"))
    assert "Under embargo" not in words_of(office.get("/as-at/2025-03-02/inspections/"))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("2025-03-04", "4 March 2025 is in the future. Choose a date up to today, 3 March 2025."),
        ("2019-01-01", "There are no figures for 1 January 2019: the first report was published on 22 August 2024."),
        ("2025-02-30", "The date must be a real date: 30 February 2025 does not exist"),
        ("2025-13-01", "The date must be a real date: 1/13/2025 does not exist"),
        ("soon", "The date must include a month and a year"),
    ],
)
def test_a_day_out_of_range_gets_a_message_and_the_page_shows_today(
    asked: str, sentence: str, office: Client, history: Register
) -> None:
    for address in (f"/as-at/{asked}/forces/cleveland/", f"/forces/cleveland/?as-at={asked}"):
        response = office.get(address)
        words = words_of(response)
        assert sentence in words
        assert "Position as at 3 March 2025" in words
        assert "/as-at/" not in response.content.decode().replace(response.request["PATH_INFO"], "")
    for address in (f"/as-at/{asked}/forces/cleveland.csv", f"/forces/cleveland.csv?as-at={asked}"):
        refused = office.get(address)
        assert refused.status_code == 400
        assert sentence in refused.content.decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/forces/?as-at=2025-02-01", "/as-at/2025-02-01/forces/"),
        ("/forces.csv?as-at=2025-02-01", "/as-at/2025-02-01/forces.csv"),
        (
            "/forces/cleveland/?status=overdue&as-at=2025-02-01&known=2025-02-05&sort=title",
            "/as-at/2025-02-01/forces/cleveland/?status=overdue&sort=title&known=2025-02-05",
        ),
        ("/forces/?as-at=", "/forces/"),
        ("/as-at/2025-02-01/forces/?as-at=2025-01-10", "/as-at/2025-01-10/forces/"),
    ],
)
def test_an_old_address_redirects_to_the_one_with_the_day_in_its_path(
    old: str, new: str, office: Client, history: Register
) -> None:
    response = office.get(old)
    assert (response.status_code, response["Location"]) == (302, new)


@pytest.mark.parametrize(
    "page", ["/search/", "/my-work/", "/responses/", "/account/", "/forces/cleveland/soteria-2024/7/"]
)
def test_a_page_without_earlier_days_is_not_found_under_one(page: str, office: Client, history: Register) -> None:
    assert office.get(f"/as-at/2025-02-01{page}").status_code == 404


def test_the_day_of_one_request_is_forgotten_before_the_next(office: Client, history: Register) -> None:
    office.get("/as-at/2025-02-01/overview/")
    assert reverse("dated:overview") == "/overview/"
    assert "/as-at/" not in office.get("/overview/").content.decode()


def test_a_day_entered_in_the_form_is_added_to_the_address_with_the_filter(office: Client, history: Register) -> None:
    typed = {"as-at-day": "1", "as-at-month": "2", "as-at-year": "2025", "status": "overdue"}
    response = office.get("/forces/cleveland/", typed)
    assert (response.status_code, response["Location"]) == (302, "/as-at/2025-02-01/forces/cleveland/?status=overdue")
    today = {"as-at-day": "3", "as-at-month": "3", "as-at-year": "2025"}
    assert office.get("/forces/cleveland/", today)["Location"] == "/forces/cleveland/"


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_dated_page_keeps_the_day(page: str, office: Client, history: Register) -> None:
    response = office.get(f"/as-at/2025-02-01{page}?known=2025-02-05")
    content = response.content.decode()
    links = [link for link in _links(content) if not link.endswith("#st-asat")]
    leading_on = [link for link in links if link.split("?")[0].removeprefix("/as-at/2025-02-01") in PAGES]
    assert leading_on
    assert [link for link in leading_on if not link.startswith("/as-at/2025-02-01/")] == []
    assert 'href="/responses/"' in content  # not a dated page
    assert "/as-at/2025-02-01/forces/cleveland/soteria-2024/" not in content  # nor is an action's page


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("day", ["", "/as-at/2025-02-01"])
def test_every_link_to_a_dated_page_keeps_the_date_of_recording(
    day: str, page: str, office: Client, history: Register
) -> None:
    content = office.get(f"{day}{page}?known=2025-02-05").content.decode()
    links = [link for link in _links(content) if not link.endswith("#st-asat")]
    downloads = tuple(f".{ending}" for ending in ("csv", "xlsx", "json", "pdf"))
    paths = {link: link.split("?")[0].removeprefix(day) for link in links}
    dated = [link for link, path in paths.items() if path in PAGES or path.endswith(downloads)]
    assert len(dated) > 4
    assert [link for link in dated if link.count("known=2025-02-05") != 1] == []
    assert [link for link in links if link.count("?") > 1] == []
    assert 'aria-current="' in content or page.startswith("/bodies/")  # the menu knows where it is
    assert 'href="/responses/"' in content  # not a dated page


def test_a_date_of_recording_that_is_not_accepted_is_in_no_link(office: Client, history: Register) -> None:
    for known in ("2025-03-04", "soon"):
        content = office.get(f"/forces/cleveland/?known={known}").content.decode()
        assert [link for link in _links(content) if "known=" in link and not link.startswith("?")] == []


def test_the_link_to_a_recommendation_keeps_the_forces_chosen_and_the_date_of_recording(
    office: Client, history: Register
) -> None:
    content = office.get("/inspections/soteria-2024/?forces=cleveland&forces=cumbria&known=2025-02-05").content.decode()
    assert "/inspections/soteria-2024/7/?known=2025-02-05&forces=cleveland&forces=cumbria" in _links(content)


def _links(content: str) -> list[str]:
    return [part.split('"')[0].replace("&amp;", "&") for part in content.split('href="')[1:]]


def test_a_filter_keeps_the_day(office: Client, history: Register) -> None:
    content = office.get("/as-at/2025-02-01/forces/cleveland/").content.decode()
    assert content.count('class="st-filter" method="get" action="/as-at/2025-02-01/forces/cleveland/') == 1


@pytest.mark.postgresql
def test_the_panel_sees_later_releases_as_later_updates(client: Client, cast: Cast, register: Register) -> None:
    action = register.actions[("cleveland", "7")]
    update = add_update(action, Status.CLOSED, datetime.date(2025, 1, 20), by=cast.office, audience="force-and-office")
    given = {"by": as_reader(cast.office, TODAY), "submission_key": uuid.uuid4()}
    release(holder=register.cleveland, updates=[update.pk], audience="panel", **given)
    client.force_login(cast.panel_member)
    words = words_of(client.get("/as-at/2025-02-01/forces/cleveland/"))
    assert "1 of 2 actions is closed" in words
    assert "Since then 1 update about this day or an earlier one has come in." in words
    known = words_of(client.get("/as-at/2025-02-01/forces/cleveland/?known=2025-02-01"))
    assert "None of its 2 actions has been released as closed." in known
    assert "1 update about this day or an earlier one came in after 1 February 2025 and is not included" in known
    client.force_login(cast.office)
    assert "Since then" not in words_of(client.get("/as-at/2025-02-01/forces/cleveland/"))


@pytest.mark.postgresql
def test_it_mentions_updates_about_that_day_recorded_later(
    office: Client, client: Client, cast: Cast, history: Register
) -> None:
    recorded = datetime.datetime(2025, 2, 20, 9, tzinfo=datetime.UTC)
    add_update(
        history.actions[("cleveland", "7")],
        Status.COMPLETE,
        datetime.date(2025, 1, 25),
        by=cast.office,
        recorded_at=recorded,
        audience="force-and-office",
    )
    words = words_of(office.get("/as-at/2025-02-01/forces/cleveland/"))
    assert "Since then 1 update about this day or an earlier one has come in." in words
    assert "Nothing is overdue" in words
    known = words_of(office.get("/as-at/2025-02-01/forces/cleveland/?known=2025-02-01"))
    assert "1 update about this day or an earlier one came in after 1 February 2025 and is not included" in known
    assert "1 action is overdue" in known
    # nothing is mentioned about another inspection or another force
    assert "Since then" not in words_of(office.get("/as-at/2025-02-01/forces/cumbria/"))
    # nor is it mentioned to a reader who cannot see the update
    client.force_login(cast.cumbria_office)
    assert "Since then" not in words_of(client.get("/as-at/2025-02-01/forces/cleveland/"))


@pytest.mark.postgresql
@pytest.mark.parametrize("page", PAGES)
def test_positions_known_today_match_todays_page(page: str, office: Client, history: Register) -> None:
    known = words_of(office.get(f"/as-at/{TODAY}{page}?known={TODAY}"))
    as_recorded_by = " , as recorded by 3 March 2025 . Back to today"
    today = words_of(office.get(page))
    assert _without_day(known.replace(as_recorded_by, "")) == _without_day(today)


def _without_day(words: str) -> str:
    head, _, rest = words.partition("Position as at")
    return head + rest.partition("Download:")[2]


@pytest.mark.postgresql
def test_a_response_published_later_is_not_published_on_that_day(office: Client, history: Register) -> None:
    published(ResponseFactory(inspection=history.soteria, force=history.cleveland), datetime.date(2024, 10, 9))
    assert "Published on day 49" in words_of(office.get("/as-at/2024-10-09/forces/cleveland/"))
    before = words_of(office.get("/as-at/2024-10-08/forces/cleveland/"))
    assert "Published on day 49" not in before
    assert "Day 48 of 56" in before
