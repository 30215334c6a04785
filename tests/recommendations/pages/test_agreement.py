"""The overview, lists, force pages, tables and downloads show the same figures to each kind of reader."""

import datetime
import json
from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client

from forces.bodies.models import Force
from forces.people.editions import Edition
from recommendations.pages.common.attention import NAMED
from recommendations.positions.counting import Tally, positions_on
from recommendations.positions.models import Position
from recommendations.register.statuses import PositionGroup, Status
from tests.cast import TODAY, Cast, Register
from tests.factories import RecommendationFactory, add_update, as_reader, open_action, rebuilding_once
from tests.reading import lines_of
from tests.snapshots import SnapshotStore

READERS = ["administrator", "auditor", "office", "approver", "contributor", "panel_member", "cumbria_office"]
FORCES = ["cleveland", "cumbria", "durham"]

Counts = dict[str, int]


pytestmark = pytest.mark.usefixtures("on_the_day")


@pytest.fixture
def varied_history(history: Register, build_once: SnapshotStore) -> Register:
    """A history in which the three editions of Cleveland differ, and every force has more than a page of actions."""
    build_once(build_varied_history, history)
    return history


@rebuilding_once()
def build_varied_history(history: Register) -> None:
    """Record the updates of the varied history."""
    add_update(history.actions[("durham", "7")], Status.CLOSED, datetime.date(2025, 1, 1))
    moves = [*Status][1:]
    for number in range(20, 75):
        recommendation = RecommendationFactory(inspection=history.soteria, number=number, undated=number % 3 == 0)
        for force in (history.cleveland, history.cumbria, history.durham):
            action = open_action(recommendation, force)
            for step, audience in enumerate(("public", "panel", "force-and-office")):
                if number % (step + 2) == 0:
                    status = moves[(number + step) % len(moves)]
                    add_update(action, status, datetime.date(2024, 11, 1 + step), audience=audience)


def as_recorded(words: str) -> str:
    """Return a group's label as worded where nothing is unreleased."""
    return words.replace("recorded or released", "recorded").replace("released", "recorded")


def of_tally(tally: Tally) -> Counts:
    return {str(group.label): count for group, count in tally.present}


def of_lines(lines: list[dict[str, str]], force: str) -> Counts:
    [line] = [{as_recorded(name): cell for name, cell in line.items()} for line in lines if line["Force"] == force]
    return {str(group.label): int(line[str(group.label)]) for group in PositionGroup if line[str(group.label)] != "0"}


def on_all_pages(client: Client, address: str) -> Counts:
    counts: Counter[str] = Counter()
    page = 1
    while True:
        table = client.get(address, {"page": page}).context["table"]
        counts.update(str(PositionGroup(row.record.group).label) for row in table.page.object_list)
        if not table.page.has_next():
            return dict(counts)
        page += 1


@pytest.mark.parametrize("who", READERS)
def test_every_page_and_download_shows_the_same_figures(
    client: Client, cast: Cast, varied_history: Register, who: str
) -> None:
    person = getattr(cast, who)
    client.force_login(person)
    overview = {holding.body.slug: holding for holding in client.get("/overview/").context["overview"].forces}
    listed = {row.body.slug: row for group in client.get("/forces/").context["groups"] for row in group.rows}
    overview_lines = lines_of(client.get("/overview.csv"), named=True)
    list_lines = lines_of(client.get("/forces.csv"), named=True)
    assert list(overview_lines) == list(list_lines)
    visible = ["cleveland"] if who == "auditor" else FORCES
    assert sorted(overview) == sorted(listed) == visible
    for slug in visible:
        name = overview[slug].body.name
        counted = Counter(
            str(PositionGroup(position.group).label)
            for position in positions_on(TODAY, as_reader(person, TODAY)).filter(holder__slug=slug)
        )
        page = client.get(f"/forces/{slug}/").context["summary"]
        table_lines = lines_of(client.get(f"/forces/{slug}.csv"), named=True)
        downloaded = Counter(as_recorded(line["Status with timing"]) for line in table_lines)
        for found in (
            of_tally(overview[slug].tally),
            of_tally(listed[slug].tally),
            of_tally(page.tally),
            of_lines(overview_lines, name),
            of_lines(list_lines, name),
            on_all_pages(client, f"/forces/{slug}/"),
            dict(downloaded),
        ):
            assert found == dict(counted), slug
        assert sum(counted.values()) == 57
        assert len(page.attention.overdue) == min(page.tally.overdue, NAMED)
        assert len(page.attention.due_next) == min(page.tally.due_next, NAMED)
        assert len(page.attention.forecast_late) == min(page.tally.forecast_late, NAMED)


def counts_in_downloads(client: Client, address: str, query: str, column: str, kind: str = "") -> dict[str, Counts]:
    """Return the counts by group in the rows of the CSV and in the figures of the JSON; with `kind`, of forces only."""
    rows = lines_of(client.get(f"{address}.csv{query}"), named=True)
    if kind:
        forces = set(Force.objects.values_list("name", flat=True))
        rows = [row for row in rows if row["Held by"] in forces]
    counted = Counter(as_recorded(row[column]) for row in rows)
    response = client.get(f"{address}.json{query}")
    figures = json.loads(b"".join(response))["figures"]  # type: ignore[call-overload]
    assert sum(figures["by_group"].values()) == figures["actions"]
    by_group = {str(PositionGroup(key).label): count for key, count in figures["by_group"].items() if count}
    return {"rows": dict(counted), "figures": by_group}


@pytest.mark.parametrize("day", [TODAY, datetime.date(2024, 11, 2)], ids=["today", "an earlier day"])
@pytest.mark.parametrize("who", ["office", "panel_member", "cumbria_office"])
def test_the_groups_of_each_page_match_its_rows_and_figures(
    client: Client, cast: Cast, varied_history: Register, who: str, day: datetime.date
) -> None:
    """Disjoint and complete: each position is in one group, and each group's rows are counted once."""
    person = getattr(cast, who)
    client.force_login(person)
    reader = as_reader(person, TODAY).at(day)
    positions = list(positions_on(day, reader).select_related("holder", "action"))
    assert len({position.action_id for position in positions}) == len(positions)
    at = f"/as-at/{day}" if day != TODAY else ""

    def counted(is_meant: Callable[[Position], bool]) -> Counts:
        return dict(Counter(str(PositionGroup(position.group).label) for position in positions if is_meant(position)))

    of_forces = counted(lambda position: position.holder.kind == "force")
    status_column = "Status with timing"
    overview = client.get(f"{at}/overview/").context["overview"]
    assert of_tally(overview.tally) == of_forces
    assert sum(of_forces.values()) == overview.tally.total

    inspection = client.get(f"{at}/inspections/soteria-2024/").context["page"]
    status_counts = counts_in_downloads(client, f"{at}/inspections/soteria-2024", "", "Status", kind="force")
    cells_of_all = Counter(
        str(PositionGroup(cell.group).label)
        for _region, rows in inspection.grid.regions
        for row in rows
        for cell in row.cells
        if cell
    )
    assert (
        of_tally(inspection.forces)
        == status_counts["rows"]
        == status_counts["figures"]
        == dict(cells_of_all)
        == of_forces
    )

    two = "forces=cleveland&forces=cumbria"
    compared = client.get(f"{at}/inspections/soteria-2024/?{two}").context["page"]
    status_counts = counts_in_downloads(client, f"{at}/inspections/soteria-2024", f"?{two}", "Status")
    assert of_tally(compared.forces_shown) == status_counts["rows"] == status_counts["figures"]
    assert status_counts["rows"] == counted(lambda position: position.holder.slug in ("cleveland", "cumbria"))

    recommendation = client.get(f"{at}/inspections/soteria-2024/7/").context["page"]
    status_counts = counts_in_downloads(client, f"{at}/inspections/soteria-2024/7", "", status_column, kind="force")
    assert of_tally(recommendation.forces) == status_counts["rows"] == status_counts["figures"]
    on_7 = varied_history.rec_7.pk
    assert status_counts["rows"] == counted(lambda position: position.action.recommendation_id == on_7)

    for page, holder in (("forces/cleveland", "cleveland"), ("bodies/soteria-joint-unit", "soteria-joint-unit")):
        address = f"{at}/{page}"
        context = client.get(f"{address}/").context
        status_counts = counts_in_downloads(client, address, "", status_column)
        assert of_tally(context["summary"].tally) == status_counts["rows"] == status_counts["figures"]
        assert status_counts["rows"] == counted(lambda position, slug=holder: position.holder.slug == slug)  # type: ignore[misc]
        for group, count in context["summary"].tally.present:
            assert client.get(f"{address}/?status={group}").context["table"].paginator.count == count


def test_the_editions_differ_so_that_the_agreement_is_meaningful(
    client: Client, cast: Cast, varied_history: Register
) -> None:
    seen = {}
    for who in ("office", "panel_member", "cumbria_office"):
        client.force_login(getattr(cast, who))
        seen[who] = of_tally(client.get("/forces/cleveland/").context["summary"].tally)
    assert seen["office"] != seen["panel_member"] != seen["cumbria_office"] != seen["office"]


@pytest.mark.parametrize(
    ("who", "edition"),
    [
        ("office", Edition.WORKING),
        ("contributor", Edition.WORKING),
        ("auditor", Edition.WORKING),
        ("panel_member", Edition.PANEL),
        ("cumbria_office", Edition.PUBLIC),
        ("administrator", Edition.PUBLIC),
    ],
)
def test_a_download_contains_the_text_of_its_edition_only(
    client: Client, cast: Cast, history: Register, who: str, edition: Edition
) -> None:
    client.force_login(getattr(cast, who))
    lines = {line["Reference"]: line for line in lines_of(client.get("/forces/cleveland.csv"), named=True)}
    words = {Edition.WORKING: "Ready.", Edition.PANEL: "Waits for 4.", Edition.PUBLIC: "in-progress since 2024-10-01"}
    assert lines["5"]["Last update in words"] == words[edition]
    assert lines["5"]["Records shown"] == edition.label
