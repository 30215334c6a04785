"""A letter closes several actions and is retracted; a leaver's work is transferred."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import open_collapsed_parts

FORCE = "cumbria"
LETTER: FilePayload = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a letter"}


@pytest.fixture
def reference() -> str:
    """A reference that no other letter has."""
    return f"FLL/{uuid.uuid4().hex[:6]}"


def open_actions(office: Page, how_many: int) -> list[str]:
    """Return the ids of actions in progress from the selection page."""
    office.goto(f"/work/{FORCE}/choose/?status=in-progress")
    ids = [box.get_attribute("value") or "" for box in office.locator("input[name=action]").all()]
    assert len(ids) >= how_many
    return ids[:how_many]


def test_a_letter_closes_several_actions_and_is_retracted(
    signed_in: Callable[[str], Page], look: Callable[..., None], reference: str
) -> None:
    office = signed_in(f"office.{FORCE}")
    ids = open_actions(office, 2)

    # Given an incomplete letter with its file
    office.goto(f"/work/{FORCE}/letters/new/?" + "&".join(f"action={pk}" for pk in ids))
    office.get_by_label("Reference").fill(reference)
    for box, value in (("day", "1"), ("month", "10"), ("year", "2024")):
        office.locator(f"[name=dated_on-{box}]").fill(value)
    office.get_by_label("Upload the letter").set_input_files(LETTER)
    office.get_by_label("Closes", exact=True).check()
    office.get_by_label("What does it say?").fill("We are content that these are complete.")
    office.get_by_role("button", name="Continue").click()

    # Then it is refused, and the text and the file are kept
    expect(office.get_by_role("alert")).to_contain_text("Enter who confirmed that it is closed")
    expect(office.get_by_text("has been uploaded.")).to_contain_text("letter.pdf")
    look(office, "refused")

    # When the letter is completed, with separate text for one action
    office.get_by_label("Closure confirmed by").fill("Force liaison lead")
    office.locator(f"[name='{ids[1]}-words']").fill("This one is complete as well.")
    office.locator(f"[name='{ids[1]}-letter_says']").select_option("achieved")
    office.get_by_role("button", name="Continue").click()

    # Then the page shows what it will do, and nothing is saved before it is confirmed
    expect(office.get_by_text("Nothing has been saved yet.")).to_be_visible()
    expect(office.get_by_text("This one is complete as well.")).to_be_visible()
    look(office, "confirm")
    for box in office.locator("input[name=confirmed][type=checkbox]").all():
        box.check()
    office.get_by_role("button", name="Record letter").click()
    expect(office.get_by_text("Letter recorded for 2 actions.")).to_be_visible()
    look(office, "recorded")

    # And the history of each action names the letter and links to its file
    office.locator("main table a").first.click()
    office.wait_for_load_state()
    open_collapsed_parts(office)  # the letter may be among the earlier updates
    expect(office.get_by_text(reference)).to_be_visible()
    file = office.get_by_role("link", name=re.compile("letter.pdf")).first.get_attribute("href")
    assert office.request.get(str(file)).body() == LETTER["buffer"]

    # When it is retracted as a whole
    office.get_by_role("link", name=re.compile("^Letter from HMICFRS")).first.click()
    office.get_by_role("link", name="Retract letter").click()
    expect(office.get_by_text("2 actions will return to their state without the letter.")).to_be_visible()
    look(office, "retract")
    office.get_by_label("Why is it a mistake?").fill("It was meant for another force.")
    office.get_by_role("button", name="Retract letter").click()

    # Then it no longer counts but is still listed
    expect(office.get_by_text("This letter has been retracted.")).to_be_visible()
    look(office, "retracted")
    office.goto(f"/work/{FORCE}/letters/")
    expect(office.get_by_text(reference)).to_be_visible()
    look(office)
    office.goto(f"/work/{FORCE}/letters/new/")
    look(office, "choose")


def test_a_leavers_work_is_transferred_to_another_post(
    signed_in: Callable[[str], Page], look: Callable[..., None]
) -> None:
    office = signed_in(f"office.{FORCE}")
    ids = open_actions(office, 2)

    # Given a new post that leads two actions and has a holder
    office.goto(f"/work/{FORCE}/leads/change/?" + "&".join(f"action={pk}" for pk in ids))
    look(office)
    office.get_by_label("Which post is the lead?").fill("Head of Standards")
    office.get_by_role("button", name="Change the lead").click()
    expect(office.get_by_text("Lead of 2 actions changed.")).to_be_visible()
    office.get_by_label("Name: Head of Standards").fill("A. Leaver")
    office.get_by_label("Email: Head of Standards").fill("leaver@example.org")
    office.get_by_role("button", name="Save post holders").click()
    expect(office.get_by_label("Name: Head of Standards")).to_have_value("A. Leaver")
    look(office)

    # When that person leaves and the work is transferred
    office.get_by_role("link", name=re.compile("Hand over.*Head of Standards")).click()
    expect(office.get_by_text("Held by A. Leaver.")).to_be_visible()
    look(office)
    office.get_by_label("Its work moves to other posts").check()
    office.get_by_label("Which post takes over its actions?").fill("Head of Learning")
    office.get_by_role("button", name="Hand over").click()

    # Then the other post has the work, and the leaver's name is gone
    expect(office.get_by_role("alert")).to_contain_text("Head of Standards handed over.")
    expect(office.get_by_role("rowheader", name="Head of Learning")).to_be_visible()
    expect(office.get_by_role("rowheader", name="Head of Standards")).to_have_count(0)
    expect(office.get_by_text("A. Leaver")).to_have_count(0)
