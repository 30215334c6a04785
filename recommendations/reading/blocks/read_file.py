"""Read a file of any kind: its kind is told from its contents, never from its name."""

from __future__ import annotations

import io
import re

from recommendations.reading.blocks.block import ReadFile
from recommendations.reading.blocks.html import read_html
from recommendations.reading.blocks.office import LOCKED
from recommendations.reading.blocks.open_document import read_open_document
from recommendations.reading.blocks.pdf import read_pdf
from recommendations.reading.blocks.plain_text import read_text
from recommendations.reading.blocks.word import read_word
from recommendations.reading.errors import OTHER_KIND, UnreadableFile, check_size
from soteria_tracker.web.office_packages.reader import PackageError, part_names

_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")  # also a .docx that needs a password
_LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|main|article|h1|table|div|p)[\s>]", re.IGNORECASE)
_EMAIL = re.compile(rb"(?:[a-z][a-z-]*:.*\n(?:[ \t].*\n)*)*?(?:mime-version|message-id):", re.IGNORECASE)
_OUTLOOK = "__properties_version1.0".encode("utf-16-le")
_IS_EMAIL = "This file is an email. Open it and save the document attached to it, or save its words as a text file."


def read_file(contents: bytes) -> ReadFile:
    """Return the blocks of a file. Raises UnreadableFile with a sentence that says what is wrong and what to do."""
    if not contents.strip():
        raise UnreadableFile("This file is empty. Choose another file.")
    check_size(contents)
    start = contents[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in contents[:1024]:
        return read_pdf(contents)
    if start.startswith(b"PK\x03\x04"):
        return _read_package(contents)
    if _EMAIL.match(start) or (start.startswith(_OLD_OFFICE) and _OUTLOOK in contents):
        raise UnreadableFile(_IS_EMAIL)
    if start.startswith(_OLD_OFFICE):
        old = "This file is in an old Office format. Save it as .docx and try again."
        raise UnreadableFile(LOCKED if _LOCKED_PACKAGE in contents else old)
    if start.startswith(_PICTURES):
        raise UnreadableFile("This file is a picture. Ask for the original file, or have its text recognised (OCR).")
    if start.startswith(b"<") and _HTML.search(contents[:8192]):
        return read_html(contents)
    if start.startswith((b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z")):
        raise UnreadableFile(OTHER_KIND)
    return read_text(contents)


def _read_package(contents: bytes) -> ReadFile:
    try:
        names = part_names(io.BytesIO(contents))
    except PackageError:
        names = ["word/document.xml"]  # its reader says what is wrong
    if "content.xml" in names:
        return read_open_document(contents)
    if "word/document.xml" in names or not names:
        return read_word(contents)
    raise UnreadableFile(OTHER_KIND)
