"""Pages of a merged force and of its predecessors, before and after the day."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from forces.bodies.models import Body, Force
from forces.people.models import Role
from recommendations.discussion.queries import open_mentions
from recommendations.discussion.services import add_comment
from recommendations.positions.changes import changes_between
from recommendations.positions.counting import positions_on
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import differing
from recommendations.register.models import Letter
from recommendations.register.statuses import PositionGroup, Status
from recommendations.rounds.requests import request_rows, requested_actions
from recommendations.rounds.services.rounds import create_round
from tests.cast import Cast, Register
from tests.factories import (
    AddresseeFactory,
    PanelFactory,
    PartFactory,
    RecommendationFactory,
    add_update,
    as_reader,
    membership,
    open_action,
)
from tests.reading import words_of
from tests.recommendations.letters.test_pages import hidden_fields, letter_data
from tests.recommendations.reorganisations.test_admin import text_of
from tests.recommendations.reorganisations.test_services import carry_out

ACTION = "/forces/cleveland/soteria-2024/7/"


@pytest.fixture
def merged(history: Register, cast: Cast, on_the_day: None) -> Iterator[Register]:
    """Cleveland and Cumbria have been one force since yesterday."""
    carry_out(cast.administrator)
    with time_machine.travel("2025-04-02 12:00", tick=False):
        yield history


def test_the_new_force_lists_the_work_of_both_and_names_where_it_comes_from(merged: Register, office: Client) -> None:
    page = office.get("/forces/northern/")
    assert page.context["summary"].tally.total == 4
    assert page.context["responses"].count == 0  # no report has been published since it exists
    assert "Opened for Cleveland Police" in page.text
    assert "Opened for Cumbria Constabulary" in page.text
    assert ACTION in page.text


def test_what_the_new_force_took_over_is_not_called_new(merged: Register, office: Client, cast: Cast) -> None:
    page = office.get("/forces/northern/changes/?from=2025-03-31")
    figures = page.context["page"].figures
    assert (figures["new"], figures["taken-over"], figures["closing"]) == (0, 3, 3)  # the fourth was closed before
    assert "none new and 3 taken over" in page.text
    panel = PanelFactory(scrutinises=Force.objects.get(slug="northern"))
    membership(cast.no_role, Role.PANEL_MEMBER, panel)
    office.force_login(cast.no_role)
    home = words_of(office.get("/panel/northern/"))
    assert "3 taken over" in home
    assert home.count("3 actions were taken over.") == 2  # beside how many are late, and beside the chart


def test_the_old_force_leads_to_the_new_one_and_keeps_its_past(merged: Register, office: Client) -> None:
    page = office.get("/forces/cleveland/")
    assert page.context["summary"].tally.total == 0
    assert "has held the actions of this body, with their history, since 1 April 2025" in page.text
    assert "No recommendations are addressed to it" not in page.text
    assert page.context["progress"] is None
    assert page.context["responses"].count == 1
    earlier = office.get("/as-at/2025-03-31/forces/cleveland/")
    assert earlier.context["summary"].tally.total == 2
    assert "has held the actions" not in earlier.text


def test_nothing_is_said_to_be_closed_or_late_since_the_day_because_it_was_handed_over(
    merged: Register, cast: Cast
) -> None:
    add_update(merged.actions["cleveland", "5"], Status.CLOSED, datetime.date(2025, 3, 10), by=cast.office)
    reader = as_reader(cast.office, datetime.date(2025, 4, 2))
    held = Position.objects.filter(holder__slug="northern")
    groups = set(positions_on(reader.day, reader).filter(holder__slug="northern").values_list("group", flat=True))
    assert {PositionGroup.CLOSED, PositionGroup.OVERDUE} <= groups
    changes = changes_between(datetime.date(2025, 3, 1), reader.day, reader, held)
    assert (changes.closed, changes.newly_overdue) == ([], [])
    assert changes.overdue_after == 1
    assert changes.adds_up


@pytest.mark.parametrize(
    ("address", "shows_old"),
    [
        ("/forces/", False),
        ("/as-at/2025-03-31/forces/", True),
        ("/overview/", False),
        ("/as-at/2025-03-31/overview/", True),
    ],
)
def test_lists_and_the_map_show_the_forces_of_the_day(
    merged: Register, office: Client, address: str, shows_old: bool
) -> None:
    page = office.get(address).text
    assert ("/forces/cleveland/" in page) is shows_old
    assert ("/forces/northern/" in page) is not shows_old


def test_an_action_keeps_its_address_and_its_history(merged: Register, office: Client) -> None:
    page = office.get(ACTION)
    assert "has held this action since 1 April 2025. It was opened for Cleveland Police." in page.text
    assert "Weekly checks began." in page.text


def test_the_other_office_records_a_letter_about_actions_of_both_forces(
    merged: Register, client: Client, cast: Cast
) -> None:
    client.force_login(cast.cumbria_office)
    actions = [merged.actions["cleveland", "7"], merged.actions["cumbria", "5"]]
    new = "/work/northern/letters/new/"
    preview = client.post(new, letter_data(*actions, dated_on="2025-04-01"))
    done = client.post(new, hidden_fields(preview) | {"step": "record"}, follow=True)
    assert done.status_code == 200
    letter = Letter.objects.get()
    assert letter.holder.slug == "northern"
    assert {update.action for update in letter.updates.all()} == set(actions)
    assert done.redirect_chain[-1][0] == f"/work/northern/letters/{letter.pk}/"
    assert f"/work/northern/letters/{letter.pk}/" in client.get(ACTION).text
    assert differing([action.pk for action in actions]) == []


def test_the_grid_shows_the_most_urgent_action_and_leads_to_both(merged: Register, office: Client) -> None:
    page = office.get("/inspections/soteria-2024/").text
    assert "/forces/northern/soteria-2024" not in page
    rows = office.get("/inspections/soteria-2024/7/").text
    assert "Northern (Cleveland)" in rows
    assert "Northern (Cumbria)" in rows


@pytest.mark.parametrize("page", ["round-new", "letter-new", "bulk-update", "project", "leads-change", "assurance-new"])
def test_the_office_works_on_what_it_took_over(merged: Register, office: Client, page: str) -> None:
    pks = [action.pk for (force, _ref), action in merged.actions.items() if force in ("cleveland", "cumbria")]
    answer = office.get(f"{reverse(page, args=['northern'])}?{'&'.join(f'action={pk}' for pk in pks)}")
    assert answer.status_code == 200
    assert len(answer.context["actions"]) == 4


@pytest.mark.parametrize("page", ["my-work", "choose", "rounds", "letters", "leads", "assurance", "releases", "duties"])
def test_its_lists_open(merged: Register, office: Client, page: str) -> None:
    assert office.get(reverse(page, args=[] if page == "my-work" else ["northern"])).status_code == 200


@pytest.mark.parametrize("force", ["northern", "cleveland"])
def test_the_office_downloads_its_handover_pack(merged: Register, office: Client, force: str) -> None:
    assert reverse("handover", args=["northern", "docx"]) in office.get("/forces/northern/").text
    answer = office.get(reverse("handover", args=[force, "docx"]))
    words = text_of(answer.content)
    assert "Handover to Northern Police on 1 April 2025" in words
    assert ("Cumbria Constabulary" in words) is (force == "northern")
    excel = office.get(reverse("handover", args=[force, "xlsx"]))
    assert b"".join(excel.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert office.get(reverse("handover", args=[force, "pdf"])).status_code == 404


def test_a_request_names_only_the_dated_parts_that_each_old_force_answers_for(merged: Register, cast: Cast) -> None:
    actions = [merged.actions["cleveland", "7"], merged.actions["cumbria", "7"]]
    due = {"deadline_kind": "date", "deadline_on": datetime.date(2025, 5, 1)}
    part = PartFactory(recommendation=actions[0].recommendation, label="x", **due)
    AddresseeFactory(recommendation=part.recommendation, part=part, body=merged.cumbria)
    round_ = create_round(
        actions=actions,
        holder=Body.objects.get(slug="northern"),
        reply_by=datetime.date(2025, 4, 30),
        email_text="Dear [lead]",
        by=as_reader(cast.office, datetime.date(2025, 4, 2)),
        submission_key=uuid.uuid4(),
    )
    requested = requested_actions(round_)
    rows = request_rows(requested, datetime.date(2025, 4, 2))
    named = {each.action.holder_id for each in requested if "x: 1 May 2025" in str(rows[each.pk])}
    assert named == {merged.cumbria.pk}


def test_work_of_the_replaced_policing_body_is_assigned_and_shows_in_my_work(
    merged: Register, office: Client, cast: Cast
) -> None:
    recommendation = RecommendationFactory(inspection=merged.soteria, number=30, short_title="Publish the plan")
    action = open_action(recommendation, Body.objects.get(pk=merged.pcc_cleveland.pk))
    assign = action.address_of("assign")
    assert office.post(assign, {"assignee": cast.approver.pk}).status_code == 302
    assert office.post(assign, {"assignee": cast.no_role.pk}).status_code == 200
    assert f"Assigned to {cast.approver}." in office.get("/my-work/").text
    reader = as_reader(cast.office, datetime.date(2025, 4, 2))
    add_comment(action=action, text=f"@{cast.approver} please", by=reader, submission_key=uuid.uuid4())
    named = as_reader(cast.approver, datetime.date(2025, 4, 2))
    assert len(open_mentions(named, [Body.objects.get(slug="mayor-northern")])) == 1
