"""`manage.py import_tracker` and `manage.py delete_old_uploads`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from recommendations.imports.trackers.models import TrackerImport
from recommendations.register.models import Inspection, Update
from tests.cast import Cast, Register
from tests.recommendations.imports.trackers.conftest import CUSTODY, SEVEN, Upload, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day", "cast")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(workbook(SEVEN, CUSTODY))
    return path


def run(*arguments: object) -> tuple[str, int]:
    """Run the command for Cleveland. Return what it printed, and its exit code."""
    out = io.StringIO()
    try:
        call_command("import_tracker", *map(str, arguments), "--force", "cleveland", stdout=out)
    except SystemExit as ended:
        return out.getvalue(), int(str(ended.code))
    return out.getvalue(), 0


def test_it_shows_what_would_change_and_saves_nothing(history: Register, file: Path) -> None:
    before = Update.objects.count()
    printed, code = run(file)
    assert code == 0
    assert "Tracker, row 2, Rec 7: Changed." in printed
    assert "Tracker, row 3, Rec 2: Not placed. The register does not know its report" in printed
    assert (Update.objects.count(), TrackerImport.objects.count()) == (before, 0)


def test_it_prints_what_was_read_as_json(history: Register, file: Path) -> None:
    printed, code = run(file, "--json")
    assert [row["reference"] for row in json.loads(printed)["rows"]] == ["7", "2"]
    assert code == 0


def test_it_imports_with_the_answers_of_a_file(history: Register, file: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"publication_dates": {"unknown: Custody visit 2024": "2024-05-01"}}))
    _printed, code = run(file, "--answers", answers, "--confirm", "--by", "office@example.org")
    assert code == 0
    assert Inspection.objects.filter(title="Custody visit 2024", published_on="2024-05-01").exists()
    assert TrackerImport.objects.get().confirmed_by.email == "office@example.org"  # type: ignore[union-attr]


def test_an_open_question_stops_the_import(history: Register, tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(workbook([*SEVEN[:4], "31/03/2026", *SEVEN[5:]]))
    assert run(path)[1] == 4
    printed, code = run(path, "--confirm", "--by", "office@example.org")
    assert (code, printed) == (3, "Answer every question that has no suggestion first.\n")


def test_what_is_no_tracker_is_refused_with_a_sentence(history: Register, tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    printed, code = run(path)
    assert code == 1
    assert "cannot be read" in printed


def test_a_wrong_call_says_what_is_wrong(history: Register, cast: Cast, file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "answers.json"
    wrong.write_text("[1]")
    for arguments, message in (
        ((file, "--confirm"), "Say with --by who imports it"),
        ((file, "--by", "panel@example.org"), "panel@example.org does not work in the office of Cleveland Police"),
        ((file, "--answers", wrong), "it needs one object with"),
        ((tmp_path / "none.xlsx",), "No such file"),
    ):
        with pytest.raises(CommandError, match=message):
            run(*arguments)
    with pytest.raises(CommandError, match="There is no force called"):
        call_command("import_tracker", str(file), "--force", "nowhere")


def test_old_uploads_are_deleted_by_a_command(upload: Upload) -> None:
    upload(SEVEN)
    TrackerImport.objects.update(uploaded_at="2025-01-01T00:00Z")
    out = io.StringIO()
    call_command("delete_old_uploads", stdout=out)
    assert out.getvalue() == "1 deleted.\n"
