"""The dashboards without scripts: the day, the filters, and links from numbers to their rows."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, axe

OFFICE = "office.leicestershire"


@pytest.fixture
def without_scripts(signed_in: Callable[[str], Page], open_page: OpenPage) -> Page:
    """Return a page of Leicestershire's office in a browser without scripts."""
    state = signed_in(OFFICE).context.storage_state()
    return open_page(state, scripts=False)


def test_another_day_is_selected_kept_by_links_and_cleared(without_scripts: Page) -> None:
    page = without_scripts
    page.goto("/overview/")
    page.get_by_text("Change date").click()
    boxes = page.get_by_role("group", name="Position as at")
    for name, value in (("Day", "31"), ("Month", "1"), ("Year", "2026")):
        boxes.get_by_label(name).fill(value)
    page.get_by_role("button", name="Show this date").click()
    expect(page).to_have_url(re.compile(r"/as-at/2026-01-31/overview/$"))
    expect(page.locator("#st-asat")).to_contain_text("Position as at 31 January 2026")
    page.locator("a[href*='/forces/leicestershire/']").first.click()
    expect(page).to_have_url(re.compile(r"/as-at/2026-01-31/forces/leicestershire/"))
    page.get_by_text("Filter", exact=True).click()
    page.get_by_role("combobox", name="Status").select_option("in-progress")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile(r"/as-at/2026-01-31/.*status=in-progress"))
    page.get_by_role("link", name="Back to today").click()
    expect(page.locator("#st-asat")).not_to_contain_text("31 January 2026")
    expect(page).to_have_url(re.compile(r"status=in-progress"))


def test_a_number_links_to_its_rows(without_scripts: Page) -> None:
    page = without_scripts
    page.goto("/forces/leicestershire/")
    overdue = page.locator("main a[href*='status=overdue']").first
    count = re.search(r"\d+", overdue.inner_text())
    assert count
    overdue.click()
    rows = page.locator("#actions ~ table tbody tr, table tbody tr").filter(has_text="Overdue")
    expect(rows).to_have_count(int(count[0]))


def test_changes_can_be_shown_for_other_dates(signed_in: Callable[[str], Page]) -> None:
    page = signed_in(OFFICE)
    page.goto("/forces/leicestershire/")
    page.get_by_role("link", name="What changed between two dates").click()
    page.get_by_text("Change the dates").click()
    for group, day, month, year in (("From the end of", "1", "1", "2026"), ("To the end of", "1", "6", "2026")):
        boxes = page.get_by_role("group", name=group)
        for name, value in (("Day", day), ("Month", month), ("Year", year)):
            boxes.get_by_label(name).fill(value)
    page.get_by_role("button", name="Show changes").click()
    expect(page.locator("h1")).to_have_text("What changed")
    expect(page.locator("main")).to_contain_text("From the end of 1 January 2026 to the end of 1 June 2026")
    page.wait_for_load_state()
    page.get_by_text("How the number of open actions changed").click()
    opening, *lines, closing = page.locator(".st-reckoning td").all_inner_texts()
    moves = sum(int(line.replace("−", "-").replace(" ", "")) for line in lines)
    assert int(opening) + moves == int(closing)
    axe(page)
