"""What an item sets as its deadline, and what only looks like one."""

import datetime

import pytest

from recommendations.reading.reports.deadlines import deadline_in_column, deadline_of

PUBLISHED = datetime.date(2024, 2, 22)


@pytest.mark.parametrize(
    ("text", "wording", "kind", "day", "certainty"),
    [
        ("By 31 December 2024, forces should act.", "By 31 December 2024", "date", "2024-12-31", "clear"),
        ("By 27/03/25, forces should act.", "By 27/03/25", "date", "2025-03-27", "clear"),
        ("By 05/03/25, forces should act.", "By 05/03/25", "date", "2025-03-05", "check"),
        ("By March 2025, forces should act.", "By March 2025", "date", "2025-03-31", "check"),
        ("By the end of 2026, forces should act.", "By the end of 2026", "date", "2026-12-31", "check"),
        ("By the end of June 2025, forces should act.", "By the end of June 2025", "date", "2025-06-30", "check"),
        ("By autumn 2024, forces should act.", "By autumn 2024", "date", None, "decide"),
        ("As soon as possible, and no later than 30 November 2024, the Home Office should act.",
         "As soon as possible, and no later than 30 November 2024", "date", "2024-11-30", "clear"),
        ("The force should do it, so that it meets the standard by 31 March 2025.",
         "by 31 March 2025", "date", "2025-03-31", "clear"),
        ("Within three months, the force should act.", "Within three months", "relative", "2024-05-22", "check"),
        ("The force should appoint a lead within three months.",
         "within three months", "relative", "2024-05-22", "check"),
        ("Forces should write to us within six months of the publication of this report, to explain.",
         "within six months of the publication of this report", "relative", "2024-08-22", "check"),
        ("By no later than six months after the guidance has been published, chiefs should apply it.",
         "By no later than six months after the guidance has been published", "relative", None, "decide"),
        ("Immediately, forces should act.", "Immediately", "immediately", None, "clear"),
        ("The force should, with immediate effect, review it.", "with immediate effect", "immediately", None, "clear"),
        ("The force should immediately review it.", "immediately", "immediately", None, "clear"),
        ("We recommend that the force immediately:", "immediately", "immediately", None, "clear"),
        ("On an ongoing basis, forces should share it.", "On an ongoing basis", "ongoing", None, "clear"),
        ("The Home Office should, at least annually from July 2025, publish it.",
         "at least annually from July 2025", "recurring", "2025-07-31", "check"),
        # none of these is a deadline
        ("Forces should answer calls within 10 seconds.", "", "none", None, "clear"),
        ("Forces should make sure that supervisors check within 24 hours what was done.", "", "none", None, "clear"),
        ("Forces should audit cases closed in the 12 months ending 30 June 2024.", "", "none", None, "clear"),
        ("Forces should have profiles. They should be updated often, at least annually.", "", "none", None, "clear"),
        ("Chief fire officers should, as a priority, plan.", "", "none", None, "clear"),
        ("Forces should set plans that a supervisor reviews:\n\n- by 1 May 2025;", "", "none", None, "clear"),
        ("The force should act immediately after an arrest is made by its officers.", "", "none", None, "clear"),
    ],
)  # fmt: skip
def test_the_deadline_of_a_text(text: str, wording: str, kind: str, day: str | None, certainty: str) -> None:
    found = deadline_of(text, PUBLISHED)
    assert (found.wording, found.kind, found.date and found.date.isoformat()) == (wording, kind, day)
    assert found.certainty == certainty


def test_a_relative_deadline_has_no_day_without_publication() -> None:
    assert deadline_of("Within three months, the force should act.", None).date is None


@pytest.mark.parametrize(
    ("words", "kind", "day"),
    [
        ("27/03/26", "date", "2026-03-27"),
        ("By the end of\n2026", "date", "2026-12-31"),
        ("Immediately", "immediately", None),
        ("None set", "none", None),
        ("", "none", None),
        ("three months", "relative", "2024-05-22"),
        ("when the guidance is out", "none", None),
    ],
)
def test_a_deadline_in_a_column_of_its_own(words: str, kind: str, day: str | None) -> None:
    found = deadline_in_column(words, PUBLISHED)
    assert (found.kind, found.date and found.date.isoformat()) == (kind, day)
