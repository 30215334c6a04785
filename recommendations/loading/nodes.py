"""From the bytes of a file to YAML nodes, which know their lines. Nothing in the file becomes anything but text."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from recommendations.loading.findings import Findings, Place

FILE_ENDINGS = (".yaml", ".yml")
DEEPEST = 20  # levels of indentation; the format needs eight
# The loader written in C where PyYAML has it: the same nodes, ten times as fast.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML does not allow in a file, the null byte first of all.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _NotAllowedError(Exception):
    """YAML that the register's files do not use."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def compose(name: str, content: bytes, findings: Findings) -> yaml.Node | None:
    """The file's one YAML document; None, with the fault noted, if it has none or is no file for the register."""
    if not name.lower().endswith(FILE_ENDINGS):
        ending = PurePath(name).suffix or name
        findings.fault(
            Place(name),
            _("A file of the kind “%(ending)s” cannot be loaded. Give a text file whose name ends with .yaml.")
            % {"ending": ending},
        )
        return None
    if len(content) > settings.REGISTER_FILE_LIMIT:
        findings.fault(
            Place(name),
            _("The file is larger than %(limit)d kB. Split it: one inspection to a file.")
            % {"limit": settings.REGISTER_FILE_LIMIT // 1024},
        )
        return None
    text = _decoded(name, content, findings)
    return None if text is None else _composed(name, text, findings)


def _decoded(name: str, content: bytes, findings: Findings) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        findings.fault(
            Place(name, line),
            _("The file is not in UTF-8 from here on. Save it again as plain text with the encoding UTF-8."),
        )
        return None
    unprintable = [
        (number, found.group())
        for number, line in enumerate(text.split("\n"), start=1)
        if (found := _UNPRINTABLE.search(line))
    ]
    for number, character in unprintable:
        findings.fault(
            Place(name, number),
            _("The character U+%(code)04X cannot be printed. Delete it.") % {"code": ord(character)},
        )
    return None if unprintable else text


def _composed(name: str, text: str, findings: Findings) -> yaml.Node | None:
    try:
        _refuse_what_is_not_used(text)
        node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except _NotAllowedError as error:
        findings.fault(Place(name, error.line), str(error))
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        findings.fault(
            Place(name, mark.line + 1 if mark else 0),
            _(
                "This cannot be read as YAML (%(problem)s). Check the indentation (spaces, two for each step), and put "
                "quotes around a text that contains “: ” or “ #” or begins with a sign."
            )
            % {"problem": error.problem or error.context},
        )
        return None
    if node is None:
        findings.fault(Place(name), _("The file is empty. Copy template.yaml and fill it in."))
    return node


def _refuse_what_is_not_used(text: str) -> None:
    """Stop at aliases, which can make a small file endless, and at nesting without end."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise _NotAllowedError(line, _("A reference to another place (*) is not read. Write the text out."))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise _NotAllowedError(line, _("This is nested too deep. Look for a bracket that is not closed."))
