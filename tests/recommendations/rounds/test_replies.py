"""What a row answers, with every word of it in one place or another."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from recommendations.register.statuses import Status
from recommendations.rounds.replies import answer_of, gist
from recommendations.rounds.workbook_reader import Cell


def test_an_answer_that_fits_is_taken_apart() -> None:
    answer = answer_of(
        [
            Cell("Reference", "Recommendation 7", "reference", written=False),
            Cell("Status now", "Done", "status"),
            Cell("What has been done", "All are trained.", "words"),
            Cell("Expected date", "31/03/2025", "expected"),
            Cell("Evidence", "https://example.org/a", "evidence"),
        ]
    )
    assert answer.status == Status.COMPLETE
    assert answer.words == "All are trained."
    assert answer.expected_on == datetime.date(2025, 3, 31)
    assert answer.address == "https://example.org/a"


def test_what_does_not_fit_is_written_below_the_words() -> None:
    answer = answer_of(
        [
            Cell("RAG", "Amber", "status"),
            Cell("What has been done", "Some are trained.", "words"),
            Cell("Expected date", "end of March", "expected"),
            Cell("Evidence", "With the board", "evidence"),
            Cell("Owner", "Sgt on duty"),
        ]
    )
    assert (answer.status_is_unclear, answer.expected_is_unclear, answer.address) == (True, True, "")
    assert answer.words == (
        "Some are trained.\n\n"
        "Also written in the workbook: RAG: Amber\n"
        "Also written in the workbook: Expected date: end of March\n"
        "Also written in the workbook: Evidence: With the board\n"
        "Also written in the workbook: Owner: Sgt on duty"
    )


def test_without_words_of_its_own_the_rest_is_what_was_said() -> None:
    answer = answer_of([Cell("Status now", "Complete", "status")])
    assert answer.status == Status.COMPLETE
    assert answer.words == "Written in the workbook: Status now: Complete"


def test_the_same_answer_with_other_spaces_is_the_same() -> None:
    one = [Cell("Status now", "Done", "status"), Cell("What has been done", "All  of it.\n", "words")]
    other = [Cell("What we did", "All of it.", "words"), Cell("Status now", "Done ", "status")]
    assert gist(one) == gist(other)
    assert gist(one) != gist(one[:1])


CELLS = st.lists(
    st.builds(
        Cell,
        heading=st.sampled_from(["Status now", "Owner", "Remarks"]),
        text=st.text(min_size=1, max_size=20).map(lambda text: f"w{text.strip()}"),
        column=st.sampled_from(["status", "words", "expected", "evidence", "text", "key", ""]),
        written=st.booleans(),
    ),
    max_size=8,
)


@given(CELLS)
def test_every_written_word_is_in_the_answer(cells: list[Cell]) -> None:
    answer = answer_of(cells)
    kept = f"{answer.words}\n{answer.address}"
    understood = [answer.status_text] if answer.status else []
    understood += [answer.expected_text] if answer.expected_on else []
    assert not [cell for cell in cells if cell.written and cell.text not in kept and cell.text not in understood]
