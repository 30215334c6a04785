"""A round of requests: created, returned with every kind of problem, reviewed."""

from __future__ import annotations

import datetime
import html
import itertools
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.returned import FIRST, Book

WORK = "/work/cambridgeshire/"
CRIME = "Detective Chief Superintendent, Crime"
PROTECTION = "Detective Superintendent, Public Protection"
VULNERABILITY = "Assistant Chief Constable, Crime and Vulnerability"
WITHOUT_LEAD = "No lead named"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DONE = "What has been done"


@pytest.fixture
def unique_text() -> Callable[[str], str]:
    """Return a function: `unique_text("first")` is text unique to this run and to the answer."""
    run = uuid.uuid4().hex[:8]
    return lambda name: f"The {name} of {run}"


@dataclass
class SentRound:
    """The round's address, and its workbooks by lead post."""

    address: str
    books: dict[str, bytes]

    def book(self, lead: str) -> Book:
        return Book(self.books[lead])


def ask(page: Page, look: Callable[..., None] | None = None) -> SentRound:
    """Request updates on every action of the force from its leads, and download the workbooks."""
    page.goto(f"{WORK}choose/?finished=on&all=1")
    page.get_by_role("button", name="Request updates").click()
    if look:
        look(page, "new")
    wanted = datetime.date.today() + datetime.timedelta(days=28)  # noqa: DTZ011 - as the person's own calendar says
    for box, value in (("Day", wanted.day), ("Month", wanted.month), ("Year", wanted.year)):
        page.get_by_label(box, exact=True).fill(str(value))
    page.get_by_role("button", name="Preview emails").click()
    expect(page.get_by_text("Show email").first).to_be_visible()
    if look:
        look(page, "previewed")
    page.get_by_role("button", name="Create requests").click()
    expect(page.get_by_text("workbooks to send")).to_be_visible()
    page.wait_for_load_state()  # all cards are there
    cards = page.locator(".st-card").all()
    books = {
        card.locator("h3").inner_text(): page.request.get(
            str(card.get_by_role("link", name="Download workbook").get_attribute("href"))
        ).body()
        for card in cards
    }
    return SentRound(page.url, books)


def file(name: str, contents: bytes) -> FilePayload:
    return {"name": name, "mimeType": XLSX, "buffer": contents}


def upload(page: Page, sent_round: SentRound, *files: FilePayload) -> None:
    page.goto(f"{sent_round.address}uploads/")
    page.get_by_label("Returned workbooks").set_input_files(list(files))
    page.get_by_role("button", name="Upload replies").click()


def card_of(page: Page, words: str) -> Locator:
    """Return the only card on the page that contains the text."""
    card = page.locator(".st-card").filter(has_text=words)
    expect(card).to_have_count(1)
    return card


def test_a_round_is_created_returned_and_reviewed(
    signed_in: Callable[[str], Page], look: Callable[..., None], unique_text: Callable[[str], str]
) -> None:
    office = signed_in("office.cambridgeshire")
    earlier = ask(office)

    # Given a round, whose workbooks are sent
    sent_round = ask(office, look)
    look(office, "created")
    office.get_by_role("button", name="Mark all workbooks as sent").click()
    expect(office.get_by_text("Not sent yet")).to_have_count(0)

    # And changed by their recipients: rows moved, a column added, a heading renamed, all kinds of text
    crime = sent_round.book(CRIME)
    first, second, third = crime.open_rows[:3]
    own = {unique_text("first answer"): crime.title(first), unique_text("second answer"): crime.title(second)}
    own |= {unique_text("long answer"): crime.title(third), unique_text("owner"): crime.title(first)}
    link = f"https://example.org/{uuid.uuid4().hex}"
    crime.write(
        first,
        {
            "Status now": " done ",
            DONE: f"\n {unique_text('first answer')}  ",
            "Expected date": "31/03/2027",
            "Evidence": link,
        },
    )
    crime.write(second, {"Status now": "Amber", DONE: unique_text("second answer"), "Expected date": "end of March"})
    crime.write(third, {DONE: f"{unique_text('long answer')} " + "and more " * 1_500})
    crime.write(max(crime.rows) + 1, {DONE: unique_text("added row")})
    crime.rename("Status now", "RAG")
    crime.add_column("Reference", "Owner", {first: unique_text("owner")})
    crime.move_to_top(third)
    # and another person's copy with a different answer for the same action
    copy = sent_round.book(CRIME)
    copy.write(first, {"Status now": "In progress", DONE: unique_text("other view")})
    # and a cell merged across two rows, and an uncalculated formula
    protection = sent_round.book(PROTECTION)
    protection.write(FIRST, {DONE: unique_text("merged answer")})
    protection.merge_with_next(FIRST, DONE)
    protection.calculate(FIRST + 1, "Evidence", f'"{unique_text("formula")}"')
    merged = {protection.title(FIRST), protection.title(FIRST + 1)}
    own[unique_text("formula")] = protection.title(FIRST + 1)
    # and an action that is updated here while its workbook is out, and a row hidden by a filter
    vulnerability = sent_round.book(VULNERABILITY)
    updated = vulnerability.open_rows[0]
    vulnerability.write(updated, {"Status now": "in-progress", DONE: unique_text("late answer")})
    own[unique_text("late answer")] = vulnerability.title(updated)
    without_lead = sent_round.book(WITHOUT_LEAD)
    hidden = without_lead.open_rows[0]
    without_lead.write(hidden, {"Status now": "In progress", DONE: unique_text("hidden answer")})
    without_lead.hide(hidden)
    own[unique_text("hidden answer")] = without_lead.title(hidden)

    # When all come back in one heap, with files that do not belong to it
    good = [
        file("crime.xlsx", crime.saved()),
        file("crime (copy).xlsx", copy.saved()),
        file("protection.xlsx", protection.saved()),
        file("vulnerability.xlsx", vulnerability.saved()),
        file("nobody.xlsx", without_lead.saved()),
    ]
    bad = [
        file("earlier.xlsx", Book(earlier.books[CRIME]).saved()),
        file("locked.xlsx", sent_round.book(WITHOUT_LEAD).saved(password="secret")),
        file("macros.xlsm", sent_round.book(WITHOUT_LEAD).saved()),
        file("old.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600),
        file("minutes.pdf", b"%PDF-1.7"),
    ]
    upload(office, sent_round, *good, *bad)

    # Then each that can be read is, and each other is refused in words that help
    expect(office.get_by_text("5 workbooks uploaded.")).to_be_visible()
    summary = office.get_by_role("alert").filter(has_text="There is a problem")
    for name, words in (
        ("earlier.xlsx", "belongs to another round"),
        ("locked.xlsx", "needs a password"),
        ("macros.xlsm", "contains macros"),
        ("old.xls", "is in the old Excel format"),
        ("minutes.pdf", "is not an Excel workbook"),
    ):
        expect(summary).to_contain_text(f"“{name}” {words}")
    look(office, "uploaded")
    # and a file uploaded twice counts once
    upload(office, sent_round, good[0])
    expect(office.get_by_text("“crime.xlsx” has already been uploaded")).to_be_visible()

    # When someone updates an action during the review
    approver = signed_in("approver.cambridgeshire")
    approver.goto(action_pages(approver)[own[unique_text("late answer")]])
    approver.get_by_role("radio", name="Waiting for others").check()
    approver.get_by_label("What has been done").fill(unique_text("update meanwhile"))
    approver.get_by_label("Body that must act first").select_option(index=1)
    approver.get_by_text("Date, source and more").click()
    approver.get_by_label("Reported by").fill("Board")
    approver.get_by_role("button", name="Save update").click()
    expect(approver.get_by_text("Update saved.")).to_be_visible()

    # Then both are shown and nothing but what is clear is ticked
    office.goto(f"{sent_round.address}review/")
    look(office, "review")
    late = card_of(office, unique_text("late answer"))
    expect(late).to_contain_text(unique_text("update meanwhile"))
    expect(late).to_contain_text("by Cambridgeshire approver")
    for words in ("first answer", "other view", "second answer", "late answer"):
        expect(card_of(office, unique_text(words)).get_by_role("checkbox")).not_to_be_checked()
    expect(card_of(office, unique_text("hidden answer")).get_by_role("checkbox")).to_be_checked()
    expect(card_of(office, unique_text("first answer"))).to_contain_text("Complete, says the force")
    expect(card_of(office, unique_text("first answer"))).to_contain_text("31 March 2027")
    expect(card_of(office, unique_text("other view"))).to_contain_text("Another row has a different reply")
    expect(card_of(office, unique_text("long answer"))).to_contain_text("An update can have 10,000")
    run = unique_text("").split()[-1]
    saved = [title for title, texts in histories(office).items() if run in texts]
    assert saved == [own[unique_text("late answer")]], "nothing but the update meanwhile is saved"

    # When the office ticks replies but leaves one choice open, nothing is accepted and nothing is lost
    office.goto(f"{sent_round.address}review/")
    for words in ("first answer", "second answer", "late answer"):
        card_of(office, unique_text(words)).get_by_role("checkbox").check()
    office.get_by_role("button", name="Accept selected replies").first.click()
    expect(office.get_by_role("alert")).to_contain_text("select the status")
    unclear = card_of(office, unique_text("second answer"))
    expect(unclear.get_by_role("checkbox")).to_be_checked()
    look(office, "refused")
    unclear.get_by_label(re.compile("Status .the workbook says “Amber”")).select_option("In progress")
    unclear.get_by_label(re.compile("“end of March”")).fill("31 March 2027")
    office.get_by_role("button", name="Accept selected replies").first.click()
    expect(office.get_by_text(re.compile(r"\d replies accepted\."))).to_be_visible()

    # And accepts the long reply separately, shortened
    card_of(office, unique_text("long answer")).get_by_role("link").first.click()
    look(office, "long")
    expect(office.get_by_label(DONE)).to_have_value(re.compile(re.escape(unique_text("long answer")) + "( and more)+$"))
    office.get_by_label(DONE).fill(f"{unique_text('long answer')}, in short.")
    office.get_by_role("button", name="Accept reply").click()
    expect(office.get_by_text("Reply accepted.")).to_be_visible()

    # And matches the added row to its action
    card_of(office, unique_text("added row")).get_by_role("link", name="Match to an action").click()
    look(office, "unmatched")
    chosen = office.get_by_role("option").filter(
        has_text=re.compile(f"^{re.escape(own[unique_text('first answer')])}:")
    )
    office.get_by_label("Which action does this row belong to?").select_option(str(chosen.get_attribute("value")))
    office.get_by_role("button", name="Match the row").click()
    expect(office.get_by_label(DONE)).to_have_value(unique_text("added row"))
    office.get_by_role("button", name="Accept reply").click()
    own[unique_text("added row")] = own[unique_text("first answer")]

    # And sets the other view aside
    card_of(office, unique_text("other view")).get_by_role("checkbox").check()
    office.get_by_role("button", name="Set aside selected rows").click()
    expect(office.get_by_text("There are no replies to review.")).to_be_visible()
    look(office, "done")

    # Then every text belongs to its own action and to no other
    pages = histories(office)
    for words, title in own.items():
        assert [each for each, texts in pages.items() if words in texts] == [title], words
    assert {each for each, texts in pages.items() if unique_text("merged answer") in texts} == merged
    assert link in pages[own[unique_text("first answer")]]
    assert "Also in the workbook, under “RAG”: Amber" in pages[own[unique_text("second answer")]]
    assert "Also in the workbook, under “Expected date”: end of March" in pages[own[unique_text("second answer")]]
    # and the rows set aside can still be read
    office.goto(f"{sent_round.address}review/")
    office.locator("summary").filter(has_text="1 set aside").click()
    office.get_by_role("link", name=own[unique_text("first answer")]).last.click()
    expect(office.get_by_text(unique_text("other view"))).to_be_visible()

    # And the round shows who has not replied
    office.goto(sent_round.address)
    silent = office.locator(".st-card").filter(has_text=re.compile(r"\b0 of \d+ replied"))
    silent.first.get_by_role("button", name="Mark as reminded today").click()
    expect(office.get_by_text("Marked as reminded:")).to_be_visible()
    look(office, "followed")
    office.get_by_role("button", name="Close the round").click()
    expect(office.get_by_text("Round closed.")).to_be_visible()
    office.goto(f"{WORK}rounds/")
    look(office)


def action_pages(page: Page) -> dict[str, str]:
    """Return the addresses of the actions of the force, by inspection and reference."""
    addresses: dict[str, str] = {}
    for number in itertools.count(1):
        page.goto(f"{WORK}choose/?finished=on&page={number}")
        found = page.locator("tbody small a").evaluate_all("links => links.map(link => [link.textContent, link.href])")
        named = ((" ".join(text.split()).partition(" of "), address) for text, address in found)
        addresses |= {f"{inspection}, {reference}": address for (reference, _of, inspection), address in named}
        if not page.get_by_role("button", name="Next page").count():
            break
    return addresses


def histories(page: Page) -> dict[str, str]:
    """Return the page of each action of the force, by inspection and reference."""
    return {title: html.unescape(page.request.get(address).text()) for title, address in action_pages(page).items()}
