"""A response from the invitation to the documents, completed by each role in a real browser."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

DRAFT = "/forces/cleveland/responses/invented-custody-cleveland/"


@pytest.fixture
def words() -> str:
    """Text that is unique to this run."""
    return f"The board has seen paper {uuid.uuid4().hex[:8]}."


def explain(page: Page, reference: str, words: str) -> None:
    page.locator(f"input[name='explanation-{reference}-kind'][value=taken]").check()
    page.locator(f"textarea[name='explanation-{reference}-text']").fill(words)


def prepared_file(page: Page, address: str) -> bytes:
    """Ask for a file that takes long to make, wait for it, and return it."""
    page.goto(address)
    with page.expect_download() as download:
        page.get_by_role("button", name="Prepare the file").click(timeout=60_000)  # made before the page answers
    return Path(download.value.path()).read_bytes()


def test_a_response_is_taken_from_the_invitation_to_the_documents(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    address = "/forces/cleveland/responses/invented-other-cleveland/"
    office, approver = signed_in("office.cleveland"), signed_in("approver.cleveland")

    # Given an office that finds the response in My work
    office.goto("/")
    expect(office).to_have_url(re.compile("/my-work/$"))
    office.get_by_role("link", name="Start the response to").first.click()
    look(office, "empty")

    # When it invites the Chief Constable
    office.get_by_role("button", name="Record invitation").click()
    office.get_by_label("Yes", exact=True).check()
    look(office)
    office.get_by_role("button", name="Save invitation").click()
    expect(office.get_by_text("Invitation saved.")).to_be_visible()

    # And drafts comments and one of two explanations
    office.locator("textarea[name=general_comments]").fill(f"General. {words}")
    explain(office, "1", f"Explained. {words}")
    office.get_by_role("button", name="Save draft").first.click()
    expect(office.locator("textarea[name=general_comments]")).to_have_value(f"General. {words}")
    look(office, "draft")

    # Then the force, which cannot see the draft, submits the Chief Constable's comments
    chief = signed_in("force.cleveland")
    chief.goto(f"{address}comments/")
    expect(chief.get_by_text(words)).to_have_count(0)
    chief.locator("textarea[name=comment-text]").fill(f"Chief Constable. {words}")
    look(chief, "comments")
    chief.get_by_role("button", name="Save and submit to the office").click()
    expect(chief.get_by_role("button", name="Save and submit to the office")).to_have_count(0)

    # And publishing is refused, with a link to what is missing
    office.goto(address)
    expect(office.get_by_text(f"Chief Constable. {words}").first).to_be_visible()
    office.get_by_role("button", name="Publish", exact=True).click()
    refusal = office.get_by_role("alert", name="This cannot be published yet")
    expect(refusal).to_be_visible()
    look(office, "refused")
    refusal.get_by_role("link", name="recommendation 2").click()

    # When the office completes and submits it
    explain(office, "2", f"Second. {words}")
    office.get_by_role("button", name="Submit for approval").click()
    look(office, "submit")
    office.get_by_role("button", name="Submit for approval").click()

    # Then the approver finds it in My work, approves that text and publishes it
    approver.goto("/my-work/")
    approver.get_by_role("link", name="Approve or return the response to Vetting").first.click()
    expect(approver.get_by_text(f"Second. {words}")).to_be_visible()
    look(approver, "approval")
    approver.get_by_role("button", name="Approve this text").click()
    approver.goto(f"{address}publish/")
    approver.get_by_label("Signed by").fill("Deputy office-holder")
    look(approver, "publish")
    approver.get_by_role("button", name="Publish response").click()
    for start in ("General.", "Chief Constable.", "Explained.", "Second."):
        expect(approver.get_by_text(f"{start} {words}").first).to_be_visible()
    look(approver, "published")

    # And the office records both copies, which My work lists until then
    for _recipient in range(2):
        office.goto("/my-work/")
        sending = office.get_by_role("link", name="Send the response to Vetting")
        sending.first.click()
        look(office, "sendings")
        office.get_by_role("button", name="Record copy").first.click()
    office.goto("/my-work/")
    expect(office.get_by_role("link", name="Send the response to Vetting")).to_have_count(0)

    # And everyone can read the publication and download its documents
    panel = signed_in("panel.cleveland")
    panel.goto(f"{address}published/1/")
    expect(panel.get_by_text(f"Second. {words}").first).to_be_visible()
    for kind in ("letter", "form", "web"):
        for ending, start in (("docx", b"PK"), ("html", b"<!")):
            document = panel.request.get(f"{address}published/1/documents/{kind}.{ending}")
            assert document.status == 200, (kind, ending)
            assert document.body().lstrip().startswith(start), (kind, ending)
        assert prepared_file(panel, f"{address}published/1/documents/{kind}.pdf").startswith(b"%PDF"), kind


def test_two_people_editing_one_draft_lose_no_text(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    first, second = signed_in("office.cleveland"), signed_in("approver.cleveland")
    for page in (first, second):
        page.goto(DRAFT)
    first.locator("textarea[name=general_comments]").fill(f"First. {words}")
    second.locator("textarea[name=general_comments]").fill(f"Second. {words}")
    second.locator("textarea[name=reply]").fill(f"Reply. {words}")
    first.get_by_role("button", name="Save draft").first.click()
    second.get_by_role("button", name="Save draft").first.click()
    # The second person sees both versions of the one field, and the other field is saved
    alert = second.get_by_role("alert").filter(has_text="Someone else changed the same text")
    expect(alert).to_be_visible()
    expect(second.get_by_text(f"First. {words}").first).to_be_visible()
    expect(second.locator("textarea[name=general_comments]")).to_have_value(f"Second. {words}")
    look(second, "meanwhile")
    second.locator("textarea[name=general_comments]").fill(f"First. {words} Second. {words}")
    second.get_by_role("button", name="Save draft").first.click()
    first.goto(DRAFT)
    expect(first.locator("textarea[name=general_comments]")).to_have_value(f"First. {words} Second. {words}")
    expect(first.locator("textarea[name=reply]")).to_have_value(f"Reply. {words}")


def test_an_office_enters_its_details_and_finds_them_in_the_invitation(
    signed_in: Callable[[str], Page], look: Callable[..., None]
) -> None:
    office = signed_in("office.cleveland")
    office.goto("/bodies/pcc-cleveland/settings/")
    # A pattern that cannot be filled in is refused, and nothing typed is lost
    office.get_by_label("Name of the Chief Constable").fill("M. Constable")
    office.get_by_label("Pattern of your reference").fill("OPCC/{number}")
    office.get_by_role("button", name="Save settings").click()
    expect(office.get_by_role("alert")).to_contain_text("Use curly brackets only for {inspection}, {force}, {year}")
    expect(office.get_by_label("Name of the Chief Constable")).to_have_value("M. Constable")
    look(office, "refused")
    office.get_by_label("Pattern of your reference").fill("OPCC/{year}/{inspection}")
    office.get_by_label("Address for letters").fill("1 The Street\nMiddlesbrough")
    expect(office.get_by_role("radio", name="The force and the office")).to_be_checked()
    office.get_by_role("button", name="Save settings").click()
    expect(office.get_by_text("Office settings saved.")).to_be_visible()
    # The invitation can be downloaded before it is recorded
    office.goto(f"{DRAFT}invitation/")
    expect(office.get_by_text("M. Constable")).to_be_visible()
    look(office, "invitation")
    with office.expect_download() as download:
        office.get_by_role("link", name="Download the invitation (Word)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
