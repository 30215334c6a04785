"""Read a page as text, and a CSV file as rows."""

import csv
import html
import re
from typing import Any

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse


def words_of(response: Any) -> str:
    """Return the text of a page's <main>, without markup, with one space between words."""
    assert response.status_code == 200
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main
    without_icons = re.sub(r"<svg.*?</svg>", "", main[0], flags=re.DOTALL)
    blocks = re.sub(r"</?(p|li|ul|dl|dt|dd|td|th|tr|h\d|div|br|section|table|option|small)\b[^>]*>", " ", without_icons)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", blocks)).split())


def facts_of(response: HttpResponseBase) -> dict[str, str]:
    """Return the facts about an export: its CSV file with `?about=1`."""
    lines = lines_of(response, named=True)
    return {line["Fact"]: line["Value"] for line in lines}


def lines_of(response: HttpResponseBase, *, named: bool = False) -> list[Any]:
    """Return the rows of a CSV file below its headings; with `named`, each as a dictionary by column."""
    assert response.status_code == 200
    text = b"".join(response).decode("utf-8-sig")  # type: ignore[call-overload]
    columns, *rows = csv.reader(text.splitlines(keepends=True))
    return [dict(zip(columns, row, strict=True)) for row in rows] if named else rows


def file_from_worker(client: Client, address: str) -> Any:
    """Request a file that the worker makes. Return it, or the page that says why there is none."""
    waiting = client.post(reverse("prepare-file"), {"address": address}, follow=True)
    refresh = waiting.headers.get("Refresh", "")
    return client.get(refresh.removeprefix("0; url=")) if refresh.startswith("0; ") else waiting
