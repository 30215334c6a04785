"""Which colleagues a comment mentions."""

import pytest

from recommendations.discussion.mentions import marked, mentioned

NAMES = ["Jo", "Jo Smith", "Scrutiny manager"]


@pytest.mark.parametrize(
    ("text", "found", "unknown"),
    [
        ("@Scrutiny manager can we have dates?", {"Scrutiny manager"}, []),
        ("Ask @jo smith, please. And (@Jo).", {"Jo Smith", "Jo"}, []),
        ("@Jonathan and @nobody", set(), ["Jonathan", "nobody"]),
        ("Meet @3pm, or @4pm.", set(), ["3pm", "4pm"]),
        ("Write to jo@example.org @ 5 pm", set(), []),
        ("", set(), []),
    ],
)
def test_a_mention_is_an_at_sign_and_a_colleagues_name(text: str, found: set[str], unknown: list[str]) -> None:
    assert mentioned(text, NAMES) == (found, unknown)


def test_mentions_are_marked_in_the_text() -> None:
    assert marked("Ask @jo smith or @Jo.", ["@Jo", "@Jo Smith"]) == [
        ("Ask ", False),
        ("@jo smith", True),
        (" or ", False),
        ("@Jo", True),
        (".", False),
    ]
    assert marked("No one.", []) == [("No one.", False)]
