"""The answers in a row, with every word of it kept."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from recommendations.register.statuses import Status
from recommendations.rounds.replies import parse_reply, reply_fingerprint
from recommendations.rounds.workbook_sheet import ReplyCell


def test_a_valid_answer_is_split_into_its_fields() -> None:
    reply = parse_reply(
        [
            ReplyCell("Reference", "Recommendation 7", "reference", written=False),
            ReplyCell("Status now", "Done", "status"),
            ReplyCell("What has been done", "All are trained.", "words"),
            ReplyCell("Expected date", "31/03/2025", "expected"),
            ReplyCell("Evidence", "https://example.org/a", "evidence"),
        ]
    )
    assert reply.status == Status.COMPLETE
    assert reply.text == "All are trained."
    assert reply.expected_on == datetime.date(2025, 3, 31)
    assert reply.evidence_address == "https://example.org/a"


def test_values_that_are_not_understood_become_a_note() -> None:
    reply = parse_reply(
        [
            ReplyCell("RAG", "Amber", "status"),
            ReplyCell("What has been done", "Some are trained.", "words"),
            ReplyCell("Expected date", "end of March", "expected"),
            ReplyCell("Evidence", "With the board", "evidence"),
            ReplyCell("Owner", "Sgt on duty"),
        ]
    )
    assert (reply.status_is_unclear, reply.expected_is_unclear, reply.evidence_address) == (True, True, "")
    assert reply.text == "Some are trained."
    assert reply.note == (
        "Also in the workbook, under “RAG”: Amber\n"
        "Also in the workbook, under “Expected date”: end of March\n"
        "Also in the workbook, under “Evidence”: With the board\n"
        "Also in the workbook, under “Owner”: Sgt on duty"
    )


def test_an_answer_without_text_says_so_and_quotes_no_cell() -> None:
    reply = parse_reply([ReplyCell("Status now", "Complete", "status"), ReplyCell("Owner", "Sgt on duty")])
    assert reply.status == Status.COMPLETE
    assert (reply.text, reply.note) == ("Returned with no text.", "Also in the workbook, under “Owner”: Sgt on duty")


def test_answers_that_differ_in_spaces_only_are_the_same() -> None:
    reply_cells = [ReplyCell("Status now", "Done", "status"), ReplyCell("What has been done", "All  of it.\n", "words")]
    other = [ReplyCell("What we did", "All of it.", "words"), ReplyCell("Status now", "Done ", "status")]
    assert reply_fingerprint(reply_cells) == reply_fingerprint(other)
    assert reply_fingerprint(reply_cells) != reply_fingerprint(reply_cells[:1])


CELLS = st.lists(
    st.builds(
        ReplyCell,
        heading=st.sampled_from(["Status now", "Owner", "Remarks"]),
        text=st.text(min_size=1, max_size=20).map(lambda text: f"w{text.strip()}"),
        column=st.sampled_from(["status", "words", "expected", "evidence", "text", "key", ""]),
        written=st.booleans(),
    ),
    max_size=8,
)


@given(CELLS)
def test_the_reply_contains_every_word_of_the_answer(cells: list[ReplyCell]) -> None:
    reply = parse_reply(cells)
    expected = f"{reply.text}\n{reply.note}\n{reply.evidence_address}"
    understood = [reply.status_text] if reply.status else []
    understood += [reply.expected_text] if reply.expected_on else []
    assert not [cell for cell in cells if cell.written and cell.text not in expected and cell.text not in understood]
