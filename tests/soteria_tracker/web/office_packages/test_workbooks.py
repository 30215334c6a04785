"""Which workbooks are accepted: no macros, no passwords, and of a plausible size."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from soteria_tracker.web.office_packages.reader import FILE_LIMIT, UNPACKED_LIMIT
from soteria_tracker.web.office_packages.workbooks import CELL_LIMIT, OTHER_ELEMENT_LIMIT, check_workbook
from tests.soteria_tracker.web.office_packages.samples import repacked, unpacked

OLD = bytes.fromhex("d0cf11e0a1b11ae1")
SHEET = "xl/worksheets/sheet1.xml"


def refusal(contents: bytes, name: str = "returned.xlsx") -> str:
    with pytest.raises(ValidationError) as refused:
        check_workbook(contents, name)
    [message] = refused.value.messages
    assert name in message
    return message


def workbook(first_cell: str = "=SUM(B1:B9)") -> bytes:
    book = Workbook()
    for number in range(1, 10):
        book.active.append(["Recommendation", number, "Under way"])
    book.active["A1"] = first_cell
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_parts(more: dict[str, bytes]) -> bytes:
    return repacked(workbook(), more)


def part(name: str) -> bytes:
    return unpacked(workbook())[name]


def test_it_counts_the_cells_and_rows_of_a_workbook() -> None:
    contents = check_workbook(workbook("no formula"), "returned.xlsx")
    assert contents.cells == 9 * 3 + 9
    assert not contents.has_formulas


def test_it_detects_formulas() -> None:
    assert check_workbook(workbook("=1+1"), "returned.xlsx").has_formulas


@pytest.mark.parametrize("contents", [b"%PDF-1.7", b"a,b\n1,2\n", b"PK\x03\x04 and then nothing"])
def test_a_file_of_another_type_is_refused(contents: bytes) -> None:
    assert "is not an Excel workbook, or is damaged" in refusal(contents)


def test_an_empty_file_is_refused() -> None:
    assert "is empty" in refusal(b"")


def test_a_word_document_with_another_name_is_refused() -> None:
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


def test_macros_are_refused_whatever_the_file_name() -> None:
    assert "contains macros" in refusal(with_parts({"xl/vbaProject.bin": b"code"}))
    assert "contains macros" in refusal(workbook(), "returned.xlsm")
    types = part("[Content_Types].xml").replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    assert "contains macros" in refusal(with_parts({"[Content_Types].xml": types}))


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    bomb = with_parts({"xl/bomb": b"\0" * (UNPACKED_LIMIT + 1)})
    assert len(bomb) < FILE_LIMIT
    assert "contains too much" in refusal(bomb)


def test_too_large_a_file_is_refused() -> None:
    assert "is larger than 5 MB" in refusal(b"PK" + b"x" * FILE_LIMIT)


def test_too_many_cells_are_refused() -> None:
    cells = b"<c/>" * 1000
    rows = b"<row>" + cells + b"</row>"
    sheet = b"<worksheet><sheetData>" + rows * (CELL_LIMIT // 1000 + 1) + b"</sheetData></worksheet>"
    assert "contains too much" in refusal(with_parts({SHEET: sheet}))


@pytest.mark.parametrize("ref", ["A1:XFD1048576", "A1:A300000", "A:C"])
def test_cells_merged_or_linked_over_the_whole_sheet_are_refused_before_they_are_created(ref: str) -> None:
    for name in ("mergeCell", "hyperlink", "comment"):
        sheet = f'<worksheet><sheetData/><{name}s><{name} ref="{ref}"/></{name}s></worksheet>'.encode()
        assert "contains too much" in refusal(with_parts({SHEET: sheet}))


def test_a_document_type_that_could_name_entities_is_refused() -> None:
    sheet = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>'
    assert "is not an Excel workbook" in refusal(with_parts({SHEET: sheet}))


def test_a_part_larger_than_declared_is_refused() -> None:
    file, declared, real = io.BytesIO(), b"<styleSheet>", b"<styleSheet>" + b" " * 1_000_000
    with zipfile.ZipFile(io.BytesIO(workbook())) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, real if name == "xl/styles.xml" else before.read(name))
        lying = after.getinfo("xl/styles.xml")
        lying.file_size, lying.CRC = len(declared), zlib.crc32(declared)
    assert "is not an Excel workbook, or is damaged" in refusal(file.getvalue())


def test_a_compression_that_excel_does_not_use_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
    assert "is not an Excel workbook, or is damaged" in refusal(file.getvalue())


def test_a_file_damaged_inside_a_part_is_refused() -> None:
    damaged = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(workbook())) as package:
        sheet = package.getinfo(SHEET)
    middle = sheet.header_offset + len(sheet.filename) + sheet.compress_size // 2
    damaged[middle : middle + 20] = b"\xff" * 20
    assert "is not an Excel workbook, or is damaged" in refusal(bytes(damaged))


@pytest.mark.parametrize("encoding", ["utf-7", "shift_jis", "none-such"])
def test_an_encoding_that_cannot_be_read_is_refused(encoding: str) -> None:
    sheet = f'<?xml version="1.0" encoding="{encoding}"?><worksheet><sheetData/></worksheet>'.encode()
    assert "is not an Excel workbook" in refusal(with_parts({SHEET: sheet}))


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        (b"<worksheet><row>" + b"<c/>" * (CELL_LIMIT + 1) + b"</row></worksheet>", "contains too much"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>', "is not an Excel workbook"),
    ],
)
def test_a_sheet_with_any_name_is_checked(sheet: bytes, says: str) -> None:
    rels = part("xl/_rels/workbook.xml.rels").replace(b"sheet1.xml", b"sheet1.png")
    assert says in refusal(with_parts({"xl/_rels/workbook.xml.rels": rels, "xl/worksheets/sheet1.png": sheet}))


def test_a_reversed_range_counts_the_same_cells() -> None:
    sheet = b'<worksheet><hyperlinks><hyperlink ref="A1048576:XFD1"/></hyperlinks></worksheet>'
    assert "contains too much" in refusal(with_parts({SHEET: sheet}))


def test_notes_on_a_whole_sheet_are_refused_although_they_are_in_a_separate_part() -> None:
    notes = b'<comments><commentList><comment ref="A1:XFD1048576"/></commentList></comments>'
    assert "contains too much" in refusal(with_parts({"xl/comments/comment1.xml": notes}))


def test_implausibly_many_styles_are_refused() -> None:
    styles = b"<styleSheet><cellXfs>" + b"<xf/>" * (OTHER_ELEMENT_LIMIT + 1) + b"</cellXfs></styleSheet>"
    assert "contains too much" in refusal(with_parts({"xl/styles.xml": styles}))


def test_a_strict_workbook_is_refused_with_advice() -> None:
    strict = part("xl/workbook.xml").replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    assert "not Strict" in refusal(with_parts({"xl/workbook.xml": strict}))


def test_an_accepted_workbook_is_opened_by_the_library_with_the_same_cells() -> None:
    check_workbook(workbook(), "returned.xlsx")
    sheet = load_workbook(io.BytesIO(workbook())).active
    assert [cell.value for cell in sheet[9]] == ["Recommendation", 9, "Under way"]
