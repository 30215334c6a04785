"""How one value of a file is read: each function returns a reader that checks a YAML node and says what is wrong.

A reader returns None where it found a fault. The record is built all the same, with the value left out, so that one
slip in a file is told once and not again wherever the record is referred to.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.loading.findings import Findings, Place

LARGEST_NUMBER = 32_767  # what a PositiveSmallIntegerField holds on every database
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?")


@dataclass(frozen=True)
class Page:
    """The file that is being read, and where its faults go."""

    file: str
    findings: Findings

    def place(self, node: yaml.Node) -> Place:
        return Place(self.file, node.start_mark.line + 1)

    def fault(self, node: yaml.Node, message: str) -> None:
        self.findings.fault(self.place(node), message)


Value = Callable[[yaml.Node, str, Page], Any]
"""Reads the node that stands under the key of this name."""


def closest(word: str, words: Iterable[str]) -> str:
    """A sentence that offers the word most like this one; empty where none is like it."""
    found = get_close_matches(word, list(words), n=1)
    return " " + _("Did you mean “%(word)s”?") % {"word": found[0]} if found else ""


def _scalar(node: yaml.Node, name: str, page: Page) -> str | None:
    """The text of a node, without the space around it. Every scalar is plain text, also `yes`, `7` and `2025-01-31`."""
    if not isinstance(node, yaml.ScalarNode):
        page.fault(node, _("“%(name)s” must be a plain text, not a list and not further keys.") % {"name": name})
        return None
    value = str(node.value)
    if _NOT_TEXT.search(value):
        page.fault(
            node,
            _("“%(name)s” contains a null byte or another character that is no text. Delete it.") % {"name": name},
        )
        return None
    if not value.strip():
        page.fault(
            node, _("“%(name)s” has no value. Give it one, or delete the line if none is known.") % {"name": name}
        )
        return None
    return value.strip()


def text(limit: int) -> Value:
    """A text of any number of lines, at most `limit` characters."""

    def read(node: yaml.Node, name: str, page: Page) -> str | None:
        value = _scalar(node, name, page)
        if value is not None and len(value) > limit:
            page.fault(
                node,
                _("“%(name)s” has %(length)d characters; at most %(limit)d are kept. Shorten it.")
                % {"name": name, "length": len(value), "limit": limit},
            )
            return None
        return value

    return read


def line(limit: int) -> Value:
    """A text of one line, at most `limit` characters."""
    as_text = text(limit)

    def read(node: yaml.Node, name: str, page: Page) -> str | None:
        value: str | None = as_text(node, name, page)
        if value is not None and "\n" in value:
            page.fault(node, _("“%(name)s” must be one line. Write it without “|”.") % {"name": name})
            return None
        return value

    return read


def slug(limit: int) -> Value:
    """A name for addresses: small letters, digits and hyphens."""
    as_line = line(limit)

    def read(node: yaml.Node, name: str, page: Page) -> str | None:
        value: str | None = as_line(node, name, page)
        if value is not None and not _SLUG.fullmatch(value):
            page.fault(
                node,
                _(
                    "“%(name)s” goes into addresses. Write it with small letters, digits and single hyphens, not "
                    "“%(value)s”."
                )
                % {"name": name, "value": value},
            )
            return None
        return value

    return read


def date(node: yaml.Node, name: str, page: Page) -> datetime.date | None:
    """A day, written 2025-01-31."""
    value = _scalar(node, name, page)
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value if _DATE.fullmatch(value) else "")
    except ValueError:
        page.fault(
            node,
            _("“%(name)s” must be a day of the calendar written year-month-day, such as 2025-01-31, not “%(value)s”.")
            % {"name": name, "value": value},
        )
        return None


def moment(node: yaml.Node, name: str, page: Page) -> datetime.datetime | None:
    """A day, or a day and a time, in the time of London: 2025-01-31 or 2025-01-31 00:01."""
    value = _scalar(node, name, page)
    if value is None:
        return None
    try:
        naive = datetime.datetime.fromisoformat(value if _MOMENT.fullmatch(value) else "")
    except ValueError:
        page.fault(
            node,
            _("“%(name)s” must be a day or a day and a time, such as 2025-01-31 or 2025-01-31 00:01, not “%(value)s”.")
            % {"name": name, "value": value},
        )
        return None
    return timezone.make_aware(naive)


def number(node: yaml.Node, name: str, page: Page) -> int | None:
    """A whole number from 1."""
    value = _scalar(node, name, page)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 6 and 1 <= int(value) <= LARGEST_NUMBER):
        page.fault(
            node,
            _("“%(name)s” must be a whole number from 1 to %(largest)d in digits, not “%(value)s”.")
            % {"name": name, "largest": LARGEST_NUMBER, "value": value},
        )
        return None
    return int(value)


def yes_no(node: yaml.Node, name: str, page: Page) -> bool | None:
    """`yes` or `no`."""
    value = _scalar(node, name, page)
    if value is None:
        return None
    if value not in ("yes", "no"):
        page.fault(node, _("“%(name)s” must be yes or no, not “%(value)s”.") % {"name": name, "value": value})
        return None
    return value == "yes"


def choice(choices: type[TextChoices]) -> Value:
    """One of the choices, in the words of the files: "joint thematic" for `joint-thematic`."""
    words = {str(value).replace("-", " "): str(value) for value in choices.values}

    def read(node: yaml.Node, name: str, page: Page) -> str | None:
        value = _scalar(node, name, page)
        if value is None:
            return None
        plain = value.replace("-", " ")
        if plain not in words:
            page.fault(
                node,
                _("“%(name)s” must be one of: %(choices)s; not “%(value)s”.")
                % {"name": name, "choices": ", ".join(words), "value": value},
            )
            return None
        return words[plain]

    return read


def choice_or_words(choices: type[TextChoices], limit: int) -> Value:
    """One of the choices in the words of the files, or any other words as they stand."""
    as_line = line(limit)

    def read(node: yaml.Node, name: str, page: Page) -> str | None:
        value: str | None = as_line(node, name, page)
        if value is None:
            return None
        known = value.lower().replace(" ", "-")
        return known if known in choices.values else value

    return read


def address(limit: int) -> Value:
    """The address of a page on the web."""
    as_line = line(limit)
    validate = URLValidator(schemes=["http", "https"])

    def read(node: yaml.Node, name: str, page: Page) -> str | None:
        value: str | None = as_line(node, name, page)
        if value is None:
            return None
        try:
            validate(value)
        except ValidationError:
            page.fault(
                node,
                _("“%(name)s” must be a whole address that begins with https:// or http://, not “%(value)s”.")
                % {"name": name, "value": value},
            )
            return None
        return value

    return read


def many(value: Value) -> Value:
    """A list of such values. The faulty ones are left out."""

    def read(node: yaml.Node, name: str, page: Page) -> tuple[Any, ...] | None:
        if not isinstance(node, yaml.SequenceNode):
            page.fault(node, _("“%(name)s” must be a list: begin each of its items with “- ”.") % {"name": name})
            return None
        items = [value(item, name, page) for item in node.value]
        return tuple(item for item in items if item is not None)

    return read
