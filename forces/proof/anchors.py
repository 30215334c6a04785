"""Anchors: where each chain ended, written down outside the database, so that a chain cut short is noticed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.utils import timezone
from django.utils.translation import gettext as _

from forces.proof.models import ChainHead

_SECONDS = 20


class AnchorError(Exception):
    """Anchors that cannot be written or read, with a sentence for the person who runs the command."""


class Anchor(NamedTuple):
    """Where the chain of a body, or of the register itself (None), ended at a moment."""

    number: int
    digest: str
    holder: int | None
    name: str
    at: str  # ISO 8601, in UTC

    def __str__(self) -> str:
        return _("%(name)s, record %(number)d on %(day)s") % {
            "name": self.name,
            "number": self.number,
            "day": self.at[:10],
        }


def present_anchors() -> list[Anchor]:
    """Return where each chain ends now."""
    at = timezone.now().isoformat(timespec="seconds")
    heads = ChainHead.objects.select_related("holder").order_by("pk")
    return [Anchor(head.number, head.digest, head.holder_id, str(head), at) for head in heads]


def write_anchors(place: str, anchors: Iterable[Anchor]) -> None:
    """Add anchors to the end of a file, one JSON object a line, or send them to a web address by POST.

    Raises AnchorError if that fails.
    """
    lines = "".join(f"{json.dumps(anchor._asdict(), ensure_ascii=False)}\n" for anchor in anchors)
    try:
        if urlsplit(place).scheme in ("http", "https"):
            headers = {"Content-Type": "application/x-ndjson"}
            with urlopen(Request(place, lines.encode(), headers, method="POST"), timeout=_SECONDS):  # noqa: S310
                return
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(lines)
    except (OSError, ValueError) as error:
        raise AnchorError(_("The anchors cannot be written to %(place)s: %(error)s.") % _named(place, error)) from None


def read_anchors(path: str) -> Iterator[Anchor]:
    """Yield the anchors in a file that `write_anchors` wrote. Raises AnchorError, naming the line."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise AnchorError(_("The anchors in %(place)s cannot be read: %(error)s.") % _named(path, error)) from None
    for number, line in enumerate(lines, start=1):
        try:
            yield Anchor(**json.loads(line))
        except (ValueError, TypeError):
            raise AnchorError(
                _("Line %(number)d of %(place)s is not an anchor.") % {"number": number, "place": path}
            ) from None


def _named(place: str, error: Exception) -> dict[str, str]:
    return {"place": place, "error": str(getattr(error, "strerror", None) or getattr(error, "reason", None) or error)}
