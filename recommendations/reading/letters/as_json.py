"""A letter's reading as plain values, in the shape that `manage.py read_document --json` prints."""

from __future__ import annotations

from typing import Any

from recommendations.reading.letters.reading import LetterReading


def letter_as_json(reading: LetterReading) -> dict[str, Any]:
    """Return the reading as values of JSON."""
    return {
        "kind": "letter",
        "from": reading.sender,
        "to": reading.to,
        "sent_on": reading.sent_on.isoformat() if reading.sent_on else None,
        "reference": reading.reference or None,
        "changes": [
            {
                "report": change.report,
                "recommendations": list(change.recommendations),
                "change": change.change,
                "from": change.starts_on.isoformat() if change.starts_on else None,
                "level": change.level or None,
                "new_date": change.new_date.isoformat() if change.new_date else None,
                "words": change.words,
                "place": change.place,
                "certainty": change.certainty,
                "why": change.why or None,
            }
            for change in reading.changes
        ],
        "duties": list(reading.duties),
    }
