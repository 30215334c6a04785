"""A file that cannot be read is refused with a sentence that says what to do; a broken one never crashes."""

import contextlib
import io
import zipfile

import docx
import pypdfium2 as pdfium
import pytest

from recommendations.reading.blocks import pdf
from recommendations.reading.blocks.read_file import read_file
from recommendations.reading.documents import as_json, read_document
from recommendations.reading.errors import SIZE_LIMIT, UnreadableFile
from recommendations.reading.names import BodyNames
from tests.recommendations.reading.conftest import DOCUMENTS


def scan() -> bytes:
    document = pdfium.PdfDocument.new()
    document.new_page(595, 842)
    document.new_page(595, 842)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, contents in parts.items():
            zipped.writestr(name, contents)
    return file.getvalue()


def word_with(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    docx.Document().save(file)
    with zipfile.ZipFile(file) as zipped:
        kept = {name: zipped.read(name) for name in zipped.namelist()}
    return package(kept | parts)


ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": b"<m/>"}


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        (b"", "is empty"),
        (b" \n\n ", "is empty"),
        (b"x" * (SIZE_LIMIT + 1), "larger than 25 MB"),
        (scan(), "This PDF is a scan without text"),
        (b"%PDF-1.7 and no more", "is damaged"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "old Office format"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "needs a password"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "__properties_version1.0".encode("utf-16-le"), "is an email"),
        (b"Subject: A letter\r\n of two lines\r\nMIME-Version: 1.0\r\n\r\nIt is closed=2E", "is an email"),
        (b"PK\x03\x04 and no more", "cannot be read"),
        (package({"xl/workbook.xml": b"<x/>"}), "This kind of file cannot be read"),
        (package({"a": b"x" * 30_000_000, "word/document.xml": b"<x/>"}), "contains too much"),
        (word_with({"word/vbaProject.bin": b"x"}), "contains macros"),
        (word_with({"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "cannot be read"),
        (word_with({"word/document.xml": b"<a/>"}), "cannot be read"),
        (word_with({}), "has no text"),
        (package(ODT | {"content.xml": b"<a/>"}), "cannot be read"),
        (
            package(ODT | {"META-INF/manifest.xml": b"<m><encryption-data/></m>", "content.xml": b"x"}),
            "needs a password",
        ),
        (b"\0\1\2\3 no text", "This kind of file cannot be read"),
        (b"{\\rtf1 text}", "This kind of file cannot be read"),
        (b"<html><body><script>x</script></body></html>", "has no text"),
        (b"<html><meta charset=no-such><body>caf\xe9</body></html>", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(contents: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_file(contents)
    assert sentence in refused.value.sentence


@pytest.mark.parametrize("name", ["R03-peel-lincolnshire.docx", "R07-child-protection.odt", "S7-joint-two-forces.pdf"])
def test_a_file_that_ends_too_early_is_read_or_refused(name: str, names: BodyNames) -> None:
    contents = (DOCUMENTS / name).read_bytes()
    for size in range(0, len(contents), len(contents) // 12):
        with contextlib.suppress(UnreadableFile):  # any other error fails the test
            as_json(read_document(read_file(contents[:size]), names))


@pytest.mark.parametrize("name", ["R01-national-cse.html", "R09-fire-culture.txt", "S6-lincolnshire-prose.txt"])
def test_a_text_that_ends_too_early_is_read_as_far_as_it_goes(name: str, names: BodyNames) -> None:
    contents = (DOCUMENTS / name).read_bytes()
    whole = len(as_json(read_document(read_file(contents), names)).get("items", []))
    for size in range(len(contents) // 3, len(contents), len(contents) // 12):
        assert len(as_json(read_document(read_file(contents[:size]), names)).get("items", [])) <= whole


@pytest.mark.parametrize("tag", ["div", "ul><li", "blockquote", "table><tr><td", "span"])
def test_a_page_nested_without_end_does_not_overflow(tag: str, names: BodyNames) -> None:
    page = f"<html><body><p>Words.</p>{f'<{tag}>x' * 5_000}</body></html>".encode()
    with contextlib.suppress(UnreadableFile):
        as_json(read_document(read_file(page), names))


def test_a_pdf_whose_tables_cannot_be_found_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise TypeError("'int' object is not iterable")

    monkeypatch.setattr(pdf, "tables_of", fail)
    with pytest.raises(UnreadableFile, match="damaged"):
        read_file((DOCUMENTS / "S7-joint-two-forces.pdf").read_bytes())
