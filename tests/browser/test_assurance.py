"""Assurance, duties and My work: from each task to the page where it is done."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

OFFICE, PANEL = "office.cleveland", "panel.cleveland"
DAY = datetime.timedelta(days=1)
ACTION = "/forces/cleveland/soteria-2024/7/"


@pytest.fixture
def words() -> str:
    """Text that is unique to this run."""
    return f"Twelve files, paper {uuid.uuid4().hex[:8]}."


def today() -> datetime.date:
    return datetime.datetime.now(tz=ZoneInfo("Europe/London")).date()


def fill_date(group: Locator, day: datetime.date) -> None:
    for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label, exact=True).fill(str(part))


def test_an_assurance_is_recorded_due_again_and_retracted(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    office = signed_in(OFFICE)
    office.goto(ACTION)
    status = office.locator("main .st-status--tag").all_inner_texts()

    # Given an office that checked an action and wants to check it again tomorrow
    office.get_by_role("link", name="Record assurance").click()
    office.get_by_role("button", name="Save assurance").click()
    expect(office.locator(".govuk-error-summary")).to_contain_text("Select how assured the office is")
    look(office, "refused")
    office.get_by_label("Partly assured").check()
    office.get_by_label("What the office looked at").fill(words)
    office.get_by_label("Meeting").fill("GAIN Board")
    fill_date(office.get_by_role("group", name="Check again on"), today() + DAY)
    office.get_by_role("button", name="Save assurance").click()

    # Then the assurance is shown to the office only, beside the unchanged status
    expect(office.locator("#assurance + div")).to_contain_text(words)
    expect(office.locator("main .st-status--tag")).to_have_text(status, use_inner_text=True)
    look(office, "recorded")
    panel = signed_in(PANEL)
    panel.goto(ACTION)
    expect(panel.get_by_text(words)).to_have_count(0)

    office.goto("/work/cleveland/assurance/?level=partly")
    expect(office.get_by_role("row").filter(has_text=words)).to_contain_text("GAIN Board")
    look(office, "list")

    # And My work lists the check and links to its form
    office.goto("/my-work/")
    office.get_by_role("link", name=re.compile(r"^Check\s*: Check recommendation 7 again")).click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Record assurance")

    # When it is retracted, then it stays in the history and is marked
    office.goto(ACTION)
    office.locator("#assurance ~ div").filter(has_text=words).get_by_role("link", name="Retract").first.click()
    office.get_by_label("Why is it a mistake?").fill("Another force’s files.")
    look(office)
    office.get_by_role("button", name="Retract this assurance").click()
    expect(office.locator(".st-retracted").filter(has_text=words)).to_contain_text("Another force’s files.")


def test_a_duty_is_recorded_listed_and_completed(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    office = signed_in(OFFICE)
    office.goto("/work/cleveland/duties/")
    office.get_by_role("link", name="Add a duty or commitment").click()
    office.get_by_label("What has to be done").fill(words)
    fill_date(office.get_by_role("group", name="Due on"), today() - DAY)
    look(office)
    office.get_by_role("button", name="Save").click()
    expect(office.locator(".st-queue li").filter(has_text=words)).to_contain_text("1 day late")

    office.goto("/my-work/")
    look(office, "with a duty")
    office.get_by_role("link", name=words).first.click()
    look(office)
    office.get_by_label("How it was done").fill("Letter.")
    office.get_by_role("button", name="Record as done").click()
    expect(office.get_by_text("Recorded as done.")).to_be_visible()
    expect(office.get_by_text(words)).to_have_count(0)
    office.goto("/my-work/")
    expect(office.get_by_text(words)).to_have_count(0)


def test_an_overdue_action_is_one_click_from_a_request(signed_in: Callable[[str], Page]) -> None:
    office = signed_in("office.leicestershire")
    office.goto("/my-work/")
    request_link = office.get_by_role("link", name=re.compile("^Request updates on these")).first
    count = int(request_link.inner_text().split()[4])
    request_link.click()
    expect(office).to_have_url(re.compile("/rounds/new/"))
    office.wait_for_load_state()
    assert len(set(office.locator("main input[name=action]").evaluate_all("all => all.map(one => one.value)"))) == count
