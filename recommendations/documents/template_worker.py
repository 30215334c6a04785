"""Fills one Word template, in a process of its own: read from standard input, written to standard output.

It runs without Django, settings, environment or network, and under limits of time and memory
(soteria_tracker/operations/child_process.py). A template may hold placeholders only, such as {{ force }}: whatever
else Jinja knows is refused before anything is run.
"""

from __future__ import annotations

import base64
import io
import json
import re
import sys
from typing import Any


class RefusedTemplate(Exception):
    """`reason` is "instructions", "reach", "prefix" or "unknown"; `what` is what was found."""

    def __init__(self, reason: str, *what: str) -> None:
        self.reason, self.what = reason, what


def fill(template: bytes, values: dict[str, str]) -> bytes:
    """The template with its placeholders filled. Raises RefusedTemplate, and whatever a broken file raises."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateSyntaxError, nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    unknown: set[str] = set()

    class PlainNamesOnly(ImmutableSandboxedEnvironment):
        """An environment that runs text and names, after looking at what it is asked to run."""

        def from_string(self, source: Any, *arguments: Any, **options: Any) -> Any:
            try:
                tree = self.parse(source)
            except TemplateSyntaxError as error:
                raise RefusedTemplate("syntax", str(error.message)) from None
            for node in tree.body:
                if not isinstance(node, nodes.Output):
                    raise RefusedTemplate("instructions", type(node).__name__)
                for part in node.nodes:
                    if isinstance(part, nodes.Name):
                        unknown.update({part.name} - values.keys())
                    elif not isinstance(part, nodes.TemplateData):
                        raise RefusedTemplate("reach", _named(part))
            return super().from_string(source, *arguments, **options)

    def _named(node: Any) -> str:
        """The first name in what was refused, to find it by."""
        return next((name.name for name in node.find_all(nodes.Name)), "…")

    class Template(DocxTemplate):
        def patch_xml(self, src_xml: str) -> str:
            text = re.sub(r"<[^>]*>", "", src_xml)
            if found := re.search(r"\{[%#].{0,60}", text, re.DOTALL):
                raise RefusedTemplate("instructions", found.group())
            if found := re.search(r"\{\{\s*(?:p|r|tr|tc)\s.{0,40}", text, re.DOTALL):
                raise RefusedTemplate("prefix", found.group())
            return super().patch_xml(src_xml)

    word = Template(io.BytesIO(template))
    word.render(values, PlainNamesOnly(), autoescape=True)
    if unknown:
        raise RefusedTemplate("unknown", *sorted(unknown))
    filled = io.BytesIO()
    word.save(filled)
    return filled.getvalue()


def main() -> None:
    """Standard input: {"template": base64, "values": {name: text}}. Standard output: {"document"} or {"refused"}."""
    task = json.load(sys.stdin)
    answer: dict[str, Any]
    try:
        answer = {"document": base64.b64encode(fill(base64.b64decode(task["template"]), task["values"])).decode()}
    except RefusedTemplate as refused:
        answer = {"refused": refused.reason, "what": refused.what}
    except MemoryError:
        answer = {"refused": "too-large", "what": []}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
