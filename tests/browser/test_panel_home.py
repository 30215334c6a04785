"""The home of a panel's members: after sign-in each of five answers is there, and one click away is its table."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import resize

PANEL = "panel.cleveland"
ANSWERS = [
    ("What is late?", re.compile(r"^(\d+ actions?[:.]|Nothing is late\.)"), "See what is late", "Late"),
    ("What is next?", re.compile(r"(by|is due by|Due) \d+ \w+ 20\d\d"), "See what is next", "Next"),
    ("What has changed?", re.compile(r"since \d+ \w+ 20\d\d\."), "See all changes", "Changed since"),
    ("Better or worse?", re.compile(r"Late: \d+, was \d+\. Not finished: \d+, was \d+\."), "See progress", "Better or"),
    ("How do others compare?", re.compile(r"Cleveland has closed \d+% of the \d+"), "See other forces", "Other forces"),
]


def test_each_question_is_answered_on_the_first_screen_with_its_table_one_click_away(
    signed_in: Callable[[str], Page], viewport: str
) -> None:
    # Given a panel member who has signed in
    page = resize(signed_in(PANEL), viewport)
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/panel/cleveland/$"))
    expect(page.locator("h1")).to_have_text("Cleveland Police")
    rows = page.locator(".st-answers tr")
    expect(rows.first).to_be_in_viewport()
    if viewport == "desktop":
        expect(rows.last).to_be_in_viewport()

    # Then each question is answered, and one click leads to what is behind the answer
    for question, answer, link, heading in ANSWERS:
        page.goto("/panel/cleveland/")
        row = rows.filter(has_text=question)
        expect(row.get_by_role("cell").first).to_have_text(answer)
        row.get_by_role("link", name=link).click()
        target = page.get_by_role("heading", level=2, name=re.compile(f"^{heading}"))
        expect(target).to_be_in_viewport()
        section = page.locator(f"section[aria-labelledby={target.get_attribute('id')}]")
        expect(section.locator("table, ul").first).to_be_attached()


def test_the_full_statuses_and_the_words_are_one_click_away(
    signed_in: Callable[[str], Page], look: Callable[..., None]
) -> None:
    page = signed_in(PANEL)
    page.goto("/panel/cleveland/")
    look(page)
    page.get_by_role("link", name="What the words mean").click()
    expect(page.get_by_role("heading", name="What the five words mean")).to_be_in_viewport()
    page.get_by_role("link", name=re.compile(r"^See all \d+ actions with their full status")).click()
    expect(page).to_have_url(re.compile(r"/forces/cleveland/#all$"))
    expect(page.locator("#all")).to_be_visible()


def test_a_person_of_the_office_is_refused(signed_in: Callable[[str], Page]) -> None:
    page = signed_in("office.cleveland")
    answer = page.goto("/panel/cleveland/")
    assert answer is not None
    assert answer.status == 403
