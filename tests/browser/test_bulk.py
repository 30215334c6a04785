"""An office updates several actions at once: one update for all, or a note for each."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage

OFFICE = "office.leicestershire"
FORCE = "/forces/leicestershire/"
INSPECTION = "invented-custody-1"


@pytest.fixture
def words() -> str:
    """Text that is unique to this run."""
    return f"The custody project has reported, paper {uuid.uuid4().hex[:8]}."


def fill_reporter(page: Page) -> None:
    page.get_by_label("Reported by").fill("Head of Custody")


def test_an_office_records_one_update_for_all_of_an_inspection(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    # Given the force's list, filtered by one inspection
    page = signed_in(OFFICE)
    page.goto(f"{FORCE}?inspection={INSPECTION}")
    page.get_by_role("link", name="Select actions").click()
    # When the office selects all of them, closed ones too, and records one update
    page.get_by_text("Filter:").click()
    page.get_by_label("Include closed and ended actions").check()
    page.get_by_role("button", name="Show").click()
    page.get_by_role("button", name=re.compile("^Select all 8 of")).click()
    expect(page.get_by_text(re.compile("^8 of [0-9]+ actions selected"))).to_be_visible()
    look(page, "chosen")
    page.get_by_role("button", name="Record one update for all").click()
    look(page)
    page.get_by_role("radio", name="In progress").check()
    page.get_by_label("What has been done").fill(words)
    fill_reporter(page)
    page.get_by_role("button", name="Save update").click()
    # Then every action of the inspection has the update
    expect(page.get_by_text("Updates saved for 8 actions.")).to_be_visible()
    page.goto(f"/work/leicestershire/update/?mode=each&{choice(page)}")
    expect(page.get_by_text(words)).to_have_count(8)


def choice(page: Page) -> str:
    """Return the query string that selects all actions of the inspection."""
    page.goto(f"/work/leicestershire/choose/?inspection={INSPECTION}&finished=on&all=1")
    selected = page.locator("input[name=action]:checked").evaluate_all("boxes => boxes.map(box => box.value)")
    assert len(selected) == 8
    return "&".join(f"action={pk}" for pk in selected)


def test_unsaved_notes_are_kept_and_newer_updates_are_shown(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    # Given two people of the office who have the same actions open
    first, second = signed_in(OFFICE), signed_in(OFFICE)
    query = choice(first)
    for page in (first, second):
        page.goto(f"/work/leicestershire/update/?mode=each&{query}")
    look(first)
    first.get_by_label(re.compile("^Note")).first.fill(f"First. {words}")
    first.get_by_label(re.compile("^Status")).first.select_option("In progress")
    fill_reporter(first)
    first.get_by_role("button", name="Save notes").click()
    expect(first.get_by_text(re.compile("Update saved for 1 action"))).to_be_visible()
    # When the second person writes notes on two of them without naming who reported them
    for place in (0, 1):
        second.get_by_label(re.compile("^Note")).nth(place).fill(f"Second {place}. {words}")
        second.get_by_label(re.compile("^Status")).nth(place).select_option("In progress")
    second.get_by_role("button", name="Save notes").click()
    expect(second.get_by_role("link", name="Enter who reported this: a name or a post")).to_be_visible()
    fill_reporter(second)
    second.get_by_role("button", name="Save notes").click()
    # Then the first person's update is shown, and both notes are kept
    expect(second.get_by_text("Someone else has updated 1 of these actions")).to_be_visible()
    expect(second.locator("blockquote", has_text=f"First. {words}")).to_be_visible()
    look(second, "meanwhile")
    for place in (0, 1):
        expect(second.get_by_label(re.compile("^Note")).nth(place)).to_have_value(f"Second {place}. {words}")
    second.get_by_role("button", name="Save notes").click()
    expect(second.get_by_text("Updates saved for 2 actions.")).to_be_visible()


def test_one_update_covers_all_actions_of_a_project(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    page = signed_in(OFFICE)
    page.goto(f"/work/leicestershire/project/?{choice(page)}")
    look(page)
    page.get_by_label("Project name").fill(words[:60])
    page.get_by_role("button", name="Save project").click()
    page.goto(f"{FORCE}?inspection={INSPECTION}")
    page.locator("tbody td a, tbody th[scope=row] a").first.click()
    expect(page.get_by_text("This project covers 7 other actions.")).to_be_visible()
    look(page, "project")
    page.get_by_role("link", name="Record one update for all of them").click()
    expect(page.get_by_text("The same update for 8 actions.")).to_be_visible()
    # An error names its actions, and the text is kept
    page.get_by_role("radio", name="In progress").check()
    page.get_by_label("What has been done").fill(words)
    page.get_by_role("button", name="Save update").click()
    look(page, "fault")
    expect(page.get_by_label("What has been done")).to_have_value(words)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this text or label has the focus."""
    for _step in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent")
        if " ".join(focused.split()).startswith(name):
            return
    raise AssertionError(f"Tab does not reach {name}")


def test_a_selection_grows_across_pages_with_the_keyboard_and_without_scripts(
    signed_in: Callable[[str], Page], open_page: OpenPage
) -> None:
    # Given the selection page of a force with 200 actions, all inspections folded
    page = open_page(signed_in(OFFICE).context.storage_state(), scripts=False)
    page.goto("/work/leicestershire/choose/")
    expect(page.locator("input[name=action]").first).to_be_hidden()
    # When one inspection is opened and its first action is ticked, and the next page is opened
    page.locator(".st-fold summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    first = page.locator("input[name=action]:checked").get_attribute("value")
    tab_to(page, "Next page")
    page.keyboard.press("Enter")
    # Then it is still selected, and a whole inspection of this page comes to it
    expect(page.get_by_text(re.compile("^1 of [0-9]+ actions selected"))).to_be_visible()
    expect(page.get_by_text("1 selected action is not on this page")).to_be_visible()
    page.wait_for_load_state()
    inspection = " ".join((page.locator("button[name=all-of]").last.text_content() or "").split())
    number = 1 + int(inspection.split()[2])  # "Select all 4 of ..."
    tab_to(page, inspection)
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(f"^{number} of [0-9]+ actions selected"))).to_be_visible()
    # And the update is for all of them
    tab_to(page, "Record one update for all")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"The same update for {number} actions.")).to_be_visible()
    expect(page.locator(f"input[name=action][value='{first}']")).to_be_checked()
