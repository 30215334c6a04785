"""What is wrong with the form of a file is told with its line, and how to put it right."""

import datetime

import pytest
from django.conf import settings

from recommendations.imports.fixtures.findings import Findings
from recommendations.imports.fixtures.reading import read
from recommendations.imports.fixtures.records import Source


def faults(content: str | bytes, name: str = "x.yaml") -> list[tuple[int, str]]:
    findings = Findings()
    read(name, content.encode() if isinstance(content, str) else content, findings)
    return [(fault.place.line, fault.message) for fault in findings.faults]


def source(content: str) -> Source:
    findings = Findings()
    found = read("x.yaml", content.encode(), findings)
    assert not findings.faults
    assert found
    return found


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", 0, "The file is empty"),
        (b"# only a comment\n", 0, "The file is empty"),
        (b"forces: []\nname: \xff\n", 2, "not in UTF-8"),
        (b"forces: []\nna\0me: x\n", 2, "U+0000"),
        ("forces: []\nname: \ud800\n".encode(errors="surrogatepass"), 2, "not in UTF-8"),
        (b"\n\na: b: c\n", 3, "quotes around a text"),
        (b"forces:\n\t- x\n", 2, "cannot be read as YAML"),
        (b"forces: []\n---\nforces: []\n", 2, "cannot be read as YAML"),
        (b"forces: &all []\npanels: *all\n", 2, "Write the text out"),
        (b"\n" + b"[" * 100_000, 2, "nested too deep"),
        (b"- forces\n", 1, "must have keys"),
        (b"forcs: []\n", 1, "Did you mean “forces”?"),
        (b"forces: []\npanels: []\nforces: []\n", 3, "stands here twice, first on line 1"),
        (b"forces:\n  slug: x\n", 2, "begin each of its items with “- ”"),
        (b"recommendations: []\n", 1, "needs an “inspection” in the same file"),
        (b"links: []\n", 1, "needs an “inspection” in the same file"),
    ],
)
def test_it_refuses_a_file_of_another_form(content: bytes, line: int, message: str) -> None:
    [(where, said)] = faults(content)
    assert where == line
    assert message in said


def test_it_refuses_a_file_of_another_type() -> None:
    assert "kind “.docx” cannot be loaded" in faults("forces: []", name="register.docx")[0][1]


def test_it_refuses_a_file_over_the_limit() -> None:
    assert "larger than 1024 kB" in faults(b"#" * (settings.REGISTER_FILE_LIMIT + 1))[0][1]
    assert faults(b"forces: []\n" + b"#" * (settings.REGISTER_FILE_LIMIT - 11)) == []


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("slug", "Example 2025", "small letters, digits and single hyphens, not “Example 2025”"),
        ("slug", "[a]", "must be a plain text"),
        ("title", "{a: b}", "must be a plain text"),
        ("title", "", "has no value"),
        ("title", "''", "has no value"),
        ("title", '"a\\0b"', "contains a null byte"),
        ("title", "x" * 301, "has 301 characters; at most 300 are kept"),
        ("short_title", "x" * 81, "has 81 characters; at most 80 are kept"),
        ("title", "|\n    two\n    lines", "must be one line"),
        ("state", "publshed", "must be one of: expected, embargoed, published; not “publshed”"),
        ("published_on", "31/01/2025", "such as 2025-01-31, not “31/01/2025”"),
        ("published_on", "2025-02-30", "must be a day of the calendar"),
        ("published_on", "20250131", "must be a day of the calendar"),
        ("embargoed_until", "noon", "such as 2025-01-31 or 2025-01-31 00:01"),
        ("address", "www.example.org", "begins with https:// or http://"),
        ("inspectorates", "HMICFRS", "must be a list"),
        ("inspectorates", "[x, {a: b}]", "must be a plain text"),
    ],
)
def test_it_names_the_key_of_a_wrong_value(key: str, value: str, message: str) -> None:
    rest = {"slug": "a", "title": "b", "short_title": "c", "state": "expected"}
    rest.pop(key, None)
    lines = [f"  {name}: {text}" for name, text in rest.items()]
    [(where, said)] = faults("\n".join(["inspection:", f"  {key}: {value}", *lines]))
    assert where == 2
    assert f"“{key}”" in said
    assert message in said


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "seven", "32768", "9" * 5000])
def test_it_refuses_a_number_that_counts_nothing(number: str) -> None:
    said = [message for _line, message in faults(f"inspection: {{}}\nrecommendations:\n  - number: {number}\n")]
    assert any("“number” must be a whole number" in message for message in said)


def test_it_says_which_keys_are_missing() -> None:
    said = [message for _line, message in faults("forces:\n  - slug: cleveland\n")]
    assert said == [
        "The key “name” is missing here. Add it.",
        "The key “abbreviation” is missing here. Add it.",
        "The key “territorial” is missing here. Add it.",
    ]


def test_it_tells_all_faults_of_a_file_and_not_the_first_only() -> None:
    content = "forces:\n  - slug: A!\n    nam: x\n    territorial: maybe\n    abbreviation: FOUR\n"
    assert sorted(line for line, _message in faults(content)) == [2, 2, 3, 4, 5]


def test_every_value_is_plain_text_until_its_key_says_otherwise() -> None:
    found = source(
        "inspection:\n  slug: 2025\n  title: yes\n  short_title: 1.0\n  state: published\n"
        "  published_on: 2025-01-24\n  nature: joint thematic\n"
        'recommendations:\n  - reference: 7\n    kind: key concern\n    short_title: "null"\n    text: |\n'
        "      <b>Words</b> & more\n\n      - a point\n    addressees: []\n"
    )
    assert found.inspection
    assert (found.inspection.slug, found.inspection.title, found.inspection.short_title) == ("2025", "yes", "1.0")
    assert found.inspection.published_on == datetime.date(2025, 1, 24)
    assert found.inspection.nature == "joint-thematic"
    [recommendation] = found.recommendations
    assert recommendation.reference == "7"
    assert recommendation.kind == "key concern"
    assert recommendation.short_title == "null"
    assert recommendation.text == "<b>Words</b> & more\n\n- a point"
    assert recommendation.at("text").line == 12


@pytest.mark.parametrize(("words", "kind"), [("Cause of concern", "cause-of-concern"), ("afi", "afi")])
def test_the_usual_kinds_are_known_in_words(words: str, kind: str) -> None:
    found = source(
        "inspection: {slug: a, title: b, short_title: c, state: expected}\n"
        f"recommendations:\n  - {{reference: a, kind: {words}, short_title: b, text: c, addressees: []}}\n"
    )
    assert found.recommendations[0].kind == kind


def test_an_embargo_ends_in_the_time_of_london() -> None:
    found = source(
        "inspection: {slug: a, title: b, short_title: c, state: embargoed, embargoed_until: 2025-07-01 00:01}\n"
    )
    assert found.inspection
    assert found.inspection.embargoed_until == datetime.datetime(2025, 6, 30, 23, 1, tzinfo=datetime.UTC)


def test_a_file_saved_on_windows_reads_the_same() -> None:
    content = (
        "inspection:\n  slug: a\n  title: b\n  short_title: c\n  state: expected\n  key_findings: |\n    x\n\n    y\n"
    )
    found = source("\ufeff" + content.replace("\n", "\r\n"))
    assert found.inspection
    assert found.inspection.key_findings == "x\n\ny"


def test_html_stays_text() -> None:
    found = source("national_bodies:\n  - {slug: a, name: '<script>alert(1)</script>'}\n")
    assert found.national_bodies[0].name == "<script>alert(1)</script>"
