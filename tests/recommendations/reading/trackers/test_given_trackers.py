"""Each given tracker is read as its truth says: every row, nothing guessed, and no word lost."""

import json
import re
import unicodedata
from collections import Counter
from dataclasses import asdict
from typing import Any

import pytest

from recommendations.reading.trackers.questions import MOST
from recommendations.reading.trackers.results import ReadQuestion, ReadRow, TrackerReading
from tests.recommendations.reading.trackers.conftest import FILES, Read

NAMES = [path.name.removesuffix(".truth.json") for path in sorted(FILES.glob("*.truth.json"))]


def words(*texts: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", " ".join(texts)).casefold()
    return set(re.findall(r"[^\W_]{3,}", plain.replace("’", "'").replace("‘", "'").replace("\u00ad", "")))


def folded(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())


def day(found: Any) -> str | None:
    return found.date.isoformat() if found and found.date else None


def facts(row: ReadRow) -> dict[str, Any]:
    known = not row.inspection.startswith("unknown")
    return {
        "inspection": row.inspection if known else "unknown",
        "reference": folded(row.reference),
        "status": row.status,
        "deadline": day(row.original_deadline),
        "revised": Counter(day(found) for found in row.revised_deadlines),
        "lead": folded(row.lead_printed),
        "updates": Counter(day(update) for update in row.updates),
    }


def wanted_facts(row: dict[str, Any]) -> dict[str, Any]:
    dates = [update if not isinstance(update, list) else update[0] for update in row.get("updates", [])]
    return {
        "inspection": row["inspection"],
        "reference": folded(row["reference"]),
        "status": row.get("status"),
        "deadline": row.get("deadline"),
        "revised": Counter(row.get("revised", [])),
        "lead": folded(row.get("lead")),
        "updates": Counter(dates),
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_tracker_is_read_as_it_says(name: str, read: Read) -> None:
    truth = json.loads((FILES / f"{name}.truth.json").read_text(encoding="utf-8"))
    file = next(path for path in FILES.glob(f"{name}.*") if path.suffix != ".json")
    reading = read(file.name)
    assert reading.as_at
    assert reading.as_at.isoformat() == truth["as_at"]
    assert len({question.key for question in reading.questions}) == len(reading.questions)
    assert len(reading.questions) <= min(truth["most_questions"], MOST)
    for question in reading.questions:
        check(question)
    assert len(reading.rows) == len(truth["rows"])
    by_place = {(row.sheet, number): row for row in reading.rows for number in row.rows}
    for wanted in truth["rows"]:
        row = by_place[wanted["sheet"], wanted["row"]]
        assert facts(row) == wanted_facts(wanted), f"{wanted['sheet']}!{wanted['row']}"
        if "kept" in wanted:
            texts = [update[1] for update in wanted.get("updates", [])]
            assert words(*texts) <= words(*(update.text for update in row.updates))
            assert words(*wanted["kept"]) <= kept_words(row, reading)


def kept_words(row: ReadRow, reading: TrackerReading) -> set[str]:
    return words(json.dumps(asdict(row), default=str, ensure_ascii=False), *(found.text for found in reading.ignored))


def check(question: ReadQuestion) -> None:
    values = [choice.value for choice in question.choices]
    assert question.cells
    assert question.settles
    assert len(values) == len(set(values)) > 0
    assert question.suggest in (None, *values)


def test_a_returned_workbook_that_lost_its_keys_is_a_tracker(read: Read) -> None:
    reading = read("w1-month-only-expected.xlsx")
    row = next(row for row in reading.rows if row.reference == "3")
    assert (row.inspection, row.status) == ("rape-2021", "in-progress")
    assert row.local_target
    assert (row.local_target.printed, row.local_target.date) == ("Mar-27", None)
    [question] = [question for question in reading.questions if question.kind == "month without a day"]
    assert (question.printed, question.suggest, question.free_date) == (("Mar-27",), "none", True)
    answered = read("w1-month-only-expected.xlsx", {question.key: "2027-03-31"})
    [row] = [row for row in answered.rows if row.reference == "3"]
    assert row.local_target
    assert day(row.local_target) == "2027-03-31"


def test_a_strict_workbook_is_read_with_its_marks(read: Read) -> None:
    reading = read("w3-strict-open-xml.xlsx")
    assert len(reading.rows) == 9
    assert {row.status for row in reading.rows} == {"in-progress"}
    assert not any("colours" in found.why for found in reading.ignored)
