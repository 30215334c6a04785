"""The administration's pages of a reorganisation: plan, preview, confirmation, handover packs and undoing."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.test import Client
from openpyxl import load_workbook

from forces.bodies.models import Force, Succession
from forces.bodies.reorganisation import Reorganisation
from recommendations.reorganisations.handover import HandoverPack
from tests.cast import TODAY, Cast, Register
from tests.factories import ResponseFactory, as_reader
from tests.recommendations.reorganisations.test_services import DAY, PLAN, carry_out

pytestmark = pytest.mark.usefixtures("on_the_day")

PAGE = "/admin/forces/reorganisation/plan/"


def text_of(content: bytes) -> str:
    """The paragraphs and the cells of a Word file."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_plan_is_shown_first_and_carried_out_when_confirmed(admin: Client, history: Register) -> None:
    page = admin.post(PAGE, {"text": PLAN, "name": "plan.yaml", "check": "1"})
    assert "Cleveland Police ends. Northern Police takes over its record." in page.text
    assert "6 roles continue at a successor." in page.text
    assert not Force.objects.filter(slug="northern").exists()
    shown = page.context["found"].fingerprint
    done = admin.post(PAGE, {"text": PLAN, "name": "plan.yaml", "confirm": "1", "shown": shown}, follow=True)
    assert "The reorganisation is recorded." in done.text
    assert Force.objects.filter(slug="northern").exists()


def test_a_plan_that_changed_since_it_was_shown_is_shown_again(admin: Client, history: Register) -> None:
    shown = admin.post(PAGE, {"text": PLAN, "name": "plan.yaml"}).context["found"].fingerprint
    other = PLAN.replace("Northern Police", "Great Northern Police")
    page = admin.post(PAGE, {"text": other, "name": "plan.yaml", "confirm": "1", "shown": shown})
    assert "Something changed since this was shown." in page.text
    assert not Reorganisation.objects.exists()


def test_errors_keep_what_was_typed(admin: Client, history: Register) -> None:
    page = admin.post(PAGE, {"text": PLAN.replace("[cleveland,", "[clevelnd,"), "name": "plan.yaml"})
    assert "plan.yaml, line 5: No force is called “clevelnd”. Did you mean “cleveland”?" in page.text
    assert "from: [clevelnd, cumbria]" in page.text
    assert "Choose a file, or paste the plan" in admin.post(PAGE, {"text": ""}).text


def test_it_is_undone_on_its_page(admin: Client, history: Register, cast: Cast) -> None:
    done = carry_out(cast.administrator)
    address = f"/admin/forces/reorganisation/{done.pk}/"
    assert "Undo this reorganisation" in admin.get(f"{address}change/").text
    admin.get(f"{address}undo/")
    assert Force.objects.filter(slug="northern").exists()
    page = admin.post(f"{address}undo/", follow=True)
    assert "Everything is as it was before." in page.text
    assert "Undo this reorganisation" not in page.text
    assert "On 3 March 2025, by admin" in " ".join(page.text.split()), "it says that it is no longer in force"
    assert not Force.objects.filter(slug="northern").exists()


def test_the_handover_pack_lists_what_the_successor_receives(admin: Client, history: Register, cast: Cast) -> None:
    ResponseFactory(force=history.cleveland, inspection=history.soteria)
    done = carry_out(cast.administrator)
    address = f"/admin/forces/reorganisation/{done.pk}/northern"
    words = text_of(admin.get(f"{address}.docx").content)
    assert "Handover to Northern Police on 1 April 2025" in words
    assert "2 open actions and 0 finished." in words
    assert "Identify and disrupt suspects" in words
    workbook = load_workbook(io.BytesIO(b"".join(admin.get(f"{address}.xlsx").streaming_content)))  # type: ignore[attr-defined]
    rows: list[Any] = list(workbook["Table"].values)
    assert sorted((row[0], row[1]) for row in rows[1:]) == [
        *[("Cleveland Police", "Northern Police")] * 2,
        *[("Cumbria Constabulary", "Northern Police")] * 2,
    ]
    assert admin.get(f"/admin/forces/reorganisation/{done.pk}/cleveland.docx").status_code == 404


def test_the_pack_tells_each_reader_only_what_they_may_see(history: Register, cast: Cast) -> None:
    ResponseFactory(force=history.cleveland, inspection=history.soteria)
    done = carry_out(cast.administrator)

    def pack_for(person: Any) -> HandoverPack:
        packs = HandoverPack.all_of(done, as_reader(person, TODAY))
        return next(pack for pack in packs if pack.successor.slug == "northern")

    def drafts(pack: HandoverPack) -> str:
        elements = list(pack.document().elements)
        titles = [getattr(element, "text", "") for element in elements]
        return titles[titles.index("Responses in draft") + 1]

    assert "only its office sees" in drafts(pack_for(cast.administrator))
    assert "Operation Soteria" in drafts(pack_for(cast.office))
    statuses = {
        name: {position.action_id: position.status for position in pack_for(person).positions()}
        for name, person in (("office", cast.office), ("administrator", cast.administrator))
    }
    action = history.actions["cleveland", "5"].pk
    assert statuses["office"][action] == "complete"
    assert statuses["administrator"][action] == "in-progress"
    assert pack_for(cast.office).on == DAY


def test_a_succession_that_passed_a_record_is_left_to_undoing(admin: Client, history: Register, cast: Cast) -> None:
    carry_out(cast.administrator)
    succession = Succession.objects.get(predecessor=history.cleveland)
    address = f"/admin/forces/succession/{succession.pk}/"
    assert admin.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert admin.post(f"{address}change/", {"on": "2025-05-01"}).status_code == 403
    assert list(Succession.objects.filter(pk=succession.pk).values_list("on", flat=True)) == [DAY]
