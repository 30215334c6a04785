"""Documents from the pages and the command line, and the office's own templates."""

from __future__ import annotations

import datetime
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from forces.bodies.models import Installation
from recommendations.documents import pdf_writer
from recommendations.documents.services import check_template, delete_template, preview, save_template
from recommendations.responses.models import DocumentTemplate, OfficeSettings, Response, Sending
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import ResponseFactory, as_reader, complete, published
from tests.reading import file_from_worker, words_of
from tests.recommendations.documents.samples import text_of
from tests.recommendations.documents.test_word_templates import WHOLE, template

ADDRESS = ("cleveland", "soteria-2024")


@pytest.fixture(autouse=True)
def _on_3_march_2025() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def response(register: Register, cast: Cast) -> Response:
    """Cleveland's complete draft on Soteria."""
    OfficeSettings.objects.create(
        body=register.pcc_cleveland, signatory_name="A. Commissioner", address="1 The Street\nMiddlesbrough"
    )
    return complete(ResponseFactory(force=register.cleveland, inspection=register.soteria))


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def draft(person: Any, kind: str, format: str) -> Any:
    return client_of(person).get(reverse("response-document", args=[*ADDRESS, kind, format]))


def publication(person: Any, kind: str, format: str, version: int = 1) -> Any:
    return client_of(person).get(reverse("publication-document", args=[*ADDRESS, version, kind, format]))


class TestDrafts:
    def test_the_responsible_office_downloads_it_marked_as_a_draft(self, response: Response, cast: Cast) -> None:
        got = draft(cast.office, "letter", "html")
        assert got.status_code == 200
        assert got["Content-Disposition"] == 'attachment; filename="cleveland-soteria-2024-letter-draft.html"'
        text = text_of(got.content, "html")
        assert text.startswith("DRAFT")
        assert "1 The Street Middlesbrough" in text
        assert "3 March 2025" in text

    def test_a_response_not_yet_started_can_be_downloaded_without_saving_anything(self, cast: Cast) -> None:
        assert "No explanation is recorded." in text_of(draft(cast.office, "web", "html").content, "html")
        assert not Response.objects.exists()

    def test_no_one_else_can_download_it(self, response: Response, cast: Cast) -> None:
        outsiders = (cast.contributor, cast.cumbria_office, cast.administrator, cast.auditor, cast.panel_member)
        assert [draft(person, "letter", "docx").status_code for person in outsiders] == [403] * 5

    def test_the_invited_force_downloads_the_invitation(self, response: Response, cast: Cast) -> None:
        got = draft(cast.contributor, "invitation", "docx")
        text = text_of(got.content, "docx")
        assert "Please send your comments by 20 September 2024." in text
        assert "we have acted" not in text
        assert draft(cast.cumbria_office, "invitation", "docx").status_code == 403

    def test_the_letter_is_offered_once_there_is_an_explanation(self, response: Response, cast: Cast) -> None:
        page = client_of(cast.office).get("/forces/cleveland/responses/soteria-2024/").content.decode()
        assert "documents/letter.docx" in page
        response.explanations.all().delete()
        assert draft(cast.office, "letter", "docx").status_code == 404
        assert draft(cast.office, "form", "docx").status_code == 200
        page = client_of(cast.office).get("/forces/cleveland/responses/soteria-2024/").content.decode()
        assert "documents/letter.docx" not in page
        assert "You can download the letter to the Home Secretary once you have saved an explanation." in page

    def test_it_is_addressed_and_referred_to_as_the_settings_say(self, response: Response, cast: Cast) -> None:
        OfficeSettings.objects.update(reference_pattern="OPCC/{year}/{inspection}", chief_officer_name="M. Constable")
        letter = text_of(draft(cast.office, "letter", "html").content, "html")
        assert "Our reference: OPCC/2025/soteria-2024" in letter
        invitation = text_of(draft(cast.contributor, "invitation", "html").content, "html")
        assert "M. Constable Chief Constable Cleveland Police" in invitation

    def test_an_invitation_not_recorded_yet_asks_for_comments_by_the_date_that_its_page_proposes(
        self, cast: Cast
    ) -> None:
        text = text_of(draft(cast.office, "invitation", "docx").content, "docx")
        assert "Please send your comments by 31 March 2025." in text
        assert "3 March 2025" in text
        assert not Response.objects.exists()
        assert draft(cast.contributor, "invitation", "docx").status_code == 403

    def test_a_demonstration_says_so(self, response: Response, cast: Cast) -> None:
        Installation.objects.create(pk=1, is_demonstration=True, made_on=TODAY)
        word = docx.Document(io.BytesIO(draft(cast.office, "form", "docx").content))
        assert word.sections[0].header.paragraphs[0].text == "DRAFT · Invented demonstration data"

    @pytest.mark.parametrize(("kind", "format"), [("poem", "docx"), ("letter", "exe")])
    def test_there_are_no_other_kinds_and_formats(self, response: Response, cast: Cast, kind: str, format: str) -> None:
        assert draft(cast.office, kind, format).status_code == 404

    def test_without_pango_the_page_says_what_to_do(
        self, response: Response, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def missing() -> None:
            raise pdf_writer.PdfUnavailable("Install Pango.")

        monkeypatch.setattr(pdf_writer, "library", missing)
        address = reverse("response-document", args=[*ADDRESS, "letter", "pdf"])
        assert "Install Pango." in words_of(file_from_worker(client_of(cast.office), address))


class TestPublications:
    @pytest.fixture(autouse=True)
    def _published(self, response: Response, cast: Cast) -> None:
        first = published(response, datetime.date(2024, 10, 9))
        Sending.objects.create(
            publication=first,
            recipient="hmicfrs",
            sent_on=datetime.date(2024, 10, 10),
            sent_by="A. Clerk",
            recorded_at=NOON,
            recorded_by=cast.office,
        )
        Response.objects.update(general_comments="Changed since.")

    @pytest.mark.parametrize("kind", ["letter", "form", "web"])
    def test_everyone_with_a_role_can_read_a_publication(self, cast: Cast, kind: str) -> None:
        for role, person in cast.by_role().items():
            got = publication(person, kind, "html")
            assert got.status_code == (403 if role == "no role" else 200)
        text = text_of(publication(cast.panel_member, kind, "html").content, "html")
        assert "I welcome the report." in text
        assert "Changed since." not in text
        assert "DRAFT" not in text
        found = [text.index(f"On {reference} we have acted.") for reference in ("4", "5", "7")]
        assert found == sorted(found)

    def test_a_publication_without_explanations_offers_no_letter(self, cast: Cast, response: Response) -> None:
        response.explanations.all().delete()
        published(response, datetime.date(2024, 11, 9))
        assert publication(cast.panel_member, "letter", "html", version=2).status_code == 404
        page = client_of(cast.panel_member).get("/forces/cleveland/responses/soteria-2024/published/2/")
        assert "documents/letter" not in page.content.decode()
        assert "documents/form" in page.content.decode()

    def test_the_form_shows_the_copies_sent(self, cast: Cast) -> None:
        text = text_of(publication(cast.auditor, "form", "docx").content, "docx")
        assert "☒ Sent to HMICFRS (section 55(6)) 10 October 2024" in text
        assert "☐ Sent to the Home Secretary" in text

    def test_an_invitation_or_unknown_version_is_not_found(self, cast: Cast) -> None:
        assert publication(cast.office, "invitation", "html").status_code == 404
        assert publication(cast.office, "letter", "html", version=2).status_code == 404

    def test_a_response_published_elsewhere_says_where(self, response: Response, cast: Cast) -> None:
        published(response, None, address="https://example.org/response")
        text = text_of(publication(cast.office, "web", "html", version=2).content, "html")
        assert "from: https://example.org/response" in text


class TestTemplates:
    def save(self, register: Register, by: Any, file: bytes, kind: str = "letter") -> DocumentTemplate:
        return save_template(
            body=register.pcc_cleveland,
            kind=kind,
            file=io.BytesIO(file),
            file_name="Our letter.docx",
            by=as_reader(by, TODAY),
        )

    def test_the_offices_own_template_is_used_for_its_word_files(
        self, response: Response, register: Register, cast: Cast
    ) -> None:
        self.save(register, cast.office, template(*WHOLE, "Our own ending"))
        got = draft(cast.office, "letter", "docx").content
        assert "Our own ending" in text_of(got, "docx")
        assert "On 7 we have acted." in text_of(got, "docx")
        assert docx.Document(io.BytesIO(got)).sections[0].header.paragraphs[0].text == "DRAFT"
        assert "Our own ending" not in text_of(draft(cast.office, "letter", "html").content, "html")
        assert "Our own ending" not in text_of(draft(cast.office, "form", "docx").content, "docx")

    def test_a_later_template_replaces_it_and_it_can_be_removed(
        self, response: Response, register: Register, cast: Cast, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            first = self.save(register, cast.office, template(*WHOLE, "The first"))
        old = (first.file.storage, first.file.name)
        with django_capture_on_commit_callbacks(execute=True):
            second = self.save(register, cast.approver, template(*WHOLE, "The second"))
        assert DocumentTemplate.objects.get() == second
        assert second.uploaded_by == cast.approver
        assert "The second" in text_of(draft(cast.office, "letter", "docx").content, "docx")
        assert not old[0].exists(old[1])
        reader = as_reader(cast.office, TODAY)
        delete_template(body=register.pcc_cleveland, kind="letter", by=reader)
        assert "Dear Home Secretary" in text_of(draft(cast.office, "letter", "docx").content, "docx")

    def test_a_template_with_a_missing_file_is_reported_and_other_documents_still_work(
        self, response: Response, register: Register, cast: Cast
    ) -> None:
        saved = self.save(register, cast.office, template(*WHOLE))
        saved.file.storage.delete(saved.file.name)
        refused = draft(cast.office, "letter", "docx")
        assert refused.status_code == 409
        assert "“Our letter.docx” is missing. Upload it again." in refused.content.decode()
        assert draft(cast.office, "letter", "html").status_code == 200

    def test_only_the_office_itself_changes_it(self, register: Register, cast: Cast) -> None:
        for person in (cast.cumbria_office, cast.contributor, cast.administrator):
            with pytest.raises(PermissionDenied):
                self.save(register, person, template(*WHOLE))
            with pytest.raises(PermissionDenied):
                delete_template(body=register.pcc_cleveland, kind="letter", by=as_reader(person, TODAY))
        assert not DocumentTemplate.objects.exists()

    def test_a_refused_template_leaves_the_earlier_one(self, register: Register, cast: Cast) -> None:
        accepted = self.save(register, cast.office, template(*WHOLE))
        with pytest.raises(ValidationError, match=r"{{ recommendations }}"):
            self.save(register, cast.office, template("{{ general_comments }}"))
        with pytest.raises(ValidationError, match=r"do not exist: {{ fource }}"):
            self.save(register, cast.office, template(*WHOLE, "{{ fource }}"))
        assert DocumentTemplate.objects.get() == accepted
        assert accepted.file.storage.exists(accepted.file.name)

    def test_an_invitation_has_no_template(self, register: Register, cast: Cast) -> None:
        with pytest.raises(ValidationError, match="no document of that kind"):
            self.save(register, cast.office, template(*WHOLE), kind="invitation")

    def test_a_check_reads_a_file_from_its_start_and_rewinds_it(self) -> None:
        file = io.BytesIO(template(*WHOLE))
        file.read()
        check_template(file, "letter.docx")
        assert file.tell() == 0

    def test_a_preview_shows_the_example(self) -> None:
        text = text_of(preview(template(*WHOLE)), "docx")
        assert "Police and Crime Commissioner for Example" in text
        assert "An example of an explanation." in text


class TestMakeDocument:
    def make(self, tmp_path: Path, *arguments: str, name: str = "made.html") -> str:
        output = tmp_path / name
        call_command(
            "make_document", "cleveland/soteria-2024", *arguments, "--output", str(output), stdout=io.StringIO()
        )
        return text_of(output.read_bytes(), output.suffix.removeprefix("."))

    def refused(self, tmp_path: Path, *arguments: str, response: str = "cleveland/soteria-2024") -> CommandError:
        output = str(tmp_path / "made.html")
        with pytest.raises(CommandError) as error:
            call_command("make_document", response, *arguments, "--format", "html", "--output", output)
        return error.value

    def test_it_creates_a_document_of_the_latest_publication(self, response: Response, tmp_path: Path) -> None:
        published(response, datetime.date(2024, 10, 9))
        Response.objects.update(general_comments="A correction.")
        response.refresh_from_db()
        published(response, datetime.date(2024, 10, 20))
        Response.objects.update(general_comments="A draft.")
        for kind, format in itertools.product(("letter", "form", "web"), ("html", "docx")):
            text = self.make(tmp_path, "--kind", kind, "--format", format, name=f"{kind}.{format}")
            assert "A correction." in text
            assert text.count("On 7 we have acted.") == 1
        assert "A draft." in self.make(tmp_path, "--kind", "web", "--format", "html", "--draft")

    def test_an_invitation_is_created_from_the_working_copy(self, response: Response, tmp_path: Path) -> None:
        assert "Please send your comments by" in self.make(tmp_path, "--kind", "invitation", "--format", "html")

    def test_it_overwrites_a_file_only_when_asked(self, response: Response, tmp_path: Path) -> None:
        (tmp_path / "made.html").write_text("mine")
        error = self.refused(tmp_path, "--kind", "web", "--draft")
        assert error.returncode == 3
        assert (tmp_path / "made.html").read_text() == "mine"
        assert "I welcome" in self.make(tmp_path, "--kind", "web", "--format", "html", "--draft", "--force")

    @pytest.mark.parametrize(
        ("named", "words"),
        [
            ("cleveland/soteria-2024", "No response has been published"),
            ("nowhere/soteria-2024", "does not name a force"),
            ("cleveland/nothing", "does not name a published inspection"),
            ("cleveland", "does not name a published inspection"),
        ],
    )
    def test_it_says_why_it_created_nothing(self, response: Response, tmp_path: Path, named: str, words: str) -> None:
        error = self.refused(tmp_path, "--kind", "web", response=named)
        assert error.returncode == 1
        assert words in str(error)
        assert not (tmp_path / "made.html").exists()

    def test_a_missing_folder_is_named(self, response: Response, tmp_path: Path) -> None:
        error = self.refused(tmp_path / "nowhere", "--kind", "web", "--draft")
        assert error.returncode == 1
        assert "cannot be written" in str(error)
