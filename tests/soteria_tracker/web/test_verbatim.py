from hypothesis import given
from hypothesis import strategies as st

from soteria_tracker.web.verbatim import VerbatimBlock, blocks


def test_blank_lines_separate_paragraphs() -> None:
    assert blocks("One.\n\nTwo,\ngoes on.\n \nThree.") == [
        VerbatimBlock(False, ("One.",)),
        VerbatimBlock(False, ("Two,", "goes on.")),
        VerbatimBlock(False, ("Three.",)),
    ]


def test_bullet_points_become_a_list_between_paragraphs() -> None:
    assert blocks("This includes:\n- one; and\n- two.\nThen more.") == [
        VerbatimBlock(False, ("This includes:",)),
        VerbatimBlock(True, ("one; and", "two.")),
        VerbatimBlock(False, ("Then more.",)),
    ]


def test_an_indented_line_continues_its_bullet_point() -> None:
    assert blocks("- one\n  goes on\n- two") == [VerbatimBlock(True, ("one goes on", "two"))]


def test_windows_line_endings_are_recognised() -> None:
    assert blocks("One.\r\n\r\nTwo.") == [VerbatimBlock(False, ("One.",)), VerbatimBlock(False, ("Two.",))]


def test_a_dash_inside_a_line_is_no_bullet_point() -> None:
    assert blocks("word-on-word - cases") == [VerbatimBlock(False, ("word-on-word - cases",))]


def test_a_blank_text_has_no_blocks() -> None:
    assert blocks(" \n\n ") == []


@given(st.text(alphabet="ab -\n\t<.", max_size=60))
def test_no_word_is_lost_added_or_reordered(text: str) -> None:
    shown = " ".join(line for block in blocks(text) for line in block.lines)
    assert shown.replace("-", " ").split() == text.replace("-", " ").split()
