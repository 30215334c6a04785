"""Recording an update in a row of My work."""

import datetime

import pytest
from django.test import Client

from recommendations.register.models import Update
from tests.cast import Cast, Register
from tests.factories import add_update

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ADDRESS = "/my-work/"


@pytest.fixture
def overdue(history: Register) -> int:
    """The id of an overdue action of Cleveland, whose lead post is known."""
    action = history.actions["cleveland", "7"]
    action.lead_post = "Head of Learning"
    action.save()
    return action.pk


def opened(office: Client, action: int, **changes: object) -> dict[str, object]:
    """Return what the open row sends when only status and text are filled in."""
    form = office.get(ADDRESS, {"update": action}).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    day = sent.pop("effective_on")
    sent |= {"effective_on-day": day.day, "effective_on-month": day.month, "effective_on-year": day.year}
    expected = sent.pop("expected_on", None)
    if expected:
        sent |= {
            "expected_on-day": expected.day,
            "expected_on-month": expected.month,
            "expected_on-year": expected.year,
        }
    return {**sent, "update": action, "words": "The last team has been trained.", **changes}


def test_a_row_opens_with_the_quick_update_and_the_others_stay_closed(office: Client, overdue: int) -> None:
    closed = office.get(ADDRESS)
    assert closed.context["form"] is None
    assert f'href="/my-work/?update={overdue}#row-{overdue}"' in closed.content.decode()
    page = office.get(ADDRESS, {"update": overdue}).content.decode()
    assert page.count('class="st-quick ') == 1
    assert "Weekly checks began." in page  # what was reported last
    assert (
        "Dated today, 3 March 2025; reported by Head of Learning for the force; seen by the force and the office."
        in page
    )


def test_status_and_text_are_enough_to_record_an_update(office: Client, cast: Cast, overdue: int) -> None:
    response = office.post(ADDRESS, opened(office, overdue, status="complete"), follow=True)
    assert response.redirect_chain == [(ADDRESS, 302)]
    update = Update.objects.latest("pk")
    assert (update.action_id, update.status, update.words.text) == (
        overdue,
        "complete",
        "The last team has been trained.",
    )
    assert (update.effective_on, update.reported_by, update.audience) == (
        datetime.date(2025, 3, 3),
        "Head of Learning",
        "force-and-office",
    )
    assert update.recorded_by == cast.office
    assert "Update saved. Cleveland Police, Recommendation 7: Complete, says the force." in response.content.decode()
    assert f"{update.pk}/correct/" in response.content.decode()


def test_no_change_is_recorded_with_one_button(office: Client, overdue: int) -> None:
    before = Update.objects.filter(action=overdue).exclude(status="").latest("effective_on")
    sent = opened(office, overdue, no_change="yes", words="")
    assert office.post(ADDRESS, sent).status_code == 302
    update = Update.objects.latest("pk")
    assert update.status == before.status
    assert update.words.text == f"No change since {before.effective_on.day} {before.effective_on:%B %Y}."


def test_no_change_with_another_status_is_refused_and_a_text_is_kept(office: Client, overdue: int) -> None:
    count = Update.objects.count()
    response = office.post(ADDRESS, opened(office, overdue, no_change="yes", status="complete"))
    assert response.context["form"].errors["status"] == ["You chose another status. Choose “Save update” to record it"]
    assert "The last team has been trained." in response.content.decode()
    assert Update.objects.count() == count


def test_an_error_stands_above_the_list_and_in_the_open_row(office: Client, overdue: int) -> None:
    response = office.post(ADDRESS, opened(office, overdue, words=""))
    page = response.content.decode()
    assert page.count("Enter what has been done, or choose “No change since") == 2
    assert "<title>Error:" in page
    assert 'role="alert" tabindex="-1" autofocus' in page
    assert f'id="row-{overdue}" class="is-open"' in page


def test_the_second_of_two_people_sees_both_versions(
    office: Client, cast: Cast, history: Register, overdue: int
) -> None:
    mine = opened(office, overdue)
    add_update(history.actions["cleveland", "7"], "sent", datetime.date(2025, 3, 2), by=cast.approver, text="Theirs.")
    response = office.post(ADDRESS, mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs." in page
    assert page.count("The last team has been trained.") == 2


def test_the_form_stays_when_the_action_has_left_the_list(
    office: Client, cast: Cast, history: Register, overdue: int
) -> None:
    mine = opened(office, overdue)
    add_update(history.actions["cleveland", "7"], "closed", datetime.date(2025, 3, 2), by=cast.approver, text="Closed.")
    page = office.post(ADDRESS, mine).content.decode()
    assert "Closed." in page
    assert "The last team has been trained." in page


def test_an_action_of_another_office_is_not_found(client: Client, cast: Cast, overdue: int) -> None:
    client.force_login(cast.cumbria_office)
    assert client.get(ADDRESS, {"update": overdue}).status_code == 404
    assert client.post(ADDRESS, {"update": overdue}).status_code == 404
    assert client.post(ADDRESS, {"update": "nothing"}).status_code == 404
    client.force_login(cast.contributor)
    assert client.post(ADDRESS, {"update": overdue}).status_code == 403
