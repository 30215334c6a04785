"""A response's reading as plain values, in the shape that `manage.py read_document --json` prints."""

from __future__ import annotations

from typing import Any

from recommendations.reading.reports.as_json import items_as_json
from recommendations.reading.responses.reading import ReadClaim, ReadStatement, ResponseReading


def response_as_json(reading: ResponseReading) -> dict[str, Any]:
    """Return the reading as values of JSON. `answers_for` is one object, or a list for a joint response."""
    answers_for = [{"body": body, "force": force} for body, force in reading.answers_for]
    return {
        "kind": "response",
        "answers_for": answers_for[0] if len(answers_for) == 1 else answers_for,
        "report": {
            "slug": reading.report or None,
            "title": reading.report_title,
            "published_on": reading.published_on.isoformat() if reading.published_on else None,
        },
        **({"other_reports": _other_reports(reading)} if reading.other_reports else {}),
        "dated": reading.dated.isoformat() if reading.dated else None,
        "items": items_as_json(reading.items),
        "answers": [_statement(said) for said in reading.statements if said.reference],
        "general": [_statement(said) for said in reading.statements if not said.reference],
        "accepted": reading.accepted,
        "missing_55_5B": list(reading.missing),
        "claims": [_claim(claim) for claim in reading.claims],
    }


def _other_reports(reading: ResponseReading) -> list[dict[str, str | None]]:
    return [{"slug": slug or None, "title": title} for slug, title in reading.other_reports]


def _statement(said: ReadStatement) -> dict[str, Any]:
    return {
        "reference": said.reference or None,
        "speaker": said.speaker,
        "text": said.text,
        "place": said.place,
        "certainty": said.certainty,
        **({"force": said.force} if said.force else {}),
        **({"report": said.report} if said.report else {}),
    }


def _claim(claim: ReadClaim) -> dict[str, Any]:
    return {
        "what": claim.what,
        "as_printed": claim.printed,
        "iso": claim.date.isoformat() if claim.date else None,
        "wrong": claim.is_wrong,
        **({"true": claim.truth} if claim.truth else {}),
        **({"why": claim.why} if claim.why else {}),
    }
