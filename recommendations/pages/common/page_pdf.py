"""A page as PDF: its own HTML under its own style sheet for print, so that it cannot say anything else.

Nothing is fetched for it but the product's style sheets and pictures, from this machine's files.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from recommendations.documents import pdf_writer

_SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)
_USED = re.compile(r'(<svg\b[^>]*)>\s*<use href="#([^"]+)"\s*(?:/>|></use>)\s*</svg>')
_PLACED = re.compile(r'<use href="#([^"]+)"(?: class="([^"]+)")?([^>]*)/>')  # an icon in a chart
_CHART = re.compile(r"<svg\b[^>]*>")
_ICON = 'class="st-i'
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_NAMED = re.compile(r"(--st-[\w-]+):([^;}]+)")
_NAME = re.compile(r"var\((--st-[\w-]+)\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*\b(?:fill|stroke)\b[^{}]*)\}")
_CONTENT_TYPES = {".css": "text/css", ".svg": "image/svg+xml"}


def pdf_of(page: str, address: str) -> bytes:
    """The page (whole HTML) as a tagged PDF with its title and language. Its links lead to the pages on the web.

    `address` is the page's own, with scheme and host. Raises PdfUnavailable where Pango is missing.
    """
    weasyprint = pdf_writer.library()
    fetcher = _fetcher(weasyprint.URLFetcher, weasyprint.urls)
    html = weasyprint.HTML(string=with_drawings(_with_paper_style(page)), base_url=address, url_fetcher=fetcher)
    written: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
    return written


def _with_paper_style(page: str) -> str:
    link = f'<link rel="stylesheet" href="{static("css/paper.css")}">'
    return page.replace("</head>", f"{link}</head>", 1)


def with_drawings(page: str) -> str:
    """The page with its drawings complete in themselves: there one cannot refer to another, nor to a style sheet."""
    rules = f"<style>{_drawing_rules()}</style>"
    return _CHART.sub(lambda chart: chart[0] if _ICON in chart[0] else chart[0] + rules, _with_icons(page))


@cache
def _drawing_rules() -> str:
    """What the style sheets say of lines and areas, with the colours in place of their names."""
    sheets = "".join(Path(found).read_text() for found in _style_sheets())
    sheets = _MEDIA.sub("", _COMMENT.sub("", sheets))
    colours = dict(reversed(_NAMED.findall(sheets)))  # the first of a name counts
    rules = "".join(f"{selector.strip()}{{{body}}}" for selector, body in _RULE.findall(sheets) if ".st-" in selector)
    for _depth in range(3):  # a name may stand for another
        rules = _NAME.sub(lambda name: colours.get(name[1], "currentColor").strip(), rules)
    return rules


def _style_sheets() -> list[str]:
    folder = Path(str(finders.find("css/soteria.css"))).parent
    return [str(folder / "soteria.css"), *sorted(str(sheet) for sheet in folder.glob("*.css") if _is_own(sheet.name))]


def _is_own(name: str) -> bool:
    return not name.startswith("govuk") and name not in ("soteria.css", "admin.css", "print.css", "paper.css")


def _with_icons(page: str) -> str:
    """The page with every icon of the sprite drawn where it is used."""
    symbols = {name: (view_box, drawing) for name, view_box, drawing in _SYMBOL.findall(page)}

    def drawn(use: re.Match[str]) -> str:
        if use[2] not in symbols:
            return use[0]
        view_box, drawing = symbols[use[2]]
        return f'{use[1]} viewBox="{view_box}">{drawing}</svg>'

    def placed(use: re.Match[str]) -> str:
        if use[1] not in symbols:
            return use[0]
        view_box, drawing = symbols[use[1]]
        return f'<svg class="{use[2] or "st-i"}"{use[3]} viewBox="{view_box}">{drawing}</svg>'

    return _PLACED.sub(placed, _USED.sub(drawn, page))


def _fetcher(base: Any, urls: Any) -> Any:
    class StaticFilesOnly(base):
        """Serves the product's static files, and data that stands in the page."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            asked = urlsplit(url).path
            found = finders.find(asked.removeprefix(settings.STATIC_URL)) if _is_static(asked) else None
            if not found:
                raise ValueError(f"Not a file of the product: {url}")
            file = Path(found)
            content_type = _CONTENT_TYPES.get(file.suffix, "application/octet-stream")
            return urls.URLFetcherResponse(url, file.read_bytes(), {"Content-Type": content_type})

    return StaticFilesOnly(allowed_protocols=["data"])


def _is_static(path: str) -> bool:
    return path.startswith(settings.STATIC_URL) and ".." not in path
