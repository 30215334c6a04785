"""Reports of the same kinds that were not given: what is an item, what only looks like one, and how items are named."""

import pytest
from weasyprint import HTML

from recommendations.reading.blocks.html import read_html
from recommendations.reading.blocks.read_file import read_file
from recommendations.reading.names import BodyNames
from recommendations.reading.reports.labels import label_of
from recommendations.reading.reports.reader import read_report
from tests.recommendations.reading.conftest import pasted


@pytest.mark.parametrize(
    ("text", "kind", "number", "rest"),
    [
        ("Recommendation 1", "recommendation", "1", ""),
        ("REC 03 - By 31 January", "recommendation", "3", "By 31 January"),
        ("3. Recommendation 3: Forces should", "recommendation", "3", "Forces should"),
        ("Recommendation 2b: do", "recommendation", "2b", "do"),
        ("Dorset Police: area for improvement 2", "afi", "2", ""),
        ("Cause of concern", "cause of concern", "", ""),
        ("Accelerated cause of concern", "accelerated cause of concern", "", ""),
        ("Action 4", "action", "4", ""),
    ],
)
def test_labels(text: str, kind: str, number: str, rest: str) -> None:
    label = label_of(text)
    assert label is not None
    assert (label.kind, label.number, label.rest) == (kind, number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Recommendation 3 from our 2017 report: limited progress.",
        "Recommendation 1: limited progress. Forces should do more.",
        "Area for improvement: an aspect of practice that should be better.",
        "“Recommendation 1: forces should stop,” said one officer.",
        "In 2021 we recommended that forces should check their grading.",
        "Officers should be able to find a record in minutes.",
    ],
)
def test_what_only_looks_like_an_item_is_none(text: str, names: BodyNames) -> None:
    assert (
        read_report(pasted(f"A report on examples\n\nFindings\n\nWe looked.\n\n{text}\n\nThat is all.\n"), names).items
        == []
    )


def test_progress_on_earlier_recommendations_is_not_read(names: BodyNames) -> None:
    page = """<h1>A second report</h1><p>Published on 3 May 2025</p><h2>Recommendations from our 2023 report</h2>
        <h3>Recommendation 1</h3><p>Forces should do it.</p><h2>New recommendations</h2>
        <h3>Recommendation 1</h3><p>Forces should do it better.</p>
        <h2>Annex</h2><table><tr><th>No.</th><th>Recommendation</th><th>Progress</th></tr>
        <tr><td>2</td><td>Forces should wait.</td><td>Complete</td></tr></table>"""
    items = read_report(read_html(page.encode()), names).items
    assert [(item.reference, item.text) for item in items] == [("1", "Forces should do it better.")]


def test_a_cause_of_concern_holds_the_recommendations_of_its_section(names: BodyNames) -> None:
    page = """<h1>PEEL 2025: An inspection of Dorset Police</h1><p>Published on 3 May 2025</p><h2>Custody</h2>
        <h3>Cause of concern</h3><p>The force doesn’t check its cells.</p><h3>Recommendations</h3>
        <ol><li>Within two weeks, the force should:<ul><li>check them; and</li><li>write it down.</li></ul></li>
        <li>The force should train its staff.</li></ol><h2>Vetting</h2><h3>Areas for improvement</h3>
        <ul><li>The force should vet everyone.</li></ul>
        <div><p>Innovative practice</p><p>Other forces should consider the same.</p></div>"""
    reading = read_report(read_html(page.encode()), names)
    assert [(item.reference, item.theme) for item in reading.items] == [
        ("coc-1", "Custody"), ("coc-1-1", "Custody"), ("coc-1-2", "Custody"), ("afi-1", "Vetting"),
    ]  # fmt: skip
    first = reading.items[1]
    assert first.text == "Within two weeks, the force should:\n\n- check them; and\n- write it down."
    assert [part.text for part in first.parts] == ["check them", "write it down"]
    assert (reading.scope, reading.forces, str(first.deadline.date)) == ("force", ("dorset",), "2025-05-17")


def test_items_without_labels_in_a_frame_are_told_apart(names: BodyNames) -> None:
    page = """<h1>An inspection of Dorset Police</h1><h2>Causes of concern</h2><div><h3>Cause of concern</h3>
        <p>The force doesn’t record enough.</p><p>Recommendations:</p><p>The force should immediately:</p>
        <ul><li>record; and</li><li>train.</li></ul><p>Within 3 months, the force should check.</p></div>
        <h2>Areas for improvement</h2><p>The following are areas in which the force should improve.</p>
        <ul><li>The force must tell victims.</li></ul><h2>What we recommended before</h2>
        <p>Recommendation 4: The force should have trained staff.</p>
        <h2>Recommendations for national bodies</h2><p><strong>Recommendation 1</strong></p>
        <p>With effect from 1 July 2026, chief constables should publish figures.</p>"""
    items = read_report(read_html(page.encode()), names).items
    assert [(item.reference, item.deadline.kind) for item in items] == [
        ("coc-1", "none"), ("coc-1-1", "immediately"), ("coc-1-2", "relative"), ("afi-1", "none"), ("1", "date"),
    ]  # fmt: skip
    assert [addressee.to for addressee in items[-1].addressees] == ["all forces"]


def test_numbers_that_start_again_are_told_apart_by_section(names: BodyNames) -> None:
    page = "<h1>A regional report on Dorset Police and Wiltshire Police</h1>" + "".join(
        f"<h2>{force}</h2><h3>Area for improvement 1</h3><p>The force should improve {what}.</p>"
        for force, what in (("Dorset Police", "its calls"), ("Wiltshire Police", "its cells"))
    )
    items = read_report(read_html(page.encode()), names).items
    assert [item.reference for item in items] == ["dorset-afi-1", "wiltshire-afi-1"]
    assert [item.addressees[0].body for item in items] == ["dorset", "wiltshire"]


def test_duties_and_a_response_day_of_its_own_are_no_items(names: BodyNames) -> None:
    reading = read_report(
        pasted(
            "A report on examples\n\nPublished on: 3 May 2025\n\nRecommendation 1\n\nForces should act.\n\n"
            "Next steps\n\nForces should write to us by 1 July 2025 to say whether they accept it.\n"
        ),
        names,
    )
    assert len(reading.items) == 1
    assert str(reading.response_due_on) == "2025-07-01"


PRINTED = """<style>@page { size: A4; margin: 2.5cm; @top-left { content: "A running line"; font-size: 7pt }
  @bottom-right { content: counter(page); font-size: 7pt } } body { font: 11pt/1.3 serif; hyphens: manual }
  h1 { font-size: 20pt } h2 { font-size: 14pt } table { border-collapse: collapse; width: 100% }
  thead { display: table-header-group }
  td, th { border: 1px solid; padding: 4px; vertical-align: top } .low { height: 17cm }</style>
  <h1>A report on printing</h1><p>Published 3 May 2025</p><h2>Recommendations</h2><div class="low"></div>
  <table><thead><tr><th>No.</th><th>Recommendation</th><th>Deadline</th></tr></thead>
  <tr><td>1</td><td>The Home Office should act.</td><td>30/06/26</td></tr>
  <tr><td>2</td><td>All forces should:<br>(a) print;<br>(b) read; and<br>(c) sign.</td><td>Immediately</td></tr>
  <tr><td>3</td><td>The Home Office should act again.</td><td>None set</td></tr></table>
  <h2>Practice</h2><p>A narrative that says what we found in the forces that we visited.</p>
  <h2>Area for improvement</h2><p>Forces should print on both sides.</p>"""


def test_a_printed_report_with_a_table_over_two_pages(names: BodyNames) -> None:
    printed = HTML(string=PRINTED).write_pdf()
    reading = read_report(read_file(printed), names)
    assert (reading.title, str(reading.published_on)) == ("A report on printing", "2025-05-03")
    assert [(item.reference, item.deadline.kind, len(item.parts)) for item in reading.items] == [
        ("1", "date", 0), ("2", "immediately", 3), ("3", "none", 0), ("afi-1", "none", 0),
    ]  # fmt: skip
    assert "running line" not in " ".join(item.text for item in reading.items)


CONCERN = """<h1>Custody inspection of Cleveland</h1><p>Published on 3 June 2025</p><h3>Cause of concern 1</h3>
<p>The force isn’t governing its use of force.</p><p>Records are missing in a third of cases.</p>{next}"""


@pytest.mark.parametrize(
    ("following", "text"),
    [
        (
            "<h4>Recommendations</h4><p>Within three months, the force should record every use of force.</p>",
            "The force isn’t governing its use of force.\n\nRecords are missing in a third of cases.",
        ),
        (
            "<p><b>Recommendation 1</b></p><p>The force should record every use of force.</p>",
            "The force isn’t governing its use of force.\n\nRecords are missing in a third of cases.",
        ),
        ("<h3>Leadership</h3><p>Leaders are visible.</p>", "The force isn’t governing its use of force."),
    ],
)
def test_the_words_before_its_recommendations_describe_a_cause_of_concern(
    names: BodyNames, following: str, text: str
) -> None:
    report = read_report(read_html(CONCERN.replace("{next}", following).encode()), names)
    assert report.items[0].text == text


def test_labels_and_dates_of_a_text_without_empty_lines_stand_alone(names: BodyNames) -> None:
    text = """A joint inspection of stolen vehicles
Published on 4 February 2026

Our recommendations

Recommendation 1
By 30 September 2026, chief constables should assess every report.

Recommendation 2
Forces should publish figures.
"""
    report = read_report(read_file(text.encode()), names)
    assert (report.title, str(report.published_on)) == ("A joint inspection of stolen vehicles", "2026-02-04")
    assert [(item.number, item.text) for item in report.items] == [
        ("1", "By 30 September 2026, chief constables should assess every report."),
        ("2", "Forces should publish figures."),
    ]
