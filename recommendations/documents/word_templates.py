"""An office's own Word template: what it may contain, and filling it in. docs/templates.md tells offices the same.

A template comes from outside, so it is filled in by a child process that can reach nothing (template_worker.py).
"""

from __future__ import annotations

import base64
import io
import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from recommendations.documents import word_writer
from recommendations.documents.document_source import DocumentSource
from recommendations.documents.elements import Element, Paragraphs
from recommendations.documents.shared_sections import (
    all_inspectorates,
    chief_officer_elements,
    day,
    licence,
    listed,
    notices,
    recommendation_elements,
)
from soteria_tracker.operations.child_process import ChildTookTooLongError, Limits, run_worker
from soteria_tracker.web.office_packages.reader import UNPACKED_LIMIT

SECONDS = 20
CPU_SECONDS = 10
MEMORY_BYTES = 512 * 1024 * 1024
_ATTACHED_TEMPLATE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
_WORKER = Path(__file__).with_name("template_worker.py")

# Placeholders that may be used anywhere, also within a sentence.
INLINE: dict[str, Callable[[DocumentSource], str]] = {
    "body": lambda source: source.content.bodies_in_words,
    "office_holder_title": lambda source: source.content.office_holder_title,
    "force": lambda source: source.content.forces_in_words,
    "inspection_title": lambda source: source.content.report_titles,
    "inspection_short_title": lambda source: source.content.inspection_short_title,
    "inspection_date": lambda source: listed(
        tuple(day(report.inspection_published_on) for report in source.content.reports)
    ),
    "inspection_kind": lambda source: source.content.inspection_kind,
    "inspectorates": lambda source: all_inspectorates(source.content),
    "last_day": lambda source: listed(tuple(day(last_day) for last_day in source.content.last_days)),
    "signatory_name": lambda source: source.letterhead.signatory_name,
    "signatory_title": lambda source: source.letterhead.signatory_title,
    "address": lambda source: "\n".join(source.letterhead.address_lines),
    "date": lambda source: day(source.letterhead.dated_on),
    "our_reference": lambda source: source.letterhead.our_reference,
    "web_address": lambda source: source.letterhead.web_address,
    "published_on": lambda source: day(source.letterhead.published_on),
    "sent_to_home_secretary": lambda source: day(source.letterhead.sent_to_home_secretary_on),
    "sent_to_hmicfrs": lambda source: day(source.letterhead.sent_to_hmicfrs_on),
}

# Placeholders that need a paragraph of their own, and become as many paragraphs as are needed.
SECTIONS: dict[str, Callable[[DocumentSource], list[Element]]] = {
    "key_findings": lambda source: [Paragraphs(report.key_findings, quoted=True) for report in source.content.reports],
    "general_comments": lambda source: [Paragraphs(source.content.general_comments)],
    "recommendations": lambda source: [
        *notices(source),
        *recommendation_elements(source.content, level=2),
        licence(),
    ],
    "chief_officer": lambda source: list(chief_officer_elements(source.content, level=2)),
}
# Without these the document would not be the response that the law requires (s.55(5) and (5B)).
REQUIRED = ("general_comments", "recommendations")


def fill(template: bytes, source: DocumentSource, marks: tuple[str, ...]) -> bytes:
    """Return the office's template with a response in it. Raises ValidationError, saying what to do."""
    # an unguessable mark in the place of each section until the text around it is filled in
    places = {name: f"{name}-{secrets.token_hex(16)}" for name in SECTIONS}
    filled = render_template(template, {name: words(source) for name, words in INLINE.items()} | places)
    document = docx.Document(io.BytesIO(filled))
    _remove_external_references(document)
    for name, place in places.items():
        paragraphs = [paragraph for paragraph in document.element.body.iter(qn("w:p")) if _text(paragraph) == place]
        if len(paragraphs) > 1:
            raise ValidationError(_("{{ %(name)s }} is used more than once. Keep it in one place.") % {"name": name})
        for paragraph in paragraphs:
            word_writer.insert_elements(Paragraph(paragraph, document._body), SECTIONS[name](source))
    word_writer.add_marks(document, marks)
    finished = word_writer.saved(document)
    _refuse_places_left(finished, places)
    return finished


def missing_placeholders(template: bytes) -> list[str]:
    """Return the required placeholders that a template lacks. Raises ValidationError as render_template does."""
    places = {name: secrets.token_hex(16) for name in (*INLINE, *SECTIONS)}
    document = docx.Document(io.BytesIO(render_template(template, places)))
    text = "".join(text.text or "" for text in document.element.body.iter(qn("w:t")))
    return [name for name in REQUIRED if places[name] not in text]


def render_template(template: bytes | Path, values: dict[str, str]) -> bytes:
    """Return a Word template with its placeholders replaced by plain values, in a child process with limits.

    Raises ValidationError, saying what to do, where the template asks for more than placeholders, names unknown ones,
    takes too long or too much, or fails.
    """
    contents = template.read_bytes() if isinstance(template, Path) else template
    task = json.dumps({"template": base64.b64encode(contents).decode(), "values": values})
    try:
        written = run_worker(_WORKER, task.encode(), Limits(SECONDS, CPU_SECONDS, MEMORY_BYTES))
    except ChildTookTooLongError as error:
        raise ValidationError(_("The template takes too long to fill in. Make it simpler or smaller.")) from error
    try:
        answer = json.loads(written)
    except ValueError as error:
        raise ValidationError(
            _("The template could not be filled in. Open it in Word, save it as .docx and try again.")
        ) from error
    if "document" not in answer:
        raise ValidationError(_refusal(answer["refused"], list(answer["what"])))
    document = base64.b64decode(answer["document"])
    if len(document) > UNPACKED_LIMIT:
        raise ValidationError(_refusal("too-large", []))
    return document


def _refusal(reason: str, what: list[str]) -> str:
    words: dict[str, Any] = {"what": ", ".join(what), "placeholders": ", ".join((*INLINE, *SECTIONS))}
    if reason == "unknown":
        words["what"] = ", ".join(f"{{{{ {name} }}}}" for name in what)
        return _("The template has placeholders that do not exist: %(what)s. You can use: %(placeholders)s.") % words
    if reason == "instructions":
        return (
            _(
                "The template contains “%(what)s”. Loops, conditions and comments do not work: use only placeholders, "
                "such as {{ recommendations }}, which includes every recommendation."
            )
            % words
        )
    if reason in ("reach", "prefix", "syntax"):
        return (
            _(
                "Between {{ and }} use only the name of a placeholder, such as {{ force }}. Remove anything else, "
                "near: %(what)s."
            )
            % words
        )
    return _("The template takes too much memory to fill in. Make it simpler or smaller.")


def _text(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t"))).strip()


def _remove_external_references(document: WordDocument) -> None:
    """Remove the path of the template that the document was made from; links for readers to follow stay.

    Opening the finished document must not fetch anything: raises ValidationError for any other external reference.
    """
    for part in document.part.package.iter_parts():
        for key, relation in list(part.rels.items()):
            if not relation.is_external or relation.reltype == RELATIONSHIP_TYPE.HYPERLINK:
                continue
            if relation.reltype != _ATTACHED_TEMPLATE or not isinstance(part, XmlPart):
                raise ValidationError(
                    _("The template fetches “%(what)s” from elsewhere. Embed the picture or object in the template.")
                    % {"what": relation.target_ref}
                )
            for attached in list(part.element.iter(qn("w:attachedTemplate"))):
                attached.getparent().remove(attached)
            del part.rels[key]


def _refuse_places_left(finished: bytes, places: dict[str, str]) -> None:
    """Raise ValidationError where a section's mark is left: its placeholder is in a sentence or a header."""
    package = docx.Document(io.BytesIO(finished)).part.package
    left = [name for name, place in places.items() if any(place.encode() in part.blob for part in package.iter_parts())]
    if left:
        names = ", ".join(f"{{{{ {name} }}}}" for name in left)
        raise ValidationError(
            _("%(names)s needs a paragraph of its own in the text, because it becomes several paragraphs.")
            % {"names": names}
        )
