"""Making the file of a document: its kind, its format, its name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from recommendations.documents import (
    html_writer,
    invitation,
    letter,
    pdf_writer,
    response_form,
    web_page,
    word_templates,
    word_writer,
)
from recommendations.documents.document_source import DocumentSource, printable
from recommendations.responses.completeness import has_letter


class DocumentKind(models.TextChoices):
    """The kinds of document made from a response."""

    LETTER = "letter", _("Letter to the Home Secretary")
    FORM = "form", _("Form")
    WEB = "web", _("Web page")
    INVITATION = "invitation", _("Invitation to comment")


class DocumentFormat(models.TextChoices):
    """The formats of a document."""

    DOCX = "docx", _("Word")
    PDF = "pdf", _("PDF")
    HTML = "html", _("HTML")

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self.value]


_CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
_COMPOSERS = {
    DocumentKind.LETTER: letter.compose,
    DocumentKind.FORM: response_form.compose,
    DocumentKind.WEB: web_page.compose,
    DocumentKind.INVITATION: invitation.compose,
}
_WRITERS = {
    DocumentFormat.DOCX: word_writer.write,
    DocumentFormat.PDF: pdf_writer.write,
    DocumentFormat.HTML: html_writer.write,
}


@dataclass(frozen=True)
class DocumentFile:
    """One kind of document in one format."""

    kind: DocumentKind
    format: DocumentFormat

    def is_offered(self, source: DocumentSource) -> bool:
        """Return whether there is such a document: no letter for a response without explanations of its own."""
        return self.kind != DocumentKind.LETTER or has_letter(source.content)

    def make(self, source: DocumentSource, *, template: bytes | None = None) -> bytes:
        """Return the file. `template` is the office's own Word template, used instead of ours for Word.

        Raises PdfUnavailable where this machine cannot make PDFs, ValidationError where the template fails.
        """
        source = printable(source)
        document = _COMPOSERS[self.kind](source)
        if template is not None and self.format == DocumentFormat.DOCX:
            return word_templates.fill(template, source, document.marks)
        return _WRITERS[self.format](document)

    def name(self, force: str, inspection: str, *, version: int | None) -> str:
        """ "cleveland-soteria-2024-letter.docx"; the name of a draft (no version) or a correction says so."""
        ending = {None: "-draft", 1: ""}.get(version, f"-version-{version}")
        if self.kind == DocumentKind.INVITATION:
            ending = ""
        return f"{force}-{inspection}-{self.kind}{ending}.{self.format}"
