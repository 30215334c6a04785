"""What a document is composed from. Pure."""

from __future__ import annotations

import dataclasses
import datetime
import re
from dataclasses import dataclass
from typing import Any

from recommendations.responses.content import Letterhead, ResponseContent
from soteria_tracker.web.characters import for_xml


@dataclass(frozen=True)
class DocumentSource:
    """A response and what a document shows around it.

    `recorded_from` names where a response recorded here was published. The two days are of the invitation.
    """

    content: ResponseContent
    letterhead: Letterhead
    invited_on: datetime.date | None = None
    comments_wanted_by: datetime.date | None = None
    recorded_from: str = ""


_LINE_ENDS = re.compile("[\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x7f-\x9f]")  # XML can hold these, but a page shows nothing for them


def printable(value: Any) -> Any:
    """Return a source, or a part of one, without control characters from pasted text, which no Word file can hold.

    Those that end a line become line ends.
    """
    if isinstance(value, str):
        return _CONTROLS.sub("", for_xml(_LINE_ENDS.sub("\n", value)))
    if isinstance(value, tuple):
        return tuple(printable(part) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: printable(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **parts)
    return value
