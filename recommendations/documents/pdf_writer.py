"""A document as PDF: its HTML on paper, tagged, with the marks of every page in its margin.

It is written as PDF/UA-1, so that readers get headings, lists and tables; conformance has not been certified.
"""

from __future__ import annotations

from base64 import b64encode
from types import ModuleType
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from recommendations.documents import html_writer
from recommendations.documents.elements import ComposedDocument


class PdfUnavailable(Exception):
    """This machine cannot make PDFs; the message says what to install."""


def write(document: ComposedDocument) -> bytes:
    """Return the PDF. Nothing is fetched from anywhere. Raises PdfUnavailable where Pango is missing."""
    weasyprint = library()
    fetcher = weasyprint.URLFetcher(allowed_protocols=["data"])
    page = weasyprint.HTML(string=html_writer.write(document).decode(), url_fetcher=fetcher)
    paper = render_to_string("documents/print.css", _paper(document))
    written: Any = page.write_pdf(
        stylesheets=[weasyprint.CSS(string=paper, url_fetcher=fetcher)], pdf_variant="pdf/ua-1"
    )
    return written


def library() -> ModuleType:
    """Return WeasyPrint, loaded when first needed: that takes Pango on the machine, and half a second."""
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable(
            _(
                "PDF files cannot be made here: the Pango library is missing. Install it (Debian and Ubuntu: sudo apt "
                "install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango; Windows: "
                "MSYS2’s pango). Until then choose Word, or open the HTML and print it."
            )
        ) from error
    return weasyprint


def _paper(document: ComposedDocument) -> dict[str, str]:
    """Return what the print style sheet needs: the marks of every page, and the first one as a watermark."""
    if not document.marks:
        return {"marks": "", "watermark": ""}
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 300"><text x="150" y="150" text-anchor="middle" '
        'transform="rotate(-45 150 150)" font-family="Arial, Liberation Sans" font-weight="bold" '
        f'font-size="{min(84, 480 // len(document.marks[0]))}" fill="#f6dedd">{escape(document.marks[0])}</text></svg>'
    )
    return {
        "marks": " · ".join(document.marks),
        "watermark": f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}",
    }
