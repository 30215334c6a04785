"""What may be opened here: workbooks without macros or passwords, of a size that a request can have."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from recommendations.rounds import packages
from recommendations.rounds.packages import check_workbook
from tests.recommendations.rounds.samples import saved, sent

OLD = bytes.fromhex("d0cf11e0a1b11ae1")


def refusal(contents: bytes, name: str = "returned.xlsx") -> str:
    with pytest.raises(ValidationError) as refused:
        check_workbook(contents, name)
    [message] = refused.value.messages
    assert name in message
    return message


def with_parts(more: dict[str, bytes]) -> bytes:
    """A workbook with more parts, or with others in their place."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sent())) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in more:
                after.writestr(name, before.read(name))
        for name, contents in more.items():
            after.writestr(name, contents)
    return file.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(sent())) as package:
        return package.read(name)


def test_a_workbook_that_was_sent_is_opened() -> None:
    holds = check_workbook(sent(), "returned.xlsx")
    assert holds.cells > 30
    assert not holds.formulas


def test_it_sees_that_there_are_formulas() -> None:
    workbook = Workbook()
    workbook.active["A1"] = "=1+1"
    assert check_workbook(saved(workbook), "returned.xlsx").formulas


@pytest.mark.parametrize("contents", [b"%PDF-1.7", b"a,b\n1,2\n", b"PK\x03\x04 and then nothing"])
def test_what_is_no_workbook_is_refused(contents: bytes) -> None:
    assert "is not an Excel workbook, or is damaged" in refusal(contents)


def test_an_empty_file_is_refused() -> None:
    assert "is empty" in refusal(b"")


def test_a_word_document_in_disguise_is_refused() -> None:
    types = part("[Content_Types].xml").replace(b"spreadsheetml.sheet.main", b"wordprocessingml.document.main")
    assert "is not an Excel workbook" in refusal(with_parts({"[Content_Types].xml": types}))


def test_the_old_format_is_refused_with_advice() -> None:
    assert "save it as an Excel workbook (.xlsx)" in refusal(OLD + b"\0" * 600, "returned.xls")


def test_a_workbook_with_a_password_is_refused_with_advice() -> None:
    locked = OLD + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    assert "needs a password" in refusal(locked)


def test_an_open_document_is_refused_with_advice() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<x/>")
    assert "is an OpenDocument spreadsheet" in refusal(file.getvalue(), "returned.ods")


def test_macros_are_refused_whatever_the_name() -> None:
    assert "holds macros" in refusal(with_parts({"xl/vbaProject.bin": b"code"}))
    assert "holds macros" in refusal(sent(), "returned.xlsm")
    types = part("[Content_Types].xml").replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    assert "holds macros" in refusal(with_parts({"[Content_Types].xml": types}))


def test_what_unpacks_to_too_much_is_refused_unpacked_or_not() -> None:
    bomb = with_parts({"xl/bomb": b"\0" * (packages.UNPACKED_LIMIT + 1)})
    assert len(bomb) < packages.LIMIT
    assert "holds too much" in refusal(bomb)


def test_too_large_a_file_is_refused() -> None:
    assert "is larger than 5 MB" in refusal(b"PK" + b"x" * packages.LIMIT)


def test_too_many_cells_are_refused() -> None:
    cells = b"<c/>" * 1000
    rows = b"<row>" + cells + b"</row>"
    sheet = b"<worksheet><sheetData>" + rows * (packages.MOST_CELLS // 1000 + 1) + b"</sheetData></worksheet>"
    assert "holds too much" in refusal(with_parts({"xl/worksheets/sheet1.xml": sheet}))


@pytest.mark.parametrize("ref", ["A1:XFD1048576", "A1:A300000", "A:C"])
def test_cells_merged_or_linked_over_the_whole_sheet_are_refused_before_they_are_made(ref: str) -> None:
    for name in ("mergeCell", "hyperlink"):
        sheet = f'<worksheet><sheetData/><{name}s><{name} ref="{ref}"/></{name}s></worksheet>'.encode()
        assert "holds too much" in refusal(with_parts({"xl/worksheets/sheet1.xml": sheet}))


def test_a_document_type_that_could_name_entities_is_refused() -> None:
    sheet = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>'
    assert "is not an Excel workbook" in refusal(with_parts({"xl/worksheets/sheet1.xml": sheet}))
