"""An office receives an invitation completed in Word, and records a response published elsewhere."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable

import docx
import pytest
from playwright.sync_api import FilePayload, Page, expect

INVITED = "/forces/cleveland/responses/invented-custody-cleveland/"
UNRECORDED = "/forces/cambridgeshire/responses/invented-other-cambridgeshire/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = b"%PDF-1.7 as it was published"


@pytest.fixture
def words() -> str:
    """Text that is unique to this run."""
    return f"The board has seen paper {uuid.uuid4().hex[:8]}."


def filled(invitation: bytes, reference: str, comment: str) -> FilePayload:
    """The invitation with a comment written beside a recommendation."""
    word = docx.Document(io.BytesIO(invitation))
    rows = [row for table in word.tables for row in table.rows if row.cells[0].text.strip() == reference]
    assert len(rows) == 1
    rows[0].cells[-1].text = comment
    file = io.BytesIO()
    word.save(file)
    return {"name": "returned.docx", "mimeType": WORD, "buffer": file.getvalue()}


def test_the_completed_invitation_is_read_and_its_conflicts_are_resolved(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    office = signed_in("office.cleveland")
    office.goto(f"{INVITED}comments/")
    comment = office.locator("textarea[name=comment-1-text]")

    # Given a comment that was already typed here
    comment.fill(f"Typed. {words}")
    office.get_by_role("button", name="Save the comments").click()
    expect(office.get_by_text("Comments saved.")).to_be_visible()

    # When the invitation is returned with a different comment
    invitation = office.request.get(f"{INVITED}documents/invitation.docx").body()
    folded = office.locator("#filled-table")
    if folded.get_attribute("open") is None:  # open once a comment on the whole report is recorded
        folded.locator("summary").click()
    office.get_by_label("The filled-in table").set_input_files(
        filled(invitation, "Recommendation 1", f"Returned. {words}")
    )
    office.get_by_role("button", name="Read comments").click()

    # Then the comment is in the form, unsaved, and the file is kept
    expect(office.get_by_text("Nothing is saved yet.")).to_be_visible()
    expect(comment).to_have_value(f"Returned. {words}")
    expect(office.get_by_text("is kept for this form.")).to_contain_text("returned.docx")
    look(office, "read")

    # And saving shows both comments before either is lost
    office.get_by_role("button", name="Save the comments").click()
    expect(office.get_by_role("alert").filter(has_text="Someone else changed the same text")).to_be_visible()
    expect(office.get_by_text(f"Typed. {words}")).to_be_visible()
    expect(comment).to_have_value(f"Returned. {words}")
    look(office, "both")

    # And the office accepts the returned comment, and the file is kept as evidence
    office.get_by_role("button", name="Save the comments").click()
    expect(office.get_by_text("Comments saved.")).to_be_visible()
    expect(comment).to_have_value(f"Returned. {words}")
    document_link = office.get_by_role("link", name="returned.docx")
    expect(document_link).to_be_visible()
    assert office.request.get(f"{INVITED}comments/document/").body().startswith(b"PK")


def test_a_response_published_elsewhere_is_recorded_with_its_document(
    signed_in: Callable[[str], Page], look: Callable[..., None], words: str
) -> None:
    approver = signed_in("approver.cambridgeshire")
    approver.goto(f"{UNRECORDED}published-elsewhere/")

    # Given a document whose kind is not stated
    document: FilePayload = {"name": "response.pdf", "mimeType": "application/pdf", "buffer": PDF}
    approver.get_by_label("The published document").set_input_files(document)
    approver.get_by_label("The publication date is not stated").check()
    approver.locator("textarea[name=general_comments]").fill(f"General. {words}")
    approver.get_by_role("button", name="Record response").click()

    # Then it is refused, and the text and the file are kept
    expect(approver.get_by_role("link", name="Select what the attached document is")).to_be_visible()
    expect(approver.get_by_text("is kept for this form.")).to_contain_text("response.pdf")
    expect(approver.locator("textarea[name=general_comments]")).to_have_value(f"General. {words}")
    look(approver, "refused")

    # When the kind is selected
    approver.get_by_label("Letter", exact=True).check()
    approver.get_by_role("button", name="Record response").click()

    # Then it is published verbatim, and everyone can download the document
    panel = signed_in("panel.cambridgeshire")
    panel.goto(f"{UNRECORDED}published/1/")
    expect(panel.get_by_text(f"General. {words}").first).to_be_visible()
    expect(panel.get_by_text("publication date not stated").first).to_be_visible()
    look(panel, "elsewhere")
    download = panel.get_by_role("link", name="Download response.pdf").get_attribute("href")
    assert panel.request.get(str(download)).body() == PDF
