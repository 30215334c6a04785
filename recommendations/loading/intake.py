"""What a person gives the upload page: files, or texts pasted and mended in place. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from recommendations.loading.findings import Fault, Findings, Place
from recommendations.loading.nodes import FILE_ENDINGS, compose

PASTED = "pasted.yaml"
# The texts come back with the next request, whose fields have a limit of their own.
TOGETHER = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 256 * 1024


@dataclass
class Intake:
    """The texts by name, and why some of the files could not become texts."""

    texts: dict[str, str] = field(default_factory=dict)
    refused: list[Fault] = field(default_factory=list)

    def add(self, name: str, text: str) -> None:
        """Take a text in. A name that is taken gets a number, so that no text takes the place of another."""
        stem, dot, ending = name.rpartition(".")
        number = 2
        while name in self.texts:
            name, number = f"{stem or ending}-{number}{dot}{ending if stem else ''}", number + 1
        self.texts[name] = text.replace("\r\n", "\n")

    @property
    def size(self) -> int:
        """All texts together, in bytes."""
        return sum(len(text.encode()) for text in self.texts.values())


def from_fields(fields: QueryDict) -> Intake:
    """The texts of the page's own text areas; those left empty are gone."""
    intake = Intake()
    for name, text in zip(fields.getlist("name"), fields.getlist("text"), strict=False):
        if text.strip():
            intake.add(name.strip() or PASTED, text)
    return intake


def add_files(intake: Intake, uploads: Iterable[UploadedFile]) -> None:
    """Add the chosen files. What is no text of ours is refused, with the reason, and the others stay."""
    for upload in uploads:
        name = upload.name or PASTED
        content = upload.read(settings.REGISTER_FILE_LIMIT + 1)  # one byte too many is enough to refuse it
        if len(content) <= settings.REGISTER_FILE_LIMIT and intake.size + len(content) > TOGETHER:
            told = _("These files are too large together. Load at most %(limit)d kB at once.")
            intake.refused.append(Fault(Place(name), told % {"limit": TOGETHER // 1024}))
        else:
            _add_file(intake, name, content)


def _add_file(intake: Intake, name: str, content: bytes) -> None:
    findings = Findings()
    compose(name, content, findings)
    text = _text_of(name, content)
    if text is None:
        intake.refused += findings.faults
    else:
        intake.add(name, text)


def _text_of(name: str, content: bytes) -> str | None:
    """The file's text, right or wrong; None where a text area cannot hold it, so that it is mended elsewhere."""
    if not name.lower().endswith(FILE_ENDINGS) or len(content) > settings.REGISTER_FILE_LIMIT or b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
