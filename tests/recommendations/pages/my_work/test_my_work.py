"""My work, and where each role starts."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from recommendations.pages.my_work import queries as my_work
from recommendations.pages.my_work.queries import SHOWN, MyWork
from recommendations.pages.my_work.tasks import When
from recommendations.positions.counting import positions_on, tally
from recommendations.register.models import Inspection
from recommendations.register.statuses import Group, Status
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


def tasks(cast: Cast, who: str = "office") -> list[tuple[When, str]]:
    return [
        (pile.when, task.title) for pile in MyWork(as_reader(getattr(cast, who), TODAY)).piles for task in pile.tasks
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
        ("panel_member", "/forces/cleveland/"),
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


# --- actions -----------------------------------------------------------------------------------------------


def test_the_actions_are_counted_as_on_the_forces_page(office: Client, cast: Cast, history: Register) -> None:
    near = RecommendationFactory(inspection=history.soteria, number=20, deadline_on=datetime.date(2025, 3, 20))
    add_update(open_action(near, history.cleveland), Status.IN_PROGRESS, datetime.date(2025, 2, 1))
    soon = RecommendationFactory(inspection=history.soteria, number=21, deadline_on=datetime.date(2025, 3, 10))
    open_action(soon, history.cleveland)
    counted = tally(positions_on(TODAY, as_reader(cast.office, TODAY)).filter(holder=history.cleveland), TODAY)
    piles = {pile.when: pile.count for pile in MyWork(as_reader(cast.office, TODAY)).piles}
    assert piles == {When.OVERDUE: 1, When.WEEK: 1, When.MONTH: 1, When.RELEASE: 1}
    assert (counted.overdue, counted.due_next) == (1, 2)
    words = words_of(office.get("/my-work/"))
    assert "1 action is overdue and 2 are due in the next 30 days." in words
    assert "Ask for an update on recommendation 7: identify and disrupt suspects" in words
    assert "31 January 2025 31 days late" in words
    assert "Check recommendation 21" in words


def test_what_there_is_none_of_is_not_counted_as_0(office: Client, register: Register) -> None:
    assert "No action is overdue and none is due in the next 30 days." in words_of(office.get("/my-work/"))


def test_what_passed_unreported_is_asked_for_and_not_called_overdue(cast: Cast, register: Register) -> None:
    assert tasks(cast) == [(When.PASSED, "Ask for a first update on recommendation 7: identify and disrupt suspects")]


def test_what_waits_is_named_with_what_it_waits_for(office: Client, history: Register) -> None:
    action = open_action(RecommendationFactory(inspection=history.soteria, number=22, undated=True), history.cleveland)
    add_update(action, Status.WAITING, LONG_PAST, waiting_for_recommendation=history.rec_4)
    words = words_of(office.get("/my-work/"))
    assert "Ask what holds up recommendation 22" in words
    assert "Waits for Recommendation 4" in words


def test_a_long_list_is_cut_and_leads_to_all(office: Client, history: Register) -> None:
    for number in range(30, 30 + SHOWN):
        rec = RecommendationFactory(inspection=history.soteria, number=number)
        add_update(open_action(rec, history.cleveland), Status.IN_PROGRESS, LONG_PAST)
    page = office.get("/my-work/")
    pile = page.context["work"].piles[0]
    assert (pile.when, pile.count, len(pile.tasks)) == (When.OVERDUE, SHOWN + 1, SHOWN)
    words = f"See all {SHOWN + 1} actions of Cleveland Police in this list (overdue)"
    assert words in words_of(page)
    force_page = office.get(pile.more[0].url.split("#")[0])
    assert len(force_page.context["table"].data) == pile.count
    assert force_page.context["standing"].tally.groups[Group.OVERDUE] == pile.count


def test_another_offices_actions_are_not_ours(cast: Cast, history: Register) -> None:
    assert not [title for _when, title in tasks(cast, "cumbria_office") if "identify" in title]


# --- responses ---------------------------------------------------------------------------------------------


def of_responses(cast: Cast, who: str = "office") -> list[tuple[When, str]]:
    return [(time, title) for time, title in tasks(cast, who) if "Recent" in title]


def test_a_response_that_is_due_is_to_be_begun(cast: Cast, recent: Inspection) -> None:
    assert of_responses(cast) == [(When.MONTH, "Begin the response to Recent")]
    assert of_responses(cast, "cumbria_office") == []


def test_it_says_how_many_steps_the_responses_need_and_how_many_are_overdue(
    office: Client, cast: Cast, draft: Response
) -> None:
    assert "Responses, promises and duties need 1 step." in words_of(office.get("/my-work/"))
    draft.inspection.published_on = datetime.date(2024, 12, 1)
    draft.inspection.save()
    assert "Responses, promises and duties need 1 step, 1 of them overdue." in words_of(office.get("/my-work/"))


def test_what_nobody_began_before_its_last_day_is_left_alone(cast: Cast, register: Register) -> None:
    assert not [title for _when, title in tasks(cast) if "Soteria" in title]


def test_a_draft_is_to_be_finished_and_past_its_day_is_overdue(office: Client, cast: Cast, draft: Response) -> None:
    assert (When.MONTH, "Finish the response to Recent") in of_responses(cast)
    assert "1 of 1 recommendation explained. Day 31 of 56, 25 days left." in words_of(office.get("/my-work/"))
    Inspection.objects.filter(pk=draft.inspection.pk).update(published_on=datetime.date(2025, 1, 1))
    assert (When.OVERDUE, "Finish the response to Recent") in of_responses(cast)
    assert "6 days past the last day" in words_of(office.get("/my-work/"))


def test_the_chief_officers_comments_are_awaited_until_they_come(cast: Cast, draft: Response) -> None:
    awaited = (When.WAITING, "Ask for the chief officer’s comments on Recent")
    assert awaited in of_responses(cast)
    Response.objects.filter(pk=draft.pk).update(no_comments_came=True)
    assert awaited not in of_responses(cast)


@pytest.mark.parametrize(
    ("stage", "mine", "theirs"),
    [
        ("submitted", "Approve the response to Recent, or return it", "Have the response to Recent approved"),
        ("approved", "Publish the response to Recent", "Have the response to Recent published"),
    ],
)
def test_an_approver_takes_the_step_that_staff_wait_for(
    cast: Cast, draft: Response, stage: str, mine: str, theirs: str
) -> None:
    Response.objects.filter(pk=draft.pk).update(no_comments_came=True)
    draft.refresh_from_db()
    staged(draft, stage, cast)
    assert of_responses(cast, "approver") == [(When.MONTH, mine)]
    assert of_responses(cast) == [(When.WAITING, theirs)]


def test_both_sendings_are_asked_for_until_they_are_recorded(cast: Cast, draft: Response) -> None:
    publication = published(draft, datetime.date(2025, 2, 20))
    to = {
        "home-secretary": "Send the response to Recent to the Home Secretary, and record it",
        "hmicfrs": "Send the response to Recent to HMICFRS, and record it",
    }
    assert of_responses(cast) == [(When.WEEK, to["hmicfrs"]), (When.WEEK, to["home-secretary"])]
    for recipient, left in (("home-secretary", [(When.WEEK, to["hmicfrs"])]), ("hmicfrs", [])):
        Sending.objects.create(
            publication=publication,
            recipient=recipient,
            sent_on=TODAY,
            sent_by="The office",
            recorded_at=NOON,
            recorded_by=cast.office,
        )
        assert of_responses(cast) == left


def test_what_was_published_elsewhere_asks_for_nothing(cast: Cast, draft: Response) -> None:
    published(draft, None)
    assert of_responses(cast) == []


def test_a_correction_is_to_be_finished_without_a_day(office: Client, cast: Cast, draft: Response) -> None:
    published(draft, datetime.date(2025, 2, 20))
    Response.objects.filter(pk=draft.pk).update(stage="draft", no_comments_came=True)
    assert (When.WEEK, "Finish the response to Recent") in of_responses(cast)
    assert "It is published; this is a correction." in words_of(office.get("/my-work/"))


def test_a_response_that_is_not_due_asks_for_nothing(cast: Cast, draft: Response) -> None:
    Response.objects.filter(pk=draft.pk).update(
        applicability="not-subject", applicability_reason="Another force.", no_comments_came=True
    )
    assert of_responses(cast) == []


def test_a_promise_is_asked_for_until_it_is_kept(cast: Cast, draft: Response, register: Register) -> None:
    explanation = draft.explanations.get()
    promise = Commitment.objects.create(
        body=register.pcc_cleveland, explanation=explanation, what="We will look.", due_on=datetime.date(2025, 3, 8)
    )
    title = "Keep the promise on recommendation 1 of Recent"
    assert (When.WEEK, title) in of_responses(cast)
    assert (When.WEEK, title) not in of_responses(cast, "cumbria_office")
    promise.done_on = TODAY
    promise.save()
    assert (When.WEEK, title) not in of_responses(cast)


# --- asking ------------------------------------------------------------------------------------------------


def test_what_is_late_or_waits_is_asked_about_in_one_click(cast: Cast, history: Register) -> None:
    waits = open_action(RecommendationFactory(inspection=history.soteria, number=22, undated=True), history.cleveland)
    add_update(waits, Status.WAITING, LONG_PAST, waiting_for_recommendation=history.rec_4)
    unreported = open_action(RecommendationFactory(inspection=history.soteria, number=23), history.cleveland)
    soon = RecommendationFactory(inspection=history.soteria, number=24, deadline_on=datetime.date(2025, 3, 20))
    next_due = open_action(soon, history.cleveland)
    late = history.actions["cleveland", "7"]
    links = {
        (pile.when, task.url, task.see)
        for pile in MyWork(as_reader(cast.office, TODAY)).piles
        for task in pile.tasks
        if task.action
    }
    assert links == {
        (when, f"/work/cleveland/rounds/new/?action={action.pk}", action.get_absolute_url())
        for when, action in ((When.OVERDUE, late), (When.PASSED, unreported), (When.WAITING, waits))
    } | {(When.MONTH, next_due.get_absolute_url(), "")}


def test_all_of_a_group_are_asked_about_together(office: Client, cast: Cast, history: Register) -> None:
    for number in range(30, 30 + SHOWN):
        rec = RecommendationFactory(inspection=history.soteria, number=number)
        add_update(open_action(rec, history.cleveland), Status.IN_PROGRESS, LONG_PAST)
    (overdue, *_others) = MyWork(as_reader(cast.office, TODAY)).piles
    (way,) = overdue.together
    assert way.words == f"Ask about these {SHOWN + 1} actions of Cleveland in one round"
    asked = parse_qs(urlsplit(way.url).query)["action"]
    assert len(set(asked)) == len(asked) == SHOWN + 1
    assert office.get(way.url).status_code == 200


def test_more_than_an_address_holds_are_asked_about_in_part(
    cast: Cast, history: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(my_work, "MOST_IN_AN_ADDRESS", 2)
    for number in range(30, 33):
        rec = RecommendationFactory(inspection=history.soteria, number=number)
        add_update(open_action(rec, history.cleveland), Status.IN_PROGRESS, LONG_PAST)
    (way,) = MyWork(as_reader(cast.office, TODAY)).piles[0].together
    assert way.words == "Ask about the first 2 actions of Cleveland in one round"
    assert way.url.count("action=") == 2


# --- nothing -----------------------------------------------------------------------------------------------


def test_an_office_without_work_is_told_its_next_deadline(client: Client, cast: Cast, history: Register) -> None:
    client.force_login(cast.cumbria_office)
    page = client.get("/my-work/")
    assert "Nothing needs you today. Next deadline: 31 July 2025, Check recommendation 5" in words_of(page)
    assert page.context["work"].next_deadline.url == "/forces/cumbria/soteria-2024/5/"


def test_work_is_for_offices(client: Client, cast: Cast) -> None:
    client.force_login(cast.panel_member)
    assert client.get("/my-work/").status_code == 403
