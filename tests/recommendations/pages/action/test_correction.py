"""Correcting an update: it is retracted, and what was there comes back in the form."""

import datetime
import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recommendations.positions.models import Position
from recommendations.register.models import Update
from tests.cast import TODAY, Cast, Register
from tests.factories import add_update
from tests.recommendations.pages.action.test_action import ADDRESS, PDF, errors, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def mistaken(office: Client, register: Register) -> Update:
    """An update with a mistake: a text, a date and a file, which only the office and the force can see."""
    upload = SimpleUploadedFile("minutes.pdf", PDF, "application/pdf")
    office.post(
        ADDRESS,
        filled(
            office, words="82% of staff.", audience="force-and-office", evidence_file=upload, evidence_shows="Minutes"
        ),
    )
    return Update.objects.get()


@pytest.fixture
def sent(office: Client, mistaken: Update) -> Callable[..., dict[str, object]]:
    """A function that returns what the form sends when nothing in it is changed, with changes."""

    def data(client: Client = office, **changes: object) -> dict[str, object]:
        form = client.get(correct(mistaken)).context["form"]
        values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [])}
        day = values.pop("effective_on")
        values |= {f"effective_on-{part}": getattr(day, part) for part in ("day", "month", "year")}
        return {**values, "reason": "A typing error.", **changes}

    return data


def correct(update: Update) -> str:
    return f"{ADDRESS}updates/{update.pk}/correct/"


def test_the_form_holds_what_was_recorded(office: Client, mistaken: Update) -> None:
    response = office.get(correct(mistaken))
    form = response.context["form"]
    shown = {name: form[name].value() for name in ("status", "words", "reported_by", "audience", "evidence_shows")}
    assert shown == {
        "status": "in-progress",
        "words": "82% of staff.",
        "reported_by": "Head of Learning",
        "audience": "force-and-office",
        "evidence_shows": "Minutes",
    }
    assert form["effective_on"].value() == datetime.date(2025, 2, 27)
    assert "<strong>minutes.pdf</strong> stays with the corrected update" in response.content.decode()


def test_a_correction_retracts_the_update_and_takes_its_place(
    office: Client, mistaken: Update, sent: Callable[..., dict[str, object]]
) -> None:
    response = office.post(correct(mistaken), sent(words="28% of staff."), follow=True)
    assert "Update corrected." in response.content.decode()
    retraction, new = Update.objects.exclude(pk=mistaken.pk).order_by("pk")
    assert (retraction.retracts, retraction.words.text) == (mistaken, "A typing error.")
    assert (new.words.text, new.status, new.effective_on) == ("28% of staff.", "in-progress", mistaken.effective_on)
    assert new.evidence.get().file_name == "minutes.pdf"
    assert Position.objects.on(TODAY).get(action=new.action, edition="working").update == new


def test_a_file_can_be_removed_and_stays_in_the_history(
    office: Client, mistaken: Update, sent: Callable[..., dict[str, object]]
) -> None:
    assert "Remove this file" in office.get(correct(mistaken)).content.decode()
    refused = office.post(correct(mistaken), sent(remove_file="on", reason=""))
    assert refused.context["form"]["remove_file"].value() is True
    office.post(correct(mistaken), sent(remove_file="on", evidence_shows=""))
    assert not Update.objects.latest("pk").evidence.exists()
    assert mistaken.evidence.get().file_name == "minutes.pdf"


def test_a_new_file_replaces_the_one_that_is_removed(
    office: Client, mistaken: Update, sent: Callable[..., dict[str, object]]
) -> None:
    upload = SimpleUploadedFile("actions.pdf", PDF, "application/pdf")
    office.post(correct(mistaken), sent(remove_file="on", evidence_file=upload))
    assert Update.objects.latest("pk").evidence.get().file_name == "actions.pdf"


def test_without_a_file_there_is_none_to_remove(office: Client, cast: Cast, register: Register) -> None:
    update = add_update(register.actions["cleveland", "7"], "in-progress", TODAY, by=cast.office)
    assert "Remove this file" not in office.get(correct(update)).content.decode()


def test_a_status_that_could_not_follow_the_mistaken_one_can_be_corrected_to(
    office: Client, register: Register
) -> None:
    office.post(ADDRESS, filled(office, status="closed", closed_by="hmicfrs", verified_by="HMICFRS lead"))
    closed = Update.objects.get()
    form = filled(office, correct(closed), status="not-started", reason="It was recommendation 9.")
    assert office.post(correct(closed), form).status_code == 302
    assert Position.objects.on(TODAY).get(action=closed.action, edition="working").status == "not-started"


def test_without_a_reason_nothing_is_saved_and_nothing_typed_is_lost(
    office: Client, mistaken: Update, sent: Callable[..., dict[str, object]]
) -> None:
    response = office.post(correct(mistaken), sent(words="28% of staff.", reason="", reported_by=""))
    assert errors(response) == {
        "reason": ["Enter why you are correcting it"],
        "reported_by": ["Enter who reported this: a name or a post"],
    }
    assert "28% of staff." in response.content.decode()
    assert Update.objects.count() == 1


def test_a_refused_correction_leaves_the_update_in_force(
    office: Client, mistaken: Update, sent: Callable[..., dict[str, object]]
) -> None:
    response = office.post(correct(mistaken), sent(status="closed"))
    assert errors(response)["closed_by"] == ["Select who closed it"]
    assert Update.objects.count() == 1


def test_a_correction_sent_twice_is_made_once(
    office: Client, mistaken: Update, sent: Callable[..., dict[str, object]]
) -> None:
    form = sent(words="28% of staff.")
    assert [office.post(correct(mistaken), form).status_code for _time in range(2)] == [302, 302]
    assert Update.objects.count() == 3


def test_both_versions_are_shown_when_someone_else_saved_first(
    office: Client, cast: Cast, mistaken: Update, sent: Callable[..., dict[str, object]]
) -> None:
    form = sent(words="28% of staff.")
    add_update(mistaken.action, "sent", datetime.date(2025, 3, 1), by=cast.approver, text="Theirs.")
    response = office.post(correct(mistaken), form)
    assert response.status_code == 409
    assert "Theirs." in response.content.decode()
    assert "28% of staff." in response.content.decode()
    assert Update.objects.count() == 2


def test_an_update_is_corrected_once(office: Client, mistaken: Update, sent: Callable[..., dict[str, object]]) -> None:
    form = sent(words="28% of staff.")
    office.post(correct(mistaken), form)
    assert "This update has already been retracted." in office.get(correct(mistaken)).content.decode()
    seen = Update.objects.latest("pk").pk
    response = office.post(correct(mistaken), {**form, "submission_key": str(uuid.uuid4()), "seen": str(seen)})
    assert errors(response)["reason"] == ["This update has already been retracted"]
    assert Update.objects.count() == 3


def test_who_may_correct(client: Client, cast: Cast, mistaken: Update) -> None:
    for person, status in (
        (cast.approver, 200),
        (cast.contributor, 403),  # someone else recorded it
        (cast.auditor, 403),
        (cast.panel_member, 404),
        (cast.cumbria_office, 404),
    ):
        client.force_login(person)
        assert client.get(correct(mistaken)).status_code == status
