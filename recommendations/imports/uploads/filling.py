"""What was read in a response as the fields of the forms for a response."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from recommendations.reading.responses.reading import ReadSpeaker, ReadStatement, ResponseReading
from recommendations.responses.completeness import explanation_prefix

Fields = dict[str, list[str]]


def draft_fields(reading: ResponseReading, force: str) -> Fields:
    """Return the fields of the draft response: the local policing body's words. `force` is the slug of its force."""
    words = _words_by_item(reading.statements, force)
    fields = {
        f"{explanation_prefix(item)}-text": [text]
        for (speaker, item), text in words.items()
        if item and speaker is ReadSpeaker.COMMISSIONER
    }
    return fields | {"general_comments": [words.get((ReadSpeaker.COMMISSIONER, ""), "")]}


def published_fields(reading: ResponseReading, force: str) -> Fields:
    """Return the fields of a response that was published elsewhere: its date, and the words of both speakers."""
    words = _words_by_item(reading.statements, force)
    fields = draft_fields(reading, force) | {"chief_officer_comments": [words.get((ReadSpeaker.CHIEF_OFFICER, ""), "")]}
    for (speaker, item), text in words.items():
        if item and speaker is ReadSpeaker.CHIEF_OFFICER:
            fields[f"{explanation_prefix(item)}-comment"] = [text]
    if day := reading.dated:
        fields |= {f"dated_on-{part}": [str(getattr(day, part))] for part in ("day", "month", "year")}
    return fields


def _words_by_item(statements: Iterable[ReadStatement], force: str) -> Mapping[tuple[ReadSpeaker, str], str]:
    """Return the words by speaker and reference. Words about an item that was not settled are said in general.

    In a joint response, only those that are not for another force.
    """
    found = defaultdict[tuple[ReadSpeaker, str], list[str]](list)
    for said in statements:
        if said.force in ("", force):
            is_settled = ":" not in said.reference
            text = said.text if is_settled else f"{said.reference.rpartition(':')[2].strip()}: {said.text}"
            found[said.speaker, said.reference if is_settled else ""].append(text)
    return {key: "\n\n".join(texts) for key, texts in found.items()}
