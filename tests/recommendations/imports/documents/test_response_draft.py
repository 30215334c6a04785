"""A response that was read becomes one draft for each force and report that it answers."""

import datetime

import yaml

from recommendations.imports.documents.response_draft import response_drafts
from recommendations.reading.responses.reading import ReadSpeaker, ReadStatement, ResponseReading

CHIEF, BODY = ReadSpeaker.CHIEF_OFFICER, ReadSpeaker.COMMISSIONER
DORSET, DEVON = ("pcc-dorset", "dorset"), ("pcc-devon-and-cornwall", "devon-and-cornwall")


def reading(
    statements: list[ReadStatement], answers_for: tuple[tuple[str, str], ...] = (DEVON, DORSET)
) -> ResponseReading:
    return ResponseReading(
        answers_for, "first-2025", "The first", None, datetime.date(2025, 11, 19), statements, (), (), title="Response"
    )


def said(draft: str) -> list[tuple[str, str]]:
    statements = yaml.safe_load(draft)["document"]["statements"]
    return [(each.get("recommendation", ""), each["text"].strip()) for each in statements]


def test_a_joint_response_has_a_draft_for_each_force_with_its_own_statements() -> None:
    drafts = response_drafts(
        reading(
            [
                ReadStatement(BODY, "We answer together."),
                ReadStatement(CHIEF, "Devon agrees.", "1", "devon-and-cornwall"),
                ReadStatement(CHIEF, "Dorset agrees.", "1", "dorset"),
                ReadStatement(CHIEF, "The unit grows.", "dorset-afi-1"),
            ]
        ),
        "joint.pdf",
    )
    devon, dorset = drafts.values()
    assert list(drafts) == [
        "joint-devon-and-cornwall-2025-first-2025.yaml",
        "joint-dorset-2025-first-2025.yaml",
    ]
    assert "force: devon-and-cornwall\n  published_by: pcc-devon-and-cornwall" in devon
    assert "force: dorset\n  published_by: pcc-dorset" in dorset
    assert said(devon) == [("", "We answer together."), ("1", "Devon agrees.")]
    assert said(dorset) == [("", "We answer together."), ("1", "Dorset agrees."), ("dorset-afi-1", "The unit grows.")]
    assert "# check: does it speak for dorset?" in dorset


def test_a_response_to_two_reports_has_a_draft_for_each_with_what_is_said_about_it() -> None:
    read = reading(
        [
            ReadStatement(BODY, "I welcome both."),
            ReadStatement(BODY, "We train.", "1", report="first-2025"),
            ReadStatement(BODY, "We search.", "1", report="The second, which no one loaded"),
        ],
        (DORSET,),
    )
    read.other_reports = (("", "The second, which no one loaded"),)
    first, second = response_drafts(read, "both.docx").values()
    assert said(first) == [("", "I welcome both."), ("1", "We train.")]
    assert said(second) == [("", "I welcome both."), ("1", "We search.")]
    assert 'does not know the report "The second, which no one loaded"' in second
