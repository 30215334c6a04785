"""Send every page, and every form on it, values that no browser sends. None may end in an error 500."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import lxml.html
import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from recommendations.pages.common import page_pdf
from tests.cast import NOON, Cast, Register
from tests.test_access import ADMIN, RULES, address_in_admin, ids  # noqa: F401 - ids is a fixture

EDGES = (
    "-1",
    "9" * 25,
    "9999-12-31",
    "2025-02-30",
    "a\0b",
    "\uffff",
    "é" * 300,
    "𠀀" * 90,
    "x" * 5_000,
    "[[1]]",
    "1e400",
    "٣",
    "²",
    "../../x",
    "-9223372036854775809",
    "00000000-0000-0000-0000-000000000000",
)
QUERY = ("as-at", "known", "page", "per_page", "sort", "q", "since", "until", "about", "next", "open", "with")
VALUES_FOR_EACH_ADDRESS = 1


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """No request is refused because there were many before it, and no PDF is made."""
    settings.ACCOUNT_RATE_LIMITS = False
    monkeypatch.setattr(page_pdf, "pdf_of", lambda *page, **options: b"%PDF-")
    with time_machine.travel(NOON, tick=False):
        yield


def _forms(answer: HttpResponse, address: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the method, address and fields of each form on a page."""
    if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
        return
    for form in lxml.html.fromstring(answer.content).forms:
        names = form.xpath(".//*[self::input or self::select or self::textarea][not(@type='file')]/@name")
        action = form.get("action") or address
        if action.startswith("/") and "logout" not in action:
            yield form.method.lower(), action, dict.fromkeys(names, "") | {k: v or "" for k, v in form.form_values()}


def _broken(client: Client, addresses: dict[str, str]) -> list[str]:
    """Return the requests that failed. Each address gets a few of the values, each value goes to many addresses."""
    client.raise_request_exception = False
    values, turn = itertools.cycle(EDGES), itertools.count()
    failed = []
    for name, address in addresses.items():
        page = client.get(address)
        found = [] if page.streaming else list(_forms(page, address))
        _close(page)
        query = {*QUERY, *(field for method, _action, fields in found if method == "get" for field in fields)}
        posts = [(action, fields) for method, action, fields in found if method == "post"]
        for value in itertools.islice(values, VALUES_FOR_EACH_ADDRESS):
            answers = {f"GET {address}": client.get(address, dict.fromkeys(query, value))}
            for action, fields in posts:
                answers[f"POST {action} without its fields"] = client.post(action)
                answers[f"POST {action}"] = client.post(action, dict.fromkeys(fields, value))
                one = sorted(fields)[next(turn) % len(fields)]  # beside values that are right
                answers[f"POST {action} {one}"] = client.post(action, {**fields, one: value})
            failed += [f"{name}: {what} with {value!r}" for what, got in answers.items() if got.status_code >= 500]
            for got in answers.values():
                _close(got)
    return failed


def _close(answer: HttpResponse) -> None:
    """Close a file that is sent; answer.close() would shut the database too."""
    for close in answer._resource_closers:
        close()


@pytest.mark.django_db
@pytest.mark.filterwarnings("default:Use '__' to separate:DeprecationWarning")
def test_no_value_ends_in_an_error(ids: dict[str, str], cast: Cast) -> None:  # noqa: F811
    client = Client()
    client.force_login(cast.approver)
    addresses = {
        name: reverse(name, args=[ids.get(arg, arg) for arg in rule.args])
        for name, rule in RULES.items()
        if "OPCC approver" in rule.read | rule.post and "account_" not in name
    }
    assert _broken(client, addresses) == []


@pytest.mark.django_db
def test_no_value_ends_in_an_error_in_the_administration(history: Register, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.administrator)
    assert _broken(client, {name: address_in_admin(name) for name in ADMIN if "logout" not in name}) == []
