"""Assigning an action and commenting on it: for the office, and for no one else."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from forces.people.models import Membership, Person, Role
from recommendations.discussion.models import COMMENT_LIMIT, ActionComment, Assignment, Mention
from recommendations.discussion.queries import assignment_of, assignments_of
from recommendations.discussion.services import add_comment, assign_action
from recommendations.pages.my_work.queries import MyWork
from recommendations.pages.my_work.tasks import TaskGroup
from recommendations.register.models import Action
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    LocalPolicingBodyFactory,
    OversightFactory,
    PersonFactory,
    RecommendationFactory,
    add_update,
    as_reader,
    membership,
    open_action,
)
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ADDRESS = "/forces/cleveland/soteria-2024/7/"
ASSIGN, COMMENTS = f"{ADDRESS}assign/", f"{ADDRESS}comments/"


@pytest.fixture
def seven(history: Register) -> Action:
    return history.actions["cleveland", "7"]


def comment(text: str, **changes: object) -> dict[str, object]:
    return {"text": text, "submission_key": str(uuid.uuid4()), **changes}


def mine(person: object) -> dict[str, str]:
    """Return the tasks of a person by title, each with what it is about."""
    return {task.title: task.about for task in MyWork(as_reader(person, TODAY), mine=True).tasks}  # type: ignore[arg-type]


# --- assigning ---------------------------------------------------------------------------------------------


def test_an_action_is_assigned_to_a_colleague_and_is_theirs_in_my_work(
    office: Client, cast: Cast, seven: Action
) -> None:
    assert "Assigned to No one" in words_of(office.get(ADDRESS))
    page = office.post(ASSIGN, {"assignee": cast.approver.pk}, follow=True).content.decode()
    assert f"Assigned to {cast.approver}." in page
    assert "Since 3 March 2025." in page
    assert "Assigned to you." in mine(cast.approver)["Identify and disrupt suspects"]
    assert "Identify and disrupt suspects" not in mine(cast.office)
    assert f"Assigned to {cast.approver}." in office.get("/my-work/").content.decode()


def test_it_can_be_reassigned_and_assigned_to_no_one(office: Client, cast: Cast, seven: Action) -> None:
    for assignee in (cast.office.pk, cast.office.pk, cast.approver.pk, "no-one"):
        assert office.post(ASSIGN, {"assignee": assignee}).status_code == 302
    people = [assignment.assignee for assignment in Assignment.objects.order_by("pk")]
    assert people == [cast.office, cast.approver, None]  # the same person again changes nothing
    assert "Identify and disrupt suspects" not in mine(cast.approver)


def test_assigned_work_without_a_deadline_is_in_the_list_too(cast: Cast, history: Register) -> None:
    undated = RecommendationFactory(inspection=history.soteria, number=22, undated=True, short_title="Undated")
    action = open_action(undated, history.cleveland)
    add_update(action, "in-progress", datetime.date(2025, 2, 1))
    assert "Undated" not in mine(cast.office)
    assign_action(action=action, assignee=cast.office, by=as_reader(cast.office, TODAY))
    assert "Undated" in mine(cast.office)


def test_only_people_of_the_office_can_be_chosen(office: Client, cast: Cast, seven: Action) -> None:
    for outsider in (cast.contributor, cast.panel_member, cast.cumbria_office, cast.auditor):
        response = office.post(ASSIGN, {"assignee": outsider.pk})
        assert response.context["form"].errors["assignee"] == ["Select someone who works in your office"]
        with pytest.raises(ValidationError, match="works in your office"):
            assign_action(action=seven, assignee=outsider, by=as_reader(cast.office, TODAY))
    assert not Assignment.objects.exists()


def test_someone_has_to_be_chosen(office: Client, cast: Cast, seven: Action) -> None:
    office.post(ASSIGN, {"assignee": cast.approver.pk})
    for form in ({}, {"assignee": ""}):
        errors = office.post(ASSIGN, form).context["form"].errors["assignee"]
        assert errors == ["Select who the action is assigned to, or “No one”"]
    assert assignment_of(seven, as_reader(cast.office, TODAY))


@pytest.mark.parametrize("left", ["membership", "account", "oversight"])
def test_work_of_someone_who_left_is_assigned_to_no_one(
    office: Client, cast: Cast, history: Register, seven: Action, left: str
) -> None:
    assignment = assign_action(action=seven, assignee=cast.approver, by=as_reader(cast.office, TODAY))
    assert assignments_of([history.cleveland], as_reader(cast.office, TODAY)) == {seven.pk: assignment}
    if left == "membership":
        Membership.objects.filter(person=cast.approver).update(last_day=TODAY - datetime.timedelta(days=1))
    elif left == "account":
        Person.objects.filter(pk=cast.approver.pk).update(is_active=False)
    else:
        successor = LocalPolicingBodyFactory(slug="mayor")
        OversightFactory(force=history.cleveland, body=successor, first_day=TODAY)
        membership(cast.office, Role.OPCC_STAFF, successor)
    assert assignment_of(seven, as_reader(cast.office, TODAY)) is None
    assert assignments_of([history.cleveland], as_reader(cast.office, TODAY)) == {}
    assert "Assigned to No one" in words_of(office.get(ADDRESS))
    assert office.get(ASSIGN).context["form"]["assignee"].value() == cast.office.pk


def test_colleagues_of_the_same_name_are_told_apart(office: Client, history: Register, seven: Action) -> None:
    for email in ("a@example.org", "b@example.org"):
        membership(PersonFactory(email=email, name="Jo"), Role.OPCC_STAFF, history.pcc_cleveland)
    page = words_of(office.get(ASSIGN))
    assert "Jo (a@example.org)" in page
    assert "Jo (b@example.org)" in page


# --- comments ----------------------------------------------------------------------------------------------


def test_a_comment_mentions_a_colleague_until_they_answer(office: Client, cast: Cast, seven: Action) -> None:
    text = f"@{cast.approver} can we have dates?"
    page = office.post(COMMENTS, comment(text), follow=True).content.decode()
    assert "Comment added. Only your office can see it." in page
    assert f'<span class="st-mention">@{cast.approver}</span> can we have dates?' in page
    assert Mention.objects.get().person == cast.approver
    assert f"{cast.office} mentioned you on 3 March 2025." in mine(cast.approver)["Identify and disrupt suspects"]
    assert "Identify and disrupt suspects" not in mine(cast.office)
    add_comment(action=seven, text="Friday.", by=as_reader(cast.approver, TODAY), submission_key=uuid.uuid4())
    assert "Identify and disrupt suspects" not in mine(cast.approver)


def test_a_mention_on_finished_work_has_a_group_of_its_own(cast: Cast, seven: Action) -> None:
    add_update(seven, "closed", datetime.date(2025, 3, 1), by=cast.office)
    by = as_reader(cast.office, TODAY)
    add_comment(action=seven, text=f"@{cast.approver} tell the board", by=by, submission_key=uuid.uuid4())
    work = MyWork(as_reader(cast.approver, TODAY), mine=True)
    assert [section.group for section in work.sections] == [TaskGroup.MENTIONS]
    assert "1 comment to answer" in work.sentence


def test_an_at_sign_before_other_words_is_saved_with_a_warning(office: Client, seven: Action) -> None:
    page = words_of(office.post(COMMENTS, comment("Meet @3pm or @Nobody."), follow=True))
    assert "Comment added. Only your office can see it." in page
    assert "No one in your office is called “3pm” or “Nobody”. To notify a colleague, type @ and their name." in page
    assert ActionComment.objects.get().text == "Meet @3pm or @Nobody."
    assert not Mention.objects.exists()
    assert "No one in your office is called" not in words_of(office.post(COMMENTS, comment("Done."), follow=True))


def test_a_name_that_two_colleagues_share_mentions_both(cast: Cast, history: Register, seven: Action) -> None:
    namesakes = [PersonFactory(email=f"{number}@example.org", name=name) for number, name in enumerate(("Jo", "jo"))]
    for person in namesakes:
        membership(person, Role.OPCC_STAFF, history.pcc_cleveland)
    by = as_reader(cast.office, TODAY)
    made = add_comment(action=seven, text="@Jo, please.", by=by, submission_key=uuid.uuid4())
    assert set(made.mentions.all()) == set(namesakes)
    for person in namesakes:
        assert "mentioned you" in mine(person)["Identify and disrupt suspects"]


def test_a_comment_that_cannot_be_saved_is_shown_again(office: Client, seven: Action) -> None:
    long = "a" * (COMMENT_LIMIT + 1)
    response = office.post(COMMENTS, comment(long))
    assert "Shorten this to 4,000 characters or fewer" in response.context["form"].errors["text"][0]
    assert long in response.content.decode()
    assert office.post(COMMENTS, comment(" ")).context["form"].errors["text"] == ["Enter a comment"]
    assert not ActionComment.objects.exists()


def test_a_comment_sent_twice_is_one_comment(office: Client, seven: Action) -> None:
    form = comment("Once.")
    for _time in range(2):
        assert office.post(COMMENTS, form).status_code == 302
    assert ActionComment.objects.count() == 1
    assert office.post(COMMENTS, {**form, "text": "Another."}).status_code == 200


def test_html_in_a_comment_is_shown_as_text(office: Client, seven: Action) -> None:
    office.post(COMMENTS, comment("<script>alert(1)</script>"))
    page = office.get(ADDRESS).content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_nobody_outside_the_office_sees_assignments_or_comments(
    office: Client, client: Client, cast: Cast, seven: Action
) -> None:
    office.post(ASSIGN, {"assignee": cast.approver.pk})
    office.post(COMMENTS, comment("Words for colleagues only."))
    assert "Words for colleagues only." in office.get(ADDRESS).content.decode()
    for person in (cast.contributor, cast.panel_member, cast.cumbria_office, cast.auditor, cast.administrator):
        client.force_login(person)
        page = client.get(ADDRESS).content.decode()
        assert "Words for colleagues only." not in page
        assert "Assigned to" not in page
        for found in ("/search/?q=colleagues", "/forces/cleveland.csv", "/forces/cleveland.json"):
            response = client.get(found)
            text = b"".join(response) if response.streaming else response.content
            assert b"Words for colleagues only." not in text
        by = as_reader(person, TODAY)
        with pytest.raises(PermissionDenied):
            add_comment(action=seven, text="Hello.", by=by, submission_key=uuid.uuid4())
        with pytest.raises(PermissionDenied):
            assign_action(action=seven, assignee=cast.office, by=by)


def test_its_queries_do_not_grow_with_the_comments(
    office: Client, cast: Cast, seven: Action, django_assert_max_num_queries
) -> None:
    by = as_reader(cast.approver, TODAY)
    for number in range(8):
        text = f"@{cast.office} number {number}"
        add_comment(action=seven, text=text, by=by, submission_key=uuid.uuid4())
    for page in (ADDRESS, "/my-work/", f"/my-work/?update={seven.pk}"):
        with django_assert_max_num_queries(29):
            office.get(page)
