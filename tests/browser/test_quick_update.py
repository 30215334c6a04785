"""The quick update by keyboard only, the correction of an update, and the assignment of an action."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import resize

ACTION = "/forces/cumbria/soteria-2024/9/"
MOST_TABS_TO_SAVE = 20


@pytest.fixture
def words() -> str:
    """Text that is unique to this run."""
    return f"The last team has been trained, paper {uuid.uuid4().hex[:8]}."


def tab_to(page: Page, target: Locator, *, most: int) -> int:
    """Press Tab until the target has the focus, and return how often. Fails after `most` times."""
    for count in range(1, most + 1):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return count
    pytest.fail(f"Tab does not reach {target} within {most} times.")


def test_an_update_is_recorded_from_my_work_by_keyboard_only(
    signed_in: Callable[[str], Page], look: Callable[..., None], viewport: str, words: str
) -> None:
    page = resize(signed_in("office.leicestershire"), viewport)
    page.goto("/my-work/")
    page.locator(".st-do a", has_text="Update").first.click()
    look(page, "row")
    page.get_by_role("link", name="Cancel").click()
    expect(page).not_to_have_url(re.compile("update="))
    page.wait_for_load_state()
    expect(page.locator("form.st-quick")).to_have_count(0)
    # The first row is opened with its button
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the skip link
    button = page.locator(".st-do a", has_text="Update").first
    title = button.locator("span").inner_text().removeprefix(": ")
    tab_to(page, button, most=40)
    page.keyboard.press("Enter")
    form = page.locator("form.st-quick")
    expect(form).to_be_in_viewport()
    page.wait_for_load_state()
    # The page opens on the row, and Save is a few keys away
    status = form.locator("input[name=status]").first
    if form.locator("input[name=status]:checked").count():
        status = form.locator("input[name=status]:checked")
    tabs = 0 if status.evaluate("element => element === document.activeElement") else tab_to(page, status, most=5)
    page.keyboard.press("Space")
    tabs += tab_to(page, form.locator("textarea[name=words]"), most=5)
    page.keyboard.type(words)
    save = form.get_by_role("button", name="Save update")
    if not form.locator("details input[name=reported_by]").count():  # no one has reported yet
        tabs += tab_to(page, form.locator("input[name=reported_by]"), most=2)
        page.keyboard.type("Head of Crime")
    tabs += tab_to(page, save, most=10)
    assert tabs <= MOST_TABS_TO_SAVE
    page.keyboard.press("Enter")
    # The list comes back with the confirmation in focus and the row closed
    expect(page.get_by_role("alert")).to_contain_text("Update saved.")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.locator("form.st-quick")).to_have_count(0)
    look(page, "saved")
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page.get_by_text(words)).to_be_visible()


def test_the_fields_of_a_status_appear_with_it(signed_in: Callable[[str], Page], look: Callable[..., None]) -> None:
    page = signed_in("office.cumbria")
    page.goto(ACTION)
    other = page.get_by_label("Or in your own words")
    page.get_by_role("radio", name="In progress").check()
    expect(other).to_be_hidden()
    page.get_by_role("radio", name="Waiting for others").check()
    expect(other).to_be_visible()
    look(page, "waiting")
    page.get_by_role("radio", name="Closed", exact=True).check()
    expect(other).to_be_hidden()
    expect(page.get_by_label("Closure confirmed by")).to_be_visible()
    look(page, "closed")


def test_an_update_is_corrected(signed_in: Callable[[str], Page], look: Callable[..., None], words: str) -> None:
    page = signed_in("office.cumbria")
    page.goto(ACTION)
    page.get_by_role("radio", name="In progress").check()
    page.get_by_label("What has been done").fill(f"Teh mistake. {words}")
    if page.locator("details input[name=reported_by]").count():
        page.get_by_text("Date, source and more").click()
    page.get_by_label("Reported by").fill("Head of Crime")
    page.get_by_role("button", name="Save update").click()
    # The confirmation offers to correct what was saved, and the form holds it
    page.get_by_role("link", name="Correct it").click()
    text = page.get_by_label("What has been done")
    expect(text).to_have_value(f"Teh mistake. {words}")
    text.fill(f"The mistake. {words}")
    page.get_by_role("button", name="Save correction").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Enter why you are correcting it")
    look(page, "errors")
    page.get_by_label("Why are you correcting it?").fill("A typing error.")
    page.get_by_role("button", name="Save correction").click()
    expect(page.get_by_text("Update corrected.")).to_be_visible()
    history = page.locator("section", has=page.get_by_role("heading", name="History"))
    expect(history.locator(":scope > ol")).to_contain_text(f"The mistake. {words}")
    expect(history.locator(":scope > ol")).not_to_contain_text("Teh mistake.")
    history.get_by_text("earlier or retracted").click()
    expect(history).to_contain_text("A typing error.")


def test_an_action_is_assigned_discussed_and_found_in_mine(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    office, approver = signed_in("office.cumbria"), signed_in("approver.cumbria")
    office.goto(ACTION)
    title = office.get_by_role("heading", level=1).inner_text()
    office.get_by_role("link", name=re.compile("^(Assign|Reassign)$")).click()
    look(office, "assign")
    office.get_by_role("radio", name="Cumbria approver").check()
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_text("Assigned to Cumbria approver.").first).to_be_visible()
    office.get_by_label("Add a comment").fill(f"@Cumbria approver {words}")
    office.get_by_role("button", name="Add comment").click()
    expect(office.locator(".st-mention").first).to_have_text("@Cumbria approver")
    look(office, "discussed")
    # The colleague finds it among their own work
    approver.goto("/my-work/?mine=on")
    row = approver.get_by_role("listitem").filter(has_text=title).filter(has_text="Cumbria office mentioned you")
    expect(row.first).to_be_visible()
    # And no one outside the office sees any of it
    panel = signed_in("panel.cumbria")
    panel.goto(ACTION)
    expect(panel.get_by_role("heading", level=1)).to_contain_text(title)
    expect(panel.get_by_text(words)).to_have_count(0)
    expect(panel.get_by_text("Assigned to")).to_have_count(0)
