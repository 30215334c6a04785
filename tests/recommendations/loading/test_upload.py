"""The upload page: check, mend in place, load. Nothing is lost, and nothing is written before all is well."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings

from forces.people import keeping
from recommendations.imports.models import LoadRun
from recommendations.register.models import Action, Inspection
from tests.cast import Cast, Register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ADDRESS = "/admin/recommendations/loadrun/load/"
REPORT = """\
inspection:
  slug: report-2025
  title: A report on examples
  short_title: Report
  state: published
  published_on: 2025-01-24
  scope: national
  nature: thematic
  inspectorates:
    - HMICFRS
  commissioned_by: not known
  subjects: all forces
  response_rule: 56 days
  source: The report, title page

recommendations:
  - reference: "1"
    number: 1
    kind: recommendation
    short_title: Use examples
    text: |
      By 31 July 2025, all chief constables should use examples.
    deadline: {wording: By 31 July 2025, kind: date, date: 2025-07-31, set_by: hmicfrs}
    addressees:
      - {role: lead, to: all forces}
    source: The report, page 10
"""


def upload(name: str = "report-2025.yaml", content: str | bytes = REPORT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def send(admin: Client, *files: SimpleUploadedFile, press: str = "check", **fields: object) -> HttpResponse:
    return admin.post(ADDRESS, {"files": list(files), press: "1", **fields})


def test_a_file_is_checked_and_then_loaded_from_its_text(admin: Client, cast: Cast, register: Register) -> None:
    checked = send(admin, upload())
    assert checked.context["faults"] == []
    assert "3 actions opened" in checked.context["report"].summary
    assert not Inspection.objects.filter(slug="report-2025").exists(), "a check writes nothing"
    assert not LoadRun.objects.exists()

    [(name, text)] = checked.context["texts"].items()
    loaded = send(admin, press="load", name=[name, "pasted.yaml"], text=[text.replace("\n", "\r\n"), ""])
    assert "Loaded." in loaded.content.decode()
    inspection = Inspection.objects.get(slug="report-2025")
    assert Action.objects.filter(recommendation__inspection=inspection).count() == 3
    assert LoadRun.objects.get().by == cast.administrator
    assert inspection.history.first().history_user == cast.administrator
    again = send(admin, upload(), press="load")
    assert not again.context["report"].changes_anything


def test_a_fault_is_shown_with_its_line_and_the_text_stays_to_be_mended(admin: Client, register: Register) -> None:
    wrong = REPORT.replace("nature: thematic", "nature: thematc")
    page = send(admin, upload(content=wrong), press="load")
    [fault] = page.context["faults"]
    assert (fault["place"].file, fault["place"].line, fault["line"]) == ("report-2025.yaml", 8, "nature: thematc")
    assert page.context["texts"] == {"report-2025.yaml": wrong}
    assert not Inspection.objects.filter(slug="report-2025").exists()
    mended = send(admin, press="load", name="report-2025.yaml", text=wrong.replace("thematc", "thematic"))
    assert "Loaded." in mended.content.decode()


def test_a_pasted_text_is_loaded_too(admin: Client, register: Register) -> None:
    assert "Loaded." in send(admin, press="load", name="pasted.yaml", text=REPORT).content.decode()


def test_a_question_stops_nothing(admin: Client, register: Register) -> None:
    early = REPORT.replace("date: 2025-07-31", "date: 2025-01-01")
    checked = send(admin, upload(content=early))
    assert len(checked.context["questions"]) == 1
    assert "Loaded." in send(admin, upload(content=early), press="load").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("report.docx", b"PK", "cannot be loaded"),
        ("report.yaml", "title: Bericht über".encode("latin-1"), "not in UTF-8"),
        ("report.yaml", b"title: a\0b", "cannot be printed"),
        ("report.yaml", b"#" * (settings.REGISTER_FILE_LIMIT + 1), "kB"),
    ],
)
def test_a_file_that_is_no_text_of_ours_is_refused_and_the_others_stay(
    admin: Client, register: Register, name: str, content: bytes, message: str
) -> None:
    page = send(admin, upload(), upload(name, content), press="load")
    assert [fault["place"].file for fault in page.context["faults"]] == [name]
    assert message in page.content.decode()
    assert page.context["texts"] == {"report-2025.yaml": REPORT}
    assert not Inspection.objects.filter(slug="report-2025").exists(), "nothing is loaded until every file is well"


def test_files_too_large_together_are_refused_before_their_text_could_be_lost(
    admin: Client, register: Register
) -> None:
    nearly = ("# " + "x" * 1000 + "\n") * 1000
    page = send(admin, *(upload(f"{number}.yaml", nearly) for number in range(3)))
    assert "too large together" in page.content.decode()
    assert list(page.context["texts"]) == ["0.yaml", "1.yaml"]


def test_two_files_of_one_name_are_both_kept(admin: Client, register: Register) -> None:
    page = send(admin, upload("a.yaml", "x: 1"), upload("a.yaml", "y: 1"))
    assert page.context["texts"] == {"a.yaml": "x: 1", "a-2.yaml": "y: 1"}


def test_nothing_given_is_said(admin: Client, register: Register) -> None:
    assert "Choose a file, or paste a text" in send(admin).content.decode()


def test_html_in_a_file_is_shown_as_text(admin: Client, register: Register) -> None:
    page = send(admin, upload(content="title: </textarea><script>alert(1)</script>")).content.decode()
    assert "<script>alert(1)" not in page


def test_an_expired_session_gives_the_texts_back_after_sign_in(admin: Client, client: Client, cast: Cast) -> None:
    owner = keeping.owner_mark(cast.administrator)
    client.logout()
    client.post(ADDRESS, {"name": "a.yaml", "text": REPORT, "form_owner": owner, "load": "1"})
    client.force_login(cast.administrator)
    kept = cast.administrator.kept_forms.get()
    page = client.get(f"{ADDRESS}?kept={kept.token}")
    assert page.context["texts"] == {"a.yaml": REPORT}
    assert not Inspection.objects.filter(slug="report-2025").exists()


def test_the_template_is_there_to_be_filled_in(admin: Client) -> None:
    answer = admin.get("/admin/recommendations/loadrun/template/")
    assert answer.content.decode() == (Path(settings.FIXTURES) / "template.yaml").read_text(encoding="utf-8")
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("address", [ADDRESS, "/admin/recommendations/loadrun/template/"])
def test_only_administrators_load(client: Client, cast: Cast, address: str) -> None:
    for role, person in cast.by_role().items():
        client.force_login(person)
        assert client.get(address).status_code == (200 if role == "administrator" else 403), role


@override_settings(REGISTER_FILE_LIMIT=100)
def test_a_pasted_text_over_the_limit_is_refused_and_stays(admin: Client, register: Register) -> None:
    page = send(admin, press="load", name="pasted.yaml", text=REPORT)
    assert "kB" in page.context["faults"][0]["message"]
    assert page.context["texts"] == {"pasted.yaml": REPORT}
