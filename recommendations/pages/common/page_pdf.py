"""A page as PDF: its own HTML under its own style sheet for print, so that it cannot say anything else.

Nothing is fetched for it but the product's style sheets and pictures, from this machine's files.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

import tinycss2
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

from recommendations.documents import pdf_writer

_SVG = "{http://www.w3.org/2000/svg}"
_CONTENT_TYPES = {".css": "text/css", ".svg": "image/svg+xml"}


def pdf_of(page: str, address: str, day: datetime.date) -> bytes:
    """Return the page (whole HTML) as a tagged PDF with its title and language; its links lead to the web pages.

    `address` is the page's own, with scheme and host. Each sheet after the first repeats the title and the day that
    the page is about. Raises PdfUnavailable where Pango is missing.
    """
    weasyprint = pdf_writer.library()
    fetcher = _fetcher(weasyprint.URLFetcher, weasyprint.urls)
    html = weasyprint.HTML(string=page, base_url=address, url_fetcher=fetcher)
    make_printable(html.etree_element, day)
    written: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
    return written


def make_printable(root: Element, day: datetime.date) -> None:
    """Add the print template to a page's tree, and make its drawings complete in themselves.

    In a PDF a drawing cannot refer to another one, nor to a style sheet of the page.
    """
    head = root.find("head")
    assert head is not None  # noqa: S101 - an HTML parser always makes one
    SubElement(head, "link", rel="stylesheet", href=static("css/paper.css"))
    SubElement(head, "style").text = render_to_string("pages/common/paper.css", {"day": day})
    for fold in root.iter("details"):
        if "st-unfolds" in fold.get("class", "").split():
            fold.set("open", "")
    _draw_icons(root)
    for drawing in list(root.iter(f"{_SVG}svg")):
        if not drawing.get("class", "").startswith("st-i"):
            style = Element(f"{_SVG}style")
            style.text = _drawing_rules()
            drawing.insert(0, style)


def _draw_icons(root: Element) -> None:
    """Put every icon of the sprite where it is used."""
    parents = {child: parent for parent in root.iter() for child in parent}
    symbols = {symbol.get("id"): symbol for symbol in root.iter(f"{_SVG}symbol")}
    for parent in list(root.iter()):
        for use in parent.findall(f"{_SVG}use"):
            symbol = symbols.get(use.get("href", "").removeprefix("#"))
            if symbol is None:
                continue
            if parent.get("class", "").startswith("st-i"):  # an icon of its own
                parent.remove(use)
                icon = parent
                colour = _colour_of(icon, parents.get(icon))
                icon.attrib.update({"fill": colour, "color": colour})  # a style sheet of the page does not reach it
            else:  # an icon in a chart
                use.tag = f"{_SVG}svg"
                del use.attrib["href"]
                icon = use
                icon.set("class", icon.get("class", "st-i"))
            icon.set("viewBox", symbol.get("viewBox", ""))
            icon.extend(symbol)


def _colour_of(icon: Element, around: Element | None) -> str:
    """Return the colour of an icon: white on the badge of a number, else that of its kind."""
    if around is not None and (around.tag == "u" or "st-badge" in around.get("class", "")):
        return "#fff"
    return next((_icon_colours()[name] for name in icon.get("class", "").split() if name in _icon_colours()), "#14202a")


@cache
def _icon_colours() -> dict[str, str]:
    """Return the colour of each kind of icon, by the name of its class."""
    return {
        name: colour
        for selectors, colour in re.findall(r"([^{}]+)\{fill:([^;}]+)", _drawing_rules())
        for name in re.findall(r"(?:^|,\s*)\.(st-i--[a-z-]+)(?=\s*(?:,|$))", selectors)
    }


@cache
def _drawing_rules() -> str:
    """Return the style rules for fills and strokes, with the colours in place of their names."""
    rules = [
        (tinycss2.serialize(rule.prelude).strip(), _declarations(rule))
        for sheet in _style_sheets()
        for rule in tinycss2.parse_stylesheet(Path(sheet).read_text(), skip_comments=True, skip_whitespace=True)
        if rule.type == "qualified-rule"  # without media queries
    ]
    colours: dict[str, list[Any]] = {}
    for declaration in itertools.chain.from_iterable(declarations for _selector, declarations in rules):
        if declaration.name.startswith("--st-"):
            colours.setdefault(declaration.name, declaration.value)  # the first definition counts
    return "".join(
        f"{selector}{{{_written(declarations, colours)}}}"
        for selector, declarations in rules
        if ".st-" in selector and any(declaration.name.startswith(("fill", "stroke")) for declaration in declarations)
    )


def _declarations(rule: Any) -> list[Any]:
    contents = tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
    return [declaration for declaration in contents if declaration.type == "declaration"]


def _written(declarations: Iterable[Any], colours: dict[str, list[Any]]) -> str:
    return ";".join(
        f"{declaration.name}:{tinycss2.serialize(_named(declaration.value, colours)).strip()}"
        for declaration in declarations
    )


def _named(tokens: Iterable[Any], colours: dict[str, list[Any]]) -> Iterator[Any]:
    """Yield the tokens of a value with each `var(--st-…)` replaced by its value, however often it is nested."""
    for token in tokens:
        if token.type != "function" or token.lower_name != "var":
            yield token
        elif (name := next(part.value for part in token.arguments if part.type == "ident")) in colours:
            yield from _named(colours[name], colours)
        else:
            yield tinycss2.parse_one_component_value("currentColor")


def _style_sheets() -> list[str]:
    folder = Path(str(finders.find("css/soteria.css"))).parent
    return [str(folder / "soteria.css"), *sorted(str(sheet) for sheet in folder.glob("*.css") if _is_own(sheet.name))]


def _is_own(name: str) -> bool:
    return not name.startswith("govuk") and name not in ("soteria.css", "admin.css", "print.css", "paper.css")


def _fetcher(base: Any, urls: Any) -> Any:
    class StaticFilesOnly(base):
        """Serves the product's static files, and data URLs in the page."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = urlsplit(url).path
            found = finders.find(path.removeprefix(settings.STATIC_URL)) if _is_static(path) else None
            if not found:
                raise ValueError(f"Not a file of the product: {url}")
            file = Path(found)
            content_type = _CONTENT_TYPES.get(file.suffix, "application/octet-stream")
            return urls.URLFetcherResponse(url, file.read_bytes(), {"Content-Type": content_type})

    return StaticFilesOnly(allowed_protocols=["data"])


def _is_static(path: str) -> bool:
    return path.startswith(settings.STATIC_URL) and ".." not in path
