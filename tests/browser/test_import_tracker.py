"""Monday morning: an office brings its tracker, answers what it leaves open, imports it and undoes the import."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

FILES = Path(__file__).parent.parent / "recommendations" / "reading" / "trackers" / "files"
TRACKER = FILES / "01-opcc-master-one-sheet.xlsx"
FORCE = "cumbria"


def export(page: Page) -> str:
    """The file of the force's actions, with their statuses, deadlines and leads."""
    answer = page.request.get(f"/forces/{FORCE}.csv")
    assert answer.ok
    return answer.text()


def test_an_office_imports_its_tracker_and_undoes_it(
    signed_in: Callable[[str], Page], look: Callable[..., None]
) -> None:
    office = signed_in(f"office.{FORCE}")
    office.goto("/")
    before = export(office)

    # Given the tracker
    office.get_by_role("link", name="Import", exact=True).click()
    office.get_by_label("Choose a file or drop it here").set_input_files(TRACKER)
    look(office, "upload")
    office.get_by_role("button", name="Read the file").click()
    expect(office.get_by_text("We found 45 items.")).to_be_visible()

    # When a decision is missing, then it is asked for, and nothing is saved
    office.get_by_role("button", name="Continue to preview").click()
    expect(office.get_by_role("alert")).to_contain_text("Answer this question")
    look(office, "questions")
    for question in office.locator(".st-ask--decide").all():
        question.locator("input[type=radio]").last.check()
    reports = office.locator("section[aria-labelledby=reports] .st-ask")
    for report in reports.all():
        if not report.get_by_label("Day").input_value():
            for label, value in (("Day", "14"), ("Month", "9"), ("Year", "2023")):
                report.get_by_label(label).fill(value)
    office.get_by_role("button", name="Continue to preview").click()

    # Then every change is shown before it is saved, as many as the tracker has
    truth = json.loads(TRACKER.with_name("01-opcc-master-one-sheet.truth.json").read_text(encoding="utf-8"))["rows"]
    left_out = 2  # one is for the Home Office, and one for the Home Office and the Ministry of Justice
    expect(office.get_by_role("heading", level=1)).to_have_text(
        re.compile(rf"Preview: {len(truth) - left_out} of {len(truth)} rows will be saved")
    )
    look(office, "preview")
    office.get_by_role("button", name=re.compile("Import [0-9]+ rows")).click()
    expect(office.get_by_text(f"{len(truth) - left_out} rows imported.")).to_be_visible()
    assert export(office) != before

    # And the import is undone in one step
    office.get_by_role("link", name="Import", exact=True).click()
    office.get_by_role("link", name="Undo").click()
    office.get_by_role("button", name="Undo this import").click()
    expect(office.get_by_text("was undone.")).to_be_visible()
    look(office, "undone")
    assert export(office) == before
