"""`manage.py reorganise`."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from forces.bodies.models import Force
from forces.bodies.reorganisation import Reorganisation
from tests.cast import Cast, Register
from tests.recommendations.reorganisations.test_services import PLAN

pytestmark = pytest.mark.usefixtures("on_the_day")


def run(*arguments: Any, code: int = 0) -> str:
    out = StringIO()
    if code:
        with pytest.raises(SystemExit) as ended:
            call_command("reorganise", *arguments, stdout=out)
        assert ended.value.code == code
    else:
        call_command("reorganise", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_dry_run_says_what_moves_and_saves_nothing(history: Register, cast: Cast, plan: Path) -> None:
    text = run(plan, "--dry-run")
    assert "Cleveland Police to Northern Police: open actions 2, finished actions 0" in text
    assert "Mayor of the North becomes the local policing body of Northern Police." in text
    assert text.endswith("Dry run: nothing was saved.\n")
    assert not Force.objects.filter(slug="northern").exists()


def test_it_is_done_and_undone_by_an_administrator(history: Register, cast: Cast, plan: Path) -> None:
    run(plan, "--by", "ADMIN@example.org")
    done = Reorganisation.objects.get()
    assert (done.recorded_by, done.plan) == (cast.administrator, PLAN)
    assert f"Reorganisation {done.pk} was undone." in run("--undo", done.pk)
    assert "already been undone" in run("--undo", done.pk, code=1)


def test_each_error_is_printed_with_its_line(history: Register, cast: Cast, plan: Path) -> None:
    plan.write_text(PLAN.replace("[cleveland,", "[clevelnd,"), encoding="utf-8")
    text = run(plan, code=1)
    assert "plan.yaml, line 5: No force is called “clevelnd”. Did you mean “cleveland”?" in text
    assert text.endswith("Nothing was saved.\n")


def test_only_an_administrator_can_be_named(history: Register, cast: Cast, plan: Path) -> None:
    with pytest.raises(CommandError, match="is not the email address of an administrator"):
        run(plan, "--by", "office@example.org")
    with pytest.raises(CommandError, match="No such file"):
        run(plan.with_name("none.yaml"))
