"""Django's own dumpdata and loaddata carry the whole register into an empty database."""

import datetime
import json
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from forces.bodies.models import Body
from recommendations.imports.fixtures.services import fixture_paths, load_files
from recommendations.positions.rebuilding import differing
from recommendations.register.models import Action, Addressee, Update
from recommendations.register.statuses import Status
from tests.factories import told


def dump(path: Path) -> list[dict]:
    call_command(
        "dumpdata",
        "forces",
        "recommendations",
        use_natural_foreign_keys=True,
        use_natural_primary_keys=True,
        output=str(path),
        verbosity=0,
    )
    found: list[dict] = json.loads(path.read_text(encoding="utf-8"))
    return sorted(found, key=lambda record: json.dumps(record, sort_keys=True))


@pytest.mark.django_db(transaction=True)
@time_machine.travel(datetime.datetime(2025, 3, 3, 12, tzinfo=datetime.UTC), tick=False)  # dumps keep milliseconds
def test_loaddata_reads_what_dumpdata_writes(tmp_path: Path) -> None:
    load_files(fixture_paths())
    action = Action.objects.get(
        holder__slug="cleveland", recommendation__inspection__slug="soteria-2024", recommendation__reference="7"
    )
    told(action, Status.IN_PROGRESS, datetime.date(2025, 1, 10))
    written = dump(tmp_path / "register.json")
    call_command("flush", interactive=False, verbosity=0)
    assert not Body.objects.exists()
    call_command("loaddata", str(tmp_path / "register.json"), verbosity=0)
    assert dump(tmp_path / "again.json") == written
    assert Addressee.objects.filter(part__isnull=False).count() == 5
    assert Update.objects.get().action.holder.slug == "cleveland"
    assert differing(Action.objects.values_list("pk", flat=True)) == []
    # what was last loaded came along: the files are still the same, and nothing is a conflict
    report = load_files(fixture_paths())
    assert not report.changes_anything
    assert not report.conflicts
