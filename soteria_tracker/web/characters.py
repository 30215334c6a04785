"""Characters that no file can hold: they come from pasted text, or from a program that writes them on purpose."""

from __future__ import annotations

import re

# Unicode's noncharacters are for use inside a program. XML, and so Excel and Word, refuse two of them.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_NONCHARACTER = re.compile(f"[{_NONCHARACTERS}]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def has_noncharacter(text: str) -> bool:
    """Whether the text contains one of Unicode's 66 noncharacters, which no text that people exchange contains."""
    return bool(_NONCHARACTER.search(text))


def for_xml(text: str) -> str:
    """Return the text without the characters that XML cannot hold, and so no Word or Excel file."""
    return _NOT_IN_XML.sub("", text)
