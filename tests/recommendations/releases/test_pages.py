"""The release pages: what they list and ask, and that nothing is lost or done twice."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from forces.people.editions import Audience
from recommendations.register.models import Action, Release, Update
from recommendations.register.statuses import Status
from recommendations.releases.queries import unreleased_counts
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    InspectionFactory,
    RecommendationFactory,
    add_update,
    as_reader,
    open_action,
    rebuilding_once,
)
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]

FORCE, PANEL, PUBLIC = Audience.FORCE_AND_OFFICE.value, Audience.PANEL.value, Audience.PUBLIC.value
RELEASES, NEW = "/work/cleveland/releases/", "/work/cleveland/releases/new/"


@pytest.fixture
def unreleased(seven: Action) -> Update:
    """An update that only Cleveland and its office read."""
    return add_update(seven, Status.CLOSED, datetime.date(2025, 1, 20), audience=FORCE, text="The numbat was counted.")


def ticked(response: Any) -> list[int]:
    """Return the actions that can be ticked on a page."""
    return [int(pk) for pk in re.findall(r'name="action" value="(\d+)"', response.content.decode())]


def fields_of(response: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode()))


def confirm_release(client: Client, **asked: Any) -> Release:
    """Release through the pages: select, preview, confirm."""
    address = client.post(NEW, {"audience": PANEL, "reason": "", **asked})["Location"]
    client.post(address, fields_of(client.get(address)))
    return Release.objects.order_by("pk").last()


# --- what waits to be released -----------------------------------------------------------------------------


def test_an_action_is_listed_until_its_last_update_is_released(office: Client, unreleased: Update) -> None:
    page = office.get(RELEASES)
    assert ticked(page) == [unreleased.action_id]
    assert "The panel cannot yet see the latest update on 1 action." in words_of(page)
    assert "No update released" in words_of(page)
    add_update(
        unreleased.action, Status.IN_PROGRESS, TODAY, audience=PANEL
    )  # what came before it may stay with the force
    page = office.get(RELEASES)
    assert ticked(page) == []
    assert "The panel can see the latest update on every action." in words_of(page)


def test_a_note_does_not_wait_to_be_released(office: Client, seven: Action) -> None:
    add_update(seven, None, TODAY, audience="office")
    assert ticked(office.get(RELEASES)) == []


def test_a_retracted_update_does_not_wait_to_be_released(office: Client, unreleased: Update) -> None:
    add_update(unreleased.action, None, TODAY, audience=FORCE, retracts=unreleased)
    assert ticked(office.get(RELEASES)) == []


def test_it_can_list_what_is_not_yet_public(office: Client, seven: Action) -> None:
    add_update(seven, Status.IN_PROGRESS, TODAY, audience=PANEL)
    assert ticked(office.get(RELEASES)) == []
    assert ticked(office.get(RELEASES, {"to": PUBLIC})) == [seven.pk]


def test_the_list_is_filtered_by_inspection_and_recording_date(
    office: Client, unreleased: Update, register: Register
) -> None:
    other = open_action(RecommendationFactory(inspection=InspectionFactory(slug="other")), register.cleveland)
    add_update(other, Status.IN_PROGRESS, TODAY, audience=FORCE)
    assert ticked(office.get(RELEASES)) == [other.pk, unreleased.action_id]
    assert ticked(office.get(RELEASES, {"inspection": "other"})) == [other.pk]
    assert ticked(office.get(RELEASES, {"since": "2025-02-01"})) == [other.pk]
    assert ticked(office.get(RELEASES, {"inspection": "soteria-2024", "since": "2025-02-01"})) == []


@pytest.mark.parametrize("query", [{"inspection": "nowhere"}, {"to": "office"}, {"since": "yesterday"}])
def test_an_invalid_filter_shows_an_error(office: Client, unreleased: Update, query: dict[str, str]) -> None:
    page = office.get(RELEASES, query)
    assert ticked(page) == []
    assert "There is a problem" in words_of(page)


# --- the way to a release ----------------------------------------------------------------------------------


def test_an_action_is_released_with_all_earlier_updates(office: Client, unreleased: Update) -> None:
    earlier = add_update(unreleased.action, Status.IN_PROGRESS, datetime.date(2024, 12, 1), audience=FORCE)
    confirmed = confirm_release(office, action=unreleased.action_id, reason="Papers for March")
    assert set(confirmed.items.values_list("update", flat=True)) == {unreleased.pk, earlier.pk}
    assert (confirmed.audience, confirmed.reason) == (PANEL, "Papers for March")
    page = words_of(office.get(f"{RELEASES}{confirmed.pk}/"))
    assert "2 updates of 1 action released to the panel" in page
    assert "Papers for March" in page


def test_one_update_alone_can_be_released(office: Client, unreleased: Update) -> None:
    add_update(unreleased.action, Status.IN_PROGRESS, datetime.date(2024, 12, 1), audience=FORCE)
    confirmed = confirm_release(office, update=unreleased.pk)
    assert list(confirmed.items.values_list("update", flat=True)) == [unreleased.pk]


def test_a_whole_filtered_list_can_be_released_without_ticking_rows(
    office: Client, unreleased: Update, register: Register
) -> None:
    other = open_action(RecommendationFactory(inspection=InspectionFactory(slug="other")), register.cleveland)
    update = add_update(other, Status.IN_PROGRESS, TODAY, audience=FORCE)
    page = office.get(NEW, {"all": "1", "to": PANEL, "inspection": "other"})
    assert ticked(page) == [other.pk]
    assert list(confirm_release(office, action=ticked(page)).items.values_list("update", flat=True)) == [update.pk]


def test_selecting_nothing_shows_a_message(office: Client, register: Register) -> None:
    page = office.get(NEW, follow=True)
    assert "Select what to release first." in words_of(page)


@pytest.mark.parametrize("query", [{"update": "x"}, {"update": "9" * 30}, {"update": "0"}, {"assurance": "1"}])
def test_records_of_other_holders_are_not_found(office: Client, unreleased: Update, query: dict[str, str]) -> None:
    assert office.get(NEW, query).status_code == 404


def test_another_holders_update_is_not_found(office: Client, unreleased: Update, register: Register) -> None:
    other = add_update(register.actions["cumbria", "7"], Status.IN_PROGRESS, TODAY, audience=FORCE)
    assert office.get(NEW, {"update": other.pk}).status_code == 404


def test_it_asks_for_the_audience_and_keeps_what_was_typed(office: Client, unreleased: Update) -> None:
    page = office.post(NEW, {"action": unreleased.action_id, "reason": "Papers for March"})
    assert "Select who can see this" in words_of(page)
    assert 'value="Papers for March"' in page.content.decode()
    assert ticked(page) == [unreleased.action_id]


def test_a_note_is_refused_with_a_message(office: Client, seven: Action) -> None:
    note = add_update(seven, None, TODAY, audience="office", text="Advice.")
    page = office.post(NEW, {"update": note.pk, "audience": PANEL})
    assert "A note for the office only cannot be released." in words_of(page)


def test_updates_already_released_are_refused_with_a_message(office: Client, unreleased: Update) -> None:
    confirm_release(office, action=unreleased.action_id, audience=PUBLIC)
    assert "The panel can already read all of this." in words_of(
        office.post(NEW, {"action": unreleased.action_id, "audience": PANEL})
    )
    page = words_of(office.post(NEW, {"update": unreleased.pk, "audience": PANEL}))
    assert "To change that, withdraw the release that shows it." in page


def test_a_preview_shows_the_figures_the_actions_and_the_exclusions(office: Client, unreleased: Update) -> None:
    mistaken = add_update(unreleased.action, Status.IN_PROGRESS, TODAY, audience=FORCE)
    add_update(unreleased.action, None, TODAY, audience=FORCE, retracts=mistaken)
    address = office.post(NEW, {"update": [unreleased.pk, mistaken.pk], "audience": PANEL})["Location"]
    words = words_of(office.get(address))
    assert "Nothing has been released yet. The panel will be able to read 1 update of 1 action." in words
    assert "It has been retracted. Mistakes are not released." in words
    assert "1 action will change status or dates" in words
    assert "Closed 0 1" in words
    assert "The numbat was counted." in words


def test_confirming_a_release_twice_records_one(office: Client, unreleased: Update) -> None:
    address = office.post(NEW, {"action": unreleased.action_id, "audience": PANEL})["Location"]
    fields = fields_of(office.get(address))
    first, second = office.post(address, fields), office.post(address, fields)
    assert first["Location"] == second["Location"]
    assert Release.objects.count() == 1


def test_updates_retracted_after_the_preview_are_excluded_with_a_message(
    office: Client, unreleased: Update, seven: Action
) -> None:
    other = add_update(seven, Status.IN_PROGRESS, TODAY, audience=FORCE)
    address = office.post(NEW, {"action": seven.pk, "audience": PANEL})["Location"]
    fields = fields_of(office.get(address))
    add_update(seven, None, TODAY, audience=FORCE, retracts=other)
    words = words_of(office.post(address, fields, follow=True))
    assert "1 item released. 1 was not released: it had already been released, or was retracted." in words


def test_a_release_with_nothing_left_shows_a_message(office: Client, unreleased: Update) -> None:
    address = office.post(NEW, {"action": unreleased.action_id, "audience": PANEL})["Location"]
    fields = fields_of(office.get(address))
    add_update(unreleased.action, None, TODAY, audience=FORCE, retracts=unreleased)
    page = office.post(address, fields)
    assert "There is nothing to release" in words_of(page)
    assert "Error:" in page.content.decode()


@pytest.mark.parametrize("audience", ["", "everybody", "office", FORCE])
def test_an_unknown_audience_is_not_found(office: Client, unreleased: Update, audience: str) -> None:
    address = office.post(NEW, {"action": unreleased.action_id, "audience": PANEL})["Location"]
    fields = fields_of(office.get(address))
    assert office.post(address, fields | {"audience": audience}).status_code == 404
    assert not Release.objects.exists()


def test_a_selection_survives_an_expired_session(client: Client, cast: Cast, unreleased: Update) -> None:
    client.force_login(cast.office)
    address = client.post(NEW, {"action": unreleased.action_id, "audience": PANEL, "reason": "Papers for March"})[
        "Location"
    ]
    fields = fields_of(client.get(address))
    client.logout()
    sign_in = client.post(address, fields)
    assert sign_in.status_code == 302
    client.force_login(cast.office)
    again = client.get(re.search(r"next=([^&]*)", sign_in["Location"])[1].replace("%3F", "?").replace("%3D", "="))
    assert "Purpose: Papers for March" in words_of(again)
    client.post(address, fields_of(again))
    assert Release.objects.get().reason == "Papers for March"


def test_an_expired_preview_redirects_to_the_list(office: Client, unreleased: Update) -> None:
    page = office.get(f"/work/cleveland/releases/preview/{uuid.uuid4()}/", follow=True)
    assert "This preview has expired." in words_of(page)


# --- a release and its withdrawal --------------------------------------------------------------------------


def test_a_release_is_withdrawn_from_its_page(office: Client, unreleased: Update) -> None:
    confirmed = confirm_release(office, action=unreleased.action_id)
    address = f"{RELEASES}{confirmed.pk}/"
    fields = fields_of(office.get(address))
    refused = office.post(address, fields)
    assert "Enter the reason for withdrawing this release" in words_of(refused)
    page = office.post(address, fields | {"reason": "A name stood in it."}, follow=True)
    words = words_of(page)
    assert "Release withdrawn." in words
    assert "1 update of 1 action withdrawn" in words
    assert "A name stood in it." in words
    assert "Withdraw this release" not in words
    assert "Withdrawn by office on 3 March 2025" in words_of(office.get(address))
    assert "Withdrawn on 3 March 2025" in words_of(office.get(RELEASES))


def test_a_withdrawal_says_what_stays_visible(office: Client, unreleased: Update) -> None:
    first = confirm_release(office, action=unreleased.action_id)
    confirm_release(office, action=unreleased.action_id, audience=PUBLIC)
    address = f"{RELEASES}{first.pk}/"
    page = office.post(address, fields_of(office.get(address)) | {"reason": "Too early."}, follow=True)
    assert "The panel or the public can still read 1 update: another release shows it" in words_of(page)


def test_another_holders_release_is_not_found(
    client: Client, cast: Cast, register: Register, unreleased: Update
) -> None:
    client.force_login(cast.office)
    confirmed = confirm_release(client, action=unreleased.action_id)
    client.force_login(cast.cumbria_office)
    assert client.get(f"/work/cumbria/releases/{confirmed.pk}/").status_code == 404
    assert client.get(f"{RELEASES}{confirmed.pk}/").status_code == 404


def test_a_release_hides_embargoed_actions_from_unnamed_readers(
    client: Client, cast: Cast, unreleased: Update, register: Register
) -> None:
    secret = InspectionFactory(slug="secret", embargoed=True, short_title="The secret report")
    action = open_action(
        RecommendationFactory(inspection=secret, short_title="Hide it"), register.cleveland, opened_on=TODAY
    )
    hidden = add_update(action, Status.IN_PROGRESS, TODAY, audience=FORCE, text="The bilby was counted.")
    secret.embargo_readers.add(cast.office)
    client.force_login(cast.office)
    confirmed = confirm_release(client, update=[unreleased.pk, hidden.pk])
    address = f"{RELEASES}{confirmed.pk}/"
    assert "Hide it" in words_of(client.get(address))
    client.force_login(cast.approver)
    read = words_of(client.get(address))
    assert "The numbat was counted." in read
    assert not [word for word in ("secret", "Hide it", "bilby") if word in read]


def test_the_history_shows_the_office_who_an_update_was_released_to(
    client: Client, cast: Cast, unreleased: Update
) -> None:
    client.force_login(cast.office)
    confirm_release(client, action=unreleased.action_id)
    page = unreleased.action.get_absolute_url()
    assert "Released to: The force, the office and the panel." in words_of(client.get(page))
    client.force_login(cast.panel_member)
    read = words_of(client.get(page))
    assert "The numbat was counted." in read
    assert "Released to" not in read


# --- for My work, and for offices with much to do ----------------------------------------------------------


def test_one_query_counts_waiting_updates_and_finds_the_oldest(
    unreleased: Update, cast: Cast, register: Register, django_assert_num_queries: Any
) -> None:
    five = add_update(register.actions["cleveland", "5"], Status.IN_PROGRESS, TODAY, audience=FORCE)
    add_update(register.actions["cumbria", "7"], Status.IN_PROGRESS, TODAY, audience=FORCE)
    reader = as_reader(cast.office, TODAY)
    with django_assert_num_queries(1):
        [waiting] = unreleased_counts(reader)
    assert (waiting.holder.slug, waiting.count, waiting.oldest) == ("cleveland", 2, unreleased.recorded_at)
    assert unreleased_counts(as_reader(cast.panel_member, TODAY)) == []
    assert unreleased_counts(as_reader(cast.contributor, TODAY)) == []
    Update.objects.filter(pk__in=[unreleased.pk, five.pk]).update(released_to=PANEL)
    assert unreleased_counts(reader) == []


@pytest.mark.parametrize("number", [10, 200])
def test_queries_do_not_grow_with_the_actions(
    office: Client, register: Register, number: int, django_assert_max_num_queries: Any
) -> None:
    inspection = InspectionFactory(slug="large")
    with rebuilding_once():
        actions = [
            open_action(RecommendationFactory(inspection=inspection, number=place + 1), register.cleveland)
            for place in range(number)
        ]
        for action in actions:
            add_update(action, Status.IN_PROGRESS, datetime.date(2025, 1, 10), audience=FORCE)
            add_update(action, Status.CLOSED, datetime.date(2025, 2, 10), audience=FORCE)
    asked = {"action": [action.pk for action in actions]}
    with django_assert_max_num_queries(16):
        office.get(RELEASES)
    with django_assert_max_num_queries(16):
        office.get(NEW, asked)
    with django_assert_max_num_queries(16):
        address = office.post(NEW, {**asked, "audience": PANEL})["Location"]
    with django_assert_max_num_queries(16):
        page = office.get(address)
    assert f"{2 * number} updates" in words_of(page)
    confirmed = office.post(address, fields_of(page))["Location"]
    with django_assert_max_num_queries(16):
        assert f"{2 * number} updates of {number} actions released to the panel" in words_of(office.get(confirmed))
