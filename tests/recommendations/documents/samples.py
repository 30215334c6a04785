"""Sample responses as plain values, and independent readers of the generated files."""

from __future__ import annotations

import datetime
import io
import re
from html.parser import HTMLParser
from typing import Any

import docx
import pypdfium2

from devtools import pango
from recommendations.documents.document_source import DocumentSource
from recommendations.responses.content import Letterhead, ResponseContent, ResponseItem

PDF_IS_POSSIBLE = pango.find()

ITEMS = tuple(
    ResponseItem(
        reference=reference,
        label=label,
        theme=theme,
        short_title="Short",
        text=text,
        deadline="",
        addressed_to="All forces",
        is_national=False,
        needs_explanation=True,
        explanation_kind=kind,
        explanation=explanation,
        proposed_by=day,
        chief_officer_comment=comment,
    )
    for reference, label, theme, text, kind, explanation, day, comment in (
        (
            "1",
            "Recommendation 1",
            "Findings & facts",
            "Forces should <act> first.",
            "taken",
            "We acted first.",
            None,
            "",
        ),
        (
            "2",
            "Recommendation 2",
            "Findings & facts",
            "Forces should act second, and:\n- listen; and\n- learn.",
            "proposed",
            "We shall act second.\n\nThe office will watch R&D.",
            datetime.date(2025, 1, 31),
            "The force accepts the second.",
        ),
        ("afi-1", "Area for improvement 1", "Training", "Train everybody.", "none", "Training is done.", None, ""),
    )
)

CONTENT = ResponseContent(
    inspection_title="An inspection of “words” & <deeds>",
    inspection_short_title="Words and deeds",
    inspection_published_on=datetime.date(2024, 8, 22),
    inspection_kind="National, thematic",
    inspectorates=("HMICFRS", "HMCPSI"),
    force="Cleveland Police",
    body="Police and Crime Commissioner for Cleveland",
    office_holder_title="Police and Crime Commissioner",
    last_day=datetime.date(2024, 10, 16),
    key_findings="The key finding.",
    general_comments="I welcome the report.\n- One point",
    chief_officer="invited",
    not_invited_reason="",
    chief_officer_comments="The chief constable welcomes it too.",
    no_chief_officer_comments=False,
    reply_to_chief_officer="I thank the chief constable.",
    items=ITEMS,
)


def letterhead(**changes: Any) -> Letterhead:
    return Letterhead(
        **{
            "signatory_name": "A. Deputy",
            "signatory_title": "Deputy Police and Crime Commissioner",
            "address_lines": ("1 The Street", "Middlesbrough"),
            "dated_on": datetime.date(2024, 10, 9),
            "is_draft": False,
            "is_demonstration": False,
            "version": 1,
            "published_on": datetime.date(2024, 10, 9),
            "our_reference": "OPCC/2024/7",
            "web_address": "https://example.org/responses/words",
            "chief_officer_name": "M. Constable QPM",
            **changes,
        }
    )


def source(content: ResponseContent = CONTENT, **changes: Any) -> DocumentSource:
    return DocumentSource(content, letterhead(**changes), comments_wanted_by=datetime.date(2024, 9, 20))


def text_of(file: bytes, format: str) -> str:
    """Return the text of a file in reading order, with normalised spaces."""
    return " ".join({"docx": _text_of_word, "pdf": text_of_pdf, "html": text_of_html}[format](file).split())


def _text_of_word(file: bytes) -> str:
    body = docx.Document(io.BytesIO(file)).element.body
    paragraphs = body.xpath(".//w:p")
    return "\n".join("".join(text.text or "" for text in paragraph.xpath(".//w:t")) for paragraph in paragraphs)


def text_of_pdf(file: bytes) -> str:
    return "\n".join(pages_of_pdf(file))


def pages_of_pdf(file: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(file)
    try:
        pages = []
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            pages.append(re.sub(r"[\ufffe\x02]", "-", text.get_text_range()))  # how PDFium marks a break at a hyphen
            text.close()
            page.close()
        return pages
    finally:
        document.close()


class _Page(HTMLParser):
    """Text outside head, style and script; the tags that were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in ("head", "style", "script"):
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.words.append(data)


def text_of_html(file: bytes) -> str:
    return " ".join(_read(file).words)


def tags_of_html(file: bytes) -> list[str]:
    return _read(file).tags


def _read(file: bytes) -> _Page:
    page = _Page()
    page.feed(file.decode())
    page.close()
    return page
