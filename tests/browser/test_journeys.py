"""Common tasks from sign-in to the result in a real browser. Everything except axe runs without scripts."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from recommendations.demonstration.accounts import PASSWORD
from tests.browser.conftest import OpenPage, resize

ACTION = "/forces/cleveland/soteria-2024/11/"


def sign_in(page: Page, role: str) -> None:
    page.locator("input[name=login]").fill(f"{role}@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button").click()


def write_update(
    page: Page, words: str, *, status: str = "In progress", audience: str = "the office and the panel"
) -> None:
    page.get_by_label(status, exact=True).check()
    page.get_by_label("What has been done").fill(words)
    page.get_by_text("Date, source and more").click()
    page.get_by_label("Reported by").fill("Head of Performance")
    page.get_by_label(audience).check()


@pytest.fixture
def words() -> str:
    """Text that is unique to this run."""
    return f"The problem profile went to the board, paper {uuid.uuid4().hex[:8]}."


def test_an_office_records_an_update_that_only_its_panel_reads(open_page: OpenPage, viewport: str, words: str) -> None:
    # Given someone from Cleveland's office in a browser without scripts
    office = resize(open_page(None, scripts=False), viewport)
    office.goto(ACTION)
    sign_in(office, "office.cleveland")
    expect(office.locator("h1")).to_be_visible()
    # When they record an update for the panel
    write_update(office, words)
    office.get_by_role("button", name="Save update").click()
    # Then the page opens at the top with the confirmation, and the history shows the update
    expect(office.get_by_text("Update saved.")).to_be_in_viewport()
    expect(office.get_by_role("alert")).to_be_focused()
    assert not urlsplit(office.url).fragment
    expect(office.locator("section", has=office.get_by_role("heading", name="History"))).to_contain_text(words)
    # And the panel can read it, without a form; another office cannot
    for role, reads in (("panel.cleveland", 1), ("office.cumbria", 0)):
        other = resize(open_page(None, scripts=False), viewport)
        other.goto(ACTION)
        sign_in(other, role)
        expect(other.locator("h1")).to_be_visible()
        expect(other.get_by_text(words)).to_have_count(reads)
        expect(other.get_by_role("button", name="Save update")).to_have_count(0)


def test_an_invalid_form_keeps_everything_and_links_to_its_errors(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    page = signed_in("office.cleveland")
    page.goto(ACTION)
    write_update(page, words, status="Waiting for others")
    page.get_by_label("Reported by").fill("")
    page.get_by_role("button", name="Save update").click()
    expect(page).to_have_title(re.compile("^Error:"))
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_count(2)  # and what it is waiting for
    expect(page.get_by_label("What has been done")).to_have_value(words)
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    summary.get_by_role("link", name="Enter who reported this").click()
    expect(page.get_by_label("Reported by")).to_be_focused()
    look(page, "errors")


def test_two_people_updating_one_action_see_both_versions(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    first, second = signed_in("office.cleveland"), signed_in("approver.cleveland")
    for page in (first, second):
        page.goto(ACTION)
    write_update(first, f"First. {words}")
    write_update(second, f"Second. {words}")
    first.get_by_role("button", name="Save update").click()
    second.get_by_role("button", name="Save update").click()
    expect(second.get_by_text("Someone else saved an update while you were writing")).to_be_visible()
    expect(second.get_by_role("alert")).to_contain_text(f"First. {words}")
    expect(second.get_by_label("What has been done")).to_have_value(f"Second. {words}")
    look(second, "meanwhile")
    second.get_by_role("button", name="Save update").click()
    expect(second.get_by_text("Update saved.")).to_be_visible()
    history = second.locator("section", has=second.get_by_role("heading", name="History"))
    expect(history).to_contain_text(f"First. {words}")
    expect(history).to_contain_text(f"Second. {words}")


def test_text_from_an_expired_session_is_restored(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    page = signed_in("office.cumbria")
    page.goto("/forces/cumbria/soteria-2024/7/")
    write_update(page, words)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save update").click()
    sign_in(page, "office.cumbria")
    expect(page.get_by_text("You were signed out before this was saved")).to_be_visible()
    expect(page.get_by_label("What has been done")).to_have_value(words)
    look(page, "kept")
    page.get_by_role("button", name="Save update").click()
    expect(page.get_by_text("Update saved.")).to_be_visible()


def test_a_mistaken_update_is_retracted(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    page = signed_in("office.cambridgeshire")
    page.goto("/forces/cambridgeshire/soteria-2024/9/")
    write_update(page, words)
    page.get_by_role("button", name="Save update").click()
    page.get_by_role("link", name="Correct the update of").first.click()
    page.get_by_role("link", name="Retract it instead").click()
    look(page, "retract")
    page.get_by_label("Why is it a mistake?").fill(f"Mistaken: {words}")
    page.get_by_role("button", name="Retract this update").click()
    expect(page.get_by_text("Update retracted.")).to_be_visible()
    page.get_by_text("earlier or retracted").click()
    expect(page.get_by_text(f"Mistaken: {words}")).to_be_visible()
    expect(page.get_by_text("Retracted: it does not count.").first).to_be_visible()


INSPECTION = """
inspection:
  slug: {slug}
  title: An inspection of how Cleveland Police answers calls, {slug}
  short_title: Answering calls, {slug}
  state: published
  published_on: 2026-01-15
  scope: force
  nature: peel
  inspectorates: [HMICFRS]
  subjects: named forces
  subject_forces: [clevland]
  response_rule: 56 days
  source: A test of the product
recommendations:
  - reference: "1"
    number: 1
    kind: recommendation
    short_title: Answer calls sooner
    text: By 1 March 2026, Cleveland Police should answer calls sooner.
    deadline: {{wording: By 1 March 2026, kind: date, date: 2026-03-01, set_by: hmicfrs}}
    addressees:
      - {{role: lead, body: cleveland}}
    source: A test of the product
"""


def test_text_typed_before_the_lines_are_numbered_is_kept_and_typing_goes_on(signed_in: Callable[[str], Page]) -> None:
    page = signed_in("admin")
    held: list[Route] = []
    page.route("**/numbered-lines*.js", lambda route: held.append(route))
    page.goto("/admin/recommendations/loadrun/load/", wait_until="commit")
    box = page.get_by_label("Text of one file")
    box.fill("inspection:")
    expect(page.locator(".line-numbers")).to_have_count(0)  # the script has not arrived yet
    held[0].continue_()
    expect(page.locator(".line-numbers")).to_have_count(1)
    expect(box).to_be_focused()
    page.keyboard.type(" typed")
    expect(box).to_have_value("inspection: typed")


def test_an_administrator_corrects_a_file_on_the_page_and_loads_the_inspection(
    signed_in: Callable[[str], Page], look: Callable[..., None]
) -> None:
    slug = f"calls-{uuid.uuid4().hex[:8]}"
    page = signed_in("admin")
    page.goto("/admin/")
    page.get_by_role("link", name="Load inspections from a file").first.click()
    page.get_by_label("Text of one file").fill(INSPECTION.format(slug=slug))
    page.get_by_role("button", name="Check").click()
    # The error is shown with its line, and the text can be corrected on the page
    expect(page.get_by_text("Nothing was saved.")).to_be_visible()
    expect(page.get_by_role("list", name="What to correct")).to_contain_text("line 12")
    look(page, "errors")
    text = page.get_by_label("Text of this file")
    page.get_by_role("link", name="line 12").click()
    expect(text).to_be_focused()
    assert "clevland" in page.evaluate("document.getSelection().toString()"), "the line is selected"
    expect(page.locator(".line-numbers .is-meant").first).to_have_text("12")
    text.fill(text.input_value().replace("clevland", "cleveland"))
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    look(page, "preview")
    page.get_by_role("button", name="Load", exact=True).click()
    expect(page.get_by_role("link", name="Open the inspection")).to_be_visible()
    look(page, "loaded")
    # Then Cleveland has the action, without any update
    page.goto(f"/forces/cleveland/{slug}/1/")
    expect(page.get_by_role("heading", name="Answer calls sooner")).to_be_visible()
