"""A force beside others: chosen on its page, answered in words, with what others have closed."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

OFFICE = "office.cleveland"


def test_an_office_compares_its_force_with_two_others(
    signed_in: Callable[[str], Page], look: Callable[..., None]
) -> None:
    page = signed_in(OFFICE)
    page.goto("/forces/cleveland/")
    page.get_by_role("link", name="Compare Cleveland with other forces").click()

    # Given a form without an answer
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose 1 to 7 forces.")
    look(page, "refused")

    # When two forces are chosen
    page.get_by_label("Cumbria").check()
    page.get_by_label("Durham").check()
    page.get_by_role("button", name="Compare").click()

    # Then the answer is in words, and the office's own force comes first
    expect(page.locator("h1")).to_have_text("Cleveland compared with Cumbria and Durham")
    expect(page.locator(".st-lead")).to_contain_text(re.compile(r"Cleveland has closed \d+ of the \d+ actions"))
    rows = page.locator(".st-compare tbody tr")
    expect(rows.locator("th")).to_have_text(["Cleveland Police", "Cumbria Constabulary", "Durham Constabulary"])
    expect(rows.first).to_have_class("is-own")
    look(page, "compared")

    # And what another force said about an action it closed is one click away
    page.get_by_role("link", name=re.compile("^Read what")).first.click()
    expect(page).to_have_url(re.compile(r"/forces/(cumbria|durham)/[\w-]+/[\w-]+/$"))


def test_a_force_without_the_tracker_is_said_to_be_without_it(
    signed_in: Callable[[str], Page], look: Callable[..., None]
) -> None:
    page = signed_in(OFFICE)
    page.goto("/forces/cleveland/compare/?with=wiltshire")
    expect(page.locator(".st-lead")).to_contain_text("Wiltshire does not use Soteria Tracker.")
    expect(page.locator(".st-compare .st-hatched")).to_have_text("Does not use Soteria Tracker")
    look(page)
