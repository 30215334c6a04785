"""Comments are read from the completed table of an invitation, however it was edited in Word."""

from __future__ import annotations

import copy
import io
from typing import Any

import docx
import pytest
from django.core.exceptions import ValidationError
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from recommendations.documents.document_files import DocumentFile, DocumentFormat, DocumentKind
from recommendations.documents.filled_invitation import read_comments
from tests.recommendations.documents.samples import source


@pytest.fixture
def invitation() -> Any:
    return docx.Document(io.BytesIO(DocumentFile(DocumentKind.INVITATION, DocumentFormat.DOCX).make(source())))


def read(word: Any) -> dict[str, str]:
    file = io.BytesIO()
    word.save(file)
    file.seek(0)
    return read_comments(file, "comments.docx")


def cell(word: Any, row: int) -> Any:
    return word.tables[0].rows[row].cells[2]


def test_an_empty_invitation_has_no_comments(invitation: Any) -> None:
    assert read(invitation) == {}


def test_each_comment_belongs_to_its_reference(invitation: Any) -> None:
    cell(invitation, 1).text = "We welcome it."
    cell(invitation, 3).text = "Under way."
    cell(invitation, 4).text = "Trained."
    assert read(invitation) == {
        "": "We welcome it.",
        "recommendation 2": "Under way.",
        "area for improvement 1": "Trained.",
    }


def test_moved_rows_keep_their_references(invitation: Any) -> None:
    cell(invitation, 2).text, cell(invitation, 3).text = "First.", "Second."
    table = invitation.tables[0]
    table._tbl.append(table.rows[2]._tr)
    assert read(invitation) == {"recommendation 2": "Second.", "recommendation 1": "First."}


def test_added_rows_continue_the_row_above_or_have_their_own_reference(invitation: Any) -> None:
    cell(invitation, 2).text = "First."
    table = invitation.tables[0]
    added = copy.deepcopy(table.rows[2]._tr)
    table.rows[2]._tr.addnext(added)
    table.rows[3].cells[0].text, table.rows[3].cells[2].text = "", "More on the first."
    extra = table.add_row()
    extra.cells[0].text, extra.cells[2].text = "AFI-9", "On something else."
    assert read(invitation) == {"recommendation 1": "First.\n\nMore on the first.", "afi-9": "On something else."}


def test_columns_can_be_reordered(invitation: Any) -> None:
    cell(invitation, 2).text = "First."
    for row in invitation.tables[0].rows:
        row._tr.append(row._tr.tc_lst[0])
    assert read(invitation) == {"recommendation 1": "First."}


def test_paragraphs_lists_breaks_and_formatting_lose_no_text(invitation: Any) -> None:
    box = cell(invitation, 2)
    box.paragraphs[0].add_run("Bold").bold = True
    box.paragraphs[0].add_run(" and plain.\nA new line.")
    box.add_paragraph("a point", style="List Bullet")
    box.add_paragraph("another", style="List Number")
    box.add_paragraph("")
    box.add_paragraph("The end.")
    assert read(invitation) == {"recommendation 1": "Bold and plain.\nA new line.\n\n- a point\n- another\n\nThe end."}


def test_tracked_insertions_are_read_and_deletions_are_not(invitation: Any) -> None:
    paragraph = cell(invitation, 2).paragraphs[0]._p
    for name, text, words in (("w:ins", "w:t", "Added."), ("w:del", "w:delText", "Removed.")):
        change, run, letters = OxmlElement(name), OxmlElement("w:r"), OxmlElement(text)
        letters.text = words
        run.append(letters)
        change.append(run)
        paragraph.append(change)
    assert read(invitation) == {"recommendation 1": "Added."}


def test_content_controls_links_and_tables_within_a_cell_are_read(invitation: Any) -> None:
    box = cell(invitation, 2)
    box._tc.append(
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
    )
    box._tc.append(parse_xml(f"<w:p {nsdecls('w')}><w:hyperlink><w:r><w:t>A link.</w:t></w:r></w:hyperlink></w:p>"))
    box.add_table(1, 1).rows[0].cells[0].text = "In a table."
    assert read(invitation) == {"recommendation 1": "In a control.\n\nA link.\n\nIn a table."}


def test_an_unrelated_table_is_ignored(invitation: Any) -> None:
    invitation.add_table(2, 2).rows[1].cells[1].text = "Not a comment."
    cell(invitation, 2).text = "A comment."
    assert read(invitation) == {"recommendation 1": "A comment."}


def test_a_cell_across_columns_keeps_the_columns_after_it_in_place(invitation: Any) -> None:
    rows = invitation.tables[0].rows
    rows[2].cells[0].merge(rows[2].cells[1])
    rows[2].cells[2].text = "First."
    merged = read(invitation)
    assert list(merged.values()) == ["First."]


@pytest.mark.parametrize("columns", ["60000000", "64", "-1", "abc", "9" * 5000])
def test_a_cell_across_more_columns_than_word_has_is_refused(invitation: Any, columns: str) -> None:
    properties = cell(invitation, 2)._tc.get_or_add_tcPr()
    properties.append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="{columns}"/>'))
    with pytest.raises(ValidationError, match="Open it in Word"):
        read(invitation)


def test_a_document_without_the_table_is_refused() -> None:
    with pytest.raises(ValidationError, match="no table with the columns “Reference” and “Your comment”"):
        read(docx.Document())


def test_a_file_of_another_type_is_refused() -> None:
    with pytest.raises(ValidationError, match="cannot be read as a Word document"):
        read_comments(io.BytesIO(b"no zip"), "comments.docx")


def test_tabs_and_hyphens_are_read_as_characters(invitation: Any) -> None:
    run = cell(invitation, 2).paragraphs[0].add_run("A\tB")
    run._r.append(OxmlElement("w:noBreakHyphen"))
    assert run._r.find(qn("w:tab")) is not None
    assert read(invitation) == {"recommendation 1": "A\tB-"}
