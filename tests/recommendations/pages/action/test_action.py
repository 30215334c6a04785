"""The page of an action, and recording an update there."""

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from forces.people import unsaved_forms
from forces.people.models import UnsavedFile, UnsavedForm
from recommendations.positions.models import Position
from recommendations.register.models import Evidence, Update
from tests.cast import TODAY, Cast, Register
from tests.factories import InspectionFactory, RecommendationFactory, add_update

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ADDRESS = "/forces/cleveland/soteria-2024/7/"


def filled(client: Client, address: str = ADDRESS, **changes: object) -> dict[str, object]:
    """Return the form data as shown, filled in by a member of the office, with changes."""
    form = client.get(address).context["form"]
    values = {
        "status": "in-progress",
        "words": "82% of staff have finished the training.",
        "effective_on-day": "27",
        "effective_on-month": "2",
        "effective_on-year": "2025",
        "reported_by": "Head of Learning",
        "said_by": "force",
        "audience": "panel",
        "submission_key": str(form["submission_key"].value()),
        "seen": str(form["seen"].value()),
    }
    return {**values, **changes}


def errors(response) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def test_it_shows_the_text_verbatim_and_its_status(office: Client, history: Register) -> None:
    page = office.get(ADDRESS).content.decode()
    assert history.rec_7.text in page
    assert "Overdue by 31 days" in page
    assert "Weekly checks began." in page


def test_an_update_is_saved_and_changes_the_position(office: Client, cast: Cast, register: Register) -> None:
    response = office.post(ADDRESS, filled(office), follow=True)
    update = Update.objects.get()
    assert response.redirect_chain == [(ADDRESS, 302)]
    assert "Update saved. Cleveland Police, Recommendation 7: In progress." in response.content.decode()
    assert (update.status, update.words.text) == ("in-progress", "82% of staff have finished the training.")
    assert (update.recorded_by, update.effective_on) == (cast.office, datetime.date(2025, 2, 27))
    statuses = {
        p.edition: p.status for p in Position.objects.on(datetime.date(2025, 3, 3)).filter(action=update.action)
    }
    assert statuses == {"working": "in-progress", "panel": "in-progress", "public": "no-update"}


def test_saving_returns_to_the_top_of_the_page_where_the_confirmation_is(office: Client, register: Register) -> None:
    page = office.get(ADDRESS).content.decode()
    assert f'action="{ADDRESS}"' in page  # a browser would keep the fragment of the form's address in the redirect
    page = office.post(ADDRESS, filled(office), follow=True).content.decode()
    assert page.index("Update saved.") < page.index("<h1")


def test_a_two_digit_year_is_in_this_century(office: Client, register: Register) -> None:
    office.post(ADDRESS, filled(office, **{"effective_on-year": "25"}))
    assert Update.objects.get().effective_on == datetime.date(2025, 2, 27)


def test_a_double_submission_records_one_update(office: Client, register: Register) -> None:
    form = filled(office)
    office.post(ADDRESS, form)
    response = office.post(ADDRESS, form)
    assert response.status_code == 302
    assert Update.objects.count() == 1


def test_both_versions_are_shown_when_someone_else_saved_first(office: Client, cast: Cast, register: Register) -> None:
    mine = filled(office, words="My own words.")
    add_update(
        register.actions[("cleveland", "7")], "closed", datetime.date(2025, 3, 1), by=cast.contributor, text="Theirs."
    )
    response = office.post(ADDRESS, mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs." in page
    assert page.count("My own words.") == 2  # beside theirs, and still in the form
    assert Update.objects.count() == 1
    again = {**mine, "seen": response.context["form"]["seen"].value(), "status": "in-progress"}
    assert office.post(ADDRESS, again).status_code == 302
    assert Update.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"status": ""}, "status", "Select a status"),
        ({"words": ""}, "words", "Enter what has been done or has changed"),
        ({"words": "x" * 10_001}, "words", "Shorten this to 10,000 characters or fewer. It has 10,001 characters."),
        (
            {"effective_on-year": "2026"},
            "effective_on",
            "The date of this update must be today or in the past",
        ),
        (
            {"effective_on-day": "31"},
            "effective_on",
            "Date of this update must be a real date: 31 February 2025 does not exist",
        ),
        ({"reported_by": ""}, "reported_by", "Enter who reported this: a name or a post"),
        ({"status": "closed"}, "closed_by", "Select who closed it"),
        (
            {"status": "waiting"},
            "waiting_for_body",
            "Select the body or recommendation that must come first, or say what it is",
        ),
        (
            {"local_target_on-day": "1", "local_target_on-month": "5", "local_target_on-year": "2025"},
            "deadline_reason",
            "Enter the reason for the new date",
        ),
        ({"reported_by": "Head\x00"}, "reported_by", "Remove the character that cannot be shown"),
        ({"audience": "everyone"}, "audience", "Select a valid choice. everyone is not one of the available choices."),
        (
            {"evidence_address": "not an address"},
            "evidence_address",
            "Enter a full address, such as https://example.org/paper",
        ),
    ],
)
def test_invalid_input_gets_a_message_at_its_field_and_nothing_is_lost(
    office: Client, register: Register, changes: dict, field: str, message: str
) -> None:
    form = filled(office, **changes)
    response = office.post(ADDRESS, form)
    assert errors(response)[field] == [message]
    assert not Update.objects.exists()
    page = response.content.decode()
    assert page.count('href="#id_') >= 1  # the summary leads to the field
    assert str(form["words"]) in page
    assert "<title>Error:" in page


def test_a_date_before_publication_raises_a_question_not_an_error(office: Client, register: Register) -> None:
    early = {"effective_on-day": "1", "effective_on-month": "6", "effective_on-year": "2024"}
    response = office.post(ADDRESS, filled(office, **early))
    assert (
        "1 June 2024 is before the report was published (22 August 2024). Is that right?" in response.content.decode()
    )
    assert not Update.objects.exists()
    office.post(ADDRESS, filled(office, **early, confirmed="effective_on"))
    assert Update.objects.get().effective_on == datetime.date(2024, 6, 1)


def test_a_note_for_the_office_changes_no_position_and_only_the_office_reads_it(
    office: Client, cast: Cast, register: Register
) -> None:
    office.post(ADDRESS, filled(office, audience="office", status="", words="Counsel’s advice."))
    assert Update.objects.get().status == ""
    assert not Position.objects.exclude(status="no-update").exists()
    assert "Counsel’s advice." in office.get(ADDRESS).content.decode()
    for person in (cast.contributor, cast.panel_member, cast.auditor, cast.cumbria_office, cast.administrator):
        reader = Client()
        reader.force_login(person)
        assert "Counsel’s advice." not in reader.get(ADDRESS).content.decode()


def test_a_note_for_the_office_cannot_carry_a_status(office: Client, register: Register) -> None:
    response = office.post(ADDRESS, filled(office, audience="office", status="closed", closed_by="hmicfrs"))
    assert "A note for the office only cannot change the status" in errors(response)["audience"][0]


def test_a_force_contributor_cannot_release_to_the_panel(client: Client, cast: Cast, register: Register) -> None:
    client.force_login(cast.contributor)
    response = client.post(ADDRESS, filled(client, audience="panel"))
    assert "audience" in errors(response)
    assert client.post(ADDRESS, filled(client, audience="force-and-office")).status_code == 302


def test_text_from_an_expired_session_is_restored_after_sign_in(client: Client, cast: Cast, register: Register) -> None:
    client.force_login(cast.office)
    form = {**filled(client, words="Words I do not want to lose."), "form_owner": unsaved_forms.sign_owner(cast.office)}
    client.logout()
    response = client.post(ADDRESS, form)
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/?next=")
    unsaved = f"{ADDRESS}?unsaved={UnsavedForm.objects.get().token}"
    client.force_login(cast.office)
    page = client.get(unsaved).content.decode()
    assert "Words I do not want to lose." in page
    assert "You were signed out before this was saved" in page
    assert not Update.objects.exists()
    client.force_login(cast.approver)
    assert "Words I do not want to lose." not in client.get(unsaved).content.decode()


def test_nothing_is_kept_for_an_anonymous_visitor(client: Client, cast: Cast, register: Register) -> None:
    client.post(ADDRESS, {"words": "spam", "form_owner": "forged:mark:here"})
    client.post(ADDRESS, {"words": "spam"})
    assert not UnsavedForm.objects.exists()


PDF = b"%PDF-1.7 minutes"


def test_a_file_is_kept_when_another_field_is_invalid(office: Client, register: Register) -> None:
    upload = SimpleUploadedFile("minutes.pdf", PDF, "application/pdf")
    response = office.post(ADDRESS, filled(office, words="", evidence_file=upload))
    assert "<strong>minutes.pdf</strong> is kept for this update" in response.content.decode()
    token = response.context["form"]["evidence_file_token"].value()
    office.post(ADDRESS, filled(office, evidence_file_token=token, evidence_shows="The decision"))
    assert not UnsavedFile.objects.exists()
    evidence = Evidence.objects.get()
    assert (evidence.file_name, evidence.size, evidence.shows) == ("minutes.pdf", len(PDF), "The decision")
    download = office.get(f"{ADDRESS}evidence/{evidence.pk}/")
    assert b"".join(download.streaming_content) == PDF
    assert download["Content-Disposition"] == 'attachment; filename="minutes.pdf"'


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("tool.exe", b"MZ", "is not a PDF, Word, Excel or CSV file"),
        ("minutes.pdf", b"MZ not a PDF", "is not what its name says"),
        ("sheet.xlsx", b"PK not a zip", "is not what its name says"),
        ("data.csv", b"a,b\x00", "is not what its name says"),
        ("minutes.pdf", b"", "The submitted file is empty."),
        ("minutes.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), "is larger than 10 MB"),
    ],
)
def test_a_forbidden_file_is_refused_with_advice(
    office: Client, register: Register, name: str, content: bytes, message: str
) -> None:
    response = office.post(ADDRESS, filled(office, evidence_file=SimpleUploadedFile(name, content)))
    assert message in errors(response)["evidence_file"][0]
    assert not Update.objects.exists()


def test_evidence_of_an_unreleased_update_is_not_found_by_the_panel(
    office: Client, cast: Cast, register: Register
) -> None:
    upload = SimpleUploadedFile("minutes.pdf", PDF)
    office.post(ADDRESS, filled(office, audience="force-and-office", evidence_file=upload))
    address = f"{ADDRESS}evidence/{Evidence.objects.get().pk}/"
    panel = Client()
    panel.force_login(cast.panel_member)
    assert panel.get(address).status_code == 404


def test_a_mistake_is_corrected_by_an_update_that_retracts_it(office: Client, register: Register) -> None:
    office.post(ADDRESS, filled(office, status="closed", closed_by="hmicfrs", verified_by="HMICFRS lead"))
    mistaken = Update.objects.get()
    address = reverse("force-retract", args=["cleveland", "soteria-2024", "7", mistaken.pk])
    assert "Retract the update of 27 February 2025" in office.get(address).content.decode()
    assert errors(office.post(address, {"reason": "", "submission_key": uuid.uuid4()})) == {
        "reason": ["Enter why it is a mistake"]
    }
    office.post(address, {"reason": "It was recommendation 9.", "submission_key": uuid.uuid4()})
    assert not Position.objects.exclude(status="no-update").exists()
    page = office.get(ADDRESS).content.decode()
    assert "Retracted: it does not count." in page
    assert "It was recommendation 9." in page
    assert "This update has already been retracted." in office.get(address).content.decode()


def test_html_in_a_text_is_shown_as_text(office: Client, register: Register) -> None:
    office.post(ADDRESS, filled(office, words="<script>alert(1)</script>"))
    page = office.get(ADDRESS).content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_administrator_records_a_national_bodys_update_with_its_source(
    client: Client, cast: Cast, register: Register
) -> None:
    client.force_login(cast.administrator)
    address = "/bodies/soteria-joint-unit/soteria-2024/4/"
    response = client.post(address, filled(client, address, audience="public", said_by="body"))
    assert "Enter the source" in errors(response)["evidence_address"][0]
    changes = {"audience": "public", "said_by": "body", "evidence_address": "https://example.org/report"}
    assert client.post(address, filled(client, address, **changes)).status_code == 302
    client.force_login(cast.cumbria_office)
    page = client.get(address)
    assert "82% of staff" in page.content.decode()
    assert page.context["form"] is None


def test_its_queries_do_not_grow_with_the_history(
    office: Client, register: Register, django_assert_max_num_queries
) -> None:
    for day in range(1, 29):
        add_update(register.actions[("cleveland", "7")], "in-progress", datetime.date(2025, 2, day), text=f"Day {day}")
    with django_assert_max_num_queries(25):
        office.get(ADDRESS)


def test_a_forbidden_file_kept_from_an_expired_session_is_refused_at_its_field(
    client: Client, cast: Cast, register: Register
) -> None:
    client.force_login(cast.office)
    form = {
        **filled(client, evidence_file=SimpleUploadedFile("tool.exe", b"MZ")),
        "form_owner": unsaved_forms.sign_owner(cast.office),
    }
    client.logout()
    client.post(ADDRESS, form)
    client.force_login(cast.office)
    unsaved = client.get(f"{ADDRESS}?unsaved={UnsavedForm.objects.get().token}")
    assert "is not a PDF, Word, Excel or CSV file" in errors(unsaved)["evidence_file"][0]
    assert client.post(ADDRESS, filled(client)).status_code == 302


def test_a_form_key_used_for_another_action_is_reported_and_nothing_is_lost(office: Client, register: Register) -> None:
    form = filled(office)
    office.post(ADDRESS, form)
    other = ADDRESS.replace("/7/", "/5/")
    response = office.post(other, {**form, "words": "For five.", "seen": "0"})
    assert "This form was used for another update" in str(errors(response))
    again = {**form, "words": "For five.", "submission_key": response.context["form"]["submission_key"].value()}
    assert office.post(other, {**again, "seen": "0"}).status_code == 302


def test_saving_different_text_after_going_back_shows_both(office: Client, register: Register) -> None:
    form = filled(office)
    office.post(ADDRESS, form)
    response = office.post(ADDRESS, {**form, "words": "Second thoughts."})
    assert response.status_code == 409
    assert "Second thoughts." in response.content.decode()


def test_an_action_waiting_for_an_embargoed_report_does_not_name_it(
    office: Client, cast: Cast, register: Register
) -> None:
    secret = RecommendationFactory(inspection=InspectionFactory(slug="secret-2026", embargoed=True), number=99)
    add_update(
        register.actions[("cleveland", "7")],
        "waiting",
        datetime.date(2025, 2, 1),
        waiting_for_recommendation=secret,
        waiting_for_body=register.joint_unit,
    )
    page = office.get(ADDRESS).content.decode()
    assert "Waiting for Soteria Joint Unit." in page
    assert "Recommendation 99" not in page
    assert "secret-2026" not in page
    secret.inspection.embargo_readers.add(cast.office)
    assert "Recommendation 99" not in str(office.get(ADDRESS).context["form"]["waiting_for_recommendation"])


def test_the_lead_is_shown_to_readers_of_the_working_records(client: Client, cast: Cast, register: Register) -> None:
    action = register.actions[("cleveland", "7")]
    action.lead_post = "Head of Learning"
    action.save()
    for person, sees in ((cast.office, True), (cast.auditor, True), (cast.panel_member, False)):
        client.force_login(person)
        assert ("Head of Learning" in client.get(ADDRESS).content.decode()) == sees


def test_the_force_and_its_office_see_who_confirmed_a_closure_and_when(
    client: Client, cast: Cast, register: Register
) -> None:
    add_update(
        register.actions[("cleveland", "7")],
        "closed",
        datetime.date(2025, 2, 1),
        verified_by="Liaison lead",
        received_on=datetime.date(2025, 2, 3),
    )
    for person, sees in ((cast.auditor, True), (cast.panel_member, False)):
        client.force_login(person)
        page = client.get(ADDRESS).content.decode()
        assert ("confirmed by Liaison lead" in page, "received on 3 February 2025" in page) == (sees, sees)


def test_an_approaching_deadline_and_a_late_forecast_are_shown(office: Client, register: Register) -> None:
    add_update(
        register.actions[("cleveland", "5")],
        "in-progress",
        datetime.date(2025, 2, 1),
        revised_deadline_on=datetime.date(2025, 3, 11),
        deadline_reason="HMICFRS letter",
        expected_on=datetime.date(2025, 4, 1),
    )
    page = office.get(ADDRESS.replace("/7/", "/5/")).content.decode()
    assert "Due in 8 days" in page
    assert "after the deadline" in page


def test_a_force_contributor_is_not_asked_who_reported_how_and_when(
    client: Client, cast: Cast, register: Register
) -> None:
    client.force_login(cast.contributor)
    form = client.get(ADDRESS).context["form"]
    assert not {"reported_by", "said_by", "received_how", "received_on"} & form.fields.keys()
    values = filled(client, audience="force-and-office", reported_by="Someone else", said_by="inspectorate")
    assert client.post(ADDRESS, values).status_code == 302
    update = Update.objects.get()
    assert (update.said_by, update.reported_by, update.received_how) == ("force", str(cast.contributor), "here")


def test_the_reporter_is_the_lead_or_else_who_reported_last(office: Client, register: Register) -> None:
    action = register.actions["cleveland", "7"]
    form = office.get(ADDRESS).context["form"]
    assert form.asks_reporter  # no reporter is known yet, so it is not folded
    office.post(ADDRESS, filled(office))
    form = office.get(ADDRESS).context["form"]
    assert (form["reported_by"].value(), form.asks_reporter) == ("Head of Learning", False)
    action.lead_post = "Head of Crime"
    action.save()
    assert office.get(ADDRESS).context["form"]["reported_by"].value() == "Head of Crime"


def test_no_change_since_the_last_update_is_one_button(office: Client, register: Register) -> None:
    assert 'name="no_change"' not in office.get(ADDRESS).content.decode()
    office.post(ADDRESS, filled(office, status="not-started"))
    assert "No change since 27 February 2025" in office.get(ADDRESS).content.decode()
    today = {"effective_on-day": "3", "effective_on-month": "3"}
    office.post(ADDRESS, filled(office, status="not-started", words="", no_change="yes", **today))
    update = Update.objects.latest("pk")
    assert (update.status, update.words.text) == ("not-started", "No change since 27 February 2025.")
    assert 'name="no_change"' not in office.get(ADDRESS).content.decode()  # it was reported today


def test_the_latest_three_updates_are_shown_and_the_others_folded(office: Client, register: Register) -> None:
    action = register.actions["cleveland", "7"]
    for day in range(1, 6):
        add_update(action, "in-progress", datetime.date(2025, 2, day), text=f"Day {day}.")
    page = office.get(ADDRESS)
    assert [entry.update.words.text for entry in page.context["latest"]] == ["Day 5.", "Day 4.", "Day 3."]
    assert "Show 3 earlier entries" in page.content.decode()
    assert "Day 1." in page.content.decode()


def test_all_errors_are_shown_at_once(office: Client, register: Register) -> None:
    response = office.post(ADDRESS, filled(office, status="closed", words="", **{"effective_on-year": "2026"}))
    assert set(errors(response)) == {"words", "effective_on", "closed_by", "verified_by"}


def test_waiting_takes_free_text_and_shows_it_everywhere(office: Client, cast: Cast, register: Register) -> None:
    changes = {"status": "waiting", "waiting_for_other": "the IT supplier", "audience": "force-and-office"}
    assert office.post(ADDRESS, filled(office, **changes)).status_code == 302
    update = Update.objects.get()
    assert (update.waiting_for_other, update.waiting_for_body) == ("the IT supplier", None)
    assert (
        Position.objects.on(TODAY).get(action=update.action, edition="working").waiting_for_other == "the IT supplier"
    )
    assert office.get(ADDRESS).content.decode().count("the IT supplier") >= 3  # the fact, the history and the form
    for page in (
        "/my-work/",
        "/forces/cleveland/",
        "/forces/cleveland.csv",
        "/as-at/2025-03-01/forces/cleveland/?known=2025-03-03",
    ):
        response = office.get(page)
        text = b"".join(response) if response.streaming else response.content
        assert "the IT supplier" in text.decode(), page
    office.post(ADDRESS, filled(office, status="in-progress", waiting_for_other="the IT supplier", words="It came."))
    assert Update.objects.latest("pk").waiting_for_other == ""
    panel = Client()
    panel.force_login(cast.panel_member)
    assert "the IT supplier" not in panel.get(ADDRESS).content.decode()
