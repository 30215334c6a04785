"""Undo what typesetting does to words: ligatures, soft hyphens, hyphens at the ends of lines, marks of footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TYPESET = str.maketrans(
    {
        "\N{NO-BREAK SPACE}": " ",
        "\N{NARROW NO-BREAK SPACE}": " ",
        "\N{THIN SPACE}": " ",
        "\N{NON-BREAKING HYPHEN}": "-",
        "\N{HYPHEN}": "-",
        "\N{SOFT HYPHEN}": None,
        "\N{ZERO WIDTH SPACE}": None,
        "\N{ZERO WIDTH NON-JOINER}": None,
        "\N{WORD JOINER}": None,
        "\N{ZERO WIDTH NO-BREAK SPACE}": None,
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "ft",
        "ﬆ": "st",
    }
)
# PDF libraries give these for a hyphen that the typesetter put in; U+2010 is written by some typesetters.
TYPESETTERS_HYPHENS = ("\N{HYPHEN}", "\N{SOFT HYPHEN}", "\x02", "\ufffe")
_COMPOUND_STARTS = _names(
    "anti co cross ex full half high inter joint long low mid multi non off on one part post pre pro re self "
    "semi short single sub two well"
)
_LINE_END_WORD = re.compile(r"([\w’'&]+)-$")
_LINE_START_WORD = re.compile(r"[\w’']+")
_WORD = re.compile(r"\w[\w’'-]*\w")
_FOOTNOTE_MARK = re.compile(r"(?<=[a-z][.,;:)’”])(\d{1,3})(?=\s|$)|(?<=[a-z]{2})[¹²³⁴-⁹]+|\[\d{1,3}\]")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_MARKING = re.compile(r"OFFICIAL(?:[ -–]+SENSITIVE)?|(?:NOT )?PROTECTIVELY MARKED|RESTRICTED", re.IGNORECASE)


def clean(text: str) -> str:
    """Return the text with plain spaces and hyphens, without ligatures; line breaks stay."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.translate(_TYPESET).split("\n"))
    return "\n".join(lines).strip("\n")


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of a document, in lower case, to tell a broken word from a compound."""
    return frozenset(word for text in texts for word in _WORD.findall(text.translate(_TYPESET).casefold()))


def join_lines(lines: Sequence[str], words: frozenset[str] = frozenset(), *, real_hyphens: bool = False) -> str:
    """Return lines as one, with words broken at line ends put together again.

    `real_hyphens` says that the typesetter's own hyphens are another character, so that "-" is always the writer's.
    """
    text = ""
    for line in lines:
        if not text:
            text = line
        elif text.endswith(TYPESETTERS_HYPHENS):
            text = text[:-1] + line
        elif (end := _LINE_END_WORD.search(text)) and (start := _LINE_START_WORD.match(line)):
            text = _joined(text, line, end[1], start[0], words, real_hyphens)
        else:
            text = f"{text} {line}"
    return clean(text)


def _joined(text: str, line: str, end: str, start: str, words: frozenset[str], real_hyphens: bool) -> str:
    whole, compound = (end + start).casefold(), f"{end}-{start}".casefold()
    is_compound = real_hyphens or not start[0].islower() or compound in words
    if not is_compound and whole not in words:
        is_compound = end.casefold() in _COMPOUND_STARTS
    return text + line if is_compound else text[:-1] + line


def without_footnote_marks(text: str) -> str:
    """Return the text without the numbers that point to footnotes: "the perpetrator.7"."""
    return _FOOTNOTE_MARK.sub("", text)


def footnote_numbers(text: str) -> set[str]:
    """Return the footnote numbers that a text points to."""
    return {match[1] for match in _FOOTNOTE_MARK.finditer(text) if match[1]}


def is_marking(line: str) -> bool:
    """Whether a line is only a security marking: "OFFICIAL", "Official – Sensitive", also with a page number."""
    return bool(_MARKING.fullmatch(line.strip().rstrip("0123456789 ")))
