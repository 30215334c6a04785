"""One update for several actions, or a note for each: all are saved, or none and no text is lost."""

import datetime
import uuid
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forces.bodies.models import LocalPolicingBody
from forces.people.editions import Audience
from recommendations.positions.rebuilding import differing
from recommendations.register.models import Action, ClosingLevel, Evidence, Update
from recommendations.register.statuses import Status
from tests.cast import TODAY, Cast, Register
from tests.factories import NationalBodyFactory, PartFactory, add_update
from tests.recommendations.bulk.conftest import Post

pytestmark = pytest.mark.django_db
ADDRESS = "/work/cleveland/update/"


def newest(action: Action) -> Update:
    return Update.objects.filter(action=action).order_by("-pk")[0]


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def update_form(actions: list[Action], **more: str) -> dict[str, Any]:
    return {"action": [action.pk for action in actions], **more}


# --- one update for all ----------------------------------------------------------------------------------------


def test_the_form_starts_with_the_default_audience_of_the_office(
    on_the_day: None, office: Client, two: list[Action]
) -> None:
    def starts_with() -> str:
        return office.get(ADDRESS, update_form(two)).context["form"]["audience"].value()

    assert starts_with() == "force-and-office"
    LocalPolicingBody.objects.update(default_audience="office")
    assert starts_with() == "office"


def test_one_update_is_recorded_for_all_actions(two: list[Action], post: Post, cast: Cast) -> None:
    response = post(two, status="sent", audience="panel")
    assert response.status_code == HTTPStatus.FOUND
    assert response.url == "/forces/cleveland/"
    for action in two:
        update = newest(action)
        assert (update.status, update.words.text, update.audience, update.recorded_by) == (
            "sent",
            "One project has delivered this.",
            "panel",
            cast.office,
        )
    assert differing([action.pk for action in two]) == []


def test_the_next_page_says_how_many_were_saved(two: list[Action], post: Post, office: Client) -> None:
    page = office.get(post(two).url)
    assert "Updates saved for 2 actions." in text_of(page)


def test_no_change_carries_over_the_whole_state_of_each(two: list[Action], post: Post, register: Register) -> None:
    five, seven = two
    part = PartFactory(recommendation=register.rec_5)
    level = ClosingLevel.objects.create(name="Level 2")
    closed = add_update(seven, Status.CLOSED, TODAY, closing_level=level, deadline_reason="Letter",
                  revised_deadline_on=datetime.date(2025, 5, 1))  # fmt: skip
    waits = add_update(five, Status.WAITING, TODAY, waiting_for_recommendation=register.rec_4, expected_on=TODAY)
    waits.parts_done.add(part)
    post(two)
    carried = newest(seven)
    assert (carried.status, carried.closed_by, carried.verified_by, carried.closing_level) == (
        "closed", closed.closed_by, closed.verified_by, level,
    )  # fmt: skip
    assert (carried.revised_deadline_on, carried.deadline_reason) == (closed.revised_deadline_on, "Letter")
    carried = newest(five)
    assert (carried.status, carried.waiting_for_recommendation, carried.expected_on) == (
        "waiting",
        register.rec_4,
        TODAY,
    )
    assert list(carried.parts_done.all()) == [part]


def test_a_backdated_update_carries_the_state_of_its_own_day(two: list[Action], post: Post) -> None:
    five, _seven = two
    post([five], **{"effective_on-day": "15", "effective_on-month": "2"})
    assert newest(five).status == Status.WAITING  # complete only since 20 February


def test_what_is_entered_applies_to_all_and_blanks_change_nothing(two: list[Action], post: Post) -> None:
    five, seven = two
    add_update(seven, Status.IN_PROGRESS, TODAY, expected_on=datetime.date(2025, 4, 1))
    response = post(
        two,
        **{
            "local_target_on-day": "1",
            "local_target_on-month": "6",
            "local_target_on-year": "2025",
            "deadline_reason": "The board",
        },
    )
    assert response.status_code == HTTPStatus.FOUND
    assert [newest(action).local_target_on for action in two] == [datetime.date(2025, 6, 1)] * 2
    assert [newest(action).expected_on for action in two] == [None, datetime.date(2025, 4, 1)]
    assert newest(five).status == Status.COMPLETE


def test_closing_all_says_by_whom_and_at_which_level(two: list[Action], post: Post) -> None:
    level = ClosingLevel.objects.create(name="Level 3")
    post(two, status="closed", closed_by="hmicfrs", verified_by="Liaison lead", closing_level=level.pk)
    assert [(newest(a).closed_by, newest(a).verified_by, newest(a).closing_level) for a in two] == [
        ("hmicfrs", "Liaison lead", level)
    ] * 2


def test_evidence_is_kept_with_each(two: list[Action], post: Post) -> None:
    post(two, evidence_address="https://example.org/minutes", evidence_shows="The board’s minutes")
    assert Evidence.objects.filter(update__action__in=two, shows="The board’s minutes").count() == len(two)


def test_a_deselected_action_does_not_change(two: list[Action], post: Post) -> None:
    five, seven = two
    before = newest(seven)
    post(two, action=[five.pk])
    assert newest(seven) == before
    assert newest(five).words.text == "One project has delivered this."


def test_a_note_for_the_office_changes_no_status(two: list[Action], post: Post) -> None:
    post(two, audience="office")
    assert [(newest(action).status, newest(action).audience) for action in two] == [("", Audience.OFFICE)] * 2


def test_all_can_wait_for_one_body(two: list[Action], post: Post) -> None:
    body = NationalBodyFactory(slug="home-office", name="Home Office")
    post(two, status="waiting", waiting_for_body=body.pk)
    assert [newest(action).waiting_for_body_id for action in two] == [body.pk] * 2


# --- conflicts and errors ------------------------------------------------------------------------------------


def test_an_error_names_its_actions_and_saves_nothing(two: list[Action], post: Post) -> None:
    add_update(two[1], Status.CLOSED, TODAY)
    before = Update.objects.count()
    page = text_of(post(two, status="not-started"))
    assert Update.objects.count() == before
    summary = page[page.index("There is a problem") : page.index("</h1>")]
    assert "The status cannot change from “Closed” to “Not started”" in summary
    assert "The status cannot change from “Complete, says the force” to “Not started”" in summary
    assert f'href="#action-{two[1].pk}"' in summary
    assert "One project has delivered this." in page


def test_an_action_without_updates_needs_a_status(two: list[Action], post: Post, many) -> None:
    [fresh] = many(1)
    page = text_of(post([*two, fresh]))
    summary = page[page.index("There is a problem") : page.index("</h1>")]
    assert "Nothing has been recorded for this action yet. Select a status" in summary
    assert f"#action-{fresh.pk}" in summary
    assert f"#action-{two[0].pk}" not in summary


def test_a_question_is_raised_once_and_one_tick_confirms_it_for_all(two: list[Action], post: Post) -> None:
    typed = {"expected_on-day": "1", "expected_on-month": "1", "expected_on-year": "2025", "status": "in-progress"}
    before = Update.objects.count()
    page = text_of(post(two, **typed))
    assert page.count("It is still open on 3 March 2025, but the expected completion date is earlier") == 1
    assert page.count('name="confirmed"') == 1
    assert Update.objects.count() == before
    assert post(two, confirmed="expected_on", **typed).status_code == HTTPStatus.FOUND


def test_a_date_entered_earlier_raises_no_question_again(two: list[Action], post: Post) -> None:
    add_update(two[1], Status.IN_PROGRESS, TODAY, expected_on=datetime.date(2025, 1, 1))
    assert post(two, status="in-progress").status_code == HTTPStatus.FOUND


def test_naming_who_closed_it_without_closing_raises_a_question(two: list[Action], post: Post) -> None:
    page = text_of(post(two, closed_by="hmicfrs"))
    assert page.count("You entered who closed it, but the status is not “Closed”. Save without these details?") == 1


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"words": " "}, "Enter what has been done or has changed"),
        ({"reported_by": ""}, "Enter who reported this: a name or a post"),
        ({"deadline_reason": "Board"}, "Enter the new date that this reason is for, or clear the reason"),
        (
            {"local_target_on-day": "1", "local_target_on-month": "6", "local_target_on-year": "2025"},
            "Enter the reason for the new date",
        ),
        ({"effective_on-day": ""}, "Date of this update"),
    ],
)
def test_an_error_in_the_form_is_shown_once(typed: dict[str, str], message: str, two: list[Action], post: Post) -> None:
    before = Update.objects.count()
    response = post(two, **typed)
    assert message in text_of(response)
    assert "<title>Error:" in text_of(response)
    assert Update.objects.count() == before


def test_a_conflict_shows_both_versions_and_loses_neither(two: list[Action], post: Post, cast: Cast) -> None:
    five, seven = two
    seen = [f"{five.pk}:{newest(five).pk}", f"{seven.pk}:{newest(seven).pk}"]
    theirs = add_update(seven, Status.SENT, TODAY, by=cast.approver, text="The approver sent it.")
    before = Update.objects.count()
    key = str(uuid.uuid4())
    response = post(two, seen=seen, submission_key=key)
    page = text_of(response)
    assert response.status_code == HTTPStatus.CONFLICT
    assert "Someone else has updated 1 of these actions" in page
    assert "The approver sent it." in page
    assert "One project has delivered this." in page
    assert Update.objects.count() == before
    assert f'name="seen" value="{seven.pk}:{theirs.pk}"' in page
    assert key not in page  # a form that is sent again after looking is a new one
    again = post(two, seen=[f"{five.pk}:{newest(five).pk}", f"{seven.pk}:{theirs.pk}"])
    assert again.status_code == HTTPStatus.FOUND
    assert newest(seven).status == Status.SENT


@pytest.mark.parametrize("strange", [[], ["x"], ["1:2:3"], [":"], ["²:1"], ["1:" + "9" * 5000]])
def test_a_form_without_the_updates_seen_is_a_conflict(strange: list[str], two: list[Action], post: Post) -> None:
    assert post(two, seen=strange).status_code == HTTPStatus.CONFLICT


def test_a_form_submitted_twice_is_saved_once(two: list[Action], post: Post) -> None:
    before = Update.objects.count()
    key = str(uuid.uuid4())
    assert post(two, submission_key=key).status_code == HTTPStatus.FOUND
    assert post(two, submission_key=key).status_code == HTTPStatus.FOUND
    assert Update.objects.count() == before + 2


def test_a_form_sent_again_with_a_different_text_shows_what_was_saved(two: list[Action], post: Post) -> None:
    key = str(uuid.uuid4())
    post(two, submission_key=key)
    response = post(two, submission_key=key, words="Other words.")
    assert response.status_code == HTTPStatus.CONFLICT
    assert "One project has delivered this." in text_of(response)


# --- a note of each --------------------------------------------------------------------------------------------


def notes(two: list[Action], first: str = "", second: str = "", *, statuses: tuple[str, str] = ("", "")) -> dict:
    note_form = {}
    for action, words, status in zip(two, (first, second), statuses, strict=True):
        note_form |= {f"note-{action.pk}-words": words, f"note-{action.pk}-status": status}
    return {"mode": "each", **note_form}


def test_each_action_gets_its_own_note_and_status(two: list[Action], post: Post) -> None:
    five, seven = two
    post(two, **notes(two, "Five is done.", "Seven goes on.", statuses=("sent", "")))
    assert (newest(five).words.text, newest(five).status) == ("Five is done.", "sent")
    assert (newest(seven).words.text, newest(seven).status) == ("Seven goes on.", "in-progress")


def test_an_action_without_a_note_is_skipped(two: list[Action], post: Post, office: Client) -> None:
    seven = two[1]
    before = newest(seven)
    response = post(two, **notes(two, "Five only."))
    assert newest(seven) == before
    assert "Update saved for 1 action. 1 action without a note has not changed." in text_of(office.get(response.url))


def test_sending_no_note_is_an_error(two: list[Action], post: Post) -> None:
    assert "Write a note for at least one action" in text_of(post(two, **notes(two)))


def test_a_status_without_a_note_is_an_error_of_that_action(two: list[Action], post: Post) -> None:
    page = text_of(post(two, **notes(two, "Five.", statuses=("", "sent"))))
    assert f'<a href="#id_note-{two[1].pk}-words">Enter what has changed, or leave the status unchanged</a>' in page
    assert "Five." in page


def test_who_closed_applies_only_to_the_notes_that_close(two: list[Action], post: Post) -> None:
    five, seven = two
    note_form = notes(two, "Closed by letter.", "Goes on.", statuses=("closed", ""))
    post(two, closed_by="hmicfrs", verified_by="Liaison lead", **note_form)
    assert (newest(five).status, newest(five).closed_by) == ("closed", "hmicfrs")
    assert (newest(seven).status, newest(seven).closed_by) == ("in-progress", "")


def test_a_conflict_on_one_note_keeps_every_note(two: list[Action], post: Post) -> None:
    page = text_of(post(two, seen=[], **notes(two, "Five’s words.", "Seven’s words.")))
    assert "Five’s words." in page
    assert "Seven’s words." in page
    assert "Someone else has updated 2 of these actions" in page


# --- who comes to it -------------------------------------------------------------------------------------------


def test_selecting_nothing_returns_to_the_selection(on_the_day: None, history: Register, office: Client) -> None:
    response = office.get(ADDRESS, follow=True)
    assert response.redirect_chain[0][0] == "/work/cleveland/choose/"
    assert "Select one or more actions first." in text_of(response)


def test_another_forces_action_is_not_found(on_the_day: None, history: Register, office: Client, post: Post) -> None:
    foreign = history.actions["cumbria", "7"]
    assert office.get(ADDRESS, update_form([foreign])).status_code == HTTPStatus.NOT_FOUND
    assert post([foreign], seen=[]).status_code == HTTPStatus.NOT_FOUND


def test_a_contributor_records_for_the_force_alone(two: list[Action], post: Post, cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.contributor)
    page = text_of(browser.get(ADDRESS, update_form(two)))
    assert "Who can see this?" not in page
    assert post(two, browser, audience="public").status_code == HTTPStatus.OK
    assert post(two, browser).status_code == HTTPStatus.FOUND
    assert newest(two[0]).recorded_by == cast.contributor


def test_a_national_bodys_updates_give_their_source(on_the_day: None, history: Register, admin: Client) -> None:
    action = history.actions["soteria-joint-unit", "4"]
    form = {
        "action": action.pk,
        "seen": f"{action.pk}:0",
        "submission_key": str(uuid.uuid4()),
        "words": "The definition is published.",
        "status": "complete",
        "effective_on": "2025-03-01",
        "reported_by": "Unit",
        "said_by": "body",
        "audience": "public",
    }
    address = reverse("bulk-update", args=["soteria-joint-unit"])
    assert "Enter the source" in text_of(admin.post(address, form))
    assert admin.post(address, form | {"evidence_shows": "The paper"}).status_code == HTTPStatus.FOUND
    assert newest(action).status == Status.COMPLETE


def test_text_from_an_expired_session_is_restored_unsaved(two: list[Action], office: Client, post: Post) -> None:
    page = text_of(office.get(ADDRESS, update_form(two)))
    owner = page[page.index('name="form_owner" value="') + 25 :].split('"')[0]
    before = Update.objects.count()
    response = post(two, Client(), form_owner=owner)
    assert response.status_code == HTTPStatus.FOUND
    unsaved = office.get(response.url.split("next=")[1].replace("%2F", "/").replace("%3F", "?").replace("%3D", "="))
    assert "One project has delivered this." in text_of(unsaved)
    assert "You were signed out before this was saved." in text_of(unsaved)
    assert Update.objects.count() == before


# --- number of queries ----------------------------------------------------------------


@pytest.mark.parametrize("mode", ["", "each"])
def test_queries_do_not_grow_with_the_actions(
    mode: str, on_the_day: None, office: Client, many, django_assert_max_num_queries
) -> None:
    few, more = many(10), many(190)
    for actions in (few, [*few, *more]):
        with django_assert_max_num_queries(12):
            page = office.get(ADDRESS, update_form(actions, mode=mode))
        assert page.content.decode().count('name="seen"') == len(actions)
