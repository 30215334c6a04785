"""My work, and where each role starts."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from recommendations.pages.my_work import queries as my_work
from recommendations.pages.my_work.queries import TASKS_SHOWN, MyWork
from recommendations.pages.my_work.tasks import TaskGroup
from recommendations.positions.counting import positions_on, tally
from recommendations.register.models import Inspection
from recommendations.register.statuses import Status
from recommendations.responses.models import Commitment, Response, Sending
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
)
from tests.reading import words_of

pytestmark = pytest.mark.usefixtures("on_the_day")
MOST_QUERIES = 25
LONG_PAST = datetime.date(2024, 8, 23)


@pytest.fixture
def recent(register: Register) -> Inspection:
    """A report about Cleveland, published 31 days before; the last day for the response is 28 March 2025."""
    inspection = InspectionFactory(
        slug="recent", short_title="Recent", published_on=datetime.date(2025, 2, 1), subjects="named-forces"
    )
    inspection.subject_forces.add(register.cleveland)
    RecommendationFactory(inspection=inspection, number=1)
    return inspection


@pytest.fixture
def draft(register: Register, recent: Inspection) -> Response:
    return complete(ResponseFactory(inspection=recent, force=register.cleveland))


def tasks(cast: Cast, who: str = "office") -> list[tuple[TaskGroup, str]]:
    return [
        (section.group, task.title)
        for section in MyWork(as_reader(getattr(cast, who), TODAY)).sections
        for task in section.tasks
    ]


def staged(response: Response, stage: str, cast: Cast) -> None:
    response.stage, response.approved_digest, response.approved_by = stage, "0" * 64, cast.approver
    response.save()


# --- where people start ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("office", "/my-work/"),
        ("approver", "/my-work/"),
        ("panel_member", "/panel/cleveland/"),
        ("contributor", "/forces/cleveland/"),
        ("administrator", "/overview/"),
        ("auditor", "/overview/"),
    ],
)
def test_each_role_has_its_home(client: Client, cast: Cast, who: str, home: str) -> None:
    client.force_login(getattr(cast, who))
    answer = client.get("/")
    assert answer.headers["Location"] == home
    menu = [entry["label"] for entry in client.get("/responses/").context["menu"]]
    assert ("My work" in menu) == (home == "/my-work/")
    assert "Responses" in menu
    assert ("Load inspections" in menu) == ("Administration" in menu) == (who == "administrator")


# --- actions -----------------------------------------------------------------------------------------------


def test_the_actions_are_counted_as_on_the_forces_page(office: Client, cast: Cast, history: Register) -> None:
    near = RecommendationFactory(inspection=history.soteria, number=20, deadline_on=datetime.date(2025, 3, 20))
    add_update(open_action(near, history.cleveland), Status.IN_PROGRESS, datetime.date(2025, 2, 1))
    soon = RecommendationFactory(inspection=history.soteria, number=21, deadline_on=datetime.date(2025, 3, 10))
    open_action(soon, history.cleveland)
    counted = tally(positions_on(TODAY, as_reader(cast.office, TODAY)).filter(holder=history.cleveland), TODAY)
    counts = {section.group: section.count for section in MyWork(as_reader(cast.office, TODAY)).sections}
    assert counts == {TaskGroup.OVERDUE: 1, TaskGroup.WEEK: 1, TaskGroup.MONTH: 1, TaskGroup.RELEASE: 1}
    assert (counted.overdue, counted.due_next) == (1, 2)
    words = words_of(office.get("/my-work/"))
    assert "1 action is overdue and 2 are due in the next 30 days." in words
    assert "Identify and disrupt suspects Operation Soteria, recommendation 7." in words
    assert "31 January 2025 31 days late" in words
    assert "recommendation 21." in words


def test_it_says_in_words_that_no_actions_are_due(office: Client, register: Register) -> None:
    assert "No actions are overdue and none are due in the next 30 days." in words_of(office.get("/my-work/"))


def test_an_action_past_its_deadline_without_an_update_is_not_called_overdue(cast: Cast, register: Register) -> None:
    assert tasks(cast) == [(TaskGroup.PASSED, "Identify and disrupt suspects")]


def test_a_waiting_action_names_what_it_waits_for(office: Client, history: Register) -> None:
    action = open_action(RecommendationFactory(inspection=history.soteria, number=22, undated=True), history.cleveland)
    add_update(action, Status.WAITING, LONG_PAST, waiting_for_recommendation=history.rec_4)
    words = words_of(office.get("/my-work/"))
    assert "Waiting for Recommendation 4" in words


def test_a_long_list_is_shortened_and_links_to_all(office: Client, history: Register) -> None:
    for number in range(30, 30 + TASKS_SHOWN):
        rec = RecommendationFactory(inspection=history.soteria, number=number)
        add_update(open_action(rec, history.cleveland), Status.IN_PROGRESS, LONG_PAST)
    page = office.get("/my-work/")
    section = page.context["work"].sections[0]
    assert (section.group, section.count, len(section.tasks)) == (
        TaskGroup.OVERDUE,
        TASKS_SHOWN + 1,
        TASKS_SHOWN,
    )
    assert f"Show all {TASKS_SHOWN + 1}: Overdue" in words_of(page)
    whole = office.get("/my-work/?all=overdue").context["work"].sections[0]
    assert len(whole.tasks) == whole.count


def test_another_offices_actions_are_not_shown(cast: Cast, history: Register) -> None:
    assert not [title for _when, title in tasks(cast, "cumbria_office") if "identify" in title]


# --- responses ---------------------------------------------------------------------------------------------


def of_responses(cast: Cast, who: str = "office") -> list[tuple[TaskGroup, str]]:
    return [(time, title) for time, title in tasks(cast, who) if "Recent" in title]


def test_a_response_that_is_due_has_to_be_started(cast: Cast, recent: Inspection) -> None:
    assert of_responses(cast) == [(TaskGroup.MONTH, "Start the response to Recent")]
    assert of_responses(cast, "cumbria_office") == []


def test_it_says_how_many_responses_need_action_and_how_many_are_overdue(
    office: Client, cast: Cast, draft: Response
) -> None:
    assert "1 response, commitment or duty needs action." in words_of(office.get("/my-work/"))
    draft.inspection.published_on = datetime.date(2024, 12, 1)
    draft.inspection.save()
    assert "1 response, commitment or duty needs action, 1 of them overdue." in words_of(office.get("/my-work/"))


def test_an_unstarted_response_past_its_last_day_is_not_shown(cast: Cast, register: Register) -> None:
    assert not [title for _when, title in tasks(cast) if "Soteria" in title]


def test_a_draft_has_to_be_finished_and_becomes_overdue(office: Client, cast: Cast, draft: Response) -> None:
    assert (TaskGroup.MONTH, "Finish the response to Recent") in of_responses(cast)
    assert "1 of 1 recommendation explained. Day 31 of 56, 25 days left." in words_of(office.get("/my-work/"))
    Inspection.objects.filter(pk=draft.inspection.pk).update(published_on=datetime.date(2025, 1, 1))
    assert (TaskGroup.OVERDUE, "Finish the response to Recent") in of_responses(cast)
    assert "6 days past the last day" in words_of(office.get("/my-work/"))


def test_it_asks_for_the_chief_constables_comments_until_they_arrive(cast: Cast, draft: Response) -> None:
    awaited = (TaskGroup.WAITING, "Ask for the Chief Constable’s comments on Recent")
    assert awaited in of_responses(cast)
    Response.objects.filter(pk=draft.pk).update(no_comments_received=True)
    assert awaited not in of_responses(cast)


@pytest.mark.parametrize(
    ("stage", "mine", "theirs"),
    [
        ("submitted", "Approve or return the response to Recent", "Get the response to Recent approved"),
        ("approved", "Publish the response to Recent", "Get the response to Recent published"),
    ],
)
def test_an_approver_takes_the_step_that_staff_wait_for(
    cast: Cast, draft: Response, stage: str, mine: str, theirs: str
) -> None:
    Response.objects.filter(pk=draft.pk).update(no_comments_received=True)
    draft.refresh_from_db()
    staged(draft, stage, cast)
    assert of_responses(cast, "approver") == [(TaskGroup.APPROVAL, mine)]
    assert MyWork(as_reader(cast.approver, TODAY)).sections[0].group is TaskGroup.APPROVAL
    assert of_responses(cast) == [(TaskGroup.WAITING, theirs)]


def test_no_copies_have_to_be_sent_where_the_report_sets_its_own_rule(cast: Cast, draft: Response) -> None:
    published(draft, datetime.date(2025, 2, 20))
    own_rule = {"response_rule": "own-date", "response_due_on": datetime.date(2025, 3, 1)}
    Inspection.objects.filter(pk=draft.inspection_id).update(**own_rule)
    assert of_responses(cast) == []


def test_both_copies_have_to_be_sent_until_they_are_recorded(cast: Cast, draft: Response) -> None:
    publication = published(draft, datetime.date(2025, 2, 20))
    to = {
        "home-secretary": "Send the response to Recent to the Home Secretary, and record it",
        "hmicfrs": "Send the response to Recent to HMICFRS, and record it",
    }
    assert of_responses(cast) == [(TaskGroup.WEEK, to["home-secretary"]), (TaskGroup.WEEK, to["hmicfrs"])]
    for recipient, left in (("home-secretary", [(TaskGroup.WEEK, to["hmicfrs"])]), ("hmicfrs", [])):
        Sending.objects.create(
            publication=publication,
            recipient=recipient,
            sent_on=TODAY,
            sent_by="The office",
            recorded_at=NOON,
            recorded_by=cast.office,
        )
        assert of_responses(cast) == left


def test_a_response_published_elsewhere_needs_no_action(cast: Cast, draft: Response) -> None:
    published(draft, None)
    assert of_responses(cast) == []


def test_a_correction_has_to_be_finished_without_a_date(office: Client, cast: Cast, draft: Response) -> None:
    published(draft, datetime.date(2025, 2, 20))
    Response.objects.filter(pk=draft.pk).update(stage="draft", no_comments_received=True)
    assert (TaskGroup.WEEK, "Finish the response to Recent") in of_responses(cast)
    assert "Already published: this is a correction." in words_of(office.get("/my-work/"))


def test_a_response_that_is_not_due_needs_no_action(cast: Cast, draft: Response) -> None:
    Response.objects.filter(pk=draft.pk).update(
        applicability="not-subject", applicability_reason="Another force.", no_comments_received=True
    )
    assert of_responses(cast) == []


def test_a_commitment_needs_action_until_it_is_done(cast: Cast, draft: Response, register: Register) -> None:
    explanation = draft.explanations.get()
    commitment = Commitment.objects.create(
        body=register.pcc_cleveland, explanation=explanation, what="We will look.", due_on=datetime.date(2025, 3, 8)
    )
    title = "Complete the commitment on recommendation 1 of Recent"
    assert (TaskGroup.WEEK, title) in of_responses(cast)
    assert (TaskGroup.WEEK, title) not in of_responses(cast, "cumbria_office")
    commitment.done_on = TODAY
    commitment.save()
    assert (TaskGroup.WEEK, title) not in of_responses(cast)


# --- requests ------------------------------------------------------------------------------------------------


def test_updates_on_late_and_waiting_actions_are_requested_in_one_click(cast: Cast, history: Register) -> None:
    waits = open_action(RecommendationFactory(inspection=history.soteria, number=22, undated=True), history.cleveland)
    add_update(waits, Status.WAITING, LONG_PAST, waiting_for_recommendation=history.rec_4)
    unreported = open_action(RecommendationFactory(inspection=history.soteria, number=23), history.cleveland)
    soon = RecommendationFactory(inspection=history.soteria, number=24, deadline_on=datetime.date(2025, 3, 20))
    next_due = open_action(soon, history.cleveland)
    late = history.actions["cleveland", "7"]
    links = {
        (section.group, link.url)
        for section in MyWork(as_reader(cast.office, TODAY)).sections
        for link in section.request_links
    }
    assert links == {
        (group, f"/work/cleveland/rounds/new/?action={action.pk}")
        for group, action in (
            (TaskGroup.OVERDUE, late),
            (TaskGroup.PASSED, unreported),
            (TaskGroup.WAITING, waits),
            (TaskGroup.MONTH, next_due),
        )
    }


def test_updates_on_a_group_of_actions_are_requested_together(office: Client, cast: Cast, history: Register) -> None:
    for number in range(30, 30 + TASKS_SHOWN):
        rec = RecommendationFactory(inspection=history.soteria, number=number)
        add_update(open_action(rec, history.cleveland), Status.IN_PROGRESS, LONG_PAST)
    (overdue, *_others) = MyWork(as_reader(cast.office, TODAY)).sections
    (link,) = overdue.request_links
    assert link.text == f"Request updates on these {TASKS_SHOWN + 1} actions of Cleveland"
    asked = parse_qs(urlsplit(link.url).query)["action"]
    assert len(set(asked)) == len(asked) == TASKS_SHOWN + 1
    assert office.get(link.url).status_code == 200


def test_a_request_has_no_more_actions_than_an_address_can_hold(
    cast: Cast, history: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(my_work, "MOST_IN_AN_ADDRESS", 2)
    for number in range(30, 33):
        rec = RecommendationFactory(inspection=history.soteria, number=number)
        add_update(open_action(rec, history.cleveland), Status.IN_PROGRESS, LONG_PAST)
    (link,) = MyWork(as_reader(cast.office, TODAY)).sections[0].request_links
    assert link.text == "Request updates on the first 2 actions of Cleveland"
    assert link.url.count("action=") == 2


# --- nothing -----------------------------------------------------------------------------------------------


def test_an_office_without_work_sees_its_next_deadline(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.cumbria_office)
    page = client.get("/my-work/")
    assert "You have nothing to do today. Next deadline: 31 July 2025, " in words_of(page)
    assert page.context["work"].next_deadline.url == "/forces/cumbria/soteria-2024/5/"


def test_my_work_is_for_offices_only(client: Client, cast: Cast) -> None:
    client.force_login(cast.panel_member)
    assert client.get("/my-work/").status_code == 403
