"""Who answers what, in layouts that were not given; and which claims are wrong."""

import pytest

from recommendations.reading.blocks.html import read_html
from recommendations.reading.documents import ReadKind, kind_of, read_document
from recommendations.reading.names import BodyNames
from recommendations.reading.responses.reading import ResponseReading
from recommendations.reading.responses.speakers import is_pointer, split_speech
from tests.recommendations.reading.conftest import pasted

START = "Response by the Police and Crime Commissioner for Dorset\n\n1 March 2025\n\n"


def answers(text: str, names: BodyNames) -> list[tuple[str, str, str]]:
    reading = read_document(pasted(START + text), names)
    assert isinstance(reading, ResponseReading)
    return [(said.reference, str(said.speaker), said.text) for said in reading.statements]


def test_a_quoted_recommendation_is_nobodys_answer(names: BodyNames) -> None:
    assert answers(
        "Recommendation 1: Forces should do two things:\n\n- first; and\n- second.\n\nForce response: We do both.\n\n"
        "PCC response: I have seen it.\n",
        names,
    ) == [("1", "chief officer", "We do both."), ("1", "commissioner", "I have seen it.")]


def test_a_chief_constables_words_are_told_apart_without_marks(names: BodyNames) -> None:
    assert answers(
        "I welcome this report, as commissioner for all of Dorset.\n\n"
        "The Chief Constable stated, I have a plan for each of them in hand.\n\n"
        "In relation to recommendation two, our staff are trained.\n",
        names,
    ) == [
        ("", "commissioner", "I welcome this report, as commissioner for all of Dorset."),
        ("", "chief officer", "I have a plan for each of them in hand."),
        ("2", "chief officer", "In relation to recommendation two, our staff are trained."),
    ]


def test_a_heading_for_the_force_ends_the_quoted_recommendations(names: BodyNames) -> None:
    assert answers(
        "Recommendations\n\n- Recommendation 1 - Forces should act.\n- Recommendation 2 - Forces should wait.\n\n"
        "FORCE RESPONSE TO RECOMMENDATIONS\n\nAll of this is planned for the spring.\n",
        names,
    ) == [("", "chief officer", "All of this is planned for the spring.")]


def test_headings_and_bold_lines_name_the_speakers_about_an_item(names: BodyNames) -> None:
    page = """<h1>Response by the Police and Crime Commissioner for Dorset</h1><p>1 March 2025</p>
        <h2>Recommendation 1</h2><p>Forces should act.</p><h3>Chief Constable’s comments</h3><p>We act.</p>
        <h3>Commissioner’s response</h3><p>I saw it.</p><h2>Recommendation 2</h2><p>Forces should wait.</p>
        <p><strong>Force response</strong></p><p>We wait.</p><p><strong>PCC comment</strong></p>
        <p>I saw that too.</p>"""
    reading = read_document(read_html(page.encode()), names)
    assert isinstance(reading, ResponseReading)
    assert [(said.reference, str(said.speaker), said.text) for said in reading.statements] == [
        ("1", "chief officer", "We act."),
        ("1", "commissioner", "I saw it."),
        ("2", "chief officer", "We wait."),
        ("2", "commissioner", "I saw that too."),
    ]
    assert [item.text for item in reading.items] == ["Forces should act.", "Forces should wait."]


def test_a_quotation_belongs_to_its_speaker_and_its_lead_in_to_nobody() -> None:
    text = "The Chief Constable writes: “We did it. ‘Good,’ said one.” I have tested that."
    assert [(str(who), words) for who, words in split_speech(text)] == [
        ("chief officer", "We did it. ‘Good,’ said one."),
        ("commissioner", "I have tested that."),
    ]
    assert [str(who) for who, _words in split_speech("A victim told me: “It helped.”")] == ["commissioner"]


@pytest.mark.parametrize("words", ["See 2 above", "Not for forces", "n/a", "", "–"])
def test_a_pointer_is_no_answer(words: str) -> None:
    assert is_pointer(words)


def test_what_lacks_an_explanation_and_which_claims_are_wrong(names: BodyNames) -> None:
    reading = read_document(
        pasted(
            START + "My response is to the report ‘An inspection of examples in all forces’, which was published on "
            "10 January 2024, under section 33 of the Police Act 1996. It makes three recommendations.\n\n"
            "Recommendation 2: Forces should act.\n\nI have asked the force to act.\n"
        ),
        names,
    )
    assert isinstance(reading, ResponseReading)
    assert reading.answers_for == (("pcc-dorset", "dorset"),)
    assert reading.missing == ("1", "3")
    assert [(claim.printed, claim.truth) for claim in reading.claims if claim.is_wrong] == [
        ("10 January 2024", "2025-01-10"),
        ("section 33 of the Police Act 1996", "section 55"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Police and Crime Panel\n\nRecommendation\n\nThe Panel is recommended to note this report.\n",
            ReadKind.REPORT,
        ),
        (START + "I write.", ReadKind.RESPONSE),
        ("Dorset Police: cause of concern revisit letter\n\nWe have closed recommendation 1.\n", ReadKind.LETTER),
        ("An inspection of the police response to examples\n\nForces should act.\n", ReadKind.REPORT),
    ],
)
def test_what_a_document_is(text: str, kind: ReadKind) -> None:
    assert kind_of(pasted(text)) is kind


def test_a_panels_paper_holds_no_items(names: BodyNames) -> None:
    paper = "Police and Crime Panel\n\n2. RECOMMENDATION\n\n2.1 This Panel is recommended to note the report.\n"
    assert read_document(pasted(paper), names) is None


def test_sections_and_columns_of_a_joint_response_say_for_which_force(names: BodyNames) -> None:
    page = """<h1>Joint response of the Police and Crime Commissioners for Norfolk and for Suffolk</h1>
        <p>1 March 2025</p>
        <h2>Norfolk</h2><h3>Recommendation 1</h3><h4>Chief Constable’s comments</h4><p>We act at once.</p>
        <h2>Suffolk</h2><h3>Recommendation 1</h3><h4>Chief Constable’s comments</h4><p>We act in the spring.</p>
        <h2>Recommendation 2</h2><p>Both commissioners: We will share the cost of this.</p>
        <table><tr><th>Ref</th><th>Norfolk Constabulary response</th><th>Suffolk Constabulary response</th></tr>
        <tr><td>3</td><td>Done.</td><td>Not yet.</td></tr></table>"""
    reading = read_document(read_html(page.encode()), names)
    assert isinstance(reading, ResponseReading)
    assert [(said.reference, said.force, said.text) for said in reading.statements] == [
        ("1", "norfolk", "We act at once."),
        ("1", "suffolk", "We act in the spring."),
        ("2", "", "We will share the cost of this."),
        ("3", "norfolk", "Done."),
        ("3", "suffolk", "Not yet."),
    ]


def test_a_response_to_two_reports_says_about_which_each_answer_is(names: BodyNames) -> None:
    soteria, rape = sorted(names.register.inspections, key=lambda report: report.slug, reverse=True)
    text = (
        f"My response is to the reports ‘{rape.title}’ and ‘{soteria.title}’\n\nI welcome both of these reports.\n\n"
        f"{rape.title.upper()}\n\nRecommendation 1: Forces should act.\n\nPCC response: I have seen it.\n\n"
        f"{soteria.title.upper()}\n\nRecommendation 1: Forces should wait.\n\nPCC response: I have waited.\n"
    )
    reading = read_document(pasted(START + text), names)
    assert isinstance(reading, ResponseReading)
    assert (reading.report, reading.other_reports) == ("rape-2021", (("soteria-2024", soteria.title),))
    assert [(said.report, said.reference, said.text) for said in reading.statements] == [
        ("", "", "I welcome both of these reports."),
        ("rape-2021", "1", "I have seen it."),
        ("soteria-2024", "1", "I have waited."),
    ]
