"""A document as HTML: semantic, self-contained, without scripts; its body can be pasted into a website."""

from __future__ import annotations

import re

from django.template.loader import render_to_string

from recommendations.documents.elements import ComposedDocument


def write(document: ComposedDocument) -> bytes:
    """Return a whole HTML file, in UTF-8."""
    written = render_to_string("documents/document.html", {"document": document})
    return re.sub(r"\n\s*\n", "\n", written).encode()  # the lines that the template's own tags leave empty
