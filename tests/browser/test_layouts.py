"""Layouts decided by the style sheets: few lines on a phone, and no link addresses in print."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import resize

OFFICE = "office.cleveland"


def test_a_force_is_two_or_three_lines_on_a_phone(signed_in: Callable[[str], Page], viewport: str) -> None:
    page = resize(signed_in(OFFICE), viewport)
    page.goto("/overview/")
    page.get_by_text("Show the map as a table").click()
    rows = page.locator("#forces-table tbody tr:has(td)")
    tallest = rows.evaluate_all("rows => Math.max(...rows.map(row => row.getBoundingClientRect().height))")
    assert tallest <= (110 if viewport == "phone" else 65)
    assert rows.first.get_by_role("cell").count() == 4, "what is not shown is still read out"
    expect(page.get_by_role("columnheader", name="Due next").first).to_be_attached()


def test_links_print_without_their_addresses(signed_in: Callable[[str], Page]) -> None:
    page = signed_in(OFFICE)
    page.goto("/overview/")
    page.emulate_media(media="print")
    links = page.locator("main a.govuk-link")
    after = links.evaluate_all("links => links.map(link => getComputedStyle(link, '::after').content)")
    assert len(after) > 40
    assert set(after) == {"none"}


def test_a_folded_list_is_whole_on_paper(signed_in: Callable[[str], Page]) -> None:
    page = signed_in(OFFICE)
    page.goto("/inspections/soteria-2024/")
    card = page.locator("#rec-7")
    expect(card).to_be_hidden()
    page.emulate_media(media="print")
    expect(card).to_be_visible()
    expect(page.get_by_text("Show all 14 recommendations")).to_be_hidden()
