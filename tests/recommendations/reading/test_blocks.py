"""What typesetting does to words is undone, and the furniture of pages is left out."""

import io

import docx
import pytest
from docx.oxml import OxmlElement
from weasyprint import HTML

from recommendations.reading.blocks.block import Block, BlockKind
from recommendations.reading.blocks.html import read_html
from recommendations.reading.blocks.read_file import read_file
from recommendations.reading.blocks.text import clean, join_lines, without_footnote_marks, words_of
from tests.recommendations.reading.conftest import pasted


def summary(blocks: tuple[Block, ...]) -> list[tuple[str, int, str, str]]:
    return [(block.kind, block.level, block.label, block.text) for block in blocks]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["draws on the evidence collec-", "ted by us"], "draws on the evidence collected by us"),
        (["a multi-", "agency meeting"], "a multi-agency meeting"),
        (["in mid-", "Essex"], "in mid-Essex"),
        (["a decision-", "making body; decision-making"], "a decision-making body; decision-making"),
        (["the spread‐", "ing of costs"], "the spreading of costs"),
        (["two", "lines"], "two lines"),
    ],
)
def test_words_broken_at_line_ends_are_joined(lines: list[str], joined: str) -> None:
    assert join_lines(lines, words_of(lines)) == joined


def test_ligatures_and_typesetters_spaces_are_undone() -> None:
    assert clean("chief ﬁre oﬃcers\N{NO-BREAK SPACE}of child\N{NON-BREAKING HYPHEN}care co\N{SOFT HYPHEN}operate") == (
        "chief fire officers of child-care cooperate"
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("of the alleged perpetrator.7", "of the alleged perpetrator."),
        ("known as ADR149.", "known as ADR149."),
        ("by 31 March 2025. Then", "by 31 March 2025. Then"),
        ("in paragraph 6.2", "in paragraph 6.2"),
    ],
)
def test_marks_of_footnotes_are_left_out(text: str, kept: str) -> None:
    assert without_footnote_marks(text) == kept


def test_running_lines_of_a_text_file_are_left_out_and_paragraphs_go_on_over_the_page() -> None:
    file = pasted(
        "The title\n\nForces should have access to\n\n1\n\fThe title\n\na reporting line.\n\nNext\n\nMore words.\n\n2\n"
        "\fHMICFRS      The title\n\nLast words of the text.\n"
    )
    assert [block.text for block in file.blocks] == [
        "The title",
        "Forces should have access to a reporting line.",
        "Next",
        "More words.",
        "Last words of the text.",
    ]


def test_lists_of_a_text_keep_their_nesting_and_printed_letters() -> None:
    file = pasted(
        "They should:\n\n- write it down;\n  - today; and\n  - tomorrow; and\n- keep it.\n\n(a) first\n(b) second\n"
    )
    assert summary(file.blocks)[1:] == [
        ("item", 0, "", "write it down;"),
        ("item", 1, "", "today; and"),
        ("item", 1, "", "tomorrow; and"),
        ("item", 0, "", "keep it."),
        ("item", 0, "(a)", "first"),
        ("item", 0, "(b)", "second"),
    ]


def test_the_site_around_a_page_is_left_out() -> None:
    page = """<html><head><title>A report - HMICFRS</title><script>var a = "Recommendation 9";</script></head><body>
        <div class="cookie-banner"><p>Cookies should be accepted.</p></div><nav><li>Home</li></nav>
        <main><h1>A report</h1><div class="toc"><h2>Contents</h2><ol><li>Recommendation 1</li></ol></div>
        <p><a href="#">Back to top</a></p><p>Words.<sup><a href="#fn1">1</a></sup> More<br>on a new line.</p>
        <p>Sent: <input type="checkbox" checked> yes <input type="checkbox"> no</p>
        <table><tr><th rowspan="2">A</th><th>B</th></tr><tr><td>C</td></tr></table>
        <p>This ends a page that says very little, but says it in enough words to be its main part, as here.</p>
        </main><footer>Recommendation 8</footer></body></html>"""
    blocks = read_html(page.encode()).blocks
    assert [block.text for block in blocks][:3] == ["A report", "Words. More\non a new line.", "Sent: ☒ yes ☐ no"]
    assert blocks[3].rows == (("A", "B"), ("A", "C"))
    assert len(blocks) == 5


def test_a_page_without_a_main_part_is_read_whole() -> None:
    assert summary(read_html(b"<p>One</p>Two<div><h3>Three</h3></div>").blocks) == [
        ("paragraph", 0, "", "One"),
        ("paragraph", 0, "", "Two"),
        ("heading", 3, "", "Three"),
    ]


def test_word_lists_headings_and_merged_cells_are_read() -> None:
    word = docx.Document()
    word.add_heading("A heading", 2)
    word.add_paragraph("First", style="List Number")
    word.add_paragraph("under it", style="List Bullet")
    word.add_paragraph("Second", style="List Number")
    table = word.add_table(3, 2)
    table.cell(1, 0).merge(table.cell(2, 0)).text = "both rows"
    table.cell(2, 1).text = "x"
    file = io.BytesIO()
    word.save(file)
    read = read_file(file.getvalue())
    assert summary(read.blocks)[:4] == [
        ("heading", 2, "", "A heading"),
        ("item", 0, "1", "First"),
        ("item", 1, "", "under it"),
        ("item", 0, "2", "Second"),
    ]
    assert read.blocks[4].kind is BlockKind.TABLE
    assert read.blocks[4].rows == (("", ""), ("both rows", ""), ("both rows", "x"))


def test_words_of_tables_within_tables_and_lists_are_kept() -> None:
    inner = "<table><tr><td>one</td><td>two</td></tr></table>"
    page = f"<table><tr><td>A{inner}</td><td>B</td></tr></table><ul><li><p>First.</p><p>Then.</p>{inner}</li></ul>"
    table, item, in_list = read_html(page.encode()).blocks
    assert table.rows == (("A\n\none two", "B"),)
    assert (item.text, in_list.rows) == ("First. Then.", (("one", "two"),))


def test_a_tracked_move_is_read_once_and_a_form_field_is_a_cell() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Moved away.")
    moved = OxmlElement("w:moveFrom")
    paragraph._p.replace(paragraph.runs[0]._r, moved)
    moved.append(OxmlElement("w:r"))
    moved[0].append(OxmlElement("w:t"))
    moved[0][0].text = "Moved away."
    word.add_paragraph("Kept.")
    table = word.add_table(1, 3)
    for cell, text in zip(table.rows[0].cells, ("1", "Closed", "1 May 2025"), strict=True):
        cell.text = text
    decision = table.cell(0, 1)._tc
    field = OxmlElement("w:sdt")
    decision.addprevious(field)
    field.append(OxmlElement("w:sdtContent"))
    field[0].append(decision)
    file = io.BytesIO()
    word.save(file)
    kept, cells = read_file(file.getvalue()).blocks
    assert (kept.text, cells.rows) == ("Kept.", (("1", "Closed", "1 May 2025"),))


def test_words_in_angle_brackets_are_no_tags() -> None:
    assert pasted("The <force> must act on <b>all</b> of it.").blocks[0].text == "The <force> must act on all of it."


def test_lines_that_tabs_divide_are_a_table() -> None:
    file = pasted("A form\n\nRef\tRecommendation\tComment\n1\tForces should act.\tI agree.\n2\tForces may wait.\t\n")
    assert file.blocks[1].rows == (
        ("Ref", "Recommendation", "Comment"),
        ("1", "Forces should act.", "I agree."),
        ("2", "Forces may wait.", ""),
    )


def test_lists_in_a_pdf_are_read_where_their_marks_stand_apart() -> None:
    page = "<h1>Title</h1><p>They should:</p><ul><li>act;<ul><li>now; and</li></ul></li><li>wait.</li></ul>"
    page += "<ol><li>First.</li><li>Second, on more than one line.</li></ol>"
    blocks = read_file(HTML(string=f"<style>@page {{ size: 8cm 20cm }}</style>{page}").write_pdf()).blocks
    assert summary(blocks) == [
        ("heading", 1, "", "Title"),
        ("paragraph", 0, "", "They should:"),
        ("item", 0, "", "act;"),
        ("item", 1, "", "now; and"),
        ("item", 0, "", "wait."),
        ("item", 0, "1", "First."),
        ("item", 0, "2", "Second, on more than one line."),
    ]
