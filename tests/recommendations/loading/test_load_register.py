"""`manage.py load_register`: what it prints, and how it ends."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from forces.bodies.models import Body, NationalBody

pytestmark = pytest.mark.django_db


def run(*arguments: str | Path) -> tuple[int, str]:
    """The exit code and what was printed."""
    out = StringIO()
    try:
        call_command("load_register", *map(str, arguments), stdout=out, stderr=StringIO())
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def folder(tmp_path: Path, texts: dict[str, str]) -> Path:
    """The small register's files, on disk."""
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_without_files_it_loads_the_whole_register() -> None:
    code, printed = run()
    assert code == 0
    assert "Forces: 48 new, 0 changed, 0 the same, 0 left alone" in printed
    assert "Recommendations: 27 new, 0 changed, 0 the same, 0 left alone" in printed
    assert "584 actions opened." in printed
    code, printed = run()
    assert code == 0
    assert "0 new, 0 changed, 214 the same, 0 left alone. 0 actions opened." in printed


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    code, printed = run("--dry-run", *sorted(folder.iterdir()))
    assert code == 0
    assert printed.endswith(
        "18 new, 0 changed, 0 the same, 0 left alone. 3 actions opened. This was a dry run: nothing was written.\n"
    )
    assert not Body.objects.exists()


def test_it_prints_each_fault_with_file_and_line_and_ends_with_1(folder: Path) -> None:
    form = folder / "form.yaml"
    form.write_text(form.read_text().replace("force: cleveland", "force: clevland"))
    code, printed = run(*sorted(folder.iterdir()))
    assert code == 1
    assert f"{form}, line 6: There is no force “clevland”. Did you mean “cleveland”?" in printed
    assert printed.endswith("1 fault. Nothing was written.\n")
    assert not Body.objects.exists()


def test_a_file_of_the_product_goes_by_its_short_name() -> None:
    code, printed = run(settings.FIXTURES / "inspections" / "rape-2021.yaml")
    assert code == 1
    assert "fixtures/inspections/rape-2021.yaml, line " in printed
    assert str(settings.ROOT) not in printed


def test_a_file_that_is_not_there_is_a_fault_like_others(folder: Path) -> None:
    (folder / "form.yaml").write_text("document: {}\n")
    code, printed = run(folder / "missing.yaml", folder / "form.yaml")
    assert code == 1
    assert f"{folder / 'missing.yaml'}: The file cannot be opened" in printed
    assert f"{folder / 'form.yaml'}, line 1: The key “slug” is missing here." in printed


def test_it_ends_with_3_where_records_were_left_alone(folder: Path) -> None:
    run(*sorted(folder.iterdir()))
    NationalBody.objects.update(source="By hand")
    code, printed = run(*sorted(folder.iterdir()))
    assert code == 3
    assert f"national-body:home-office ({folder / 'bodies.yaml'}, line 30)" in printed
    assert "A person changed it here since it was loaded. The file is as it was. Different: source." in printed


def test_it_prints_questions_and_changes(folder: Path) -> None:
    run(*sorted(folder.iterdir()))
    example = folder / "example.yaml"
    example.write_text(example.read_text().replace("date: 2025-07-31", "date: 2024-07-31"))
    code, printed = run(example)
    assert code == 0
    assert "Questions (they stop nothing):" in printed
    assert "Changed:\n  recommendation:example-2025/1: deadline\n" in printed


def test_it_tells_its_progress_when_asked(folder: Path) -> None:
    err = StringIO()
    call_command("load_register", *map(str, sorted(folder.iterdir())), verbosity=2, stdout=StringIO(), stderr=err)
    assert err.getvalue().splitlines()[:3] == ["Reading …", "Checking …", "Forces …"]
    assert err.getvalue().splitlines()[-1] == "Opening actions …"
