"""Making a document: of which kind, in which format, under which name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from recommendations.documents import form, html, invitation, letter, pdf, templating, web, word
from recommendations.documents.source import Source, printable


class Kind(models.TextChoices):
    """What is made of a response."""

    LETTER = "letter", _("Letter to the Home Secretary, copied to HMICFRS")
    FORM = "form", _("Form")
    WEB = "web", _("Web page")
    INVITATION = "invitation", _("Invitation to the chief officer")


class Format(models.TextChoices):
    """As which file."""

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
    Kind.LETTER: letter.compose,
    Kind.FORM: form.compose,
    Kind.WEB: web.compose,
    Kind.INVITATION: invitation.compose,
}
_WRITERS = {Format.DOCX: word.write, Format.PDF: pdf.write, Format.HTML: html.write}


@dataclass(frozen=True)
class DocumentFile:
    """One kind of document in one format."""

    kind: Kind
    format: Format

    def make(self, source: Source, *, template: bytes | None = None) -> bytes:
        """The file. `template` is the office's own Word template, which takes the place of ours for Word.

        Raises PdfUnavailable where this machine cannot make PDFs, ValidationError where the template fails.
        """
        source = printable(source)
        document = _COMPOSERS[self.kind](source)
        if template is not None and self.format == Format.DOCX:
            return templating.fill(template, source, document.marks)
        return _WRITERS[self.format](document)

    def name(self, force: str, inspection: str, *, version: int | None) -> str:
        """ "cleveland-soteria-2024-letter.docx"; a draft (no version) and a correction say so in the name."""
        ending = {None: "-draft", 1: ""}.get(version, f"-version-{version}")
        if self.kind == Kind.INVITATION:
            ending = ""
        return f"{force}-{inspection}-{self.kind}{ending}.{self.format}"
