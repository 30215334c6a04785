"""The page of one recommendation across everyone who holds it."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forces.bodies.models import Force
from recommendations.register.models import Document, Link, Recommendation, Statement
from recommendations.register.statuses import Status
from tests.cast import Cast, Register
from tests.factories import (
    AddresseeFactory,
    ForceFactory,
    InspectionFactory,
    PartFactory,
    RecommendationFactory,
    ResponseFactory,
    add_update,
    explained,
    open_action,
    published,
)
from tests.reading import lines_of, words_of

MOST_QUERIES = 25
ADDRESS = "/inspections/soteria-2024/7/"


pytestmark = pytest.mark.usefixtures("on_the_day")


def test_it_quotes_the_text_with_its_source(admin: Client, register: Register) -> None:
    words = words_of(admin.get(ADDRESS))
    assert register.rec_7.text in words
    assert f"Quoted from “{register.soteria.title}”, published 22 August 2024." in words
    assert "In the report’s words: “By 31 January 2025”. Set by HMICFRS." in words


def test_it_opens_with_how_far_the_forces_are(admin: Client, history: Register) -> None:
    assert "1 of 2 force actions is closed and 1 is overdue." in words_of(admin.get(ADDRESS))


def test_it_shows_the_status_of_a_national_body(admin: Client, register: Register) -> None:
    add_update(register.actions[("soteria-joint-unit", "4")], Status.IN_PROGRESS, datetime.date(2024, 12, 1))
    assert "Soteria Joint Unit: overdue." in words_of(admin.get("/inspections/soteria-2024/4/"))


def test_national_holders_come_first(admin: Client, history: Register) -> None:
    open_action(history.rec_7, history.joint_unit)
    rows = admin.get(ADDRESS).context["page"].holders
    assert [row.name for row in rows] == ["Soteria Joint Unit", "Cleveland", "Cumbria", history.durham.label]


@pytest.mark.parametrize("column", ["name", "status", "deadline", "last_update"])
def test_every_column_sorts_both_ways(admin: Client, history: Register, column: str) -> None:
    up = [row.record.name for row in admin.get(f"{ADDRESS}?sort={column}").context["table"].rows]
    down = [row.record.name for row in admin.get(f"{ADDRESS}?sort=-{column}").context["table"].rows]
    assert sorted(up) == sorted(down)
    assert len(up) == 3


def test_each_reader_sees_the_updates_released_to_them(client: Client, cast: Cast, history: Register) -> None:
    def words_on_5(person: object) -> str:
        client.force_login(person)  # type: ignore[arg-type]
        return words_of(client.get("/inspections/soteria-2024/5/"))

    assert "Ready." in words_on_5(cast.office)
    panel = words_on_5(cast.panel_member)
    assert "Waits for 4." in panel
    assert "Ready." not in panel
    public = words_on_5(cast.cumbria_office)
    assert "in-progress since 2024-10-01" in public
    assert "Waits for 4." not in public
    assert "doubtful" not in words_on_5(cast.office)  # a note for the office is on the action's page alone


def test_a_long_update_is_shortened_with_a_link_to_the_full_text(admin: Client, register: Register) -> None:
    long = "We trained our staff. " * 40
    add_update(register.actions[("cleveland", "7")], Status.IN_PROGRESS, datetime.date(2025, 1, 1), text=long)
    response = admin.get(ADDRESS)
    assert "Read it in full Cleveland" in words_of(response)
    assert long not in response.content.decode()
    assert max(len(row.short_text) for row in response.context["page"].holders) == 300


def test_nothing_is_shown_for_a_force_that_does_not_use_soteria_tracker(admin: Client, history: Register) -> None:
    add_update(history.actions[("durham", "7")], Status.CLOSED, datetime.date(2025, 1, 1), text="Done in Durham.")
    words = words_of(admin.get(ADDRESS))
    assert "Does not use Soteria Tracker" in words
    assert "Done in Durham." not in words


def test_it_says_that_no_force_uses_soteria_tracker(admin: Client, history: Register) -> None:
    Force.objects.update(uses_soteria_tracker=False)
    assert "No force uses Soteria Tracker yet." in words_of(admin.get(ADDRESS))


def test_an_extended_deadline_is_shown_with_the_first(admin: Client, register: Register) -> None:
    add_update(
        register.actions[("cleveland", "7")],
        Status.IN_PROGRESS,
        datetime.date(2025, 1, 1),
        revised_deadline_on=datetime.date(2025, 6, 30),
        deadline_reason="HMICFRS wrote so",
    )
    assert "30 June 2025 Extended by HMICFRS (was 31 January 2025)" in words_of(admin.get(ADDRESS))


def test_links_are_shown_at_both_ends(admin: Client, register: Register) -> None:
    add_update(
        register.actions[("cleveland", "5")],
        Status.WAITING,
        datetime.date(2025, 1, 1),
        waiting_for_recommendation=register.rec_4,
    )
    five = words_of(admin.get("/inspections/soteria-2024/5/"))
    four = words_of(admin.get("/inspections/soteria-2024/4/"))
    assert "Waiting for Recommendation 4: Define repeat suspects" in five
    assert "Recommendation 5: Use the new definition is waiting for this" in four
    assert "Waiting for this: 1 force action" in four


def test_a_link_to_another_report_names_it(admin: Client, register: Register) -> None:
    older = RecommendationFactory(inspection=InspectionFactory(short_title="Rape, phase one"), number=11)
    Link.objects.create(from_recommendation=register.rec_7, kind="repeats", to_recommendation=older)
    assert "Repeats Recommendation 11: Improve matter 11 (Rape, phase one)" in words_of(admin.get(ADDRESS))
    other = words_of(admin.get(older.get_absolute_url()))
    assert "Recommendation 7: Identify and disrupt suspects (Operation Soteria) repeats this" in other


def test_a_cause_of_concern_shows_the_progress_of_its_recommendations(admin: Client, history: Register) -> None:
    concern = RecommendationFactory(
        inspection=history.soteria, reference="coc-1", number=1, kind="cause-of-concern", undated=True
    )
    Recommendation.objects.filter(pk=history.rec_7.pk).update(parent=concern)
    response = admin.get("/inspections/soteria-2024/coc-1/")
    words = words_of(response)
    assert "1 of 2 force actions is closed and 1 is overdue." in words
    assert "Recommendation 7: Identify and disrupt suspects" in words
    assert response.context["page"].children_tally.total == 3
    assert "Belongs to Cause of concern 1" in words_of(admin.get(ADDRESS))


def test_only_statements_on_this_recommendation_are_quoted(admin: Client, register: Register) -> None:
    document = Document.objects.create(
        slug="page",
        title="Cumbria’s page",
        kind="web-page",
        inspection=register.soteria,
        force=register.cumbria,
        published_by=register.pfcc_cumbria,
    )
    for order, recommendation in enumerate([register.rec_7, register.rec_5, None]):
        Statement.objects.create(
            document=document,
            order=order,
            speaker="chief-officer",
            recommendation=recommendation,
            text=f"Said {order}.",
        )
    words = words_of(admin.get(ADDRESS))
    assert "Cumbria: Chief Constable Said 0. Cumbria’s page" in words
    assert "Said 1." not in words
    assert "Said 2." not in words


def test_parts_are_listed_with_their_own_deadline(admin: Client, register: Register) -> None:
    PartFactory(
        recommendation=register.rec_7,
        label="a",
        text="track suspects",
        deadline_kind="immediately",
        deadline_wording="Immediately",
    )
    assert "a track suspects Immediately" in words_of(admin.get(ADDRESS))


@pytest.mark.parametrize("address", ["/inspections/soteria-2024/99/", "/inspections/none/7/"])
def test_an_unknown_recommendation_is_404(admin: Client, register: Register, address: str) -> None:
    assert admin.get(address).status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("status=overdue", ["Cleveland"]),
        ("status=no-update", []),
        ("region=North+West", ["Cumbria"]),
        ("forces=cleveland&forces=cumbria", ["Cleveland", "Cumbria"]),
        ("forces=cleveland&forces=cumbria&status=closed", ["Cumbria"]),
        ("region=Atlantis", []),
    ],
)
def test_it_can_be_narrowed_and_so_is_its_download(
    admin: Client, history: Register, query: str, names: list[str]
) -> None:
    table = admin.get(f"{ADDRESS}?{query}").context["table"]
    assert [row.record.name for row in table.rows] == names
    lines = lines_of(admin.get(f"{ADDRESS[:-1]}.csv?{query}"), named=True)
    assert [line["Held by"].split()[0] for line in lines] == names


def test_published_statements_are_one_link_away(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.panel_member)
    address = f"{ADDRESS}statements/"
    assert address.encode() in client.get(ADDRESS).content
    assert "No published explanations of this recommendation are recorded here." in words_of(client.get(address))
    response = ResponseFactory(inspection=history.soteria, force=history.cumbria)
    explained(response, history.rec_7, text="We asked the force to report monthly.")
    published(response, datetime.date(2024, 10, 1))
    words = words_of(client.get(address))
    assert "1 published response explains what action was taken or proposed, or why none was." in words
    assert "We asked the force to report monthly." in words
    assert client.get("/inspections/soteria-2024/99/statements/").status_code == 404


def test_the_old_address_of_the_published_statements_redirects(admin: Client, register: Register) -> None:
    assert admin.get(f"{ADDRESS}said/").headers["Location"] == f"{ADDRESS}statements/"


def test_a_page_of_43_forces_with_long_text_stays_under_100_kilobytes(admin: Client, register: Register) -> None:
    for number in range(40):
        action = open_action(register.rec_7, ForceFactory(slug=f"a-force-{number}"))
        add_update(action, Status.IN_PROGRESS, datetime.date(2025, 1, 1), text="We trained our staff. " * 40)
    response = admin.get(ADDRESS)
    assert len(response.context["page"].holders) == 43
    assert len(response.content) < 100_000


def test_the_queries_do_not_grow_with_the_rows(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.office)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for number in range(20, 24):
        other = RecommendationFactory(inspection=InspectionFactory(), number=number)
        Link.objects.create(from_recommendation=other, kind="waits-for", to_recommendation=history.rec_7)
        AddresseeFactory(recommendation=history.rec_7, body=ForceFactory())
        action = open_action(history.rec_7, ForceFactory())
        add_update(action, Status.WAITING, datetime.date(2025, 1, 1), waiting_for_recommendation=other)
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS)
    assert len(many) == len(few) <= MOST_QUERIES
