"""My work besides deadlines: releases, replies, reminders and checks; the reader's own tasks; queries."""

import datetime
import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from forces.bodies.models import LocalPolicingBody
from forces.people.models import Person
from recommendations.assurance.services import AssuranceEntry, record_assurance
from recommendations.discussion.services import assign_action
from recommendations.pages.my_work.queries import MyWork
from recommendations.pages.my_work.tasks import Task, TaskGroup
from recommendations.register.statuses import Status
from recommendations.responses.models import Commitment, Response
from recommendations.responses.services.commitments import Duty, save_duty
from recommendations.rounds.models import Request, RequestedAction, ReturnedRow, ReturnedWorkbook, Round
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import (
    InspectionFactory,
    RecommendationFactory,
    ResponseFactory,
    add_update,
    as_reader,
    complete,
    open_action,
    published,
    rebuilding_once,
)
from tests.reading import lines_of, words_of

pytestmark = pytest.mark.usefixtures("on_the_day")
MOST_QUERIES = 25
LONG_PAST = datetime.date(2024, 8, 23)


@pytest.fixture
def submitted(register: Register, cast: Cast) -> Response:
    """A response of Cleveland's office that waits for its approver."""
    inspection = InspectionFactory(slug="recent", short_title="Recent", published_on=datetime.date(2025, 2, 1))
    RecommendationFactory(inspection=inspection, number=1)
    response = complete(ResponseFactory(inspection=inspection, force=register.cleveland))
    response.stage, response.approved_digest, response.no_comments_received = "submitted", "0" * 64, True
    response.save()
    return response


# --- tasks without a deadline of HMICFRS -------------------------------------------------------------------


def asked_round(history: Register, by: Person, **fields: Any) -> Round:
    """A round of requests that asks one post about Cleveland's action 7."""
    round_ = Round.objects.create(
        holder=history.cleveland,
        reply_by=datetime.date(2025, 3, 14),
        created_at=NOON,
        created_by=by,
        submission_key=uuid.uuid4(),
        **fields,
    )
    request = Request.objects.create(round=round_, lead_post="Head of Crime")
    RequestedAction.objects.create(request=request, action=history.actions["cleveland", "7"])
    return round_


def answered(asked: Round, by: Person) -> None:
    """A reply that was uploaded and needs review."""
    returned = ReturnedWorkbook.objects.create(
        round=asked,
        file_name="answers.xlsx",
        size=1,
        checksum="0" * 64,
        received_on=datetime.date(2025, 3, 1),
        returned_by="Head of Crime",
        uploaded_at=NOON,
        uploaded_by=by,
    )
    row = RequestedAction.objects.get(request__round=asked)
    ReturnedRow.objects.create(workbook=returned, number=2, requested=row, cells={})


def tasks_in(cast: Cast, group: TaskGroup, who: str = "office", *, mine: bool = False) -> list[Task]:
    sections = MyWork(as_reader(getattr(cast, who), TODAY), mine=mine).sections
    return [task for section in sections if section.group is group for task in section.tasks]


def test_posts_that_have_not_replied_are_to_be_reminded(office: Client, cast: Cast, history: Register) -> None:
    asked = asked_round(history, cast.office)
    (task,) = [task for task in tasks_in(cast, TaskGroup.WAITING) if "Remind" in task.title]
    assert task.title == "Remind 1 post at Cleveland Police that has not replied"
    assert (task.due_on, task.timing) == (datetime.date(2025, 3, 14), "in 11 days")
    assert office.get(task.url).status_code == 200
    assert f"/rounds/{asked.pk}/" in task.url
    assert not [task for task in tasks_in(cast, TaskGroup.WAITING, "cumbria_office") if "Remind" in task.title]


def test_replies_have_to_be_reviewed(office: Client, cast: Cast, history: Register) -> None:
    answered(asked_round(history, cast.office), cast.office)
    (task,) = tasks_in(cast, TaskGroup.REPLIES)
    assert (task.title, task.timing) == ("Review 1 reply from Cleveland Police", "received 2 days ago")
    assert office.get(task.url).status_code == 200
    assert "You also have replies to 1 round of requests to review." in words_of(office.get("/my-work/"))
    assert tasks_in(cast, TaskGroup.REPLIES, "cumbria_office") == []


def test_updates_that_the_panel_has_not_seen_have_to_be_released(office: Client, cast: Cast, history: Register) -> None:
    (task,) = tasks_in(cast, TaskGroup.RELEASE)
    assert task.title == "Release the latest update on 1 action of Cleveland Police to its panel"
    assert task.timing == "oldest recorded 11 days ago"
    assert office.get(task.url).status_code == 200


def test_actions_to_check_again_are_listed(office: Client, cast: Cast, history: Register) -> None:
    seven, five = (history.actions["cleveland", reference] for reference in ("7", "5"))
    for action, again in ((seven, datetime.date(2025, 3, 1)), (five, datetime.date(2025, 6, 1))):
        entry = AssuranceEntry(
            level="partly", dated_on=datetime.date(2025, 2, 1), looked_at="Files.", check_again_on=again
        )
        by = as_reader(cast.office, TODAY)
        record_assurance(actions=[action], entry=entry, by=by, submission_key=uuid.uuid4())
    (now,), (later,) = tasks_in(cast, TaskGroup.CHECK), tasks_in(cast, TaskGroup.LATER)
    assert (now.title, now.state, now.timing) == (
        "Check recommendation 7 again: identify and disrupt suspects",
        "Partly assured",
        "2 days ago",
    )
    assert "Check recommendation 5 again" in later.title
    assert now.url == seven.get_absolute_url()
    assert office.get(now.do_url).context["actions"] == [seven]
    assert "You also have 1 action to check again." in words_of(office.get("/my-work/"))


def test_an_action_that_has_ended_is_not_checked_again(cast: Cast, history: Register) -> None:
    action = history.actions["cleveland", "7"]
    entry = AssuranceEntry(level="partly", dated_on=datetime.date(2025, 2, 1), looked_at="Files.", check_again_on=TODAY)
    by = as_reader(cast.office, TODAY)
    record_assurance(actions=[action], entry=entry, by=by, submission_key=uuid.uuid4())
    assert len(tasks_in(cast, TaskGroup.CHECK)) == 1
    action.ended_on = TODAY
    action.save()
    assert tasks_in(cast, TaskGroup.CHECK) == []


def test_a_duty_is_listed_verbatim(office: Client, cast: Cast, history: Register) -> None:
    Commitment.objects.create(
        body=history.cleveland,
        kind="duty",
        what="HMICFRS wants an action plan.",
        source="Page 12",
        inspection=history.soteria,
        due_on=datetime.date(2025, 3, 1),
    )
    (task,) = [task for task in tasks_in(cast, TaskGroup.OVERDUE) if not task.action]
    assert task.title == "Complete the duty: HMICFRS wants an action plan."
    assert (task.about, task.state, task.timing) == (
        "Cleveland Police. Operation Soteria. Page 12.",
        "Overdue",
        "2 days late",
    )
    assert office.get(task.url).status_code == 200
    assert not [task for task in tasks_in(cast, TaskGroup.OVERDUE, "cumbria_office") if not task.action]


# --- mine --------------------------------------------------------------------------------------------------


@pytest.fixture
def shared(history: Register, cast: Cast) -> Register:
    """One task of each kind started by the office's staff, and one by its approver."""
    for number, person in ((31, cast.office), (32, cast.approver)):
        rec = RecommendationFactory(inspection=history.soteria, number=number)
        action = open_action(rec, history.cleveland)
        add_update(action, Status.IN_PROGRESS, datetime.date(2025, 2, 1), by=person)
        assign_action(action=action, assignee=person, by=as_reader(person, TODAY))
        answered(asked_round(history, person), person)
        again = datetime.date(2025, 3, 5)
        entry = AssuranceEntry(level="partly", dated_on=TODAY, looked_at="Files.", check_again_on=again)
        reader = as_reader(person, TODAY)
        record_assurance(actions=[action], entry=entry, by=reader, submission_key=uuid.uuid4())
        due = datetime.date(2025, 3, 8)
        duty = Duty(kind="duty", body=history.cleveland, what=f"Plan {number}.", source="", due_on=due)
        save_duty(duty=duty, by=reader)
    return history


@pytest.mark.parametrize(("who", "number", "other"), [("office", "31", "32"), ("approver", "32", "31")])
def test_mine_is_what_is_assigned_to_me_and_what_i_started(
    shared: Register, cast: Cast, who: str, number: str, other: str
) -> None:
    mine = [task.title for task in MyWork(as_reader(getattr(cast, who), TODAY), mine=True).tasks]
    assert f"Complete the duty: Plan {number}." in mine
    assert f"Improve matter {number}" in mine
    assert f"Check recommendation {number} again: improve matter {number}" in mine
    assert [title for title in mine if "Review" in title] == ["Review 1 reply from Cleveland Police"]
    assert not [title for title in mine if other in title]


def test_both_tabs_and_their_downloads_show_the_same_counts(office: Client, shared: Register, cast: Cast) -> None:
    work = MyWork(as_reader(cast.office, TODAY))
    assert 0 < work.counts["mine"] < work.counts["office"] == sum(section.count for section in work.sections)
    for query, count in (("", work.counts["office"]), ("?mine=on", work.counts["mine"])):
        page = office.get(f"/my-work/{query}")
        words = words_of(page)
        assert f"Your office’s ({work.counts['office']}) Mine ({work.counts['mine']})" in words
        lines = lines_of(office.get(f"/my-work.csv{query}"))
        sections = page.context["work"].sections
        assert [line[:2] for line in lines] == [
            [section.group.label, task.title] for section in sections for task in section.tasks
        ]
        assert len(lines) == count
        answer = office.get(f"/my-work.json{query}")
        figures = json.loads(b"".join(answer))["figures"]  # type: ignore[call-overload]
        assert {key: number for key, number in figures.items() if number} == {
            section.group.value: section.count for section in sections
        }


def test_a_response_step_is_listed_for_people_who_can_take_it(cast: Cast, submitted: Response) -> None:
    def mine(who: str) -> list[str]:
        own = MyWork(as_reader(getattr(cast, who), TODAY), mine=True).tasks
        return [task.title for task in own if "Recent" in task.title]

    assert mine("approver") == ["Approve or return the response to Recent"]
    assert mine("office") == []


def test_someone_without_tasks_sees_their_own_next_deadline(office: Client, history: Register, cast: Cast) -> None:
    rec = RecommendationFactory(inspection=history.soteria, number=40, deadline_on=datetime.date(2025, 9, 1))
    action = open_action(rec, history.cleveland)
    add_update(action, Status.IN_PROGRESS, datetime.date(2025, 2, 1))
    assign_action(action=action, assignee=cast.approver, by=as_reader(cast.office, TODAY))
    office.force_login(cast.approver)
    words = words_of(office.get("/my-work/?mine=on"))
    assert "You have nothing to do today. Next deadline: 1 September 2025" in words
    assert "Your own tasks: actions assigned to you or where a colleague mentioned you, " in words


# --- lists and queries -------------------------------------------------------------------------------------


def test_the_lists_of_each_body_are_a_click_away(office: Client, cast: Cast, history: Register) -> None:
    LocalPolicingBody.objects.filter(pk=history.pcc_cleveland.pk).update(update_interval=45)
    page = office.get("/my-work/")
    assert words_of(page).count("No update for 45 days") == 2
    lists = set(re.findall(r'href="(/(?:forces|bodies|work)/[^"#]*)', page.content.decode().split('id="lists"')[1]))
    assert {"/forces/cleveland/?stale=on", "/forces/cleveland/?status=forecast-late"} < lists
    assert {"/work/cleveland/duties/", "/work/pcc-cleveland/assurance/", "/work/cleveland/rounds/"} < lists
    pages = {address: office.get(address) for address in lists}
    assert {address: page.status_code for address, page in pages.items()} == dict.fromkeys(lists, 200)
    current = [entry["label"] for entry in pages["/work/cleveland/duties/"].context["menu"] if entry["current"]]
    assert current == ["My work"]


def test_queries_do_not_grow_with_the_actions(
    office: Client, cast: Cast, shared: Register, submitted: Response, django_assert_max_num_queries: Any
) -> None:
    published(ResponseFactory(inspection=shared.soteria, force=shared.cleveland), datetime.date(2024, 10, 1))

    def more(numbers: range) -> None:
        by = as_reader(cast.office, TODAY)
        actions = []
        with rebuilding_once():
            for number in numbers:
                rec = RecommendationFactory(inspection=shared.soteria, number=number)
                actions.append(open_action(rec, shared.cleveland))
                add_update(actions[-1], Status.IN_PROGRESS, LONG_PAST, by=cast.office)
        entry = AssuranceEntry(
            level="partly", dated_on=TODAY, looked_at="Files.", check_again_on=datetime.date(2025, 3, 9)
        )
        record_assurance(actions=actions, entry=entry, by=by, submission_key=uuid.uuid4())

    more(range(100, 110))
    with django_assert_max_num_queries(MOST_QUERIES + 1) as few:  # one about roles that administrators took
        office.get("/my-work/")
    more(range(200, 390))
    for address in ("/my-work/", "/my-work/?mine=on"):
        with django_assert_max_num_queries(len(few)):
            office.get(address)
