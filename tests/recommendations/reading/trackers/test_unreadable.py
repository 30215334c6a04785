"""A hostile or damaged file is refused with a sentence; a broken one never crashes."""

import contextlib
import io
import zipfile

import pytest
from openpyxl import Workbook

from recommendations.reading.errors import SIZE_LIMIT, UnreadableFile
from tests.recommendations.reading.trackers.conftest import FILES, Read

GIVEN = [path.name for path in sorted(FILES.iterdir()) if path.suffix not in (".json", ".md")]


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(contents: bytes, part: str, new: bytes) -> bytes:
    """Return a package with one part replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contents)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name in old.namelist():
            if name != part:
                package.writestr(name, old.read(name))
        package.writestr(part, new)
    return file.getvalue()


PLAIN = workbook([["Ref", "Recommendation", "Status"], ["1", "Do it", "Complete"]])
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>'


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "old Excel format"),
        (PLAIN[:-200], "cannot be read"),
        (changed(PLAIN, "xl/vbaProject.bin", b"macro"), "macros"),
        (changed(PLAIN, "xl/worksheets/sheet9.xml", b" " * 50_000_000), "too much"),
        (changed(PLAIN, "xl/sharedStrings.xml", ENTITIES), "cannot be read"),
        (changed(PLAIN, "xl/sharedStrings.xml", ENTITIES.decode().encode("utf-16")), "cannot be read"),
        (workbook([["Ref", "Recommendation", "Status", *(f"More {number}" for number in range(300))]]), "303 columns"),
        (b"a" * (SIZE_LIMIT + 1), "larger than 25 MB"),
        (b"%PDF-1.7", "no spreadsheet"),
        (b"A letter.\n\nDear Sir, thank you.\n", "no spreadsheet"),
        (workbook([["Name", "Telephone"], ["A", "1"]]), "No table of recommendations"),
    ],
)
def test_it_is_refused_with_a_sentence(contents: bytes, sentence: str, read: Read) -> None:
    with pytest.raises(UnreadableFile, match=sentence) as refused:
        read(contents)
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("name", GIVEN)
def test_a_file_that_breaks_off_never_crashes(name: str, read: Read) -> None:
    contents = (FILES / name).read_bytes()
    for share in (0.001, 0.1, 0.35, 0.6, 0.9, 0.999):
        cut = contents[: int(len(contents) * share)]
        with contextlib.suppress(UnreadableFile):
            assert read(cut).rows
