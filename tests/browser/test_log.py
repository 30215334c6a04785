"""The log: an auditor finds who recorded what, and reaches the page of what was changed."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

AUDITOR, OFFICE, PANEL = "auditor", "office.cleveland", "panel.cleveland"


def test_an_auditor_narrows_the_log_and_opens_what_was_changed(
    signed_in: Callable[[str], Page], look: Callable[..., None]
) -> None:
    auditor = signed_in(AUDITOR)
    auditor.goto("/forces/")
    auditor.get_by_role("link", name="Who recorded what").click()
    expect(auditor.locator("h1")).to_have_text("Who recorded what")
    expect(auditor.locator(".st-lead")).to_contain_text(re.compile(r"\d+ records"))

    # When the auditor narrows it to the updates of one organisation
    auditor.get_by_text("Filter: everyone").click()
    auditor.get_by_label("Kind").select_option("update")
    auditor.get_by_label("Organisation").select_option(label="Cleveland Police")
    auditor.get_by_role("button", name="Show", exact=True).click()

    # Then each row is an update there, and leads to its action
    expect(auditor).to_have_url(re.compile("kind=update"))
    auditor.wait_for_load_state()
    rows = auditor.locator(".st-log tbody tr")
    assert rows.count() >= 1
    assert set(auditor.locator(".st-log .st-kind").all_inner_texts()) == {"Update"}
    look(auditor, "updates")
    rows.first.get_by_role("link").click()
    expect(auditor).to_have_url(re.compile(r"/forces/cleveland/[\w-]+/[\w-]+/$"))


def test_the_log_is_a_file_too(signed_in: Callable[[str], Page]) -> None:
    auditor = signed_in(AUDITOR)
    auditor.goto("/log/")
    with auditor.expect_download() as download:
        auditor.get_by_role("link", name="CSV").click()
    headings = download.value.path().read_text(encoding="utf-8-sig").splitlines()[0]
    assert headings == "When,Who,Kind,What,Organisation,Inspection,Reference,Title,Page"


def test_an_office_sees_its_own_log_and_a_panel_none(signed_in: Callable[[str], Page]) -> None:
    office = signed_in(OFFICE)
    office.goto("/log/")
    office.get_by_text("Filter: everyone").click()
    offered = office.get_by_label("Organisation").locator("option").all_inner_texts()
    assert offered == ["All organisations", "Cleveland Police", "Police and Crime Commissioner for Cleveland"]
    panel = signed_in(PANEL)
    panel.goto("/overview/")
    expect(panel.get_by_role("link", name="Who recorded what")).to_have_count(0)
