"""Fill in the forms of admin pages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


class _Form(HTMLParser):
    """Read the fields of a page's forms with the values that they would send."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        kind = given.get("type") or "text"
        if tag == "input" and name and kind not in {"submit", "file", "search"}:
            if kind not in {"checkbox", "radio"} or "checked" in given:
                self.values.setdefault(name, []).append(given.get("value") or ("on" if kind == "checkbox" else ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.values.setdefault(self._select, []).append(given.get("value") or "")
        elif tag == "textarea":
            self._textarea = name
            self.values.setdefault(name, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea][-1] += data.removeprefix("\n") if not self.values[self._textarea][-1] else data


def filled(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """Return what the page's form would send, with changes. None leaves a field out, as an unticked box does."""
    page = client.get(address)
    assert page.status_code == 200, f"{address} answers {page.status_code}"
    form = _Form()
    form.feed(page.content.decode())
    form.values.pop("csrfmiddlewaretoken", None)
    values: dict[str, Any] = {name: found if len(found) > 1 else found[0] for name, found in form.values.items()}
    values = {name: value for name, value in values.items() if "__prefix__" not in name}
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def row(prefix: str, number: int, **fields: Any) -> dict[str, Any]:
    """Return the fields that a row of an inline would send."""
    return {f"{prefix}-{number}-{name}": value for name, value in fields.items()}


def faults(response: HttpResponse) -> dict[str, list[str]]:
    """Return the errors of a page that was not saved, by field; for rows of an inline, by "prefix-row-field"."""
    assert response.status_code == 200, f"it was saved: {response.status_code}"
    found: dict[str, list[str]] = {
        name: list(errors) for name, errors in response.context["adminform"].form.errors.items()
    }
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {f"{form.prefix}-{name}": list(errors) for name, errors in form.errors.items()}
        if inline.formset.non_form_errors():
            found[inline.formset.prefix] = list(inline.formset.non_form_errors())
    return found


def drop_downs(page: str) -> dict[str, list[str]]:
    """Return the values of the drop-downs in the filters of a list, by the names that they send."""
    found = re.findall(r'<select name="([^"]+)" required(.*?)</select>', page, flags=re.DOTALL)
    return {name: re.findall(r'<option value="([^"]+)"', options) for name, options in found}
