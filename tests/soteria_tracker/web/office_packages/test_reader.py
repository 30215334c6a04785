"""What is refused in any Office package before a library opens it."""

from __future__ import annotations

import io
import tracemalloc
import warnings
import zipfile
import zlib

import pytest

from soteria_tracker.web.office_packages.reader import (
    DEPTH_LIMIT,
    ELEMENT_LIMIT,
    FILE_LIMIT,
    PART_LIMIT,
    UNPACKED_LIMIT,
    PackageError,
    PackageTooLargeError,
    part_names,
    read_package,
)
from tests.soteria_tracker.web.office_packages.samples import packed

TYPES = "[Content_Types].xml"
PARTS = {TYPES: b"<Types/>", "word/document.xml": b"<w:document xmlns:w='w'><w:body/></w:document>"}


def elements(parts: dict[str, bytes]) -> list[str]:
    found: list[str] = []
    read_package(packed(PARTS | parts)).walk_elements(lambda tag, attributes: found.append(tag))
    return found


def with_declared_size(name: str, stated: bytes, real: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package whose directory states another size for one part than it unpacks to."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as package:
        for part, contents in (PARTS | {name: real}).items():
            package.writestr(part, contents)
        entry = package.getinfo(name)
        entry.file_size, entry.CRC = len(stated), zlib.crc32(stated)
    return file.getvalue()


def test_it_unpacks_every_part() -> None:
    assert read_package(packed(PARTS)).parts == PARTS


def test_it_walks_the_elements_of_every_part_that_is_xml() -> None:
    assert elements({"word/media/image1.png": b"\x89PNG"}) == ["Types", "document", "body"]


@pytest.mark.parametrize("disguised", [b"<x/>", b"\xef\xbb\xbf<x/>", b" \n<x/>", "<x/>".encode("utf-16")])
def test_it_walks_xml_under_the_name_of_a_picture(disguised: bytes) -> None:
    assert "x" in elements({"word/media/image1.png": disguised})


def test_xml_in_an_unusual_encoding_is_refused() -> None:
    with pytest.raises(PackageError):
        elements({"word/media/image1.png": "<?xml version='1.0' encoding='cp037'?><x/>".encode("cp037")})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declaration", ["<!DOCTYPE x>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"]
)
def test_a_document_type_is_refused_in_every_encoding(encoding: str, declaration: str) -> None:
    document = f"<?xml version='1.0' encoding='{encoding}'?>{declaration}<x/>".encode(encoding)
    with pytest.raises(PackageError):
        elements({"word/document.xml": document})
    with pytest.raises(PackageError):
        elements({TYPES: document})


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_that_office_does_not_use_is_refused(compression: int) -> None:
    with pytest.raises(PackageError, match="unusual compression"):
        read_package(packed(PARTS, compression))


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_part_larger_than_declared_is_refused_before_it_fills_the_memory(compression: int) -> None:
    file = with_declared_size("word/media/a.bin", b"x", bytes(200 * 1024 * 1024), compression)
    tracemalloc.start()
    with pytest.raises(PackageError):
        read_package(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


def test_too_many_bytes_in_total_are_refused() -> None:
    half = bytes(range(256)) * (UNPACKED_LIMIT // 512 + 1)
    with pytest.raises(PackageTooLargeError):
        read_package(packed(PARTS | {"a.bin": half, "b.bin": half}, zipfile.ZIP_STORED))


def test_a_part_with_an_implausible_compression_ratio_is_refused() -> None:
    with pytest.raises(PackageTooLargeError):
        read_package(packed(PARTS | {"a.bin": bytes(UNPACKED_LIMIT // 2)}))


def test_too_many_parts_are_refused_even_if_not_unpacked() -> None:
    file = packed({f"{number}": b"" for number in range(PART_LIMIT + 1)})
    assert len(file) < FILE_LIMIT
    for read in (lambda: read_package(file), lambda: part_names(io.BytesIO(file))):
        with pytest.raises(PackageTooLargeError):
            read()


def test_two_parts_with_the_same_name_are_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package.writestr(TYPES, "<Types/>")
        package.writestr(TYPES, "<Types/>")
    with pytest.raises(PackageError):
        read_package(file.getvalue())


def test_xml_nested_too_deeply_is_refused() -> None:
    assert len(elements({"a.xml": b"<a>" * DEPTH_LIMIT + b"</a>" * DEPTH_LIMIT})) > DEPTH_LIMIT
    with pytest.raises(PackageTooLargeError):
        elements({"a.xml": b"<a>" * (DEPTH_LIMIT + 1) + b"</a>" * (DEPTH_LIMIT + 1)})


def test_too_many_elements_are_refused() -> None:
    part = b"<a>" + b"<b i='0123456789'/>" * (ELEMENT_LIMIT // 4) + b"</a>"
    parts = {f"{number}.xml": part for number in range(5)}
    with pytest.raises(PackageTooLargeError):
        read_package(packed(PARTS | parts)).walk_elements(lambda tag, attributes: None)


def test_a_package_inside_the_package_is_not_opened() -> None:
    inner = packed({"bomb": bytes(1024 * 1024)})
    assert read_package(packed(PARTS | {"word/embeddings/a.xlsx": inner})).parts["word/embeddings/a.xlsx"] == inner


@pytest.mark.parametrize("contents", [b"", b"PK", b"%PDF-1.7", packed({"a": b"b"})])
def test_a_file_that_is_not_a_package_is_refused(contents: bytes) -> None:
    with pytest.raises(PackageError):
        read_package(contents).walk_elements(lambda tag, attributes: None)
