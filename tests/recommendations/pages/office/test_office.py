"""An office's settings and its Word templates."""

import io

import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from forces.bodies.models import LocalPolicingBody
from recommendations.responses.models import DocumentTemplate, OfficeSettings
from recommendations.responses.services.office_settings import save_office_settings
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader
from tests.reading import words_of

pytestmark = pytest.mark.usefixtures("on_the_day")
SETTINGS = "/bodies/pcc-cleveland/settings/"
TEMPLATE = "/bodies/pcc-cleveland/templates/letter/"
CHOSEN = {
    "approver_is_another": "on",
    "comments_wanted_after": "21",
    "update_interval": "60",
    "default_audience": "force-and-office",
    "signatory_name": "A. Deputy",
    "signatory_title": "Deputy Commissioner",
    "address": "Cliffland House\r\nA town",
    "chief_officer_name": "M. Constable",
    "reference_pattern": "OPCC/{year}/{inspection}",
}


def word_file(*paragraphs: str, name: str = "ours.docx") -> SimpleUploadedFile:
    document, file = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def test_an_office_without_settings_sees_the_defaults(office: Client, register: Register) -> None:
    form = office.get(SETTINGS).context["form"]
    assert form["comments_wanted_after"].value() == 28
    assert not OfficeSettings.objects.exists()


def test_settings_are_saved_with_the_person_who_chose_them(office: Client, cast: Cast, register: Register) -> None:
    assert office.post(SETTINGS, CHOSEN).status_code == 302
    settings = OfficeSettings.objects.get(body=register.pcc_cleveland)
    assert (settings.approver_is_another, settings.afis_need_explanations) == (True, False)
    assert (settings.comments_wanted_after, settings.address) == (21, "Cliffland House\nA town")
    assert (settings.chief_officer_name, settings.reference_pattern) == ("M. Constable", "OPCC/{year}/{inspection}")
    assert settings.history.get().history_user == cast.office
    office.post(SETTINGS, {**CHOSEN, "comments_wanted_after": "14"})
    assert OfficeSettings.objects.get().comments_wanted_after == 14


def test_the_update_interval_belongs_to_the_body_and_has_a_history(
    office: Client, cast: Cast, register: Register
) -> None:
    assert office.get(SETTINGS).context["form"]["update_interval"].value() == 90
    for _again in range(2):  # what is as it was is not saved again
        office.post(SETTINGS, CHOSEN)
    body = LocalPolicingBody.objects.get(slug="pcc-cleveland")
    assert body.update_interval == 60
    assert [(version.update_interval, version.history_user) for version in body.history.all()][:1] == [
        (60, cast.office)
    ]
    assert body.history.filter(update_interval=60).count() == 1
    assert LocalPolicingBody.objects.get(slug="pfcc-cumbria").update_interval == 90


def test_the_default_audience_is_that_of_every_form_of_the_office_but_not_of_the_force(
    office: Client, cast: Cast, history: Register
) -> None:
    forms = ("/forces/cleveland/soteria-2024/7/", f"/my-work/?update={history.actions['cleveland', '7'].pk}")

    def starts_with(client: Client) -> list[str]:
        return [client.get(address).context["form"]["audience"].value() for address in forms]

    assert starts_with(office) == ["force-and-office"] * 2
    office.post(SETTINGS, {**CHOSEN, "default_audience": "office"})
    body = LocalPolicingBody.objects.get(slug="pcc-cleveland")
    assert (body.default_audience, body.history.first().history_user) == ("office", cast.office)
    assert starts_with(office) == ["office"] * 2
    force, other = Client(), Client()
    force.force_login(cast.contributor)
    assert force.get(forms[0]).context["form"]["audience"].value() == "force-and-office"
    other.force_login(cast.cumbria_office)
    assert other.get("/forces/cumbria/soteria-2024/7/").context["form"]["audience"].value() == "force-and-office"


def test_no_default_shows_updates_to_the_panel_or_the_public(cast: Cast, register: Register) -> None:
    body, by = register.pcc_cleveland, as_reader(cast.office, TODAY)
    for audience in ("panel", "public"):
        with pytest.raises(ValidationError):
            save_office_settings(body=body, values={"default_audience": audience}, by=by)
        with pytest.raises(IntegrityError), transaction.atomic():
            LocalPolicingBody.objects.filter(pk=body.pk).update(default_audience=audience)
    assert LocalPolicingBody.objects.get(pk=body.pk).default_audience == "force-and-office"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("comments_wanted_after", "soon", "Enter a number of days, such as 28"),
        ("comments_wanted_after", "0", "Enter at least 1 day"),
        ("comments_wanted_after", "57", "Enter 56 days or fewer"),
        ("update_interval", "", "Enter the number of days between updates"),
        ("update_interval", "0", "Enter at least 1 day"),
        ("update_interval", "367", "Enter 366 days or fewer"),
        ("default_audience", "", "Select who can see an update by default"),
        ("default_audience", "panel", "Select a valid choice. panel is not one of the available choices."),
        ("address", "x" * 501, "Shorten this to 500 characters or fewer."),
        ("chief_officer_name", "x" * 121, "Shorten this to 120 characters or fewer."),
        ("reference_pattern", "x" * 61, "Shorten this to 60 characters or fewer."),
        ("reference_pattern", "OPCC/{Year}", "Use curly brackets only for {inspection}, {force}, {year}"),
        ("reference_pattern", "OPCC/{year", "Use curly brackets only for {inspection}, {force}, {year}"),
        ("reference_pattern", "{year.__class__}", "Use curly brackets only for {inspection}, {force}, {year}"),
    ],
)
def test_invalid_input_is_shown_again_with_advice(
    office: Client, register: Register, field: str, value: str, says: str
) -> None:
    page = office.post(SETTINGS, {**CHOSEN, field: value})
    assert says in words_of(page)
    assert page.context["form"][field].value() == value
    assert page.context["form"]["signatory_name"].value() == "A. Deputy"
    assert not OfficeSettings.objects.exists()


def test_only_the_offices_own_staff_save_settings(cast: Cast, register: Register) -> None:
    for who in (cast.cumbria_office, cast.administrator, cast.auditor, cast.contributor, cast.panel_member):
        with pytest.raises(PermissionDenied):
            save_office_settings(body=register.pcc_cleveland, values={}, by=as_reader(who, TODAY))


def test_a_template_is_uploaded_viewed_and_removed(office: Client, register: Register) -> None:
    file = word_file("Dear Home Secretary", "{{ general_comments }}", "{{ recommendations }}")
    assert office.post(TEMPLATE, {"file": file}).status_code == 302
    assert DocumentTemplate.objects.get(body=register.pcc_cleveland, kind="letter").file_name == "ours.docx"
    assert "ours.docx is in use" in words_of(office.get(TEMPLATE))
    example = office.get(f"{TEMPLATE}preview/")
    text = [paragraph.text for paragraph in docx.Document(io.BytesIO(example.content)).paragraphs]
    assert "Dear Home Secretary" in text
    assert office.post(TEMPLATE, {"remove": "yes"}).status_code == 302
    assert not DocumentTemplate.objects.exists()
    assert office.get(f"{TEMPLATE}preview/").status_code == 404


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (word_file("{{ colour }}", "{{ general_comments }}", "{{ recommendations }}"), "{{ colour }}"),
        (word_file("{{ general_comments }}"), "The template has no {{ recommendations }}"),
        (SimpleUploadedFile("letter.docx", b"no Word file"), "Word"),
        (None, "Choose the Word file"),
    ],
    ids=["unknown placeholder", "lacks one", "no Word file", "no file"],
)
def test_a_template_that_cannot_be_used_is_refused(
    office: Client, register: Register, file: SimpleUploadedFile | None, says: str
) -> None:
    page = office.post(TEMPLATE, {"file": file} if file else {})
    if file:
        file.seek(0)
    assert says in words_of(page)
    assert page.content.decode().count("<title>Error:") == 1
    assert not DocumentTemplate.objects.exists()


def test_there_is_no_page_for_another_kind(office: Client, register: Register) -> None:
    assert office.get("/bodies/pcc-cleveland/templates/poster/").status_code == 404
