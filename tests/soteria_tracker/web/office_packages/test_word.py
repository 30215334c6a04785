"""Which Word documents are accepted, and the messages about the others."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.exceptions import ValidationError

from soteria_tracker.web.office_packages.reader import FILE_LIMIT, UNPACKED_LIMIT
from soteria_tracker.web.office_packages.word import check_word_file
from tests.soteria_tracker.web.office_packages.samples import repacked, unpacked

TYPES = "[Content_Types].xml"
DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def word_file() -> bytes:
    file = io.BytesIO()
    docx.Document().save(file)
    return file.getvalue()


def with_type(content_type: bytes) -> bytes:
    """A Word file whose main part states another content type."""
    return repacked(word_file(), {TYPES: unpacked(word_file())[TYPES].replace(DOCUMENT, content_type)})


def refusal(contents: bytes, name: str = "letter.docx") -> str:
    with pytest.raises(ValidationError) as refused:
        check_word_file(contents, name)
    [message] = refused.value.messages
    assert name in message
    return message


def test_a_word_document_is_accepted() -> None:
    check_word_file(word_file(), "Letter.DOCX")


@pytest.mark.parametrize("name", ["letter.docm", "letter.pdf"])
def test_another_extension_is_refused(name: str) -> None:
    assert "is not a Word document" in refusal(word_file(), name)


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"%PDF-1.7",
        repacked(word_file(), {}, without="word/document.xml"),
        repacked(word_file(), {}, without=TYPES),
        repacked(word_file(), {"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}),
    ],
    ids=["empty", "pdf", "no document", "no types", "entities"],
)
def test_a_file_that_is_not_a_word_document_is_refused(contents: bytes) -> None:
    assert "cannot be read as a Word document" in refusal(contents)


def test_macros_are_refused() -> None:
    assert "contains macros" in refusal(repacked(word_file(), {"word/vbaProject.bin": b"x"}))
    assert "contains macros" in refusal(with_type(b"application/vnd.ms-word.document.macroEnabled.main+xml"))


def test_a_word_template_is_refused_with_advice() -> None:
    template = DOCUMENT.replace(b"document.main", b"template.main")
    assert "another kind of Word file" in refusal(with_type(template))


def test_too_large_a_file_is_refused() -> None:
    assert "larger than 5 MB" in refusal(b"x" * (FILE_LIMIT + 1))


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    assert "contains too much" in refusal(repacked(word_file(), {"word/media/zeros": bytes(UNPACKED_LIMIT)}))
